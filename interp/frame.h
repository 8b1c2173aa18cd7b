// Frame: one activation of a Python function, on the thread's frame stack or inside a generator. The locals,
// cells, free variables and the operand stack follow the header. Python-to-Python calls push frames and never
// recurse in C++.
#pragma once

#include "interp/executable.h"
#include "runtime/objects/function.h"
#include "runtime/thread.h"

namespace moult {

struct Generator;

struct Frame {
    Frame* previous;     // the caller
    Function* function;  // owned
    interp::Executable* exec;
    const Value* consts;
    Dict* globals;      // borrowed from the function
    Dict* builtins;     // borrowed from the function
    Value locals_dict;  // owned: the namespace of a class body or module; in functions the dict that locals()
                        // gave, or empty
    interp::Instr* ip;  // while the frame waits or may be inspected: the current instruction
    interp::Instr* resume;  // while the frame waits for a callee: where its result is awaited
    Value* sp;              // while the frame waits: its stack pointer
    Value frame_object;     // owned; empty until somebody asks
    Generator* generator;   // the generator that owns the frame, or null
    bool is_entry;          // returning from it leaves the C++ call of the interpreter
    Value instance;  // owned, in the frame of an __init__ run by a call of the class: what the caller gets

    Code* code() const { return function->code.get(); }
    Value* locals() { return reinterpret_cast<Value*>(this + 1); }
    Value* stack_bottom() { return locals() + exec->localsplus; }
};

// The frame itself, or the first one below it that Python code may see; null at the bottom.
inline Frame* visible(Frame* frame) {
    while (frame && (frame->code()->flags & kCodeHidden)) frame = frame->previous;
    return frame;
}

}  // namespace moult
