// Heap: the slow paths of the arena allocator, the blocks of the general allocators, and the figures.
#include "runtime/memory/heap.h"

#include <unistd.h>

#include <dlfcn.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace moult {

// In front of every block of the general allocators, so that the heap can release them all at its end.
struct Heap::LargeBlock {
    LargeBlock* next;
    LargeBlock* previous;
};
static_assert(sizeof(FreeBlock) == Pool::kAlignment);

namespace {

constexpr size_t kFreshBytes = 1024;  // how much of a pool's unused memory becomes free blocks at a time

// Turns some fresh blocks of the pool into free ones. False when none are left.
bool take_fresh(Pool* pool) {
    char* block = pool->fresh;
    if (block == pool->end) return false;
    size_t count = std::max<size_t>(kFreshBytes / pool->block_size, 1);
    count = std::min(count, static_cast<size_t>(pool->end - block) / pool->block_size);
    pool->fresh = block + count * pool->block_size;
    FreeBlock* after = pool->free;
    for (char* at = pool->fresh; at != block;) {  // from the last to the first: handed out in address order
        at -= pool->block_size;
        auto* free_block = reinterpret_cast<FreeBlock*>(at);
        free_block->zero = 0;
        free_block->next = after;
        after = free_block;
    }
    pool->free = after;
    return true;
}

// The system lends address space that it cannot back, and kills who uses it: no block may be larger than
// this.
size_t physical_memory() {
    long pages = sysconf(_SC_PHYS_PAGES), page_size = sysconf(_SC_PAGESIZE);
    if (pages <= 0 || page_size <= 0) return PTRDIFF_MAX / 2;
    return static_cast<size_t>(pages) * static_cast<size_t>(page_size);
}

void unlink(Pool* pool) {
    pool->next->previous = pool->previous;
    pool->previous->next = pool->next;
    pool->next = pool->previous = nullptr;
}

}  // namespace

// The ring of pools with room of a size class goes through the current pool: current, others..., current.
// Full pools are in no ring; their `notice` is one below full, so that the first free puts them back. The
// others of a ring have `notice` 0, so that they are closed when empty. The current pool has kNever.

bool Heap::load_mimalloc(GeneralAllocator* functions) {
    void* library = dlopen("libmimalloc.so.2", RTLD_NOW | RTLD_LOCAL);
    if (!library) return false;
    functions->allocate = reinterpret_cast<void* (*)(size_t)>(dlsym(library, "mi_malloc"));
    functions->reallocate = reinterpret_cast<void* (*)(void*, size_t)>(dlsym(library, "mi_realloc"));
    functions->release = reinterpret_cast<void (*)(void*)>(dlsym(library, "mi_free"));
    return functions->allocate && functions->reallocate && functions->release;
}

Heap::Heap(Allocator allocator) : allocator_(allocator), largest_(physical_memory()) {
    if (allocator == Allocator::kMimalloc && !load_mimalloc(&general_)) general_ = {};
    std::fill(std::begin(current_), std::end(current_), &none_);
    if (allocator == Allocator::kArena && space_.reserve()) {
        reservation_ = space_.base();
        reserved_ = space_.size();
    }
}

Heap::~Heap() {
    while (large_blocks_) free_large(large_blocks_ + 1);
}

void* Heap::allocate_slow(size_t size) {
    if (size > kSmallLimit || reserved_ == 0) return allocate_large(size);
    size_t size_class = size ? (size + kAlignment - 1) / kAlignment - 1 : 0;
    Pool*& current = current_[size_class];
    while (!current->free && !(current != &none_ && take_fresh(current))) {
        Pool* full = current;
        if (full != &none_ && full->next != full) {
            current = full->next;
            current->notice = Pool::kNever;
            unlink(full);
        } else {
            auto block_size = static_cast<uint32_t>((size_class + 1) * kAlignment);
            Pool* opened = space_.open_pool(static_cast<uint32_t>(size_class), block_size);
            if (!opened) return allocate_large(size);
            opened->next = opened->previous = opened;
            current = opened;
        }
        if (full != &none_) full->notice = full->live - 1;
    }
    FreeBlock* block = current->free;
    current->free = block->next;
    ++current->live;
    poison_allocated(block, current);
    return block;
}

void Heap::free_noticed(Pool* pool) {
    Pool* current = current_[pool->size_class];
    if (pool->live == 0) {
        unlink(pool);
        space_.close_pool(pool);
        return;
    }
    pool->notice = 0;
    pool->next = current->next;
    pool->previous = current;
    current->next->previous = pool;
    current->next = pool;
}

void* Heap::allocate_large(size_t size) {
    if (size > largest_) return nullptr;
    size += sizeof(LargeBlock);
    void* memory = general_.allocate(size);
    if (!memory) return nullptr;
    auto* header = static_cast<LargeBlock*>(memory);
    header->next = large_blocks_;
    header->previous = nullptr;
    if (large_blocks_) large_blocks_->previous = header;
    large_blocks_ = header;
    ++large_count_;
    return header + 1;
}

