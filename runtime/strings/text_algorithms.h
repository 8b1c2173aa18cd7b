// Searching and splitting sequences of 1-, 2- or 4-byte characters: shared by str, bytes and bytearray. Knows
// nothing of objects.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <cwchar>

namespace moult::text {

inline constexpr size_t kNotFound = SIZE_MAX;

template <class C>
size_t find_char(const C* p, size_t n, C c) {
    if constexpr (sizeof(C) == 1) {
        const void* at = n ? memchr(p, c, n) : nullptr;
        return at ? static_cast<size_t>(static_cast<const C*>(at) - p) : kNotFound;
    } else if constexpr (sizeof(C) == sizeof(wchar_t)) {
        auto* wide = reinterpret_cast<const wchar_t*>(p);
        const wchar_t* at = n ? wmemchr(wide, static_cast<wchar_t>(c), n) : nullptr;
        return at ? static_cast<size_t>(at - wide) : kNotFound;
    } else {
        const C* at = std::find(p, p + n, c);
        return at != p + n ? static_cast<size_t>(at - p) : kNotFound;
    }
}

template <class C>
size_t find_last_char(const C* p, size_t n, C c) {
    if constexpr (sizeof(C) == 1) {
        const void* at = n ? memrchr(p, c, n) : nullptr;
        return at ? static_cast<size_t>(static_cast<const C*>(at) - p) : kNotFound;
    }
    while (n-- > 0)
        if (p[n] == c) return n;
    return kNotFound;
}

// The first place of the needle. Linear: memmem is, and in wider text a hit between two characters only makes
// it go on.
template <class C>
size_t find(const C* hay, size_t n, const C* needle, size_t m) {
    if (m > n) return kNotFound;
    if (m == 0) return 0;
    if (m == 1) return find_char(hay, n, needle[0]);
    auto* begin = reinterpret_cast<const char*>(hay);
    const char* end = begin + n * sizeof(C);
    for (const char* from = begin;;) {
        auto* at =
            static_cast<const char*>(memmem(from, static_cast<size_t>(end - from), needle, m * sizeof(C)));
        if (!at) return kNotFound;
        auto offset = static_cast<size_t>(at - begin);
        if (offset % sizeof(C) == 0) return offset / sizeof(C);
        from = at + 1;
    }
}

template <class C>
size_t find_last(const C* hay, size_t n, const C* needle, size_t m) {
    if (m > n) return kNotFound;
    if (m == 0) return n;
    size_t bound = n - m + 1;
    while (bound > 0) {
        size_t at = find_last_char(hay, bound, needle[0]);
        if (at == kNotFound) break;
        if (memcmp(hay + at, needle, m * sizeof(C)) == 0) return at;
        bound = at;
    }
    return kNotFound;
}

// Occurrences that do not overlap, at most `limit`.
template <class C>
size_t count(const C* hay, size_t n, const C* needle, size_t m, size_t limit = SIZE_MAX) {
    if (m == 0) return std::min(n + 1, limit);
    size_t found = 0;
    if (m == 1 && limit == SIZE_MAX) {
        for (size_t i = 0; i < n; ++i) found += hay[i] == needle[0];
        return found;
    }
    for (size_t i = 0; found < limit; ++found) {
        size_t at = find(hay + i, n - i, needle, m);
        if (at == kNotFound) break;
        i += at + m;
    }
    return found;
}

// The splitters call emit(begin, end) -> bool for each piece; false stops them with false. Those that split
// from the right emit from the right.
template <class C, class Space, class Emit>
bool split_space(const C* p, size_t n, size_t most, Space space, Emit emit) {
    size_t i = 0;
    for (;;) {
        while (i < n && space(p[i])) ++i;
        if (i == n) return true;
        size_t begin = i;
        if (most-- == 0) return emit(begin, n);  // the rest as it is
        while (i < n && !space(p[i])) ++i;
        if (!emit(begin, i)) return false;
    }
}

template <class C, class Space, class Emit>
bool rsplit_space(const C* p, size_t n, size_t most, Space space, Emit emit) {
    for (;;) {
        while (n > 0 && space(p[n - 1])) --n;
        if (n == 0) return true;
        size_t end = n;
        if (most-- == 0) return emit(0, end);
        while (n > 0 && !space(p[n - 1])) --n;
        if (!emit(n, end)) return false;
    }
}

template <class C, class Emit>
bool split_by(const C* p, size_t n, const C* separator, size_t m, size_t most, Emit emit) {
    size_t i = 0;
    while (most-- > 0) {
        size_t at = find(p + i, n - i, separator, m);
        if (at == kNotFound) break;
        if (!emit(i, i + at)) return false;
        i += at + m;
    }
    return emit(i, n);
}

template <class C, class Emit>
bool rsplit_by(const C* p, size_t n, const C* separator, size_t m, size_t most, Emit emit) {
    while (most-- > 0) {
        size_t at = find_last(p, n, separator, m);
        if (at == kNotFound) break;
        if (!emit(at + m, n)) return false;
        n = at;
    }
    return emit(0, n);
}

template <class C, class Break, class Emit>
bool split_lines(const C* p, size_t n, bool keep_ends, Break line_break, Emit emit) {
    for (size_t i = 0; i < n;) {
        size_t begin = i;
        while (i < n && !line_break(p[i])) ++i;
        size_t end = i;
        if (i < n) i += p[i] == '\r' && i + 1 < n && p[i + 1] == '\n' ? 2 : 1;
        if (!emit(begin, keep_ends ? i : end)) return false;
    }
    return true;
}

// The part of [0, n) between leading and trailing characters that `drop` accepts.
struct Span {
    size_t begin, end;
};
template <class C, class Drop>
Span strip(const C* p, size_t n, bool left, bool right, Drop drop) {
    size_t begin = 0;
    while (left && begin < n && drop(p[begin])) ++begin;
    while (right && n > begin && drop(p[n - 1])) --n;
    return {begin, n};
}

}  // namespace moult::text
