// enumerate, zip, map and filter. The tuples that enumerate and zip give out are used again when the program
// has already dropped them, which loops that unpack them do.
#include "runtime/containers/container_support.h"
#include "runtime/containers/iterators.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Immediate small(int64_t i) {
    return Value::small_int(i);
}

// The iterators of the arguments, as a tuple.
Ref<Tuple> iterators_of(Thread& thread, std::span<const Value> iterables) {
    Ref<Tuple> iterators = TRY(allocate_tuple(thread, iterables.size()));
    for (size_t i = 0; i < iterables.size(); ++i) {
        Ref<Value> iterator = TRY(get_iterator(thread, iterables[i]));
        iterators->items()[i] = iterator.release();
    }
    return iterators;
}

// (type, (first, *rest)) for __reduce__; an empty `first` is left out.
Ref<Tuple> reduced_arguments(Thread& thread, Value first, const Tuple* rest) {
    size_t offset = first.is_empty() ? 0 : 1;
    Ref<Tuple> arguments = TRY(allocate_tuple(thread, rest->length + offset));
    if (offset) arguments->items()[0] = share(first).release();
    for (size_t i = 0; i < rest->length; ++i)
        arguments->items()[offset + i] = share(rest->items()[i]).release();
    return arguments;
}

// --- enumerate

Ref<Value> enumerate_make(Thread& thread, Type* type, Args args) {
    Ref<Value> count = small(0);
    if (!args[1].is_empty()) count = TRY(to_index(thread, args[1]));
    Ref<Value> iterator = TRY(get_iterator(thread, args[0]));
    Ref<Enumerate> it = TRY(new_instance<Enumerate>(thread, type));
    it->iterator = iterator.release();
    it->count = count.release();
    return it;
}

Ref<Value> enumerate_next(Thread& thread, Value self) {
    auto* it = self.as<Enumerate>();
    Ref<Value> item = TRY(iterator_next(thread, it->iterator));
    if (item.is_empty()) return item;
    Ref<Value> count = share(it->count);
    Ref<Value> following;
    if (count.get().is_small_int() && count.get().as_small_int() < Value::kIntMax) [[likely]]
        following = small(count.get().as_small_int() + 1);
    else
        following = TRY(int_add(thread, count, small(1)));
    decref(std::exchange(it->count, following.release()));
    return make_pair_again(thread, &it->pair, count, item);
}

Ref<Value> enumerate_reduce(Thread& thread, Args args) {
    auto* it = args[0].as<Enumerate>();
    Ref<Tuple> arguments = TRY(make_tuple(thread, {it->iterator, it->count}));
    return make_tuple(thread, {Value(thread.interp.type_of(args[0])), arguments.value()});
}

constexpr MethodDef kEnumerateMethods[] = {
    {"__reduce__(self, /)", enumerate_reduce, "Support for pickle and copy."},
    kClassGetItem,
};

// --- zip

Ref<Value> zip_make(Thread& thread, Type* type, Args args) {
    bool strict = TRY(truth(thread, args[0]));
    Ref<Tuple> iterators = TRY(iterators_of(thread, args.rest()));
    Ref<Zip> it = TRY(new_instance<Zip>(thread, type));
    it->iterators = iterators.release();
    it->strict = strict;
    return it;
}

// With strict=True, iterator `i` ended: either it was the first and all others end too, or it is an error.
Ref<Value> zip_end(Thread& thread, const Tuple* iterators, size_t i) {
    if (i > 0)
        return raise_value_error(thread, "zip() argument %zu is shorter than argument%s%zu", i + 1,
                                 i == 1 ? " " : "s 1-", i);
    for (i = 1; i < iterators->length; ++i) {
        Ref<Value> item = TRY(iterator_next(thread, iterators->items()[i]));
        if (!item.is_empty())
            return raise_value_error(thread, "zip() argument %zu is longer than argument%s%zu", i + 1,
                                     i == 1 ? " " : "s 1-", i);
    }
    return Ref<Value>::empty();
}

Ref<Value> zip_next(Thread& thread, Value self) {
    auto* it = self.as<Zip>();
    auto* iterators = it->iterators.as<Tuple>();
    size_t count = iterators->length;
    if (count == 0) return Ref<Value>::empty();
    // Held while the iterators run: a nested call of this iterator must see the tuple in use.
    Ref<Tuple> result;
    if (can_be_refilled(it->result)) {
        result = share(it->result.as<Tuple>());
    } else {
        result = TRY(replace_refilled_tuple(thread, &it->result, count));
    }
    for (size_t i = 0; i < count; ++i) {
        Ref<Value> item = TRY(iterator_next(thread, iterators->items()[i]));
        if (item.is_empty()) {
            if (it->strict) return zip_end(thread, iterators, i);
            return item;
        }
        decref(std::exchange(result->items()[i], item.release()));
    }
    return result;
}

Ref<Value> zip_reduce(Thread& thread, Args args) {
    auto* it = args[0].as<Zip>();
    Value type = thread.interp.type_of(args[0]);
    if (it->strict) return make_tuple(thread, {type, it->iterators, Value::boolean(true)});
    return make_tuple(thread, {type, it->iterators});
}

Ref<Value> zip_setstate(Thread& thread, Args args) {
    args[0].as<Zip>()->strict = TRY(truth(thread, args[1]));
    return Value::none();
}

constexpr MethodDef kZipMethods[] = {
    {"__reduce__(self, /)", zip_reduce, "Support for pickle and copy."},
    {"__setstate__(self, state, /)", zip_setstate, "Sets whether the lengths must be equal."},
};

// --- map

