// The object heap of one interpreter: pymalloc's design (arenas, pools, blocks in size classes) for small
// blocks, mimalloc for larger ones; or one general allocator for everything. See docs/memory.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/object.h"

namespace moult {

enum class Allocator : uint8_t { kArena, kMimalloc, kMalloc };

// The sanitizers see the bounds and the lifetime of a block only when it comes from their own malloc.
#if __has_feature(address_sanitizer)
inline constexpr Allocator kDefaultAllocator = Allocator::kMalloc;
#else
inline constexpr Allocator kDefaultAllocator = Allocator::kArena;
#endif

// Counts since the heap was made.
struct HeapStatistics {
    uint64_t blocks_in_use = 0;
    uint64_t bytes_in_use = 0;  // in arena blocks, rounded up to the size class
    uint64_t arenas = 0, arenas_peak = 0;
    uint64_t pools = 0;
};

// Not thread safe: one heap per interpreter, used under its lock.
class Heap {
  public:
    static constexpr size_t kAlignment = 16;
    static constexpr size_t kSmallLimit = 512;      // bytes; larger requests go to mimalloc
    static constexpr size_t kPoolSize = 16 * 1024;  // aligned to its size, so that a block finds its pool
    static constexpr size_t kArenaSize = 1024 * 1024;
    static constexpr size_t kSizeClasses = kSmallLimit / kAlignment;

    explicit Heap(Allocator allocator);
    ~Heap();
    Heap(const Heap&) = delete;
    Heap& operator=(const Heap&) = delete;

    // Uninitialized memory aligned to 16 bytes; null when there is none. O(1).
    void* allocate(size_t size) {
        size_t size_class = (size + kAlignment - 1) / kAlignment - 1;
        if (size_class < kSizeClasses) [[likely]] {
            if (FreeBlock* block = current_[size_class]) [[likely]] {  // null in the other allocators
                current_[size_class] = block->next;
                return block;
            }
        }
        return allocate_slow(size);
    }
    // Memory from allocate or reallocate of this heap; null is ignored. O(1).
    void free(void* block);
    // Grows or shrinks, moving if needed; null when there is no memory (then `block` is as before).
    void* reallocate(void* block, size_t new_size);

    Allocator allocator() const { return allocator_; }
    HeapStatistics statistics() const;
    std::string describe() const;  // what sys._debugmallocstats() prints

    // Deallocation of chains without recursion: see destroy() in object.h.
    uint32_t destroy_depth = 0;
    std::vector<Object*> destroy_later;

  private:
    struct FreeBlock {
        FreeBlock* next;
    };
    void* allocate_slow(size_t size);

    FreeBlock* current_[kSizeClasses] = {};  // free blocks of the pool in use, per size class
    Allocator allocator_;
    struct Arenas;
    Arenas* arenas_ = nullptr;
};

}  // namespace moult
