// The object heap of one interpreter: pymalloc's design (arenas, pools, blocks in size classes) for small
// blocks, malloc for larger ones; or one general allocator for everything. Blocks of objects that may be in
// cycles are apart from all others, and counted. See docs/memory.md.
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

// Who is told when many objects have been allocated: see Heap::notify.
struct AllocationListener {
    virtual void many_allocated() = 0;

  protected:
    ~AllocationListener() = default;
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
    void* allocate(size_t size) { return allocate_for(BlockUse::kPlain, size); }
    // The same for an object that the collector shall look at: of a type with kGcType. It must have a count and
    // a shape, and its fields be whole, before any Python code runs.
    void* allocate_collected(size_t size) {
        return allocate_for(BlockUse::kCollected, size < SideTable::kStride ? SideTable::kStride : size);
    }

    // Memory from this heap; null is ignored. O(1). The other two are faster for who knows what it is.
    void free(void* block) { free_as<Known::kNothing>(block); }
    void free_plain(void* block) { free_as<Known::kPlain>(block); }
    void free_collected(Object* object) { free_as<Known::kCollected>(object); }
    // Grows or shrinks a plain block, moving if needed; null when there is no memory (then `block` is as
    // before).
    void* reallocate(void* block, size_t new_size);

    Allocator allocator() const { return allocator_; }
    HeapStatistics statistics() const;
    std::string describe() const;  // what sys._debugmallocstats() prints

    // --- for the collector

    // Net allocations of objects since the count was last reset: those of kCollected blocks, less those freed.
    // Like CPython's count it is never below zero.
    int64_t allocated() const;
    void reset_allocated();
    // Has the listener told whenever more than `limit` objects have been allocated; noticed a batch late at
    // most, and again with each further batch.
    void notify(AllocationListener* listener, int64_t limit) {
        listener_ = listener;
        limit_ = limit;
    }
    const SideTable& side_table() const { return side_table_; }
    // A number for objects that are finalized in the order of their making.
    void note_birth(const Object* object) { side_table_.birth(object) = ++births_; }
    // Calls visit(Object*) for every object of these ages, unless it is dying (its count is zero). `reach` says
    // where to look, so that a walk over the young costs no more than there are young. Visiting may change ages
    // (see settle_large), but neither allocate nor free.
    enum class Reach : uint8_t {
        kYoung,   // where objects have been allocated since the last collection
        kMiddle,  // and where middle-aged ones are
        kAll,
    };
    template <class Visit>
    void for_each_object(AgeSet ages, Reach reach, Visit&& visit) const;  // in heap_walk.h
    // Puts the large objects of these ages whose age has been changed where those of their new age are.
    void settle_large(AgeSet ages);
    // Within reach no object is young any more, and beyond Reach::kYoung none middle-aged.
    void settle_pools(Reach reach);
    // All objects that there are have become lasting: pools of these alone are passed by in walks over others.
    void settle_lasting();
    // The collector has freed an object: a new one in its place counts as one elsewhere does.
    void leave_out_of_count(const Object* gone);
    // A collection is over: frees condemned large objects for good; until then the side table may be asked about
    // those that have died.
    void end_collection();

    // Deallocation of chains without recursion: see destroy() in object.h.
    uint32_t destroy_depth = 0;
    uint32_t finalizer_depth = 0;  // finalizers that run inside each other
    std::vector<Object*> destroy_later;

  private:
    enum class Known : uint8_t { kNothing, kPlain, kCollected };
    enum Listed : uint32_t { kListedYoung = 1, kListedMiddle = 2, kAllLasting = 4 };
    struct LargeRing {
        LargeBlock head;
        LargeRing() { head.next = head.previous = &head; }
    };

    [[gnu::always_inline]] void* allocate_for(BlockUse use, size_t size) {
        size_t size_class = (size + kAlignment - 1) / kAlignment - 1;
        if (size_class < kSizeClasses) [[likely]] {
            Pool* pool = current_[static_cast<size_t>(use)][size_class];
            if (FreeBlock* block = pool->free) [[likely]] {  // the other allocators' pools are always empty
                pool->free = block->next;
                ++pool->live;
                poison_allocated(block, pool);
                return block;
            }
        }
        return allocate_slow(use, size);
    }
    template <Known known>
    [[gnu::always_inline]] void free_as(void* block) {
        uint64_t offset = static_cast<uint64_t>(static_cast<char*>(block) - reservation_);
        if (offset < reserved_) [[likely]] {
            Pool* pool = Pool::containing(reservation_, offset);
            poison_freed(block, pool, offset, known);
            FreeBlock* freed = static_cast<FreeBlock*>(block);
            if (known == Known::kCollected ||
                (known == Known::kNothing && pool->use == BlockUse::kCollected)) {
                freed->zero = 0;
                *side_table_.ages_at(offset) = Age::kYoung;
            }
            freed->next = pool->free;
            pool->free = freed;
            if (--pool->live == pool->notice) [[unlikely]]
                free_noticed(pool);
            return;
        }
        free_large(block);
    }

    void* allocate_slow(BlockUse use, size_t size);
    void free_noticed(Pool* pool);  // the pool was full, or has become empty
    void* allocate_large(BlockUse use, size_t size);
    void free_large(void* block);
    void* reallocate_large(void* block, size_t new_size);
    bool is_small(const void* block) const {
        return static_cast<uint64_t>(static_cast<const char*>(block) - reservation_) < reserved_;
    }
    void use_pool(Pool* pool);
    void note_fresh(const Pool* pool, const char* from);
    static void list_pool(Pool* pool, uint32_t list, std::vector<Pool*>& pools);
    LargeRing& ring_of(Age age) { return large_[static_cast<size_t>(age)]; }
    void release_gone();
    void add_to_count(Pool* pool);
    void add_to_count(int64_t objects);
    static bool is_of_objects(const Pool* pool) {
        return pool->block_size && pool->use == BlockUse::kCollected;
    }
    template <class Visit>
    void for_each_in(const std::vector<Pool*>& pools, uint32_t unless_listed, AgeSet ages,
                     Visit&& visit) const;
    template <class Visit>
    size_t for_each_in_pool(const Pool* pool, AgeSet ages, size_t at, size_t to, Visit&& visit) const;

#ifdef NDEBUG
    static void poison_allocated(void*, const Pool*) {}
    static void poison_freed(void*, const Pool*, uint64_t, Known) {}
#else
    static void poison_allocated(void* block, const Pool* pool);
    static void poison_freed(void* block, const Pool* pool, uint64_t offset, Known known);
#endif

    char* reservation_ = nullptr;  // the arenas' address range
    uint64_t reserved_ = 0;        // its size; 0 without arenas
    SideTable side_table_;
    Pool* current_[kBlockUses][kSizeClasses];  // where each size class allocates; `none_` when it has no pool
    Pool none_;                                // never has a free block
    Allocator allocator_;
    GeneralAllocator general_;
    size_t largest_;          // bytes of the largest block that is tried
    LargeRing large_[kAges];  // all blocks of the general allocator, by age
    LargeRing gone_;          // condemned ones that have been freed
    uint64_t large_count_ = 0;
    ArenaSpace space_;

    AllocationListener* listener_ = nullptr;
    int64_t limit_ = INT64_MAX;
    int64_t allocated_ = 0;  // but for what has been taken from the current pools since they were added to it
    uint32_t births_ = 0;
    // Pools that may hold young objects, or middle-aged ones; closed ones may stay in the list.
    std::vector<Pool*> young_pools_, middle_pools_;
};

}  // namespace moult
