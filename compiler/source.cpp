// Encoding detection and decoding. UTF-8, ASCII and Latin-1 are decoded here; other encodings by the C
// library's iconv.
#include "compiler/source.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "compiler/identifier.h"
#include "compiler/utf8.h"

namespace moult::compiler {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view line_at(std::string_view bytes, size_t start) {
    size_t end = std::min(bytes.find_first_of("\r\n", start), bytes.size());
    return bytes.substr(start, end - start);
}

std::string without_separators(std::string_view name) {
    std::string result;
    for (char c : name) {
        if (c != '-' && c != '_' && c != '.' && c != ' ') {
            result += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        }
    }
    return result;
}

// An error about the source as a whole: CPython gives it line 0 and no text; or no position at all, when a
// program is run from a file.
SyntaxError whole_source_error(std::string message, bool is_program = false) {
    SyntaxError error;
    error.message = std::move(message);
    if (is_program) return error;
    error.lineno = 0;
    error.offset = -1;
    return error;
}

std::string hex_byte(unsigned char byte) {
    char buffer[8];
    std::snprintf(buffer, sizeof buffer, "%02x", byte);
    return buffer;
}

// About the first undecodable byte of a program that is run from a file.
SyntaxError program_error(std::string_view bytes, const Utf8Fault& fault, std::string_view file_name) {
    auto byte = static_cast<unsigned char>(bytes[fault.start]);
    auto lines = std::count(bytes.begin(), bytes.begin() + static_cast<long>(fault.start), '\n');
    return whole_source_error(
        "Non-UTF-8 code starting with '\\x" + hex_byte(byte) + "' in file " + std::string(file_name) +
            " on line " + std::to_string(lines + 1) +
            ", but no encoding declared; see https://peps.python.org/pep-0263/ for details",
        true);
}

std::optional<SyntaxError> decode_with_iconv(const std::string& encoding, std::string_view bytes,
                                             std::string& text) {
    iconv_t converter = iconv_open("UTF-8", encoding.c_str());
    if (converter == reinterpret_cast<iconv_t>(-1))
        return whole_source_error("unknown encoding: " + encoding);
    std::optional<SyntaxError> error;
    std::string input(bytes);
    char* in = input.data();
    size_t in_left = input.size();
    while (in_left > 0 && !error) {
        char buffer[4096];
        char* out = buffer;
        size_t out_left = sizeof buffer;
        size_t result = iconv(converter, &in, &in_left, &out, &out_left);
        text.append(buffer, sizeof buffer - out_left);
        if (result == static_cast<size_t>(-1) && errno != E2BIG) {
            error = whole_source_error("'" + encoding + "' codec can't decode byte 0x" +
                                       hex_byte(static_cast<unsigned char>(*in)) + " in position " +
                                       std::to_string(in - input.data()) + ": illegal multibyte sequence");
        }
    }
    iconv_close(converter);
    return error;
}

bool is_utf8(const std::string& encoding) {
    std::string key = without_separators(encoding);
    return key == "utf8" || key == "utf" || key == "u8" || key == "utf8sig" || key == "cp65001";
}

std::optional<SyntaxError> decode(std::string_view bytes, const std::string& encoding,
                                  std::string_view file_name, std::string& text) {
    std::string key = without_separators(encoding);
    if (is_utf8(encoding)) {
        text = bytes;
        std::optional<Utf8Fault> fault = find_utf8_fault(bytes);
        if (!fault) return std::nullopt;
        if (encoding == "utf-8" && !file_name.empty()) return program_error(bytes, *fault, file_name);
        return whole_source_error(describe_fault(bytes, *fault));
    }
    if (key == "iso88591" || key == "latin1" || key == "latin" || key == "l1" || key == "8859") {
        for (char c : bytes) append_utf8(text, static_cast<unsigned char>(c));
        return std::nullopt;
    }
    if (key == "ascii" || key == "usascii" || key == "646") {
        for (size_t index = 0; index < bytes.size(); ++index) {
            auto byte = static_cast<unsigned char>(bytes[index]);
            if (byte < 0x80) continue;
            return whole_source_error("'ascii' codec can't decode byte 0x" + hex_byte(byte) +
                                      " in position " + std::to_string(index) +
                                      ": ordinal not in range(128)");
        }
        text = bytes;
        return std::nullopt;
    }
    return decode_with_iconv(encoding, bytes, text);
}

}  // namespace

std::string_view encoding_cookie(std::string_view line) {
    size_t hash = line.find_first_not_of(" \t\f");
    if (hash == std::string_view::npos || line[hash] != '#') return {};
    for (size_t at = line.find("coding", hash); at != std::string_view::npos;
         at = line.find("coding", at + 1)) {
        size_t index = at + 6;
        if (index >= line.size() || (line[index] != ':' && line[index] != '=')) continue;
        ++index;
        while (index < line.size() && (line[index] == ' ' || line[index] == '\t')) ++index;
        size_t end = index;
        while (end < line.size() &&
               ((line[end] >= 'a' && line[end] <= 'z') || (line[end] >= 'A' && line[end] <= 'Z') ||
                (line[end] >= '0' && line[end] <= '9') || line[end] == '-' || line[end] == '_' ||
                line[end] == '.')) {
            ++end;
        }
        if (end > index) return line.substr(index, end - index);
    }
    return {};
}

