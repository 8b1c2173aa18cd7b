// Calls of Python functions: frames pushed and popped, arguments bound to parameters.
#pragma once

#include <string>

#include "interp/frame.h"
#include "interp/trace_info.h"
#include "runtime/classes/instance.h"
#include "runtime/model/native.h"
#include "runtime/operations/operations.h"

namespace moult::interp {

inline constexpr size_t kFrameWords = sizeof(Frame) / sizeof(Value);
static_assert(sizeof(Frame) % sizeof(Value) == 0);

// Raises RecursionError or MemoryError for a frame that does not fit; returns null.
[[gnu::cold]] Frame* frame_overflow(Thread&);

// The header of a frame that is not yet linked: everything but the locals. Takes over the reference to the
// function.
inline void initialize_frame(Frame* frame, Function* function, Executable* exec) {
    frame->function = function;
    frame->exec = exec;
    frame->consts = exec->code->consts->items();
    frame->globals = function->globals.get();
    frame->builtins = function->builtins.as<Dict>();
    frame->ip = exec->instructions.get();
    frame->sp = frame->locals() + exec->localsplus;
    frame->traits = 0;
}

// Room for a frame on the thread's frame stack; null: RecursionError.
inline Frame* allocate_frame(Thread& thread, const Executable* exec) {
    Value* top = thread.stack_top;
    Value* end = top + kFrameWords + exec->frame_values;
    if (end > thread.stack_end || thread.recursion_depth >= thread.interp.recursion_limit) [[unlikely]]
        return frame_overflow(thread);
    thread.stack_top = end;
    ++thread.recursion_depth;
    return reinterpret_cast<Frame*>(top);
}
inline void link_frame(Thread& thread, Frame* frame) {
    frame->previous = thread.frame;
    thread.frame = frame;
}

// The callee and the arguments of a CALL: two values under the arguments are (empty, callable) or (method,
// self).
struct CallOperands {
    Value* base;
    Value callable;
    Value* args;
    uint32_t count;

    CallOperands(Value* sp, uint32_t oparg) : base(sp - oparg - 2) {
        bool has_self = !base[0].is_empty();
        callable = base[has_self ? 0 : 1];
        args = base + (has_self ? 1 : 2);
        count = oparg + has_self;
    }
};

// Pushes the frame that a binding tells; moves the callable and the arguments from the operand stack into it.
// Null: MemoryError or RecursionError, nothing moved.
inline Frame* push_bound_frame(Thread& thread, const CallOperands& call, const CallBinding& binding) {
    Ref<Value> instance = Ref<Value>::empty();
    if (binding.instance_of) {
        instance = allocate_instance(thread, binding.instance_of);
        if (instance.is_error()) [[unlikely]]
            return nullptr;
    }
    Frame* frame = allocate_frame(thread, binding.exec);
    if (!frame) [[unlikely]]
        return nullptr;
    auto* function = binding.function.as<Function>();
    initialize_frame(frame, function, binding.exec);
    Value* locals = frame->locals();
    uint32_t i = 0;
    if (binding.replaces_callable) {
        incref(static_cast<Object*>(function));
    } else if (binding.instance_of) {
        incref(static_cast<Object*>(function));
        locals[i++] = share(instance).release();
        frame->exchange_instance(instance.release());
    } else if (binding.unpacks_method) {
        incref(static_cast<Object*>(function));
        locals[i++] = share(call.callable.as<Method>()->self).release();
    }
    for (uint32_t k = 0; k < call.count; ++k) locals[i++] = call.args[k];
    for (const Value* value = binding.defaults;
         value && i < static_cast<uint32_t>(binding.exec->code->argcount); ++value) {
        incref(*value);
        locals[i++] = *value;
    }
    for (; i < binding.exec->localsplus; ++i) locals[i] = Value::empty();
    link_frame(thread, frame);
    if (binding.instance_of || binding.unpacks_method || binding.replaces_callable) decref(call.callable);
    return frame;
}

// A function whose parameters are plain positional ones: no defaults are needed when the count fits.
inline bool has_plain_parameters(const Code* code) {
    return code->kwonlyargcount == 0 &&
           (code->flags & (kCodeVarArgs | kCodeVarKeywords | kCodeOptimized)) == kCodeOptimized;
}

// Pushes the frame of a function called with any arguments (borrowed; shared into the frame). Null: TypeError
// or RecursionError.
Frame* push_frame(Thread&, Function*, CallArgs);

// Unlinks the innermost frame and releases what it owns. Frames of generators stay in their generator.
void pop_frame(Thread&, Frame*);
// Releases locals, function and namespace of a frame that has ended.
void clear_frame(Thread&, Frame*);

// Does what CALL does with any callable. `base` points at the two values under the arguments. Returns the
// result, with the operands released; or error, with the operands still there; or deopt when the frame of a
// Python function has been pushed (operands released).
Value begin_call(Thread&, Value* base, Value* sp, const Tuple* keyword_names);

// "f()" or "module.f()", for messages about calls.
std::string callable_text(Thread&, Value callable);

// The hook that the runtime calls Python functions through.
Ref<Value> call_function(Thread&, Function*, CallArgs);

}  // namespace moult::interp
