// The types set and frozenset: construction and methods. The table is in set_table.cpp, the algebra in
// set_operations.cpp.
#include "runtime/containers/set.h"

#include "runtime/containers/container_support.h"
#include "runtime/containers/list.h"
#include "runtime/containers/set_internal.h"
#include "runtime/containers/set_table.h"
#include "runtime/memory/destroy.h"
#include "runtime/model/visitor.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Set* self_set(Args args) {
    return args[0].as<Set>();
}

void set_dealloc(Interpreter& interp, Object* object) {
    auto* set = static_cast<Set*>(object);
    set_release_table(interp.heap, std::exchange(set->table, nullptr), set->mask);
    interp.heap.free(set);
}

void set_traverse(Object* object, Visitor& visitor) {
    size_t position = 0;
    for (Value key; set_next(static_cast<Set*>(object), &position, &key);) visitor.visit(key);
}

// An empty instance of set, frozenset or a subclass.
Ref<Value> allocate(Thread& thread, Type* type) {
    if (!type->is_heap_type()) return new_set(thread, type);
    Ref<Value> instance = TRY(allocate_instance(thread, type));
    instance.as<Set>()->hash = -1;
    return instance;
}

Ref<Value> set_new(Thread& thread, Type* type, CallArgs) {
    return allocate(thread, type);
}

Status set_init(Thread& thread, Value self, CallArgs args) {
    bool own_new = self.as_object()->shape->type->slots.new_instance != set_new;
    Value iterable = TRY(optional_argument(thread, "set", args, own_new));
    auto* set = self.as<Set>();
    set_clear(thread, set);
    if (!iterable.is_empty()) TRY(set_update(thread, set, iterable));
    return {};
}

Ref<Value> frozenset_new(Thread& thread, Type* type, CallArgs args) {
    Type* exact = thread.types().frozenset;
    bool own_init = type->slots.init != exact->slots.init;  // it checks the keywords
    Value iterable = TRY(optional_argument(thread, "frozenset", args, own_init));
    if (type == exact && !iterable.is_empty() && thread.interp.type_of(iterable) == exact)
        return share(iterable);
    Ref<Value> result = TRY(allocate(thread, type));
    if (!iterable.is_empty()) TRY(set_update(thread, result.as<Set>(), iterable));
    return result;
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
    Ref<Value> state = TRY(call_method(thread, args[0], thread.interp.names.__getstate__));
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

TypeSpec common_spec(const char* name, Kind kind) {
    TypeSpec spec;
    spec.name = name;
    spec.kind = kind;
    spec.flags = kBaseType | kGcType | kHasWeakrefSupport | kMatchSelf;
    spec.size = sizeof(Set);
    dies_by<set_dealloc>(spec);
    spec.slots.traverse = set_traverse;
    spec.slots.repr = set_repr;
    spec.slots.compare = set_compare;
    spec.slots.iter = set_iter;
    spec.slots.length = set_length;
    spec.slots.contains = contains_slot;
    spec.slots.or_ = set_or;
    spec.slots.and_ = set_and;
    spec.slots.xor_ = set_xor;
    spec.slots.subtract = set_subtract;
    return spec;
}

}  // namespace

Ref<Set> make_frozenset(Thread& thread, Value iterable_or_empty) {
    if (!iterable_or_empty.is_empty() && thread.interp.type_of(iterable_or_empty) == thread.types().frozenset)
        return share(iterable_or_empty.as<Set>());
    Ref<Set> result = TRY(new_set(thread, thread.types().frozenset));
    if (!iterable_or_empty.is_empty()) TRY(set_update(thread, result.get(), iterable_or_empty));
    return result;
}

void init_set(Interpreter& interp) {
    TypeSpec mutable_spec = common_spec("set", Kind::kSet);
    mutable_spec.doc = "set(iterable=()): an unordered collection of different hashable items.";
    mutable_spec.slots.new_instance = set_new;
    mutable_spec.slots.init = set_init;
    mutable_spec.slots.inplace_or = set_inplace_or;
    mutable_spec.slots.inplace_and = set_inplace_and;
    mutable_spec.slots.inplace_xor = set_inplace_xor;
    mutable_spec.slots.inplace_subtract = set_inplace_subtract;
    mutable_spec.methods = kSetMethods;
    interp.types.set = make_type(interp, mutable_spec);

    TypeSpec frozen_spec = common_spec("frozenset", Kind::kFrozenSet);
    frozen_spec.doc = "frozenset(iterable=()): an immutable, hashable set.";
    frozen_spec.slots.hash = frozenset_hash_slot;
    frozen_spec.slots.new_instance = frozenset_new;
    frozen_spec.methods = kFrozenSetMethods;
    interp.types.frozenset = make_type(interp, frozen_spec);
    init_set_iterator(interp);
}

}  // namespace moult
