// Entering and leaving the interpreter, and what it keeps about running frames.
#pragma once

#include "interp/dispatch.h"
#include "runtime/operations/operations.h"

namespace moult::interp {

// Runs the innermost frame, which must be linked, until it returns or fails. Consumes the frame.
Ref<Value> run_frame(Thread&, Frame*);

// Runs code that is no function's: a module, an expression, exec'ed text. `closure`: tuple of cells or empty.
Ref<Value> run_code(Thread&, Code*, Dict* globals, Value locals, Value closure);
Ref<Value> run_class_body(Thread&, Function*, Value namespace_);

// Runs the handlers of the signals that have arrived; also called by what blocks, when it is interrupted. Fails
// with what a handler raises.
Status handle_signals(Thread&);

// Prepends the frame's current position to the traceback of the exception on the thread.
void add_frame_to_traceback(Thread&, Frame*);

// Makes an interpreter able to run code: instructions, hooks. The specializer is installed on top, by the
// command.
enum class Tier : uint8_t;  // interp/options.h
void install_interpreter(Interpreter&);
void set_tier(Interpreter&, Tier);  // the trace tier installs itself on top (jit/tier.h)

}  // namespace moult::interp
