// Asynchronous generators and the awaitables that drive them (PEP 525). An async generator's own yields are
// wrapped (ASYNC_GEN_WRAP) to tell them from what an `await` inside it hands to the event loop.
#include "interp/generators/async_generator.h"

#include "interp/generators/generator_internal.h"
#include "runtime/model/allocate.h"
#include "runtime/model/visitor.h"
#include "runtime/operations/operations.h"

namespace moult::interp {

namespace {

struct WrappedValue : Object {
    Value value;  // owned
};

// The life of an asend, athrow or aclose awaitable.
enum class AwaitableState : uint8_t { kNew, kIterating, kClosed };

// What __anext__() and asend() give.
struct SendAwaitable : Object {
    Value generator;  // owned
    Value sent;       // owned: None for __anext__
    AwaitableState state;
};

// What athrow() and aclose() give.
struct ThrowAwaitable : Object {
    Value generator;  // owned
    Value arguments;  // owned: Tuple; empty for aclose
    AwaitableState state;

    bool is_close() const { return arguments.is_empty(); }
};

Generator* generator_of(const SendAwaitable* awaitable) {
    return awaitable->generator.as<Generator>();
}
Generator* generator_of(const ThrowAwaitable* awaitable) {
    return awaitable->generator.as<Generator>();
}

bool is_wrapped(const Thread& thread, Value v) {
    return v.is_object() && v.as_object()->type() == thread.types().async_generator_wrapped_value;
}
bool is_end(Thread& thread) {
    return error_matches(thread, thread.types().stop_async_iteration) ||
           error_matches(thread, thread.types().generator_exit);
}
Failure raise_plain(Thread& thread, Type* type) {
    return raise_object(thread, Value(type));
}

// What came out of the generator: a value awaited for is handed on; a value that it yielded ends the
// awaitable by StopIteration, its end by StopAsyncIteration.
Ref<Value> unwrap_value(Thread& thread, Generator* generator, GeneratorOutcome outcome, Ref<Value> result) {
    if (outcome == GeneratorOutcome::kReturned) {
        (void)raise_plain(thread, thread.types().stop_async_iteration);
        outcome = GeneratorOutcome::kFailed;
    }
    if (outcome == GeneratorOutcome::kFailed) {
        if (is_end(thread)) generator->async_closed = true;
        generator->async_running = false;
        return kError;
    }
    if (!is_wrapped(thread, result)) return result;
    generator->async_running = false;
    return raise_stop_iteration(thread, result.as<WrappedValue>()->value);
}

// --- asend, __anext__

Failure raise_reused(Thread& thread, const SendAwaitable*) {
    return raise_runtime_error(thread, "cannot reuse already awaited __anext__()/asend()");
}
Failure raise_reused(Thread& thread, const ThrowAwaitable*) {
    return raise_runtime_error(thread, "cannot reuse already awaited aclose()/athrow()");
}

Ref<Value> resume(Thread& thread, SendAwaitable* awaitable, Value sent) {
    Generator* generator = generator_of(awaitable);
    if (awaitable->state == AwaitableState::kClosed) return raise_reused(thread, awaitable);
    if (awaitable->state == AwaitableState::kNew) {
        if (generator->async_running)
            return raise_runtime_error(thread, "anext(): asynchronous generator is already running");
        if (sent.is_none()) sent = awaitable->sent;
        awaitable->state = AwaitableState::kIterating;
    }
    generator->async_running = true;
    Ref<Value> result;
    GeneratorOutcome outcome = generator_send(thread, generator, sent, &result);
    result = unwrap_value(thread, generator, outcome, std::move(result));
    if (result.is_error()) awaitable->state = AwaitableState::kClosed;
    return result;
}

Ref<Value> throw_into(Thread& thread, SendAwaitable* awaitable, std::span<const Value> arguments) {
    if (awaitable->state == AwaitableState::kClosed) return raise_reused(thread, awaitable);
    Generator* generator = generator_of(awaitable);
    Ref<Value> result;
    GeneratorOutcome outcome = generator_throw(thread, generator, arguments, true, &result);
    result = unwrap_value(thread, generator, outcome, std::move(result));
    if (result.is_error()) awaitable->state = AwaitableState::kClosed;
    return result;
}

// --- athrow, aclose

Failure raise_ignored_exit(Thread& thread, ThrowAwaitable* awaitable) {
    generator_of(awaitable)->async_running = false;
    awaitable->state = AwaitableState::kClosed;
    return raise_runtime_error(thread, "async generator ignored GeneratorExit");
}

// For aclose(), the generator's end is success: StopIteration.
Failure finish_close(Thread& thread) {
    if (is_end(thread)) {
        clear_error(thread);
        return raise_plain(thread, thread.types().stop_iteration);
    }
    return kError;
}

Ref<Value> complete(Thread& thread, ThrowAwaitable* awaitable, GeneratorOutcome outcome, Ref<Value> result) {
    Generator* generator = generator_of(awaitable);
    if (!awaitable->is_close()) {
        result = unwrap_value(thread, generator, outcome, std::move(result));
        if (result.is_error()) awaitable->state = AwaitableState::kClosed;
        return result;
    }
    if (outcome == GeneratorOutcome::kYielded)
        return is_wrapped(thread, result) ? Ref<Value>(raise_ignored_exit(thread, awaitable)) : result;
    if (outcome == GeneratorOutcome::kReturned)
        (void)raise_plain(thread, thread.types().stop_async_iteration);
    generator->async_running = false;
    awaitable->state = AwaitableState::kClosed;
    return finish_close(thread);
}

Status begin(Thread& thread, ThrowAwaitable* awaitable, Value sent) {
    Generator* generator = generator_of(awaitable);
    if (generator->async_running) {
        awaitable->state = AwaitableState::kClosed;
        return raise_runtime_error(thread, "%s: asynchronous generator is already running",
                                   awaitable->is_close() ? "aclose()" : "athrow()");
    }
    if (generator->async_closed) {
        awaitable->state = AwaitableState::kClosed;
        return raise_plain(thread, thread.types().stop_async_iteration);
    }
    if (!sent.is_none())
        return raise_runtime_error(thread, "can't send non-None value to a just-started coroutine");
    awaitable->state = AwaitableState::kIterating;
    generator->async_running = true;
    return {};
}

Ref<Value> resume(Thread& thread, ThrowAwaitable* awaitable, Value sent) {
    Generator* generator = generator_of(awaitable);
    if (awaitable->state == AwaitableState::kClosed) return raise_reused(thread, awaitable);
    if (generator->state == Generator::State::kFinished) {
        awaitable->state = AwaitableState::kClosed;
        return raise_plain(thread, thread.types().stop_iteration);
    }
    Ref<Value> result;
    GeneratorOutcome outcome;
    if (awaitable->state == AwaitableState::kNew) {
        TRY(begin(thread, awaitable, sent));
        const Value exit[] = {Value(thread.types().generator_exit)};
        std::span<const Value> arguments = exit;
        if (awaitable->is_close())
            generator->async_closed = true;
        else
            arguments = awaitable->arguments.as<Tuple>()->span();
        outcome = generator_throw(thread, generator, arguments, false, &result);
    } else {
        outcome = generator_send(thread, generator, sent, &result);
    }
    return complete(thread, awaitable, outcome, std::move(result));
}

Ref<Value> throw_into(Thread& thread, ThrowAwaitable* awaitable, std::span<const Value> arguments) {
    if (awaitable->state == AwaitableState::kClosed) return raise_reused(thread, awaitable);
    Generator* generator = generator_of(awaitable);
    Ref<Value> result;
    GeneratorOutcome outcome = generator_throw(thread, generator, arguments, true, &result);
    if (!awaitable->is_close()) return unwrap_value(thread, generator, outcome, std::move(result));
    if (outcome == GeneratorOutcome::kYielded)
        return is_wrapped(thread, result) ? Ref<Value>(raise_ignored_exit(thread, awaitable)) : result;
    if (outcome == GeneratorOutcome::kReturned)
        (void)raise_plain(thread, thread.types().stop_async_iteration);
    return finish_close(thread);
}

// --- the types of both awaitables

Value& second_value(SendAwaitable* awaitable) {
    return awaitable->sent;
}
Value& second_value(ThrowAwaitable* awaitable) {
    return awaitable->arguments;
}

template <class Awaitable>
void awaitable_dealloc(Interpreter& interp, Object* object) {
    auto* awaitable = static_cast<Awaitable*>(object);
    decref(awaitable->generator);
    decref(second_value(awaitable));
    interp.heap.free(awaitable);
}
template <class Awaitable>
void awaitable_traverse(Object* object, Visitor& visitor) {
    auto* awaitable = static_cast<Awaitable*>(object);
    visitor.visit(awaitable->generator);
    visitor.visit(second_value(awaitable));
}
Ref<Value> return_self(Thread&, Value self) {
    return share(self);
}
template <class Awaitable>
Ref<Value> awaitable_next(Thread& thread, Value self) {
    return resume(thread, self.as<Awaitable>(), Value::none());
}
template <class Awaitable>
Ref<Value> awaitable_send(Thread& thread, Args args) {
    return resume(thread, args[0].as<Awaitable>(), args[1]);
}
template <class Awaitable>
Ref<Value> awaitable_throw(Thread& thread, Args args) {
    TRY(check_throw_arguments(thread, args.rest()));
    return throw_into(thread, args[0].as<Awaitable>(), args.rest());
}
template <class Awaitable>
Ref<Value> awaitable_close(Thread&, Args args) {
    args[0].as<Awaitable>()->state = AwaitableState::kClosed;
    return Value::none();
}

template <class Awaitable>
constexpr MethodDef kAwaitableMethods[] = {
    {"send(self, value, /)", awaitable_send<Awaitable>, "Resume the asynchronous generator with a value."},
    {"throw(self, /, *args)", awaitable_throw<Awaitable>,
     "Raise an exception inside the asynchronous generator."},
    {"close(self, /)", awaitable_close<Awaitable>, "End the awaitable; the generator stays as it is."},
};

template <class Awaitable>
Type* make_awaitable_type(Interpreter& interp, const char* name) {
    TypeSpec spec;
    spec.name = name;
    spec.kind = Kind::kOtherIterator;
    spec.flags = kGcType | kDisallowNew;
    spec.size = sizeof(Awaitable);
    spec.slots.dealloc = awaitable_dealloc<Awaitable>;
    spec.slots.traverse = awaitable_traverse<Awaitable>;
    spec.slots.iter = return_self;
    spec.slots.next = awaitable_next<Awaitable>;
    spec.slots.await = return_self;
    spec.methods = kAwaitableMethods<Awaitable>;
    return make_type(interp, spec);
}

// --- the generator itself

// The first use of a generator: tells the event loop (sys.set_asyncgen_hooks).
Status call_first_hook(Thread& thread, Generator* generator) {
    if (generator->async_hooks_called) return {};
    generator->async_hooks_called = true;
    Value finalizer = thread.async_generator_finalizer;
    if (!finalizer.is_empty()) decref(std::exchange(generator->origin, share(finalizer).release()));
    Ref<Value> first = thread.async_generator_first_hook;
    if (first.is_empty()) return {};
    return as_status(call(thread, first, {Value(generator)}));
}

Ref<Value> make_send(Thread& thread, Value generator, Value sent) {
    TRY(call_first_hook(thread, generator.as<Generator>()));
    Ref<SendAwaitable> awaitable =
        TRY(new_object<SendAwaitable>(thread, thread.types().async_generator_asend));
    awaitable->generator = share(generator).release();
    awaitable->sent = share(sent).release();
    return awaitable;
}
Ref<Value> make_throw(Thread& thread, Value generator, Ref<Value> arguments) {
    TRY(call_first_hook(thread, generator.as<Generator>()));
    Ref<ThrowAwaitable> awaitable =
        TRY(new_object<ThrowAwaitable>(thread, thread.types().async_generator_athrow));
    awaitable->generator = share(generator).release();
    awaitable->arguments = arguments.release();
    return awaitable;
}

Ref<Value> async_next(Thread& thread, Value self) {
    return make_send(thread, self, Value::none());
}
Ref<Value> asend_method(Thread& thread, Args args) {
    return make_send(thread, args[0], args[1]);
}
Ref<Value> aclose_method(Thread& thread, Args args) {
    return make_throw(thread, args[0], Ref<Value>::empty());
}
Ref<Value> athrow_method(Thread& thread, Args args) {
    Ref<Tuple> arguments = TRY(make_tuple(thread, args.rest()));
    return make_throw(thread, args[0], std::move(arguments));
}
Ref<Value> class_getitem_method(Thread& thread, Args args) {
    return call(thread, Value(thread.types().generic_alias), {args[0], args[1]});
}
Ref<Value> get_running(Thread&, Value self) {
    return Value::boolean(self.as<Generator>()->async_running);
}

constexpr MethodDef kMethods[] = {
    {"asend(self, value, /)", asend_method, "An awaitable that resumes the generator with a value."},
    {"athrow(self, /, *args)", athrow_method, "An awaitable that raises an exception inside the generator."},
    {"aclose(self, /)", aclose_method, "An awaitable that raises GeneratorExit inside the generator."},
    {"@class __class_getitem__(cls, item, /)", class_getitem_method, "See PEP 585"},
};
constexpr GetSetDef kAttributes[] = {
    {"__name__", get_generator_name, set_generator_name, "name of the async generator"},
    {"__qualname__", get_generator_qualname, set_generator_qualname, "qualified name of the async generator"},
    {"ag_await", get_generator_delegate, nullptr, "object being awaited on, or None"},
    {"ag_frame", get_generator_frame, nullptr, nullptr},
    {"ag_running", get_running, nullptr, nullptr},
    {"ag_code", get_generator_code, nullptr, nullptr},
};

void wrapped_dealloc(Interpreter& interp, Object* object) {
    decref(static_cast<WrappedValue*>(object)->value);
    interp.heap.free(object);
}
void wrapped_traverse(Object* object, Visitor& visitor) {
    visitor.visit(static_cast<WrappedValue*>(object)->value);
}

}  // namespace

Ref<Value> wrap_async_value(Thread& thread, Value value) {
    Ref<WrappedValue> wrapped =
        TRY(new_object<WrappedValue>(thread, thread.types().async_generator_wrapped_value));
    wrapped->value = share(value).release();
    return wrapped;
}

bool finalize_with_hook(Thread& thread, Generator* generator) {
    if (generator->origin.is_none() || generator->async_closed) return false;
    Ref<Value> hook = share(generator->origin);
    Ref<Value> result = call(thread, hook, {Value(generator)});
    if (result.is_error()) report_unraisable(thread, Value(generator));
    return true;
}

void init_async_generators(Interpreter& interp) {
    TypeSpec spec = generator_spec("async_generator", Kind::kAsyncGenerator);
    spec.slots.async_iter = return_self;
    spec.slots.async_next = async_next;
    spec.methods = kMethods;
    spec.attributes = kAttributes;
    interp.types.async_generator = make_type(interp, spec);
    interp.types.async_generator_asend = make_awaitable_type<SendAwaitable>(interp, "async_generator_asend");
    interp.types.async_generator_athrow =
        make_awaitable_type<ThrowAwaitable>(interp, "async_generator_athrow");

    TypeSpec wrapped;
    wrapped.name = "async_generator_wrapped_value";
    wrapped.flags = kGcType | kDisallowNew;
    wrapped.size = sizeof(WrappedValue);
    wrapped.slots.dealloc = wrapped_dealloc;
    wrapped.slots.traverse = wrapped_traverse;
    interp.types.async_generator_wrapped_value = make_type(interp, wrapped);
}

}  // namespace moult::interp
