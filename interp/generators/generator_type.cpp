// The type generator, and what coroutine and async_generator share with it: memory, finalization, repr,
// attributes.
#include "interp/calls.h"
#include "interp/frame_object.h"
#include "interp/generators/generator_internal.h"
#include "runtime/state/types.h"

namespace moult {
namespace interp {

namespace {

Ref<Value> generator_iter(Thread&, Value self) {
    return share(self);
}
Ref<Value> generator_next(Thread& thread, Value self) {
    Ref<Value> result;
    GeneratorOutcome outcome = generator_send(thread, self.as<Generator>(), Value::none(), &result);
    return next_or_empty(thread, outcome, std::move(result));
}

Ref<Value> send_method(Thread& thread, Args args) {
    return send_to_generator(thread, args[0].as<Generator>(), args[1]);
}
Ref<Value> throw_method(Thread& thread, Args args) {
    return throw_into_generator(thread, args[0].as<Generator>(), thrown_arguments(args));
}
Ref<Value> close_method(Thread& thread, Args args) {
    return close_generator(thread, args[0].as<Generator>());
}

constexpr MethodDef kMethods[] = {
    {"@hidden send(self, value, /)", send_method,
     "Resume with a value; return the next yielded one or raise StopIteration."},
    {"@hidden throw(self, type, value=..., traceback=..., /)", throw_method,
     "Raise an exception at the place of the suspended yield; return the next yielded value."},
    {"@hidden close(self, /)", close_method,
     "Raise GeneratorExit inside the generator, which must let it end it."},
};
constexpr GetSetDef kAttributes[] = {
    {"__name__", get_generator_name, set_generator_name, "name of the generator"},
    {"__qualname__", get_generator_qualname, set_generator_qualname, "qualified name of the generator"},
    {"gi_frame", get_generator_frame, nullptr, nullptr},
    {"gi_running", get_generator_running, nullptr, nullptr},
    {"gi_suspended", get_generator_suspended, nullptr, nullptr},
    {"gi_code", get_generator_code, nullptr, nullptr},
    {"gi_yieldfrom", get_generator_delegate, nullptr, "object being iterated by yield from, or None"},
};

Status set_name(Thread& thread, Value* place, Value value, const char* attribute) {
    if (value.is_empty() || !as_str(value))
        return raise_type_error(thread, "%s must be set to a string object", attribute);
    replace_field(*place, value);
    return {};
}

}  // namespace

void end_generator(Thread& thread, Generator* generator) {
    if (generator->state == Generator::State::kFinished) return;
    if (generator->shape->kind == Kind::kAsyncGenerator && finalize_with_hook(thread, generator)) return;
    if (generator->shape->kind == Kind::kCoroutine && generator->state == Generator::State::kCreated)
        return warn_never_awaited(thread, generator);
    if (!generator_close(thread, generator).ok()) report_unraisable(thread, Value(generator));
}

Ref<Value> generator_repr(Thread& thread, Value self) {
    auto* generator = self.as<Generator>();
    return format_str(thread, "<%s object %s at %p>", to_utf8(generator->type()->name.get()).c_str(),
                      to_utf8(generator->qualname.as<Str>()).c_str(), static_cast<void*>(generator));
}

// What needs no Python code is left to dealloc, so that long chains of generators are freed without
// recursion.
void generator_finalize(Thread& thread, Object* object) {
    auto* generator = static_cast<Generator*>(object);
    bool announced =
        generator->shape->kind == Kind::kAsyncGenerator ||
        (generator->shape->kind == Kind::kCoroutine && generator->state == Generator::State::kCreated);
    if (announced || close_runs_code(generator)) end_generator(thread, generator);
}

// --- outcomes

Ref<Value> yielded_or_stop(Thread& thread, GeneratorOutcome outcome, Ref<Value> result) {
    switch (outcome) {
        case GeneratorOutcome::kYielded: return result;
        case GeneratorOutcome::kReturned:
            return raise_stop_iteration(thread, result.is_none() ? Value::empty() : result.get());
        case GeneratorOutcome::kFailed: break;
    }
    return kError;
}
Ref<Value> next_or_empty(Thread& thread, GeneratorOutcome outcome, Ref<Value> result) {
    if (outcome == GeneratorOutcome::kReturned && result.is_none()) return Ref<Value>::empty();
    return yielded_or_stop(thread, outcome, std::move(result));
}

Ref<Value> send_to_generator(Thread& thread, Generator* generator, Value sent) {
    Ref<Value> result;
    GeneratorOutcome outcome = generator_send(thread, generator, sent, &result);
    return yielded_or_stop(thread, outcome, std::move(result));
}
Ref<Value> throw_into_generator(Thread& thread, Generator* generator, std::span<const Value> arguments) {
    Ref<Value> result;
    GeneratorOutcome outcome = generator_throw(thread, generator, arguments, true, &result);
    return yielded_or_stop(thread, outcome, std::move(result));
}
Ref<Value> close_generator(Thread& thread, Generator* generator) {
    TRY(generator_close(thread, generator));
    return Value::none();
}

// --- attributes

Ref<Value> get_generator_name(Thread&, Value self) {
    return share(self.as<Generator>()->name);
}
Status set_generator_name(Thread& thread, Value self, Value value) {
    return set_name(thread, &self.as<Generator>()->name, value, "__name__");
}
Ref<Value> get_generator_qualname(Thread&, Value self) {
    return share(self.as<Generator>()->qualname);
}
Status set_generator_qualname(Thread& thread, Value self, Value value) {
    return set_name(thread, &self.as<Generator>()->qualname, value, "__qualname__");
}
Ref<Value> get_generator_frame(Thread& thread, Value self) {
    auto* generator = self.as<Generator>();
    if (generator->state == Generator::State::kFinished) return Value::none();
    return frame_object_of(thread, generator->frame());
}
Ref<Value> get_generator_running(Thread&, Value self) {
    return Value::boolean(self.as<Generator>()->is_running());
}
Ref<Value> get_generator_suspended(Thread&, Value self) {
    return Value::boolean(self.as<Generator>()->state == Generator::State::kSuspended);
}
Ref<Value> get_generator_code(Thread&, Value self) {
    return share(self.as<Generator>()->code);
}
Ref<Value> get_generator_delegate(Thread&, Value self) {
    Value delegate = delegate_of(self.as<Generator>());
    return share(delegate.is_empty() ? Value::none() : delegate);
}

}  // namespace interp

void Generator::release(Interpreter& interp, Generator& generator) {
    if (generator.state != State::kFinished) interp::abandon_generator(running_thread(interp), &generator);
    generator.handled.exception = Ref<Value>::empty();
}

void Generator::visit(Generator& generator, Visitor& visitor) {
    visitor.visit(generator.handled.exception);
    // A running frame's operand stack is not in memory: what it holds stays alive, as its references are
    // counted by nobody.
    if (generator.state != State::kCreated && generator.state != State::kSuspended) return;
    Frame* frame = generator.frame();
    for (Value* p = frame->locals(); p != frame->sp; ++p) visitor.visit(*p);
    visitor.visit(frame->function);
    Value rare[] = {frame->locals_dict(), frame->frame_object()};
    for (Value value : rare) visitor.visit(value);
}

void Generator::clear(Interpreter& interp, Generator& generator) {
    if (generator.state == State::kCreated || generator.state == State::kSuspended)
        interp::abandon_generator(running_thread(interp), &generator);
}

namespace interp {

constexpr TypeSpec kGeneratorType = native<Generator>({.name = "generator",
                                                       .kind = Kind::kGenerator,
                                                       .flags = kHasWeakrefSupport,
                                                       .slots = {.finalize = generator_finalize,
                                                                 .repr = generator_repr,
                                                                 .iter = generator_iter,
                                                                 .next = generator_next},
                                                       .methods = kMethods,
                                                       .attributes = kAttributes});

void init_generators(Interpreter& interp) {
    interp.types().generator = native_type(interp, kGeneratorType);
    interp.types().coroutine = native_type(interp, kCoroutineType);
    interp.types().async_generator = native_type(interp, kAsyncGeneratorType);
}

}  // namespace interp
}  // namespace moult
