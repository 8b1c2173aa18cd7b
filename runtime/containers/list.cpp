// The type list: construction, item access, methods and operators. Storage and slices are in
// list_storage.cpp, sorting in list_sort.cpp.
#include "runtime/containers/list.h"

#include <algorithm>

#include "runtime/containers/container_support.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/range.h"
#include "runtime/containers/sequence_support.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

// For sequence_support.h.
struct Items {
    const List* list;
    size_t size() const { return list->length; }
    Value at(size_t i) const { return list->items[i]; }
};

List* self_list(Args args) {
    return args[0].as<List>();
}

Status list_init(Thread& thread, Value self, Args args) {
    auto* list = self.as<List>();
    if (list->items) list_clear(thread, list);
    return list_extend(thread, list, args[0]);
}

Ref<Value> list_repr(Thread& thread, Value self) {
    auto* list = self.as<List>();
    if (list->length == 0) return make_str(thread, "[]");
    ReprGuard guard(thread, list);
    if (!guard.entered()) return make_str(thread, "[...]");
    StrBuilder out(thread);
    out.add_ascii("[");
    TRY(add_items_repr(thread, out, Items{list}));
    out.add_ascii("]");
    return out.finish();
}

Ref<Value> list_compare(Thread& thread, Value self, Value other, CompareOp op) {
    auto *a = as_instance<List>(self), *b = as_instance<List>(other);
    if (!a || !b) return Value::not_implemented();
    return compare_sequences(thread, Items{a}, Items{b}, op);
}

Result<int64_t> list_length(Thread&, Value self) {
    return static_cast<int64_t>(self.as<List>()->length);
}

Ref<Value> list_get_item(Thread& thread, Value self, Value key) {
    auto* list = self.as<List>();
    if (auto* slice = as_instance<Slice>(key)) {
        SliceParts parts = TRY(slice_parts(thread, slice));
        return list_get_slice(thread, list, slice_adjust(parts, static_cast<int64_t>(list->length)));
    }
    int64_t i = TRY(sequence_index(thread, key, "list"));
    if (i < 0) i += static_cast<int64_t>(list->length);
    if (static_cast<uint64_t>(i) >= list->length) return raise_index_error(thread, "list index out of range");
    return share(list->items[i]);
}

Status list_set_item(Thread& thread, Value self, Value key, Value value) {
    auto* list = self.as<List>();
    if (auto* slice = as_instance<Slice>(key)) {
        SliceParts parts = TRY(slice_parts(thread, slice));
        return list_set_slice(thread, list, parts, value);
    }
    int64_t i = TRY(sequence_index(thread, key, "list"));
    if (i < 0) i += static_cast<int64_t>(list->length);
    if (static_cast<uint64_t>(i) >= list->length)
        return raise_index_error(thread, "list assignment index out of range");
    if (value.is_empty()) {
        Ref<Value> removed = list_take(thread, list, static_cast<size_t>(i));
        return {};
    }
    Ref<Value> previous = Ref<Value>::take(list->items[i]);
    list->items[i] = share(value).release();
    return {};
}

Ref<Value> get_item_method(Thread& thread, Args args) {
    return list_get_item(thread, args[0], args[1]);
}

Result<bool> list_contains(Thread& thread, Value self, Value item) {
    int64_t found = TRY(find_item(thread, Items{self.as<List>()}, item));
    return found >= 0;
}

Ref<Value> list_concat(Thread& thread, Value self, Value other) {
    auto *a = self.as<List>(), *b = as_instance<List>(other);
    if (!b)
        return raise_type_error(thread, "can only concatenate list (not \"%s\") to list",
                                type_name(thread, other));
    Ref<List> result = TRY(make_list(thread, a->length + b->length));
    for (const List* part : {a, b})
        for (Value item : part->span()) result->items[result->length++] = share(item).release();
    return result;
}

Ref<Value> list_inplace_concat(Thread& thread, Value self, Value other) {
    TRY(list_extend(thread, self.as<List>(), other));
    return share(self);
}

Ref<Value> list_repeat(Thread& thread, Value self, int64_t count) {
    auto* list = self.as<List>();
    size_t length;
    if (__builtin_mul_overflow(list->length, static_cast<size_t>(std::max<int64_t>(count, 0)), &length))
        return raise_out_of_memory(thread);
    Ref<List> result = TRY(make_list(thread, length));
    for (int64_t i = 0; i < count && length; ++i)
        for (Value item : list->span()) result->items[result->length++] = share(item).release();
    return result;
}

Ref<Value> list_inplace_repeat(Thread& thread, Value self, int64_t count) {
    auto* list = self.as<List>();
    size_t old_length = list->length, length;
    if (count <= 0) return list_clear(thread, list), share(self);
    if (__builtin_mul_overflow(old_length, static_cast<size_t>(count), &length))
        return raise_out_of_memory(thread);
    if (length > list->capacity) TRY(list_grow(thread, list, length));
    for (size_t i = old_length; i < length; ++i)
        list->items[i] = share(list->items[i - old_length]).release();
    list->length = length;
    return share(self);
}

// --- methods

Ref<Value> append_method(Thread& thread, Args args) {
    TRY(list_append(thread, self_list(args), args[1]));
    return Value::none();
}

Ref<Value> extend_method(Thread& thread, Args args) {
    TRY(list_extend(thread, self_list(args), args[1]));
    return Value::none();
}

