// UTF-8 that may be broken: where, how CPython names the fault, and how it shows such text. Knows nothing of
// sources.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moult::compiler {

// The first undecodable bytes of a text: [start, end), and why.
struct Utf8Fault {
    size_t start;
    size_t end;
    const char* reason;
};

std::optional<Utf8Fault> find_utf8_fault(std::string_view bytes);

// "'utf-8' codec can't decode byte 0xff in position 3: invalid start byte", as UnicodeDecodeError prints
// itself.
std::string describe_fault(std::string_view bytes, const Utf8Fault& fault);

// The text with U+FFFD for each fault.
std::string replace_undecodable(std::string_view bytes);

// How many code points the text has; each fault counts as one.
int count_characters(std::string_view text);

}  // namespace moult::compiler
