// The values of number and string literals, given their text. Knows nothing of tokens or nodes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/code_unit.h"
#include "compiler/parser/parser.h"

namespace moult::compiler {

struct NumberError {
    std::string message;
};

// The value of a number token: int, float or imaginary. Fails only for a decimal integer of more than 4300
// digits (the interpreter's default limit for conversions, which guards against quadratic time).
bool number_value(std::string_view literal, Constant& value, NumberError& error);

// What decoding the body of a literal found beside the value.
struct EscapeFindings {
    std::optional<std::string> error;    // the message of the SyntaxError
    std::optional<std::string> warning;  // about the first invalid escape sequence
};

// Appends the text that the body of a non-raw str literal stands for. False with the error set if it is
// malformed.
bool decode_text_escapes(std::string_view body, const ParseOptions& options, std::string& out,
                         EscapeFindings& findings);

// The same for bytes; the body is ASCII.
bool decode_bytes_escapes(std::string_view body, std::string& out, EscapeFindings& findings);

}  // namespace moult::compiler
