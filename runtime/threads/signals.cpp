// See signals.h.
#include "runtime/threads/signals.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "runtime/state/thread.h"

namespace moult {

namespace {

// A C handler can reach nothing but what is static.
constinit std::atomic<Thread*> signal_watcher = nullptr;
constinit std::atomic<uint64_t> signals_arrived = 0;  // bit n - 1: signal n
constinit std::atomic<uint64_t> signals_caught = 0;

static_assert(std::atomic<Thread*>::is_always_lock_free && std::atomic<uint64_t>::is_always_lock_free);

constexpr uint64_t bit_of(int number) {
    return uint64_t{1} << (number - 1);
}

void on_signal(int number) {
    int error = errno;
    note_signal(number);
    errno = error;
}

bool set_action(int number, void (*handler)(int)) {
    struct sigaction action = {};
    action.sa_handler = handler;
    if (sigaction(number, &action, nullptr) != 0) return false;
    if (handler == on_signal)
        signals_caught |= bit_of(number);
    else
        signals_caught &= ~bit_of(number);
    return true;
}

}  // namespace

void watch_signals(Thread* thread) {
    signal_watcher = thread;
}
bool watches_signals(const Thread& thread) {
    return signal_watcher == &thread;
}

bool catch_signal(int number) {
    return set_action(number, on_signal);
}
bool default_signal(int number) {
    return set_action(number, SIG_DFL);
}
bool ignore_signal(int number) {
    return set_action(number, SIG_IGN);
}
bool is_caught(int number) {
    return signals_caught & bit_of(number);
}

void note_signal(int number) {
    signals_arrived |= bit_of(number);
    if (Thread* thread = signal_watcher) thread->request(kSignalPending);
}

int take_signal() {
    uint64_t arrived = signals_arrived;
    if (arrived == 0) return 0;
    int number = __builtin_ctzll(arrived) + 1;
    signals_arrived &= ~bit_of(number);
    return number;
}

}  // namespace moult
