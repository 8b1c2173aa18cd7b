// Coroutines, the iterator that their __await__ gives, and what `await` accepts (PEP 492).
#include <cstdio>

#include "interp/generators/generator_internal.h"
#include "interp/reporting/warnings.h"
#include "runtime/containers/list.h"
#include "runtime/objects/code_locations.h"
#include "runtime/objects/module.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult::interp {

namespace {

// coroutine.__await__(): the coroutine as an iterator.
struct CoroutineWrapper : Object {
    Value coroutine;  // owned
    static constexpr auto kFields = fields<&CoroutineWrapper::coroutine>;
};

Generator* wrapped(Value self) {
    return self.as<CoroutineWrapper>()->coroutine.as<Generator>();
}
Ref<Value> wrapper_iter(Thread&, Value self) {
    return share(self);
}
Ref<Value> wrapper_next(Thread& thread, Value self) {
    Ref<Value> result;
    GeneratorOutcome outcome = generator_send(thread, wrapped(self), Value::none(), &result);
    return next_or_empty(thread, outcome, std::move(result));
}
Ref<Value> wrapper_send(Thread& thread, Args args) {
    return send_to_generator(thread, wrapped(args[0]), args[1]);
}
Ref<Value> wrapper_throw(Thread& thread, Args args) {
    return throw_into_generator(thread, wrapped(args[0]), thrown_arguments(args));
}
Ref<Value> wrapper_close(Thread& thread, Args args) {
    return close_generator(thread, wrapped(args[0]));
}

Ref<Value> coroutine_send(Thread& thread, Args args) {
    return send_to_generator(thread, args[0].as<Generator>(), args[1]);
}
Ref<Value> coroutine_throw(Thread& thread, Args args) {
    return throw_into_generator(thread, args[0].as<Generator>(), thrown_arguments(args));
}
Ref<Value> coroutine_close(Thread& thread, Args args) {
    return close_generator(thread, args[0].as<Generator>());
}
Ref<Value> get_origin(Thread&, Value self) {
    return share(self.as<Generator>()->origin);
}

constexpr MethodDef kWrapperMethods[] = {
    {"@hidden send(self, value, /)", wrapper_send, "Resume the coroutine with a value."},
    {"@hidden throw(self, type, value=..., traceback=..., /)", wrapper_throw,
     "Raise an exception inside the coroutine."},
    {"@hidden close(self, /)", wrapper_close, "Raise GeneratorExit inside the coroutine."},
};
constexpr TypeSpec kCoroutineWrapperType =
    native<CoroutineWrapper>({.name = "coroutine_wrapper",
                              .doc = "A wrapper object implementing __await__ for coroutines.",
                              .slots = {.iter = wrapper_iter, .next = wrapper_next},
                              .methods = kWrapperMethods});

Ref<Value> coroutine_await(Thread& thread, Value self) {
    Type* type = native_type(thread.interp, kCoroutineWrapperType);
    Ref<CoroutineWrapper> wrapper = TRY(new_object<CoroutineWrapper>(thread, type));
    wrapper->coroutine = share(self).release();
    return wrapper;
}

constexpr MethodDef kMethods[] = {
    {"@hidden send(self, value, /)", coroutine_send,
     "Resume with a value; return what is yielded or raise StopIteration."},
    {"@hidden throw(self, type, value=..., traceback=..., /)", coroutine_throw,
     "Raise an exception at the place of the suspended await."},
    {"@hidden close(self, /)", coroutine_close,
     "Raise GeneratorExit inside the coroutine, which must let it end it."},
};
constexpr GetSetDef kAttributes[] = {
    {"__name__", get_generator_name, set_generator_name, "name of the coroutine"},
    {"__qualname__", get_generator_qualname, set_generator_qualname, "qualified name of the coroutine"},
    {"cr_frame", get_generator_frame, nullptr, nullptr},
    {"cr_running", get_generator_running, nullptr, nullptr},
    {"cr_suspended", get_generator_suspended, nullptr, nullptr},
    {"cr_code", get_generator_code, nullptr, nullptr},
    {"cr_await", get_generator_delegate, nullptr, "object being awaited on, or None"},
    {"cr_origin", get_origin, nullptr, nullptr},
};

bool is_iterable_coroutine(Value v) {
    return is_exact<Generator>(v) && (v.as<Generator>()->code.as<Code>()->flags & kCodeIterableCoroutine);
}
bool is_coroutine(Value v) {
    return v.is_object() && v.as_object()->shape->kind == Kind::kCoroutine;
}

}  // namespace

Ref<Value> coroutine_origin(Thread& thread, const Frame* creator) {
    Ref<List> frames = TRY(make_list(thread));
    for (int depth = thread.coroutine_origin_depth; creator && depth > 0;
         --depth, creator = creator->previous) {
        const Code* code = creator->code();
        Value line = Value::small_int(code_position(code, creator->exec->wordcode_offset(creator->ip)).line);
        Ref<Tuple> place = TRY(make_tuple(thread, {code->filename.value(), line, code->name.value()}));
        TRY(list_append(thread, frames.get(), place.value()));
    }
    return make_tuple(thread, frames->span());
}

Ref<Value> awaitable_iterator(Thread& thread, Value value) {
    if (is_coroutine(value) || is_iterable_coroutine(value)) return share(value);
    UnarySlot await = thread.interp.type_of(value)->slots.await;
    if (!await)
        return raise_type_error(thread, "object %.100s can't be used in 'await' expression",
                                type_name(thread, value));
    Ref<Value> iterator = TRY(await(thread, value));
    if (is_coroutine(iterator) || is_iterable_coroutine(iterator))
        return raise_type_error(thread, "__await__() returned a coroutine");
    if (!thread.interp.type_of(iterator)->slots.next)
        return raise_type_error(thread, "__await__() returned non-iterator of type '%.100s'",
                                type_name(thread, iterator));
    return iterator;
}

namespace {

// Through the module `warnings` when the program has imported it, which may filter or record.
Result<bool> warn_by_module(Thread& thread, Generator* coroutine) {
    if (!thread.interp.modules) return false;
    Ref<Str> name = TRY(intern(thread, "warnings"));
    Ref<Value> module = share(dict_get_str(thread.interp.modules.get(), name.get()));
    if (module.is_empty()) return false;
    Ref<Str> function_name = TRY(intern(thread, "_warn_unawaited_coroutine"));
    Ref<Value> function = TRY(find_attribute(thread, module, function_name.get()));
    if (function.is_empty()) return false;
    TRY(as_status(call(thread, function, {Value(coroutine)})));
    return true;
}

}  // namespace

void warn_never_awaited(Thread& thread, Generator* coroutine) {
    Result<bool> warned = warn_by_module(thread, coroutine);
    if (warned.ok() && !warned.value()) {
        std::string message = "coroutine '" + to_utf8(coroutine->qualname.as<Str>()) + "' was never awaited";
        if (Ref<Str> text = make_str(thread, message))
            (void)warn(thread, text.value(), thread.types().runtime_warning, 1, Value(coroutine));
    }
    if (thread.has_error()) report_unraisable(thread, Value(coroutine));
}

constexpr TypeSpec kCoroutineType = native<Generator>(
    {.name = "coroutine",
     .kind = Kind::kCoroutine,
     .flags = kHasWeakrefSupport,
     .slots = {.finalize = generator_finalize, .repr = generator_repr, .await = coroutine_await},
     .methods = kMethods,
     .attributes = kAttributes});

}  // namespace moult::interp
