// Gil: the lock of one interpreter. Who holds it runs Python code and touches objects; the others wait. A thread that
// computes is asked to hand it over when another one has waited for the switch interval (as in CPython since 3.2).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace moult {

struct Thread;

class Gil {
  public:
    using Interval = std::chrono::duration<double>;

    // Waits until the lock is the thread's. Keeps errno. Does not return once the lock has been closed to it.
    void acquire(Thread&);
    void release(Thread&);
    // As kLockWanted asks: lets one of those that wait run, and comes back when the lock is free again.
    void hand_over(Thread&);

    // From now on only this thread, which holds it, gets the lock; the others wait for ever: after the end of Python
    // code there is nothing that they could run.
    void close_to_others(const Thread&);

    // Gives the lock up until who has it calls notify(), or a signal wants to be served; for what is seldom waited for.
    //     while (file->user) gil.wait(thread);
    void wait(Thread&);
    void notify();  // O(1) when nobody waits

    // How long a thread waits before it asks for the lock (sys.setswitchinterval); by who holds the lock.
    Interval interval() const { return interval_; }
    void set_interval(Interval);

  private:
    void take(Thread&, std::unique_lock<std::mutex>&);

    std::mutex mutex_;  // of what follows
    std::condition_variable free_, taken_;
    Thread* holder_ = nullptr;
    const Thread* last_ = nullptr;  // that held it; maybe gone
    const Thread* only_ = nullptr;  // once closed
    uint64_t switches_ = 0;         // times that another thread than the last one took it
    uint32_t waiting_ = 0;
    std::condition_variable notified_;
    uint64_t notices_ = 0;
    uint32_t sleepers_ = 0;  // inside wait()
    Interval interval_{0.005};
};

}  // namespace moult
