// The declarative form of a native type: from a struct that names its owned fields, native<T>() derives size,
// dealloc, traverse, clear and constructor. docs/native.md explains it.
#pragma once

#include "runtime/model/fields.h"
#include "runtime/model/visitor.h"
#include "runtime/operations/allocate.h"
#include "runtime/operations/destroy.h"

namespace moult {

// A new instance of T's type or of a subclass of it, its fields empty. Null: MemoryError.
template <class T>
Ref<T> new_instance(Thread& thread, Type* type) {
    if (type->flags & (kHeapType | kHasAttributes)) return take_as<T>(allocate_instance(thread, type));
    return new_object<T>(thread, type);
}

// The slots of a type with a constructor: they bind the arguments to its signature and call its function.
// `slot` is the one called, by which the type's spec is found: the type may be a subclass.
Ref<Value> construct(Thread& thread, Type* type, CallArgs args, NewSlot slot);
Status initialize(Thread& thread, Value self, CallArgs args, InitSlot slot);
Ref<Value> call_instance(Thread& thread, Value self, CallArgs args, CallSlot slot);

namespace detail {

// What an instance owns beside its fields (a buffer, a table of values): T::release(Interpreter&, T&) lets it
// go, and T::visit(T&, Visitor&) shows the values in it, if it holds any.
template <class T>
concept OwnsMore = requires(Interpreter& interp, T& object) { T::release(interp, object); };
template <class T>
concept ShowsMore = requires(T& object, Visitor& visitor) { T::visit(object, visitor); };

void signature_without_function();  // never defined: calling it ends constant evaluation

template <class T>
constexpr size_t field_count() {
    if constexpr (requires { T::kFields; })
        return decltype(T::kFields)::kCount;
    else
        return 0;
}

template <class T>
[[gnu::always_inline]] inline void release_all(Interpreter& interp, T& object) {
    if constexpr (OwnsMore<T>) [[clang::always_inline]]
        T::release(interp, object);
    if constexpr (field_count<T>() > 0) T::kFields.release(object);
}
// Where the memory of an instance goes: objects of types that may be in cycles, and of their subclasses, lie
// apart. Subclasses of others may be of either kind.
template <class T>
void native_dealloc(Interpreter& interp, Object* object) {
    release_all(interp, static_cast<T&>(*object));
    interp.heap.free(object);
}
template <class T>
void native_dealloc_collected(Interpreter& interp, Object* object) {
    release_all(interp, static_cast<T&>(*object));
    interp.heap.free_collected(object);
}
template <class T>
void native_clear(Interpreter& interp, Object* object) {
    if constexpr (requires(T& self) { T::clear(interp, self); })
        T::clear(interp, static_cast<T&>(*object));
    else
        release_all(interp, static_cast<T&>(*object));
}
template <class T>
constexpr bool clears() {
    if constexpr (requires { T::kClears; })
        return T::kClears;
    else
        return requires(Interpreter& interp, T& self) { T::clear(interp, self); };
}
template <class T>
void native_traverse(Object* object, Visitor& visitor) {
    if constexpr (field_count<T>() > 0) T::kFields.visit(static_cast<T&>(*object), visitor);
    if constexpr (ShowsMore<T>) T::visit(static_cast<T&>(*object), visitor);
}

// __new__ as T::init(Thread&, T&, Args) on a new instance.
template <class T>
Ref<Value> make_and_init(Thread& thread, Type* type, Args args) {
    Ref<T> object = TRY(new_instance<T>(thread, type));
    TRY(T::init(thread, *object, args));
    return object;
}
template <class T>
Status init_instance(Thread& thread, Value self, Args args) {
    return T::init(thread, *self.as<T>(), args);
}
// __new__ of a type with __init__ alone, whatever the arguments.
template <class T>
Ref<Value> make_empty(Thread& thread, Type* type, CallArgs) {
    return new_instance<T>(thread, type);
}
// The slots differ from struct to struct, so that they tell types apart. The commonest call, with an argument
// for each parameter, is bound right here.
template <class T>
Ref<Value> native_new(Thread& thread, Type* type, CallArgs args) {
    Type* from = type;
    while (from && !from->spec) from = from->base;
    if (from && !args.names && args.positional == from->spec->make.direct &&
        from->spec->slots.new_instance == native_new<T>) [[likely]]
        return from->spec->make.function(thread, type, Args{args.values, args.positional, 0});
    return construct(thread, type, args, native_new<T>);
}
template <class T>
Status native_init(Thread& thread, Value self, CallArgs args) {
    Type* from = self.as_object()->type();
    while (from && !from->spec) from = from->base;
    if (from && !args.names && args.positional == from->spec->init.direct &&
        from->spec->slots.init == native_init<T>) [[likely]]
        return from->spec->init.function(thread, self, Args{args.values, args.positional, 0});
    return initialize(thread, self, args, native_init<T>);
}
template <class T>
Ref<Value> native_call(Thread& thread, Value self, CallArgs args) {
    return call_instance(thread, self, args, native_call<T>);
}

}  // namespace detail

// Slots and methods as functions over the struct: slot<&Chain::next>, method<&Chain::reduce>. The receiver is
// of the type: descriptors and slots check that before they call.
template <auto function>
struct SlotFunction {
    template <class R, class... A>
    using Raw = R (*)(Thread&, Value, A...);

