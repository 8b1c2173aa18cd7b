// Frame objects: Python's view of a frame (sys._getframe, traceback.tb_frame). Made on demand; when the frame
// ends, the object keeps what it needs.
#pragma once

#include "interp/frame.h"

namespace moult::interp {

struct FrameObject : Object {
    static constexpr Kind kKind = Kind::kFrame;
    Frame* frame;             // null once the frame has ended
    Value code;               // owned
    Value globals, builtins;  // owned
    Value locals;             // owned: the dict that f_locals gave, or empty
    Value back;               // owned: the caller's frame object, once the frame has ended
    int32_t lasti;            // wordcode offset, kept when the frame ends
};

Ref<Value> frame_object_of(Thread&, Frame*);
// The frame ends: its object, if there is one, takes over what it needs.
void detach_frame_object(Thread&, Frame*);
// locals(): the namespace of a module or class body; a fresh or refreshed dict of a function's variables.
Ref<Value> frame_locals(Thread&, Frame*);
void init_frame_objects(Interpreter&);

}  // namespace moult::interp
