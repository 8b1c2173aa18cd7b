// Raising UnicodeDecodeError and UnicodeEncodeError with all their fields; runtime/exceptions/ makes them.
#pragma once

#include <string_view>

#include "runtime/state/thread.h"

namespace moult {

struct Str;

// `input`[begin, end) cannot be decoded from `encoding`.
Failure raise_decode_error(Thread&, const char* encoding, std::string_view input, size_t begin, size_t end,
                           const char* reason);
// The characters [begin, end) of `text` cannot be encoded in `encoding`.
Failure raise_encode_error(Thread&, const char* encoding, Str* text, size_t begin, size_t end,
                           const char* reason);

}  // namespace moult
