// Values as the compiler's constants.
#pragma once

#include <string>

#include "compiler/code_unit.h"
#include "runtime/state/thread.h"

namespace moult::interp {

// False for what can stand in no literal: then the name of its type, or nothing where the value is nested too
// deeply. Never raises.
bool constant_value(Thread&, Value, compiler::Constant*, std::string* wrong_type);

}  // namespace moult::interp
