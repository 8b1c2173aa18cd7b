// The type tuple. Instances of subclasses keep an exact tuple as payload, so that everything here works on
// exact ones (as_tuple).
#include "runtime/containers/tuple.h"

#include <bit>
#include <cstring>

#include "runtime/containers/container_support.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/containers/sequence_support.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

// For sequence_support.h.
struct Items {
    const Tuple* tuple;
    size_t size() const { return tuple->length; }
    Value at(size_t i) const { return tuple->items()[i]; }
};

Ref<Value> tuple_new(Thread& thread, Type* type, Args args) {
    Ref<Tuple> items = TRY(to_tuple(thread, args[0]));
    if (type == thread.types().tuple) return items;
    return make_payload_object(thread, type, std::move(items));
}

Ref<Value> tuple_repr(Thread& thread, Value self) {
    Tuple* tuple = as_tuple(self);
    if (tuple->length == 0) return make_str(thread, "()");
    ReprGuard guard(thread, self.as_object());
    if (!guard.entered()) return make_str(thread, "(...)");
    StrBuilder out(thread);
    out.add_ascii("(");
    TRY(add_items_repr(thread, out, Items{tuple}));
    out.add_ascii(tuple->length == 1 ? ",)" : ")");
    return out.finish();
}

// xxHash over the hashes of the items, as CPython mixes them.
Result<int64_t> tuple_hash(Thread& thread, Value self) {
    constexpr uint64_t kPrime1 = 11400714785074694791u, kPrime2 = 14029467366897019727u,
                       kPrime5 = 2870177450012600261u;
    RecursionGuard guard(thread, " while calculating a hash");
    if (guard.failed()) return kError;
    Tuple* tuple = as_tuple(self);
    uint64_t state = kPrime5;
    for (Value item : tuple->span()) {
        state += static_cast<uint64_t>(TRY(hash(thread, item))) * kPrime2;
        state = std::rotl(state, 31) * kPrime1;
    }
    state += tuple->length ^ (kPrime5 ^ 3527539u);
    if (state == UINT64_MAX) return int64_t{1546275796};
    return static_cast<int64_t>(state);
}

Ref<Value> tuple_compare(Thread& thread, Value self, Value other, CompareOp op) {
    Tuple *a = as_tuple(self), *b = as_tuple(other);
    if (!a || !b) return Value::not_implemented();
    return compare_sequences(thread, Items{a}, Items{b}, op);
}

Result<int64_t> tuple_length(Thread&, Value self) {
    return static_cast<int64_t>(as_tuple(self)->length);
}

Ref<Value> tuple_slice(Thread& thread, Tuple* tuple, Slice* slice) {
    SliceBounds bounds = TRY(slice_bounds(thread, slice, static_cast<int64_t>(tuple->length)));
    auto count = static_cast<size_t>(bounds.count);
    if (bounds.step == 1) {
        if (count == tuple->length) return share(tuple);
        return make_tuple(thread,
                          tuple->span().subspan(count ? static_cast<size_t>(bounds.start) : 0, count));
    }
    Ref<Tuple> result = TRY(allocate_tuple(thread, count));
    for (size_t i = 0; i < count; ++i) {
        Value item = tuple->items()[bounds.start + static_cast<int64_t>(i) * bounds.step];
        result->items()[i] = share(item).release();
    }
    return result;
}

Ref<Value> tuple_get_item(Thread& thread, Value self, Value key) {
    Tuple* tuple = as_tuple(self);
    if (auto* slice = as_instance<Slice>(key)) return tuple_slice(thread, tuple, slice);
    int64_t i = TRY(sequence_index(thread, key, "tuple"));
    if (i < 0) i += static_cast<int64_t>(tuple->length);
    if (static_cast<uint64_t>(i) >= tuple->length)
        return raise_index_error(thread, "tuple index out of range");
    return share(tuple->items()[i]);
}

Result<bool> tuple_contains(Thread& thread, Value self, Value item) {
    int64_t found = TRY(find_item(thread, Items{as_tuple(self)}, item));
    return found >= 0;
}

Ref<Value> tuple_concat(Thread& thread, Value self, Value other) {
    Tuple *a = as_tuple(self), *b = as_tuple(other);
    if (!b)
        return raise_type_error(thread, "can only concatenate tuple (not \"%s\") to tuple",
                                type_name(thread, other));
    if (b->length == 0) return share(a);
    if (a->length == 0) return share(b);
    Ref<Tuple> result = TRY(allocate_tuple(thread, a->length + b->length));
    Value* target = result->items();
    for (const Tuple* part : {a, b})
        for (Value item : part->span()) *target++ = share(item).release();
    return result;
}

