"""posix: processes, what becomes of them, other programs, the environment, limits, constants."""

import posix
import sys


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "filename", None))


def child(function, *args):
    """Runs the function in a process of its own; what it writes to descriptor 1 and what becomes of it."""
    sys.stdout.flush()
    reading, writing = posix.pipe()
    pid = posix.fork()
    if pid == 0:
        posix.dup2(writing, 1)
        try:
            function(*args)
        except BaseException as e:
            posix.write(1, f"{type(e).__name__} {e}".encode())
        posix._exit(0)
    posix.close(writing)
    text = b""
    while more := posix.read(reading, 1000):
        text += more
    posix.close(reading)
    ended, status = posix.waitpid(pid, 0)
    return text, ended == pid, posix.waitstatus_to_exitcode(status)


def count(n):
    total = 0
    for i in range(n):
        total += i % 7
    return total


print("-- fork and wait")
print(child(posix.write, 1, b"from the child"))
print(child(posix._exit, 7), child(posix._exit, 256 + 3))
print(child(lambda: posix.kill(posix.getpid(), 9)), child(lambda: posix.kill(posix.getpid(), 15)))
print(count(100000), child(lambda: posix.write(1, str(count(200000)).encode())), count(50000))
parent = posix.getpid()
print(child(lambda: posix.write(1, str(posix.getppid() == parent).encode())))
print(child(lambda: sys.exit(3)))
attempt(posix.waitpid, -1, 0)
attempt(posix.wait)
pid = posix.fork()
if pid == 0:
    posix._exit(5)
print(posix.waitid(posix.P_PID, pid, posix.WEXITED).si_status, posix.waitid.__text_signature__)
reading, writing = posix.pipe()
pid = posix.fork()
if pid == 0:
    posix.read(reading, 1)
    posix._exit(0)
print(posix.waitpid(pid, posix.WNOHANG))
posix.write(writing, b"x")
print(posix.waitpid(pid, 0) == (pid, 0))
for status in (0, 256, 9, 0x137f, 0xffff, 139):
    print([getattr(posix, name)(status) for name in ("WIFEXITED", "WEXITSTATUS", "WIFSIGNALED", "WTERMSIG", "WIFSTOPPED", "WSTOPSIG", "WIFCONTINUED",
                                                     "WCOREDUMP")])
    attempt(posix.waitstatus_to_exitcode, status)
attempt(posix.waitstatus_to_exitcode, "x")
attempt(posix.WIFEXITED, status="x")
attempt(posix.kill, "x", 1)
attempt(posix.kill, 999999999, 0)
print(posix.kill(posix.getpid(), 0), posix.killpg.__doc__)

print("-- what is done around a fork")
log = []
posix.register_at_fork(before=lambda: log.append("before"), after_in_child=lambda: log.append("child"), after_in_parent=lambda: log.append("parent"))
posix.register_at_fork(before=lambda: log.append("before, too"), after_in_parent=lambda: log.append("parent, too"))
print(child(lambda: posix.write(1, repr(log).encode())), log)
for keywords in ({}, {"before": 5}, {"x": 1}):
    attempt(posix.register_at_fork, **keywords)

print("-- other programs")
print(child(posix.execv, "/bin/echo", ["echo", "hello", b"there"]))
print(child(posix.execve, "/bin/sh", ("sh", "-c", "echo $A-$B"), {"A": "1", b"B": b"2"}))
print(child(posix.execve, posix.open("/bin/echo", 0), ["echo", "by descriptor"], {}))
print(child(posix.system, "echo by the shell"), posix.waitstatus_to_exitcode(posix.system("exit 4")))
for arguments in (("/x", []), ("/x", [""]), ("/x", 5), ("/no/such", ["a"]), ("/x", ["a", 5]), (5, ["a"]), ("/x",), ("/x", ["a\0b"])):
    attempt(posix.execv, *arguments)
for arguments in (("/x", ["a"], 5), ("/x", ["a"], {"a=": 1}), ("/no/such", ["a"], {}), ("/x", [], {}), ("/x", ["a"], {"a=b": "c"}), ("/x", ["a"], {1: "c"})):
    attempt(posix.execve, *arguments)

print("-- the environment")
print(type(posix.environ), all(type(x) is bytes for pair in posix.environ.items() for x in pair), posix.environ.get(b"PATH") is not None)
posix.putenv("MOULT_TEST", "é")
posix.putenv(b"MOULT_OTHER", b"2")
print(child(posix.execv, "/bin/sh", ["sh", "-c", "echo $MOULT_TEST $MOULT_OTHER"]), b"MOULT_TEST" in posix.environ)
posix.unsetenv("MOULT_TEST")
print(child(posix.execv, "/bin/sh", ["sh", "-c", "echo $MOULT_TEST."]))
for arguments in (("a=b", "c"), ("a", 5), ("a",), ("a\0", "b")):
    attempt(posix.putenv, *arguments)
for argument in ("", "a=b", 5):
    attempt(posix.unsetenv, argument)

print("-- figures")
print(posix.getpid() > 0, posix.getppid() > 0, posix.getpgrp() == posix.getpgid(0), posix.getsid(0) > 0, posix.getuid() == posix.getresuid()[0],
      posix.getgid() == posix.getresgid()[0], posix.geteuid() >= 0, posix.getegid() >= 0, all(type(g) is int for g in posix.getgroups()))
for function, argument in ((posix.getpgid, 999999999), (posix.setuid, "x"), (posix.setuid, -5), (posix.nice, "x"), (posix.strerror, 2), (posix.strerror, "x"),
                           (posix.urandom, -1), (posix.urandom, "x"), (posix.umask, "x"), (posix.sysconf, "x"), (posix.sysconf, 1.5), (posix.setgroups, 5)):
    attempt(function, argument)
attempt(posix.getpriority, 9, 9)
print(posix.getpriority(posix.PRIO_PROCESS, 0) == posix.nice(0), posix.sched_yield(), posix.sched_getaffinity(0) <= set(range(2000)))
print(len(posix.urandom(40)), posix.urandom(8) != posix.urandom(8), posix.urandom(0), len(posix.getrandom(5)), posix.cpu_count() > 0, len(posix.getloadavg()))
print(posix.sysconf("SC_PAGE_SIZE"), posix.sysconf(posix.sysconf_names["SC_CLK_TCK"]), posix.pathconf("/", "PC_NAME_MAX"), posix.confstr("CS_PATH"),
      posix.ctermid(), posix.major(posix.makedev(8, 300)), posix.minor(posix.makedev(8, 300)))
print({name: value for name, value in sorted(vars(posix).items()) if isinstance(value, int) and not name.startswith("POSIX_SPAWN")})
print(sorted(posix.sysconf_names.items()), sorted(posix.pathconf_names.items()), sorted(posix.confstr_names.items()), posix._have_functions, posix.error)
