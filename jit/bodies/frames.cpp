// What traces do to frames and to the thread, compiled to bitcode and inlined.
#include "jit/frames.h"
#include "interp/dispatch.h"

using namespace moult;  // NOLINT: these have C names
using interp::Executable;
using interp::Instr;

#define BODY extern "C" [[gnu::used]]

BODY void moult_set_ip(Frame* frame, Instr* ip) {
    frame->ip = ip;
}

// --- guards

BODY bool moult_breaker_is_quiet(Thread* thread) {
    return thread->eval_breaker == 0;
}
BODY bool moult_has_room(Thread* thread, uint32_t values, uint32_t frames) {
    return thread->stack_top + values <= thread->stack_end &&
           thread->recursion_depth + static_cast<int>(frames) <= thread->interp.recursion_limit;
}
BODY bool moult_returns_to(Frame* frame, Instr* resume) {
    return !frame->is_entry && !frame->generator && frame->instance.is_empty() &&
           frame->previous->resume == resume;
}

// --- calls

BODY Frame* moult_enter_frame(Thread* thread, Frame* caller, Value function, Executable* exec, Instr* call,
                              Instr* resume, Value* caller_sp, Value instance) {
    return jit::push_trace_frame(
        thread, {caller, function.as<Function>(), exec, call, resume, caller_sp, instance});
}
BODY void moult_leave_frame(Thread* thread, Frame* frame) {
    if (frame->frame_object.is_object() || !frame->locals_dict.is_empty()) [[unlikely]]
        moult_detach_frame(thread, frame);
    thread->frame = frame->previous;
    --thread->recursion_depth;
    thread->stack_top = reinterpret_cast<Value*>(frame);
}
// The base frame has returned; the frame that goes on.
BODY Frame* moult_pop_base(Thread* thread, Frame* frame) {
    Frame* caller = frame->previous;
    interp::pop_frame(*thread, frame);
    return caller;
}
BODY Value* moult_stack_bottom(Frame* frame) {
    return frame->stack_bottom();
}
BODY const Value* moult_consts(Frame* frame) {
    return frame->consts;
}

// --- the way out

BODY void moult_set_exit(Thread* thread, void* record) {
    thread->trace_exit = record;
}
BODY void* moult_next_handler(const interp::TableEntry* table, const Instr* ip) {
    return reinterpret_cast<void*>(table[ip->op].handler);
}
BODY Frame* moult_exit_frame(Thread* thread, Frame* caller, Value function, Executable* exec, Instr* call,
                             Instr* resume, Value* caller_sp, Value instance) {
    return moult_materialize_frame(thread, caller, function.as<Function>(), exec, call, resume, caller_sp,
                                   instance);
}
