// Tests of decoding source files.
#include "compiler/source.h"

#include <gtest/gtest.h>

namespace moult::compiler {
namespace {

std::string decoded(std::string_view bytes) {
    DecodedSource source;
    std::optional<SyntaxError> error = decode_source(bytes, {}, source);
    return error ? "error: " + error->message : source.text;
}

TEST(Source, FindsTheCookieInTheFirstTwoLines) {
    EXPECT_EQ(declared_encoding("# -*- coding: Latin_1 -*-\nx"), "iso-8859-1");
    EXPECT_EQ(declared_encoding("#!/bin/python\n# vim: set fileencoding=koi8-r :\n"), "koi8-r");
    EXPECT_EQ(declared_encoding("\n\n# coding: ascii\n"), "utf-8");
    EXPECT_EQ(declared_encoding("x = 1\n# coding: ascii\n"), "utf-8");
    EXPECT_EQ(declared_encoding("x = 'coding: ascii'\n"), "utf-8");
}

TEST(Source, DecodesLatin1) {
    EXPECT_EQ(decoded("# coding: latin-1\n\xE9"), "# coding: latin-1\n\xC3\xA9");
}

TEST(Source, DecodesOtherEncodings) {
    EXPECT_EQ(decoded("# coding: koi8-r\n\xC1"), "# coding: koi8-r\n\xD0\xB0");
}

TEST(Source, DropsTheByteOrderMark) {
    EXPECT_EQ(decoded("\xEF\xBB\xBFx"), "x");
}

TEST(Source, RefusesWhatItCannotDecode) {
    EXPECT_EQ(decoded("# coding: nonsense\n"), "error: unknown encoding: nonsense");
    EXPECT_EQ(decoded("# coding: ascii\n\xE9"),
              "error: 'ascii' codec can't decode byte 0xe9 in position 16: ordinal not in range(128)");
    EXPECT_EQ(decoded("\xEF\xBB\xBF# coding: latin-1\n"), "error: encoding problem: iso-8859-1 with BOM");
    EXPECT_EQ(decoded("# coding: utf8\n\xFF"),
              "error: 'utf-8' codec can't decode byte 0xff in position 15: invalid start byte");
    EXPECT_EQ(decoded({"a\0", 2}), "error: source code string cannot contain null bytes");
}

TEST(Source, LeavesFaultyUtf8ToTheTokens) {
    EXPECT_EQ(decoded("x = 1 # \xFF\n"), "x = 1 # \xFF\n");
}

TEST(Source, KnowsWhetherTheEncodingIsDeclared) {
    for (std::string_view bytes : {"\xEF\xBB\xBFx", "# coding: utf-8\n", "x"}) {
        DecodedSource source;
        EXPECT_FALSE(decode_source(bytes, {}, source));
        EXPECT_EQ(source.declares_encoding, bytes != "x") << bytes;
    }
}

TEST(Source, NamesTheScriptWithBadBytes) {
    DecodedSource decoded;
    std::optional<SyntaxError> error = decode_source("\n\xE9", "x.py", decoded);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->message,
              "Non-UTF-8 code starting with '\\xe9' in file x.py on line 2, but no encoding declared; see "
              "https://peps.python.org/pep-0263/ for details");
}

TEST(Source, GivesTheErrorsOfAScriptNoPosition) {
    for (const char* source : {"# coding: nonsense\n", "# coding: ascii\n\xE9"}) {
        DecodedSource decoded;
        std::optional<SyntaxError> error = decode_source(source, "x.py", decoded);
        ASSERT_TRUE(error);
        EXPECT_TRUE(error->message.starts_with("encoding problem: ")) << error->message;
        EXPECT_FALSE(error->lineno);
    }
}

TEST(Source, DropsTheRestOfALineBehindNul) {
    std::string text("a\0b\nc\n\0\0d\ne\0f", 13);
    drop_behind_nul(text);
    EXPECT_EQ(text, "ac\ne");
}

TEST(Source, TurnsAllNewlinesIntoOneKind) {
    std::string text = "a\r\nb\rc";
    normalize_newlines(text, true);
    EXPECT_EQ(text, "a\nb\nc\n");
}

}  // namespace
}  // namespace moult::compiler
