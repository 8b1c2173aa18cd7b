// Identifier characters from utf8proc's general categories, with the exceptions that Unicode lists (UAX 31).
#include "compiler/identifier.h"

#include <utf8proc.h>

#include <cstdlib>

namespace moult::compiler {

namespace {

struct Span {
    char32_t first;
    char32_t last;
};
// Other_ID_Start, without the two that NFKC changes.
constexpr Span kOtherStart[] = {{0x1885, 0x1886}, {0x2118, 0x2118}, {0x212E, 0x212E}};
// Letters that are no XID_Start: their NFKC form would not be an identifier, or Unicode reserves them for
// syntax.
constexpr Span kNotStart[] = {{0x037A, 0x037A}, {0x0E33, 0x0E33}, {0x0EB3, 0x0EB3}, {0x2E2F, 0x2E2F},
                              {0xFC5E, 0xFC63}, {0xFDFA, 0xFDFB}, {0xFE70, 0xFE70}, {0xFE72, 0xFE72},
                              {0xFE74, 0xFE74}, {0xFE76, 0xFE76}, {0xFE78, 0xFE78}, {0xFE7A, 0xFE7A},
                              {0xFE7C, 0xFE7C}, {0xFE7E, 0xFE7E}, {0xFF9E, 0xFF9F}};
constexpr Span kOtherContinue[] = {{0x00B7, 0x00B7}, {0x0387, 0x0387}, {0x0E33, 0x0E33}, {0x0EB3, 0x0EB3},
                                   {0x1369, 0x1371}, {0x19DA, 0x19DA}, {0xFF9E, 0xFF9F}};

template <size_t size>
bool contains(const Span (&spans)[size], char32_t character) {
    for (const Span& span : spans) {
        if (character >= span.first && character <= span.last) return true;
    }
    return false;
}

utf8proc_category_t category_of(char32_t character) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(character));
}

}  // namespace

bool is_identifier_start(char32_t character) {
    if (character < 0x80) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
               character == '_';
    }
    switch (category_of(character)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_NL: return !contains(kNotStart, character);
        default: return contains(kOtherStart, character);
    }
}

bool is_identifier_continue(char32_t character) {
    if (character < 0x80) return is_identifier_start(character) || (character >= '0' && character <= '9');
    switch (category_of(character)) {
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_PC: return true;
        default: return is_identifier_start(character) || contains(kOtherContinue, character);
    }
}

bool is_printable(char32_t character) {
    if (character == ' ') return true;
    switch (category_of(character)) {
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
        case UTF8PROC_CATEGORY_ZS: return false;
        default: return true;
    }
}

std::string normalize_identifier(std::string_view name) {
    utf8proc_uint8_t* mapped = nullptr;
    auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    utf8proc_ssize_t length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
                                           static_cast<utf8proc_ssize_t>(name.size()), &mapped, options);
    if (length < 0) return std::string(name);
    std::string result(reinterpret_cast<const char*>(mapped), static_cast<size_t>(length));
    std::free(mapped);
    return result;
}

char32_t next_code_point(std::string_view text, size_t& position) {
    auto byte_at = [&](size_t index) -> char32_t {
        return index < text.size() ? static_cast<unsigned char>(text[index]) : 0;
    };
    char32_t first = byte_at(position);
    if (first < 0x80) {
        position += 1;
        return first;
    }
    if (first < 0xE0) {
        char32_t result = (first & 0x1F) << 6 | (byte_at(position + 1) & 0x3F);
        position += 2;
        return result;
    }
    if (first < 0xF0) {
        char32_t result =
            (first & 0x0F) << 12 | (byte_at(position + 1) & 0x3F) << 6 | (byte_at(position + 2) & 0x3F);
        position += 3;
        return result;
    }
    char32_t result = (first & 0x07) << 18 | (byte_at(position + 1) & 0x3F) << 12 |
                      (byte_at(position + 2) & 0x3F) << 6 | (byte_at(position + 3) & 0x3F);
    position += 4;
    return result;
}

void append_utf8(std::string& text, char32_t character) {
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xC0 | character >> 6);
        text += static_cast<char>(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
        text += static_cast<char>(0xE0 | character >> 12);
        text += static_cast<char>(0x80 | (character >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (character & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | character >> 18);
        text += static_cast<char>(0x80 | (character >> 12 & 0x3F));
        text += static_cast<char>(0x80 | (character >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (character & 0x3F));
    }
}

}  // namespace moult::compiler
