// Threads: the threads of one interpreter, and how they take turns; Unlocked, by which what blocks lets the others run.
// See docs/threads.md.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "runtime/state/thread.h"
#include "runtime/threads/gil.h"

namespace moult {

class Threads {
  public:
    // The thread that makes the interpreter, which holds its lock from then on.
    explicit Threads(Thread& main_thread);

    // Adds a thread that is about to be started, and takes one out that has ended. By who holds the lock.
    void add(Thread&);
    void remove(Thread&);
    // All that Python code knows of, the main thread first. By who holds the lock; no thread may come or go meanwhile.
    template <class F>
    void for_each(F&& f) const {
        for (Thread* thread : all_) f(*thread);
    }
    size_t count() const { return all_.size(); }

    // Asks every thread for attention. From any thread of the process.
    void request_all(uint32_t bits);
    // Whether a compiled trace is under way in one of them. From any thread of the process.
    bool any_in_trace() const;

    // The thread gets the interpreter, gives it up, or does both because another one wants it. It does not get it any
    // more once the interpreter is closed to it, or gone.
    static void enter(Thread&);
    void leave(Thread&);
    void take_turns(Thread&);
    void wait(Thread&);  // Gil::wait
    // The end of Python code in all threads but this one, see Gil::close_to_others. Those that are there stay for good.
    void close_to_others(const Thread&);

    // Around fork(), by who holds the lock. The copy of the process has this thread alone, which is its main thread.
    void before_fork() { mutex_.lock(); }
    void after_fork_in_parent() { mutex_.unlock(); }
    void after_fork_in_child(Thread&);

    Gil& gil() { return *gil_; }

  private:
    std::shared_ptr<Gil> gil_;  // a thread that waits for ever outlives the interpreter
    mutable std::mutex mutex_;  // of changes to the list, and of reading it without the interpreter's lock
    std::vector<Thread*> all_;
};

// While it lives, other threads run: around what may block, with nothing of Python in between. Keeps errno.
//     ssize_t count;
//     {
//         Unlocked unlocked(thread);
//         count = ::read(fd, buffer, size);       // `buffer` is held by what no other thread can free or move
//     }
class Unlocked {
  public:
    explicit Unlocked(Thread& thread);
    ~Unlocked();
    Unlocked(const Unlocked&) = delete;
    Unlocked& operator=(const Unlocked&) = delete;

  private:
    Thread& thread_;
};
// The same for one call: count = unlocked(thread, [&] { return ::read(fd, buffer, size); });
template <class F>
auto unlocked(Thread& thread, F&& call) {
    Unlocked scope(thread);
    return call();
}

}  // namespace moult
