// The type memoryview, for the buffers of bytes and bytearray: one dimension, items of any native format.
#include <algorithm>

#include "runtime/bytes/bytes_common.h"
#include "runtime/bytes/memory_items.h"
#include "runtime/containers/container_support.h"
#include "runtime/containers/list.h"
#include "runtime/containers/range.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/siphash.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

MemoryView* self_of(Value v) {
    return v.as<MemoryView>();
}

bool is_readonly(const MemoryView* view) {
    return view->readonly;
}

uint8_t* item_at(const MemoryView* view, int64_t i) {
    return const_cast<uint8_t*>(bytes_in(content_of(view->owner))) + view->offset + i * view->step;
}

Status check_alive(Thread& thread, Value self) {
    if (self_of(self)->owner.is_empty())
        return raise_value_error(thread, "operation forbidden on released memoryview object");
    return {};
}

void release_owner(MemoryView* view) {
    Value owner = std::exchange(view->owner, Value::empty());
    if (owner.is_empty()) return;
    if (auto* array = as_instance<ByteArray>(owner)) --array->exports;
    decref(owner);
}

Ref<MemoryView> make_view(Thread& thread, Value owner, int64_t offset, int64_t length, int64_t step,
                          bool readonly, ItemFormat format = {}) {
    Ref<MemoryView> view = TRY(new_object<MemoryView>(thread, thread.types().memoryview));
    view->owner = share(owner).release();
    view->offset = offset;
    view->length = length;
    view->step = step;
    view->hash = -1;
    view->readonly = readonly;
    view->format = format;
    if (auto* array = as_instance<ByteArray>(owner)) ++array->exports;
    return view;
}

Ref<Value> memoryview_make(Thread& thread, Type*, Args args) {
    Value object = args[0];
    if (auto* view = as_instance<MemoryView>(object)) {
        TRY(check_alive(thread, object));
        return make_view(thread, view->owner, view->offset, view->length, view->step, view->readonly,
                         view->format);
    }
    Value owner = as_bytes(object) ? Value(as_bytes(object)) : object;
    if (!as_bytes(object) && !is_bytearray(object))
        return raise_type_error(thread, "memoryview: a bytes-like object is required, not '%.200s'",
                                type_name(thread, object));
    return make_view(thread, owner, 0, static_cast<int64_t>(content_of(owner).size()), 1,
                     !is_bytearray(owner));
}

Ref<Value> memoryview_repr(Thread& thread, Value self) {
    bool released = self_of(self)->owner.is_empty();
    return format_str(thread, released ? "<released memory at %p>" : "<memory at %p>",
                      static_cast<void*>(self.as_object()));
}

