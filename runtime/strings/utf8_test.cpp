// One step of decoding, with the errors as CPython delimits them.
#include "runtime/strings/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace moult {
namespace {

Utf8Step step(std::string_view bytes, bool allow_surrogates = false) {
    auto* p = reinterpret_cast<const uint8_t*>(bytes.data());
    return utf8_step(p, p + bytes.size(), allow_surrogates);
}

void expect_error(std::string_view bytes, uint32_t length, const char* reason) {
    Utf8Step s = step(bytes);
    ASSERT_NE(s.error, nullptr);
    EXPECT_STREQ(s.error, reason);
    EXPECT_EQ(s.length, length);
}

TEST(Utf8, DecodesWhatItEncodes) {
    for (char32_t c : {U'a', U'\x7f', U'\x80', U'\x7ff', U'\x800', U'\uffff', U'\U00010000', U'\U0010ffff'}) {
        char buffer[4];
        auto size = static_cast<size_t>(utf8_put(buffer, c) - buffer);
        Utf8Step s = step({buffer, size});
        EXPECT_EQ(s.error, nullptr);
        EXPECT_EQ(s.character, c);
        EXPECT_EQ(s.length, size);
    }
}

TEST(Utf8, DelimitsErrors) {
    expect_error("\x80", 1, "invalid start byte");
    expect_error("\xc0\x80", 1, "invalid start byte");
    expect_error("\xf5\x80\x80\x80", 1, "invalid start byte");
    expect_error("\xe2", 1, "unexpected end of data");
    expect_error("\xe2\x82", 2, "unexpected end of data");
    expect_error("\xe2\x82x", 2, "invalid continuation byte");
    expect_error("\xe0\x80\x80", 1, "invalid continuation byte");
    expect_error("\xf4\x90\x80\x80", 1, "invalid continuation byte");
    expect_error("\xed\xa0\x80", 1, "invalid continuation byte");
}

TEST(Utf8, LetsSurrogatesPassOnlyWhenAllowed) {
    EXPECT_EQ(step("\xed\xa0\x80", true).character, char32_t{0xd800});
}

TEST(Utf8, MeasuresTheAsciiPrefix) {
    for (size_t n = 0; n < 40; ++n) {
        std::string text(n, 'x');
        EXPECT_TRUE(is_ascii(text));
        text += "\xc3\xa9yyyyyyyyyyyy";
        EXPECT_EQ(ascii_prefix(text.data(), text.size()), n);
    }
}

}  // namespace
}  // namespace moult
