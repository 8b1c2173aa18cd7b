// Properties and case mappings at the places where Unicode's exceptions are.
#include "runtime/strings/unicode.h"

#include <gtest/gtest.h>

#include <string>

namespace moult::unicode {
namespace {

std::u32string text(const Mapped& mapped) {
    return std::u32string(mapped.characters, static_cast<size_t>(mapped.count));
}

// Counting over all code points catches any change of the tables.
template <class Test>
int count(Test test) {
    int n = 0;
    for (char32_t c = 0; c < 0x110000; ++c) n += test(c) ? 1 : 0;
    return n;
}

TEST(Unicode, HasAsManyCharactersOfEachPropertyAsPython311) {
    EXPECT_EQ(count([](char32_t c) { return is_alpha(c); }), 131756);
    EXPECT_EQ(count([](char32_t c) { return is_space(c); }), 29);
    EXPECT_EQ(count([](char32_t c) { return is_upper(c); }), 1951);
    EXPECT_EQ(count([](char32_t c) { return is_lower(c); }), 2471);
    EXPECT_EQ(count([](char32_t c) { return decimal_value(c) >= 0; }), 660);
    EXPECT_EQ(count([](char32_t c) { return is_digit(c); }), 788);
    EXPECT_EQ(count([](char32_t c) { return is_numeric(c); }), 1872);
    EXPECT_EQ(count([](char32_t c) { return is_printable(c); }), 144516);
    EXPECT_EQ(count([](char32_t c) { return is_identifier_start(c); }), 131975);
    EXPECT_EQ(count([](char32_t c) { return is_identifier_continue(c); }), 135053);
}

TEST(Unicode, ExpandsSpecialCases) {
    EXPECT_EQ(text(to_upper(U'ß')), U"SS");
    EXPECT_EQ(text(to_title(U'ß')), U"Ss");
    EXPECT_EQ(text(to_upper(U'ﬃ')), U"FFI");
    EXPECT_EQ(text(to_lower(U'İ')), U"i\u0307");
    EXPECT_EQ(text(fold_case(U'ß')), U"ss");
    EXPECT_EQ(text(to_upper(U'a')), U"A");
    EXPECT_EQ(text(to_lower(U'Ω')), U"ω");
    EXPECT_EQ(text(to_title(U'ǆ')), U"ǅ");
}

TEST(Unicode, TreatsWhatUnicode15AddedAsUnassigned) {
    EXPECT_STREQ(category_name(0x1fae8), "Cn");
    EXPECT_FALSE(is_printable(0x1fae8));
    EXPECT_TRUE(is_printable(0x1f600));
}

TEST(Unicode, KnowsDecimalValues) {
    EXPECT_EQ(decimal_value(U'7'), 7);
    EXPECT_EQ(decimal_value(U'٣'), 3);
    EXPECT_EQ(decimal_value(U'²'), -1);
    EXPECT_TRUE(is_digit(U'²'));
    EXPECT_TRUE(is_numeric(U'五'));
}

}  // namespace
}  // namespace moult::unicode
