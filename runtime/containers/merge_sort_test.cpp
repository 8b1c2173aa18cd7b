// The merge sort: sorted, stable, economical with comparisons, and safe when comparing fails.
#include "runtime/containers/merge_sort.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace moult {
namespace {

struct Item {
    int key;
    int place;
    friend bool operator==(const Item&, const Item&) = default;
};

struct CountingLess {
    size_t* calls;
    size_t fail_at;
    int operator()(const Item& a, const Item& b) const {
        if (++*calls == fail_at) return -1;
        return a.key < b.key;
    }
};

SortOutcome sort(std::vector<Item>& items, size_t* calls, size_t fail_at = 0) {
    Heap heap(Allocator::kMalloc);
    *calls = 0;
    return MergeSort<Item, CountingLess>(heap, items.data(), items.size(), {calls, fail_at}).run();
}

std::vector<Item> numbered(const std::vector<int>& keys) {
    std::vector<Item> items;
    for (int key : keys) items.push_back({key, static_cast<int>(items.size())});
    return items;
}

void sort_reliably(std::vector<Item>& items) {
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        return std::pair(a.key, a.place) < std::pair(b.key, b.place);
    });
}

std::vector<int> random_keys(size_t count, int limit, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<int> keys;
    for (size_t i = 0; i < count; ++i)
        keys.push_back(static_cast<int>(random() % static_cast<unsigned>(limit)));
    return keys;
}

TEST(MergeSort, SortsAndKeepsTheOrderOfEqualItems) {
    for (size_t count : {0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 100, 1000, 4097}) {
        for (int limit : {1, 2, 10, 100000}) {
            std::vector<Item> items = numbered(random_keys(count, limit, 7));
            std::vector<Item> expected = items;
            sort_reliably(expected);
            size_t calls;
            EXPECT_EQ(sort(items, &calls), SortOutcome::kDone);
            EXPECT_EQ(items, expected) << count << " items below " << limit;
        }
    }
}

TEST(MergeSort, SortsRunsOfEveryLength) {
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
        std::vector<int> keys;
        while (keys.size() < 3000) {
            int length = static_cast<int>(random() % 400), start = static_cast<int>(random() % 1000);
            bool down = random() % 2;
            for (int i = 0; i < length; ++i) keys.push_back(down ? start - i : start + i / 3);
        }
        std::vector<Item> items = numbered(keys), expected = items;
        sort_reliably(expected);
        size_t calls;
        EXPECT_EQ(sort(items, &calls), SortOutcome::kDone);
        EXPECT_EQ(items, expected);
    }
}

TEST(MergeSort, ComparesSortedAndReversedInputOnce) {
    std::vector<int> keys;
    for (int i = 0; i < 1000; ++i) keys.push_back(i);
    size_t calls;
    std::vector<Item> ascending = numbered(keys);
    EXPECT_EQ(sort(ascending, &calls), SortOutcome::kDone);
    EXPECT_EQ(calls, 999u);
    std::reverse(keys.begin(), keys.end());
    std::vector<Item> descending = numbered(keys);
    EXPECT_EQ(sort(descending, &calls), SortOutcome::kDone);
    EXPECT_EQ(calls, 999u);
    EXPECT_EQ(descending.front().key, 0);
}

TEST(MergeSort, StaysNearTheFewestPossibleComparisons) {
    std::vector<Item> items = numbered(random_keys(10000, 1 << 30, 5));
    size_t calls;
    EXPECT_EQ(sort(items, &calls), SortOutcome::kDone);
    EXPECT_LT(calls, 125000u);  // log2(10000!) is 118458
}

TEST(MergeSort, LosesNothingWhenAComparisonFails) {
    const std::vector<Item> original = numbered(random_keys(500, 1000, 11));
    std::vector<Item> whole = original;
    size_t total;
    ASSERT_EQ(sort(whole, &total), SortOutcome::kDone);
    for (size_t fail_at = 1; fail_at <= total; ++fail_at) {
        std::vector<Item> items = original;
        size_t calls;
        ASSERT_EQ(sort(items, &calls, fail_at), SortOutcome::kFailed);
        EXPECT_EQ(calls, fail_at);
        std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.place < b.place; });
        ASSERT_EQ(items, original) << "failed at comparison " << fail_at;
    }
}

}  // namespace
}  // namespace moult
