// The table of what traces take for granted.
#include "jit/watches.h"

#include "runtime/state/test_support.h"

namespace moult::jit {

namespace {

using Ids = std::vector<uint32_t>;

class WatchesTest : public RuntimeTest {
  protected:
    ~WatchesTest() override { watches_.clear(); }

    void rely(uint32_t trace, const Watched& watched) {
        watches_.add(watched);
        watches_.rely(trace, watched);
    }

    Ref<Dict> dict_ = make_dict(thread), other_ = make_dict(thread);
    Ref<Str> x_ = name("counter"), y_ = name("y");
    Watched x{dict_.get(), x_.get()}, y{dict_.get(), y_.get()}, other_x{other_.get(), x_.get()};
    Watches watches_;
};

TEST_F(WatchesTest, KnowWhoReliesOnWhat) {
    rely(1, x);
    rely(2, y);
    rely(3, x);
    rely(4, other_x);
    EXPECT_EQ(watches_.added(), 3u);
    EXPECT_TRUE(dict_->flags & kWatched);
    EXPECT_EQ(watches_.changed(dict_.get(), name("z").get(), false), Ids());
    EXPECT_EQ(watches_.changed(dict_.get(), x_.get(), false), (Ids{1, 3}));
    EXPECT_EQ(watches_.changed(dict_.get(), x_.get(), false), Ids()) << "they have been told";
    EXPECT_EQ(watches_.changed(dict_.get(), y_.get(), false), Ids{2});
    EXPECT_EQ(watches_.changed(other_.get(), nullptr, false), Ids{4}) << "any of its names";
}

TEST_F(WatchesTest, CompareNamesByTheirText) {
    rely(1, x);
    Ref<Str> same = text("counter");
    ASSERT_NE(same.get(), x_.get());
    EXPECT_EQ(watches_.changed(dict_.get(), same.get(), false), Ids{1});
}

TEST_F(WatchesTest, GiveUpWhatKeepsChanging) {
    for (uint32_t trace = 0; watches_.is_steady(x); ++trace) {
        ASSERT_LT(trace, 5u);
        rely(trace, x);
        EXPECT_EQ(watches_.changed(dict_.get(), x_.get(), false), Ids{trace});
        // Changes that nobody relies on do not count.
        for (int i = 0; i < 10; ++i) EXPECT_EQ(watches_.changed(dict_.get(), x_.get(), false), Ids());
        EXPECT_EQ(watches_.given_up(), watches_.is_steady(x) ? 0u : 1u);
    }
    EXPECT_TRUE(watches_.is_steady(y));
    EXPECT_TRUE(watches_.is_steady(other_x));
}

TEST_F(WatchesTest, GiveUpAtOnceWhatChangesWhileItIsRecorded) {
    watches_.add(x);
    EXPECT_EQ(watches_.changed(dict_.get(), x_.get(), true), Ids());
    EXPECT_FALSE(watches_.is_steady(x));
    EXPECT_EQ(watches_.given_up(), 1u);
}

TEST_F(WatchesTest, ForgetWhatIsFreed) {
    uint32_t count = x_->refcount;
    rely(1, x);
    EXPECT_EQ(watches_.changed(dict_.get(), x_.get(), true), Ids{1});
    EXPECT_FALSE(watches_.is_steady(x));
    EXPECT_EQ(x_->refcount, count + 1) << "the name is kept alive";
    watches_.forget(dict_.get());
    EXPECT_TRUE(watches_.is_steady(x)) << "another dict at the same address";
    EXPECT_EQ(x_->refcount, count);
    EXPECT_EQ(watches_.changed(dict_.get(), x_.get(), false), Ids());
}

}  // namespace

}  // namespace moult::jit