    template <class R, class... A>
    constexpr operator Raw<R, A...>() const {  // NOLINT: stands where a slot's function pointer is expected
        return
            [](Thread& thread, Value self, A... rest) -> R { return call(function, thread, self, rest...); };
    }

  private:
    template <class R, class T, class... A, class... Rest>
    static R call(R (*f)(Thread&, T&, A...), Thread& thread, Value self, Rest... rest) {
        return f(thread, *self.as<T>(), rest...);
    }
};
template <auto function>
inline constexpr SlotFunction<function> slot{};

namespace detail {
template <class T>
Ref<Value> call_method(Ref<Value> (*function)(Thread&, T&, Args), Thread& thread, Args args) {
    return function(thread, *args[0].as<T>(), args);
}
}  // namespace detail
template <auto function>
Ref<Value> method(Thread& thread, Args args) {
    return detail::call_method(function, thread, args);
}

// Not consteval: a spec that calls it does not compile.
void wrong_kIsCollected();

// Completes the spec of the type whose instances are Ts:
//     constexpr TypeSpec kChainType = native<Chain>({.name = "itertools.chain", .make = "chain(*iterables)",
//     ...});
// - T::kFields names the owned fields; T::release and T::visit see to what is no field. T::kClears = true:
// the code copes
//   with fields that the collector has emptied; T::clear(Interpreter&, T&) empties only some.
// - `make` without a function of its own is T::make(Thread&, Type*, Args), or T::init on a new instance;
//   `init` is T::init(Thread&, T&, Args). With `init` alone, __new__ makes an empty instance; without either
//   the type is made as its base is, or, below object, cannot be called.
// - What owns fields or shows values is kGcType and traversed, unless it is kHoldsAtoms; what does not is a
// leaf.
// - A dealloc or traverse that the spec names itself stays.
template <class T>
consteval TypeSpec native(TypeSpec spec) {
    constexpr bool kShows = detail::field_count<T>() > 0 || detail::ShowsMore<T>;
    spec.size = sizeof(T);
    if (kShows && !(spec.flags & kHoldsAtoms)) spec.flags |= kGcType;
    if constexpr (requires { T::kIsCollected; })
        if (T::kIsCollected != ((spec.flags & kGcType) != 0)) wrong_kIsCollected();
    if (!spec.slots.dealloc && (spec.flags & kGcType)) {
        spec.slots.dealloc = detail::native_dealloc_collected<T>;
        spec.destroy = destroy_with<detail::native_dealloc_collected<T>>;
    } else if (!spec.slots.dealloc) {
        spec.slots.dealloc = detail::native_dealloc<T>;
        spec.destroy =
            kShows ? destroy_with<detail::native_dealloc<T>> : destroy_leaf_with<detail::native_dealloc<T>>;
    }
    if (kShows && (spec.flags & kGcType)) {
        if (!spec.slots.traverse) spec.slots.traverse = detail::native_traverse<T>;
        if constexpr (detail::clears<T>())
            if (!spec.slots.clear) spec.slots.clear = detail::native_clear<T>;
    }
    if (spec.make.given() && !spec.make.function) {
        if constexpr (requires(Thread& thread, Type* type, Args args) { T::make(thread, type, args); })
            spec.make.function = T::make;
        else if constexpr (requires(Thread& thread, T& object, Args args) { T::init(thread, object, args); })
            spec.make.function = detail::make_and_init<T>;
        else
            detail::signature_without_function();
    }
    if (spec.make.function) spec.slots.new_instance = detail::native_new<T>;
    if (spec.init.given() && !spec.init.function) {
        if constexpr (requires(Thread& thread, T& object, Args args) { T::init(thread, object, args); })
            spec.init.function = detail::init_instance<T>;
        else
            detail::signature_without_function();
    }
    if (spec.call.given()) spec.slots.call = detail::native_call<T>;
    if (spec.init.function) {
        spec.slots.init = detail::native_init<T>;
        if (!spec.slots.new_instance && !spec.base && !(spec.flags & kDisallowNew))
            spec.slots.new_instance = detail::make_empty<T>;
    }
    return spec;
}

}  // namespace moult
