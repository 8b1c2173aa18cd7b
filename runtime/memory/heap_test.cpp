// Tests of the heap: size classes, arenas given back, and the other allocators.
#include "runtime/memory/heap.h"

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

TEST(ArenaHeap, AFreeBlocksFirstWordIsZero) {
    Heap heap(Allocator::kArena);
    auto* block = static_cast<uint64_t*>(heap.allocate(128));
    block[0] = ~uint64_t{0};
    heap.free(block);
    EXPECT_EQ(block[0], 0u);
}

TEST(ArenaHeap, DescribesItself) {
    Heap heap(Allocator::kArena);
    (void)heap.allocate(100);
    (void)heap.allocate(100'000);
    std::string text = heap.describe();
    EXPECT_NE(text.find("    6    112         1               1           145                112"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("blocks of the general allocator          =                    1"), std::string::npos)
        << text;
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
