// What the comparing tools share: errors in JSON, the names of characters.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/syntax_error.h"
#include "runtime/strings/unicode_names.h"
#include "runtime/strings/utf8.h"

namespace moult::differential {

// For ParseOptions::name_lookup.
inline bool find_named_character(void*, std::string_view name, std::string& utf8) {
    char32_t character;
    if (!unicode::find_by_name(name, &character)) return false;
    char buffer[4];
    utf8.append(buffer, utf8_put(buffer, character));
    return true;
}

template <class T>
nlohmann::json json_or_null(const std::optional<T>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

inline const char* kind_name(compiler::ErrorKind kind) {
    switch (kind) {
        case compiler::ErrorKind::SyntaxError: return "SyntaxError";
        case compiler::ErrorKind::IndentationError: return "IndentationError";
        case compiler::ErrorKind::TabError: return "TabError";
        case compiler::ErrorKind::ValueError: return "ValueError";
        case compiler::ErrorKind::UnicodeDecodeError: return "UnicodeDecodeError";
        case compiler::ErrorKind::OverflowError: return "OverflowError";
        case compiler::ErrorKind::RecursionError: return "RecursionError";
        case compiler::ErrorKind::MemoryError: return "MemoryError";
    }
    return "";
}

}  // namespace moult::differential
