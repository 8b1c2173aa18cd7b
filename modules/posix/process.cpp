// posix: processes: fork, wait, signals, the end.
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>

#include "modules/posix/posix.h"
#include "runtime/state/fork_hooks.h"
#include "runtime/threads/signals.h"
#include "runtime/threads/threads.h"

namespace moult::posix {

namespace {

// What a program registered by register_at_fork().
struct ForkCallbacks {
    std::vector<Ref<Value>> before, in_parent, in_child;

    void forget(Interpreter&) { *this = {}; }
};

// Failures are reported, and stop nothing.
void call_all(Thread& thread, const std::vector<Ref<Value>>& callbacks, bool backwards) {
    std::vector<Ref<Value>> list = callbacks;
    for (size_t i = 0; i < list.size(); ++i) {
        Value callback = list[backwards ? list.size() - 1 - i : i];
        if (failed(call(thread, callback))) report_unraisable(thread, callback);
    }
}

Ref<Value> register_at_fork_function(Thread& thread, Args args) {  // before, after_in_child, after_in_parent
    bool any = false;
    static constexpr const char* kNames[] = {"before", "after_in_child", "after_in_parent"};
    for (size_t i = 0; i < 3; ++i) {
        if (args[i].is_empty()) continue;
        any = true;
        if (!thread.interp.type_of(args[i])->slots.call)
            return raise_type_error(thread, "'%s' must be callable, not %s", kNames[i],
                                    type_name(thread, args[i]));
    }
    if (!any) return raise_type_error(thread, "At least one argument is required.");
    auto& callbacks = thread.interp.module_states.of<ForkCallbacks>();
    if (!args[0].is_empty()) callbacks.before.push_back(share(args[0]));
    if (!args[1].is_empty()) callbacks.in_child.push_back(share(args[1]));
    if (!args[2].is_empty()) callbacks.in_parent.push_back(share(args[2]));
    return Value::none();
}

Ref<Value> fork_function(Thread& thread, Args) {
    return number_or_error(thread, fork_by(thread, [] { return ::fork(); }));
}
Ref<Value> pidfd_open_function(Thread& thread, Args args) {  // pid, flags
    int pid = TRY(as_c_int(thread, args[0]));
    auto flags = static_cast<unsigned>(TRY(as_c_int(thread, args[1])));
    return number_or_error(thread, ::syscall(SYS_pidfd_open, pid, flags));
}

[[noreturn]] Ref<Value> leave(int status) {
    ::_exit(status);
}
Ref<Value> exit_function(Thread& thread, Args args) {
    return leave(TRY(as_c_int(thread, args[0])));
}
Ref<Value> abort_function(Thread&, Args) {
    std::abort();
}

Ref<Value> kill_function(Thread& thread, Args args) {  // pid, signal
    int pid = TRY(as_c_int(thread, args[0])), signal = TRY(as_c_int(thread, args[1]));
    if (::kill(pid, signal) < 0) return raise_errno(thread);
    TRY(interp::handle_signals(thread));  // it may have been for this process
    return Value::none();
}
Ref<Value> killpg_function(Thread& thread, Args args) {  // pgid, signal
    int group = TRY(as_c_int(thread, args[0])), signal = TRY(as_c_int(thread, args[1]));
    if (::killpg(group, signal) < 0) return raise_errno(thread);
    TRY(interp::handle_signals(thread));
    return Value::none();
}

Ref<Value> wait_for(Thread& thread, pid_t pid, int options) {
    int status = 0;
    pid_t ended = TRY(blocking(thread, [&] { return ::waitpid(pid, &status, options); }));
    if (ended < 0) return raise_errno(thread);
    return moult::make_tuple(thread, {Value::small_int(ended), Value::small_int(status)});
}
Ref<Value> wait_function(Thread& thread, Args) {
    return wait_for(thread, -1, 0);
}
Ref<Value> waitpid_function(Thread& thread, Args args) {  // pid, options
    int pid = TRY(as_c_int(thread, args[0]));
    return wait_for(thread, pid, TRY(as_c_int(thread, args[1])));
}

constexpr StructField kWaitidFields[] = {
    {"si_pid", nullptr},    {"si_uid", nullptr},  {"si_signo", nullptr},
    {"si_status", nullptr}, {"si_code", nullptr},
};
constexpr StructSequenceSpec kWaitid = {
    .name = "posix.waitid_result",
    .doc =
        "waitid_result: Result from waitid.\n\n"
        "This object may be accessed either as a tuple of\n"
        "  (si_pid, si_uid, si_signo, si_status, si_code),\n"
        "or via the attributes si_pid, si_uid, and so on.\n\n"
        "See os.waitid for more information.",
    .fields = kWaitidFields,
    .visible = 5,
};
Ref<Value> waitid_function(Thread& thread, Args args) {  // idtype, id, options
    auto kind = static_cast<idtype_t>(TRY(as_c_int(thread, args[0])));
    auto id = static_cast<id_t>(TRY(as_c_int(thread, args[1])));
    int options = TRY(as_c_int(thread, args[2]));
    siginfo_t found = {};
    if (TRY(blocking(thread, [&] { return ::waitid(kind, id, &found, options); })) < 0)
        return raise_errno(thread);
    if (found.si_pid == 0) return Value::none();
    const Value values[] = {Value::small_int(found.si_pid), Value::small_int(found.si_uid),
                            Value::small_int(found.si_signo), Value::small_int(found.si_status),
                            Value::small_int(found.si_code)};
    return make_struct_sequence(thread, native_type(thread.interp, kStructSequenceType<kWaitid>), kWaitid,
                                values);
}

// --- what a status from wait() says

template <auto ask>
Ref<Value> flag_of_status(Thread& thread, Args args) {
    return Value::boolean(ask(TRY(as_c_int(thread, args[0]))));
}
template <auto ask>
Ref<Value> number_of_status(Thread& thread, Args args) {
    return Value::small_int(ask(TRY(as_c_int(thread, args[0]))));
}
Ref<Value> exit_code_function(Thread& thread, Args args) {
    int status = TRY(as_c_int(thread, args[0]));
    if (WIFEXITED(status)) return Value::small_int(WEXITSTATUS(status));
    if (WIFSIGNALED(status)) return Value::small_int(-WTERMSIG(status));
    if (WIFSTOPPED(status))
        return raise_value_error(thread, "process stopped by delivery of signal %i", WSTOPSIG(status));
    return raise_value_error(thread, "invalid wait status: %i", status);
}

Ref<Value> system_function(Thread& thread, Args args) {
    std::string command;
    TRY(read_fs_text(thread, args[0], &command));
    return Value::small_int(unlocked(thread, [&] { return ::system(command.c_str()); }));
}

constexpr MethodDef kFunctions[] = {
    {"fork()", fork_function,
     "Fork a child process.\n\nReturn 0 to child process and PID of child to parent process."},
    {"pidfd_open(pid, flags=0)", pidfd_open_function,
     "Return a file descriptor referring to the process *pid*."},
    {"@hidden register_at_fork(*, before=..., after_in_child=..., after_in_parent=...)",
     register_at_fork_function, "Register callables to be called when forking a new process."},
    {"_exit(status)", exit_function,
     "Exit to the system with specified status, without normal exit processing."},
    {"abort()", abort_function, "Abort the interpreter immediately."},
    {"kill(pid, signal, /)", kill_function, "Kill a process with a signal."},
    {"killpg(pgid, signal, /)", killpg_function, "Kill a process group with a signal."},
    {"wait()", wait_function,
     "Wait for completion of a child process.\n\n"
     "Returns a tuple of information about the child process:\n    (pid, status)"},
    {"waitpid(pid, options, /)", waitpid_function,
     "Wait for completion of a given child process.\n\n"
     "Returns a tuple of information regarding the child process:\n    (pid, status)"},
    {"waitid(idtype, id, options, /)", waitid_function,
     "Returns the result of waiting for a process or processes."},
    {"WCOREDUMP(status, /)", flag_of_status<[](int s) { return WCOREDUMP(s) != 0; }>,
     "Return True if the process returning status was dumped to a core file."},
    {"WIFCONTINUED(status)", flag_of_status<[](int s) { return WIFCONTINUED(s) != 0; }>,
     "Return True if a particular process was continued from a job control stop."},
    {"WIFSTOPPED(status)", flag_of_status<[](int s) { return WIFSTOPPED(s) != 0; }>,
     "Return True if the process returning status was stopped."},
    {"WIFSIGNALED(status)", flag_of_status<[](int s) { return WIFSIGNALED(s) != 0; }>,
     "Return True if the process returning status was terminated by a signal."},
    {"WIFEXITED(status)", flag_of_status<[](int s) { return WIFEXITED(s) != 0; }>,
     "Return True if the process returning status exited via the exit() system call."},
    {"WEXITSTATUS(status)", number_of_status<[](int s) { return WEXITSTATUS(s); }>,
     "Return the process return code from status."},
    {"WTERMSIG(status)", number_of_status<[](int s) { return WTERMSIG(s); }>,
     "Return the signal that terminated the process that provided the status value."},
    {"WSTOPSIG(status)", number_of_status<[](int s) { return WSTOPSIG(s); }>,
     "Return the signal that stopped the process that provided the status value."},
    {"waitstatus_to_exitcode(status)", exit_code_function, "Convert a wait status to an exit code."},
    {"system(command)", system_function, "Execute the command in a subshell."},
};

Status init(Thread& thread, Module* module) {
    return add(thread, module, "waitid_result", native_type(thread.interp, kStructSequenceType<kWaitid>));
}

}  // namespace

pid_t fork_by(Thread& thread, const std::function<pid_t()>& fork) {
    auto& callbacks = thread.interp.module_states.of<ForkCallbacks>();
    auto& hooks = thread.interp.module_states.of<ForkHooks>();
    call_all(thread, callbacks.before, true);
    for (size_t i = hooks.before.size(); i-- > 0;) hooks.before[i]();
    Threads& threads = *thread.interp.threads;
    threads.before_fork();
    pid_t pid = fork();
    int error = errno;
    if (pid == 0) {
        bool watches = watches_signals(*thread.interp.main_thread);
        threads.after_fork_in_child(thread);
        if (watches) watch_signals(&thread);
    } else {
        threads.after_fork_in_parent();
    }
    for (const auto& hook : pid == 0 ? hooks.in_child : hooks.in_parent) hook();
    call_all(thread, pid == 0 ? callbacks.in_child : callbacks.in_parent, false);
    errno = error;
    return pid;
}

constexpr Part kProcessPart = {kFunctions, init};

}  // namespace moult::posix