Ref<Value> insert_method(Thread& thread, Args args) {
    List* list = self_list(args);
    int64_t i = TRY(position_argument(thread, args[1]));
    auto length = static_cast<int64_t>(list->length);
    if (i < 0) i += length;
    i = std::clamp<int64_t>(i, 0, length);
    TRY(list_insert(thread, list, static_cast<size_t>(i), args[2]));
    return Value::none();
}

Ref<Value> pop_method(Thread& thread, Args args) {
    List* list = self_list(args);
    int64_t i = TRY(position_argument(thread, args[1]));
    if (list->length == 0) return raise_index_error(thread, "pop from empty list");
    if (i < 0) i += static_cast<int64_t>(list->length);
    if (static_cast<uint64_t>(i) >= list->length) return raise_index_error(thread, "pop index out of range");
    return list_take(thread, list, static_cast<size_t>(i));
}

Ref<Value> remove_method(Thread& thread, Args args) {
    List* list = self_list(args);
    int64_t found = TRY(find_item(thread, Items{list}, args[1]));
    if (found < 0) return raise_value_error(thread, "list.remove(x): x not in list");
    if (static_cast<size_t>(found) < list->length)
        Ref<Value> removed = list_take(thread, list, static_cast<size_t>(found));
    return Value::none();
}

Ref<Value> clear_method(Thread& thread, Args args) {
    list_clear(thread, self_list(args));
    return Value::none();
}

Ref<Value> copy_method(Thread& thread, Args args) {
    return make_list(thread, self_list(args)->span());
}

Ref<Value> reverse_method(Thread&, Args args) {
    List* list = self_list(args);
    std::reverse(list->items, list->items + list->length);
    return Value::none();
}

Ref<Value> index_method(Thread& thread, Args args) {
    List* list = self_list(args);
    SearchBounds bounds = TRY(search_bounds(thread, args[2], args[3], list->length));
    int64_t found = TRY(find_item(thread, Items{list}, args[1], bounds.start, bounds.stop));
    if (found >= 0) return Value::small_int(found);
    Ref<Str> text = TRY(repr(thread, args[1]));
    return raise_value_error(thread, "%s is not in list", to_utf8(text.get()).c_str());
}

Ref<Value> count_method(Thread& thread, Args args) {
    return Value::small_int(TRY(count_items(thread, Items{self_list(args)}, args[1])));
}

Ref<Value> sort_method(Thread& thread, Args args) {
    int64_t reverse = TRY(index_as_int64(thread, args[2], thread.types().overflow_error));
    TRY(list_sort(thread, self_list(args), args[1], reverse != 0));
    return Value::none();
}

Ref<Value> sizeof_method(Thread&, Args args) {
    List* list = self_list(args);
    return Value::small_int(
        static_cast<int64_t>(list->shape->type->basic_size + list->capacity * sizeof(Value)));
}

constexpr MethodDef kListMethods[] = {
    {"__getitem__(self, index, /)", get_item_method,
     "The item at the position, or a list of those of a slice."},
    {"append(self, object, /)", append_method, "Adds an item at the end."},
    {"extend(self, iterable, /)", extend_method, "Adds the items of the iterable at the end."},
    {"insert(self, index, object, /)", insert_method, "Inserts an item before the position."},
    {"pop(self, index=-1, /)", pop_method,
     "Removes the item at the position, the last one by default, and returns it. IndexError if there is "
     "none."},
    {"remove(self, value, /)", remove_method,
     "Removes the first item that equals the value. ValueError if there is none."},
    {"clear(self, /)", clear_method, "Removes all items."},
    {"copy(self, /)", copy_method, "A shallow copy."},
    {"reverse(self, /)", reverse_method, "Reverses the order of the items in place."},
    {"index(self, value, start=0, stop=9223372036854775807, /)", index_method,
     "The first position of the value. ValueError if it is not there."},
    {"count(self, value, /)", count_method, "How many items equal the value."},
    {"sort(self, /, *, key=None, reverse=False)", sort_method,
     "Sorts the items in place, in ascending order unless reversed; equal items keep their order. With a key "
     "function, by its results."},
    {"__reversed__(self, /)", list_reversed_method, "An iterator over the items, last one first."},
    {"__sizeof__(self, /)", sizeof_method, "The size of the list in memory, in bytes."},
    kClassGetItem,
};

constexpr TypeSpec kListType =
    native<List>({.name = "list",
                  .kind = Kind::kList,
                  .flags = kBaseType | kMatchSequence | kMatchSelf,
                  .init = {"list(iterable=(), /)", list_init},
                  .doc = "list(iterable=()): a mutable sequence of the items of the iterable.",
                  .slots = {.repr = list_repr,
                            .compare = list_compare,
                            .iter = list_iter,
                            .length = list_length,
                            .get_item = list_get_item,
                            .set_item = list_set_item,
                            .contains = list_contains,
                            .concat = list_concat,
                            .inplace_concat = list_inplace_concat,
                            .repeat = list_repeat,
                            .inplace_repeat = list_inplace_repeat},
                  .methods = kListMethods});

}  // namespace

void List::release(Interpreter& interp, List& list) {
    if (list.capacity == 0) return;
    Value* items = list.items;
    void* storage = list.storage();
    size_t length = list.length;
    list.items = nullptr;
    list.length = list.capacity = 0;
    while (length > 0) decref(items[--length]);
    interp.heap.free_plain(storage);
}

void List::visit(List& list, Visitor& visitor) {
    for (size_t i = 0; i < list.length; ++i) visitor.visit(list.items[i]);
}

void init_list(Interpreter& interp) {
    interp.types().list = native_type(interp, kListType);
}

}  // namespace moult
