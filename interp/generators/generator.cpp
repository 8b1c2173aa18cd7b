// Generators as such: their frames, running and suspending them, send, throw and close.
#include "interp/generators/generator.h"

#include "compiler/opcode.h"

#include <algorithm>
#include <cstring>

#include "interp/calls.h"
#include "interp/eval.h"
#include "interp/generators/generator_internal.h"
#include "interp/instructions.h"
#include "runtime/exceptions/exception.h"
#include "runtime/exceptions/exception_class.h"
#include "runtime/operations/allocate.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

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
    generator->state = Generator::State::kFinished;  // until it has its frame
    generator->origin = Value::none();
    if (thread.coroutine_origin_depth && (code->flags & kCodeCoroutine)) [[unlikely]]
        generator->origin = TRY(coroutine_origin(thread, frame->previous)).release();
    Frame* own = generator->frame();
    std::memcpy(static_cast<void*>(own), frame, sizeof(Frame));
    std::copy_n(frame->locals(), frame->exec->localsplus, own->locals());
    own->set_generator(generator.get());
    own->set_entry(false);
    own->previous = nullptr;
    own->sp = own->stack_bottom();
    own->resume = own->ip + 1;
    generator->state = Generator::State::kCreated;
    // The ends of those that can run code are seen by the program.
    if (!own->exec->exception_ranges.empty() || generator->shape->kind != Kind::kGenerator)
        thread.heap.note_birth(generator.get());
    return generator;
}

void finish_generator(Thread& thread, Generator* generator) {
    suspend_generator(thread, generator);
    generator->state = Generator::State::kFinished;
    generator->handled.exception = Ref<Value>::empty();
    clear_frame(thread, generator->frame());
}

namespace {

GeneratorOutcome outcome_of_run(const Generator* generator, const Ref<Value>& result) {
    if (result.is_error()) return GeneratorOutcome::kFailed;
    return generator->state == Generator::State::kSuspended ? GeneratorOutcome::kYielded
                                                            : GeneratorOutcome::kReturned;
}

GeneratorOutcome run_generator(Thread& thread, Generator* generator, Ref<Value>* result) {
    Ref<Generator> alive = share(generator);
    *result = run_frame(thread, generator->frame());
    return outcome_of_run(generator, *result);
}

// What throw(type, value) means: value itself when it is an instance of the type, else type(value) or
// type(*value).
Ref<Value> instantiate(Thread& thread, Type* type, Value value) {
    if (as_exception(value) && thread.interp.type_of(value)->is_subtype(type)) return share(value);
    CallArgs args;
    if (Tuple* tuple = as_tuple(value))
        args = {tuple->items(), static_cast<uint32_t>(tuple->length), nullptr};
    else if (!value.is_none())
        args = {&value, 1, nullptr};
    Ref<Value> made = TRY(call(thread, Value(type), args));
    if (as_exception(made)) return made;
    return raise_type_error(thread, "calling %s should have returned an instance of BaseException, not %s",
                            repr_text(thread, Value(type)).c_str(),
                            repr_text(thread, Value(thread.interp.type_of(made))).c_str());
}

// Whether it can be resumed now; raises when it is running or too deep.
Status check_resumable(Thread& thread, Generator* generator) {
    if (generator->is_running())
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
        (void)raise_type_error(thread, "can't send non-None value to a just-started %s",
                               kind_name(generator));
        return GeneratorOutcome::kFailed;
    }
    resume_generator(thread, generator, share(sent).release(), Generator::Resumer::kNative);
    return run_generator(thread, generator, result);
}

// --- throw

