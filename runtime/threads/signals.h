// The signals of the process: the only room that installs handlers. A C handler notes that a signal has arrived and asks
// the main thread of the interpreter that watches for attention; the rest happens there, at the next check of its eval
// breaker or when a blocking call returns with EINTR.
#pragma once

namespace moult {

struct Thread;

inline constexpr int kSignalCount = 65;  // signals are 1 to 64

// Whom arrivals are told (kSignalPending): the main thread of one interpreter of the process. Null: nobody any more.
void watch_signals(Thread*);
// Whether this thread is the one.
bool watches_signals(const Thread&);

// From now on arrivals are noted. Interrupts blocking calls (no SA_RESTART). False: errno tells why.
bool catch_signal(int number);
// The system's own action, or none at all.
bool default_signal(int number);
bool ignore_signal(int number);
// Whether arrivals are noted.
bool is_caught(int number);

// As if the signal had arrived. From any thread, also from a C handler.
void note_signal(int number);
// The lowest signal that has arrived and not been taken yet; 0: none.
int take_signal();

}  // namespace moult
