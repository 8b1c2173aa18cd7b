// See signal_handlers.h.
#include "interp/signal_handlers.h"

#include <csignal>

#include "interp/reporting/standard_streams.h"
#include "interp/running.h"
#include "runtime/operations/operations.h"
#include "runtime/state/errors.h"
#include "runtime/state/interpreter.h"
#include "runtime/state/types.h"

namespace moult::interp {

namespace {

void report_wakeup_failure(Thread& thread) {
    int error = take_wakeup_error();
    if (error == 0) return;
    (void)raise_os_error(thread, error);
    write_standard_error(thread, "Exception ignored when trying to write to the signal wakeup fd:\n");
    report_unraisable(thread, Value::empty());
}

Status handle_signal(Thread& thread, int number) {
    SignalHandlers* handlers = thread.interp.module_states.find<SignalHandlers>();
    if (!handlers)
        return number == SIGINT ? raise_object(thread, Value(thread.types().keyboard_interrupt)) : Status();
    Ref<Value> handler = handlers->of[static_cast<size_t>(number)];
    if (handler.is_empty() || handler.is_none() || handler.get().is_small_int()) {
        // It was taken away between the signal's arrival and now.
        (void)raise(thread, thread.types().os_error, "Signal %i ignored due to race condition", number);
        report_unraisable(thread, Value::none());
        return {};
    }
    Ref<Value> frame = innermost_frame(thread, thread);
    if (frame.is_error()) return kError;
    if (frame.is_empty()) frame = Value::none();
    (void)TRY(call(thread, handler, {Value::small_int(number), frame}));
    return {};
}

}  // namespace

Status handle_signals(Thread& thread) {
    if (!thread.take_request(kSignalPending)) return {};
    report_wakeup_failure(thread);
    while (int number = take_signal()) {
        if (handle_signal(thread, number).ok()) continue;
        thread.request(kSignalPending);  // for those that are left
        return kError;
    }
    return {};
}

}  // namespace moult::interp