namespace {

// Raises what is on the thread at the place where the generator is suspended.
GeneratorOutcome raise_inside(Thread& thread, Generator* generator, Ref<Value>* result) {
    Frame* frame = generator->frame();
    Ref<Value> exception = take_error(thread);
    // What the generator was handling when it yielded is the context; what its caller handles is not.
    Value handled = generator->handled.exception;
    if (handled.is_object()) set_exception_context(exception.as<ExceptionObject>(), handled);
    Instr* place = frame->ip;  // its YIELD_VALUE, or the first instruction
    resume_generator(thread, generator, Value::none(), Generator::Resumer::kNative);
    --frame->sp;
    frame->ip = place;
    Ref<Generator> alive = share(generator);
    restore_error(thread, std::move(exception));
    const TableEntry* table = machine_of(thread).table;
    *result = Ref<Value>::take(unwind(frame->ip, frame->sp, frame, table, frame->consts, &thread));
    return outcome_of_run(generator, *result);
}

// Puts on the thread what the arguments of throw() ask for, or the TypeError that they deserve.
void raise_thrown(Thread& thread, std::span<const Value> arguments) {
    Value type = arguments[0];
    Value value = arguments.size() > 1 ? arguments[1] : Value::none();
    Value traceback = arguments.size() > 2 ? arguments[2] : Value::none();
    if (!traceback.is_none() && !is_exact<Traceback>(traceback))
        return (void)raise_type_error(thread, "throw() third argument must be a traceback object");
    Ref<Value> exception;
    if (is_exception_class(thread.types(), type)) {
        exception = instantiate(thread, type.as<Type>(), value);
        if (exception.is_error()) return;
    } else if (as_exception(type)) {
        if (!value.is_none())
            return (void)raise_type_error(thread, "instance exception may not have a separate value");
        exception = share(type);
    } else {
        return (void)raise_type_error(
            thread, "exceptions must be classes or instances deriving from BaseException, not %s",
            type_name(thread, type));
    }
    if (!traceback.is_none()) {
        Value& place = exception.as<ExceptionObject>()->traceback;
        incref(traceback);
        decref(std::exchange(place, traceback));
    }
    restore_error(thread, std::move(exception));
}

bool is_generator_exit(const Thread& thread, Value type) {
    const Type* exit = thread.types().generator_exit;
    if (is_exception_class(thread.types(), type)) return type.as<Type>()->is_subtype(exit);
    return as_exception(type) && type.as_object()->type()->is_subtype(exit);
}

// While its delegate runs.
class DelegateRuns {
  public:
    explicit DelegateRuns(Generator* generator) : generator_(generator) {
        generator->state = Generator::State::kDelegating;
    }
    ~DelegateRuns() { generator_->state = Generator::State::kSuspended; }

  private:
    Generator* generator_;
};

// A frame that waits for another generator's lies below it on the stack, though none of its instructions run.
class LinkedFrame {
  public:
    LinkedFrame(Thread& thread, Frame* frame) : thread_(thread), frame_(frame) { link_frame(thread, frame); }
    ~LinkedFrame() { thread_.frame = std::exchange(frame_->previous, nullptr); }
    LinkedFrame(const LinkedFrame&) = delete;

  private:
    Thread& thread_;
    Frame* frame_;
};

// Closes what `yield from` waits for: a generator, or anything with a close method.
Status close_delegate(Thread& thread, Generator* generator, Value delegate) {
    DelegateRuns running(generator);
    if (Generator* inner = as_generator(delegate)) return generator_close(thread, inner);
    Ref<Value> close = find_attribute(thread, delegate, thread.interp.names().close);
    if (close.is_error()) {
        report_unraisable(thread, delegate);
        return {};
    }
    if (close.is_empty()) return {};
    return as_status(call(thread, close, {}));
}

// The delegate has returned `value` (owned): the generator goes on behind its SEND loop.
GeneratorOutcome resume_after_delegate(Thread& thread, Generator* generator, Ref<Value> value,
                                       Ref<Value>* result) {
    Frame* frame = generator->frame();
    // frame->ip is the YIELD_VALUE of the loop: SEND stands right before it, and jumps to the end of the
    // loop.
    Instr* send = frame->ip - 1;
    frame->resume = send + 1 + send->offset();
    Value delegate = *--frame->sp;
    decref(delegate);
    resume_generator(thread, generator, value.release(), Generator::Resumer::kNative);
    return run_generator(thread, generator, result);
}

// The delegate's own throw(). Empty: it has none.
Ref<Value> throw_method(Thread& thread, Value delegate) {
    Ref<Str> name = TRY(intern(thread, "throw"));
    return find_attribute(thread, delegate, name.get());
}

GeneratorOutcome throw_into(Thread& thread, Generator* generator, Value delegate, const Ref<Value>& method,
                            std::span<const Value> arguments, bool close_on_exit, Ref<Value>* result) {
    DelegateRuns running(generator);
    GeneratorOutcome outcome;
    if (Generator* inner = as_generator(delegate)) {
        LinkedFrame linked(thread, generator->frame());
        outcome = generator_throw(thread, inner, arguments, close_on_exit, result);
    } else {
        *result = call(thread, method, {arguments.data(), static_cast<uint32_t>(arguments.size()), nullptr});
        outcome = result->is_error() ? GeneratorOutcome::kFailed : GeneratorOutcome::kYielded;
    }
    if (outcome != GeneratorOutcome::kFailed || !error_matches(thread, thread.types().stop_iteration))
        return outcome;
    Ref<Value> stop = take_error(thread);
    *result = stop_iteration_value(stop);
    return GeneratorOutcome::kReturned;
}

// throw() into what `yield from` waits for, and what follows from it in the generator itself.
GeneratorOutcome throw_through_delegate(Thread& thread, Generator* generator, Value delegate,
                                        std::span<const Value> arguments, bool close_on_exit,
                                        Ref<Value>* result) {
    if (close_on_exit && is_generator_exit(thread, arguments[0])) {
        if (close_delegate(thread, generator, delegate).ok()) raise_thrown(thread, arguments);
        return raise_inside(thread, generator, result);
    }
    Ref<Value> method;
    if (!as_generator(delegate)) {
        method = throw_method(thread, delegate);
        if (method.is_error()) return GeneratorOutcome::kFailed;
        if (method.is_empty()) {
            raise_thrown(thread, arguments);
            return raise_inside(thread, generator, result);
        }
    }
    Ref<Value> inner;
    switch (throw_into(thread, generator, delegate, method, arguments, close_on_exit, &inner)) {
        case GeneratorOutcome::kYielded: *result = std::move(inner); return GeneratorOutcome::kYielded;
        case GeneratorOutcome::kReturned:
            return resume_after_delegate(thread, generator, std::move(inner), result);
        case GeneratorOutcome::kFailed: break;
    }
    return raise_inside(thread, generator, result);
}

}  // namespace

