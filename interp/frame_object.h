// Frame objects: Python's view of a frame (sys._getframe, traceback.tb_frame). Made on demand; when the frame
// ends, the object keeps what it needs.
#pragma once

#include "interp/frame.h"
#include "runtime/exceptions/exception.h"
#include "runtime/model/visitor.h"

namespace moult::interp {

struct FrameObject : Object {
    static constexpr Kind kKind = Kind::kFrame;
    Frame* frame;             // null once the frame has ended
    Value code;               // owned
    Value globals, builtins;  // owned
    Value locals;             // owned: the dict that f_locals gives once the frame has ended, or empty
    Value back;               // owned: the caller's frame object, once the frame has ended; or empty
    const Frame* caller;  // once the frame has ended, when `back` is empty: to find the caller by while it
                          // runs; never followed
    Value trace;          // owned: f_trace, or empty
    int32_t lasti;        // wordcode offset, kept when the frame ends
    bool trace_lines, trace_opcodes;
    uint32_t variable_count;  // 0 until the frame ends

    // The variables of a frame that has ended, owned: localsplus as it was.
    Value* variables() { return reinterpret_cast<Value*>(this + 1); }

    static constexpr auto kFields = fields<&FrameObject::back, &FrameObject::trace, &FrameObject::globals,
                                           &FrameObject::builtins, &FrameObject::code>;
    static void release(Interpreter&, FrameObject&);  // the locals and variables
    static void visit(FrameObject&, Visitor&);
    static void clear(Interpreter&, FrameObject&);  // these and f_trace
};

// The frame's object, made if it has none.
Ref<Value> frame_object_of(Thread&, Frame*);
// The frame ends: its object, which it must have, takes over what it needs. Keeps the exception on the
// thread.
void detach_frame_object(Thread&, Frame*);
// The frame is left by the exception on the thread: its variables move into an object that the traceback
// holds, so that they live as long as it does.
void keep_for_traceback(Thread&, Frame*);
// The frame object for an entry of a traceback: what keep_for_traceback() left there; a running frame's; or
// one that knows code, globals and position only.
Ref<Value> traceback_frame(Thread&, const Traceback*);
// locals(): the namespace of a module or class body; of a function, a dict of its variables, the same one
// each time, brought up to date.
Ref<Value> frame_locals(Thread&, Frame*);
void init_frame_objects(Interpreter&);

}  // namespace moult::interp
