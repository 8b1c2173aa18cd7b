// Tests of the values of literals, and of identifier characters.
#include "compiler/literals.h"

#include <gtest/gtest.h>

#include <cmath>

#include "compiler/identifier.h"

namespace moult::compiler {
namespace {

template <class T>
T number(std::string_view literal) {
    Constant value;
    NumberError error;
    EXPECT_TRUE(number_value(literal, value, error)) << literal;
    return std::get<T>(value.value);
}

TEST(Literals, ReadsIntegersInAllBases) {
    EXPECT_EQ(number<mpz_class>("1_000"), 1000);
    EXPECT_EQ(number<mpz_class>("0XfF"), 255);
    EXPECT_EQ(number<mpz_class>("0o17"), 15);
    EXPECT_EQ(number<mpz_class>("0b1_01"), 5);
    EXPECT_EQ(number<mpz_class>("0x1ffffffffffffffffffff").get_str(16), "1ffffffffffffffffffff");
    EXPECT_EQ(number<mpz_class>("00"), 0);
}

TEST(Literals, ReadsFloatsToTheNearestValue) {
    EXPECT_EQ(number<double>("1_0.5e1"), 105.0);
    EXPECT_EQ(number<double>("0.1"), 0.1);
    EXPECT_EQ(number<double>(".5"), 0.5);
    EXPECT_EQ(number<double>("5e-324"), 5e-324);
    EXPECT_EQ(number<double>("09."), 9.0);
}

TEST(Literals, OverflowsFloatsToInfinityAndUnderflowsToZero) {
    EXPECT_TRUE(std::isinf(number<double>("1e309")));
    EXPECT_TRUE(std::isinf(number<double>("1" + std::string(400, '0') + ".0")));
    EXPECT_EQ(number<double>("1e-400"), 0.0);
    EXPECT_EQ(number<double>("0." + std::string(400, '0') + "1"), 0.0);
    EXPECT_EQ(number<double>("0e99999999999999999999"), 0.0);
}

TEST(Literals, ReadsImaginaryNumbers) {
    EXPECT_EQ(number<std::complex<double>>("2.5J").imag(), 2.5);
}

TEST(Literals, LimitsTheDigitsOfDecimalIntegers) {
    Constant value;
    NumberError error;
    EXPECT_TRUE(number_value(std::string(4300, '1'), value, error));
    EXPECT_TRUE(number_value(std::string(5000, '0'), value, error));
    EXPECT_FALSE(number_value(std::string(4301, '1'), value, error));
    EXPECT_TRUE(error.message.starts_with("Exceeds the limit (4300 digits)"));
}

TEST(Literals, DecodesTextEscapes) {
    std::string out;
    EscapeFindings findings;
    EXPECT_TRUE(decode_text_escapes("\\n\\x41\\u00e9\\U0001F600\\101\\\n\\ud800", {}, out, findings));
    EXPECT_EQ(out,
              "\nA\xC3\xA9\xF0\x9F\x98\x80"
              "A\xED\xA0\x80");
    EXPECT_FALSE(findings.warning);
}

TEST(Literals, KeepsUnknownEscapesAndWarns) {
    std::string out;
    EscapeFindings findings;
    EXPECT_TRUE(decode_text_escapes("\\d\\q", {}, out, findings));
    EXPECT_EQ(out, "\\d\\q");
    EXPECT_EQ(findings.warning, "invalid escape sequence '\\d'");
}

TEST(Literals, DecodesBytesEscapes) {
    std::string out;
    EscapeFindings findings;
    EXPECT_TRUE(decode_bytes_escapes("\\xff\\0\\u", out, findings));
    EXPECT_EQ(out, std::string("\xFF\0\\u", 4));
    EXPECT_FALSE(decode_bytes_escapes("a\\x4", out, findings));
    EXPECT_EQ(findings.error, "(value error) invalid \\x escape at position 1");
}

TEST(Identifiers, FollowUnicodesTables) {
    EXPECT_TRUE(is_identifier_start(0x2118));   // a symbol that is allowed for history's sake
    EXPECT_FALSE(is_identifier_start(0x0E33));  // a letter whose normal form starts with a mark
    EXPECT_TRUE(is_identifier_continue(0x0E33));
    EXPECT_TRUE(is_identifier_continue(0x00B7));
    EXPECT_FALSE(is_identifier_start(0x00B7));
    EXPECT_FALSE(is_identifier_continue(0x20AC));
}

}  // namespace
}  // namespace moult::compiler