Value delegate_of(const Generator* generator) {
    if (generator->state != Generator::State::kSuspended && generator->state != Generator::State::kDelegating)
        return Value::empty();
    auto* frame = const_cast<Generator*>(generator)->frame();
    // It goes on at a RESUME, whose argument tells what it has yielded from: 2 yield from, 3 await.
    const uint8_t* resume = frame->code()->wordcode + frame->exec->wordcode_offset(frame->resume);
    bool delegates = resume[0] == static_cast<uint8_t>(compiler::Opcode::RESUME) && (resume[1] & 3) >= 2;
    return delegates ? frame->sp[-1] : Value::empty();
}

GeneratorOutcome generator_throw(Thread& thread, Generator* generator, std::span<const Value> arguments,
                                 bool close_on_exit, Ref<Value>* result) {
    if (!check_resumable(thread, generator).ok()) return GeneratorOutcome::kFailed;
    Ref<Generator> alive = share(generator);
    if (Value delegate = delegate_of(generator); !delegate.is_empty()) {
        Ref<Value> held = share(delegate);
        return throw_through_delegate(thread, generator, delegate, arguments, close_on_exit, result);
    }
    raise_thrown(thread, arguments);
    if (generator->state == Generator::State::kFinished) {
        if (generator->shape->kind == Kind::kCoroutine) {
            clear_error(thread);
            (void)raise_runtime_error(thread, "cannot reuse already awaited coroutine");
        }
        return GeneratorOutcome::kFailed;
    }
    return raise_inside(thread, generator, result);
}

// --- close

bool close_runs_code(const Generator* generator) {
    switch (generator->state) {
        case Generator::State::kFinished:
        case Generator::State::kCreated: return false;
        case Generator::State::kRunning:
        case Generator::State::kDelegating: return true;
        case Generator::State::kSuspended: break;
    }
    if (!delegate_of(generator).is_empty()) return true;
    const Frame* frame = const_cast<Generator*>(generator)->frame();
    return frame->exec->find_range(frame->exec->wordcode_offset(frame->ip));
}

void abandon_generator(Thread& thread, Generator* generator) {
    generator->state = Generator::State::kFinished;
    generator->handled.exception = Ref<Value>::empty();
    Frame* frame = generator->frame();
    while (frame->sp > frame->stack_bottom()) decref(*--frame->sp);
    clear_frame(thread, frame);
}

Status generator_close(Thread& thread, Generator* generator) {
    if (generator->state == Generator::State::kFinished) return {};
    if (!close_runs_code(generator)) {
        abandon_generator(thread, generator);
        return {};
    }
    const Value exit[] = {Value(thread.types().generator_exit)};
    Ref<Value> result;
    switch (generator_throw(thread, generator, exit, true, &result)) {
        case GeneratorOutcome::kYielded:
            return raise_runtime_error(thread, "%s ignored GeneratorExit", kind_name(generator));
        case GeneratorOutcome::kReturned: return {};
        case GeneratorOutcome::kFailed: break;
    }
    if (error_matches(thread, thread.types().generator_exit) ||
        error_matches(thread, thread.types().stop_iteration)) {
        clear_error(thread);
        return {};
    }
    return kError;
}

}  // namespace moult::interp
