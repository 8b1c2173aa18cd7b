// Builtin functions that iterate, or make iterators.
#include "modules/builtins/anext_awaitable.h"
#include "modules/builtins/functions.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/list.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

// Whether an item has the wanted truth value.
Result<bool> has_item(Thread& thread, Value iterable, bool wanted) {
    Ref<Value> iterator = TRY(get_iterator(thread, iterable));
    for (;;) {
        Ref<Value> item = TRY(iterator_next(thread, iterator));
        if (item.is_empty()) return false;
        if (TRY(truth(thread, item)) == wanted) return true;
    }
}
Ref<Value> all_function(Thread& thread, Args args) {
    bool found = TRY(has_item(thread, args[0], false));
    return Value::boolean(!found);
}
Ref<Value> any_function(Thread& thread, Args args) {
    bool found = TRY(has_item(thread, args[0], true));
    return Value::boolean(found);
}

Ref<Value> len_function(Thread& thread, Args args) {
    int64_t n = TRY(length(thread, args[0]));
    return make_int(thread, n);
}

Ref<Value> iter_function(Thread& thread, Args args) {
    if (args[1].is_empty()) return get_iterator(thread, args[0]);
    if (!thread.interp.type_of(args[0])->slots.call)
        return raise_type_error(thread, "iter(v, w): v must be callable");
    return make_callable_iterator(thread, args[0], args[1]);
}

Ref<Value> next_function(Thread& thread, Args args) {
    Value iterator = args[0], otherwise = args[1];
    UnarySlot slot = thread.interp.type_of(iterator)->slots.next;
    if (!slot)
        return raise_type_error(thread, "'%.200s' object is not an iterator", type_name(thread, iterator));
    // Not iterator_next, which drops the value of a StopIteration.
    Ref<Value> item = slot(thread, iterator);
    if (item.is_error() && !otherwise.is_empty() && error_matches(thread, thread.types().stop_iteration)) {
        clear_error(thread);
        return share(otherwise);
    }
    if (!item.is_empty()) return item;
    if (!otherwise.is_empty()) return share(otherwise);
    return raise_stop_iteration(thread, Value::empty());
}

Ref<Value> sorted_function(Thread& thread, Args args) {  // iterable, key, reverse
    Ref<List> list = TRY(to_list(thread, args[0]));
    bool reverse = args[2].is_true();
    if (!args[2].is_bool()) {
        Ref<Value> flag = TRY(to_index(thread, args[2]));
        reverse = TRY(truth(thread, flag));
    }
    TRY(list_sort(thread, list.get(), args[1], reverse));
    return list;
}

Ref<Value> aiter_function(Thread& thread, Args args) {
    UnarySlot slot = thread.interp.type_of(args[0])->slots.async_iter;
    if (!slot)
        return raise_type_error(thread, "'%.200s' object is not an async iterable",
                                type_name(thread, args[0]));
    Ref<Value> iterator = TRY(slot(thread, args[0]));
    if (!thread.interp.type_of(iterator)->slots.async_next)
        return raise_type_error(thread, "aiter() returned not an async iterator of type '%.200s'",
                                type_name(thread, iterator));
    return iterator;
}

Ref<Value> anext_function(Thread& thread, Args args) {
    UnarySlot slot = thread.interp.type_of(args[0])->slots.async_next;
    if (!slot)
        return raise_type_error(thread, "'%.200s' object is not an async iterator",
                                type_name(thread, args[0]));
    Ref<Value> awaitable = TRY(slot(thread, args[0]));
    if (args[1].is_empty()) return awaitable;
    return make_anext_awaitable(thread, awaitable, args[1]);
}

constexpr MethodDef kFunctions[] = {
    {"all(iterable, /)", all_function, "Whether every item of the iterable is true."},
    {"any(iterable, /)", any_function, "Whether an item of the iterable is true."},
    {"len(obj, /)", len_function, "The number of items in a container."},
    {"@hidden iter(object, sentinel=..., /)", iter_function,
     "An iterator over an object, or over the results of a callable until it returns the sentinel."},
    {"@hidden next(iterator, default=..., /)", next_function,
     "The next item of an iterator; the default, if there is one, when it is exhausted."},
    {"@unpack @counted @keywords:sort sorted(iterable, /, *, key=None, reverse=False)", sorted_function,
     "A new list with the items of an iterable in ascending order."},
    {"aiter(async_iterable, /)", aiter_function, "An asynchronous iterator over an object."},
    {"anext(aiterator, default=..., /)", anext_function, "An awaitable for the next item."},
};

}  // namespace

std::span<const MethodDef> iteration_functions() {
    return kFunctions;
}

}  // namespace moult
