// posix: pseudo-terminals.
#include <fcntl.h>
#include <pty.h>
#include <unistd.h>
#include <utmp.h>

#include "modules/posix/posix.h"

namespace moult::posix {

namespace {

Ref<Value> openpty_function(Thread& thread, Args) {
    int master, slave;
    if (::openpty(&master, &slave, nullptr, nullptr, nullptr) < 0) return raise_errno(thread);
    ::fcntl(master, F_SETFD, FD_CLOEXEC);
    ::fcntl(slave, F_SETFD, FD_CLOEXEC);
    return moult::make_tuple(thread, {Value::small_int(master), Value::small_int(slave)});
}
Ref<Value> forkpty_function(Thread& thread, Args) {
    int master = -1;
    pid_t pid = fork_by(thread, [&] { return ::forkpty(&master, nullptr, nullptr, nullptr); });
    if (pid < 0) return raise_errno(thread);
    return moult::make_tuple(thread, {Value::small_int(pid), Value::small_int(master)});
}
Ref<Value> login_tty_function(Thread& thread, Args args) {
    return none_or_error(thread, ::login_tty(TRY(read_descriptor(thread, args[0]))));
}

constexpr MethodDef kFunctions[] = {
    {"openpty()", openpty_function,
     "Open a pseudo-terminal.\n\n"
     "Return a tuple of (master_fd, slave_fd) containing open file descriptors\n"
     "for both the master and slave ends."},
    {"forkpty()", forkpty_function,
     "Fork a new process with a new pseudo-terminal as controlling tty.\n\n"
     "Returns a tuple of (pid, master_fd).\n"
     "Like fork(), return pid of 0 to the child process,\n"
     "and pid of child to the parent process."},
    {"login_tty(fd, /)", login_tty_function,
     "Prepare the tty of which fd is a file descriptor for a new login session."},
};

}  // namespace

constexpr Part kTerminalsPart = {kFunctions};

}  // namespace moult::posix
