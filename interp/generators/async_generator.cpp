// Asynchronous generators and the awaitables that drive them (PEP 525). An async generator's own yields are
// wrapped (ASYNC_GEN_WRAP) to tell them from what an `await` inside it hands to the event loop.
#include "interp/generators/async_generator.h"

#include "interp/generators/generator_internal.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult::interp {

namespace {

struct WrappedValue : Object {
    Value value;  // owned
    static constexpr auto kFields = fields<&WrappedValue::value>;
};

// The life of an asend, athrow or aclose awaitable.
enum class AwaitableState : uint8_t { kNew, kIterating, kClosed };

// What __anext__() and asend() give.
struct SendAwaitable : Object {
    Value generator;  // owned
    Value sent;       // owned: None for __anext__
    AwaitableState state;
    static constexpr auto kFields = fields<&SendAwaitable::generator, &SendAwaitable::sent>;
};

// What athrow() and aclose() give.
struct ThrowAwaitable : Object {
    Value generator;  // owned
    Value arguments;  // owned: Tuple; empty for aclose
    AwaitableState state;
    static constexpr auto kFields = fields<&ThrowAwaitable::generator, &ThrowAwaitable::arguments>;

    bool is_close() const { return arguments.is_empty(); }
};

Generator* generator_of(const SendAwaitable* awaitable) {
    return awaitable->generator.as<Generator>();
}
Generator* generator_of(const ThrowAwaitable* awaitable) {
    return awaitable->generator.as<Generator>();
}

constexpr TypeSpec kWrappedValueType = native<WrappedValue>({.name = "async_generator_wrapped_value"});

bool is_wrapped(Value v) {
    return v.is_object() && v.as_object()->type()->spec == &kWrappedValueType;
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
    if (!is_wrapped(result)) return result;
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
        return is_wrapped(result) ? Ref<Value>(raise_ignored_exit(thread, awaitable)) : result;
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

// athrow() takes any arguments; how many they are is looked at when they are thrown.
Result<std::span<const Value>> check_count(Thread& thread, std::span<const Value> arguments) {
    bool none = arguments.empty();
    if (!none && arguments.size() <= 3) return arguments;
    return raise_type_error(thread, "athrow expected at %s, got %zu",
                            none ? "least 1 argument" : "most 3 arguments", arguments.size());
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
            arguments = TRY(check_count(thread, awaitable->arguments.as<Tuple>()->span()));
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
        return is_wrapped(result) ? Ref<Value>(raise_ignored_exit(thread, awaitable)) : result;
    if (outcome == GeneratorOutcome::kReturned)
        (void)raise_plain(thread, thread.types().stop_async_iteration);
    return finish_close(thread);
}

// --- the types of both awaitables

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
    return throw_into(thread, args[0].as<Awaitable>(), thrown_arguments(args));
}
template <class Awaitable>
Ref<Value> awaitable_close(Thread&, Args args) {
    args[0].as<Awaitable>()->state = AwaitableState::kClosed;
    return Value::none();
}

template <class Awaitable>
constexpr MethodDef kAwaitableMethods[] = {
    {"@hidden send(self, value, /)", awaitable_send<Awaitable>,
     "Resume the asynchronous generator with a value."},
    {"@hidden throw(self, type, value=..., traceback=..., /)", awaitable_throw<Awaitable>,
     "Raise an exception inside the asynchronous generator."},
    {"@hidden close(self, /)", awaitable_close<Awaitable>,
     "End the awaitable; the generator stays as it is."},
};

template <class Awaitable>
consteval TypeSpec awaitable_type(const char* name) {
    return native<Awaitable>(
        {.name = name,
         .slots = {.iter = return_self, .next = awaitable_next<Awaitable>, .await = return_self},
         .methods = kAwaitableMethods<Awaitable>});
}
constexpr TypeSpec kSendAwaitableType = awaitable_type<SendAwaitable>("async_generator_asend");
constexpr TypeSpec kThrowAwaitableType = awaitable_type<ThrowAwaitable>("async_generator_athrow");

// --- the generator itself

// The first use of a generator: tells the event loop (sys.set_asyncgen_hooks).
Status call_first_hook(Thread& thread, Generator* generator) {
    if (generator->async_hooks_called) return {};
    generator->async_hooks_called = true;
    Value finalizer = thread.async_generator_finalizer;
    if (!finalizer.is_empty()) replace_field(generator->origin, finalizer);
    Ref<Value> first = thread.async_generator_first_hook;
    if (first.is_empty()) return {};
    return as_status(call(thread, first, {Value(generator)}));
}

Ref<Value> make_send(Thread& thread, Value generator, Value sent) {
    TRY(call_first_hook(thread, generator.as<Generator>()));
    Type* type = native_type(thread.interp, kSendAwaitableType);
    Ref<SendAwaitable> awaitable = TRY(new_object<SendAwaitable>(thread, type));
    awaitable->generator = share(generator).release();
    awaitable->sent = share(sent).release();
    return awaitable;
}
Ref<Value> make_throw(Thread& thread, Value generator, Ref<Value> arguments) {
    TRY(call_first_hook(thread, generator.as<Generator>()));
    Type* type = native_type(thread.interp, kThrowAwaitableType);
    Ref<ThrowAwaitable> awaitable = TRY(new_object<ThrowAwaitable>(thread, type));
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
    {"@hidden asend(self, value, /)", asend_method, "An awaitable that resumes the generator with a value."},
    {"@hidden athrow(self, /, *args)", athrow_method,
     "An awaitable that raises an exception inside the generator."},
    {"@hidden aclose(self, /)", aclose_method,
     "An awaitable that raises GeneratorExit inside the generator."},
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

}  // namespace

Ref<Value> wrap_async_value(Thread& thread, Value value) {
    Type* type = native_type(thread.interp, kWrappedValueType);
    Ref<WrappedValue> wrapped = TRY(new_object<WrappedValue>(thread, type));
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

constexpr TypeSpec kAsyncGeneratorType = native<Generator>({.name = "async_generator",
                                                            .kind = Kind::kAsyncGenerator,
                                                            .flags = kHasWeakrefSupport,
                                                            .slots = {.finalize = generator_finalize,
                                                                      .repr = generator_repr,
                                                                      .async_iter = return_self,
                                                                      .async_next = async_next},
                                                            .methods = kMethods,
                                                            .attributes = kAttributes});

}  // namespace moult::interp