void Heap::free_large(void* block) {
    if (!block) return;
    LargeBlock* header = static_cast<LargeBlock*>(block) - 1;
    (header->previous ? header->previous->next : large_blocks_) = header->next;
    if (header->next) header->next->previous = header->previous;
    --large_count_;
    general_.release(header);
}

void* Heap::reallocate_large(void* block, size_t new_size) {
    if (new_size > largest_) return nullptr;
    LargeBlock* header = static_cast<LargeBlock*>(block) - 1;
    new_size += sizeof(LargeBlock);
    void* memory = general_.reallocate(header, new_size);
    if (!memory) return nullptr;
    header = static_cast<LargeBlock*>(memory);
    (header->previous ? header->previous->next : large_blocks_) = header;
    if (header->next) header->next->previous = header;
    return header + 1;
}

void* Heap::reallocate(void* block, size_t new_size) {
    if (!block) return allocate(new_size);
    size_t old_size;
    if (is_small(block)) {
        uint64_t offset = static_cast<uint64_t>(static_cast<char*>(block) - reservation_);
        old_size = Pool::containing(reservation_, offset)->block_size;
        if (new_size <= old_size && new_size + kAlignment > old_size) return block;
    } else {
        if (new_size > kSmallLimit || reserved_ == 0) return reallocate_large(block, new_size);
        old_size = new_size;  // moves into the arenas; shrinks, or was outside for want of room
    }
    void* moved = allocate(new_size);
    if (!moved) return nullptr;
    std::memcpy(moved, block, std::min(old_size, new_size));
    free(block);
    return moved;
}

HeapStatistics Heap::statistics() const {
    HeapStatistics result;
    space_.for_each_pool([&](const Pool* pool) {
        result.blocks_in_use += pool->live;
        result.bytes_in_use += uint64_t{pool->live} * pool->block_size;
    });
    result.blocks_in_use += large_count_;
    result.large_blocks = large_count_;
    result.arenas = space_.arenas();
    result.arenas_peak = space_.arenas_peak();
    result.pools = space_.pools();
    return result;
}

std::string Heap::describe() const {
    struct Class {
        uint64_t pools = 0, live = 0, room = 0;
    };
    Class classes[kSizeClasses] = {};
    space_.for_each_pool([&](const Pool* pool) {
        Class& c = classes[pool->size_class];
        ++c.pools;
        c.live += pool->live;
        c.room += static_cast<uint64_t>(pool->end - pool->begin) / pool->block_size - pool->live;
    });
    static constexpr const char* kNames[] = {"arena", "mimalloc", "malloc"};
    std::string text = "Heap: allocator " + std::string(kNames[static_cast<int>(allocator_)]) + "\n\n";
    char line[160];
    text += "class   size     pools   blocks in use   free blocks       bytes in use\n";
    text += "-----   ----   -------   -------------   -----------   ----------------\n";
    for (size_t i = 0; i < kSizeClasses; ++i) {
        const Class& c = classes[i];
        if (c.pools == 0) continue;
        size_t size = (i + 1) * kAlignment;
        snprintf(line, sizeof line, "%5zu   %4zu   %7llu   %13llu   %11llu   %16llu\n", i, size,
                 static_cast<unsigned long long>(c.pools), static_cast<unsigned long long>(c.live),
                 static_cast<unsigned long long>(c.room), static_cast<unsigned long long>(c.live * size));
        text += line;
    }
    HeapStatistics s = statistics();
    auto row = [&](const char* label, uint64_t value) {
        snprintf(line, sizeof line, "%-40s = %20llu\n", label, static_cast<unsigned long long>(value));
        text += line;
    };
    text += '\n';
    row("arenas in use", s.arenas);
    row("arenas in use at most", s.arenas_peak);
    row("bytes of arenas", s.arenas * kArenaSize);
    row("pools in use", s.pools);
    row("pools free in the arenas", s.arenas * ArenaSpace::kPoolsPerArena - s.pools);
    row("bytes of blocks in use", s.bytes_in_use);
    row("blocks of the general allocator", s.large_blocks);
    return text;
}

#ifndef NDEBUG
namespace {

constexpr int kAllocatedByte = 0xcd;
constexpr int kFreedByte = 0xdd;

[[noreturn]] void corrupted(const char* what, const void* block) {
    fprintf(stderr, "heap: %s: block %p\n", what, block);
    abort();
}

}  // namespace

void Heap::poison_allocated(void* block, const Pool* pool) {
    std::memset(block, kAllocatedByte, pool->block_size);
}

void Heap::poison_freed(void* block, const Pool* pool, uint64_t offset) {
    if (pool->block_size == 0 || pool->live == 0 || offset % Pool::kSize % pool->block_size != 0)
        corrupted("freed what is no block in use", block);
    const auto* bytes = static_cast<const unsigned char*>(block);
    if (pool->block_size > sizeof(FreeBlock) && *reinterpret_cast<const uint64_t*>(bytes) == 0) {
        bool poisoned = true;
        for (size_t i = sizeof(FreeBlock); i < pool->block_size && poisoned; ++i)
            poisoned = bytes[i] == kFreedByte;
        if (poisoned) corrupted("freed twice", block);
    }
    std::memset(block, kFreedByte, pool->block_size);
}
#endif

}  // namespace moult
