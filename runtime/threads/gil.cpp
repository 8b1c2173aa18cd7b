// See gil.h.
#include "runtime/threads/gil.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "runtime/state/thread.h"

namespace moult {

// With the mutex locked.
void Gil::take(Thread& thread, std::unique_lock<std::mutex>& lock) {
    auto is_closed = [&] { return only_ && only_ != &thread; };
    ++waiting_;
    while (holder_ && !is_closed()) {
        uint64_t switches = switches_;
        bool timed_out = free_.wait_for(lock, interval_) == std::cv_status::timeout;
        // Asked once per interval, and not on behalf of a thread that has only just begun.
        if (timed_out && holder_ && switches == switches_ && !is_closed()) holder_->request(kLockWanted);
    }
    --waiting_;
    if (is_closed()) {
        lock.unlock();
        for (;;) pause();
    }
    holder_ = &thread;
    if (last_ != &thread) {
        last_ = &thread;
        ++switches_;
        taken_.notify_all();
    }
    static_cast<void>(thread.take_request(kLockWanted));
}

void Gil::acquire(Thread& thread) {
    int error = errno;
    {
        std::unique_lock lock(mutex_);
        take(thread, lock);
    }
    errno = error;
}

void Gil::release(Thread&) {
    {
        std::lock_guard lock(mutex_);
        holder_ = nullptr;
    }
    free_.notify_one();
}

void Gil::hand_over(Thread& thread) {
    std::unique_lock lock(mutex_);
    if (waiting_ == 0 || only_) return;
    holder_ = nullptr;
    free_.notify_one();
    // Without this the thread, which is running already, would nearly always be the first to get it again.
    taken_.wait(lock, [&] { return last_ != &thread || waiting_ == 0; });
    take(thread, lock);
}

void Gil::close_to_others(const Thread& thread) {
    std::lock_guard lock(mutex_);
    only_ = &thread;
    free_.notify_all();
}

void Gil::wait(Thread& thread) {
    // A signal does not wake who waits for a condition: how long it may go unnoticed.
    constexpr auto kLook = std::chrono::milliseconds(20);
    std::unique_lock lock(mutex_);
    uint64_t notices = notices_;
    ++sleepers_;
    holder_ = nullptr;
    free_.notify_one();
    while (notices_ == notices && !(thread.requests() & kSignalPending)) notified_.wait_for(lock, kLook);
    --sleepers_;
    take(thread, lock);
}

void Gil::notify() {
    std::lock_guard lock(mutex_);
    if (sleepers_ == 0) return;
    ++notices_;
    notified_.notify_all();
}

void Gil::set_interval(Interval interval) {
    constexpr Interval kLeast{1e-6}, kMost{1e6};
    std::lock_guard lock(mutex_);
    interval_ = std::clamp(interval, kLeast, kMost);
}

}  // namespace moult
