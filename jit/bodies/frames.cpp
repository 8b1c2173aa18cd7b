// What traces do to frames and to the thread, compiled to bitcode and inlined.
#include "jit/frames.h"
#include "interp/dispatch.h"
#include "interp/generators/generator.h"
#include "runtime/operations/operations.h"

using namespace moult;  // NOLINT: these have C names
using interp::Executable;
using interp::Instr;

#define BODY extern "C" [[gnu::used]]

BODY void moult_set_ip(Frame* frame, Instr* ip) {
    frame->ip = ip;
}

// --- guards

BODY bool moult_breaker_is_quiet(Thread* thread) {
    return thread->requests() == 0;
}
BODY bool moult_has_room(Thread* thread, uint32_t values, uint32_t frames) {
    return thread->stack_top + values <= thread->stack_end &&
           thread->recursion_depth + static_cast<int>(frames) <= thread->interp.recursion_limit;
}
BODY bool moult_returns_to(Frame* frame, Instr* resume) {
    return frame->traits == 0 && frame->previous->resume == resume;
}

BODY bool moult_has_names(Frame* frame, Value globals, Value builtins) {
    return Value(frame->globals) == globals && Value(frame->builtins) == builtins;
}
BODY bool moult_frame_is_plain(Frame* frame) {  // nobody has made an object of it
    return !(frame->traits & (kFrameHasObject | kFrameHasLocals));
}
// Whether FOR_ITER can go on in a generator at this instruction, and it sees these names.
BODY bool moult_can_resume(Thread* thread, Value value, Instr* resume, Value globals, Value builtins) {
    if (!value.is_object() || value.as_object()->shape->kind != Kind::kGenerator) return false;
    auto* generator = value.as<Generator>();
    return generator->state <= Generator::State::kSuspended && generator->frame()->resume == resume &&
           moult_has_names(generator->frame(), globals, builtins) &&
           thread->recursion_depth < thread->interp.recursion_limit;
}
// Stress: about every so many guards one fails; how many exactly varies, so that no guard fails each time.
BODY bool moult_is_spared(uint32_t* left_and_failures, uint32_t every) {
    if (--left_and_failures[0]) return true;
    left_and_failures[0] = every + ++left_and_failures[1] % 13;
    return false;
}

// --- calls

BODY Frame* moult_enter_frame(Thread* thread, Frame* caller, Value function, Executable* exec, Instr* call,
                              Instr* resume, Value* caller_sp, Value instance) {
    return jit::push_trace_frame(thread,
                                 {caller, function.as<Function>(), exec, call, resume, caller_sp, instance});
}
BODY void moult_leave_frame(Thread* thread, Frame* frame) {
    if (frame->traits & (kFrameHasObject | kFrameHasLocals)) [[unlikely]]
        moult_detach_frame(thread, frame);
    thread->frame = frame->previous;
    --thread->recursion_depth;
    thread->stack_top = reinterpret_cast<Value*>(frame);
}
BODY Frame* moult_resume(Thread* thread, Frame* caller, Value generator, Instr* call, Instr* resume,
                         Value* sp) {
    caller->ip = call;
    caller->resume = resume;
    caller->sp = sp;
    interp::resume_generator(*thread, generator.as<Generator>(), Value::none(), Generator::Resumer::kForIter);
    return generator.as<Generator>()->frame();
}
BODY void moult_suspend(Thread* thread, Frame* frame, Instr* yield, Value* sp) {
    frame->ip = yield;
    frame->resume = yield + 1;
    frame->sp = sp;
    interp::suspend_generator(*thread, frame->generator());
}
BODY Value moult_instance(Thread* thread, Value type) {
    return allocate_instance(*thread, type.as<Type>()).release();
}
BODY Value moult_next(Thread* thread, Value iterator) {
    return iterator_next(*thread, iterator).release();
}
BODY Value moult_call(Thread* thread, Value* operands, uint32_t count, Value keyword_names) {
    return jit::call_operands(thread, operands, count, keyword_names);
}
BODY Value moult_function_of(Frame* frame) {
    return Value(static_cast<Object*>(frame->function));
}
// The base frame, which is plain, returns; the frame that goes on.
BODY Frame* moult_pop_base(Thread* thread, Frame* frame) {
    Frame* caller = frame->previous;
    thread->frame = caller;
    --thread->recursion_depth;
    thread->stack_top = reinterpret_cast<Value*>(frame);
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
BODY void* moult_next_handler(Thread* thread, const interp::TableEntry* table, const Instr* ip) {
    thread->set_in_trace(false);
    return reinterpret_cast<void*>(table[ip->op].handler);
}
BODY Frame* moult_exit_frame(Thread* thread, Frame* caller, Value function, Executable* exec, Instr* call,
                             Instr* resume, Value* caller_sp, Value instance) {
    return moult_materialize_frame(thread, caller, function.as<Function>(), exec, call, resume, caller_sp,
                                   instance);
}
