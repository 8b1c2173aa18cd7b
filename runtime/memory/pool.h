// FreeBlock and Pool: a free block, and the header of a pool of blocks of one size. docs/memory.md draws
// them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace moult {

// What the blocks of a pool are for: objects that may be in reference cycles have pools of their own, apart
// from tables, storage and all other objects.
enum class BlockUse : uint8_t { kPlain, kCollected };
inline constexpr size_t kBlockUses = 2;

// A block that nobody uses. In a pool of objects its first word is zero, where an object has its reference
// count, so that the collector tells free blocks from objects.
struct FreeBlock {
    uint64_t zero;
    FreeBlock* next;
};

// 16 KiB of blocks of one size. This header lies apart from the blocks, in a table at the front of the
// address space, so that pools are filled without waste and headers do not compete for the same cache sets.
struct alignas(64) Pool {
    static constexpr size_t kSize = 16 * 1024;
    static constexpr size_t kAlignment = 16;
    static constexpr uint32_t kNever = ~uint32_t{0};

    FreeBlock* free = nullptr;  // free blocks
    uint32_t live = 0;          // blocks in use
    uint32_t notice = kNever;   // Heap looks at the pool when `live` falls to this: 0, or one below full
    uint16_t block_size = 0;    // 0: the pool is closed
    uint8_t size_class = 0;
    BlockUse use = BlockUse::kPlain;
    uint32_t counted = 0;   // of objects: `live` when it was last added to the heap's count
    uint32_t listed = 0;    // bits of the heap's lists of pools that have it; they outlive the pool
    char* begin = nullptr;  // first block
    char* fresh = nullptr;  // first block that has not been used since the pool was opened
    Pool* next = nullptr;   // ring of the pools with room of one size class, the current one left out
    Pool* previous = nullptr;

    uint32_t capacity() const { return kSize / block_size; }  // blocks
    char* end() const { return begin + size_t{capacity()} * block_size; }

    // The header of the pool at an offset into the address space. O(1).
    static Pool* containing(char* space, uint64_t offset) {
        return reinterpret_cast<Pool*>(space + (offset / kSize) * sizeof(Pool));
    }
};
static_assert(sizeof(Pool) == 64);

}  // namespace moult
