// Raising, catching and context managers.
#include "interp/eval.h"
#include "interp/instructions.h"
#include "runtime/classes/function.h"
#include "runtime/exceptions/exception.h"
#include "runtime/exceptions/exception_class.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult::interp {

namespace {

bool is_exception_class(Thread& thread, Value v) {
    return as_instance<Type>(v) && v.as<Type>()->is_subtype(thread.types().base_exception);
}
bool is_exception(Value v) {
    return as_instance<ExceptionObject>(v) != nullptr;
}

// An exception instance from what stands in a raise statement.
Ref<Value> exception_instance(Thread& thread, Value v, const char* otherwise) {
    if (is_exception(v)) return share(v);
    if (!is_exception_class(thread, v)) return raise_type_error(thread, "%s", otherwise);
    Ref<Value> instance = TRY(call(thread, v, {}));
    if (!is_exception(instance))
        return raise_type_error(
            thread, "calling %s should have returned an instance of BaseException, not %s",
            repr_text(thread, v).c_str(), repr_text(thread, Value(thread.interp.type_of(instance))).c_str());
    return instance;
}

Status raise_from(Thread& thread, Value exception, Value cause) {
    Ref<Value> instance =
        TRY(exception_instance(thread, exception, "exceptions must derive from BaseException"));
    Ref<Value> fixed_cause = Value::none();
    if (!cause.is_none())
        fixed_cause =
            TRY(exception_instance(thread, cause, "exception causes must derive from BaseException"));
    auto* object = instance.as<ExceptionObject>();
    Value old = std::exchange(object->cause, fixed_cause.release());
    object->suppress_context = true;
    decref(old);
    return raise_object(thread, instance);
}

// The verifier lets any value stand where the compiler puts exceptions only.
Value* refuse(Thread& thread) {
    (void)raise_system_error(thread, "invalid bytecode: an exception is expected on the stack");
    return nullptr;
}

// The innermost exception being handled, through the generators that are running; empty when there is none.
Value topmost_handled(Thread& thread) {
    for (HandledException* entry = thread.handled; entry; entry = entry->previous)
        if (entry->exception.get().is_object()) return entry->exception;
    return Value::empty();
}

}  // namespace

MOULT_HANDLER Value handle_RAISE_VARARGS(HANDLER_PARAMETERS) {
    frame->ip = ip;
    switch (ip->arg) {
        case 0: {
            Value handled = topmost_handled(*thread);
            if (handled.is_empty()) {
                (void)raise_runtime_error(*thread, "No active exception to reraise");
                break;
            }
            restore_error(*thread, share(handled));
            MOULT_TAIL unwind_reraised(HANDLER_ARGUMENTS);
        }
        case 1: (void)raise_object(*thread, sp[-1]); break;
        default: (void)raise_from(*thread, sp[-2], sp[-1]); break;
    }
    MOULT_TAIL unwind(HANDLER_ARGUMENTS);
}
// The frame then stands where the exception was raised, if that offset lies `arg` places below the exception.
MOULT_HANDLER Value handle_RERAISE(HANDLER_PARAMETERS) {
    frame->ip = ip;
    if (!as_exception(sp[-1])) [[unlikely]] {
        (void)refuse(*thread);
        MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    }
    if (ip->arg)
        if (Instr* raising = frame->exec->at_wordcode(sp[-1 - static_cast<int32_t>(ip->arg)]))
            frame->ip = raising;
    restore_error(*thread, Ref<Value>::take(*--sp));
    MOULT_TAIL unwind_reraised(HANDLER_ARGUMENTS);
}

// exception -> previously handled exception, exception
Value* run_PUSH_EXC_INFO(Thread& thread, Frame&, uint32_t, Value* sp) {
    Value exception = sp[-1];
    if (!as_exception(exception)) [[unlikely]]
        return refuse(thread);
    Value previous = thread.handled->exception.release();
    sp[-1] = previous.is_empty() ? Value::none() : previous;
    *sp++ = exception;
    thread.handled->exception = share(exception);
    return sp;
}
Value* run_POP_EXCEPT(Thread& thread, Frame&, uint32_t, Value* sp) {
    if (!sp[-1].is_none() && !as_exception(sp[-1])) [[unlikely]]
        return refuse(thread);
    thread.handled->exception = Ref<Value>::take(*--sp);
    return sp;
}

// exception, class or tuple of classes -> exception, whether it matches
Value* run_CHECK_EXC_MATCH(Thread& thread, Frame&, uint32_t, Value* sp) {
    Value wanted = sp[-1];
    const char* message = "catching classes that do not inherit from BaseException is not allowed";
    bool valid = true;
    if (Tuple* tuple = as_tuple(wanted)) {
        for (Value item : tuple->span()) valid &= is_exception_class(thread, item);
    } else {
        valid = is_exception_class(thread, wanted);
    }
    if (!valid) {
        (void)raise_type_error(thread, "%s", message);
        return nullptr;
    }
    // Along the MRO only: __instancecheck__ has no say (PEP 3119's exception for except clauses).
    const Type* type = thread.interp.type_of(sp[-2]);
    bool matches = false;
    if (Tuple* tuple = as_tuple(wanted)) {
        for (Value item : tuple->span()) matches |= type->is_subtype(item.as<Type>());
    } else {
        matches = type->is_subtype(wanted.as<Type>());
    }
    sp[-1] = Value::boolean(matches);
    decref(wanted);
    return sp;
}

// --- with

Value* run_BEFORE_WITH(Thread& thread, Frame&, uint32_t, Value* sp) {
    Value manager = sp[-1];
    Ref<Value> enter = find_special(thread, manager, thread.interp.names().__enter__);
    if (enter.is_error()) return nullptr;
    if (enter.is_empty()) {
        (void)raise_type_error(thread, "'%s' object does not support the context manager protocol",
                               type_name(thread, manager));
        return nullptr;
    }
    Ref<Value> exit = find_special(thread, manager, thread.interp.names().__exit__);
    if (exit.is_error()) return nullptr;
    if (exit.is_empty()) {
        (void)raise_type_error(
            thread, "'%s' object does not support the context manager protocol (missed __exit__ method)",
            type_name(thread, manager));
        return nullptr;
    }
    Ref<Value> entered = call(thread, enter, {});
    if (entered.is_error()) return nullptr;
    sp[-1] = exit.release();
    *sp++ = entered.release();
    decref(manager);
    return sp;
}
// exit function, lasti, previously handled, exception -> the same, and what the exit function returned
Value* run_WITH_EXCEPT_START(Thread& thread, Frame&, uint32_t, Value* sp) {
    Value exception = sp[-1];
    if (!as_exception(exception)) [[unlikely]]
        return refuse(thread);
    Value traceback = exception.as<ExceptionObject>()->traceback;
    if (traceback.is_empty()) traceback = Value::none();
    Ref<Value> held = share(traceback);
    Ref<Value> result = call(thread, sp[-4], {Value(thread.interp.type_of(exception)), exception, traceback});
    if (result.is_error()) return nullptr;
    *sp++ = result.release();
    return sp;
}

}  // namespace moult::interp
