// Growing and finishing of BytesBuilder.
#include "runtime/strings/bytes_builder.h"

#include <utility>

#include "runtime/state/errors.h"
#include "runtime/state/types.h"

namespace moult {

bool BytesBuilder::make_room(size_t more) {
    constexpr auto kMost = static_cast<size_t>(PTRDIFF_MAX) / 4;
    if (failed_ || more > kMost || length_ + more > kMost) return failed_ = true, false;
    size_t capacity = length_ + more;
    capacity += block_ ? capacity / 2 : 0;
    auto* block = static_cast<char*>(thread_.heap.reallocate(block_, sizeof(Bytes) + capacity + 1));
    if (!block) return failed_ = true, false;
    if (!block_) memcpy(block + sizeof(Bytes), inline_, length_);
    block_ = block;
    capacity_ = capacity;
    return true;
}

Ref<Bytes> BytesBuilder::finish() {
    if (failed_) return raise_out_of_memory(thread_);
    if (!block_ || length_ == 0) {
        size_t length = std::exchange(length_, 0);
        return make_bytes(thread_, {reinterpret_cast<const char*>(data()), length});
    }
    if (capacity_ > length_)
        if (void* shrunk = thread_.heap.reallocate(block_, sizeof(Bytes) + length_ + 1))
            block_ = static_cast<char*>(shrunk);
    auto* bytes = reinterpret_cast<Bytes*>(std::exchange(block_, nullptr));
    bytes->refcount = 1;
    bytes->flags = 0;
    bytes->shape = thread_.types().bytes->root_shape;
    bytes->hash = -1;
    bytes->length = length_;
    bytes->data()[length_] = 0;
    length_ = 0;
    capacity_ = kInlineBytes;
    return Ref<Bytes>::take(bytes);
}

}  // namespace moult
