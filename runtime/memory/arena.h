// ArenaSpace: the address space that a heap's pools are cut from, arena by arena. docs/memory.md draws it.
#pragma once

#include <bit>
#include <vector>

#include "runtime/memory/pool.h"
#include "runtime/memory/side_table.h"

namespace moult {

// One reservation of addresses: the table of pool headers, the collector's tables, then arenas of 1 MiB, each
// of 64 pools. Memory is committed by the kernel on first touch and handed back when an arena is empty.
class ArenaSpace {
  public:
    static constexpr size_t kArenaSize = 1024 * 1024;
    static constexpr size_t kPoolsPerArena = kArenaSize / Pool::kSize;
    static_assert(kPoolsPerArena == 64, "an arena's free pools are the bits of one word");

    ArenaSpace() = default;
    ~ArenaSpace();
    ArenaSpace(const ArenaSpace&) = delete;
    ArenaSpace& operator=(const ArenaSpace&) = delete;

    bool reserve();  // false when the system refuses even the smallest size
    char* base() const { return base_; }
    uint64_t size() const { return size_; }

    const SideTable& side_table() const { return side_table_; }

    // A pool opened for blocks of a size, all of them fresh; null when the space is used up. The lowest
    // addresses first, so that high arenas run empty. Amortized O(1).
    Pool* open_pool(uint8_t size_class, uint16_t block_size, BlockUse use);
    void close_pool(Pool* pool);  // no block of it is in use
    // The collector's counts in the tables are zero again; gives back the memory that they took, if it is
    // much.
    void rest_side_table();

    uint64_t arenas() const { return arenas_; }
    uint64_t arenas_peak() const { return arenas_peak_; }
    uint64_t pools() const { return pools_; }

    // Every open pool, in address order.
    template <class Visit>
    void for_each_pool(Visit&& visit) const {
        for (size_t i = 0; i < free_pools_.size(); ++i)
            for (uint64_t used = ~free_pools_[i]; used; used &= used - 1)
                visit(header(i, static_cast<size_t>(std::countr_zero(used))));
    }

  private:
    Pool* header(size_t arena, size_t pool) const {
        return reinterpret_cast<Pool*>(base_) + (first_arena_ + arena) * kPoolsPerArena + pool;
    }
    char* address(size_t arena) const { return base_ + (first_arena_ + arena) * kArenaSize; }
    void release(size_t arena);

    char* base_ = nullptr;
    uint64_t size_ = 0;
    SideTable side_table_;
    uint32_t* seen_ = nullptr;          // the table of counts
    size_t first_arena_ = 0;            // in units of arenas: how much the headers take
    size_t capacity_ = 0;               // arenas that fit
    std::vector<uint64_t> free_pools_;  // of each arena opened so far, one bit per pool
    std::vector<bool> resident_;        // the arena holds memory
    size_t hint_ = 0;                   // no arena below has a free pool
    uint64_t arenas_ = 0, arenas_peak_ = 0, pools_ = 0;
    uint64_t spare_ = 0;  // resident arenas that are empty; one is kept
};

}  // namespace moult
