// Tests of int and bool.
#include "runtime/numbers/int.h"

#include <random>

#include "runtime/number_types/number_test_support.h"
#include "runtime/numbers/big_int.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

class IntTest : public NumberTest {
  protected:
    Type* int_type() { return thread.types().int_; }
};

const std::string kGoogol = "1" + std::string(100, '0');

TEST_F(IntTest, OneValueHasOneForm) {
    Ref<Value> limit = make_int(thread, Value::kIntMax);
    Ref<Value> above = int_add(thread, limit, integer(1));
    EXPECT_TRUE(limit.get().is_small_int());
    ASSERT_TRUE(above.get().is_object());
    Ref<Value> back = int_subtract(thread, above, integer(1));
    EXPECT_EQ(back.get(), limit.get()) << "what fits is immediate again";
    Ref<Value> lowest = int_negative(thread, above);
    EXPECT_EQ(lowest.get(), integer(Value::kIntMin)) << "the negative range reaches one further";
}

TEST_F(IntTest, SumsAndProductsGrowAsNeeded) {
    EXPECT_EQ(binary(integer(Value::kIntMax), BinaryOp::kMultiply, integer(Value::kIntMax)),
              "79228162514263774643590529025");
    EXPECT_EQ(binary(integer(Value::kIntMin), BinaryOp::kSubtract, integer(Value::kIntMax)),
              "-562949953421311");
    EXPECT_EQ(binary(big(kGoogol), BinaryOp::kSubtract, big(kGoogol)), "0");
    EXPECT_EQ(binary(big(kGoogol), BinaryOp::kAdd, big("-1")), std::string(100, '9'));
}

TEST_F(IntTest, DivisionRoundsDown) {
    EXPECT_EQ(binary(integer(-7), BinaryOp::kFloorDivide, integer(2)), "-4");
    EXPECT_EQ(binary(integer(-7), BinaryOp::kRemainder, integer(2)), "1");
    EXPECT_EQ(binary(integer(7), BinaryOp::kRemainder, integer(-2)), "-1");
    EXPECT_EQ(binary(big("-100000000000000000001"), BinaryOp::kFloorDivide, big("10000000000")),
              "-10000000001");
    EXPECT_EQ(binary(big("-100000000000000000001"), BinaryOp::kRemainder, big("10000000000")), "9999999999");
    EXPECT_EQ(binary(integer(Value::kIntMin), BinaryOp::kFloorDivide, integer(-1)), "281474976710656");
    EXPECT_EQ(binary(integer(1), BinaryOp::kFloorDivide, integer(0)),
              "ZeroDivisionError: integer division or modulo by zero");
    EXPECT_EQ(binary(integer(1), BinaryOp::kRemainder, integer(0)),
              "ZeroDivisionError: integer modulo by zero");
    EXPECT_EQ(binary(integer(1), BinaryOp::kTrueDivide, integer(0)), "ZeroDivisionError: division by zero");
}

TEST_F(IntTest, DivmodOfRandomNumbersFitsTogether) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 2000; ++i) {
        auto number = [&] {
            Ref<Value> value = make_int(thread, static_cast<int64_t>(random()));
            for (uint64_t n = random() % 4; n > 0; --n) {
                value = int_multiply(thread, value, make_int(thread, random()));
                value = int_add(thread, value, make_int(thread, random() >> random() % 64));
            }
            return value;
        };
        Ref<Value> a = number(), b = number(), quotient, remainder;
        if (int_sign(b) == 0) continue;
        ASSERT_TRUE(int_divmod(thread, a, b, &quotient, &remainder).ok());
        Ref<Value> again = int_add(thread, int_multiply(thread, quotient, b), remainder);
        ASSERT_EQ(int_compare(again, a), 0);
        ASSERT_TRUE(int_sign(remainder) == 0 || int_sign(remainder) == int_sign(b));
        ASSERT_LT(int_compare(int_absolute(thread, remainder), int_absolute(thread, b)), 0);
        // Text and back.
        Ref<Value> read = int_from_text(thread, int_to_text(a, 7), 7, none());
        ASSERT_EQ(int_compare(read, a), 0);
    }
}

TEST_F(IntTest, TrueDivisionIsCorrectlyRounded) {
    EXPECT_EQ(binary(integer(1), BinaryOp::kTrueDivide, integer(3)), "0.3333333333333333");
    EXPECT_EQ(binary(big(kGoogol), BinaryOp::kTrueDivide, big("3")), "3.333333333333333e+99");
    EXPECT_EQ(binary(big("9007199254740993"), BinaryOp::kTrueDivide, integer(1)), "9007199254740992.0");
    EXPECT_EQ(binary(big("27021597764222979"), BinaryOp::kTrueDivide, integer(3)), "9007199254740992.0");
    Ref<Value> huge = int_power(thread, integer(10), integer(400), Value::empty());
    EXPECT_EQ(binary(huge, BinaryOp::kTrueDivide, integer(3)),
              "OverflowError: integer division result too large for a float");
    EXPECT_EQ(binary(integer(-1), BinaryOp::kTrueDivide, huge), "-0.0");
    EXPECT_EQ(binary(integer(0), BinaryOp::kTrueDivide, int_negative(thread, huge)), "-0.0");
}

