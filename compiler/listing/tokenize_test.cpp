// Tests of the lexer that sees tokens as the `tokenize` module does.
#include "compiler/listing/tokenize.h"

#include <gtest/gtest.h>

namespace moult::compiler {

namespace {

std::string summary(const LexicalTokens& result) {
    std::string text;
    for (const LexicalToken& token : result.tokens) text += std::string(token.type) + "[" + token.text + "] ";
    if (result.error) text += "error: " + result.error->message;
    return text;
}
std::string summary_of(std::string_view source) {
    return summary(lexical_tokens_of_text(source));
}

TEST(TokenizeTest, CommentsAndBlankLinesAreTokens) {
    EXPECT_EQ(summary_of("# a\n\nx # b\n"),
              "COMMENT[# a] NL[\n] NL[\n] NAME[x] COMMENT[# b] NEWLINE[\n] ENDMARKER[] ");
}

TEST(TokenizeTest, NewlinesInBracketsAreNoEndOfAStatement) {
    EXPECT_EQ(summary_of("(\n)\n"), "LPAR[(] NL[\n] RPAR[)] NEWLINE[\n] ENDMARKER[] ");
}

TEST(TokenizeTest, ALastLineWithoutNewlineGetsAnEmptyOne) {
    EXPECT_EQ(summary_of("x"), "NAME[x] NEWLINE[] ENDMARKER[] ");
    EXPECT_EQ(summary_of("# x"), "COMMENT[# x] NL[] ENDMARKER[] ");
}

TEST(TokenizeTest, WhatStartsNoTokenIsAnErrorToken) {
    EXPECT_EQ(summary_of("a ?\n"), "NAME[a] ERRORTOKEN[ ] ERRORTOKEN[?] NEWLINE[\n] ENDMARKER[] ");
    EXPECT_EQ(summary_of("'a\n"), "ERRORTOKEN['] NAME[a] NEWLINE[\n] ENDMARKER[] ");
}

TEST(TokenizeTest, NumbersEndWhereThePatternEnds) {
    EXPECT_EQ(summary_of("0x_fz 1_000.5e-3j 012 1__0\n"),
              "NUMBER[0x_f] NAME[z] NUMBER[1_000.5e-3j] NUMBER[0] NUMBER[12] NUMBER[1] NAME[__0] NEWLINE[\n] "
              "ENDMARKER[] ");
}

TEST(TokenizeTest, StringsGoOnOverLines) {
    LexicalTokens result = lexical_tokens_of_text("x = rb'''a\n\\'''b'''\n");
    ASSERT_EQ(result.tokens.size(), 5u);
    const LexicalToken& string = result.tokens[2];
    EXPECT_EQ(string.text, "rb'''a\n\\'''b'''");
    EXPECT_EQ(string.lineno, 1);
    EXPECT_EQ(string.column, 4);
    EXPECT_EQ(string.end_lineno, 2);
    EXPECT_EQ(string.end_column, 8);
}

TEST(TokenizeTest, WhatNeverEndsIsAnError) {
    EXPECT_EQ(summary_of("(\n"), "LPAR[(] NL[\n] error: EOF in multi-line statement");
    EXPECT_EQ(summary_of("'''\n"), "error: EOF in multi-line string");
}

TEST(TokenizeTest, AnUnindentMustFitAnOuterBlock) {
    LexicalTokens result = lexical_tokens_of_text("if x:\n    y\n  z\n");
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->message, "unindent does not match any outer indentation level");
    EXPECT_EQ(result.error->lineno, 3);
    EXPECT_EQ(result.error->column, 2);
}

TEST(TokenizeTest, FilesBeginWithTheirEncoding) {
    EXPECT_EQ(summary(lexical_tokens_of_file("\xEF\xBB\xBFx\n", "f")),
              "ENCODING[utf-8] NAME[x] NEWLINE[\n] ENDMARKER[] ");
    EXPECT_EQ(
        summary(lexical_tokens_of_file("# coding: latin_1\n\xe9\n", "f")),
        "ENCODING[iso-8859-1] COMMENT[# coding: latin_1] NL[\n] NAME[\xC3\xA9] NEWLINE[\n] ENDMARKER[] ");
    EXPECT_EQ(summary(lexical_tokens_of_file("# coding: no-such\n", "f")),
              "error: unknown encoding for 'f': no-such");
    EXPECT_EQ(
        summary(lexical_tokens_of_file("\n\n\xe2\x82 \n", "f")),
        "ENCODING[utf-8] NL[\n] NL[\n] error: 'utf-8' codec can't decode bytes in position 0-1: invalid "
        "continuation byte");
}

}  // namespace

}  // namespace moult::compiler
