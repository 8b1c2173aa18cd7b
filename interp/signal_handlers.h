// What happens to signals that have arrived: the handlers that Python code has named for them, by way of the module
// _signal. C handlers only note the arrival (runtime/threads/signals.h).
#pragma once

#include <array>

#include "runtime/model/object.h"
#include "runtime/state/thread.h"
#include "runtime/threads/signals.h"

namespace moult::interp {

// Made with the module _signal (ModuleStates); without it SIGINT is KeyboardInterrupt, and nothing else is caught.
struct SignalHandlers {
    // Of each signal: a callable, the int SIG_DFL or SIG_IGN, or None for a handler that is not Python's.
    std::array<Ref<Value>, kSignalCount> of;
    Ref<Value> default_int_handler;
};
inline constexpr int kDefaultAction = 0, kIgnored = 1;  // SIG_DFL and SIG_IGN as Python shows them

// Runs the handlers of the signals that have arrived, in the thread that watches for them; also called by what blocks, when
// it is interrupted. Fails with what a handler raises; signals that are left are served at the next call.
Status handle_signals(Thread&);

}  // namespace moult::interp
