// The type memoryview, for the buffers of bytes and bytearray: one dimension, unsigned bytes.
#include <algorithm>

#include "runtime/bytes/bytes_common.h"
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

// The first byte the view could have; the view's own are at data[offset + i * step].
uint8_t* owner_data(const MemoryView* view) {
    return const_cast<uint8_t*>(bytes_in(content_of(view->owner)));
}
uint8_t byte_at(const MemoryView* view, int64_t i) {
    return owner_data(view)[view->offset + i * view->step];
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
                          bool readonly) {
    Ref<MemoryView> view = TRY(new_object<MemoryView>(thread, thread.types().memoryview));
    view->owner = share(owner).release();
    view->offset = offset;
    view->length = length;
    view->step = step;
    view->hash = -1;
    view->readonly = readonly;
    if (auto* array = as_instance<ByteArray>(owner)) ++array->exports;
    return view;
}

Ref<Bytes> copy_bytes(Thread& thread, const MemoryView* view) {
    Ref<Bytes> bytes = TRY(allocate_bytes(thread, static_cast<size_t>(view->length)));
    for (int64_t i = 0; i < view->length; ++i) bytes->data()[i] = byte_at(view, i);
    return bytes;
}

Ref<Value> memoryview_make(Thread& thread, Type*, Args args) {
    Value object = args[0];
    if (auto* view = as_instance<MemoryView>(object)) {
        TRY(check_alive(thread, object));
        return make_view(thread, view->owner, view->offset, view->length, view->step, view->readonly);
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
    TRY(hash(thread, view->owner));  // what can change has none
    TRY(check_alive(thread, self));
    Ref<Bytes> bytes = TRY(copy_bytes(thread, view));
    return view->hash = hash_memory(thread.interp.hash_key, bytes->data(), bytes->length);
}

Ref<Value> memoryview_compare(Thread&, Value left, Value right, CompareOp op) {
    if (op != CompareOp::kEq && op != CompareOp::kNe) return Value::not_implemented();
    bool equal = left == right;
    MemoryView* view = self_of(left);
    if (!equal && !view->owner.is_empty()) {
        auto* other = as_instance<MemoryView>(right);
        std::string_view content;
        if (other ? other->owner.is_empty() : !as_buffer(right, &content))
            return other ? Ref<Value>(Value::boolean(op == CompareOp::kNe))
                         : Ref<Value>(Value::not_implemented());
        int64_t length = other ? other->length : static_cast<int64_t>(content.size());
        equal = length == view->length;
        for (int64_t i = 0; equal && i < length; ++i)
            equal = byte_at(view, i) ==
                    (other ? byte_at(other, i) : static_cast<uint8_t>(content[static_cast<size_t>(i)]));
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
    if (!is_exact<Slice>(key))
        return Value::small_int(byte_at(
            self_of(self), TRY(position(thread, self, key, "multi-dimensional slicing is not implemented"))));
    SliceBounds bounds = TRY(slice_bounds(thread, key.as<Slice>(), self_of(self)->length));
    TRY(check_alive(thread, self));
    MemoryView* view = self_of(self);
    return make_view(thread, view->owner, view->offset + bounds.start * view->step,
                     std::max<int64_t>(bounds.count, 0), view->step * bounds.step, view->readonly);
}

Status memoryview_set_item(Thread& thread, Value self, Value key, Value value) {
    TRY(check_alive(thread, self));
    if (is_readonly(self_of(self))) return raise_type_error(thread, "cannot modify read-only memory");
    if (value.is_empty()) return raise_type_error(thread, "cannot delete memory");
    if (is_exact<Slice>(key)) {
        TRY(buffer_argument(thread, value));  // before the slice is looked at
        SliceBounds bounds = TRY(slice_bounds(thread, key.as<Slice>(), self_of(self)->length));
        std::string_view content = TRY(buffer_argument(thread, value));
        TRY(check_alive(thread, self));
        MemoryView* view = self_of(self);
        int64_t count = std::max<int64_t>(bounds.count, 0);
        if (static_cast<int64_t>(content.size()) != count)
            return raise_value_error(thread,
                                     "memoryview assignment: lvalue and rvalue have different structures");
        std::string copy(content);  // it may overlap
        for (int64_t i = 0; i < count; ++i)
            owner_data(view)[view->offset + (bounds.start + i * bounds.step) * view->step] =
                static_cast<uint8_t>(copy[static_cast<size_t>(i)]);
        return {};
    }
    int64_t i =
        TRY(position(thread, self, key, "memoryview slice assignments are currently restricted to ndim = 1"));
    if (!is_int(value) && !thread.interp.type_of(value)->slots.index)
        return raise_type_error(thread, "memoryview: invalid type for format 'B'");
    Ref<Value> number = TRY(to_index(thread, value));
    int64_t byte;
    if (!int_to_int64(number, &byte) || byte < 0 || byte > 255)
        return raise_value_error(thread, "memoryview: invalid value for format 'B'");
    TRY(check_alive(thread, self));
    MemoryView* view = self_of(self);
    owner_data(view)[view->offset + i * view->step] = static_cast<uint8_t>(byte);
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
            return Value::small_int(byte_at(view, self.position++));
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
    return copy_bytes(thread, self_of(args[0]));
}

Ref<Value> memoryview_tolist(Thread& thread, Args args) {
    TRY(check_alive(thread, args[0]));
    MemoryView* view = self_of(args[0]);
    Ref<List> list = TRY(make_list(thread, static_cast<size_t>(view->length)));
    for (int64_t i = 0; i < view->length; ++i)
        TRY(list_append(thread, list.get(), Value::small_int(byte_at(view, i))));
    return list;
}

Ref<Value> memoryview_hex(Thread& thread, Args args) {
    TRY(check_alive(thread, args[0]));
    Ref<Bytes> bytes = TRY(copy_bytes(thread, self_of(args[0])));
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
    return make_view(thread, view->owner, view->offset, view->length, view->step, true);
}

Ref<Value> memoryview_cast(Thread& thread, Args args) {
    TRY(check_alive(thread, args[0]));
    Str* format = as_str(args[1]);
    if (!format) return raise_bad_argument(thread, "cast", "argument 'format'", "str", args[1]);
    MemoryView* view = self_of(args[0]);
    if (view->step != 1)
        return raise_type_error(thread, "memoryview: casts are restricted to C-contiguous views");
    constexpr std::string_view kFormats = "cbBhHiIlLqQnNfd?P";
    std::string text = to_utf8(format);
    if (text.starts_with('@')) text.erase(0, 1);
    if (text.size() != 1 || kFormats.find(text[0]) == std::string_view::npos)
        return raise_value_error(thread,
                                 "memoryview: destination format must be a native single character format "
                                 "prefixed with an optional '@'");
    if (text != "B" || !args[2].is_empty())
        return raise(thread, thread.types().not_implemented_error,
                     "memoryview: casts are supported to one dimension of format 'B'");
    return make_view(thread, view->owner, view->offset, view->length, view->step, view->readonly);
}

constexpr MethodDef kMemoryViewMethods[] = {
    {"cast(self, /, format, shape=...)", memoryview_cast, "A view of the same memory in another format."},
    {"hex(self, /, sep=..., bytes_per_sep=1)", memoryview_hex, "Two hexadecimal digits for every byte."},
    {"release(self, /)", memoryview_release, "Lets go of the object; every further use is a ValueError."},
    {"tobytes(self, /, order='C')", memoryview_tobytes, "The bytes of the view as a bytes object."},
    {"tolist(self, /)", memoryview_tolist, "The items as a list of integers."},
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
    return Value::small_int(view->length);
}
Ref<Value> get_one(Thread&, MemoryView*) {
    return Value::small_int(1);
}
Ref<Value> get_readonly(Thread&, MemoryView* view) {
    return Value::boolean(is_readonly(view));
}
Ref<Value> get_contiguous(Thread&, MemoryView* view) {
    return Value::boolean(view->step == 1 || view->length <= 1);
}
Ref<Value> get_format(Thread& thread, MemoryView*) {
    return make_str(thread, "B");
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
    {"itemsize", alive_attribute<get_one>, nullptr, "The size of an item in bytes."},
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
