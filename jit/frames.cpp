// The parts of traces that are rare and therefore called, not inlined. See docs/jit.md.
#include "jit/frames.h"

#include <algorithm>

#include "interp/frame_object.h"
#include "interp/instructions.h"
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

Value* moult_run_simple(Thread* thread, Frame* frame, uint32_t op, uint32_t arg, Value* sp) {
    using interp::Basic;
    switch (static_cast<Basic>(op)) {
#define MOULT_CASE(name) \
    case Basic::k##name: return interp::run_##name(*thread, *frame, arg, sp);
        MOULT_SIMPLE_INSTRUCTIONS(MOULT_CASE)
        MOULT_FUSED_INSTRUCTIONS(MOULT_CASE)
#undef MOULT_CASE
        default: break;
    }
    (void)raise_system_error(*thread, "a trace calls an instruction that it cannot");
    return nullptr;
}
