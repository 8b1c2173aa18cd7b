// Fuzz target: bytes of a source file to text to tokens. Tokens come in order, lie within the text, and end
// as tokenizer.h says; positions agree with the text.
#include <string>

#include "compiler/source.h"
#include "compiler/tokens/tokenizer.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

using namespace moult::compiler;

void check_tokens(const std::string& text, const TokenizedText& result, int first_lineno) {
    MOULT_FUZZ_CHECK(!result.tokens.empty(), "there is no last token");
    TokenKind last = result.tokens.back().kind;
    MOULT_FUZZ_CHECK(result.error.has_value() == (last == TokenKind::Error), "token kind %d at the end",
                     static_cast<int>(last));
    MOULT_FUZZ_CHECK(result.error || last == TokenKind::EndMarker || last == TokenKind::UnclosedEnd,
                     "token kind %d at the end", static_cast<int>(last));
    MOULT_FUZZ_CHECK(result.innermost_open || last != TokenKind::UnclosedEnd, "no bracket is open");
    int indents = 0;
    uint32_t position = 0;
    for (const Token& token : result.tokens) {
        MOULT_FUZZ_CHECK(token.start <= token.end && token.end <= text.size(), "token %u to %u of %zu",
                         token.start, token.end, text.size());
        MOULT_FUZZ_CHECK(token.start >= position, "a token at %u behind %u", token.start, position);
        bool has_line = token.has_column || !text.empty();  // an empty text ends in line 0
        MOULT_FUZZ_CHECK(!has_line || token.lineno >= first_lineno, "line %d", token.lineno);
        MOULT_FUZZ_CHECK(token.end_lineno >= token.lineno, "line %d to %d", token.lineno, token.end_lineno);
        bool is_last = &token == &result.tokens.back();
        bool ends = token.kind == TokenKind::EndMarker || token.kind == TokenKind::UnclosedEnd ||
                    token.kind == TokenKind::Error;
        MOULT_FUZZ_CHECK(is_last == ends, "token kind %d", static_cast<int>(token.kind));
        if (token.kind == TokenKind::Indent) ++indents;
        if (token.kind == TokenKind::Dedent) --indents;
        MOULT_FUZZ_CHECK(indents >= 0 && indents < 100, "%d levels of indentation", indents);
        if (!ends) position = token.end;
    }
    if (last == TokenKind::EndMarker) MOULT_FUZZ_CHECK(indents == 0, "%d blocks are open", indents);
    uint32_t line = 0;
    for (uint32_t start : result.line_starts) {
        MOULT_FUZZ_CHECK(start >= line && start <= text.size(), "line at %u behind %u", start, line);
        line = start;
    }
    MOULT_FUZZ_CHECK(result.joined_starts.size() == result.line_starts.size(), "lines and joined lines");
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    DecodedSource source;
    if (decode_source(moult::fuzz::text_of(data, size), size % 2 ? "f" : "", source)) return 0;
    std::string& text = source.text;
    normalize_newlines(text, true);
    check_tokens(text, tokenize(text, {}), 1);
    normalize_newlines(text, false);
    TokenizerOptions interactive;
    interactive.imply_newline_at_end = true;
    interactive.imply_dedent_at_end = size % 3 != 0;
    interactive.first_lineno = 7;
    TokenizedText result = tokenize(text, interactive);
    if (interactive.imply_dedent_at_end) check_tokens(text, result, 7);
    return 0;
}
