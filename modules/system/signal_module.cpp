// _signal: handlers in Python for signals, timers, masks, and waiting.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "interp/signal_handlers.h"
#include "modules/posix/posix.h"
#include "modules/time/time_struct.h"
#include "runtime/containers/set.h"
#include "runtime/objects/module_registry.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

using interp::handle_signals;
using interp::kDefaultAction;
using interp::kIgnored;
using interp::SignalHandlers;
using posix::number_or_error;
using posix::raise_errno;

constexpr int kMicrosecondsPerSecond = 1'000'000;
constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

SignalHandlers& handlers(Thread& thread) {
    return thread.interp.module_states.of<SignalHandlers>();
}

Result<int> read_signal(Thread& thread, Value value) {
    int number = TRY(as_c_int(thread, value));
    if (number < 1 || number >= kSignalCount) return raise_value_error(thread, "signal number out of range");
    return number;
}

// --- handlers

Ref<Value> default_int_handler(Thread& thread, Args) {
    return raise_object(thread, Value(thread.types().keyboard_interrupt));
}

Ref<Value> set_handler(Thread& thread, Args args) {  // signalnum, handler
    int number = TRY(as_c_int(thread, args[0]));
    if (!watches_signals(thread))
        return raise_value_error(thread, "signal only works in main thread of the main interpreter");
    number = TRY(read_signal(thread, args[0]));
    Value handler = args[1];
    bool ignores = handler == Value(Value::small_int(kIgnored));
    bool is_default = handler == Value(Value::small_int(kDefaultAction));
    if (!ignores && !is_default && !thread.interp.type_of(handler)->slots.call)
        return raise_type_error(
            thread, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    TRY(handle_signals(thread));  // by the handlers so far
    bool done = ignores ? ignore_signal(number) : is_default ? default_signal(number) : catch_signal(number);
    if (!done) return raise_errno(thread);
    Ref<Value> old = share(handler);
    std::swap(handlers(thread).of[static_cast<size_t>(number)], old);
    if (old.is_empty()) return Value::none();
    return old;
}

Ref<Value> get_handler(Thread& thread, Args args) {
    int number = TRY(read_signal(thread, args[0]));
    Ref<Value> handler = handlers(thread).of[static_cast<size_t>(number)];
    if (handler.is_empty()) return Value::none();
    return handler;
}

// Of what a system call to this process may have brought about at once.
Ref<Value> none_when_served(Thread& thread) {
    TRY(handle_signals(thread));
    return Value::none();
}

Ref<Value> raise_signal(Thread& thread, Args args) {
    int number = TRY(as_c_int(thread, args[0]));
    if (unlocked(thread, [&] { return ::raise(number); }) != 0) return raise_errno(thread);
    return none_when_served(thread);
}

Ref<Value> pthread_kill(Thread& thread, Args args) {  // thread_id, signalnum
    int64_t id = TRY(index_as_int64(thread, args[0], thread.types().overflow_error));
    int number = TRY(as_c_int(thread, args[1]));
    if (int error = ::pthread_kill(static_cast<pthread_t>(id), number)) {
        errno = error;
        return raise_errno(thread);
    }
    return none_when_served(thread);
}

Ref<Value> pidfd_send_signal(Thread& thread, Args args) {  // pidfd, signalnum, siginfo, flags
    int descriptor = TRY(as_c_int(thread, args[0])), number = TRY(as_c_int(thread, args[1]));
    int flags = TRY(as_c_int(thread, args[3]));
    if (!args[2].is_none()) return raise_type_error(thread, "siginfo must be None");
    if (::syscall(SYS_pidfd_send_signal, descriptor, number, nullptr, flags) < 0) return raise_errno(thread);
    return Value::none();
}

Ref<Value> siginterrupt_function(Thread& thread, Args args) {  // signalnum, flag
    int number = TRY(read_signal(thread, args[0]));
    int flag = TRY(as_c_int(thread, args[1]));
    struct sigaction action;
    if (::sigaction(number, nullptr, &action) != 0) return raise_errno(thread);
    if (flag)
        action.sa_flags &= ~SA_RESTART;
    else
        action.sa_flags |= SA_RESTART;
    if (::sigaction(number, &action, nullptr) != 0) return raise_errno(thread);
    return Value::none();
}

Ref<Value> strsignal_function(Thread& thread, Args args) {
    int number = TRY(read_signal(thread, args[0]));
    const char* text = ::strsignal(number);
    if (!text || std::strstr(text, "Unknown signal")) return Value::none();
    return make_str(thread, text);
}

Ref<Value> set_wakeup_fd(Thread& thread, Args args) {  // fd, warn_on_full_buffer
    int descriptor = TRY(as_c_int(thread, args[0]));
    bool warns = TRY(truth(thread, args[1]));
    if (!watches_signals(thread))
        return raise_value_error(thread, "set_wakeup_fd only works in main thread of the main interpreter");
    if (descriptor != -1) {
        struct stat status;
        if (::fstat(descriptor, &status) != 0) return raise_errno(thread);
        int flags = ::fcntl(descriptor, F_GETFL, 0);
        if (flags < 0) return raise_errno(thread);
        if (!(flags & O_NONBLOCK))
            return raise_value_error(thread, "the fd %i must be in non-blocking mode", descriptor);
    }
    return Value::small_int(set_wakeup(descriptor, warns));
}

// --- timers

Ref<Value> alarm_function(Thread& thread, Args args) {
    int seconds = TRY(as_c_int(thread, args[0]));
    return make_int(thread, ::alarm(static_cast<unsigned>(seconds)));
}

Ref<Value> pause_function(Thread& thread, Args) {
    (void)unlocked(thread, [] { return ::pause(); });
    return none_when_served(thread);
}

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}
Ref<Value> timer_value(Thread& thread, const itimerval& timer) {
    return make_tuple(
        thread, {Value::number(seconds_of(timer.it_value)), Value::number(seconds_of(timer.it_interval))});
}

