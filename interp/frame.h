// Frame: one activation of a Python function, on the thread's frame stack or inside a generator. The locals,
// cells, free variables and the operand stack follow the header. Python-to-Python calls push frames and never
// recurse in C++.
#pragma once

#include "interp/executable.h"
#include "runtime/classes/function.h"
#include "runtime/state/thread.h"

namespace moult {

struct Generator;

// What few frames have. One that has none of it is left by the short way.
enum FrameTrait : uint32_t {
    kFrameIsEntry = 1,  // returning from it leaves the C++ call of the interpreter
    kFrameHasLocals = 2,
    kFrameHasObject = 4,
    kFrameHasInstance = 8,
    kFrameInGenerator = 16,
};

struct Frame {
    Frame* previous;     // the caller
    Function* function;  // owned
    interp::Executable* exec;
    const Value* consts;
    Dict* globals;          // borrowed from the function
    Dict* builtins;         // borrowed from the function
    interp::Instr* ip;      // while the frame waits or may be inspected: the current instruction
    interp::Instr* resume;  // while the frame waits for a callee: where its result is awaited
    Value* sp;              // while the frame waits: its stack pointer
    uint32_t traits;        // bits of FrameTrait

    Code* code() const { return function->code.get(); }
    bool is_entry() const { return traits & kFrameIsEntry; }
    void set_entry(bool entry) { traits = entry ? traits | kFrameIsEntry : traits & ~kFrameIsEntry; }

    // The namespace of a class body or module; in functions the dict that locals() gave, or empty. Owned, as
    // what exchange takes and gives is.
    Value locals_dict() const { return rare(kFrameHasLocals, locals_dict_); }
    Value exchange_locals_dict(Value v) { return exchange(kFrameHasLocals, locals_dict_, v); }
    // Empty until somebody asks.
    Value frame_object() const { return rare(kFrameHasObject, frame_object_); }
    Value exchange_frame_object(Value v) { return exchange(kFrameHasObject, frame_object_, v); }
    // In the frame of an __init__ run by a call of the class: what the caller gets.
    Value instance() const { return rare(kFrameHasInstance, instance_); }
    Value exchange_instance(Value v) { return exchange(kFrameHasInstance, instance_, v); }
    // That owns the frame, or null.
    Generator* generator() const { return traits & kFrameInGenerator ? generator_ : nullptr; }
    void set_generator(Generator* it) {
        generator_ = it;
        traits |= kFrameInGenerator;
    }

    Value* locals() { return reinterpret_cast<Value*>(this + 1); }
    Value* stack_bottom() { return locals() + exec->localsplus; }

  private:
    Value rare(FrameTrait bit, Value place) const { return traits & bit ? place : Value::empty(); }
    Value exchange(FrameTrait bit, Value& place, Value v) {
        Value old = rare(bit, place);
        place = v;
        traits = v.is_empty() ? traits & ~bit : traits | bit;
        return old;
    }

    // Written only where their traits say so.
    Value locals_dict_;
    Value frame_object_;
    Value instance_;
    Generator* generator_;
};

// The frame itself, or the first one below it that Python code may see; null at the bottom.
inline Frame* visible(Frame* frame) {
    while (frame && (frame->code()->flags & kCodeHidden)) frame = frame->previous;
    return frame;
}

}  // namespace moult
