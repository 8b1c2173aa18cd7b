// Generators as such: their frames, running and suspending them, send, throw and close.
#include "interp/generator.h"

#include <algorithm>
#include <cstring>

#include "interp/calls.h"
#include "interp/eval.h"
#include "interp/instructions.h"
#include "runtime/allocate.h"
#include "runtime/objects/exception.h"

namespace moult::interp {

namespace {

const char* kind_name(const Generator* generator) {
    switch (generator->shape->kind) {
        case Kind::kCoroutine: return "coroutine";
        case Kind::kAsyncGenerator: return "async generator";
        default: return "generator";
    }
}

Type* type_for(Thread& thread, uint32_t code_flags) {
    if (code_flags & kCodeCoroutine) return thread.types().coroutine;
    if (code_flags & kCodeAsyncGenerator) return thread.types().async_generator;
    return thread.types().generator;
}

}  // namespace

Ref<Value> make_generator(Thread& thread, Frame* frame) {
    const Code* code = frame->code();
    size_t values = frame->exec->frame_values;
    Ref<Generator> generator = TRY(new_object_var<Generator>(thread, type_for(thread, code->flags),
                                                             sizeof(Frame) + values * sizeof(Value)));
    generator->name = share(Value(frame->function->name.get())).release();
    generator->qualname = share(Value(frame->function->qualname.get())).release();
    generator->code = share(Value(code)).release();
    generator->state = Generator::State::kCreated;
    generator->origin = Value::none();
    Frame* own = generator->frame();
    std::memcpy(static_cast<void*>(own), frame, sizeof(Frame));
    std::copy_n(frame->locals(), frame->exec->localsplus, own->locals());
    own->generator = generator.get();
    own->is_entry = false;
    own->previous = nullptr;
    own->sp = own->stack_bottom();
    own->resume = own->ip;
    return generator;
}

void resume_generator(Thread& thread, Generator* generator, Value sent, Generator::Resumer resumer) {
    Frame* frame = generator->frame();
    // The first resumption starts after RETURN_GENERATOR, which left room for a value that POP_TOP drops.
    *frame->sp++ = sent;
    frame->ip = frame->resume;
    generator->state = Generator::State::kRunning;
    generator->resumer = resumer;
    generator->handled.previous = thread.handled;
    thread.handled = &generator->handled;
    frame->is_entry = resumer == Generator::Resumer::kNative;
    link_frame(thread, frame);
    ++thread.recursion_depth;
}

void suspend_generator(Thread& thread, Generator* generator) {
    Frame* frame = generator->frame();
    generator->state = Generator::State::kSuspended;
    thread.handled = std::exchange(generator->handled.previous, nullptr);
    thread.frame = std::exchange(frame->previous, nullptr);
    --thread.recursion_depth;
}

void finish_generator(Thread& thread, Generator* generator) {
    suspend_generator(thread, generator);
    generator->state = Generator::State::kFinished;
    generator->handled.exception = Ref<Value>::empty();
    clear_frame(thread, generator->frame());
}

namespace {

GeneratorOutcome run_generator(Thread& thread, Generator* generator, Ref<Value>* result) {
    Ref<Generator> alive = share(generator);
    *result = run_frame(thread, generator->frame());
    if (result->is_error()) return GeneratorOutcome::kFailed;
    return generator->state == Generator::State::kSuspended ? GeneratorOutcome::kYielded : GeneratorOutcome::kReturned;
}

// Whether it can be resumed now; raises when it is running or too deep.
Status check_resumable(Thread& thread, Generator* generator) {
    if (generator->state == Generator::State::kRunning)
        return raise_value_error(thread, "%s already executing", kind_name(generator));
    if (thread.stack_exhausted() || thread.recursion_depth >= thread.interp.recursion_limit)
        return raise_recursion_error(thread, "");
    return {};
}

}  // namespace

GeneratorOutcome generator_send(Thread& thread, Generator* generator, Value sent, Ref<Value>* result) {
    if (generator->state == Generator::State::kFinished) {
        if (generator->shape->kind == Kind::kCoroutine) {
            (void)raise_runtime_error(thread, "cannot reuse already awaited coroutine");
            return GeneratorOutcome::kFailed;
        }
        *result = Value::none();
        return GeneratorOutcome::kReturned;
    }
    if (!check_resumable(thread, generator).ok()) return GeneratorOutcome::kFailed;
    if (generator->state == Generator::State::kCreated && !sent.is_none()) {
        (void)raise_type_error(thread, "can't send non-None value to a just-started %s", kind_name(generator));
        return GeneratorOutcome::kFailed;
    }
    resume_generator(thread, generator, share(sent).release(), Generator::Resumer::kNative);
    return run_generator(thread, generator, result);
}

namespace {

// Raises what is on the thread at the place where the generator is suspended.
GeneratorOutcome raise_inside(Thread& thread, Generator* generator, Ref<Value>* result) {
    Frame* frame = generator->frame();
    Ref<Value> exception = take_error(thread);
    Instr* place = frame->ip;  // its YIELD_VALUE, or the first instruction
    resume_generator(thread, generator, Value::none(), Generator::Resumer::kNative);
    --frame->sp;
    frame->ip = place;
    Ref<Generator> alive = share(generator);
    (void)raise_object(thread, exception);
    const TableEntry* table = machine_of(thread).table;
    *result = Ref<Value>::take(unwind(frame->ip, frame->sp, frame, table, frame->consts, &thread));
    if (result->is_error()) return GeneratorOutcome::kFailed;
    return generator->state == Generator::State::kSuspended ? GeneratorOutcome::kYielded : GeneratorOutcome::kReturned;
}

// Closes what `yield from` waits for: a generator, or anything with a close method.
Status close_delegate(Thread& thread, Value delegate) {
    if (Generator* inner = as_generator(delegate)) return generator_close(thread, inner);
    Ref<Value> close = find_attribute(thread, delegate, thread.interp.names.close);
    if (close.is_error()) {
        report_unraisable(thread, delegate);
        return {};
    }
    if (close.is_empty()) return {};
    Ref<Value> closed = TRY(call(thread, close, {}));
    return {};
}

// The delegate has returned `value` (owned): the generator goes on behind its SEND loop.
GeneratorOutcome resume_after_delegate(Thread& thread, Generator* generator, Ref<Value> value, Ref<Value>* result) {
    Frame* frame = generator->frame();
    Value delegate = *--frame->sp;
    decref(delegate);
    // frame->ip is the YIELD_VALUE of the loop: SEND stands right before it, and jumps to the end of the loop.
    Instr* send = frame->ip - 1;
    frame->resume = send + 1 + send->offset();
    resume_generator(thread, generator, value.release(), Generator::Resumer::kNative);
    return run_generator(thread, generator, result);
}

// throw() into what `yield from` waits for. False: there is nothing to throw into; raise in the generator itself.
bool throw_into_delegate(Thread& thread, Generator* generator, Value delegate, Ref<Value>& exception,
                         Ref<Value>* result, GeneratorOutcome* outcome) {
    auto* object = exception.as<ExceptionObject>();
    if (object->type()->is_subtype(thread.types().generator_exit)) {
        generator->state = Generator::State::kRunning;
        Status closed = close_delegate(thread, delegate);
        generator->state = Generator::State::kSuspended;
        if (!closed.ok()) exception = take_error(thread);
        return false;
    }
    Ref<Value> yielded;
    GeneratorOutcome inner_outcome;
    if (Generator* inner = as_generator(delegate)) {
        generator->state = Generator::State::kRunning;
        inner_outcome = generator_throw(thread, inner, exception, &yielded);
        generator->state = Generator::State::kSuspended;
    } else {
        Ref<Str> throw_name = intern(thread, "throw");
        Ref<Value> method = find_attribute(thread, delegate, throw_name.get());
        if (method.is_error()) {
            exception = take_error(thread);
            return false;
        }
        if (method.is_empty()) return false;
        generator->state = Generator::State::kRunning;
        yielded = call(thread, method, {exception});
        generator->state = Generator::State::kSuspended;
        inner_outcome = yielded.is_error() ? GeneratorOutcome::kFailed : GeneratorOutcome::kYielded;
        if (yielded.is_error() && error_matches(thread, thread.types().stop_iteration)) {
            Ref<Value> stop = take_error(thread);
            Value value = stop.as<ExceptionObject>()->fields[0];
            yielded = share(value.is_empty() ? Value::none() : value);
            inner_outcome = GeneratorOutcome::kReturned;
        }
    }
    switch (inner_outcome) {
        case GeneratorOutcome::kYielded:
            *result = std::move(yielded);
            *outcome = GeneratorOutcome::kYielded;
            return true;
        case GeneratorOutcome::kReturned:
            *outcome = resume_after_delegate(thread, generator, std::move(yielded), result);
            return true;
        case GeneratorOutcome::kFailed: exception = take_error(thread); return false;
    }
    return false;
}

}  // namespace

Value delegate_of(const Generator* generator) {
    if (generator->state != Generator::State::kSuspended) return Value::empty();
    auto* frame = const_cast<Generator*>(generator)->frame();
    const Registry& registry = static_cast<Machine*>(generator->type()->interp->machine)->registry;
    const Instr* ip = frame->ip;
    if (ip == frame->exec->instructions.get()) return Value::empty();
    bool in_loop = registry.index_of_op(ip[-1].op) == static_cast<uint16_t>(Basic::kSEND);
    return in_loop ? frame->sp[-1] : Value::empty();
}

GeneratorOutcome generator_throw(Thread& thread, Generator* generator, Ref<Value> exception, Ref<Value>* result) {
    if (!check_resumable(thread, generator).ok()) return GeneratorOutcome::kFailed;
    if (Value delegate = delegate_of(generator); !delegate.is_empty()) {
        Ref<Value> alive = share(delegate);
        GeneratorOutcome outcome;
        if (throw_into_delegate(thread, generator, delegate, exception, result, &outcome)) return outcome;
    }
    if (generator->state == Generator::State::kFinished) {
        (void)raise_object(thread, exception);
        return GeneratorOutcome::kFailed;
    }
    restore_error(thread, std::move(exception));
    return raise_inside(thread, generator, result);
}

Status generator_close(Thread& thread, Generator* generator) {
    if (generator->state == Generator::State::kFinished) return {};
    if (generator->state == Generator::State::kCreated) {
        // Nothing has run: nothing can see GeneratorExit.
        generator->state = Generator::State::kFinished;
        clear_frame(thread, generator->frame());
        return {};
    }
    TRY(check_resumable(thread, generator));
    Ref<Value> exit = TRY(make_exception(thread, thread.types().generator_exit, {}));
    Ref<Value> result;
    switch (generator_throw(thread, generator, std::move(exit), &result)) {
        case GeneratorOutcome::kYielded:
            return raise_runtime_error(thread, "%s ignored GeneratorExit", kind_name(generator));
        case GeneratorOutcome::kReturned: return {};
        case GeneratorOutcome::kFailed: break;
    }
    if (error_matches(thread, thread.types().generator_exit) || error_matches(thread, thread.types().stop_iteration)) {
        clear_error(thread);
        return {};
    }
    return kError;
}

}  // namespace moult::interp