// Rounded up, so that a time that is not zero does not stop the timer.
Result<timeval> read_timeval(Thread& thread, Value seconds) {
    int64_t span = TRY(read_span(thread, seconds));
    int64_t microseconds = span / 1000 + (span % 1000 > 0);
    int64_t whole = microseconds / kMicrosecondsPerSecond, rest = microseconds % kMicrosecondsPerSecond;
    if (rest < 0) --whole, rest += kMicrosecondsPerSecond;
    return timeval{whole, static_cast<suseconds_t>(rest)};
}

struct TimerError {
    Ref<Type> type;
};
Failure raise_timer_error(Thread& thread) {
    int error = errno;
    const TimerError& errors = thread.interp.module_states.of<TimerError>();
    Ref<Str> text = make_str(thread, std::strerror(error));
    if (!text) return kError;
    Ref<Value> made = call(thread, errors.type.value(), {Value::small_int(error), text.value()});
    if (made.is_error()) return kError;
    return raise_object(thread, made);
}

Ref<Value> setitimer_function(Thread& thread, Args args) {  // which, seconds, interval
    int which = TRY(as_c_int(thread, args[0]));
    itimerval timer, old;
    timer.it_value = TRY(read_timeval(thread, args[1]));
    timer.it_interval = TRY(read_timeval(thread, args[2]));
    if (::setitimer(static_cast<__itimer_which>(which), &timer, &old) != 0) return raise_timer_error(thread);
    return timer_value(thread, old);
}
Ref<Value> getitimer_function(Thread& thread, Args args) {
    int which = TRY(as_c_int(thread, args[0]));
    itimerval timer;
    if (::getitimer(static_cast<__itimer_which>(which), &timer) != 0) return raise_timer_error(thread);
    return timer_value(thread, timer);
}

// --- sets of signals

