// The parts of traces that are rare and therefore called, not inlined. See docs/jit.md.
#include "jit/frames.h"

#include "interp/frame_object.h"
#include "runtime/operations.h"

namespace moult::jit {

Value call_operands(Thread* thread, Value* operands, uint32_t count, Value keyword_names) {
    interp::CallOperands call(operands + count + 2, count);
    const auto* names = keyword_names.is_empty() ? nullptr : keyword_names.as<Tuple>();
    uint32_t keywords = names ? static_cast<uint32_t>(names->length) : 0;
    return moult::call(*thread, call.callable, {call.args, call.count - keywords, names}).release();
}

}  // namespace moult::jit

using namespace moult;  // NOLINT: these have C names

Frame* moult_materialize_frame(Thread* thread, Frame* caller, Function* function, interp::Executable* exec,
                               const interp::Instr* call, const interp::Instr* resume, Value* caller_sp,
                               Value instance) {
    Frame* frame = jit::push_trace_frame(thread, {caller, function, exec, call, resume, caller_sp, instance});
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