TEST_F(IntTest, ShiftsAndBitsAreThoseOfTwosComplement) {
    EXPECT_EQ(binary(integer(-5), BinaryOp::kRshift, integer(1)), "-3");
    EXPECT_EQ(binary(integer(1), BinaryOp::kLshift, integer(100)), "1267650600228229401496703205376");
    EXPECT_EQ(binary(big("-1267650600228229401496703205377"), BinaryOp::kRshift, integer(100)), "-2");
    EXPECT_EQ(binary(integer(1), BinaryOp::kLshift, integer(-1)), "ValueError: negative shift count");
    EXPECT_EQ(binary(integer(0), BinaryOp::kLshift, big(kGoogol)), "0");
    EXPECT_EQ(binary(integer(1), BinaryOp::kLshift, big(kGoogol)),
              "OverflowError: too many digits in integer");
    EXPECT_EQ(binary(integer(-1), BinaryOp::kRshift, big(kGoogol)), "-1");
    EXPECT_EQ(binary(integer(-1), BinaryOp::kAnd, big(kGoogol)), kGoogol);
    EXPECT_EQ(binary(integer(-1), BinaryOp::kXor, big(kGoogol)), "-1" + std::string(99, '0') + "1");
    EXPECT_EQ(binary(big("18446744073709551616"), BinaryOp::kOr, integer(1)), "18446744073709551617");
}

TEST_F(IntTest, PowersTakeAModulusAndNegativeExponents) {
    auto powered = [&](Value a, Value b, Value m) { return shown(power(thread, a, b, m)); };
    EXPECT_EQ(powered(integer(3), integer(4), none()), "81");
    EXPECT_EQ(powered(integer(-3), integer(41), none()), "-36472996377170786403");
    EXPECT_EQ(powered(integer(2), integer(-1), none()), "0.5");
    EXPECT_EQ(powered(integer(0), integer(-1), none()),
              "ZeroDivisionError: 0.0 cannot be raised to a negative power");
    EXPECT_EQ(powered(integer(2), integer(-1), integer(5)), "3");
    EXPECT_EQ(powered(integer(2), integer(3), integer(-5)), "-2");
    EXPECT_EQ(powered(integer(2), integer(-1), integer(4)),
              "ValueError: base is not invertible for the given modulus");
    EXPECT_EQ(powered(integer(2), integer(3), integer(0)), "ValueError: pow() 3rd argument cannot be 0");
    EXPECT_EQ(powered(integer(2), real(3), integer(5)),
              "TypeError: pow() 3rd argument not allowed unless all arguments are integers");
    EXPECT_EQ(powered(integer(10), big(kGoogol), none()), "MemoryError: ");
}

TEST_F(IntTest, HashesAreTheValueModuloAPrime) {
    EXPECT_EQ(hash_of(integer(-1)), -2);
    EXPECT_EQ(hash_of(big("2305843009213693951")), 0);
    EXPECT_EQ(hash_of(big("-2305843009213693952")), -2);
    EXPECT_EQ(hash_of(big(kGoogol)), 910685213754167845);
}

TEST_F(IntTest, ComparesExactlyWithFloats) {
    EXPECT_EQ(int_compare_double(big("9007199254740993"), 9007199254740992.0), 1);
    EXPECT_EQ(int_compare_double(integer(5), HUGE_VAL), -1);
    EXPECT_EQ(int_compare_double(big(kGoogol), -HUGE_VAL), 1);
    EXPECT_EQ(int_compare_double(integer(5), NAN), 2);
    Result<bool> equal = compare_truth(thread, big(kGoogol), real(1e100), CompareOp::kEq);
    EXPECT_FALSE(equal.value()) << "1e100 is not ten to the hundred";
}