Status read_signals(Thread& thread, Value iterable, sigset_t* set) {
    sigemptyset(set);
    return for_each(thread, iterable, [&](Value item) -> Status {
        Ref<Value> index = TRY(to_index(thread, item));
        int64_t number = 0;
        if (!int_to_int64(index, &number)) number = -1;  // which CPython's message shows, too
        if (number < 1 || number >= kSignalCount)
            return raise_value_error(thread, "signal number %ld out of range [1; %i]",
                                     static_cast<long>(number), kSignalCount - 1);
        if (sigaddset(set, static_cast<int>(number)) == 0) return {};
        return warn(thread, thread.types().runtime_warning,
                    "invalid signal number " + std::to_string(number) + ", please use valid_signals()");
    });
}

Ref<Value> set_of(Thread& thread, const sigset_t& signals) {
    Ref<Set> set = TRY(make_set(thread));
    for (int number = 1; number < kSignalCount; ++number)
        if (sigismember(&signals, number) == 1) TRY(set_add(thread, set.get(), Value::small_int(number)));
    return set;
}

Ref<Value> valid_signals(Thread& thread, Args) {
    sigset_t all;
    sigfillset(&all);
    return set_of(thread, all);
}

Ref<Value> pthread_sigmask_function(Thread& thread, Args args) {  // how, mask
    int how = TRY(as_c_int(thread, args[0]));
    sigset_t mask, old;
    TRY(read_signals(thread, args[1], &mask));
    if (int error = ::pthread_sigmask(how, &mask, &old)) {
        errno = error;
        return raise_errno(thread);
    }
    TRY(handle_signals(thread));  // what was blocked before may have arrived
    return set_of(thread, old);
}

Ref<Value> sigpending_function(Thread& thread, Args) {
    sigset_t pending;
    if (::sigpending(&pending) != 0) return raise_errno(thread);
    return set_of(thread, pending);
}

// --- waiting

Ref<Value> sigwait_function(Thread& thread, Args args) {
    sigset_t signals;
    TRY(read_signals(thread, args[0], &signals));
    int number = 0;
    if (int error = unlocked(thread, [&] { return ::sigwait(&signals, &number); })) {
        errno = error;
        return raise_errno(thread);
    }
    return Value::small_int(number);
}

constexpr StructField kInfoFields[] = {
    {"si_signo", "signal number"},
    {"si_code", "signal code"},
    {"si_errno", "errno associated with this signal"},
    {"si_pid", "sending process ID"},
    {"si_uid", "real user ID of sending process"},
    {"si_status", "exit value or signal"},
    {"si_band", "band event for SIGPOLL"},
};
constexpr StructSequenceSpec kInfo = {
    .name = "signal.struct_siginfo",
    .doc =
        "struct_siginfo: Result from sigwaitinfo or sigtimedwait.\n\n"
        "This object may be accessed either as a tuple of\n"
        "(si_signo, si_code, si_errno, si_pid, si_uid, si_status, si_band),\n"
        "or via the attributes si_signo, si_code, and so on.",
    .fields = kInfoFields,
    .visible = 7,
};
Ref<Value> info_value(Thread& thread, const siginfo_t& info) {
    Ref<Value> band = TRY(make_int(thread, info.si_band));
    const Value values[] = {Value::small_int(info.si_signo),
                            Value::small_int(info.si_code),
                            Value::small_int(info.si_errno),
                            Value::small_int(info.si_pid),
                            Value::small_int(static_cast<int64_t>(info.si_uid)),
                            Value::small_int(info.si_status),
                            band};
    return make_struct_sequence(thread, native_type(thread.interp, kStructSequenceType<kInfo>), kInfo,
                                values);
}

Ref<Value> sigwaitinfo_function(Thread& thread, Args args) {
    sigset_t signals;
    TRY(read_signals(thread, args[0], &signals));
    siginfo_t info;
    int number = TRY(posix::blocking(thread, [&] { return ::sigwaitinfo(&signals, &info); }));
    if (number < 0) return raise_errno(thread);
    return info_value(thread, info);
}

int64_t now() {
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * kNanosecondsPerSecond + time.tv_nsec;
}

