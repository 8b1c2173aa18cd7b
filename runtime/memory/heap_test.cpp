// Tests of the heap: size classes, arenas given back, and the other allocators.
#include "runtime/memory/heap.h"
#include "runtime/memory/heap_walk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <set>
#include <vector>

namespace moult {
namespace {

class HeapWith : public testing::TestWithParam<Allocator> {};

TEST_P(HeapWith, BlocksAreAlignedDistinctAndKeepTheirContents) {
    Heap heap(GetParam());
    struct Block {
        unsigned char* memory;
        size_t size;
        unsigned char mark;
    };
    std::vector<Block> blocks;
    std::mt19937 random(1);
    auto check = [](const Block& b) {
        return std::all_of(b.memory, b.memory + b.size, [&](unsigned char c) { return c == b.mark; });
    };
    for (int step = 0; step < 100'000; ++step) {
        unsigned action = random() % 8;
        if (blocks.empty() || action < 4) {
            size_t size = random() % 16 == 0 ? random() % 5000 : random() % 600;
            auto* memory = static_cast<unsigned char*>(heap.allocate(size));
            ASSERT_NE(memory, nullptr);
            ASSERT_EQ(reinterpret_cast<uintptr_t>(memory) % Heap::kAlignment, 0u);
            auto mark = static_cast<unsigned char>(random());
            std::memset(memory, mark, size);
            blocks.push_back({memory, size, mark});
            continue;
        }
        size_t i = random() % blocks.size();
        ASSERT_TRUE(check(blocks[i]));
        if (action < 7) {
            heap.free(blocks[i].memory);
            blocks[i] = blocks.back();
            blocks.pop_back();
        } else {
            Block& b = blocks[i];
            size_t size = random() % 1500;
            b.memory = static_cast<unsigned char*>(heap.reallocate(b.memory, size));
            ASSERT_NE(b.memory, nullptr);
            b.size = std::min(b.size, size);
            ASSERT_TRUE(check(b));
            std::memset(b.memory, b.mark, size);
            b.size = size;
        }
    }
    EXPECT_EQ(heap.statistics().blocks_in_use, blocks.size());
    for (const Block& b : blocks) {
        EXPECT_TRUE(check(b));
        heap.free(b.memory);
    }
    EXPECT_EQ(heap.statistics().blocks_in_use, 0u);
    EXPECT_EQ(heap.statistics().bytes_in_use, 0u);
}

TEST_P(HeapWith, ImpossibleSizesGiveNull) {
    Heap heap(GetParam());
    EXPECT_EQ(heap.allocate(SIZE_MAX), nullptr);
    EXPECT_EQ(heap.allocate(SIZE_MAX - 8), nullptr);
    void* block = heap.allocate(1000);
    std::memset(block, 7, 1000);
    EXPECT_EQ(heap.reallocate(block, SIZE_MAX / 2), nullptr);
    EXPECT_EQ(static_cast<char*>(block)[999], 7);
    heap.free(nullptr);
}

TEST_P(HeapWith, TheDestructorReleasesWhatIsStillInUse) {  // the leak checker of the asan build sees the rest
    Heap heap(GetParam());
    for (size_t size = 0; size < 3000; size += 7) ASSERT_NE(heap.allocate(size), nullptr);
}

INSTANTIATE_TEST_SUITE_P(Allocators, HeapWith,
                         testing::Values(Allocator::kArena, Allocator::kMimalloc, Allocator::kMalloc));

TEST(ArenaHeap, FreedBlocksAreReusedBeforeNewOnes) {
    Heap heap(Allocator::kArena);
    void* first = heap.allocate(48);
    heap.free(first);
    EXPECT_EQ(heap.allocate(40), first) << "40 and 48 bytes share a size class";
    EXPECT_NE(heap.allocate(64), first);
}

TEST(ArenaHeap, AFullPoolIsUsedAgainOnceABlockOfItIsFreed) {
    Heap heap(Allocator::kArena);
    std::vector<void*> blocks;
    for (size_t i = 0; i < 3 * Heap::kPoolSize / 64; ++i) blocks.push_back(heap.allocate(64));
    EXPECT_EQ(heap.statistics().pools, 3u);
    std::set<void*> freed;
    for (size_t i = 0; i < blocks.size(); i += 2) {
        freed.insert(blocks[i]);
        heap.free(blocks[i]);
    }
    for (size_t n = freed.size(); n > 0; --n) EXPECT_EQ(freed.erase(heap.allocate(64)), 1u);
    EXPECT_EQ(heap.statistics().pools, 3u);
}

TEST(ArenaHeap, EmptyArenasGoBackToTheSystem) {
    Heap heap(Allocator::kArena);
    std::vector<void*> blocks;
    constexpr size_t kArenas = 10;
    for (size_t i = 0; i < kArenas * Heap::kArenaSize / 512; ++i) blocks.push_back(heap.allocate(512));
    EXPECT_EQ(heap.statistics().arenas, kArenas);
    for (void* block : blocks) heap.free(block);
    HeapStatistics s = heap.statistics();
    EXPECT_LE(s.arenas, 2u) << "one for the pool in use, one spare";
    EXPECT_EQ(s.arenas_peak, kArenas);
    EXPECT_EQ(s.pools, 1u);
    // And they can be used again.
    for (void*& block : blocks) std::memset(block = heap.allocate(512), 1, 512);
    EXPECT_EQ(heap.statistics().arenas, kArenas);
    EXPECT_EQ(heap.statistics().blocks_in_use, blocks.size());
}

TEST(ArenaHeap, DescribesItself) {
    Heap heap(Allocator::kArena);
    (void)heap.allocate(100);
    (void)heap.allocate(100'000);
    std::string text = heap.describe();
    EXPECT_NE(text.find("plain         6    112         1               1           145                112"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("blocks of the general allocator          =                    1"), std::string::npos)
        << text;
}

// --- blocks of objects

class ObjectsWith : public testing::TestWithParam<Allocator> {
  protected:
    using Reach = Heap::Reach;
    Object* make(size_t size) {
        auto* object = static_cast<Object*>(heap.allocate_collected(size));
        object->refcount = 1;
        return object;
    }
    void drop(Object* object) {
        object->refcount = 0;
        heap.free_collected(object);
    }
    std::set<Object*> objects(AgeSet ages, Reach reach) {
        std::set<Object*> found;
        heap.for_each_object(ages, reach, [&](Object* object) { EXPECT_TRUE(found.insert(object).second); });
        return found;
    }
    Age& age(Object* object) { return heap.side_table().age(object); }
    // What a collection does when everything lives.
    void survive(AgeSet ages, Reach reach, Age older) {
        heap.for_each_object(ages, reach, [&](Object* object) { age(object) = older; });
        heap.settle_large(ages);
        heap.settle_pools(reach);
        heap.reset_allocated();
    }

    Heap heap{GetParam()};
};

TEST_P(ObjectsWith, WalksFindObjectsByAgeAndNothingElse) {
    std::mt19937 random(2);
    std::vector<Object*> alive;
    std::vector<void*> plain;
    std::set<Object*> young, middle, old;
    auto forget = [&](Object* object) {
        for (auto* set : {&young, &middle, &old}) set->erase(object);
    };
    for (int step = 0; step < 60'000; ++step) {
        unsigned action = random() % 16;
        size_t size = random() % 16 == 0 ? 600 : 17 + random() % 200;
        if (alive.empty() || action < 8) {
            alive.push_back(make(size));
            young.insert(alive.back());
        } else if (action < 14) {
            size_t i = random() % alive.size();
            forget(alive[i]);
            drop(alive[i]);
            alive[i] = alive.back();
            alive.pop_back();
        } else if (plain.size() < 1000) {
            plain.push_back(std::memset(heap.allocate(size), 0xff, size));
        } else {
            heap.free_plain(plain.back());
            plain.pop_back();
        }
        if (step % 1000) continue;
        ASSERT_EQ(objects({Age::kYoung}, Reach::kYoung), young);
        ASSERT_EQ(objects({Age::kMiddle}, Reach::kMiddle), middle);
        ASSERT_EQ(objects({Age::kOld}, Reach::kAll), old);
        AgeSet both = {Age::kYoung, Age::kMiddle};
        ASSERT_EQ(objects(both, Reach::kMiddle).size(), young.size() + middle.size());
        if (step % 3000) {
            survive({Age::kYoung}, Reach::kYoung, Age::kMiddle);
            middle.merge(young);
        } else {
            survive(both, Reach::kMiddle, Age::kOld);
            old.merge(young);
            old.merge(middle);
        }
    }
    for (Object* object : alive) drop(object);
    EXPECT_TRUE(objects({Age::kYoung, Age::kMiddle, Age::kOld}, Reach::kAll).empty());
}

TEST_P(ObjectsWith, DyingObjectsAreLeftOut) {
    Object* object = make(48);
    object->refcount = 0;
    EXPECT_TRUE(objects({Age::kYoung}, Reach::kYoung).empty());
    object->refcount = 1;
    EXPECT_EQ(objects({Age::kYoung}, Reach::kYoung).size(), 1u);
}

TEST_P(ObjectsWith, AllocationsAreCountedNet) {
    EXPECT_EQ(heap.allocated(), 0);
    std::vector<Object*> made;
    for (size_t i = 0; i < 1000; ++i) made.push_back(make(32 + i % 3 * 300));
    EXPECT_EQ(heap.allocated(), 1000);
    (void)heap.allocate(48);
    EXPECT_EQ(heap.allocated(), 1000) << "plain blocks do not count";
    drop(made.back());
    EXPECT_EQ(heap.allocated(), 999);
    heap.reset_allocated();
    EXPECT_EQ(heap.allocated(), 0);
    drop(made[0]);
    EXPECT_EQ(heap.allocated(), 0) << "the count is never below zero";
}

struct Counter final : AllocationListener {
    int calls = 0;
    void many_allocated() override { ++calls; }
};

TEST_P(ObjectsWith, TheListenerIsToldSoonAfterTheLimit) {
    Counter counter;
    heap.notify(&counter, 700);
    int made = 0;
    while (counter.calls == 0 && made < 10'000) {
        (void)make(48);
        ++made;
    }
    EXPECT_GT(made, 700);
    EXPECT_LE(made, 700 + 1024 / 48 + 1);
    heap.reset_allocated();
    counter.calls = 0;
    for (int i = 0; i < 100'000; ++i) drop(make(48));
    EXPECT_EQ(counter.calls, 0) << "what is freed at once does not count";
}

TEST_P(ObjectsWith, ASteadyNumberOfObjectsDoesNotGrowTheCount) {
    Counter counter;
    std::mt19937 random(3);
    std::vector<Object*> alive;
    for (int i = 0; i < 5000; ++i) alive.push_back(make(48));
    heap.reset_allocated();
    heap.notify(&counter, 700);
    for (int i = 0; i < 100'000; ++i) {
        size_t victim = random() % alive.size();
        drop(alive[victim]);
        alive[victim] = make(48);
    }
    EXPECT_EQ(counter.calls, 0);
}

TEST_P(ObjectsWith, ACondemnedObjectThatHasDiedCanBeAskedForItsAge) {
    for (size_t size : {48, 4000}) {
        Object* object = make(size);
        age(object) = Age::kCondemned;
        heap.settle_large({Age::kYoung});
        drop(object);
        EXPECT_NE(age(object), Age::kCondemned);
        heap.end_collection();
    }
}

TEST_P(ObjectsWith, BirthsAreInOrder) {
    Object *first = make(48), *second = make(4000), *third = make(48);
    for (Object* object : {first, second, third}) heap.note_birth(object);
    const SideTable& table = heap.side_table();
    EXPECT_LT(table.birth(first), table.birth(second));
    EXPECT_LT(table.birth(second), table.birth(third));
}

INSTANTIATE_TEST_SUITE_P(Allocators, ObjectsWith,
                         testing::Values(Allocator::kArena, Allocator::kMimalloc, Allocator::kMalloc));

TEST(ArenaHeap, ObjectsShareNoPoolWithOtherBlocks) {
    Heap heap(Allocator::kArena);
    auto* object = static_cast<char*>(heap.allocate_collected(48));
    auto* plain = static_cast<char*>(heap.allocate(48));
    EXPECT_EQ(heap.statistics().pools, 2u);
    EXPECT_NE(static_cast<char*>(heap.allocate_collected(48)), plain + 48);
    EXPECT_EQ(heap.side_table().age(reinterpret_cast<Object*>(object)), Age::kYoung);
    EXPECT_EQ(heap.side_table().age(reinterpret_cast<Object*>(plain)), Age::kNone);
}

TEST(ArenaHeap, AFreeBlockOfAnObjectPoolIsYoungAndItsFirstWordZero) {
    Heap heap(Allocator::kArena);
    auto* object = static_cast<Object*>(heap.allocate_collected(128));
    heap.side_table().age(object) = Age::kOld;
    object->refcount = 0;
    object->flags = ~uint32_t{0};
    heap.free(object);
    EXPECT_EQ(heap.side_table().age(object), Age::kYoung);
    EXPECT_EQ(*reinterpret_cast<uint64_t*>(object), 0u);
}

#ifndef NDEBUG
TEST(ArenaHeapDeathTest, FreeingTwiceAborts) {
    EXPECT_DEATH(
        {
            Heap heap(Allocator::kArena);
            void* other = heap.allocate(64);
            void* block = heap.allocate(64);
            heap.free(block);
            heap.free(block);
            heap.free(other);
        },
        "freed twice");
}

TEST(ArenaHeapDeathTest, FreeingTheMiddleOfABlockAborts) {
    EXPECT_DEATH(
        {
            Heap heap(Allocator::kArena);
            heap.free(static_cast<char*>(heap.allocate(64)) + 16);
        },
        "no block in use");
}
#endif

}  // namespace
}  // namespace moult
