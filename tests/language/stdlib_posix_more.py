"""posix: spawning, several buffers, event counters, attributes of files, scheduling, pseudo-terminals, nodes."""

import posix

FOLDER = f"/tmp/language-posix-more-{posix.getpid()}"


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, str(e).replace(FOLDER, "FOLDER"), str(getattr(e, "filename", None)).replace(FOLDER, "FOLDER"))


posix.mkdir(FOLDER)
posix.chdir(FOLDER)

print("-- posix_spawn")


def spawned(function, *args, **kwargs):
    reading, writing = posix.pipe()
    actions = [(posix.POSIX_SPAWN_DUP2, writing, 1), (posix.POSIX_SPAWN_CLOSE, reading)]
    pid = function(*args, file_actions=actions + kwargs.pop("more", []), **kwargs)
    posix.close(writing)
    text = b""
    while more := posix.read(reading, 1000):
        text += more
    posix.close(reading)
    return text, posix.waitstatus_to_exitcode(posix.waitpid(pid, 0)[1])


print(spawned(posix.posix_spawn, "/bin/echo", ["echo", "a", b"b"], {}))
print(spawned(posix.posix_spawnp, "sh", ("sh", "-c", "echo $X; exit 3"), {"X": "1", **{k.decode(): v.decode() for k, v in posix.environ.items() if k == b"PATH"}}))
print(spawned(posix.posix_spawn, "/bin/sh", ["sh", "-c", "echo in a file; exit 4"], {},
              more=[(posix.POSIX_SPAWN_OPEN, 1, "out", posix.O_WRONLY | posix.O_CREAT, 0o600)]))
print(posix.read(fd := posix.open("out", posix.O_RDONLY), 100), posix.close(fd))
print(spawned(posix.posix_spawn, "/bin/sh", ["sh", "-c", "echo fine"], {}, setpgroup=0, resetids=True, setsigmask=[10, 12], setsigdef=(15,),
              scheduler=(None, posix.sched_param(0))))
print(spawned(posix.posix_spawn, "/bin/sh", ["sh", "-c", "echo fine"], {}, setsid=True, scheduler=(posix.SCHED_OTHER, posix.sched_param(0))))
spawn = posix.posix_spawn
for actions in (5, [5], [()], [(99,)], [("x",)], [(0, 1)], [(1,)], [(1, "x")], [(2, 1)], [(0, 1, "/x", 0, "m")], [(0, 1, 5, 0, 0)], [(2, -1, 1)]):
    attempt(spawn, "/bin/true", ["true"], {}, file_actions=actions)
for arguments in (("/no/such", ["x"], {}), (1, ["x"], {}), ("/bin/true", 5, {}), ("/bin/true", [], {}), ("/bin/true", [""], {}), ("/bin/true", ["x"], 5), ("/bin/true",)):
    attempt(spawn, *arguments)
attempt(posix.posix_spawnp, "no-such-program", ["x"], {})
for keywords in ({"setsigmask": 5}, {"setsigmask": [0]}, {"setsigmask": [99]}, {"setsigdef": "x"}, {"setpgroup": "x"}, {"scheduler": (1,)}, {"scheduler": (None, 5)}, {"x": 1}):
    attempt(spawn, "/bin/true", ["x"], {}, **keywords)

print("-- several buffers")
r, w = posix.pipe()
for arguments in ((r, 5), (r, [b"x"]), ("x", []), (99, [bytearray(1)]), (r, [5])):
    attempt(posix.readv, *arguments)
for arguments in ((w, [5]), (w, 5), (w, [b"ab", bytearray(b"cd"), memoryview(b"e")]), (w, []), (99, [b"a"])):
    attempt(posix.writev, *arguments)