Ref<Value> sigtimedwait_function(Thread& thread, Args args) {  // sigset, timeout
    sigset_t signals;
    TRY(read_signals(thread, args[0], &signals));
    int64_t span = TRY(read_span(thread, args[1])), end = INT64_MAX;
    if (span < 0) return raise_value_error(thread, "timeout must be non-negative");
    if (__builtin_add_overflow(now(), span, &end)) end = INT64_MAX;
    siginfo_t info;
    int number = TRY(posix::blocking(thread, [&] {
        int64_t rest = std::max<int64_t>(end - now(), 0);
        timespec time{rest / kNanosecondsPerSecond, rest % kNanosecondsPerSecond};
        return ::sigtimedwait(&signals, &info, &time);
    }));
    if (number >= 0) return info_value(thread, info);
    if (errno == EAGAIN) return Value::none();
    return raise_errno(thread);
}

// --- the module

constexpr MethodDef kFunctions[] = {
    {"default_int_handler(signalnum, frame, /)", default_int_handler,
     "The handler that SIGINT has at first: it raises KeyboardInterrupt."},
    {"signal(signalnum, handler, /)", set_handler,
     "Set what happens when the signal arrives, and return what did so far.\n\n"
     "The handler is SIG_DFL, SIG_IGN, or called with the signal's number and the frame that runs then."},
    {"getsignal(signalnum, /)", get_handler,
     "What happens when the signal arrives: SIG_DFL, SIG_IGN, a callable, or None when it is not Python's."},
    {"raise_signal(signalnum, /)", raise_signal, "Send a signal to the process itself."},
    {"pthread_kill(thread_id, signalnum, /)", pthread_kill, "Send a signal to a thread."},
    {"pidfd_send_signal(pidfd, signalnum, siginfo=None, flags=0, /)", pidfd_send_signal,
     "Send a signal to the process that a descriptor stands for."},
    {"siginterrupt(signalnum, flag, /)", siginterrupt_function,
     "Whether the signal interrupts system calls, or they go on after it (flag 0)."},
    {"strsignal(signalnum, /)", strsignal_function, "The system's text for a signal; None for none."},
    {"@hidden set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)", set_wakeup_fd,
     "Have the number of each signal written to a descriptor, as a byte; -1: to none. Returns the one "
     "before."},
    {"alarm(seconds, /)", alarm_function, "Have SIGALRM sent after so many seconds; 0: not any more."},
    {"pause()", pause_function, "Wait until a signal arrives."},
    {"setitimer(which, seconds, interval=0.0, /)", setitimer_function,
     "Have a timer's signal sent after so many seconds, then each interval. Returns what was left, as "
     "(seconds, "
     "interval)."},
    {"getitimer(which, /)", getitimer_function, "What is left of a timer: (seconds, interval)."},
    {"valid_signals()", valid_signals, "The numbers of signals that programs may use."},
    {"pthread_sigmask(how, mask, /)", pthread_sigmask_function,
     "Change which signals this thread does not get for now; returns those before."},
    {"sigpending()", sigpending_function, "The signals that have been sent and are blocked."},
    {"sigwait(sigset, /)", sigwait_function, "Wait for one of the signals, and take it: its number."},
    {"sigwaitinfo(sigset, /)", sigwaitinfo_function,
     "Wait for one of the signals, and take it: a struct_siginfo."},
    {"sigtimedwait(sigset, timeout, /)", sigtimedwait_function,
     "Wait so many seconds at most for one of the signals: a struct_siginfo, or None."},
};

