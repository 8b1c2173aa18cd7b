// Making bytes objects.
#include "runtime/strings/bytes.h"

#include <cstring>

#include "runtime/state/errors.h"
#include "runtime/state/types.h"

namespace moult {

Ref<Bytes> allocate_bytes(Thread& thread, size_t length) {
    if (length > static_cast<size_t>(PTRDIFF_MAX) - 64)
        return raise_overflow_error(thread, "byte string is too large");
    auto* bytes = static_cast<Bytes*>(thread.heap.allocate(sizeof(Bytes) + length + 1));
    if (!bytes) return raise_out_of_memory(thread);
    bytes->refcount = 1;
    bytes->flags = 0;
    bytes->shape = thread.types().bytes->root_shape;
    bytes->hash = -1;
    bytes->length = length;
    bytes->data()[length] = 0;
    return Ref<Bytes>::take(bytes);
}

Ref<Bytes> make_bytes(Thread& thread, std::string_view content) {
    if (content.empty() && !thread.interp.empty_bytes.is_empty())
        return share(thread.interp.empty_bytes.as<Bytes>());
    Ref<Bytes> bytes = TRY(allocate_bytes(thread, content.size()));
    if (!content.empty()) memcpy(bytes->data(), content.data(), content.size());
    return bytes;
}

bool as_buffer(Value v, std::string_view* out) {
    if (!v.is_object()) return false;
    if (Bytes* bytes = as_bytes(v)) {
        *out = bytes->view();
        return true;
    }
    if (auto* array = as_instance<ByteArray>(v)) {
        *out = array->view();
        return true;
    }
    auto* view = as_instance<MemoryView>(v);
    if (!view || view->owner.is_empty() || !view->is_contiguous() || !as_buffer(view->owner, out))
        return false;
    *out = out->substr(static_cast<size_t>(view->offset), static_cast<size_t>(view->byte_count()));
    return true;
}

}  // namespace moult