std::string normalized_encoding(std::string_view name) {
    std::string lower;
    for (char c : name) lower += c == '_' ? '-' : (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
    if (lower == "utf-8" || lower.starts_with("utf-8-")) return "utf-8";
    for (std::string_view latin : {"latin-1", "iso-8859-1", "iso-latin-1"}) {
        if (lower == latin || (lower.starts_with(latin) && lower[latin.size()] == '-')) return "iso-8859-1";
    }
    return std::string(name);
}

bool encoding_exists(const std::string& encoding) {
    std::string text;
    return !decode({}, encoding, {}, text);
}

std::optional<std::string> decode_as(const std::string& encoding, std::string_view bytes, std::string& text) {
    std::optional<SyntaxError> error = decode(bytes, encoding, {}, text);
    return error ? std::optional(error->message) : std::nullopt;
}

namespace {

// The cookie of the first two lines, or nothing.
std::string_view find_cookie(std::string_view bytes) {
    std::string_view first = line_at(bytes, 0);
    std::string_view cookie = encoding_cookie(first);
    // A cookie on the second line counts only if the first one is blank or a comment.
    size_t code = first.find_first_not_of(" \t\f");
    bool may_follow = code == std::string_view::npos || first[code] == '#';
    if (cookie.empty() && may_follow && first.size() < bytes.size()) {
        bool pair = bytes.substr(first.size()).starts_with("\r\n");
        cookie = encoding_cookie(line_at(bytes, first.size() + (pair ? 2 : 1)));
    }
    return cookie;
}

}  // namespace

std::string declared_encoding(std::string_view bytes) {
    if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
    std::string_view cookie = find_cookie(bytes);
    return cookie.empty() ? "utf-8" : normalized_encoding(cookie);
}

std::optional<SyntaxError> decode_source(std::string_view bytes, std::string_view file_name,
                                         DecodedSource& source) {
    if (bytes.find('\0') != std::string_view::npos) {
        SyntaxError error;
        error.kind = ErrorKind::ValueError;
        error.message = "source code string cannot contain null bytes";
        return error;
    }
    bool marked = bytes.starts_with(kByteOrderMark);
    if (marked) bytes.remove_prefix(kByteOrderMark.size());
    std::string_view cookie = find_cookie(bytes);
    std::string encoding = cookie.empty() ? "utf-8" : normalized_encoding(cookie);
    if (marked && encoding != "utf-8")
        return whole_source_error("encoding problem: " + encoding + " with BOM", !file_name.empty());
    source.text.clear();
    source.declares_encoding = marked || !cookie.empty();
    if (encoding == "utf-8" && file_name.empty()) {
        source.text = bytes;  // faults are told by the tokens that they are in
        return std::nullopt;
    }
    std::optional<SyntaxError> error = decode(bytes, encoding, file_name, source.text);
    if (error && !file_name.empty() && encoding != "utf-8")
        return whole_source_error("encoding problem: " + encoding, true);
    return error;
}

void drop_behind_nul(std::string& bytes) {
    size_t nul = bytes.find('\0');
    if (nul == std::string::npos) return;
    size_t out = nul;
    for (size_t index = nul; index < bytes.size();) {
        size_t next = bytes[index] == '\0' ? bytes.find('\n', index) : index;
        if (next == std::string::npos) break;
        if (bytes[index] != '\0') bytes[out++] = bytes[index];
        index = next + 1;
    }
    bytes.resize(out);
}

std::optional<SyntaxError> find_unreadable_line(std::string_view bytes) {
    constexpr size_t kUnreadable = 16'383;
    if (bytes.size() < kUnreadable) return std::nullopt;
    size_t previous = 0;
    int lineno = 0;
    for (size_t nul = bytes.find('\0'); nul != std::string_view::npos; nul = bytes.find('\0', nul + 1)) {
        size_t end = std::min(bytes.find('\n', nul), bytes.size());
        bool begins_line = nul == 0 || bytes[nul - 1] == '\n';
        if (!begins_line || end - nul < kUnreadable) {
            nul = end - 1;
            continue;
        }
        lineno =
            static_cast<int>(std::count(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(nul), '\n'));
        if (nul > 1) previous = bytes.rfind('\n', nul - 2) + 1;  // 0 where there is none
        SyntaxError error;
        error.message = "unknown parsing error";
        error.lineno = error.end_lineno = lineno;
        error.offset = error.end_offset = 1;
        error.text = lineno == 0 ? "\n" : std::string(bytes.substr(previous, nul - previous));
        return error;
    }
    return std::nullopt;
}

void normalize_newlines(std::string& text, bool end_with_newline) {
    if (text.find('\r') != std::string::npos) {
        size_t out = 0;
        for (size_t index = 0; index < text.size(); ++index) {
            char c = text[index];
            if (c == '\r') {
                c = '\n';
                if (index + 1 < text.size() && text[index + 1] == '\n') ++index;
            }
            text[out++] = c;
        }
        text.resize(out);
    }
    if (end_with_newline && !text.empty() && text.back() != '\n') text += '\n';
}

}  // namespace moult::compiler
