// The parts of traces that are rare and therefore called, not inlined. See docs/jit.md.
#include "jit/frames.h"

#include <algorithm>

#include "interp/frame_object.h"
#include "runtime/operations.h"

using namespace moult;  // NOLINT: these have C names

Frame* moult_materialize_frame(Thread* thread, Frame* caller, Function* function, interp::Executable* exec,
                               const interp::Instr* call, const interp::Instr* resume, Value* caller_sp,
                               Value instance) {
    Frame* frame =
        jit::push_trace_frame(thread, {caller, function, exec, call, resume, caller_sp, instance});
    std::fill_n(frame->locals(), exec->localsplus, Value::empty());
    return frame;
}

void moult_detach_frame(Thread* thread, Frame* frame) {
    if (frame->frame_object.is_object()) interp::detach_frame_object(*thread, frame);
    decref(std::exchange(frame->locals_dict, Value::empty()));
}

int moult_slow_truth(Thread* thread, Value value) {
    Result<bool> result = truth(*thread, value);
    return result.ok() ? result.value() : -1;
}
