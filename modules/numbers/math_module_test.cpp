// Tests of the module math.
#include <cmath>

#include "runtime/containers/list.h"
#include "runtime/number_types/number_test_support.h"
#include "runtime/objects/module_registry.h"

namespace moult {
namespace {

class MathTest : public NumberTest {
  protected:
    std::string math(const char* function, std::initializer_list<Value> arguments) {
        if (!module_) module_ = make_native_module(thread, *find_builtin_module("math"));
        return method(module_.value(), function, arguments);
    }
    Ref<Value> list(std::initializer_list<Value> items) {
        return make_list(thread, std::span<const Value>(items.begin(), items.size()));
    }

  private:
    Ref<Module> module_;
};

TEST_F(MathTest, NaNFromANumberIsADomainErrorAndInfinityARangeError) {
    for (const char* function : {"sqrt", "log", "log2", "log10", "acosh", "lgamma", "gamma"})
        EXPECT_EQ(math(function, {integer(-1)}), "ValueError: math domain error") << function;
    for (const char* function : {"exp", "exp2", "expm1", "cosh", "sinh", "gamma"})
        EXPECT_EQ(math(function, {integer(2000)}), "OverflowError: math range error") << function;
    EXPECT_EQ(math("sin", {real(HUGE_VAL)}), "ValueError: math domain error");
    EXPECT_EQ(math("cos", {real(NAN)}), "nan");
    EXPECT_EQ(math("pow", {integer(0), integer(-1)}), "ValueError: math domain error");
    EXPECT_EQ(math("pow", {integer(10), integer(400)}), "OverflowError: math range error");
    EXPECT_EQ(math("fmod", {integer(1), integer(0)}), "ValueError: math domain error");
    EXPECT_EQ(math("ldexp", {integer(1), integer(5000)}), "OverflowError: math range error");
    EXPECT_EQ(math("sqrt", {text("4").value()}), "TypeError: must be real number, not str");
}

TEST_F(MathTest, LogarithmsTakeIntsOfAnySize) {
    Ref<Value> huge = int_power(thread, integer(10), integer(400), Value::empty());
    EXPECT_EQ(math("log10", {huge}), "400.0");
    EXPECT_EQ(math("log", {huge}), "921.0340371976182");
    EXPECT_EQ(math("log2", {int_power(thread, integer(2), integer(5000), Value::empty())}), "5000.0");
    EXPECT_EQ(math("log", {integer(8), integer(2)}), "3.0");
    EXPECT_EQ(math("log", {integer(2), integer(1)}), "ZeroDivisionError: float division by zero");
}

TEST_F(MathTest, SumsAreRoundedOnce) {
    Value tenth = real(0.1);
    EXPECT_EQ(math("fsum", {list({tenth, tenth, tenth, tenth, tenth, tenth, tenth, tenth, tenth, tenth})}),
              "1.0");
    EXPECT_EQ(math("fsum", {list({real(1), real(1e100), real(1), real(-1e100)})}), "2.0");
    EXPECT_EQ(math("fsum", {list({})}), "0.0");
    EXPECT_EQ(math("fsum", {list({real(HUGE_VAL), real(-HUGE_VAL)})}), "ValueError: -inf + inf in fsum");
    EXPECT_EQ(math("fsum", {list({real(1e308), real(1e308)})}),
              "OverflowError: intermediate overflow in fsum");
    EXPECT_EQ(math("hypot", {integer(3), integer(4)}), "5.0");
    EXPECT_EQ(math("hypot", {real(1e308), real(1e308)}), "1.4142135623730951e+308");
    EXPECT_EQ(math("hypot", {real(NAN), real(-HUGE_VAL)}), "inf");
    EXPECT_EQ(math("hypot", {real(5e-324), real(5e-324)}), "5e-324");
    EXPECT_EQ(math("dist", {list({integer(1)}), list({integer(1), integer(2)})}),
              "ValueError: both points must have the same number of dimensions");
    EXPECT_EQ(math("prod", {list({integer(6), real(1.5)})}), "9.0");
}

TEST_F(MathTest, CountsExactly) {
    EXPECT_EQ(math("factorial", {integer(25)}), "15511210043330985984000000");
    EXPECT_EQ(math("factorial", {integer(-1)}), "ValueError: factorial() not defined for negative values");
    EXPECT_EQ(math("factorial", {real(5)}), "TypeError: 'float' object cannot be interpreted as an integer");
    EXPECT_EQ(math("comb", {integer(60), integer(30)}), "118264581564861424");
    EXPECT_EQ(math("comb", {integer(5), integer(6)}), "0");
    EXPECT_EQ(math("comb", {integer(5), integer(-6)}), "ValueError: k must be a non-negative integer");
    EXPECT_EQ(math("perm", {integer(30), integer(20)}), "73096577329197271449600000");
    EXPECT_EQ(math("perm", {integer(5)}), "120");
    EXPECT_EQ(math("isqrt", {integer(99)}), "9");
    EXPECT_EQ(math("isqrt", {integer(-1)}), "ValueError: isqrt() argument must be nonnegative");
    EXPECT_EQ(math("gcd", {integer(12), integer(-18)}), "6");
    EXPECT_EQ(math("gcd", {}), "0");
    EXPECT_EQ(math("lcm", {integer(4), integer(6), integer(10)}), "60");
    EXPECT_EQ(math("lcm", {}), "1");
}

TEST_F(MathTest, RoundingGivesInts) {
    EXPECT_EQ(math("floor", {real(-1.5)}), "-2");
    EXPECT_EQ(math("ceil", {real(-1.5)}), "-1");
    EXPECT_EQ(math("trunc", {real(1e20)}), "100000000000000000000");
    EXPECT_EQ(math("floor", {real(HUGE_VAL)}), "OverflowError: cannot convert float infinity to integer");
    EXPECT_EQ(math("trunc", {text("a").value()}), "TypeError: type str doesn't define __trunc__ method");
}

TEST_F(MathTest, PartsOfFloats) {
    EXPECT_EQ(math("frexp", {integer(8)}), "(0.5, 4)");
    EXPECT_EQ(math("modf", {real(-HUGE_VAL)}), "(-0.0, -inf)");
    EXPECT_EQ(math("ulp", {real(1.7976931348623157e308)}), "1.99584030953472e+292");
    EXPECT_EQ(math("nextafter", {integer(1), integer(2)}), "1.0000000000000002");
    EXPECT_EQ(math("remainder", {integer(12), integer(8)}), "-4.0");
    EXPECT_EQ(math("isclose", {integer(1), real(1 + 1e-10)}), "True");
    EXPECT_EQ(math("isclose", {integer(1), real(1.1)}), "False");
}

}  // namespace
}  // namespace moult
