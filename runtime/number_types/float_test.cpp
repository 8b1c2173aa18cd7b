// Tests of float and complex.
#include "runtime/numbers/float.h"

#include <cmath>
#include <random>

#include "runtime/number_types/number_test_support.h"
#include "runtime/numbers/float_text.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

class FloatTest : public NumberTest {
  protected:
    Type* float_type() { return thread.types().float_; }
};

TEST(FloatText, ReprIsTheShortestTextThatReadsBack) {
    EXPECT_EQ(float_repr(0.1), "0.1");
    EXPECT_EQ(float_repr(1.0), "1.0");
    EXPECT_EQ(float_repr(-0.0), "-0.0");
    EXPECT_EQ(float_repr(1e16), "1e+16");
    EXPECT_EQ(float_repr(123456789012345680.0), "1.2345678901234568e+17");
    EXPECT_EQ(float_repr(9999999999999998.0), "9999999999999998.0");
    EXPECT_EQ(float_repr(0.0001), "0.0001");
    EXPECT_EQ(float_repr(0.00001), "1e-05");
    EXPECT_EQ(float_repr(5e-324), "5e-324");
    EXPECT_EQ(float_repr(HUGE_VAL), "inf");
    EXPECT_EQ(float_repr(NAN), "nan");
    std::mt19937_64 random(5);
    for (int i = 0; i < 20'000; ++i) {
        auto d = std::bit_cast<double>(random());
        if (!std::isfinite(d)) continue;
        std::string text = float_repr(d);
        double back;
        ASSERT_EQ(scan_float(text, &back), text.size()) << text;
        ASSERT_EQ(back, d) << text;
    }
}

TEST(FloatText, FormatsAsPrintfDoes) {
    std::mt19937_64 random(6);
    for (int i = 0; i < 20'000; ++i) {
        double d =
            i % 2 ? std::bit_cast<double>(random()) : std::ldexp(static_cast<double>(random() % 2000), -3);
        if (!std::isfinite(d)) continue;
        auto precision = static_cast<int>(random() % 20);
        for (const char* code : {"e", "f", "g"}) {
            for (bool alternate : {false, true}) {
                if (alternate && code[0] == 'g') continue;  // glibc drops a zero of 1.0e+02
                char format[16], expected[400];
                snprintf(format, sizeof format, "%%%s.*%s", alternate ? "#" : "", code);
                snprintf(expected, sizeof expected, format, precision, d);
                ASSERT_EQ(format_double(d, code[0], precision, alternate), expected)
                    << float_hex(d) << ' ' << format;
            }
        }
    }
    EXPECT_EQ(format_double(99.75, 'g', 2, true), "1.0e+02");
    EXPECT_EQ(format_double(2.5, 'g', 4, true), "2.500");
    EXPECT_EQ(format_double(HUGE_VAL, 'F', 6, false), "INF");
    EXPECT_EQ(format_double(1e300, 'G', 3, false), "1E+300");
}

TEST(FloatText, HexadecimalReadsBackExactly) {
    EXPECT_EQ(float_hex(0.1), "0x1.999999999999ap-4");
    EXPECT_EQ(float_hex(-0.0), "-0x0.0p+0");
    EXPECT_EQ(float_hex(5e-324), "0x0.0000000000001p-1022");
}

TEST_F(FloatTest, ReadsHexadecimalRoundingOnce) {
    auto read = [&](const char* digits) { return method(float_type(), "fromhex", {text(digits).value()}); };
    EXPECT_EQ(read("  -0X.8P-2 "), "-0.125");
    EXPECT_EQ(read("1.8"), "1.5");
    EXPECT_EQ(read("0x1p-1075"), "0.0");
    EXPECT_EQ(read("0x1.8p-1075"), "5e-324");
    EXPECT_EQ(read("0x1.0000000000000800000000000000000000001p0"), "1.0000000000000002");
    EXPECT_EQ(read("0x1.00000000000008p0"), "1.0");
    EXPECT_EQ(read("0x1.fffffffffffff8p1023"),
              "OverflowError: hexadecimal value too large to represent as a float");
    EXPECT_EQ(read("0p99999999999999999999"), "0.0");
    for (const char* bad : {"", "0x", "p1", "zz", "1p", "1.2.3"})
        EXPECT_EQ(read(bad), "ValueError: invalid hexadecimal floating-point string");
}

