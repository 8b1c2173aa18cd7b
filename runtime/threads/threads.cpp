// See threads.h.
#include "runtime/threads/threads.h"

#include <algorithm>
#include <cerrno>

namespace moult {

Threads::Threads(Thread& main_thread) : gil_(std::make_shared<Gil>()) {
    add(main_thread);
    enter(main_thread);
}

void Threads::add(Thread& thread) {
    thread.gil = gil_;
    std::lock_guard lock(mutex_);
    all_.push_back(&thread);
}

void Threads::remove(Thread& thread) {
    std::lock_guard lock(mutex_);
    std::erase(all_, &thread);
}

void Threads::request_all(uint32_t bits) {
    std::lock_guard lock(mutex_);
    for (Thread* thread : all_) thread->request(bits);
}

bool Threads::any_in_trace() const {
    std::lock_guard lock(mutex_);
    return std::any_of(all_.begin(), all_.end(), [](const Thread* thread) { return thread->is_in_trace(); });
}

namespace {

// What the heap counts for who runs: how deep its releases are nested.
void resume(Thread& thread) {
    thread.interp.current = &thread;
    thread.heap.destroy_depth = thread.destroy_depth;
    thread.heap.finalizer_depth = thread.finalizer_depth;
}
void suspend(Thread& thread) {
    thread.destroy_depth = thread.heap.destroy_depth;
    thread.finalizer_depth = thread.heap.finalizer_depth;
    thread.interp.current = nullptr;
}

}  // namespace

void Threads::enter(Thread& thread) {
    std::shared_ptr<Gil> gil = thread.gil;
    gil->acquire(thread);
    resume(thread);
}
void Threads::leave(Thread& thread) {
    suspend(thread);
    gil_->release(thread);
}
void Threads::take_turns(Thread& thread) {
    std::shared_ptr<Gil> gil = gil_;
    suspend(thread);
    gil->hand_over(thread);
    resume(thread);
}
void Threads::wait(Thread& thread) {
    std::shared_ptr<Gil> gil = gil_;
    suspend(thread);
    gil->wait(thread);
    resume(thread);
}
void Threads::close_to_others(const Thread& thread) {
    gil_->close_to_others(thread);
}

// Others may have been in the middle of taking the lock: it stays as it is, and a new one is made.
void Threads::after_fork_in_child(Thread& thread) {
    mutex_.unlock();
    static_cast<void>(new std::shared_ptr<Gil>(std::move(gil_)));  // never destroyed
    gil_ = std::make_shared<Gil>();
    all_ = {&thread};
    thread.gil = gil_;
    thread.interp.main_thread = &thread;
    gil_->acquire(thread);
}

Unlocked::Unlocked(Thread& thread) : thread_(thread) {
    int error = errno;
    thread.interp.threads->leave(thread);
    errno = error;
}
Unlocked::~Unlocked() {
    Threads::enter(thread_);
}

}  // namespace moult
