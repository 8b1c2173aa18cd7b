// Text that is to be read as a number: str in any script's digits, bytes-like objects.
#pragma once

#include <string>

#include "runtime/state/thread.h"

namespace moult {

struct NumberSource {
    std::string ascii;  // digits and spaces of other scripts turned into ASCII; what has no ASCII form is '?'
    Ref<Value> original;  // for messages: what was given
};

// The text of a str, bytes, bytearray or other buffer.
Result<bool> read_number_source(Thread&, Value, NumberSource* out);  // false: the value is no text
// ValueError: the message, then the repr of the original, cut to `limit` characters.
Failure raise_bad_number(Thread&, const std::string& message, Value original, size_t limit);

inline bool is_ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
// Without ASCII whitespace at both ends.
std::string_view strip_spaces(std::string_view text);

}  // namespace moult