buffers = [bytearray(1), bytearray(6)]
print(posix.readv(r, buffers), buffers)
buffers[0] += b"still resizable"
fd = posix.open("data", posix.O_RDWR | posix.O_CREAT)
print(posix.pwritev(fd, [b"hello", b"world"], 3), posix.preadv(fd, buffers, 2), buffers[1], posix.fstat(fd).st_size)
attempt(posix.preadv, 99, [bytearray(1)], 0)
attempt(posix.pwritev, 99, [b"a"], 0)
print(posix.write(w, b"0123456789"), posix.splice(r, fd, 4, offset_dst=0), posix.pread(fd, 6, 0), posix.read(r, 100))
attempt(posix.splice, 1, 2, -1)
attempt(posix.splice, 99, 98, 1)
array = bytearray(b"abc")
posix.write(w, array)
array.extend(b"more")
print(array)

print("-- event counters")
attempt(posix.eventfd, "x")
e = posix.eventfd(3)
print(posix.eventfd_read(e), posix.get_inheritable(e))
for value in (-1, 1 << 70, "x", 5):
    attempt(posix.eventfd_write, e, value)
print(posix.eventfd_read(e))
n = posix.eventfd(0, posix.EFD_NONBLOCK)
attempt(posix.eventfd_read, n)
attempt(posix.eventfd_read, 99)

print("-- attributes of files")
for function, arguments in ((posix.getxattr, ("/no", "user.x")), (posix.listxattr, ("/no",)), (posix.setxattr, ("/no", "user.x", "v")), (posix.setxattr, ("/no", 5, b"v")),
                            (posix.setxattr, ("/no", "user.x", b"v")), (posix.removexattr, ("/no", "user.none")), (posix.listxattr, (1.5,))):
    attempt(function, *arguments)
attempt(posix.getxattr, fd, "x", follow_symlinks=False)
try:
    posix.setxattr("data", "user.a", b"1")
    posix.setxattr(fd, b"user.b", bytearray(b"x" * 500))
    print(sorted(posix.listxattr("data")), posix.getxattr("data", "user.a"), len(posix.getxattr(fd, "user.b")))
    attempt(posix.setxattr, "data", "user.a", b"2", posix.XATTR_CREATE)
    posix.removexattr("data", "user.a")
    print(posix.listxattr(fd))
    attempt(posix.getxattr, "data", "user.a")
except OSError as error:
    print("not here:", error.strerror)

print("-- scheduling")
p = posix.sched_param(5)
print(p, p.__reduce__(), p.sched_priority, posix.sched_param.__text_signature__, posix.sched_param.n_fields)
for arguments, keywords in (((), {}), ((), {"sched_priority": 3}), (("x",), {}), ((1, 2), {})):
    attempt(posix.sched_param, *arguments, **keywords)
attempt(posix.sched_getscheduler, 0)
attempt(posix.sched_getparam, 0)
attempt(posix.sched_setparam, 0, 5)
attempt(posix.sched_setparam, 0, posix.sched_param("x"))
attempt(posix.sched_setscheduler, 0, 0, posix.sched_param(0))
attempt(posix.sched_setscheduler, 0, 99, posix.sched_param(0))
print(posix.sched_rr_get_interval(0) >= 0)
attempt(posix.sched_getscheduler, 999999999)

print("-- terminals and nodes")
master, slave = posix.openpty()
print(posix.isatty(master), posix.isatty(slave), posix.ttyname(slave).startswith("/dev/"), posix.get_inheritable(slave), posix.device_encoding(slave) is not None)
print(posix.write(master, b"line\n"), posix.read(slave, 100), posix.get_terminal_size(slave))
attempt(posix.login_tty, 99)
pid, terminal = posix.forkpty()
if pid == 0:
    posix.write(1, b"on a terminal: %d" % posix.isatty(1))
    posix._exit(0)
print(posix.read(terminal, 100), posix.waitpid(pid, 0)[1])
posix.mknod("fifo", 0o600 | 0o10000)
print(oct(posix.stat("fifo").st_mode))
attempt(posix.mknod, "/no/x")
attempt(posix.mknod, "fifo", "x")
attempt(posix.initgroups, 5, 1)
attempt(posix.pidfd_open, 999999999)
attempt(posix.pidfd_open, "x")
for name in ("out", "data", "fifo"):
    posix.unlink(name)
posix.rmdir(FOLDER)
