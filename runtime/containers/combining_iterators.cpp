// enumerate, zip, map and filter. The tuples that enumerate and zip give out are used again when the program
// has already dropped them, which loops that unpack them do.
#include "runtime/containers/container_support.h"
#include "runtime/containers/iterators.h"
#include "runtime/model/allocate.h"
#include "runtime/model/visitor.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Immediate small(int64_t i) {
    return Value::small_int(i);
}

// An instance of the type T or of a subclass of it, fields empty.
template <class T>
Ref<Value> allocate(Thread& thread, Type* type) {
    if (type->is_heap_type()) return allocate_instance(thread, type);
    return new_object<T>(thread, type);
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

void enumerate_dealloc(Interpreter& interp, Object* object) {
    auto* it = static_cast<Enumerate*>(object);
    decref(it->iterator);
    decref(it->count);
    decref(it->pair);
    interp.heap.free(it);
}

void enumerate_traverse(Object* object, Visitor& visitor) {
    auto* it = static_cast<Enumerate*>(object);
    visitor.visit(it->iterator);
    visitor.visit(it->count);
    visitor.visit(it->pair);
}

// enumerate(iterable, start=0), both also by name.
Status enumerate_arguments(Thread& thread, CallArgs args, Value* iterable, Value* start) {
    if (args.total() > 2)
        return raise_type_error(thread, "enumerate() takes at most 2 arguments (%u given)", args.total());
    if (args.positional > 0) *iterable = args.values[0];
    if (args.positional > 1) *start = args.values[1];
    for (uint32_t i = 0; i < args.keyword_count(); ++i) {
        Str* name = as_str(args.names->items()[i]);
        Value value = args.values[args.positional + i];
        if (str_equal_ascii(name, "iterable") && iterable->is_empty())
            *iterable = value;
        else if (str_equal_ascii(name, "start") && (args.total() == 2 || args.positional == 1))
            *start = value;
        else
            return raise_type_error(thread, "'%s' is an invalid keyword argument for enumerate()",
                                    to_utf8(name).c_str());
    }
    if (iterable->is_empty())
        return raise_type_error(thread, "enumerate() missing required argument 'iterable'");
    return {};
}

Ref<Value> enumerate_new(Thread& thread, Type* type, CallArgs args) {
    Value iterable, start;
    TRY(enumerate_arguments(thread, args, &iterable, &start));
    Ref<Value> count = small(0);
    if (!start.is_empty()) count = TRY(to_index(thread, start));
    Ref<Value> iterator = TRY(get_iterator(thread, iterable));
    Ref<Value> result = TRY(allocate<Enumerate>(thread, type));
    auto* it = result.as<Enumerate>();
    it->iterator = iterator.release();
    it->count = count.release();
    it->pair = Value::empty();
    return result;
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

void zip_dealloc(Interpreter& interp, Object* object) {
    auto* it = static_cast<Zip*>(object);
    decref(it->iterators);
    decref(it->result);
    interp.heap.free(it);
}

void zip_traverse(Object* object, Visitor& visitor) {
    auto* it = static_cast<Zip*>(object);
    visitor.visit(it->iterators);
    visitor.visit(it->result);
}

Ref<Value> zip_new(Thread& thread, Type* type, CallArgs args) {
    bool strict = false;
    for (uint32_t i = 0; i < args.keyword_count(); ++i) {
        Str* name = as_str(args.names->items()[i]);
        if (!str_equal_ascii(name, "strict"))
            return raise_type_error(thread, "'%s' is an invalid keyword argument for zip()",
                                    to_utf8(name).c_str());
        strict = TRY(truth(thread, args.values[args.positional + i]));
    }
    Ref<Tuple> iterators = TRY(iterators_of(thread, args.positionals()));
    Ref<Value> result = TRY(allocate<Zip>(thread, type));
    auto* it = result.as<Zip>();
    it->iterators = iterators.release();
    it->result = Value::empty();
    it->strict = strict;
    return result;
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
    if (it->result.is_object() && it->result.as_object()->refcount == 1) {
        result = share(it->result.as<Tuple>());
    } else {
        result = TRY(allocate_tuple(thread, count));
        decref(std::exchange(it->result, share(result.get()).release()));
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

void map_dealloc(Interpreter& interp, Object* object) {
    auto* it = static_cast<Map*>(object);
    decref(it->function);
    decref(it->iterators);
    interp.heap.free(it);
}

void map_traverse(Object* object, Visitor& visitor) {
    auto* it = static_cast<Map*>(object);
    visitor.visit(it->function);
    visitor.visit(it->iterators);
}

Ref<Value> map_new(Thread& thread, Type* type, CallArgs args) {
    if (!type->is_heap_type()) TRY(refuse_keywords(thread, "map", args));
    if (args.positional < 2) return raise_type_error(thread, "map() must have at least two arguments.");
    Ref<Tuple> iterators = TRY(iterators_of(thread, args.positionals().subspan(1)));
    Ref<Value> result = TRY(allocate<Map>(thread, type));
    auto* it = result.as<Map>();
    it->function = share(args.values[0]).release();
    it->iterators = iterators.release();
    return result;
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

void filter_dealloc(Interpreter& interp, Object* object) {
    auto* it = static_cast<Filter*>(object);
    decref(it->function);
    decref(it->iterator);
    interp.heap.free(it);
}

void filter_traverse(Object* object, Visitor& visitor) {
    auto* it = static_cast<Filter*>(object);
    visitor.visit(it->function);
    visitor.visit(it->iterator);
}

Ref<Value> filter_new(Thread& thread, Type* type, CallArgs args) {
    if (!type->is_heap_type()) TRY(refuse_keywords(thread, "filter", args));
    TRY(check_positional(thread, "filter", args, 2, 2));
    Ref<Value> iterator = TRY(get_iterator(thread, args.values[1]));
    Ref<Value> result = TRY(allocate<Filter>(thread, type));
    auto* it = result.as<Filter>();
    it->function = share(args.values[0]).release();
    it->iterator = iterator.release();
    return result;
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
    if (reused->is_object() && reused->as_object()->refcount == 1) {
        Value* items = reused->as<Tuple>()->items();
        Ref<Value> result = share(*reused);
        incref(a);
        incref(b);
        Ref<Value> old_a = Ref<Value>::take(items[0]), old_b = Ref<Value>::take(items[1]);
        items[0] = a;
        items[1] = b;
        return result;
    }
    Ref<Tuple> pair = TRY(make_tuple(thread, {a, b}));
    decref(std::exchange(*reused, share(pair.get()).release()));
    return pair;
}

void init_combining_iterators(Interpreter& interp) {
    TypeSpec spec;
    spec.flags = kGcType | kBaseType;
    spec.slots.iter = return_self;

    spec.name = "enumerate";
    spec.kind = Kind::kEnumerate;
    spec.size = sizeof(Enumerate);
    spec.doc = "enumerate(iterable, start=0): pairs (number, item) of consecutive numbers and the items.";
    spec.slots.dealloc = enumerate_dealloc;
    spec.slots.traverse = enumerate_traverse;
    spec.slots.new_instance = enumerate_new;
    spec.slots.next = enumerate_next;
    spec.methods = kEnumerateMethods;
    interp.types.enumerate = make_type(interp, spec);

    spec.name = "zip";
    spec.kind = Kind::kZip;
    spec.size = sizeof(Zip);
    spec.doc =
        "zip(*iterables, strict=False): tuples of the first items, the second items, and so on, until the "
        "shortest iterable ends; with strict, ValueError if another one is longer.";
    spec.slots.dealloc = zip_dealloc;
    spec.slots.traverse = zip_traverse;
    spec.slots.new_instance = zip_new;
    spec.slots.next = zip_next;
    spec.methods = kZipMethods;
    interp.types.zip = make_type(interp, spec);

    spec.name = "map";
    spec.kind = Kind::kMap;
    spec.size = sizeof(Map);
    spec.doc = "map(function, *iterables): the results of the function for the items of the iterables.";
    spec.slots.dealloc = map_dealloc;
    spec.slots.traverse = map_traverse;
    spec.slots.new_instance = map_new;
    spec.slots.next = map_next;
    spec.methods = kMapMethods;
    interp.types.map = make_type(interp, spec);

    spec.name = "filter";
    spec.kind = Kind::kFilter;
    spec.size = sizeof(Filter);
    spec.doc = "filter(function, iterable): the items for which the function is true; None: that are true.";
    spec.slots.dealloc = filter_dealloc;
    spec.slots.traverse = filter_traverse;
    spec.slots.new_instance = filter_new;
    spec.slots.next = filter_next;
    spec.methods = kFilterMethods;
    interp.types.filter = make_type(interp, spec);
}

}  // namespace moult