TEST_F(FloatTest, ReadsText) {
    EXPECT_EQ(construct(float_type(), " 1_0.5e-1_0 "), "1.05e-09");
    EXPECT_EQ(construct(float_type(), ".5"), "0.5");
    EXPECT_EQ(construct(float_type(), "5."), "5.0");
    EXPECT_EQ(construct(float_type(), "-Infinity"), "-inf");
    EXPECT_EQ(construct(float_type(), "1e400"), "inf");
    EXPECT_EQ(construct(float_type(), "-1e-400"), "-0.0");
    for (const char* bad : {"", ".", "1e", "_1", "1_.5", "1._5", "0x10", "1__0", "nan(1)", "infin"})
        EXPECT_EQ(construct(float_type(), bad),
                  "ValueError: could not convert string to float: '" + std::string(bad) + "'");
    EXPECT_EQ(construct(float_type(), {none()}),
              "TypeError: float() argument must be a string or a real number, not 'NoneType'");
    EXPECT_EQ(construct(float_type(), {integer(1), integer(2)}),
              "TypeError: float expected at most 1 argument, got 2");
}

TEST_F(FloatTest, DivisionFollowsTheDivisorsSign) {
    EXPECT_EQ(binary(real(5), BinaryOp::kRemainder, real(-3)), "-1.0");
    EXPECT_EQ(binary(real(-5), BinaryOp::kRemainder, real(3)), "1.0");
    EXPECT_EQ(binary(real(0), BinaryOp::kRemainder, real(-3)), "-0.0");
    EXPECT_EQ(binary(real(5), BinaryOp::kFloorDivide, real(-3)), "-2.0");
    EXPECT_EQ(shown(divmod(thread, real(-5), real(HUGE_VAL))), "(-1.0, inf)");
    EXPECT_EQ(shown(divmod(thread, real(-1e-20), integer(3))), "(-1.0, 3.0)");
    EXPECT_EQ(binary(real(1), BinaryOp::kTrueDivide, integer(0)),
              "ZeroDivisionError: float division by zero");
    EXPECT_EQ(binary(real(1), BinaryOp::kFloorDivide, integer(0)),
              "ZeroDivisionError: float floor division by zero");
    EXPECT_EQ(binary(real(1), BinaryOp::kRemainder, integer(0)), "ZeroDivisionError: float modulo");
    EXPECT_EQ(shown(divmod(thread, real(1), integer(0))), "ZeroDivisionError: float divmod()");
}

TEST_F(FloatTest, PowersLeaveTheRealsOrTheRange) {
    EXPECT_EQ(binary(real(-8), BinaryOp::kPower, real(0.5)), "(1.7319121124709868e-16+2.8284271247461903j)");
    EXPECT_EQ(binary(real(10), BinaryOp::kPower, real(400)),
              "OverflowError: (34, 'Numerical result out of range')");
    EXPECT_EQ(binary(real(0), BinaryOp::kPower, integer(-1)),
              "ZeroDivisionError: 0.0 cannot be raised to a negative power");
    EXPECT_EQ(binary(real(0), BinaryOp::kPower, real(-HUGE_VAL)), "inf");
    EXPECT_EQ(binary(real(1), BinaryOp::kPower, real(NAN)), "1.0");
}

