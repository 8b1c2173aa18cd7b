// Spellings to token kinds.
#include "compiler/tokens/token.h"

#include <array>

namespace moult::compiler {

namespace {

struct Word {
    std::string_view spelling;
    TokenKind kind;
};
constexpr Word kKeywords[] = {
#define MOULT_TOKEN_ROW(name, spelling) {spelling, TokenKind::Keyword##name},
    MOULT_KEYWORD_TOKENS(MOULT_TOKEN_ROW)
#undef MOULT_TOKEN_ROW
};
constexpr Word kOperators[] = {
#define MOULT_TOKEN_ROW(name, spelling) {spelling, TokenKind::name},
    MOULT_OPERATOR_TOKENS(MOULT_TOKEN_ROW)
#undef MOULT_TOKEN_ROW
        {"<>", TokenKind::NotEqual},
};

// Keywords by a hash of length, first and last letter, in a table with one slot per keyword.
constexpr size_t kSlots = 512;
constexpr size_t slot_of(std::string_view word) {
    auto first = static_cast<unsigned char>(word.front());
    auto second = static_cast<unsigned char>(word[1]);
    auto last = static_cast<unsigned char>(word.back());
    return (word.size() * 3 + first * 7 + second * 29 + last * 61) % kSlots;
}
constexpr std::array<uint8_t, kSlots> make_keyword_table() {
    std::array<uint8_t, kSlots> table{};
    uint8_t index = 1;
    for (const Word& word : kKeywords) {
        size_t slot = slot_of(word.spelling);
        while (table[slot] != 0) slot = (slot + 1) % kSlots;
        table[slot] = index++;
    }
    return table;
}
constexpr std::array<uint8_t, kSlots> kKeywordTable = make_keyword_table();

// Operators by their first character: the row range is found by a scan of the short list, longest spelling
// first.
constexpr TokenKind find_operator(std::string_view spelling) {
    for (const Word& word : kOperators) {
        if (word.spelling == spelling) return word.kind;
    }
    return TokenKind::Unknown;
}
constexpr std::array<TokenKind, 128> make_single_table() {
    std::array<TokenKind, 128> table{};
    for (size_t character = 0; character < table.size(); ++character) {
        const char text[1] = {static_cast<char>(character)};
        table[character] = find_operator({text, 1});
    }
    return table;
}
constexpr std::array<TokenKind, 128> kSingle = make_single_table();

constexpr bool may_continue(char character) {
    return character == '=' || character == '>' || character == '<' || character == '*' || character == '/' ||
           character == '.';
}

}  // namespace

TokenKind keyword_kind(std::string_view word) {
    if (word.size() < 2 || word.size() > 8) return TokenKind::Name;
    for (size_t slot = slot_of(word); kKeywordTable[slot] != 0; slot = (slot + 1) % kSlots) {
        const Word& candidate = kKeywords[kKeywordTable[slot] - 1];
        if (candidate.spelling == word) return candidate.kind;
    }
    return TokenKind::Name;
}

OperatorMatch match_operator(const char* text) {
    if (static_cast<unsigned char>(text[0]) >= 128) return {TokenKind::Unknown, 1};
    if (text[0] != '\0' && may_continue(text[1])) {
        if (text[2] != '\0' && may_continue(text[2])) {
            TokenKind triple = find_operator({text, 3});
            if (triple != TokenKind::Unknown) return {triple, 3};
        }
        TokenKind pair = find_operator({text, 2});
        if (pair != TokenKind::Unknown) return {pair, 2};
    }
    return {kSingle[static_cast<unsigned char>(text[0])], 1};
}

}  // namespace moult::compiler