Ref<Value> map_make(Thread& thread, Type* type, Args args) {
    if (args.rest_count < 2) return raise_type_error(thread, "map() must have at least two arguments.");
    Ref<Tuple> iterators = TRY(iterators_of(thread, args.rest().subspan(1)));
    Ref<Map> it = TRY(new_instance<Map>(thread, type));
    it->function = share(args.rest()[0]).release();
    it->iterators = iterators.release();
    return it;
}

Ref<Value> map_next(Thread& thread, Value self) {
    auto* it = self.as<Map>();
    auto* iterators = it->iterators.as<Tuple>();
    if (iterators->length == 1) [[likely]] {
        Ref<Value> item = TRY(iterator_next(thread, iterators->items()[0]));
        if (item.is_empty()) return item;
        return call(thread, it->function, {item});
    }
    Ref<Tuple> items = TRY(allocate_tuple(thread, iterators->length));
    for (size_t i = 0; i < iterators->length; ++i) {
        Ref<Value> item = TRY(iterator_next(thread, iterators->items()[i]));
        if (item.is_empty()) return item;
        items->items()[i] = item.release();
    }
    CallArgs args;
    args.values = items->items();
    args.positional = static_cast<uint32_t>(items->length);
    return call(thread, it->function, args);
}

Ref<Value> map_reduce(Thread& thread, Args args) {
    auto* it = args[0].as<Map>();
    Ref<Tuple> arguments = TRY(reduced_arguments(thread, it->function, it->iterators.as<Tuple>()));
    return make_tuple(thread, {Value(thread.interp.type_of(args[0])), arguments.value()});
}

constexpr MethodDef kMapMethods[] = {
    {"__reduce__(self, /)", map_reduce, "Support for pickle and copy."},
};

// --- filter

Ref<Value> filter_make(Thread& thread, Type* type, Args args) {
    Ref<Value> iterator = TRY(get_iterator(thread, args[1]));
    Ref<Filter> it = TRY(new_instance<Filter>(thread, type));
    it->function = share(args[0]).release();
    it->iterator = iterator.release();
    return it;
}

Ref<Value> filter_next(Thread& thread, Value self) {
    auto* it = self.as<Filter>();
    bool by_truth = it->function.is_none() || it->function == Value(thread.types().bool_);
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, it->iterator));
        if (item.is_empty()) return item;
        bool wanted;
        if (by_truth) {
            wanted = TRY(truth(thread, item));
        } else {
            Ref<Value> verdict = TRY(call(thread, it->function, {item}));
            wanted = TRY(truth(thread, verdict));
        }
        if (wanted) return item;
    }
}

Ref<Value> filter_reduce(Thread& thread, Args args) {
    auto* it = args[0].as<Filter>();
    Ref<Tuple> arguments = TRY(make_tuple(thread, {it->function, it->iterator}));
    return make_tuple(thread, {Value(thread.interp.type_of(args[0])), arguments.value()});
}

constexpr MethodDef kFilterMethods[] = {
    {"__reduce__(self, /)", filter_reduce, "Support for pickle and copy."},
};

}  // namespace

Ref<Value> make_pair_again(Thread& thread, Value* reused, Value a, Value b) {
    if (can_be_refilled(*reused)) {
        Value* items = reused->as<Tuple>()->items();
        Ref<Value> result = share(*reused);
        incref(a);
        incref(b);
        Ref<Value> old_a = Ref<Value>::take(items[0]), old_b = Ref<Value>::take(items[1]);
        items[0] = a;
        items[1] = b;
        return result;
    }
    Ref<Tuple> pair = TRY(replace_refilled_tuple(thread, reused, 2));
    pair->items()[0] = share(a).release();
    pair->items()[1] = share(b).release();
    return pair;
}

constexpr TypeSpec kEnumerateType = native<Enumerate>(
    {.name = "enumerate",
     .kind = Kind::kEnumerate,
     .flags = kBaseType,
     .make = {"@terse enumerate(iterable, start=0)", enumerate_make},
     .doc = "enumerate(iterable, start=0): pairs (number, item) of consecutive numbers and the items.",
     .slots = {.iter = return_self, .next = enumerate_next},
     .methods = kEnumerateMethods});

constexpr TypeSpec kZipType = native<Zip>(
    {.name = "zip",
     .kind = Kind::kZip,
     .flags = kBaseType,
     .make = {"@hidden @counted zip(*iterables, strict=False)", zip_make},
     .doc =
         "zip(*iterables, strict=False): tuples of the first items, the second items, and so on, until the "
         "shortest iterable ends; with strict, ValueError if another one is longer.",
     .slots = {.iter = return_self, .next = zip_next},
     .methods = kZipMethods});

constexpr TypeSpec kMapType = native<Map>(
    {.name = "map",
     .kind = Kind::kMap,
     .flags = kBaseType,
     .make = {"@hidden map(*function_and_iterables)", map_make},
     .doc = "map(function, *iterables): the results of the function for the items of the iterables.",
     .slots = {.iter = return_self, .next = map_next},
     .methods = kMapMethods});

constexpr TypeSpec kFilterType = native<Filter>(
    {.name = "filter",
     .kind = Kind::kFilter,
     .flags = kBaseType,
     .make = {"@hidden filter(function, iterable, /)", filter_make},
     .doc = "filter(function, iterable): the items for which the function is true; None: that are true.",
     .slots = {.iter = return_self, .next = filter_next},
     .methods = kFilterMethods});
void init_combining_iterators(Interpreter& interp) {
    interp.types().enumerate = native_type(interp, kEnumerateType);
    interp.types().zip = native_type(interp, kZipType);
    interp.types().map = native_type(interp, kMapType);
    interp.types().filter = native_type(interp, kFilterType);
}

}  // namespace moult