TEST_F(FloatTest, RoundsAsDecimalTextWould) {
    auto rounded = [&](double d, Value digits) { return method(real(d), "__round__", {digits}); };
    EXPECT_EQ(rounded(2.5, none()), "2");
    EXPECT_EQ(rounded(-0.5, none()), "0");
    EXPECT_EQ(rounded(2.675, integer(2)), "2.67");
    EXPECT_EQ(rounded(0.5, integer(0)), "0.0");
    EXPECT_EQ(rounded(25, integer(-1)), "20.0");
    EXPECT_EQ(rounded(50.000001, integer(-2)), "100.0");
    EXPECT_EQ(rounded(50, integer(-2)), "0.0");
    EXPECT_EQ(rounded(-4, integer(-2)), "-0.0");
    EXPECT_EQ(rounded(1.7e308, integer(-308)), "OverflowError: rounded value too large to represent");
    EXPECT_EQ(rounded(NAN, none()), "ValueError: cannot convert float NaN to integer");
    EXPECT_EQ(rounded(HUGE_VAL, integer(1)), "inf");
}

TEST_F(FloatTest, EqualNumbersHashAlike) {
    EXPECT_EQ(double_hash(1.5), 1152921504606846977);
    EXPECT_EQ(double_hash(HUGE_VAL), 314159);
    EXPECT_EQ(double_hash(-1.0), -2);
    EXPECT_EQ(double_hash(1e300), 1224995262755759164);
    for (double d : {0.0, 3.0, -1e15, 1e22, 0x1p200, -0x1.8p61}) {
        Ref<Value> whole = int_from_double(thread, d);
        EXPECT_EQ(int_hash(whole), double_hash(d)) << d;
    }
}

TEST_F(FloatTest, RatiosAreExact) {
    EXPECT_EQ(method(real(0.1), "as_integer_ratio"), "(3602879701896397, 36028797018963968)");
    EXPECT_EQ(method(real(-1e22), "as_integer_ratio"), "(-10000000000000000000000, 1)");
    EXPECT_EQ(method(real(0), "as_integer_ratio"), "(0, 1)");
    EXPECT_EQ(method(real(NAN), "as_integer_ratio"), "ValueError: cannot convert NaN to integer ratio");
}

TEST_F(FloatTest, ComplexNumbers) {
    Type* type = thread.types().complex;
    EXPECT_EQ(construct(type, " ( 1+2j ) "), "(1+2j)");
    EXPECT_EQ(construct(type, "-j"), "-1j");
    EXPECT_EQ(construct(type, "nan-infj"), "(nan-infj)");
    for (const char* bad : {"", "()", "1+2", "1 + 2j", "1+2jj", "(1j"})
        EXPECT_EQ(construct(type, bad), "ValueError: complex() arg is a malformed string") << bad;
    EXPECT_EQ(construct(type, {real(-0.0), real(-0.0)}), "(-0-0j)");
    EXPECT_EQ(construct(type, {integer(1), text("2").value()}),
              "TypeError: complex() second arg can't be a string");
    Ref<Value> z = make_complex(thread, 1, 2), w = make_complex(thread, 3, 4), i = make_complex(thread, 0, 1);
    EXPECT_EQ(binary(z, BinaryOp::kMultiply, w), "(-5+10j)");
    EXPECT_EQ(binary(z, BinaryOp::kTrueDivide, w), "(0.44+0.08j)");
    EXPECT_EQ(binary(z, BinaryOp::kPower, integer(2)), "(-3+4j)");
    EXPECT_EQ(binary(z, BinaryOp::kPower, w), "(0.129009594074467+0.03392409290517014j)");
    EXPECT_EQ(binary(z, BinaryOp::kTrueDivide, integer(0)), "ZeroDivisionError: complex division by zero");
    EXPECT_EQ(shown(absolute(thread, w)), "5.0");
    EXPECT_EQ(hash_of(i), 1000003);
    EXPECT_EQ(hash_of(make_complex(thread, 7, 0)), 7);
}

}  // namespace
}  // namespace moult
