// Tests of the tokenizer: kinds, places, indentation, errors.
#include "compiler/tokens/tokenizer.h"

#include <gtest/gtest.h>

namespace moult::compiler {
namespace {

std::vector<TokenKind> kinds_of(const std::string& text) {
    std::vector<TokenKind> kinds;
    for (const Token& token : tokenize(text, {}).tokens) kinds.push_back(token.kind);
    return kinds;
}

TEST(Tokenizer, SplitsALineIntoNamesOperatorsAndNumbers) {
    using enum TokenKind;
    EXPECT_EQ(kinds_of("x **= 0x1f // y\n"),
              (std::vector{Name, DoubleStarEqual, Number, DoubleSlash, Name, Newline, EndMarker}));
}

TEST(Tokenizer, TakesTheLongestOperator) {
    using enum TokenKind;
    EXPECT_EQ(kinds_of("a->b...c:=d!=e<>f\n"),
              (std::vector{Name, Arrow, Name, Ellipsis, Name, ColonEqual, Name, NotEqual, Name, NotEqual,
                           Name, Newline, EndMarker}));
}

TEST(Tokenizer, TellsKeywordsFromNames) {
    EXPECT_EQ(keyword_kind("lambda"), TokenKind::KeywordLambda);
    EXPECT_EQ(keyword_kind("is"), TokenKind::KeywordIs);
    EXPECT_EQ(keyword_kind("match"), TokenKind::Name);
    EXPECT_EQ(keyword_kind("lambdas"), TokenKind::Name);
}

TEST(Tokenizer, GivesIndentAndDedentForBlocks) {
    using enum TokenKind;
    EXPECT_EQ(kinds_of("if a:\n  b\n\n # note\nc\n"),
              (std::vector{KeywordIf, Name, Colon, Newline, Indent, Name, Newline, Dedent, Name, Newline,
                           EndMarker}));
}

TEST(Tokenizer, IgnoresLineEndsInsideOfBrackets) {
    using enum TokenKind;
    EXPECT_EQ(kinds_of("(a,\n\n b)\n"),
              (std::vector{LeftParen, Name, Comma, Name, RightParen, Newline, EndMarker}));
}

TEST(Tokenizer, CountsColumnsInBytes) {
    TokenizedText result = tokenize("\xC3\xA9 = 'a\\\nb'\n", {});
    ASSERT_EQ(result.tokens.size(), 5u);
    const Token& text = result.tokens[2];
    EXPECT_EQ(text.lineno, 1);
    EXPECT_EQ(text.col_offset, 5);
    EXPECT_EQ(text.end_lineno, 2);
    EXPECT_EQ(text.end_col_offset, 2);
}

TEST(Tokenizer, RefusesInconsistentTabs) {
    TokenizedText result = tokenize("if a:\n\tb\n        c\n", {});
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, ErrorKind::TabError);
    EXPECT_EQ(result.tokens.back().kind, TokenKind::Error);
}

TEST(Tokenizer, RemembersTheInnermostOpenBracketAtTheEnd) {
    TokenizedText result = tokenize("f(\n [a\n", {});
    EXPECT_EQ(result.tokens.back().kind, TokenKind::UnclosedEnd);
    ASSERT_TRUE(result.innermost_open);
    EXPECT_EQ(result.innermost_open->character, '[');
    EXPECT_EQ(result.innermost_open->lineno, 2);
    EXPECT_EQ(result.innermost_open->column, 1);
}

TEST(Tokenizer, WarnsOfAKeywordDirectlyAfterANumber) {
    TokenizedText result = tokenize("1if x else y\n", {});
    ASSERT_EQ(result.warnings.size(), 1u);
    EXPECT_EQ(result.warnings[0].message, "invalid decimal literal");
    EXPECT_FALSE(result.error);
}

TEST(Tokenizer, EndsInteractiveInputWithAnEmptyLine) {
    using enum TokenKind;
    TokenizerOptions options;
    options.imply_newline_at_end = true;
    std::vector<TokenKind> kinds;
    for (const Token& token : tokenize("if a:\n  b", options).tokens) kinds.push_back(token.kind);
    EXPECT_EQ(kinds, (std::vector{KeywordIf, Name, Colon, Newline, Indent, Name, Newline, Dedent, Newline,
                                  EndMarker}));
}

}  // namespace
}  // namespace moult::compiler
