// FreeBlock and Pool: a free block, and the header of a pool of blocks of one size. docs/memory.md draws
// them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace moult {

// A block that nobody uses. Its first word is zero, where an object has its reference count, so that whoever
// walks a pool tells free blocks from objects.
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
    uint32_t block_size = 0;    // 0: the pool belongs to no size class
    uint32_t size_class = 0;
    char* begin = nullptr;  // first block
    char* fresh = nullptr;  // first block that has not been used since the pool was opened
    char* end = nullptr;    // past the last block
    Pool* next = nullptr;   // ring of the pools with room of one size class, the current one left out
    Pool* previous = nullptr;

    // The header of the pool at an offset into the address space. O(1).
    static Pool* containing(char* space, uint64_t offset) {
        return reinterpret_cast<Pool*>(space + (offset / kSize) * sizeof(Pool));
    }
};
static_assert(sizeof(Pool) == 64);

}  // namespace moult
