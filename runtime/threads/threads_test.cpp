// Tests of taking turns: the lock, waiting, requests, signals.
#include "runtime/threads/threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <thread>

#include "runtime/threads/signals.h"

namespace moult {

namespace {

// Another thread of the interpreter: runs the body with the lock.
class Other {
  public:
    template <class Body>
    Other(Interpreter& interp, Body body) : interp_(interp), thread_(new Thread(interp)) {
        interp.threads->add(*thread_);
        runner_ = std::thread([this, body] {
            thread_->begin();
            Threads::enter(*thread_);
            body(*thread_);
            interp_.threads->remove(*thread_);
            interp_.threads->leave(*thread_);
        });
    }
    // Without the lock.
    ~Other() {
        runner_.join();
        delete thread_;
    }

  private:
    Interpreter& interp_;
    Thread* thread_;
    std::thread runner_;
};

class ThreadsTest : public testing::Test {
  protected:
    Interpreter interp_{InterpreterOptions{}};
    Thread& thread_ = *interp_.main_thread;
    Threads& threads_ = *interp_.threads;
};

TEST_F(ThreadsTest, OneThreadAtATimeRuns) {
    int inside = 0, most = 0, times = 0;
    auto work = [&](Thread& thread) {
        for (int i = 0; i < 200; ++i) {
            most = std::max(most, ++inside);
            EXPECT_EQ(interp_.current, &thread);
            --inside;
            ++times;
            Unlocked unlocked(thread);
        }
    };
    {
        Unlocked unlocked(thread_);
        Other a(interp_, work), b(interp_, work), c(interp_, work);
    }
    EXPECT_EQ(most, 1);
    EXPECT_EQ(times, 600);
    EXPECT_EQ(interp_.current, &thread_);
    EXPECT_EQ(threads_.count(), 1u);
}

TEST_F(ThreadsTest, OneThatWaitsAsksForTheLockAndGetsIt) {
    threads_.gil().set_interval(Gil::Interval(1e-4));
    bool ran = false;
    auto other = std::make_unique<Other>(interp_, [&](Thread&) { ran = true; });
    while (!thread_.take_request(kLockWanted)) std::this_thread::yield();
    EXPECT_FALSE(ran);
    threads_.take_turns(thread_);
    EXPECT_TRUE(ran);
    Unlocked unlocked(thread_);
    other.reset();
}

TEST_F(ThreadsTest, NobodyIsAskedWhereNobodyWaits) {
    std::this_thread::sleep_for(std::chrono::milliseconds(12));
    EXPECT_EQ(thread_.requests(), 0u);
    threads_.take_turns(thread_);  // returns at once
}

TEST_F(ThreadsTest, RequestsReachAllThreadsAndNoneIsLost) {
    std::atomic<bool> ready = false, go = false;
    uint32_t seen = 0;
    auto other = std::make_unique<Other>(interp_, [&](Thread& thread) {
        {
            Unlocked unlocked(thread);
            ready = true;
            while (!go) std::this_thread::yield();
        }
        seen = thread.requests();
    });
    {
        Unlocked unlocked(thread_);
        while (!ready) std::this_thread::yield();
        threads_.request_all(kTraceReady);
        threads_.request_all(kCollectionPending);
        go = true;
        other.reset();
    }
    EXPECT_EQ(seen & (kTraceReady | kCollectionPending), kTraceReady | kCollectionPending);
    EXPECT_TRUE(thread_.take_request(kTraceReady));
    EXPECT_FALSE(thread_.take_request(kTraceReady));
    EXPECT_TRUE(thread_.take_request(kCollectionPending));
}

TEST_F(ThreadsTest, WaitingEndsWithANotice) {
    bool is_free = false;
    auto other = std::make_unique<Other>(interp_, [&](Thread&) {
        is_free = true;
        threads_.gil().notify();
    });
    while (!is_free) threads_.wait(thread_);
    Unlocked unlocked(thread_);
    other.reset();
}

TEST_F(ThreadsTest, NestedReleasesAreCountedForEachThread) {
    thread_.heap.destroy_depth = 5;
    uint32_t of_other = 99;
    auto other = std::make_unique<Other>(interp_, [&](Thread& thread) {
        of_other = thread.heap.destroy_depth;
        thread.heap.destroy_depth = 7;
    });
    {
        Unlocked unlocked(thread_);
        other.reset();
    }
    EXPECT_EQ(of_other, 0u);
    EXPECT_EQ(thread_.heap.destroy_depth, 5u);
    thread_.heap.destroy_depth = 0;
}

TEST_F(ThreadsTest, UnlockedKeepsErrno) {
    errno = ENOENT;
    {
        Unlocked unlocked(thread_);
    }
    EXPECT_EQ(errno, ENOENT);
    EXPECT_EQ(unlocked(thread_, [] { return errno = EINTR, 3; }), 3);
    EXPECT_EQ(errno, EINTR);
}

// The thread waits for ever, and may: the interpreter goes away without it.
TEST(Threads, AThreadThatComesBackAfterTheEndWaits) {
    struct Progress {
        std::atomic<bool> ready = false, go = false, comes_back = false, came_back = false;
    };
    auto progress = std::make_shared<Progress>();  // outlives the test, as the thread does
    auto interp = std::make_unique<Interpreter>(InterpreterOptions{});
    auto* other = new Thread(*interp);
    interp->threads->add(*other);
    std::thread([progress, other] {
        other->begin();
        Threads::enter(*other);
        {
            Unlocked unlocked(*other);
            progress->ready = true;
            while (!progress->go) std::this_thread::yield();
            progress->comes_back = true;
        }
        progress->came_back = true;
    }).detach();
    {
        Unlocked unlocked(*interp->main_thread);
        while (!progress->ready) std::this_thread::yield();
    }
    interp.reset();
    progress->go = true;
    while (!progress->comes_back) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_FALSE(progress->came_back);
}

TEST_F(ThreadsTest, SignalsAreNotedForTheThreadThatWatches) {
    EXPECT_FALSE(is_caught(SIGUSR1));
    ASSERT_TRUE(catch_signal(SIGUSR1));
    ASSERT_TRUE(catch_signal(SIGUSR2));
    watch_signals(&thread_);
    EXPECT_TRUE(watches_signals(thread_));
    std::raise(SIGUSR2);
    std::raise(SIGUSR1);
    std::raise(SIGUSR1);
    EXPECT_TRUE(thread_.take_request(kSignalPending));
    EXPECT_EQ(take_signal(), SIGUSR1);
    EXPECT_EQ(take_signal(), SIGUSR2);
    EXPECT_EQ(take_signal(), 0);
    ASSERT_TRUE(ignore_signal(SIGUSR1));
    EXPECT_FALSE(is_caught(SIGUSR1));
    std::raise(SIGUSR1);
    EXPECT_EQ(take_signal(), 0);
    EXPECT_FALSE(catch_signal(SIGKILL));
    watch_signals(nullptr);
    std::raise(SIGUSR2);
    EXPECT_EQ(thread_.requests() & kSignalPending, 0u);
    EXPECT_EQ(take_signal(), SIGUSR2);
    EXPECT_TRUE(default_signal(SIGUSR1) && default_signal(SIGUSR2));
}

}  // namespace

}  // namespace moult
