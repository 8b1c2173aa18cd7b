// ArenaSpace: reserves addresses, hands out pools, gives empty arenas back to the system. See docs/memory.md.
#include "runtime/memory/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>

namespace moult {

namespace {

// Addresses cost nothing until they are touched; smaller sizes are for systems that limit them.
constexpr uint64_t kReservations[] = {uint64_t{64} << 30, uint64_t{16} << 30, uint64_t{4} << 30,
                                      uint64_t{1} << 30, uint64_t{128} << 20};

constexpr size_t kStartupBytes = 320 * 1024;

}  // namespace

bool ArenaSpace::reserve() {
    for (uint64_t size : kReservations) {
        void* memory = mmap(nullptr, size + kArenaSize, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED) continue;
        // Cut the ends off so that the space is aligned to an arena.
        char* start = static_cast<char*>(memory);
        auto misaligned = reinterpret_cast<uintptr_t>(start) % kArenaSize;
        size_t front = misaligned ? kArenaSize - misaligned : 0;
        if (front) munmap(start, front);
        munmap(start + front + size, kArenaSize - front);
        base_ = start + front;
        size_ = size;
        uint64_t headers = size / Pool::kSize * sizeof(Pool);
        auto* ages = reinterpret_cast<Age*>(base_ + headers);
        seen_ = reinterpret_cast<uint32_t*>(ages + size / SideTable::kStride);
        side_table_ = SideTable(base_, size, ages, seen_, seen_ + size / SideTable::kStride);
        first_arena_ = (headers + SideTable::bytes_for(size) + kArenaSize - 1) / kArenaSize;
        capacity_ = size / kArenaSize - first_arena_;
        // What every interpreter touches at start-up, in one system call instead of a page fault each. It is
        // only a hint.
        madvise(address(0), kStartupBytes, MADV_POPULATE_WRITE);
        return true;
    }
    return false;
}

ArenaSpace::~ArenaSpace() {
    if (base_) munmap(base_, size_);
}

Pool* ArenaSpace::open_pool(uint8_t size_class, uint16_t block_size, BlockUse use) {
    while (hint_ < free_pools_.size() && free_pools_[hint_] == 0) ++hint_;
    if (hint_ == free_pools_.size()) {
        if (hint_ == capacity_) return nullptr;
        free_pools_.push_back(~uint64_t{0});
        resident_.push_back(false);
    }
    uint64_t& free = free_pools_[hint_];
    if (!resident_[hint_]) {
        resident_[hint_] = true;
        arenas_peak_ = std::max(arenas_peak_, ++arenas_);
    } else if (free == ~uint64_t{0}) {
        --spare_;
    }
    auto index = static_cast<size_t>(std::countr_zero(free));
    free &= free - 1;
    ++pools_;
    Pool* pool = header(hint_, index);
    char* begin = address(hint_) + index * Pool::kSize;
    *pool = Pool{.block_size = block_size,
                 .size_class = size_class,
                 .use = use,
                 .listed = pool->listed,
                 .begin = begin,
                 .fresh = begin};
    return pool;
}

void ArenaSpace::close_pool(Pool* pool) {
    size_t number = static_cast<size_t>(pool - reinterpret_cast<Pool*>(base_));
    size_t arena = number / kPoolsPerArena - first_arena_;
    if (pool->use == BlockUse::kCollected)
        std::memset(side_table_.ages_at(side_table_.offset(pool->begin)), 0,
                    Pool::kSize / SideTable::kStride);
    pool->block_size = 0;
    free_pools_[arena] |= uint64_t{1} << number % kPoolsPerArena;
    hint_ = std::min(hint_, arena);
    --pools_;
    if (free_pools_[arena] == ~uint64_t{0}) {
        if (spare_ == 0)
            spare_ = 1;
        else
            release(arena);
    }
}

void ArenaSpace::rest_side_table() {
    constexpr uint64_t kKept = 256 * 1024;
    uint64_t used = free_pools_.size() * kArenaSize / SideTable::kStride * sizeof(uint32_t);
    if (used <= kKept) return;
    char* first =
        reinterpret_cast<char*>(seen_) + (address(0) - base_) / SideTable::kStride * sizeof(uint32_t);
    madvise(first + kKept, used - kKept, MADV_DONTNEED);
}

void ArenaSpace::release(size_t arena) {
    madvise(address(arena), kArenaSize, MADV_DONTNEED);
    resident_[arena] = false;
    --arenas_;
}

}  // namespace moult
