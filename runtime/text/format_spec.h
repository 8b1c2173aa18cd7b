// The format specification mini-language (PEP 3101, PEP 378, PEP 515): what format() does for str, int, float
// and complex.
#pragma once

#include <string>
#include <string_view>

#include "runtime/strings/str.h"

namespace moult {

struct FormatSpec {
    char32_t fill = ' ';
    char32_t align = 0;  // '<', '>', '=', '^'
    char32_t type = 0;
    char sign = 0;           // '+', '-', ' ' or 0
    char separator = 0;      // ',' or '_' between groups of digits, or 0
    bool alternate = false;  // '#'
    bool no_negative_zero = false;
    int64_t width = -1;      // -1: not given
    int64_t precision = -1;  // -1: not given
};

// A number in pieces, before padding: sign, prefix, digits that may be grouped, and the rest.
struct NumberText {
    std::string_view sign, prefix, digits, rest;
};

// Adds a padded, grouped number. `spec.align` is set.
void add_number(StrBuilder&, const FormatSpec& spec, const NumberText& number);
// Adds text in a field of spec.width; `spec.align` is set and not '='.
void add_padded(StrBuilder&, const FormatSpec& spec, const Str* text, size_t begin, size_t end);

// format(value, spec): ValueError with CPython's messages. `original` is the value as the program sees it (an
// instance of a subclass, a bool), for the name of its type in messages; empty: the value itself.
Ref<Str> format_int(Thread&, Value exact, Str* spec, Value original = Value::empty());
Ref<Str> format_float(Thread&, double, Str* spec, Value original = Value::empty());
Ref<Str> format_complex(Thread&, double real, double imaginary, Str* spec, Value original = Value::empty());
Ref<Str> format_string(Thread&, Str* text, Str* spec, Value original = Value::empty());

}  // namespace moult
