// Bytes and ByteArray.
#pragma once

#include <string_view>

#include "runtime/model/type.h"
#include "runtime/model/visitor.h"
#include "runtime/state/thread.h"

namespace moult {

struct Bytes : Object {
    static constexpr Kind kKind = Kind::kBytes;
    int64_t hash;   // -1: not yet computed
    size_t length;  // the bytes and a zero byte follow
    uint8_t* data() { return reinterpret_cast<uint8_t*>(this + 1); }
    const uint8_t* data() const { return reinterpret_cast<const uint8_t*>(this + 1); }
    std::string_view view() const { return {reinterpret_cast<const char*>(this + 1), length}; }
};

struct ByteArray : Object {
    static constexpr Kind kKind = Kind::kByteArray;
    uint8_t* data;
    size_t length, capacity;
    int64_t exports;  // memoryviews that forbid resizing
    std::string_view view() const { return {reinterpret_cast<const char*>(data), length}; }
    static void release(Interpreter&, ByteArray&);
};

// The exact bytes in a value or in a subclass's instance; null when there are none.
inline Bytes* as_bytes(Value v) {
    if (!v.is_object() || v.as_object()->shape->base_kind != Kind::kBytes) return nullptr;
    return v.as_object()->shape->kind == Kind::kBytes ? v.as<Bytes>()
                                                      : v.as<PayloadObject>()->payload.as<Bytes>();
}
// How an item of a view is read: a native format of the module struct, as "I" or "@I".
struct ItemFormat {
    char letter = 'B';
    bool has_at = false;
    uint8_t size = 1;
};
// A view of a bytes or bytearray: `length` items, the first at `offset`, `step` bytes apart. A view of a bytearray
// counts as an export, which forbids resizing, until it is released.
struct MemoryView : Object {
    static constexpr Kind kKind = Kind::kMemoryView;
    Value owner;  // owned: Bytes or ByteArray; empty once released
    int64_t offset, length, step;
    int64_t hash;   // -1: not yet computed
    bool readonly;  // also where the owner can be written to
    ItemFormat format;
    bool is_contiguous() const { return step == format.size || length == 1; }
    int64_t byte_count() const { return length * format.size; }
    static void release(Interpreter&, MemoryView&);
    static void visit(MemoryView& view, Visitor& visitor) { visitor.visit(view.owner); }
    static constexpr bool kClears = true;
};

// The bytes of a bytes-like object (bytes, bytearray, contiguous memoryview); false when it is none. Valid
// while it is unchanged.
bool as_buffer(Value v, std::string_view* out);

Ref<Bytes> make_bytes(Thread&, std::string_view);
// Uninitialized but for the zero byte at the end; the caller fills it at once. Null: MemoryError.
Ref<Bytes> allocate_bytes(Thread&, size_t length);
void init_bytes(Interpreter&);
void init_bytearray(Interpreter&);
void init_memoryview(Interpreter&);

// A bytearray with this content. Null: MemoryError.
Ref<ByteArray> make_bytearray(Thread&, std::string_view);
// Changes the length; new bytes at the end are uninitialized. BufferError while memoryviews look at it.
Status bytearray_resize(Thread&, ByteArray*, size_t length);

}  // namespace moult
