// The error handlers of PEP 293 and PEP 383 that are built in; for codecs.cpp and the codecs themselves.
#pragma once

#include "runtime/strings/bytes_builder.h"
#include "runtime/strings/str.h"

namespace moult {

enum class ErrorHandler : uint8_t {
    kStrict,
    kIgnore,
    kReplace,
    kBackslashReplace,
    kSurrogateEscape,
    kSurrogatePass,
    kXmlCharRefReplace,
    kNameReplace,
    kUnknown,
};

// What a codec works with: which codec it is (for messages) and what to do about errors.
struct CodecContext {
    Thread& thread;
    const char* encoding;  // as exceptions name it
    ErrorHandler handler;
    std::string_view handler_name;
    int unit = 1;  // bytes of a code unit: 1, 2 or 4
    bool big_endian = false;
};

ErrorHandler find_error_handler(std::string_view name);

// Writes one code unit.
void put_unit(const CodecContext&, BytesBuilder&, uint32_t unit);

// text[begin, end) cannot be encoded: writes what the handler makes of it, or raises.
Status handle_encode_error(const CodecContext&, Str* text, size_t begin, size_t end, const char* reason,
                           BytesBuilder&);
// input[begin, end) cannot be decoded: adds what the handler makes of it, or raises. Returns where to go on.
Result<size_t> handle_decode_error(const CodecContext&, std::string_view input, size_t begin, size_t end,
                                   const char* reason, StrBuilder&);

}  // namespace moult
