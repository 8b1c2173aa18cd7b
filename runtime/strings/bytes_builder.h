// BytesBuilder: collects bytes into one bytes object, in the block that becomes the object.
#pragma once

#include <cstring>

#include "runtime/strings/bytes.h"

namespace moult {

// A failed allocation is remembered until finish(), so that adding needs no checks.
class BytesBuilder {
  public:
    explicit BytesBuilder(Thread& thread) : thread_(thread) {}
    ~BytesBuilder() { thread_.heap.free(block_); }
    BytesBuilder(const BytesBuilder&) = delete;
    BytesBuilder& operator=(const BytesBuilder&) = delete;

    void add(uint8_t byte) {
        if (length_ < capacity_ || make_room(1)) data()[length_++] = byte;
    }
    void add(std::string_view piece) {
        if (piece.empty() || (piece.size() > capacity_ - length_ && !make_room(piece.size()))) return;
        memcpy(data() + length_, piece.data(), piece.size());
        length_ += piece.size();
    }
    void add_repeated(uint8_t byte, size_t count) {
        if (count == 0 || (count > capacity_ - length_ && !make_room(count))) return;
        memset(data() + length_, byte, count);
        length_ += count;
    }
    // Makes room beforehand; what follows then moves nothing.
    void reserve(size_t size) {
        if (size > capacity_) make_room(size - length_);
    }
    size_t length() const { return length_; }
    uint8_t* data() { return block_ ? reinterpret_cast<uint8_t*>(block_) + sizeof(Bytes) : inline_; }
    std::string_view view() { return {reinterpret_cast<const char*>(data()), length_}; }
    bool failed() const { return failed_; }
    Ref<Bytes> finish();  // null: MemoryError. The builder is empty afterwards.

  private:
    bool make_room(size_t more);  // false: failed_

    static constexpr size_t kInlineBytes = 128;
    Thread& thread_;
    char* block_ = nullptr;
    size_t length_ = 0;
    size_t capacity_ = kInlineBytes;
    bool failed_ = false;
    uint8_t inline_[kInlineBytes];
};

}  // namespace moult
