// "Did you mean": the attribute or variable that a NameError or AttributeError was probably about.
#pragma once

#include <string>
#include <string_view>

#include "runtime/exceptions/exception.h"

namespace moult {

// How far two names are apart: 2 for a character inserted, removed or exchanged, 1 for a change of case; a
// number above `limit` when it is more than that. Byte-wise, as CPython does it.
int edit_distance(std::string_view a, std::string_view b, int limit);

// The suggestion (UTF-8) for an uncaught exception; empty when there is none. May run Python code (__dir__);
// errors of it are dropped.
std::string suggestion_for(Thread&, ExceptionObject*);

}  // namespace moult
