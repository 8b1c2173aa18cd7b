// Tests of the markers' places, which are CPython 3.11's.
#include "compiler/operator_anchors.h"

#include <gtest/gtest.h>

#include <string>

namespace moult::compiler {
namespace {

// The text that is marked apart; "-" when there is none.
std::string marked(std::string_view text) {
    auto found = find_operator_anchors(text);
    return found ? std::string(text.substr(static_cast<size_t>(found->begin),
                                           static_cast<size_t>(found->end - found->begin)))
                 : "-";
}

TEST(OperatorAnchorsTest, OperatorsOfBinaryOperations) {
    EXPECT_EQ(marked("1+n"), "+");
    EXPECT_EQ(marked("a // b"), "//");
    EXPECT_EQ(marked("a ** b ** c"), "**");
    EXPECT_EQ(marked("a - b - c"), "-");
}

TEST(OperatorAnchorsTest, ParenthesesCountAsTheOperators) {
    EXPECT_EQ(marked("(1) + (n)"), ")");
    EXPECT_EQ(marked("(1)+n"), ")+");
    EXPECT_EQ(marked("n@(1)"), "@(");
}

TEST(OperatorAnchorsTest, BracketsOfSubscriptions) {
    EXPECT_EQ(marked("d['x']"), "['x']");
    EXPECT_EQ(marked("d [ 'x' ]"), " [ 'x' ");
    EXPECT_EQ(marked("a.b[c][d]"), "[d]");
}

TEST(OperatorAnchorsTest, OtherTextHasNone) {
    for (const char* text : {"f(x)", "a.b", "-x", "a and b", "x = 1 + 2", "", "1 +", "a < b", "1 + 2; 3"})
        EXPECT_EQ(marked(text), "-") << text;
}

}  // namespace
}  // namespace moult::compiler
