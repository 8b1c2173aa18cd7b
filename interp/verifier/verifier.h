// Verification of code objects that the compiler has not made: from .pyc files, marshal, replace() and
// CodeType(). What passes cannot lead the interpreter out of its stack, its tables or its types, whatever
// else it does. See docs/pyc.md.
#pragma once

#include <string>

#include "runtime/classes/function.h"

namespace moult::interp {

// What is wrong with the code object's wordcode, names the first offset that shows it, or empty. Looks at
// this code object only, not at those among its constants. Takes code objects whose parts fit together
// (make_checked_code). O(instructions * depth of the stack * changes of the state at their block); bounded
// memory.
std::string find_defect(const Code*);

// SystemError "invalid bytecode in 'f': ..." unless the code object is sound, which it remembers: at no cost
// for what the compiler has made.
Status verify_code(Thread&, Code*);

}  // namespace moult::interp