struct Constant {
    const char* name;
    int value;
};
#define ROW(name) {#name, name}
constexpr Constant kConstants[] = {
    {"NSIG", kSignalCount},
    {"SIG_DFL", kDefaultAction},
    {"SIG_IGN", kIgnored},
    ROW(SIG_BLOCK),
    ROW(SIG_UNBLOCK),
    ROW(SIG_SETMASK),
    ROW(SIGABRT),
    ROW(SIGALRM),
    ROW(SIGBUS),
    ROW(SIGCHLD),
    {"SIGCLD", SIGCHLD},
    ROW(SIGCONT),
    ROW(SIGFPE),
    ROW(SIGHUP),
    ROW(SIGILL),
    ROW(SIGINT),
    ROW(SIGIO),
    ROW(SIGIOT),
    ROW(SIGKILL),
    ROW(SIGPIPE),
    ROW(SIGPOLL),
    ROW(SIGPROF),
    ROW(SIGPWR),
    ROW(SIGQUIT),
    ROW(SIGSEGV),
    ROW(SIGSTKFLT),
    ROW(SIGSTOP),
    ROW(SIGSYS),
    ROW(SIGTERM),
    ROW(SIGTRAP),
    ROW(SIGTSTP),
    ROW(SIGTTIN),
    ROW(SIGTTOU),
    ROW(SIGURG),
    ROW(SIGUSR1),
    ROW(SIGUSR2),
    ROW(SIGVTALRM),
    ROW(SIGWINCH),
    ROW(SIGXCPU),
    ROW(SIGXFSZ),
    ROW(ITIMER_REAL),
    ROW(ITIMER_VIRTUAL),
    ROW(ITIMER_PROF),
};
#undef ROW

Status add(Thread& thread, Module* module, const char* name, Value value) {
    Ref<Str> key = TRY(intern(thread, name));
    return dict_set_str(thread, module->dict.get(), key.get(), value);
}

Status add_timer_error(Thread& thread, Module* module) {
    Ref<Str> name = TRY(make_str(thread, "itimer_error"));
    Ref<Tuple> bases = TRY(make_tuple(thread, {Value(thread.types().os_error)}));
    Ref<Dict> space = TRY(make_dict(thread));
    Ref<Str> of = TRY(intern(thread, "signal")), key = TRY(intern(thread, "__module__"));
    TRY(dict_set_str(thread, space.get(), key.get(), of.value()));
    Ref<Value> made = TRY(call(thread, thread.types().type, {name.value(), bases.value(), space.value()}));
    TRY(add(thread, module, "ItimerError", made));
    thread.interp.module_states.of<TimerError>().type = take_as<Type>(std::move(made));
    return {};
}

// What the process has got from the one that started it.
Status read_handlers(Thread& thread, Module* module) {
    SignalHandlers& state = handlers(thread);
    Ref<Str> name = TRY(intern(thread, "default_int_handler"));
    state.default_int_handler = share(dict_get_str(module->dict.get(), name.get()));
    for (int number = 1; number < kSignalCount; ++number) {
        struct sigaction action;
        Ref<Value>& handler = state.of[static_cast<size_t>(number)];
        if (number == SIGINT && is_caught(number))
            handler = state.default_int_handler;
        else if (::sigaction(number, nullptr, &action) != 0 || action.sa_handler == SIG_DFL)
            handler = Value::small_int(kDefaultAction);
        else if (action.sa_handler == SIG_IGN)
            handler = Value::small_int(kIgnored);
        else
            handler = Value::none();
    }
    return {};
}

Status initialize(Thread& thread, Module* module) {
    for (const Constant& row : kConstants) TRY(add(thread, module, row.name, Value::small_int(row.value)));
    TRY(add(thread, module, "SIGRTMIN", Value::small_int(SIGRTMIN)));
    TRY(add(thread, module, "SIGRTMAX", Value::small_int(SIGRTMAX)));
    TRY(add(thread, module, "struct_siginfo", native_type(thread.interp, kStructSequenceType<kInfo>)));
    TRY(add_timer_error(thread, module));
    return read_handlers(thread, module);
}

}  // namespace

constexpr ModuleSpec kSignalModule = {
    .name = "_signal",
    .doc =
        "Handlers for the signals of the system, timers, and the sets of signals that are blocked or waited "
        "for.",
    .functions = kFunctions,
    .init = initialize,
};
MOULT_MODULE(kSignalModule);

}  // namespace moult
