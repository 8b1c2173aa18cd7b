// All options as text: help by groups, and the effective values with where they came from.
#pragma once

#include <string>

#include "runtime/options/options.h"

namespace moult {

// One row of help: "  LEFT      what it is", wrapped.
std::string help_line(const std::string& left, const std::string& text);
// Every option under the heading of its group: what it is, its default and what it may be.
std::string options_help(Options&);

// --dump-options: a line for each option that can be read as a flag, and its source.
std::string options_text(Options&);
// The same and all that the rows say, as JSON: {"options": [{"name": ..., "value": ..., "source": ...}]}.
std::string options_json(Options&);

}  // namespace moult
