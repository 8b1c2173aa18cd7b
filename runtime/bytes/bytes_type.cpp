// The type bytes: its slots and methods of its own.
#include "runtime/bytes/bytes_common.h"
#include "runtime/containers/iterators.h"
#include "runtime/containers/tuple.h"
#include "runtime/model/method_tables.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/siphash.h"
#include "runtime/strings/str.h"
#include "runtime/text/text_arguments.h"

namespace moult {

namespace {

Ref<Value> bytes_new(Thread& thread, Type* type, Args args) {
    Ref<Bytes> bytes = TRY(bytes_from(thread, kForBytes, args[0], args[1], args[2]));
    if (type == thread.types().bytes) return bytes;
    return make_payload_object(thread, type, std::move(bytes));
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
    {"@keywords:bytes.maketrans @static maketrans(frm, to, /)", bytes_maketrans, kMakeTransDoc},
};
constexpr auto kBytesMethods = join_methods(kSharedBytesMethods, kOwnMethods);

constexpr TypeSpec kBytesType = native<Bytes>(
    {.name = "bytes",
     .kind = Kind::kBytes,
     .flags = kBaseType | kPayloadLayout | kMatchSelf,
     .make = {"@hidden bytes(source=..., encoding=..., errors=...)", bytes_new},
     .doc =
         "bytes(iterable_of_ints), bytes(string, encoding[, errors]), bytes(bytes_or_buffer), bytes(size), "
         "bytes()\n\nAn immutable sequence of integers from 0 to 255.",
     .slots = {.repr = bytes_repr,
               .str = bytes_repr,
               .hash = bytes_hash,
               .compare = bytes_compare,
               .iter = bytes_iter,
               .remainder = bytes_remainder,
               .length = bytes_length,
               .get_item = bytes_item,
               .contains = bytes_contains,
               .concat = bytes_concat,
               .repeat = bytes_repeat},
     .methods = kBytesMethods});

}  // namespace

void init_bytes(Interpreter& interp) {
    interp.types().bytes = native_type(interp, kBytesType);
    auto* empty = static_cast<Bytes*>(interp.heap.allocate(sizeof(Bytes) + 1));
    if (!empty) return;
    init_object(empty, interp.types().bytes);
    empty->refcount = Object::kImmortal;
    empty->hash = 0;
    empty->length = 0;
    empty->data()[0] = 0;
    interp.empty_bytes = empty;
}

}  // namespace moult