TEST_F(IntTest, ReadsTextAsSourceTextDoes) {
    EXPECT_EQ(construct(int_type(), " -1_000 "), "-1000");
    EXPECT_EQ(construct(int_type(), {text("0x_ff").value(), integer(0)}), "255");
    EXPECT_EQ(construct(int_type(), {text("zz").value(), integer(36)}), "1295");
    EXPECT_EQ(construct(int_type(), "\xd9\xa1\xd9\xa2"), "12") << "Arabic-Indic digits";
    for (const char* bad : {"", "  ", "_1", "1_", "1__0", "0x10", "1 2", "\xd9\xa3x"})
        EXPECT_EQ(construct(int_type(), bad),
                  "ValueError: invalid literal for int() with base 10: '" + std::string(bad) + "'");
    EXPECT_EQ(construct(int_type(), {text("010").value(), integer(0)}),
              "ValueError: invalid literal for int() with base 0: '010'");
    EXPECT_EQ(construct(int_type(), {text("1").value(), integer(1)}),
              "ValueError: int() base must be >= 2 and <= 36, or 0");
    EXPECT_EQ(construct(int_type(), {integer(1), integer(10)}),
              "TypeError: int() can't convert non-string with explicit base");
    EXPECT_EQ(
        construct(int_type(), {none()}),
        "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'");
    EXPECT_EQ(construct(int_type(), {real(-1.9)}), "-1");
    EXPECT_EQ(construct(int_type(), {real(NAN)}), "ValueError: cannot convert float NaN to integer");
    EXPECT_EQ(construct(int_type(), {real(HUGE_VAL)}),
              "OverflowError: cannot convert float infinity to integer");
}

TEST_F(IntTest, LimitsTheDigitsOfDecimalText) {
    EXPECT_EQ(construct(int_type(), std::string(4300, '1')), std::string(4300, '1'));
    EXPECT_EQ(
        construct(int_type(), std::string(4301, '1')),
        "ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; "
        "use sys.set_int_max_str_digits() to increase the limit");
    Ref<Value> large = int_power(thread, integer(10), integer(4300), Value::empty());
    EXPECT_FALSE(repr(thread, large));
    EXPECT_EQ(error(),
              "ValueError: Exceeds the limit (4300 digits) for integer string conversion; "
              "use sys.set_int_max_str_digits() to increase the limit");
    interp.max_str_digits = 0;
    EXPECT_EQ(repr_of(large).size(), 4301u);
}

TEST_F(IntTest, RoundsToMultiplesOfPowersOfTen) {
    EXPECT_EQ(method(integer(15), "__round__", {integer(-1)}), "20");
    EXPECT_EQ(method(integer(25), "__round__", {integer(-1)}), "20");
    EXPECT_EQ(method(integer(-15), "__round__", {integer(-1)}), "-20");
    EXPECT_EQ(method(integer(5), "__round__"), "5");
    EXPECT_EQ(method(integer(5), "__round__", {integer(-400)}), "0");
    EXPECT_EQ(method(integer(5), "__round__", {none()}),
              "TypeError: 'NoneType' object cannot be interpreted as an integer");
}

TEST_F(IntTest, TurnsIntoBytesAndBack) {
    EXPECT_EQ(method(integer(-129), "to_bytes", {integer(1), text("big").value()}),
              "OverflowError: can't convert negative int to unsigned");
    EXPECT_EQ(method(integer(256), "to_bytes"), "OverflowError: int too big to convert");
    EXPECT_EQ(method(integer(1), "to_bytes", {integer(-1)}),
              "ValueError: length argument must be non-negative");
    EXPECT_EQ(method(integer(1), "to_bytes", {integer(1), text("odd").value()}),
              "ValueError: byteorder must be either 'little' or 'big'");
    EXPECT_EQ(method(integer(258), "to_bytes", {integer(3), text("little").value()}), "b'\\x02\\x01\\x00'");
    EXPECT_EQ(method(thread.types().int_, "from_bytes", {make_bytes(thread, "\x01\x02").value()}), "258");
}

TEST_F(IntTest, BoolsAreIntsButStayBoolsUnderLogic) {
    Value yes = Value::boolean(true), no = Value::boolean(false);
    EXPECT_EQ(binary(yes, BinaryOp::kAnd, no), "False");
    EXPECT_EQ(binary(yes, BinaryOp::kXor, no), "True");
    EXPECT_EQ(binary(yes, BinaryOp::kOr, integer(4)), "5");
    EXPECT_EQ(binary(yes, BinaryOp::kAdd, yes), "2");
    EXPECT_EQ(shown(invert(thread, yes)), "-2");
    EXPECT_EQ(construct(thread.types().bool_, {integer(0)}), "False");
    EXPECT_EQ(construct(thread.types().bool_, {yes, no}),
              "TypeError: bool expected at most 1 argument, got 2");
    EXPECT_EQ(shown(attribute(yes, "real")), "1");
}

TEST_F(IntTest, SubclassesKeepTheirValueAndGiveExactResults) {
    Ref<Type> mine = make_class("Mine", {int_type()});
    Ref<Value> five = call(thread, mine.value(), {integer(5)});
    ASSERT_TRUE(five.get().is_object());
    EXPECT_EQ(interp.type_of(five), mine.get());
    EXPECT_EQ(binary(five, BinaryOp::kAdd, integer(1)), "6");
    EXPECT_EQ(hash_of(five), 5);
    Ref<Value> exact = call(thread, int_type(), {five.get()});
    EXPECT_EQ(exact.get(), integer(5));
    EXPECT_EQ(interp.type_of(int_absolute(thread, as_int(five))), int_type());
}

}  // namespace
}  // namespace moult
