// The types set and frozenset: construction and methods. The table is in set_table.cpp, the algebra in
// set_operations.cpp.
#include "runtime/containers/set.h"

#include "runtime/containers/container_support.h"
#include "runtime/containers/list.h"
#include "runtime/containers/set_internal.h"
#include "runtime/containers/set_table.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Set* self_set(Args args) {
    return args[0].as<Set>();
}

Status set_init(Thread& thread, Value self, Args args) {
    auto* set = self.as<Set>();
    set_clear(thread, set);
    if (!args[0].is_empty()) TRY(set_update(thread, set, args[0]));
    return {};
}

Ref<Value> frozenset_new(Thread& thread, Type* type, Args args) {
    Type* exact = thread.types().frozenset;
    Value iterable = args[0];
    if (type == exact && !iterable.is_empty() && thread.interp.type_of(iterable) == exact)
        return share(iterable);
    Ref<Set> set = TRY(new_instance<Set>(thread, type));
    set->hash = -1;
    if (!iterable.is_empty()) TRY(set_update(thread, set.get(), iterable));
    return set;
}

Ref<Value> set_repr(Thread& thread, Value self) {
    auto* set = self.as<Set>();
    StrBuilder out(thread);
    bool braces_only = is_exact<Set>(self) && set->length > 0;
    if (!braces_only) {
        out.add(set->shape->type->name.get());
        out.add_ascii("(");
    }
    ReprGuard guard(thread, set);
    if (!guard.entered()) {
        if (braces_only) out.add_ascii("set(");
        out.add_ascii("...)");
        return out.finish();
    }
    if (set->length > 0) {
        Ref<List> items = TRY(to_list(thread, self));
        out.add_ascii("{");
        for (size_t i = 0; i < items->length; ++i) {
            Ref<Str> text = TRY(repr(thread, items->items[i]));
            if (i) out.add_ascii(", ");
            out.add(text.get());
        }
        out.add_ascii("}");
    }
    if (!braces_only) out.add_ascii(")");
    return out.finish();
}

Result<int64_t> frozenset_hash_slot(Thread&, Value self) {
    auto* set = self.as<Set>();
    if (set->hash == -1) set->hash = frozenset_hash(set);
    return set->hash;
}

Result<int64_t> set_length(Thread&, Value self) {
    return static_cast<int64_t>(self.as<Set>()->length);
}

Result<bool> contains_slot(Thread& thread, Value self, Value key) {
    return set_contains(thread, self.as<Set>(), key);
}

// --- methods of both types

Ref<Value> contains_method(Thread& thread, Args args) {
    return Value::boolean(TRY(set_contains(thread, self_set(args), args[1])));
}

Ref<Set> plain_copy(Thread& thread, Set* set) {
    return copy_of_set(thread, exact_set_type(thread, set), set);
}

Ref<Value> copy_method(Thread& thread, Args args) {
    Set* set = self_set(args);
    if (set->shape->type == thread.types().frozenset) return share(set);
    return plain_copy(thread, set);
}

Ref<Value> union_method(Thread& thread, Args args) {
    Ref<Set> result = TRY(plain_copy(thread, self_set(args)));
    for (Value other : args.rest())
        if (other != args[0]) TRY(set_update(thread, result.get(), other));
    return result;
}

Ref<Set> intersection_of_all(Thread& thread, Args args) {
    if (args.rest().empty()) return plain_copy(thread, self_set(args));
    Ref<Set> result = share(self_set(args));
    for (Value other : args.rest()) result = TRY(set_intersection(thread, result.get(), other));
    return result;
}

Ref<Value> intersection_method(Thread& thread, Args args) {
    return intersection_of_all(thread, args);
}

Ref<Value> difference_method(Thread& thread, Args args) {
    std::span<const Value> others = args.rest();
    if (others.empty()) return plain_copy(thread, self_set(args));
    Ref<Set> result = TRY(set_difference(thread, self_set(args), others[0]));
    for (Value other : others.subspan(1)) TRY(set_difference_update(thread, result.get(), other));
    return result;
}

Ref<Value> symmetric_difference_method(Thread& thread, Args args) {
    return set_symmetric_difference(thread, self_set(args), args[1]);
}

Ref<Value> isdisjoint_method(Thread& thread, Args args) {
    return Value::boolean(TRY(set_is_disjoint(thread, self_set(args), args[1])));
}

