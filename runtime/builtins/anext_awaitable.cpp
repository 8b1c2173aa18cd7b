// The type anext_awaitable.
#include "runtime/builtins/anext_awaitable.h"

#include "runtime/containers/container_support.h"
#include "runtime/model/allocate.h"
#include "runtime/model/visitor.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

struct AnextAwaitable : Object {
    Value awaitable, otherwise;  // owned
    Value iterator;              // owned: what the awaitable's __await__ gave; empty before the first step
};

void dealloc(Interpreter& interp, Object* object) {
    auto* self = static_cast<AnextAwaitable*>(object);
    decref(self->awaitable);
    decref(self->otherwise);
    decref(self->iterator);
    interp.heap.free(self);
}
void traverse(Object* object, Visitor& visitor) {
    auto* self = static_cast<AnextAwaitable*>(object);
    visitor.visit(self->awaitable);
    visitor.visit(self->otherwise);
    visitor.visit(self->iterator);
}

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
    std::span<const Value> rest = args.rest();
    return with_default(
        thread, self,
        call(thread, bound, CallArgs{rest.data(), static_cast<uint32_t>(rest.size()), nullptr}));
}
Ref<Value> send_method(Thread& thread, Args args) {
    if (args.rest().size() == 1 && args.rest()[0].is_none()) {
        Ref<Value> result = next(thread, args[0]);
        return result.is_empty() ? Ref<Value>(raise_stop_iteration(thread, Value::empty())) : result;
    }
    return forward(thread, args, "send");
}
Ref<Value> throw_method(Thread& thread, Args args) {
    return forward(thread, args, "throw");
}
Ref<Value> close_method(Thread& thread, Args args) {
    return forward(thread, args, "close");
}

constexpr MethodDef kMethods[] = {
    {"send(self, /, *args)", send_method, "Go on with a value."},
    {"throw(self, /, *args)", throw_method, "Raise an exception inside."},
    {"close(self, /, *args)", close_method, "End it."},
};

}  // namespace

Ref<Value> make_anext_awaitable(Thread& thread, Value awaitable, Value otherwise) {
    Ref<AnextAwaitable> made = TRY(new_object<AnextAwaitable>(thread, thread.types().anext_awaitable));
    made->awaitable = share(awaitable).release();
    made->otherwise = share(otherwise).release();
    return made;
}

void init_anext_awaitable(Interpreter& interp) {
    TypeSpec spec;
    spec.name = "anext_awaitable";
    spec.flags = kGcType | kDisallowNew;
    spec.size = sizeof(AnextAwaitable);
    spec.slots.dealloc = dealloc;
    spec.slots.traverse = traverse;
    spec.slots.iter = return_self;
    spec.slots.await = return_self;
    spec.slots.next = next;
    spec.methods = kMethods;
    interp.types.anext_awaitable = make_type(interp, spec);
}

}  // namespace moult