Result<int64_t> memoryview_hash(Thread& thread, Value self) {
    MemoryView* view = self_of(self);
    if (view->hash != -1) return view->hash;
    TRY(check_alive(thread, self));
    if (!is_readonly(view)) return raise_value_error(thread, "cannot hash writable memoryview object");
    if (!is_byte_format(view->format))
        return raise_value_error(thread, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    TRY(hash(thread, view->owner));  // what can change has none
    TRY(check_alive(thread, self));
    Ref<Bytes> bytes = TRY(copy_of_view(thread, view));
    return view->hash = hash_memory(thread.interp.hash_key, bytes->data(), bytes->length);
}

// What a bytes-like object is compared with and assigned by: items somewhere in memory.
struct Items {
    const uint8_t* first;
    int64_t length, step;
    ItemFormat format;
    const uint8_t* at(int64_t i) const { return first + i * step; }
};
// False: it has no buffer.
bool items_of(Value object, Items* items) {
    std::string_view content;
    if (auto* view = as_instance<MemoryView>(object)) {
        if (view->owner.is_empty()) return false;
        *items = {item_at(view, 0), view->length, view->step, view->format};
        return true;
    }
    if (!as_buffer(object, &content)) return false;
    *items = {bytes_in(content), static_cast<int64_t>(content.size()), 1, {}};
    return true;
}

// Items that are equal when their bytes are, and only then.
bool has_plain_items(ItemFormat format) {
    return format.letter != 'f' && format.letter != 'd';
}
Result<bool> equal_items(Thread& thread, const Items& left, const Items& right) {
    if (left.length != right.length) return false;
    bool is_plain = left.format.letter == right.format.letter && has_plain_items(left.format);
    for (int64_t i = 0; i < left.length; ++i) {
        if (is_plain) {
            if (memcmp(left.at(i), right.at(i), left.format.size)) return false;
            continue;
        }
        Ref<Value> a = TRY(unpack_item(thread, left.format, left.at(i)));
        Ref<Value> b = TRY(unpack_item(thread, right.format, right.at(i)));
        if (!TRY(compare_truth(thread, a, b, CompareOp::kEq))) return false;
    }
    return true;
}

Ref<Value> memoryview_compare(Thread& thread, Value left, Value right, CompareOp op) {
    if (op != CompareOp::kEq && op != CompareOp::kNe) return Value::not_implemented();
    Items a, b;
    bool equal = left == right;
    if (items_of(left, &a)) {
        bool is_view = as_instance<MemoryView>(right) != nullptr;
        if (items_of(right, &b))
            equal = TRY(equal_items(thread, a, b));
        else if (!is_view)
            return Value::not_implemented();
        else
            equal = false;
    }
    return Value::boolean(equal == (op == CompareOp::kEq));
}

Result<int64_t> memoryview_length(Thread& thread, Value self) {
    TRY(check_alive(thread, self));
    return self_of(self)->length;
}

// Whether all the items of a tuple are indices, or all are slices: both may be keys of what has several dimensions.
bool are_all_slices(const Tuple* keys) {
    std::span<const Value> items = keys->span();
    return !items.empty() &&
           std::all_of(items.begin(), items.end(), [](Value v) { return is_exact<Slice>(v); });
}
bool are_all_indices(Thread& thread, const Tuple* keys) {
    std::span<const Value> items = keys->span();
    return std::all_of(items.begin(), items.end(),
                       [&](Value v) { return is_int(v) || thread.interp.type_of(v)->slots.index; });
}

Result<int64_t> position(Thread& thread, Value self, Value key, const char* of_slices) {
    Tuple* keys = as_tuple(key);
    if (keys && !thread.interp.type_of(key)->slots.index) {
        if (are_all_indices(thread, keys)) {
            if (keys->length == 0)
                return raise(thread, thread.types().not_implemented_error, "sub-views are not implemented");
            if (keys->length > 1)
                return raise_type_error(thread, "cannot index 1-dimension view with %zu-element tuple",
                                        keys->length);
            key = keys->items()[0];
        } else if (are_all_slices(keys)) {
            return raise(thread, thread.types().not_implemented_error, "%s", of_slices);
        }
    }
    if (!is_int(key) && !thread.interp.type_of(key)->slots.index)
        return raise_type_error(thread, "memoryview: invalid slice key");
    int64_t i = TRY(as_position(thread, key));
    TRY(check_alive(thread, self));
    if (i < 0) i += self_of(self)->length;
    if (i < 0 || i >= self_of(self)->length)
        return raise_index_error(thread, "index out of bounds on dimension 1");
    return i;
}

Ref<Value> memoryview_item(Thread& thread, Value self, Value key) {
    TRY(check_alive(thread, self));
    if (!is_exact<Slice>(key)) {
        int64_t i = TRY(position(thread, self, key, "multi-dimensional slicing is not implemented"));
        return unpack_item(thread, self_of(self)->format, item_at(self_of(self), i));
    }
    SliceBounds bounds = TRY(slice_bounds(thread, key.as<Slice>(), self_of(self)->length));
    TRY(check_alive(thread, self));
    MemoryView* view = self_of(self);
    return make_view(thread, view->owner, view->offset + bounds.start * view->step,
                     std::max<int64_t>(bounds.count, 0), view->step * bounds.step, view->readonly,
                     view->format);
}

Status assigned_items(Thread& thread, Value value, Items* items) {
    if (!items_of(value, items)) TRY(buffer_argument(thread, value));  // raises
    return {};
}

Status memoryview_set_item(Thread& thread, Value self, Value key, Value value) {
    TRY(check_alive(thread, self));
    if (is_readonly(self_of(self))) return raise_type_error(thread, "cannot modify read-only memory");
    if (value.is_empty()) return raise_type_error(thread, "cannot delete memory");
    if (is_exact<Slice>(key)) {
        Items source;
        TRY(assigned_items(thread, value, &source));  // before the slice is looked at
        SliceBounds bounds = TRY(slice_bounds(thread, key.as<Slice>(), self_of(self)->length));
        TRY(assigned_items(thread, value, &source));
        TRY(check_alive(thread, self));
        MemoryView* view = self_of(self);
        int64_t count = std::max<int64_t>(bounds.count, 0);
        size_t size = view->format.size;
        if (source.length != count || source.format.letter != view->format.letter)
            return raise_value_error(thread,
                                     "memoryview assignment: lvalue and rvalue have different structures");
        std::string copy;  // they may overlap
        for (int64_t i = 0; i < count; ++i) copy.append(reinterpret_cast<const char*>(source.at(i)), size);
        for (int64_t i = 0; i < count; ++i)
            memcpy(item_at(view, bounds.start + i * bounds.step), copy.data() + static_cast<size_t>(i) * size,
                   size);
        return {};
    }
    int64_t i =
        TRY(position(thread, self, key, "memoryview slice assignments are currently restricted to ndim = 1"));
    uint8_t item[8];
    ItemFormat format = self_of(self)->format;
    TRY(pack_item(thread, format, item, value));
    TRY(check_alive(thread, self));
    memcpy(item_at(self_of(self), i), item, format.size);
    return {};
}

struct MemoryIterator : Object {
    Value view;  // empty: exhausted
    int64_t position;
    static constexpr auto kFields = fields<&MemoryIterator::view>;

    static Ref<Value> next(Thread& thread, MemoryIterator& self) {
        if (self.view.is_empty()) return Ref<Value>::empty();
        const MemoryView* view = self_of(self.view);
        if (self.position < view->length) {
            TRY(check_alive(thread, self.view));
            return unpack_item(thread, view->format, item_at(view, self.position++));
        }
        replace_field(self.view, Value::empty());
        return Ref<Value>::empty();
    }
};
constexpr TypeSpec kMemoryIteratorType =
    native<MemoryIterator>({.name = "memory_iterator",
                            .flags = kDisallowNew,
                            .slots = {.iter = return_self, .next = slot<&MemoryIterator::next>}});

Ref<Value> memoryview_iter(Thread& thread, Value self) {
    TRY(check_alive(thread, self));
    Type* type = native_type(thread.interp, kMemoryIteratorType);
    Ref<MemoryIterator> iterator = TRY(new_object<MemoryIterator>(thread, type));
    iterator->view = share(self).release();
    iterator->position = 0;
    return iterator;
}

Ref<Value> memoryview_tobytes(Thread& thread, Args args) {
    const Str* order = as_str(args[1]);
    if (!order && !args[1].is_none())
        return raise_bad_argument(thread, "tobytes", "argument 'order'", "str or None", args[1]);
    TRY(check_alive(thread, args[0]));
    if (order && !str_equal_ascii(order, "C") && !str_equal_ascii(order, "F") && !str_equal_ascii(order, "A"))
        return raise_value_error(thread, "order must be 'C', 'F' or 'A'");
    return copy_of_view(thread, self_of(args[0]));
}

Ref<Value> memoryview_tolist(Thread& thread, Args args) {
    TRY(check_alive(thread, args[0]));
    MemoryView* view = self_of(args[0]);
    Ref<List> list = TRY(make_list(thread, static_cast<size_t>(view->length)));
    for (int64_t i = 0; i < view->length; ++i) {
        Ref<Value> item = TRY(unpack_item(thread, view->format, item_at(view, i)));
        TRY(list_append(thread, list.get(), item));
    }
    return list;
}

Ref<Value> memoryview_hex(Thread& thread, Args args) {
    TRY(check_alive(thread, args[0]));
    Ref<Bytes> bytes = TRY(copy_of_view(thread, self_of(args[0])));
    return hex_text(thread, bytes->view(), args[1], args[2]);
}

Ref<Value> memoryview_release(Thread&, Args args) {
    release_owner(self_of(args[0]));
    return Value::none();
}

Ref<Value> memoryview_enter(Thread& thread, Args args) {
    TRY(check_alive(thread, args[0]));
    return share(args[0]);
}

Ref<Value> memoryview_toreadonly(Thread& thread, Args args) {
    TRY(check_alive(thread, args[0]));
    MemoryView* view = self_of(args[0]);
    return make_view(thread, view->owner, view->offset, view->length, view->step, true, view->format);
}

Ref<Value> memoryview_cast(Thread& thread, Args args) {
    TRY(check_alive(thread, args[0]));
    Str* format = as_str(args[1]);
    if (!format) return raise_bad_argument(thread, "cast", "argument 'format'", "str", args[1]);
    MemoryView* view = self_of(args[0]);
    if (!view->is_contiguous())
        return raise_type_error(thread, "memoryview: casts are restricted to C-contiguous views");
    ItemFormat wanted;
    if (!find_item_format(to_utf8(format), &wanted))
        return raise_value_error(thread,
                                 "memoryview: destination format must be a native single character format "
                                 "prefixed with an optional '@'");
    if (!is_byte_format(view->format) && !is_byte_format(wanted))
        return raise_type_error(thread, "memoryview: cannot cast between two non-byte formats");
    int64_t bytes = view->byte_count();
    if (bytes % wanted.size)
        return raise_type_error(thread, "memoryview: length is not a multiple of itemsize");
    if (!args[2].is_empty())
        return raise(thread, thread.types().not_implemented_error,
                     "memoryview: casts are supported to one dimension");
    return make_view(thread, view->owner, view->offset, bytes / wanted.size, wanted.size, view->readonly,
                     wanted);
}

constexpr MethodDef kMemoryViewMethods[] = {
    {"cast(self, /, format, shape=...)", memoryview_cast, "A view of the same memory in another format."},
    {"hex(self, /, sep=..., bytes_per_sep=1)", memoryview_hex, "Two hexadecimal digits for every byte."},
    {"release(self, /)", memoryview_release, "Lets go of the object; every further use is a ValueError."},
    {"tobytes(self, /, order='C')", memoryview_tobytes, "The bytes of the view as a bytes object."},
    {"tolist(self, /)", memoryview_tolist, "The items as a list."},
    {"toreadonly(self, /)", memoryview_toreadonly, "A view of the same memory that cannot be written to."},
    {"__enter__(self, /)", memoryview_enter, "The view itself."},
    {"__exit__(self, /, *exc_info)", memoryview_release, "Releases the view."},
};

template <Ref<Value> (*get)(Thread&, MemoryView*)>
Ref<Value> alive_attribute(Thread& thread, Value self) {
    TRY(check_alive(thread, self));
    return get(thread, self_of(self));
}
Ref<Value> get_obj(Thread&, MemoryView* view) {
    return share(view->owner);
}
Ref<Value> get_nbytes(Thread&, MemoryView* view) {
    return Value::small_int(view->byte_count());
}
Ref<Value> get_item_size(Thread&, MemoryView* view) {
    return Value::small_int(view->format.size);
}
Ref<Value> get_one(Thread&, MemoryView*) {
    return Value::small_int(1);
}
Ref<Value> get_readonly(Thread&, MemoryView* view) {
    return Value::boolean(is_readonly(view));
}
Ref<Value> get_contiguous(Thread&, MemoryView* view) {
    return Value::boolean(view->is_contiguous());
}
Ref<Value> get_format(Thread& thread, MemoryView* view) {
    char text[2] = {'@', view->format.letter};
    return make_str(thread, view->format.has_at ? std::string_view(text, 2) : std::string_view(text + 1, 1));
}
Ref<Value> get_shape(Thread& thread, MemoryView* view) {
    return make_tuple(thread, {Value::small_int(view->length)});
}
Ref<Value> get_strides(Thread& thread, MemoryView* view) {
    return make_tuple(thread, {Value::small_int(view->step)});
}
Ref<Value> get_suboffsets(Thread& thread, MemoryView*) {
    return make_tuple(thread, {});
}

constexpr GetSetDef kMemoryViewAttributes[] = {
    {"obj", alive_attribute<get_obj>, nullptr, "The object whose memory is viewed."},
    {"nbytes", alive_attribute<get_nbytes>, nullptr, "The size of the view in bytes."},
    {"itemsize", alive_attribute<get_item_size>, nullptr, "The size of an item in bytes."},
    {"ndim", alive_attribute<get_one>, nullptr, "The number of dimensions."},
    {"readonly", alive_attribute<get_readonly>, nullptr, "Whether the memory cannot be written to."},
    {"format", alive_attribute<get_format>, nullptr,
     "The format of an item, as the module struct writes it."},
    {"shape", alive_attribute<get_shape>, nullptr, "The length of every dimension."},
    {"strides", alive_attribute<get_strides>, nullptr,
     "The distance in bytes between items of every dimension."},
    {"suboffsets", alive_attribute<get_suboffsets>, nullptr, "Always empty."},
    {"contiguous", alive_attribute<get_contiguous>, nullptr, "Whether the items lie side by side."},
    {"c_contiguous", alive_attribute<get_contiguous>, nullptr,
     "Whether the items lie side by side, in C's order."},
    {"f_contiguous", alive_attribute<get_contiguous>, nullptr,
     "Whether the items lie side by side, in Fortran's order."},
};

constexpr TypeSpec kMemoryViewType = native<MemoryView>(
    {.name = "memoryview",
     .kind = Kind::kMemoryView,
     .flags = kMatchSequence,
     .make = {"memoryview(object)", memoryview_make},
     .doc = "memoryview(object)\n\nA view of the memory of another object, without copying it.",
     .slots = {.repr = memoryview_repr,
               .hash = memoryview_hash,
               .compare = memoryview_compare,
               .iter = memoryview_iter,
               .length = memoryview_length,
               .get_item = memoryview_item,
               .set_item = memoryview_set_item},
     .methods = kMemoryViewMethods,
     .attributes = kMemoryViewAttributes});

}  // namespace

void MemoryView::release(Interpreter&, MemoryView& view) {
    release_owner(&view);
}

void init_memoryview(Interpreter& interp) {
    interp.types().memoryview = native_type(interp, kMemoryViewType);
}

}  // namespace moult
