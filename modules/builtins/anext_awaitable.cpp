// The type anext_awaitable.
#include "modules/builtins/anext_awaitable.h"

#include "runtime/containers/container_support.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

struct AnextAwaitable : Object {
    Value awaitable, otherwise;  // owned
    Value iterator;              // owned: what the awaitable's __await__ gave; empty before the first step
    static constexpr auto kFields =
        fields<&AnextAwaitable::awaitable, &AnextAwaitable::otherwise, &AnextAwaitable::iterator>;
};

Result<Value> iterator_of(Thread& thread, AnextAwaitable* self) {
    if (!self->iterator.is_empty()) return self->iterator;
    const TypeSlots& slots = thread.interp.type_of(self->awaitable)->slots;
    Ref<Value> iterator;
    if (slots.await)
        iterator = TRY(slots.await(thread, self->awaitable));
    else if (slots.next)
        iterator = share(self->awaitable);
    else
        return raise_type_error(thread, "object %.100s can't be used in 'await' expression",
                                type_name(thread, self->awaitable));
    if (!thread.interp.type_of(iterator)->slots.next)
        return raise_type_error(thread, "__await__() returned non-iterator of type '%.100s'",
                                type_name(thread, iterator));
    self->iterator = iterator.release();
    return self->iterator;
}

// The end of the iteration becomes the result.
Ref<Value> with_default(Thread& thread, AnextAwaitable* self, Ref<Value> result) {
    if (!result.is_error() || !error_matches(thread, thread.types().stop_async_iteration)) return result;
    clear_error(thread);
    return raise_stop_iteration(thread, self->otherwise);
}

Ref<Value> next(Thread& thread, Value self) {
    auto* object = self.as<AnextAwaitable>();
    Value iterator = TRY(iterator_of(thread, object));
    return with_default(thread, object, thread.interp.type_of(iterator)->slots.next(thread, iterator));
}

Ref<Value> forward(Thread& thread, Args args, const char* method) {
    auto* self = args[0].as<AnextAwaitable>();
    Value iterator = TRY(iterator_of(thread, self));
    Ref<Value> bound = TRY(get_attribute(thread, iterator, method));
    return with_default(
        thread, self, call(thread, bound, CallArgs{&args.values[args.rest_begin], args.rest_count, nullptr}));
}
Ref<Value> send_method(Thread& thread, Args args) {
    if (args[1].is_none()) {
        Ref<Value> result = next(thread, args[0]);
        return result.is_empty() ? Ref<Value>(raise_stop_iteration(thread, Value::empty())) : result;
    }
    return forward(thread, Args{args.values, 1, 1}, "send");
}
Ref<Value> throw_method(Thread& thread, Args args) {
    return forward(thread, args, "throw");
}
Ref<Value> close_method(Thread& thread, Args args) {
    return forward(thread, args, "close");
}

constexpr MethodDef kMethods[] = {
    {"@hidden send(self, value, /)", send_method, "Go on with a value."},
    {"@hidden throw(self, /, *args)", throw_method, "Raise an exception inside."},
    {"@hidden close(self, /, *args)", close_method, "End it."},
};

constexpr TypeSpec kAnextAwaitableType =
    native<AnextAwaitable>({.name = "anext_awaitable",
                            .slots = {.iter = return_self, .next = next, .await = return_self},
                            .methods = kMethods});

}  // namespace

Ref<Value> make_anext_awaitable(Thread& thread, Value awaitable, Value otherwise) {
    Type* type = native_type(thread.interp, kAnextAwaitableType);
    Ref<AnextAwaitable> made = TRY(new_object<AnextAwaitable>(thread, type));
    made->awaitable = share(awaitable).release();
    made->otherwise = share(otherwise).release();
    return made;
}

}  // namespace moult
