// The bytes that a system call reads or fills: of bytes-like objects, which do not move meanwhile.
#pragma once

#include <sys/uio.h>

#include <vector>

#include "modules/posix/posix.h"
#include "runtime/state/types.h"

namespace moult::posix {

class Buffer {
  public:
    Buffer() = default;
    Buffer(Buffer&& other) noexcept
        : held_(std::move(other.held_)),
          pinned_(std::exchange(other.pinned_, nullptr)),
          bytes_(other.bytes_) {}
    Buffer& operator=(Buffer&&) = delete;
    ~Buffer() {
        if (pinned_) --pinned_->exports;
    }
    // TypeError for what has no bytes, BufferError for what is to be filled and cannot be.
    Status take(Thread& thread, Value value, bool to_fill) {
        if (!as_buffer(value, &bytes_))
            return raise_type_error(thread, "a bytes-like object is required, not '%.200s'",
                                    type_name(thread, value));
        auto* view = as_instance<MemoryView>(value);
        ByteArray* array = as_instance<ByteArray>(view ? view->owner : value);
        if (to_fill && (!array || (view && view->readonly)))
            return raise(thread, thread.types().buffer_error, "Object is not writable.");
        if (array) ++array->exports;
        pinned_ = array;
        held_ = share(view ? view->owner : value);
        return {};
    }
    std::string_view bytes() const { return bytes_; }
    iovec vector() const { return {const_cast<char*>(bytes_.data()), bytes_.size()}; }

  private:
    Ref<Value> held_;
    ByteArray* pinned_ = nullptr;  // it must not be resized
    std::string_view bytes_;
};

// Of a sequence, for scatter and gather.
struct Buffers {
    std::vector<Buffer> buffers;
    std::vector<iovec> vectors;
    int count() const { return static_cast<int>(vectors.size()); }
    Status take(Thread& thread, Value sequence, bool to_fill, const char* function) {
        if (!thread.interp.type_of(sequence)->slots.get_item || as_instance<Dict>(sequence))
            return raise_type_error(thread, "%s() arg 2 must be a sequence", function);
        Ref<Tuple> items = TRY(to_tuple(thread, sequence));
        buffers.reserve(items->length);  // what moves is pinned once
        for (Value item : items->span()) {
            buffers.emplace_back();
            TRY(buffers.back().take(thread, item, to_fill));
            vectors.push_back(buffers.back().vector());
        }
        return {};
    }
};

}  // namespace moult::posix
