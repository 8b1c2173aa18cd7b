// What the running frame tells.
#include "interp/running.h"

#include "interp/eval.h"
#include "interp/frame_object.h"
#include "runtime/objects/code_locations.h"

namespace moult::interp {

namespace {

Frame* frame_at(Thread& thread, int64_t depth) {
    Frame* frame = visible(thread.frame);
    for (; frame && depth > 0; --depth) frame = visible(frame->previous);
    return frame;
}

}  // namespace

void add_traceback_here(Thread& thread) {
    if (Frame* frame = visible(thread.frame)) add_frame_to_traceback(thread, frame);
}

Dict* current_globals(Thread& thread) {
    Frame* frame = visible(thread.frame);
    return frame ? frame->globals : nullptr;
}

Ref<Value> current_locals(Thread& thread) {
    Frame* frame = visible(thread.frame);
    if (!frame) return raise_system_error(thread, "frame does not exist");
    return frame_locals(thread, frame);
}

bool frame_place(Thread& thread, int64_t depth, FramePlace* place) {
    const Frame* frame = frame_at(thread, depth);
    if (!frame) return false;
    int line = code_position(frame->code(), frame->exec->wordcode_offset(frame->ip)).line;
    *place = {frame->code()->filename.get(), frame->globals, line};
    return true;
}

Ref<Value> innermost_frame(Thread& thread, const Thread& of) {
    Frame* frame = visible(of.frame);
    return frame ? frame_object_of(thread, frame) : Ref<Value>::empty();
}

Ref<Value> current_frame(Thread& thread, int64_t depth) {
    Frame* frame = frame_at(thread, depth);
    if (!frame) return raise_value_error(thread, "call stack is not deep enough");
    return frame_object_of(thread, frame);
}

}  // namespace moult::interp
