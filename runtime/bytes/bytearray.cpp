// The type bytearray: storage, slots and construction. What changes one in place is in bytearray_methods.cpp.
#include "runtime/bytes/bytearray_methods.h"

#include "runtime/bytes/bytes_common.h"
#include "runtime/containers/iterators.h"
#include "runtime/model/method_tables.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

Ref<ByteArray> make_bytearray(Thread& thread, std::string_view content) {
    Ref<ByteArray> array = TRY(new_object<ByteArray>(thread, thread.types().bytearray));
    TRY(bytearray_resize(thread, array.get(), content.size()));
    if (!content.empty()) memcpy(array->data, content.data(), content.size());
    return array;
}

Status bytearray_resize(Thread& thread, ByteArray* array, size_t length) {
    if (length == array->length) return {};
    if (array->exports > 0)
        return raise(thread, thread.types().buffer_error,
                     "Existing exports of data: object cannot be re-sized");
    if (length > static_cast<size_t>(PTRDIFF_MAX) - 64) return raise_out_of_memory(thread);
    bool shrink = array->capacity > 64 && length < array->capacity / 2;
    if (length > array->capacity || shrink) {
        size_t capacity =
            length <= array->capacity || array->capacity == 0 ? length : length + length / 8 + 8;
        void* data = thread.heap.reallocate(array->data, capacity + !capacity);
        if (!data) return raise_out_of_memory(thread);
        array->data = static_cast<uint8_t*>(data);
        array->capacity = capacity + !capacity;
    }
    array->length = length;
    return {};
}

namespace {

ByteArray* self_of(Value v) {
    return v.as<ByteArray>();
}

Status bytearray_init(Thread& thread, Value self, Args args) {
    TRY(bytearray_resize(thread, self_of(self), 0));
    Ref<Bytes> content = TRY(bytes_from(thread, kForByteArray, args[0], args[1], args[2]));
    TRY(bytearray_resize(thread, self_of(self), content->length));
    if (content->length) memcpy(self_of(self)->data, content->data(), content->length);
    return {};
}

Ref<Value> bytearray_repr(Thread& thread, Value self) {
    std::string text = type_name(thread, self);
    text += '(';
    add_bytes_repr(text, self_of(self)->view(), true);
    text += ')';
    return make_str(thread, text);
}

Ref<Value> bytearray_compare(Thread&, Value left, Value right, CompareOp op) {
    std::string_view a, b;
    if (!as_buffer(left, &a) || !as_buffer(right, &b)) return Value::not_implemented();
    int order = a.compare(b);
    switch (op) {
        case CompareOp::kLt: return Value::boolean(order < 0);
        case CompareOp::kLe: return Value::boolean(order <= 0);
        case CompareOp::kEq: return Value::boolean(order == 0);
        case CompareOp::kNe: return Value::boolean(order != 0);
        case CompareOp::kGt: return Value::boolean(order > 0);
        default: return Value::boolean(order >= 0);
    }
}

Result<int64_t> bytearray_length(Thread&, Value self) {
    return static_cast<int64_t>(self_of(self)->length);
}

constexpr auto kByteArrayMethods = join_methods(kSharedBytesMethods, kByteArrayOwnMethods);

constexpr TypeSpec kByteArrayType = native<ByteArray>(
    {.name = "bytearray",
     .kind = Kind::kByteArray,
     .flags = kBaseType | kMatchSelf,
     .init = {"@hidden bytearray(source=..., encoding=..., errors=...)", bytearray_init},
     .doc = "bytearray(iterable_of_ints), bytearray(string, encoding[, errors]), bytearray(bytes_or_buffer), "
            "bytearray(size), bytearray()\n\nA mutable sequence of integers from 0 to 255.",
     .slots = {.repr = bytearray_repr,
               .str = bytearray_repr,
               .compare = bytearray_compare,
               .iter = bytearray_iter,
               .remainder = bytearray_remainder,
               .length = bytearray_length,
               .get_item = bytes_item,
               .set_item = bytearray_set_item,
               .contains = bytes_contains,
               .concat = bytes_concat,
               .inplace_concat = bytearray_inplace_concat,
               .repeat = bytes_repeat,
               .inplace_repeat = bytearray_inplace_repeat},
     .methods = kByteArrayMethods});

}  // namespace

void ByteArray::release(Interpreter& interp, ByteArray& array) {
    interp.heap.free(array.data);
}

void init_bytearray(Interpreter& interp) {
    interp.types().bytearray = native_type(interp, kByteArrayType);
}

}  // namespace moult
