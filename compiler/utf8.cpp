// Faults are the longest beginnings of characters, as the Unicode Standard (3.9, "maximal subparts") and
// CPython have it.
#include "compiler/utf8.h"

#include <algorithm>
#include <cstdio>

namespace moult::compiler {

namespace {

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

// The fault at `start`, or the length of the character there.
std::optional<Utf8Fault> read_character(std::string_view bytes, size_t start, size_t* length) {
    auto first = static_cast<unsigned char>(bytes[start]);
    if (first < 0x80) {
        *length = 1;
        return std::nullopt;
    }
    if (first < 0xC2 || first > 0xF4) return Utf8Fault{start, start + 1, "invalid start byte"};
    *length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    for (size_t index = start + 1; index < start + *length; ++index) {
        if (index >= bytes.size()) return Utf8Fault{start, index, "unexpected end of data"};
        auto next = static_cast<unsigned char>(bytes[index]);
        unsigned char lowest = 0x80, highest = 0xBF;
        if (index == start + 1) {
            if (first == 0xE0) lowest = 0xA0;
            if (first == 0xED) highest = 0x9F;
            if (first == 0xF0) lowest = 0x90;
            if (first == 0xF4) highest = 0x8F;
        }
        if (next < lowest || next > highest) return Utf8Fault{start, index, "invalid continuation byte"};
    }
    return std::nullopt;
}

// Calls `good(start, length)` for each character and `bad(fault)` for each fault, until one of them returns
// false.
template <class Good, class Bad>
void walk(std::string_view bytes, Good good, Bad bad) {
    for (size_t index = 0; index < bytes.size();) {
        size_t length = 0;
        std::optional<Utf8Fault> fault = read_character(bytes, index, &length);
        if (fault ? !bad(*fault) : !good(index, length)) return;
        index = fault ? fault->end : index + length;
    }
}

}  // namespace

std::optional<Utf8Fault> find_utf8_fault(std::string_view bytes) {
    if (std::all_of(bytes.begin(), bytes.end(), is_ascii)) return std::nullopt;
    std::optional<Utf8Fault> found;
    walk(
        bytes, [](size_t, size_t) { return true; },
        [&](const Utf8Fault& fault) {
            found = fault;
            return false;
        });
    return found;
}

std::string describe_fault(std::string_view bytes, const Utf8Fault& fault) {
    std::string text = "'utf-8' codec can't decode byte";
    if (fault.end - fault.start == 1) {
        char byte[8];
        std::snprintf(byte, sizeof byte, "%02x", static_cast<unsigned char>(bytes[fault.start]));
        text += std::string(" 0x") + byte + " in position " + std::to_string(fault.start);
    } else {
        text += "s in position " + std::to_string(fault.start) + "-" + std::to_string(fault.end - 1);
    }
    return text + ": " + fault.reason;
}

std::string replace_undecodable(std::string_view bytes) {
    std::string text;
    walk(
        bytes,
        [&](size_t start, size_t length) {
            text += bytes.substr(start, length);
            return true;
        },
        [&](const Utf8Fault&) {
            text += "\xEF\xBF\xBD";
            return true;
        });
    return text;
}

int count_characters(std::string_view text) {
    int count = 0;
    walk(text, [&](size_t, size_t) { return ++count; }, [&](const Utf8Fault&) { return ++count; });
    return count;
}

}  // namespace moult::compiler
