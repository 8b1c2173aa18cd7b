// The object heap of one interpreter: pymalloc's design (arenas, pools, blocks in size classes) for small
// blocks, malloc for larger ones; or one general allocator for everything. See docs/memory.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "runtime/memory/arena.h"
#include "runtime/model/object.h"

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
    uint64_t large_blocks = 0;  // from the general allocator, counted in blocks_in_use too
};

// Not thread safe: one heap per interpreter, used under its lock.
class Heap {
  public:
    static constexpr size_t kAlignment = Pool::kAlignment;
    static constexpr size_t kSmallLimit = 512;  // bytes; larger requests go to malloc
    static constexpr size_t kPoolSize = Pool::kSize;
    static constexpr size_t kArenaSize = ArenaSpace::kArenaSize;
    static constexpr size_t kSizeClasses = kSmallLimit / kAlignment;

    // What larger blocks, and all blocks of the general allocators, come from.
    struct GeneralAllocator {
        void* (*allocate)(size_t) = std::malloc;
        void* (*reallocate)(void*, size_t) = std::realloc;
        void (*release)(void*) = std::free;
    };
    // Opens mimalloc, which is loaded only when it is asked for: it would take a fifth of the start-up time.
    // False when the library is not there (then a heap that wants it uses malloc).
    static bool load_mimalloc(GeneralAllocator* functions);

    explicit Heap(Allocator allocator);
    ~Heap();  // releases every block that is left
    Heap(const Heap&) = delete;
    Heap& operator=(const Heap&) = delete;

    // Uninitialized memory aligned to 16 bytes; null when there is none. O(1).
    void* allocate(size_t size) {
        size_t size_class = (size + kAlignment - 1) / kAlignment - 1;
        if (size_class < kSizeClasses) [[likely]] {
            Pool* pool = current_[size_class];
            if (FreeBlock* block = pool->free) [[likely]] {  // the other allocators' pools are always empty
                pool->free = block->next;
                ++pool->live;
                poison_allocated(block, pool);
                return block;
            }
        }
        return allocate_slow(size);
    }
    // Memory from allocate or reallocate of this heap; null is ignored. O(1).
    void free(void* block) {
        uint64_t offset = static_cast<uint64_t>(static_cast<char*>(block) - reservation_);
        if (offset < reserved_) [[likely]] {
            Pool* pool = Pool::containing(reservation_, offset);
            poison_freed(block, pool, offset);
            FreeBlock* freed = static_cast<FreeBlock*>(block);
            freed->zero = 0;
            freed->next = pool->free;
            pool->free = freed;
            if (--pool->live == pool->notice) [[unlikely]]
                free_noticed(pool);
            return;
        }
        free_large(block);
    }
    // Grows or shrinks, moving if needed; null when there is no memory (then `block` is as before).
    void* reallocate(void* block, size_t new_size);

    Allocator allocator() const { return allocator_; }
    HeapStatistics statistics() const;
    std::string describe() const;  // what sys._debugmallocstats() prints

    // Deallocation of chains without recursion: see destroy() in object.h.
    uint32_t destroy_depth = 0;
    uint32_t finalizer_depth = 0;  // finalizers that run inside each other
    std::vector<Object*> destroy_later;

  private:
    struct LargeBlock;

    void* allocate_slow(size_t size);
    void free_noticed(Pool* pool);  // the pool was full, or has become empty
    void* allocate_large(size_t size);
    void free_large(void* block);
    void* reallocate_large(void* block, size_t new_size);
    bool is_small(const void* block) const {
        return static_cast<uint64_t>(static_cast<const char*>(block) - reservation_) < reserved_;
    }

#ifdef NDEBUG
    static void poison_allocated(void*, const Pool*) {}
    static void poison_freed(void*, const Pool*, uint64_t) {}
#else
    static void poison_allocated(void* block, const Pool* pool);
    static void poison_freed(void* block, const Pool* pool, uint64_t offset);
#endif

    char* reservation_ = nullptr;  // the arenas' address range
    uint64_t reserved_ = 0;        // its size; 0 without arenas
    Pool* current_[kSizeClasses];  // where each size class allocates; `none_` when it has no pool
    Pool none_;                    // never has a free block
    Allocator allocator_;
    GeneralAllocator general_;
    size_t largest_;                      // bytes of the largest block that is tried
    LargeBlock* large_blocks_ = nullptr;  // list of all blocks of the general allocator
    uint64_t large_count_ = 0;
    ArenaSpace space_;
};

}  // namespace moult
