// Searching and splitting, in all three widths.
#include "runtime/strings/text_algorithms.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace moult::text {
namespace {

template <class C>
class TextAlgorithms : public testing::Test {
  public:
    static std::basic_string<C> wide(std::string_view text) {
        return std::basic_string<C>(text.begin(), text.end());
    }
    static size_t find_in(std::string_view hay, std::string_view needle, bool last = false) {
        auto h = wide(hay), n = wide(needle);
        return last ? find_last(h.data(), h.size(), n.data(), n.size())
                    : find(h.data(), h.size(), n.data(), n.size());
    }
    static size_t count_in(std::string_view hay, std::string_view needle) {
        auto h = wide(hay), n = wide(needle);
        return count(h.data(), h.size(), n.data(), n.size());
    }
    using Pieces = std::vector<std::string>;
    template <class Split>
    static Pieces pieces(std::string_view text, Split split) {
        auto t = wide(text);
        Pieces out;
        split(t.data(), t.size(), [&](size_t begin, size_t end) {
            out.emplace_back(text.substr(begin, end - begin));
            return true;
        });
        return out;
    }
};
using Widths = testing::Types<char, char16_t, char32_t>;
TYPED_TEST_SUITE(TextAlgorithms, Widths);

TYPED_TEST(TextAlgorithms, FindsTheFirstAndTheLastPlace) {
    EXPECT_EQ(this->find_in("banana", "ana"), 1u);
    EXPECT_EQ(this->find_in("banana", "ana", true), 3u);
    EXPECT_EQ(this->find_in("banana", "a"), 1u);
    EXPECT_EQ(this->find_in("banana", "a", true), 5u);
    EXPECT_EQ(this->find_in("banana", "nab"), kNotFound);
    EXPECT_EQ(this->find_in("banana", "bananas"), kNotFound);
    EXPECT_EQ(this->find_in("banana", ""), 0u);
    EXPECT_EQ(this->find_in("banana", "", true), 6u);
}

TYPED_TEST(TextAlgorithms, CountsWithoutOverlaps) {
    EXPECT_EQ(this->count_in("aaaa", "aa"), 2u);
    EXPECT_EQ(this->count_in("abc", ""), 4u);
    EXPECT_EQ(this->count_in("", ""), 1u);
}

TYPED_TEST(TextAlgorithms, SplitsFromBothSides) {
    using C = TypeParam;
    auto space = [](C c) { return c == ' '; };
    C comma[] = {','};
    auto by = [&](size_t most) {
        return [&, most](const C* p, size_t n, auto emit) { split_by(p, n, comma, 1, most, emit); };
    };
    auto rby = [&](size_t most) {
        return [&, most](const C* p, size_t n, auto emit) { rsplit_by(p, n, comma, 1, most, emit); };
    };
    using Pieces = std::vector<std::string>;
    EXPECT_EQ(this->pieces("a,,b", by(9)), (Pieces{"a", "", "b"}));
    EXPECT_EQ(this->pieces("a,b,c", by(1)), (Pieces{"a", "b,c"}));
    EXPECT_EQ(this->pieces("a,b,c", rby(1)), (Pieces{"c", "a,b"}));
    EXPECT_EQ(this->pieces("", by(9)), (Pieces{""}));
    EXPECT_EQ(this->pieces("  a  b c ",
                           [&](const C* p, size_t n, auto emit) { split_space(p, n, 1, space, emit); }),
              (Pieces{"a", "b c "}));
    EXPECT_EQ(this->pieces("  a  b c ",
                           [&](const C* p, size_t n, auto emit) { rsplit_space(p, n, 1, space, emit); }),
              (Pieces{"c", "  a  b"}));
    EXPECT_EQ(this->pieces("a\r\nb\n\nc",
                           [&](const C* p, size_t n, auto emit) {
                               split_lines(p, n, true, [](C c) { return c == '\n' || c == '\r'; }, emit);
                           }),
              (Pieces{"a\r\n", "b\n", "\n", "c"}));
}

TEST(TextAlgorithms16, IgnoresHitsBetweenTwoCharacters) {
    const char16_t hay[] = {0x4100, 0x4242,
                            0x0041};  // bytes 00 41 42 42 41 00: "AB" is there, but not as one
    const char16_t needle[] = {0x4241, 0x4142};
    EXPECT_EQ(find(hay, 3, needle, 2), kNotFound);
    const char16_t other[] = {0x4242, 0x0041};
    EXPECT_EQ(find(hay, 3, other, 2), 1u);
}

}  // namespace
}  // namespace moult::text
