// The limits of growth.
#include "jit/growth.h"

#include <gtest/gtest.h>

namespace moult::jit {

namespace {

using Growth = Tree::Growth;

const char kCode[600] = {};

TEST(GrowthTest, AnInstructionThatSeesSomethingNewEachTimeVariesAfterAHandful) {
    Tree tree;
    int traces = 0;
    while (tree.next(kCode, Miss::kOwn) == Growth::kOwnTrace) {
        ASSERT_FALSE(tree.varies(kCode));
        ASSERT_LT(++traces, 20);
        tree.add(kCode, Miss::kOwn);
    }
    EXPECT_GE(traces, 2) << "two types are usual";
    EXPECT_LE(traces, 5);
    EXPECT_TRUE(tree.varies(kCode));
    EXPECT_FALSE(tree.varies(kCode + 1));
    EXPECT_EQ(tree.next(kCode, Miss::kOwn), Growth::kSharedTrace);
    EXPECT_EQ(tree.next(kCode, Miss::kNone), Growth::kSharedTrace);
    EXPECT_EQ(tree.next(kCode + 1, Miss::kOwn), Growth::kOwnTrace);
}

TEST(GrowthTest, TypesOfAResultAreAskedForAFewTimes) {
    Tree tree;
    int traces = 0;
    while (tree.next(kCode, Miss::kResult) == Growth::kOwnTrace) {
        ASSERT_LT(++traces, 20);
        tree.add(kCode, Miss::kResult);
    }
    EXPECT_LE(traces, 4);
    EXPECT_TRUE(tree.result_varies(kCode));
    EXPECT_FALSE(tree.varies(kCode));
    EXPECT_EQ(tree.next(kCode, Miss::kNone), Growth::kSharedTrace);
}

TEST(GrowthTest, WaysThatMeetShareATraceAfterAWhileWhichSaysNothingOfTheInstruction) {
    Tree tree;
    int traces = 0;
    while (tree.next(kCode, Miss::kNone) == Growth::kOwnTrace) {
        ASSERT_LT(++traces, 20);
        tree.add(kCode, Miss::kNone);
    }
    EXPECT_GE(traces, 4);
    EXPECT_FALSE(tree.varies(kCode));
    EXPECT_EQ(tree.fork(kCode).shared, Fork::kNoTrace);
    tree.add_shared(kCode, 17);
    EXPECT_EQ(tree.fork(kCode).shared, 17u);
}

TEST(GrowthTest, ATreeEndsGrowingWhateverHappens) {
    Tree tree;
    uint32_t own = 0, shared = 0;
    for (int round = 0; round < 100; ++round)
        for (const char& instruction : kCode) {
            Growth growth = tree.next(&instruction, Miss::kNone);
            if (growth == Growth::kOwnTrace) tree.add(&instruction, Miss::kNone), ++own;
            if (growth == Growth::kSharedTrace) tree.add_shared(&instruction, 1), ++shared;
        }
    EXPECT_EQ(tree.side_traces(), own + shared);
    EXPECT_LE(tree.side_traces(), 500u);
    EXPECT_EQ(tree.next(kCode, Miss::kOwn), Growth::kNothing);
}

TEST(GrowthTest, CodeThatIsMadeOverAndOverIsTracedLaterAndLaterUnlessItPays) {
    Kin kin;
    EXPECT_TRUE(kin.empty());
    EXPECT_EQ(kin.waits(1), 0u);
    uint32_t last = 0;
    for (int death = 0; death < 40; ++death) {
        kin.died(1, false);
        EXPECT_GE(kin.waits(1), last);
        last = kin.waits(1);
    }
    EXPECT_GT(last, 10000u);
    EXPECT_EQ(kin.waits(2), 0u);
    kin.died(1, true);
    EXPECT_EQ(kin.waits(1), 0u);
}

TEST(GrowthTest, CodeThatIsFreedIsForgotten) {
    Tree tree;
    for (int i = 0; i < 10; ++i) {
        tree.add(kCode + 10, Miss::kOwn);
        tree.add(kCode + 20, Miss::kOwn);
    }
    (void)tree.next(kCode + 10, Miss::kOwn);
    (void)tree.next(kCode + 20, Miss::kOwn);
    tree.forget(kCode + 5, kCode + 20);
    EXPECT_FALSE(tree.varies(kCode + 10));
    EXPECT_TRUE(tree.varies(kCode + 20));
}

}  // namespace

}  // namespace moult::jit