Ref<Value> tuple_repeat(Thread& thread, Value self, int64_t count) {
    Tuple* tuple = as_tuple(self);
    if (count == 1 || tuple->length == 0) return share(tuple);
    if (count <= 0) return make_tuple(thread, std::span<const Value>());
    size_t length;
    if (__builtin_mul_overflow(tuple->length, static_cast<size_t>(count), &length))
        return raise_out_of_memory(thread);
    Ref<Tuple> result = TRY(allocate_tuple(thread, length));
    Value* target = result->items();
    for (int64_t i = 0; i < count; ++i)
        for (Value item : tuple->span()) *target++ = share(item).release();
    return result;
}

Ref<Value> index_method(Thread& thread, Args args) {
    Tuple* tuple = as_tuple(args[0]);
    SearchBounds bounds = TRY(search_bounds(thread, args[2], args[3], tuple->length));
    int64_t found = TRY(find_item(thread, Items{tuple}, args[1], bounds.start, bounds.stop));
    if (found < 0) return raise_value_error(thread, "tuple.index(x): x not in tuple");
    return Value::small_int(found);
}

Ref<Value> count_method(Thread& thread, Args args) {
    return Value::small_int(TRY(count_items(thread, Items{as_tuple(args[0])}, args[1])));
}

Ref<Value> getnewargs_method(Thread& thread, Args args) {
    return make_tuple(thread, {Value(as_tuple(args[0]))});
}

Ref<Value> sizeof_method(Thread&, Args args) {
    return Value::small_int(static_cast<int64_t>(sizeof(Tuple) + as_tuple(args[0])->length * sizeof(Value)));
}

constexpr MethodDef kTupleMethods[] = {
    {"index(self, value, start=0, stop=9223372036854775807, /)", index_method,
     "The first position of the value. ValueError if it is not there."},
    {"count(self, value, /)", count_method, "How many items equal the value."},
    {"__getnewargs__(self, /)", getnewargs_method, "Support for pickle and copy."},
    {"__sizeof__(self, /)", sizeof_method, "The size of the tuple in memory, in bytes."},
    kClassGetItem,
};

}  // namespace

constexpr TypeSpec kTupleType =
    native<Tuple>({.name = "tuple",
                   .kind = Kind::kTuple,
                   .flags = kBaseType | kPayloadLayout | kMatchSequence | kMatchSelf,
                   .make = {"tuple(iterable=(), /)", tuple_new},
                   .doc = "tuple(iterable=()): an immutable sequence of the items of the iterable.",
                   .slots = {.repr = tuple_repr,
                             .hash = tuple_hash,
                             .compare = tuple_compare,
                             .iter = tuple_iter,
                             .length = tuple_length,
                             .get_item = tuple_get_item,
                             .contains = tuple_contains,
                             .concat = tuple_concat,
                             .repeat = tuple_repeat},
                   .methods = kTupleMethods});

Ref<Tuple> allocate_tuple(Thread& thread, size_t length) {
    if (length == 0 && thread.interp.empty_tuple) return share(thread.interp.empty_tuple);
    if (length > SIZE_MAX / 64) return raise_out_of_memory(thread);
    Ref<Tuple> tuple = TRY(new_object_var<Tuple>(thread, thread.types().tuple, length * sizeof(Value)));
    tuple->length = length;
    std::memset(static_cast<void*>(tuple->items()), 0, length * sizeof(Value));
    return tuple;
}

Ref<Tuple> make_tuple(Thread& thread, std::span<const Value> items) {
    if (items.empty() && thread.interp.empty_tuple) return share(thread.interp.empty_tuple);
    if (items.size() > SIZE_MAX / 64) return raise_out_of_memory(thread);
    Ref<Tuple> tuple = TRY(new_object_var<Tuple>(thread, thread.types().tuple, items.size_bytes()));
    tuple->length = items.size();
    Value* target = tuple->items();
    for (Value item : items) {
        incref(item);
        *target++ = item;
    }
    return tuple;
}

Ref<Tuple> make_tuple(Thread& thread, std::initializer_list<Value> items) {
    return make_tuple(thread, std::span<const Value>(items.begin(), items.size()));
}

Ref<Tuple> to_tuple(Thread& thread, Value iterable) {
    if (is_exact<Tuple>(iterable)) return share(iterable.as<Tuple>());
    if (is_exact<List>(iterable)) return make_tuple(thread, iterable.as<List>()->span());
    Ref<List> items = TRY(to_list(thread, iterable));
    if (items->length == 0) return make_tuple(thread, std::span<const Value>());
    Ref<Tuple> tuple = TRY(allocate_tuple(thread, items->length));
    // The list is nobody else's: its references move over.
    std::memcpy(static_cast<void*>(tuple->items()), items->items, items->length * sizeof(Value));
    items->length = 0;
    return tuple;
}

void Tuple::release(Interpreter&, Tuple& tuple) {
    for (size_t i = tuple.length; i > 0; --i) decref(tuple.items()[i - 1]);
}

void Tuple::visit(Tuple& tuple, Visitor& visitor) {
    for (size_t i = 0; i < tuple.length; ++i) visitor.visit(tuple.items()[i]);
}

void init_tuple(Interpreter& interp) {
    interp.types().tuple = native_type(interp, kTupleType);
}

}  // namespace moult
