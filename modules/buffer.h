// Buffer: the bytes of a bytes-like object, for modules that read or fill them. They do not move meanwhile.
#pragma once

#include <string_view>

#include "runtime/model/visitor.h"
#include "runtime/state/errors.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"

namespace moult {

class Buffer {
  public:
    Buffer() = default;
    Buffer(Buffer&& other) noexcept
        : held_(std::move(other.held_)),
          pinned_(std::exchange(other.pinned_, nullptr)),
          bytes_(std::exchange(other.bytes_, {})) {}
    Buffer& operator=(Buffer&&) = delete;
    ~Buffer() { release(); }

    // To be read, or to be filled. TypeError for what has no bytes, BufferError for what is to be filled and cannot be.
    // Once only.
    Status take(Thread& thread, Value value, bool to_fill) {
        auto* view = as_instance<MemoryView>(value);
        if (!as_buffer(value, &bytes_)) {
            if (view && view->owner.is_empty())
                return raise_value_error(thread, "operation forbidden on released memoryview object");
            if (view)
                return raise(thread, thread.types().buffer_error,
                             "memoryview: underlying buffer is not C-contiguous");
            return raise_type_error(thread, "a bytes-like object is required, not '%.200s'",
                                    type_name(thread, value));
        }
        ByteArray* array = as_instance<ByteArray>(view ? view->owner : value);
        if (to_fill && (!array || (view && view->readonly)))
            return raise(thread, thread.types().buffer_error, "Object is not writable.");
        if (array) ++array->exports;
        pinned_ = array;
        held_ = share(view ? view->owner : value);
        return {};
    }
    // Lets the object go.
    void release() {
        if (pinned_) --std::exchange(pinned_, nullptr)->exports;
        bytes_ = {};
        held_ = Ref<Value>();
    }
    void visit(Visitor& visitor) { visitor.visit(held_); }

    std::string_view bytes() const { return bytes_; }
    const uint8_t* data() const { return reinterpret_cast<const uint8_t*>(bytes_.data()); }
    size_t size() const { return bytes_.size(); }
    // Of one that was taken to be filled.
    uint8_t* writable_data() const { return const_cast<uint8_t*>(data()); }

  private:
    Ref<Value> held_;
    ByteArray* pinned_ = nullptr;  // it must not be resized
    std::string_view bytes_;
};

}  // namespace moult
