// Uncaught exceptions: CPython 3.11's text for them (PEP 654, PEP 657, PEP 678), sys.excepthook, exit codes.
#pragma once

#include <string>
#include <string_view>

#include "runtime/state/thread.h"

namespace moult {

struct ExceptionObject;

// What CPython prints for an exception: causes and contexts, tracebacks with source lines and markers, the
// message, notes, suggestions, groups. UTF-8, lone surrogates encoded. May run Python code (__str__,
// __dir__); its errors are dropped. The exception on its way stays as it is.
std::string format_exception(Thread&, Value exception);
// The traceback alone, "Traceback (most recent call last):" included; empty for an empty one.
std::string format_traceback(Thread&, Value traceback);
// "module.Name: message" without newline, as the last line of a traceback.
std::string format_exception_only(Thread&, Value exception);

// Writes format_exception() to sys.stderr.
void print_exception(Thread&, Value exception);

// What an interpreter returns to the system after an exception that nobody caught killed it by a signal.
inline constexpr int kExitInterrupted = 130;

// Takes the exception on its way: SystemExit gives its code, anything else is shown by sys.excepthook.
// Returns the exit code; kExitInterrupted for KeyboardInterrupt.
int handle_uncaught(Thread&);
// What report_unraisable() of runtime/state/errors.h does.
void show_unraisable(Thread&, Value where, const char* how);
// Shows the exception on its way through sys.excepthook and takes it, SystemExit included.
void show_uncaught(Thread&);

}  // namespace moult
