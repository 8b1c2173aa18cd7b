// UTF-8, one step at a time: checks, decoding with CPython's idea of where an error begins and ends,
// encoding.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace moult {

// How many bytes at the beginning are ASCII. Eight at a time.
inline size_t ascii_prefix(const char* p, size_t size) {
    size_t i = 0;
    for (; i + 8 <= size; i += 8) {
        uint64_t word;
        memcpy(&word, p + i, 8);
        if (word & 0x8080808080808080)
            return i + static_cast<size_t>(__builtin_ctzll(word & 0x8080808080808080)) / 8;
    }
    while (i < size && static_cast<signed char>(p[i]) >= 0) ++i;
    return i;
}
inline bool is_ascii(std::string_view text) {
    return ascii_prefix(text.data(), text.size()) == text.size();
}

inline bool is_surrogate(char32_t c) {
    return c - 0xd800 < 0x800;
}

// One decoded character, or an error that covers `length` bytes.
struct Utf8Step {
    char32_t character;
    uint32_t length;
    const char* error;  // null, or the reason in CPython's words
};

inline constexpr const char* kUtf8Truncated = "unexpected end of data";

// Decodes at p < end. Lone surrogates are errors unless allowed.
inline Utf8Step utf8_step(const uint8_t* p, const uint8_t* end, bool allow_surrogates = false) {
    char32_t lead = p[0];
    auto left = static_cast<size_t>(end - p);
    if (lead < 0x80) return {lead, 1, nullptr};
    if (lead < 0xc2 || lead > 0xf4) return {0, 1, "invalid start byte"};
    uint32_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint8_t low = 0x80, high = 0xbf;  // of the second byte
    if (lead == 0xe0) low = 0xa0;
    if (lead == 0xed && !allow_surrogates) high = 0x9f;
    if (lead == 0xf0) low = 0x90;
    if (lead == 0xf4) high = 0x8f;
    char32_t character = lead & (0x7f >> length);
    for (uint32_t i = 1; i < length; ++i) {
        if (i == left) return {0, i, kUtf8Truncated};
        if (p[i] < low || p[i] > high) return {0, i, "invalid continuation byte"};
        character = character << 6 | (p[i] & 0x3f);
        low = 0x80, high = 0xbf;
    }
    return {character, length, nullptr};
}

// Writes the 1 to 4 bytes of a character; returns the end.
inline char* utf8_put(char* out, char32_t c) {
    auto byte = [&out](char32_t b) { *out++ = static_cast<char>(b); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xc0 | c >> 6), byte(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f));
    } else {
        byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 0x3f)), byte(0x80 | (c >> 6 & 0x3f)),
            byte(0x80 | (c & 0x3f));
    }
    return out;
}

}  // namespace moult