Ref<Value> issubset_method(Thread& thread, Args args) {
    if (Set* other = as_any_set(args[1]))
        return Value::boolean(TRY(set_is_subset(thread, self_set(args), other)));
    Ref<Set> other = TRY(make_set(thread));
    TRY(set_update(thread, other.get(), args[1]));
    return Value::boolean(TRY(set_is_subset(thread, self_set(args), other.get())));
}

Ref<Value> issuperset_method(Thread& thread, Args args) {
    if (Set* other = as_any_set(args[1]))
        return Value::boolean(TRY(set_is_subset(thread, other, self_set(args))));
    Ref<Value> iterator = TRY(get_iterator(thread, args[1]));
    for (;;) {
        Ref<Value> key = TRY(iterator_next(thread, iterator));
        if (key.is_empty()) return Value::boolean(true);
        if (!TRY(set_contains(thread, self_set(args), key))) return Value::boolean(false);
    }
}

Ref<Value> reduce_method(Thread& thread, Args args) {
    Ref<List> items = TRY(to_list(thread, args[0]));
    Ref<Tuple> arguments = TRY(make_tuple(thread, {items.value()}));
    Ref<Value> state = TRY(call_method(thread, args[0], thread.interp.names().__getstate__));
    return make_tuple(thread, {Value(thread.interp.type_of(args[0])), arguments.value(), state});
}

Ref<Value> sizeof_method(Thread&, Args args) {
    Set* set = self_set(args);
    size_t size = set->shape->type->basic_size;
    if (set->table) size += (set->mask + 1) * sizeof(SetEntry);
    return Value::small_int(static_cast<int64_t>(size));
}

// --- methods that change a set

Ref<Value> add_method(Thread& thread, Args args) {
    TRY(set_add(thread, self_set(args), args[1]));
    return Value::none();
}

Ref<Value> discard_method(Thread& thread, Args args) {
    TRY(set_discard(thread, self_set(args), args[1]));
    return Value::none();
}

Ref<Value> remove_method(Thread& thread, Args args) {
    if (!TRY(set_discard(thread, self_set(args), args[1]))) return raise_key_error(thread, args[1]);
    return Value::none();
}

Ref<Value> pop_method(Thread& thread, Args args) {
    Set* set = self_set(args);
    if (set->length == 0) {
        Ref<Str> text = TRY(make_str(thread, "pop from an empty set"));
        return raise_key_error(thread, text.value());
    }
    // Goes on where the last call stopped, so that emptying a set takes linear time.
    size_t i = set->finger & set->mask;
    while (!is_live(set->table[i])) i = (i + 1) & set->mask;
    set->finger = i + 1;
    return set_take(set, &set->table[i]);
}

Ref<Value> clear_method(Thread& thread, Args args) {
    set_clear(thread, self_set(args));
    return Value::none();
}

Ref<Value> update_method(Thread& thread, Args args) {
    for (Value other : args.rest()) TRY(set_update(thread, self_set(args), other));
    return Value::none();
}

Ref<Value> intersection_update_method(Thread& thread, Args args) {
    Ref<Set> result = TRY(intersection_of_all(thread, args));
    set_swap(self_set(args), result.get());
    return Value::none();
}

Ref<Value> difference_update_method(Thread& thread, Args args) {
    for (Value other : args.rest()) TRY(set_difference_update(thread, self_set(args), other));
    return Value::none();
}

Ref<Value> symmetric_difference_update_method(Thread& thread, Args args) {
    TRY(set_symmetric_difference_update(thread, self_set(args), args[1]));
    return Value::none();
}

// clang-format off
#define MOULT_SET_METHODS                                                                                          \
    {"__contains__(self, item, /)", contains_method, "Whether the set has the item."},                             \
    {"copy(self, /)", copy_method, "A shallow copy."},                                                             \
    {"union(self, /, *others)", union_method, "The items of the set and of all the iterables."},                   \
    {"intersection(self, /, *others)", intersection_method, "The items that are in the set and all iterables."},   \
    {"difference(self, /, *others)", difference_method, "The items that are in none of the iterables."},           \
    {"symmetric_difference(self, other, /)", symmetric_difference_method,                                          \
     "The items that are in exactly one of the set and the iterable."},                                            \
    {"isdisjoint(self, other, /)", isdisjoint_method, "Whether the set and the iterable share no item."},          \
    {"issubset(self, other, /)", issubset_method, "Whether the iterable has every item of the set."},              \
    {"issuperset(self, other, /)", issuperset_method, "Whether the set has every item of the iterable."},          \
    {"__reduce__(self, /)", reduce_method, "Support for pickle and copy."},                                        \
    {"__sizeof__(self, /)", sizeof_method, "The size of the set in memory, in bytes."},                            \
    kClassGetItem
