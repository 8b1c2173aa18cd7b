// What the front end reports instead of a result: one error, or warnings beside a result. Plain data; the
// runtime makes the Python exceptions and warnings from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace moult::compiler {

// The Python exception that the error becomes.
enum class ErrorKind : uint8_t {
    SyntaxError,
    IndentationError,
    TabError,
    ValueError,          // "source code string cannot contain null bytes"
    UnicodeDecodeError,  // a name that is no UTF-8, where it is no SyntaxError
    OverflowError,       // a number that does not fit its place
    RecursionError,      // nesting too deep for the symbol table, the optimizer or the code generator
    MemoryError,         // nesting too deep for the parser
};

// The attributes of a Python SyntaxError, except the file name, which the caller knows. Offsets count
// characters (code points) from 1. An absent field is None. Kinds outside of the SyntaxError family use only
// the message.
struct SyntaxError {
    ErrorKind kind = ErrorKind::SyntaxError;
    std::string message;
    std::optional<int> lineno;
    std::optional<int> offset;
    std::optional<int> end_lineno;
    std::optional<int> end_offset;
    std::optional<std::string> text;  // the line, with its newline where the source has one
    bool placed_late = false;         // the places are no arguments of the exception, only attributes
    std::string undecodable;          // of the UnicodeDecodeError: the bytes that are no UTF-8
};

// The Python warning category.
enum class WarningKind : uint8_t { SyntaxWarning, DeprecationWarning };

// A warning of the parser ("invalid escape sequence '\d'") or of the code generator ('"is" with a literal
// ...').
struct SyntaxWarningRecord {
    WarningKind kind = WarningKind::SyntaxWarning;
    std::string message;
    int lineno = 0;
    SyntaxError error;  // what it becomes where the program's warning filters say so
};

}  // namespace moult::compiler
