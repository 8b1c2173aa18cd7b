// Tests of the policies: which generation is due when.
#include "runtime/memory/collection_policy.h"

#include <gtest/gtest.h>

#include <vector>

namespace moult {
namespace {

// Runs a program that allocates objects which all live, as the collector would: the generations collected.
std::vector<int> collections(CollectionPolicy& policy, CollectionCounts counts, int64_t objects,
                             int64_t batch = 1) {
    std::vector<int> made;
    int64_t in_young = 0, in_middle = 0, in_old = 0;
    for (int64_t i = 0; i < objects; i += batch) {
        counts.allocated += batch;
        in_young += batch;
        if (counts.allocated <= policy.limit(counts)) continue;
        int generation = policy.due(counts);
        if (generation < 0) continue;
        made.push_back(generation);
        counts.allocated = 0;
        for (int younger = 1; younger <= generation; ++younger) counts.collections[younger] = 0;
        if (generation + 1 < kGenerations) ++counts.collections[generation + 1];
        in_middle += std::exchange(in_young, 0);
        if (generation == 0) continue;
        counts.survivors += in_middle;
        in_old += std::exchange(in_middle, 0);
        if (generation == 1) continue;
        counts.survivors = 0;
        counts.old = in_old;
    }
    return made;
}

TEST(Policies, ThresholdsAreThoseOfCPython) {
    auto policy = make_collection_policy(CollectionMode::kGenerational);
    CollectionCounts counts;
    EXPECT_EQ(policy->limit(counts), 700);
    counts.allocated = 700;
    EXPECT_EQ(policy->due(counts), -1);
    counts.allocated = 701;
    EXPECT_EQ(policy->due(counts), 0);
    counts.collections[1] = 10;
    EXPECT_EQ(policy->due(counts), 0);
    counts.collections[1] = 11;
    EXPECT_EQ(policy->due(counts), 1);
    counts.collections[2] = 11;
    EXPECT_EQ(policy->due(counts), 2);
    counts.old = 1000;
    counts.survivors = 999;
    EXPECT_EQ(policy->due(counts), 1);
    counts.survivors = 1000;
    EXPECT_EQ(policy->due(counts), 2);
    counts.collections[1] = 0;
    EXPECT_EQ(policy->due(counts), 2);
}

TEST(Policies, AThresholdOfZeroTurnsCollectionsOff) {
    for (auto mode : {CollectionMode::kGenerational, CollectionMode::kFull}) {
        auto policy = make_collection_policy(mode);
        CollectionCounts counts;
        counts.thresholds[0] = 0;
        EXPECT_TRUE(collections(*policy, counts, 1'000'000, 100).empty());
    }
}

TEST(Policies, AGrowingProgramPaysForFullCollectionsInProportion) {
    auto policy = make_collection_policy(CollectionMode::kGenerational);
    std::vector<int> made = collections(*policy, {}, 2'000'000, 10);
    EXPECT_GT(std::count(made.begin(), made.end(), 0), 2000);
    EXPECT_GT(std::count(made.begin(), made.end(), 1), 200);
    EXPECT_GT(std::count(made.begin(), made.end(), 2), 3);
    EXPECT_LT(std::count(made.begin(), made.end(), 2), 40);
}

TEST(Policies, FullKnowsNoGenerations) {
    auto policy = make_collection_policy(CollectionMode::kFull);
    std::vector<int> made = collections(*policy, {}, 2'000'000, 10);
    EXPECT_EQ(std::count(made.begin(), made.end(), 2), static_cast<int64_t>(made.size()));
    EXPECT_GT(made.size(), 10u);
    EXPECT_LT(made.size(), 60u);
}

}  // namespace
}  // namespace moult
