// The type bytes: its slots and methods of its own.
#include "runtime/containers/iterators.h"
#include "runtime/containers/tuple.h"
#include "runtime/model/allocate.h"
#include "runtime/objects/method_tables.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/bytes_common.h"
#include "runtime/strings/siphash.h"
#include "runtime/strings/str.h"
#include "runtime/strings/text_arguments.h"

namespace moult {

namespace {

void bytes_dealloc(Interpreter& interp, Object* object) {
    interp.heap.free(object);
}

Ref<Value> bytes_new(Thread& thread, Type* type, CallArgs call_args) {
    static constexpr const char* kNames[] = {"source", "encoding", "errors"};
    Value given[3];
    TRY(bind_optional(thread, "bytes", kNames, call_args, given));
    Ref<Bytes> bytes = TRY(bytes_from(thread, kForBytes, given[0], given[1], given[2]));
    if (type == thread.types().bytes) return bytes;
    Ref<Value> instance = TRY(allocate_instance(thread, type));
    instance.as<PayloadObject>()->payload = bytes.release();
    return instance;
}

Ref<Value> bytes_repr(Thread& thread, Value self) {
    std::string text;
    add_bytes_repr(text, as_bytes(self)->view(), false);
    return make_str_latin1(thread, text);
}

Result<int64_t> bytes_hash(Thread& thread, Value self) {
    Bytes* bytes = as_bytes(self);
    if (bytes->hash == -1) bytes->hash = hash_memory(thread.interp.hash_key, bytes->data(), bytes->length);
    return bytes->hash;
}

Ref<Value> bytes_compare(Thread&, Value left, Value right, CompareOp op) {
    Bytes *a = as_bytes(left), *b = as_bytes(right);
    if (!a || !b) return Value::not_implemented();
    int order = a->view().compare(b->view());
    switch (op) {
        case CompareOp::kLt: return Value::boolean(order < 0);
        case CompareOp::kLe: return Value::boolean(order <= 0);
        case CompareOp::kEq: return Value::boolean(order == 0);
        case CompareOp::kNe: return Value::boolean(order != 0);
        case CompareOp::kGt: return Value::boolean(order > 0);
        default: return Value::boolean(order >= 0);
    }
}

Result<int64_t> bytes_length(Thread&, Value self) {
    return static_cast<int64_t>(as_bytes(self)->length);
}

Ref<Value> bytes_bytes(Thread&, Args args) {
    return share(as_bytes(args[0]));
}

Ref<Value> bytes_getnewargs(Thread& thread, Args args) {
    return make_tuple(thread, {as_bytes(args[0])});
}

Ref<Value> bytes_sizeof(Thread&, Args args) {
    return Value::small_int(static_cast<int64_t>(sizeof(Bytes) + as_bytes(args[0])->length + 1));
}

constexpr MethodDef kOwnMethods[] = {
    {"__bytes__(self, /)", bytes_bytes, "The bytes themselves, of exactly the type bytes."},
    {"__getnewargs__(self, /)", bytes_getnewargs,
     "The arguments with which copying and pickling make the bytes."},
    {"__sizeof__(self, /)", bytes_sizeof, "The size in memory, in bytes."},
};
constexpr auto kBytesMethods = join_methods(kSharedBytesMethods, kOwnMethods);

}  // namespace

void init_bytes(Interpreter& interp) {
    TypeSpec spec;
    spec.name = "bytes";
    spec.kind = Kind::kBytes;
    spec.flags = kBaseType | kPayloadLayout | kMatchSelf;
    spec.size = sizeof(Bytes);
    spec.doc =
        "bytes(iterable_of_ints), bytes(string, encoding[, errors]), bytes(bytes_or_buffer), bytes(size), "
        "bytes()"
        "\n\nAn immutable sequence of integers from 0 to 255.";
    spec.slots.dealloc = bytes_dealloc;
    spec.slots.repr = spec.slots.str = bytes_repr;
    spec.slots.hash = bytes_hash;
    spec.slots.compare = bytes_compare;
    spec.slots.iter = bytes_iter;
    spec.slots.new_instance = bytes_new;
    spec.slots.remainder = bytes_remainder;
    spec.slots.length = bytes_length;
    spec.slots.get_item = bytes_item;
    spec.slots.contains = bytes_contains;
    spec.slots.concat = bytes_concat;
    spec.slots.repeat = bytes_repeat;
    spec.methods = kBytesMethods;
    interp.types.bytes = make_type(interp, spec);
    auto* empty = static_cast<Bytes*>(interp.heap.allocate(sizeof(Bytes) + 1));
    if (!empty) return;
    init_object(empty, interp.types.bytes);
    empty->refcount = Object::kImmortal;
    empty->hash = 0;
    empty->length = 0;
    empty->data()[0] = 0;
    interp.empty_bytes = empty;
}

}  // namespace moult
