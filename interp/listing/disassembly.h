// Code objects as text: their wordcode as the `dis` module prints it, and their executable form. See
// docs/executable-code.md.
#pragma once

#include <string>

#include "runtime/classes/function.h"

namespace moult::interp {

class LastReasons;

// Appends what python3.11's dis.dis(code) prints: the code object, and behind it those among its constants,
// and theirs. Fails where a constant's repr fails. Linear in the length of the text.
Status disassemble(Thread&, Code*, std::string* text);

// Appends the executable form of the same code objects, as it is now: instructions by their present names,
// operand modes, back-off counters, cache words. Code that never ran is translated first. Fails as
// disassemble does, and for wordcode that cannot be translated.
// With `reasons`, why sites are not specialized, and why the generic instruction ran last where they are.
Status disassemble_executable(Thread&, Code*, std::string* text, const LastReasons* reasons = nullptr);

}  // namespace moult::interp
