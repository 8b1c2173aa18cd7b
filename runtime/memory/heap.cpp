// Heap: the slow paths of the arena allocator, the blocks of the general allocators, and the figures.
#include "runtime/memory/heap.h"

#include <unistd.h>

#include <dlfcn.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace moult {

static_assert(sizeof(FreeBlock) == Pool::kAlignment);

namespace {

constexpr size_t kFreshBytes = 1024;  // how much of a pool's unused memory becomes free blocks at a time

// Turns some fresh blocks of the pool into free ones. False when none are left.
bool take_fresh(Pool* pool) {
    char* block = pool->fresh;
    if (block == pool->end()) return false;
    size_t count = std::max<size_t>(kFreshBytes / pool->block_size, 1);
    count = std::min(count, static_cast<size_t>(pool->end() - block) / pool->block_size);
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
    std::fill(&current_[0][0], &current_[0][0] + kBlockUses * kSizeClasses, &none_);
    if (allocator == Allocator::kArena && space_.reserve()) {
        reservation_ = space_.base();
        reserved_ = space_.size();
        side_table_ = space_.side_table();
    }
}

Heap::~Heap() {
    release_gone();
    for (LargeRing& ring : large_)
        while (ring.head.next != &ring.head) free_large(ring.head.next + 1);
    release_gone();
}

// Makes fresh blocks of an object pool known to the side table.
void Heap::note_fresh(const Pool* pool, const char* from) {
    if (pool->use == BlockUse::kPlain) return;
    Age* table = side_table_.ages_at(side_table_.offset(pool->begin));
    for (auto at = static_cast<size_t>(from - pool->begin),
              end = static_cast<size_t>(pool->fresh - pool->begin);
         at < end; at += pool->block_size)
        table[at >> SideTable::kShift] = Age::kYoung;
}

// The pool is the current one of its class from now on.
void Heap::use_pool(Pool* pool) {
    current_[static_cast<size_t>(pool->use)][pool->size_class] = pool;
    pool->notice = Pool::kNever;
    if (pool->use == BlockUse::kPlain) return;
    add_to_count(pool);
    pool->listed &= ~uint32_t{kAllLasting};
    list_pool(pool, kListedYoung, young_pools_);
}

void* Heap::allocate_slow(BlockUse use, size_t size) {
    if (size > kSmallLimit || reserved_ == 0) return allocate_large(use, size);
    size_t size_class = size ? (size + kAlignment - 1) / kAlignment - 1 : 0;
    Pool*& current = current_[static_cast<size_t>(use)][size_class];
    if (use == BlockUse::kCollected && current != &none_) add_to_count(current);
    while (!current->free) {
        if (char* fresh = current->fresh; current != &none_ && take_fresh(current)) {
            note_fresh(current, fresh);
            break;
        }
        Pool* full = current;
        if (full != &none_ && full->next != full) {
            Pool* next = full->next;
            unlink(full);
            use_pool(next);
        } else {
            auto block_size = static_cast<uint16_t>((size_class + 1) * kAlignment);
            Pool* opened = space_.open_pool(static_cast<uint8_t>(size_class), block_size, use);
            if (!opened) return allocate_large(use, size);
            opened->next = opened->previous = opened;
            use_pool(opened);
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
    Pool* current = current_[static_cast<size_t>(pool->use)][pool->size_class];
    if (pool->live == 0) {
        if (pool->use == BlockUse::kCollected) add_to_count(pool);
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

void* Heap::allocate_large(BlockUse use, size_t size) {
    if (size > largest_) return nullptr;
    void* memory = general_.allocate(size + sizeof(LargeBlock));
    if (!memory) return nullptr;
    auto* block = static_cast<LargeBlock*>(memory);
    block->seen = block->birth = 0;
    block->age = use == BlockUse::kCollected ? Age::kYoung : Age::kNone;
    block->link_before(&ring_of(block->age).head);
    ++large_count_;
    if (use == BlockUse::kCollected) add_to_count(1);
    return block + 1;
}

void Heap::free_large(void* memory) {
    if (!memory) return;
    LargeBlock* block = LargeBlock::before(memory);
    block->unlink();
    --large_count_;
    if (block->age != Age::kNone) add_to_count(-1);
    if (block->age == Age::kCondemned) {  // the collector may still ask for its age
        block->age = Age::kNone;
        block->link_before(&gone_.head);
        return;
    }
    general_.release(block);
}

void* Heap::reallocate_large(void* memory, size_t new_size) {
    if (new_size > largest_) return nullptr;
    LargeBlock* block = LargeBlock::before(memory);
    void* moved = general_.reallocate(block, new_size + sizeof(LargeBlock));
    if (!moved) return nullptr;
    block = static_cast<LargeBlock*>(moved);
    block->next->previous = block->previous->next = block;
    return block + 1;
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

// --- the count of objects, and the lists of pools

void Heap::add_to_count(Pool* pool) {
    int64_t change = int64_t{pool->live} - pool->counted;
    pool->counted = pool->live;
    add_to_count(change);
}

void Heap::add_to_count(int64_t objects) {
    allocated_ = std::max<int64_t>(allocated_ + objects, 0);
    if (allocated_ > limit_ && listener_) listener_->many_allocated();
}

int64_t Heap::allocated() const {
    int64_t result = allocated_;
    for (const Pool* pool : current_[static_cast<size_t>(BlockUse::kCollected)])
        result += int64_t{pool->live} - pool->counted;
    return std::max<int64_t>(result, 0);
}

void Heap::reset_allocated() {
    allocated_ = 0;
    for (Pool* pool : current_[static_cast<size_t>(BlockUse::kCollected)]) pool->counted = pool->live;
}

void Heap::leave_out_of_count(const Object* gone) {
    if (!is_small(gone)) return;
    Pool* pool = Pool::containing(reservation_, side_table_.offset(gone));
    pool->counted = pool->live;
}

void Heap::list_pool(Pool* pool, uint32_t list, std::vector<Pool*>& pools) {
    if (pool->listed & list) return;
    pool->listed |= list;
    pools.push_back(pool);
}

void Heap::settle_large(AgeSet ages) {
    for (size_t age = 0; age < kAges; ++age) {
        if (!ages.has(static_cast<Age>(age))) continue;
        LargeBlock* head = &large_[age].head;
        for (LargeBlock *block = head->next, *next; block != head; block = next) {
            next = block->next;
            if (block->age == static_cast<Age>(age)) continue;
            block->unlink();
            block->link_before(&ring_of(block->age).head);
        }
    }
}

void Heap::settle_pools(Reach reach) {
    if (reach != Reach::kYoung) {
        for (Pool* pool : middle_pools_) pool->listed &= ~uint32_t{kListedMiddle};
        middle_pools_.clear();
    }
    for (Pool* pool : young_pools_) {
        pool->listed &= ~uint32_t{kListedYoung};
        if (reach == Reach::kYoung && is_of_objects(pool)) list_pool(pool, kListedMiddle, middle_pools_);
    }
    young_pools_.clear();
    for (Pool* pool : current_[static_cast<size_t>(BlockUse::kCollected)])
        if (pool != &none_) list_pool(pool, kListedYoung, young_pools_);
}

void Heap::settle_lasting() {
    space_.for_each_pool([](Pool* pool) {
        if (is_of_objects(pool)) pool->listed |= kAllLasting;
    });
    for (Pool* pool : current_[static_cast<size_t>(BlockUse::kCollected)])
        pool->listed &= ~uint32_t{kAllLasting};
    settle_pools(Reach::kAll);
}

void Heap::end_collection() {
    release_gone();
    space_.rest_side_table();
}

void Heap::release_gone() {
    while (gone_.head.next != &gone_.head) {
        LargeBlock* block = gone_.head.next;
        block->unlink();
        general_.release(block);
    }
}

// --- figures

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
    Class classes[kBlockUses][kSizeClasses] = {};
    space_.for_each_pool([&](const Pool* pool) {
        Class& c = classes[static_cast<size_t>(pool->use)][pool->size_class];
        ++c.pools;
        c.live += pool->live;
        c.room += pool->capacity() - pool->live;
    });
    static constexpr const char* kNames[] = {"arena", "mimalloc", "malloc"};
    std::string text = "Heap: allocator " + std::string(kNames[static_cast<int>(allocator_)]) + "\n\n";
    char line[160];
    static constexpr const char* kUses[] = {"plain", "objects"};
    text += "use       class   size     pools   blocks in use   free blocks       bytes in use\n";
    text += "-------   -----   ----   -------   -------------   -----------   ----------------\n";
    for (size_t i = 0; i < kBlockUses * kSizeClasses; ++i) {
        size_t use = i / kSizeClasses, size_class = i % kSizeClasses;
        const Class& c = classes[use][size_class];
        if (c.pools == 0) continue;
        size_t size = (size_class + 1) * kAlignment;
        snprintf(line, sizeof line, "%-7s   %5zu   %4zu   %7llu   %13llu   %11llu   %16llu\n", kUses[use],
                 size_class, size, static_cast<unsigned long long>(c.pools),
                 static_cast<unsigned long long>(c.live), static_cast<unsigned long long>(c.room),
                 static_cast<unsigned long long>(c.live * size));
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

void Heap::poison_freed(void* block, const Pool* pool, uint64_t offset, Known known) {
    if (known != Known::kNothing && (known == Known::kCollected) != (pool->use == BlockUse::kCollected))
        corrupted("freed as what it is not", block);
    if (pool->use == BlockUse::kCollected && static_cast<Object*>(block)->refcount != 0)
        corrupted("freed an object in use", block);
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
    static_cast<FreeBlock*>(block)->zero = 0;
}
#endif

}  // namespace moult
