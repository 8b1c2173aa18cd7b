// The walk over the objects of a heap, by age. For the collector.
#pragma once

#include <algorithm>

#include "runtime/memory/heap.h"

namespace moult {

// From the block at `at` up to the first that begins at `to` or behind, which is the result.
template <class Visit>
size_t Heap::for_each_in_pool(const Pool* pool, AgeSet ages, size_t at, size_t to, Visit&& visit) const {
    const Age* table = side_table_.ages_at(side_table_.offset(pool->begin));
    const size_t size = pool->block_size;
    for (; at < to; at += size) {
        auto* object = reinterpret_cast<Object*>(pool->begin + at);
        if (ages.has(table[at >> SideTable::kShift]) && object->refcount) visit(object);
    }
    return at;
}

template <class Visit>
void Heap::for_each_in(const std::vector<Pool*>& pools, uint32_t unless_listed, AgeSet ages,
                       Visit&& visit) const {
    // Few objects of a pool may be of these ages: eight entries of the table are looked at at a time.
    constexpr size_t kStep = 8 * SideTable::kStride;
    for (const Pool* pool : pools) {
        if (!is_of_objects(pool) || (pool->listed & unless_listed)) continue;
        const Age* table = side_table_.ages_at(side_table_.offset(pool->begin));
        const auto used = static_cast<size_t>(pool->fresh - pool->begin);
        const size_t size = pool->block_size;
        size_t at = 0;  // a block's
        for (size_t step = 0; step < used; step += kStep) {
            if (!ages.has_any_of(table + (step >> SideTable::kShift))) continue;
            if (at < step) at = (step + size - 1) / size * size;
            at = for_each_in_pool(pool, ages, at, std::min(step + kStep, used), visit);
        }
    }
}

template <class Visit>
void Heap::for_each_object(AgeSet ages, Reach reach, Visit&& visit) const {
    for (size_t age = 0; age < kAges; ++age) {
        if (!ages.has(static_cast<Age>(age))) continue;
        const LargeBlock* head = &large_[age].head;
        for (LargeBlock* block = head->next; block != head; block = block->next)
            if (ages.has(block->age) && block->object()->refcount) visit(block->object());
    }
    switch (reach) {
        case Reach::kMiddle: for_each_in(middle_pools_, kListedYoung, ages, visit); [[fallthrough]];
        case Reach::kYoung: for_each_in(young_pools_, 0, ages, visit); return;
        case Reach::kAll: break;
    }
    space_.for_each_pool([&](const Pool* pool) {
        if (is_of_objects(pool) && (!(pool->listed & kAllLasting) || ages.has(Age::kLasting)))
            for_each_in_pool(pool, ages, 0, static_cast<size_t>(pool->fresh - pool->begin), visit);
    });
}

}  // namespace moult
