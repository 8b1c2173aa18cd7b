// The format mini-language, str.format and the % operator.
#include <limits>

#include "runtime/text/format_spec.h"
#include "runtime/text/percent_format.h"
#include "runtime/text/text_test_support.h"

namespace moult {
namespace {

class FormatTest : public TextTest {
  protected:
    std::string integer(int64_t number, const char* spec) {
        return show(format_int(thread, i(number), s(spec).as<Str>()));
    }
    std::string real(double number, const char* spec) {
        return show(format_float(thread, number, s(spec).as<Str>()));
    }
    std::string text(const char* content, const char* spec) {
        return show(format_string(thread, s(content).as<Str>(), s(spec).as<Str>()));
    }
    std::string percent(const char* format, const V& args) {
        return show(percent_format(thread, s(format).as<Str>(), args));
    }
};

TEST_F(FormatTest, LaysOutIntegers) {
    EXPECT_EQ(integer(1234567, ","), "'1,234,567'");
    EXPECT_EQ(integer(1234567, "012,"), "'0,001,234,567'");
    EXPECT_EQ(integer(1234567, "013,"), "'0,001,234,567'");
    EXPECT_EQ(integer(1234567, "#015_x"), "'0x000_0012_d687'");
    EXPECT_EQ(integer(-5, "x=#10b"), "'-0bxxxx101'");
    EXPECT_EQ(integer(5, "é^5"), "'éé5éé'");
    EXPECT_EQ(integer(65, "c"), "'A'");
    EXPECT_EQ(integer(5, ".2f"), "'5.00'");
    EXPECT_EQ(integer(5, "^05"), "'00500'");
}

TEST_F(FormatTest, RefusesBadSpecifications) {
    EXPECT_EQ(integer(5, "s"), "ValueError: Unknown format code 's' for object of type 'int'");
    EXPECT_EQ(integer(5, "abc"), "ValueError: Invalid format specifier 'abc' for object of type 'int'");
    EXPECT_EQ(integer(5, ".3d"), "ValueError: Precision not allowed in integer format specifier");
    EXPECT_EQ(integer(5, ",x"), "ValueError: Cannot specify ',' with 'x'.");
    EXPECT_EQ(integer(5, "_,d"), "ValueError: Cannot specify both ',' and '_'.");
    EXPECT_EQ(integer(5, "."), "ValueError: Format specifier missing precision");
    EXPECT_EQ(integer(5, "99999999999999999999"), "ValueError: Too many decimal digits in format string");
    EXPECT_EQ(text("a", "=5"), "ValueError: '=' alignment not allowed in string format specifier");
    EXPECT_EQ(real(1.5, "x"), "ValueError: Unknown format code 'x' for object of type 'float'");
}

TEST_F(FormatTest, LaysOutFloats) {
    EXPECT_EQ(real(1.0, ""), "'1.0'");
    EXPECT_EQ(real(123.0, ".3"), "'1.23e+02'");
    EXPECT_EQ(real(12.0, ".3"), "'12.0'");
    EXPECT_EQ(real(1.0, ".0"), "'1e+00'");
    EXPECT_EQ(real(0.0001234, ".3"), "'0.000123'");
    EXPECT_EQ(real(100.0, "#.3g"), "'100.'");
    EXPECT_EQ(real(1234567.891, ",.2f"), "'1,234,567.89'");
    EXPECT_EQ(real(1234567.0, "015,"), "'0,001,234,567.0'");
    EXPECT_EQ(real(-std::numeric_limits<double>::infinity(), "011,"), "'-0000000inf'");
    EXPECT_EQ(real(-0.001, "z.1f"), "'0.0'");
    EXPECT_EQ(real(0.5, ".0%"), "'50%'");
    EXPECT_EQ(show(format_complex(thread, 1, 2, s(">10").as<Str>())), "'    (1+2j)'");
    EXPECT_EQ(show(format_complex(thread, 1, 2, s(".2f").as<Str>())), "'1.00+2.00j'");
}

TEST_F(FormatTest, LaysOutText) {
    EXPECT_EQ(text("abc", "*^10.2"), "'****ab****'");
    EXPECT_EQ(text("abc", "05"), "'abc00'");
    EXPECT_EQ(text("abc", "1"), "'abc'");
}

TEST_F(FormatTest, FillsReplacementFields) {
    EXPECT_EQ(run(s("{} {!r:>5} {0}"), "format", {s("a"), s("b")}),
              "ValueError: cannot switch from automatic field numbering to manual field specification");
    EXPECT_EQ(run(s("{}|{!r:>5}|{:{}}"), "format", {s("a"), s("b"), i(7), i(3)}), "\"a|  'b'|  7\"");
    EXPECT_EQ(run(s("{0[1]} {{}}"), "format", {list({i(1), i(2)})}), "'2 {}'");
    EXPECT_EQ(run(s("{0.real}"), "format", {i(5)}), "'5'");
    EXPECT_EQ(run(s("{x}"), "format", {}), "KeyError: 'x'");
    EXPECT_EQ(run(s("{1}"), "format", {i(5)}),
              "IndexError: Replacement index 1 out of range for positional args tuple");
    EXPECT_EQ(run(s("{"), "format", {i(5)}), "ValueError: Single '{' encountered in format string");
    EXPECT_EQ(run(s("}"), "format", {i(5)}), "ValueError: Single '}' encountered in format string");
    EXPECT_EQ(run(s("{0[a}"), "format", {i(5)}), "ValueError: expected '}' before end of string");
    EXPECT_EQ(run(s("{:{:{}}}"), "format", {i(1), i(2), i(3)}), "ValueError: Max string recursion exceeded");
}

TEST_F(FormatTest, FormatsByPercent) {
    EXPECT_EQ(percent("%s-%r-%%", tuple({s("a"), s("b")})), "\"a-'b'-%\"");
    EXPECT_EQ(percent("%5d|%-5d|%05d", tuple({i(1), i(2), i(-3)})), "'    1|2    |-0003'");
    EXPECT_EQ(percent("%#x %#o %X", tuple({i(-255), i(8), i(255)})), "'-0xff 0o10 FF'");
    EXPECT_EQ(percent("%010.5x", i(255)), "'00000000ff'");
    EXPECT_EQ(percent("%*.*f", tuple({i(8), i(2), d(3.14159)})), "'    3.14'");
    EXPECT_EQ(percent("%c%c", tuple({i(0x20ac), s("x")})), "'€x'");
    EXPECT_EQ(percent("%.2s", s("abc")), "'ab'");
    EXPECT_EQ(percent("%d", d(3.99)), "'3'");
    EXPECT_EQ(percent("%d", s("a")), "TypeError: %d format: a real number is required, not str");
    EXPECT_EQ(percent("%x", d(1.5)), "TypeError: %x format: an integer is required, not float");
    EXPECT_EQ(percent("%s", tuple({})), "TypeError: not enough arguments for format string");
    EXPECT_EQ(percent("a", i(1)), "TypeError: not all arguments converted during string formatting");
    EXPECT_EQ(percent("%(a)s", i(1)), "TypeError: format requires a mapping");
    EXPECT_EQ(percent("%z", i(1)), "ValueError: unsupported format character 'z' (0x7a) at index 1");
    EXPECT_EQ(percent("%5", i(1)), "ValueError: incomplete format");
    EXPECT_EQ(show(percent_format_bytes(thread, "%b|%5d|%a", tuple({b("x"), i(5), s("é")}))),
              "b\"x|    5|'\\\\xe9'\"");
}

}  // namespace
}  // namespace moult
