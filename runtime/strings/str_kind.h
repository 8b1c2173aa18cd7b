// Choosing the code for a string's width: helpers shared by the str_*.cpp files.
#pragma once

#include <algorithm>
#include <cstring>

#include "runtime/strings/str.h"

namespace moult {

// Calls body(pointer to the characters) with the string's own character type.
template <class Body>
decltype(auto) with_characters(const Str* text, Body&& body) {
    switch (text->width()) {
        case 1: return body(text->data<uint8_t>());
        case 2: return body(text->data<char16_t>());
        default: return body(text->data<char32_t>());
    }
}
// The same for a string being filled.
template <class Body>
decltype(auto) with_writable(Str* text, Body&& body) {
    switch (text->width()) {
        case 1: return body(text->data<uint8_t>());
        case 2: return body(text->data<char16_t>());
        default: return body(text->data<char32_t>());
    }
}

// An upper bound that lies in the same class as the largest character: what allocate_str wants. O(1).
inline char32_t max_char_bound(const Str* text) {
    if (text->is_ascii()) return 0x7f;
    int width = text->width();
    return width == 1 ? 0xff : width == 2 ? 0xffff : 0x10ffff;
}
// The same of a range of characters. Linear, but stops as soon as the answer cannot change.
inline char32_t max_char_bound(const uint8_t* p, size_t n) {
    for (size_t i = 0; i < n; ++i)
        if (p[i] >= 0x80) return 0xff;
    return 0x7f;
}
inline char32_t max_char_bound(const char16_t* p, size_t n) {
    char32_t all = 0;
    for (size_t i = 0; i < n; ++i) {
        all |= p[i];
        if (all >= 0x100) return 0xffff;
    }
    return all;
}
inline char32_t max_char_bound(const char32_t* p, size_t n) {
    char32_t all = 0;
    for (size_t i = 0; i < n; ++i) {
        all |= p[i];
        if (all >= 0x10000) return 0x10ffff;
    }
    return all;
}

// Copies characters into a wider or equally wide form.
template <class To, class From>
void copy_characters(To* to, const From* from, size_t n) {
    if constexpr (sizeof(To) == sizeof(From))
        memcpy(to, from, n * sizeof(To));
    else
        for (size_t i = 0; i < n; ++i) to[i] = static_cast<To>(from[i]);
}
// to[at ...] = from[begin ... end); `to` is wide enough.
void copy_into(Str* to, size_t at, const Str* from, size_t begin, size_t end);
inline void copy_into(Str* to, size_t at, const Str* from) {
    copy_into(to, at, from, 0, from->length);
}

}  // namespace moult
