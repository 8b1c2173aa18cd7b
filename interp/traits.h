// What a specialization may say of itself beside its functions: one struct of named fields, so that a trait that does not exist
// does not compile. A specialization that says nothing has the values that stand here. See docs/first-specialization.md.
#pragma once

#include <optional>

#include "interp/reasons.h"
#include "interp/trace_info.h"

namespace moult::interp {

struct Traits {
    bool immediate_operands =
        false;                 // all operands are immediate once the guard has passed: nothing to release
    bool runs_python = false;  // run may raise or call Python: the frame's position is recorded first
    bool last_resort =
        false;  // tried behind all specializations of the family that are not, in whatever file
    // run gets the place of the left operand when the instruction is its last user, else null; it may take the reference away
    // (leaving empty) and reuse the object.
    bool reuses_left = false;
    bool is_method = false;                             // of LOAD_METHOD: pushes (method, owner)
    bool may_be_empty = false;                          // what is read from place may be no value: deopt
    DeoptReason without_place = DeoptReason::kNoPlace;  // why place is null, or load declines

    // What only the trace tier asks (interp/trace_info.h).
    bool type_guard = false;     // the guard asks for nothing but the types of the operands
    bool pure = false;           // run always gives a value, made of the operands alone
    bool leaves_memory = false;  // run changes nothing that a program can see (immediate_operands implies it)
    bool identity = false;       // run asks whether both operands are the same: a bool, by oparg 1 negated
    // run changes this kind of memory alone: it releases nothing, runs no Python code and raises nothing but MemoryError.
    Memory changes = Memory::kOther;
    std::optional<Memory> memory = {};  // what place lies in; needed with it
    ValueType result = {};              // the type of every result of run
    ValueType item = {};                // of FOR_ITER: the type of every item
    uint32_t typed_arguments =
        0;  // of CALL, with watch: bit i says that the guard asks for the type of argument i
};

}  // namespace moult::interp
