// Names of characters in both directions.
#include "runtime/strings/unicode_names.h"

#include <gtest/gtest.h>

namespace moult::unicode {
namespace {

char32_t find(std::string_view name) {
    char32_t character = 0;
    return find_by_name(name, &character) ? character : char32_t{0xffffffff};
}

TEST(UnicodeNames, AreFoundInAnyCase) {
    EXPECT_EQ(find("BULLET"), char32_t{0x2022});
    EXPECT_EQ(find("latin small letter e with acute"), char32_t{0xe9});
    EXPECT_EQ(find("CJK UNIFIED IDEOGRAPH-4E2D"), char32_t{0x4e2d});
    EXPECT_EQ(find("HANGUL SYLLABLE GAG"), char32_t{0xac01});
}

TEST(UnicodeNames, HaveAliases) {
    EXPECT_EQ(find("NULL"), char32_t{0});
    EXPECT_EQ(find("bel"), char32_t{7});
    EXPECT_EQ(find("ZWJ"), char32_t{0x200d});
    EXPECT_EQ(find("VS16"), char32_t{0xfe0f});
    EXPECT_EQ(find("VS256"), char32_t{0xe01ef});
    EXPECT_EQ(find("VS257"), char32_t{0xffffffff});
}

TEST(UnicodeNames, OfUnicode15AreUnknown) {
    EXPECT_EQ(find("SHAKING FACE"), char32_t{0xffffffff});
    EXPECT_EQ(name_of(0x1fae8), "");
    EXPECT_EQ(name_of(0x1f600), "GRINNING FACE");
    EXPECT_EQ(name_of(7), "");
    EXPECT_EQ(find("NO SUCH CHARACTER"), char32_t{0xffffffff});
}

}  // namespace
}  // namespace moult::unicode
