// Handlers of generators: creation, yield, and the loop of `yield from` and `await`.
#include "interp/calls.h"
#include "interp/eval.h"
#include "interp/generators/generator.h"
#include "interp/instructions.h"
#include "runtime/exceptions/exception.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult::interp {

// The first instruction of a generator's code: what has run so far was only cells. The caller gets the
// generator.
MOULT_HANDLER Value handle_RETURN_GENERATOR(HANDLER_PARAMETERS) {
    frame->ip = ip;
    Value generator = make_generator(*thread, frame).release();
    if (generator.is_error()) [[unlikely]]
        MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    // The frame has moved: the old place is given back without releasing anything.
    bool is_entry = frame->is_entry();
    thread->frame = frame->previous;
    --thread->recursion_depth;
    thread->stack_top = reinterpret_cast<Value*>(frame);
    if (is_entry) return generator;
    frame = thread->frame;
    ip = frame->resume;
    sp = frame->sp;
    *sp++ = generator;
    consts = frame->consts;
    DISPATCH();
}

// Hands the value on top to whoever resumed the generator. What is sent next will lie there.
MOULT_HANDLER Value handle_YIELD_VALUE(HANDLER_PARAMETERS) {
    Value value = *--sp;
    Generator* generator = frame->generator();
    bool is_entry = frame->is_entry();
    frame->ip = ip;
    frame->sp = sp;
    frame->resume = ip + 1;
    suspend_generator(*thread, generator);
    if (is_entry) return value;
    frame = thread->frame;  // a FOR_ITER waits for it
    ip = frame->resume;
    sp = frame->sp;
    *sp++ = value;
    consts = frame->consts;
    DISPATCH();
}

namespace {

// Sends `value` to the iterator of a `yield from` or `await`. The result is what it yielded, or, with
// *returned, its return value; or error.
Value send_to(Thread& thread, Value iterator, Value value, bool* returned) {
    *returned = false;
    if (Generator* generator = as_generator(iterator)) {
        Ref<Value> result;
        GeneratorOutcome outcome = generator_send(thread, generator, value, &result);
        *returned = outcome == GeneratorOutcome::kReturned;
        return outcome == GeneratorOutcome::kFailed ? Value::error() : result.release();
    }
    const TypeSlots& slots = thread.interp.type_of(iterator)->slots;
    Ref<Value> result = value.is_none() && slots.next
                            ? slots.next(thread, iterator)
                            : call_method(thread, iterator, thread.interp.names().send, {value});
    if (result.is_empty()) {
        *returned = true;
        return Value::none();
    }
    if (!result.is_error() || !error_matches(thread, thread.types().stop_iteration)) return result.release();
    Ref<Value> stop = take_error(thread);
    *returned = true;
    return stop_iteration_value(stop).release();
}

}  // namespace

// iterator, value -> iterator, yielded; or, when the iterator has returned: jump, with its value in place of
// both.
MOULT_HANDLER Value handle_SEND(HANDLER_PARAMETERS) {
    frame->ip = ip;
    bool returned;
    Value result = send_to(*thread, sp[-2], sp[-1], &returned);
    if (result.is_error()) [[unlikely]]
        MOULT_TAIL unwind(HANDLER_ARGUMENTS);
    decref(sp[-1]);
    consts = frame->consts;
    if (!returned) {
        sp[-1] = result;
        ++ip;
        DISPATCH();
    }
    --sp;
    Value iterator = sp[-1];
    sp[-1] = result;
    decref(iterator);
    ip += 1 + ip->offset();
    DISPATCH();
}

// iterator, exception -> nothing, when the exception is StopAsyncIteration; else it is raised again.
MOULT_HANDLER Value handle_END_ASYNC_FOR(HANDLER_PARAMETERS) {
    Value exception = sp[-1];
    if (!as_exception(exception)) [[unlikely]]
        MOULT_TAIL handle_RERAISE(HANDLER_ARGUMENTS);  // refuses it
    if (exception.as_object()->type()->is_subtype(thread->types().stop_async_iteration)) {
        sp -= 2;
        ++ip;
        decref(exception);
        decref(sp[0]);
        consts = frame->consts;
        DISPATCH();
    }
    frame->ip = ip;
    restore_error(*thread, Ref<Value>::take(*--sp));
    MOULT_TAIL unwind_reraised(HANDLER_ARGUMENTS);
}

}  // namespace moult::interp