// clang-format on

constexpr MethodDef kFrozenSetMethods[] = {MOULT_SET_METHODS};
constexpr MethodDef kSetMethods[] = {
    MOULT_SET_METHODS,
    {"add(self, item, /)", add_method, "Adds an item; nothing happens if it is there already."},
    {"discard(self, item, /)", discard_method, "Removes an item; nothing happens if it is not there."},
    {"remove(self, item, /)", remove_method, "Removes an item. KeyError if it is not there."},
    {"pop(self, /)", pop_method, "Removes some item and returns it. KeyError if the set is empty."},
    {"clear(self, /)", clear_method, "Removes all items."},
    {"update(self, /, *others)", update_method, "Adds the items of all the iterables."},
    {"intersection_update(self, /, *others)", intersection_update_method,
     "Keeps only the items that are in all the iterables."},
    {"difference_update(self, /, *others)", difference_update_method,
     "Removes the items of all the iterables."},
    {"symmetric_difference_update(self, other, /)", symmetric_difference_update_method,
     "Keeps the items that are in exactly one of the set and the iterable."},
};

constexpr uint32_t kFlags = kBaseType | kHasWeakrefSupport | kMatchSelf;
constexpr TypeSlots kFrozenSetSlots = {.repr = set_repr,
                                       .hash = frozenset_hash_slot,
                                       .compare = set_compare,
                                       .iter = set_iter,
                                       .subtract = set_subtract,
                                       .and_ = set_and,
                                       .xor_ = set_xor,
                                       .or_ = set_or,
                                       .length = set_length,
                                       .contains = contains_slot};
// What can be changed has no hash, and operators that change it.
constexpr TypeSlots kSetSlots = [] {
    TypeSlots slots = kFrozenSetSlots;
    slots.hash = nullptr;
    slots.inplace_subtract = set_inplace_subtract;
    slots.inplace_and = set_inplace_and;
    slots.inplace_xor = set_inplace_xor;
    slots.inplace_or = set_inplace_or;
    return slots;
}();

constexpr TypeSpec kSetType =
    native<Set>({.name = "set",
                 .kind = Kind::kSet,
                 .flags = kFlags,
                 .init = {"@hidden @own @strict set(iterable=..., /)", set_init},
                 .doc = "set(iterable=()): an unordered collection of different hashable items.",
                 .slots = kSetSlots,
                 .methods = kSetMethods});

constexpr TypeSpec kFrozenSetType =
    native<Set>({.name = "frozenset",
                 .kind = Kind::kFrozenSet,
                 .flags = kFlags,
                 .make = {"@hidden @own frozenset(iterable=..., /)", frozenset_new},
                 .doc = "frozenset(iterable=()): an immutable, hashable set.",
                 .slots = kFrozenSetSlots,
                 .methods = kFrozenSetMethods});

}  // namespace

Ref<Set> make_frozenset(Thread& thread, Value iterable_or_empty) {
    if (!iterable_or_empty.is_empty() && thread.interp.type_of(iterable_or_empty) == thread.types().frozenset)
        return share(iterable_or_empty.as<Set>());
    Ref<Set> result = TRY(new_set(thread, thread.types().frozenset));
    if (!iterable_or_empty.is_empty()) TRY(set_update(thread, result.get(), iterable_or_empty));
    return result;
}

void Set::release(Interpreter& interp, Set& set) {
    SetEntry* table = std::exchange(set.table, nullptr);
    size_t mask = std::exchange(set.mask, 0);
    set.length = set.used = 0;
    set_release_table(interp.heap, table, mask);
}

void Set::visit(Set& set, Visitor& visitor) {
    size_t position = 0;
    for (Value key; set_next(&set, &position, &key);) visitor.visit(key);
}

void init_set(Interpreter& interp) {
    interp.types().set = native_type(interp, kSetType);
    interp.types().frozenset = native_type(interp, kFrozenSetType);
}

}  // namespace moult
