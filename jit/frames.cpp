// The parts of traces that are rare and therefore called, not inlined. See docs/jit.md.
#include "jit/frames.h"

#include "interp/eval.h"
#include "interp/frame_object.h"
#include "runtime/operations/operations.h"

namespace moult::jit {

Value call_operands(Thread* thread, Value* operands, uint32_t count, Value keyword_names) {
    Value* end = operands + count + 2;
    const auto* names = keyword_names.is_empty() ? nullptr : keyword_names.as<Tuple>();
    Value result = Value::error();
    if (thread->stack_exhausted())
        (void)raise_recursion_error(*thread, " while calling a Python object");
    else
        result = interp::begin_call(*thread, operands, end, names);
    if (result.is_deopt())
        return interp::run_frame(*thread, thread->frame).release();  // a Python function's frame
    if (result.is_error())
        for (Value* p = operands; p != end; ++p) decref(*p);
    return result;
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
    if (frame->traits & kFrameHasObject) interp::detach_frame_object(*thread, frame);
    decref(frame->exchange_locals_dict(Value::empty()));
}

int moult_slow_truth(Thread* thread, Value value) {
    Result<bool> result = truth(*thread, value);
    return result.ok() ? result.value() : -1;
}
