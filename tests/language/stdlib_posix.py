"""posix: arguments and messages, files, folders, links, what is known of files, scandir, struct sequences."""

import posix
import sys

FOLDER = f"/tmp/language-posix-{posix.getpid()}"


def plain(value):
    return value.replace(FOLDER, "FOLDER") if isinstance(value, str) else value


def attempt(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
        print(plain(result) if not isinstance(result, posix.stat_result) else "stat_result")
    except Exception as e:
        print(type(e).__name__, plain(str(e)), *(plain(getattr(e, name, None)) for name in ("filename", "filename2")))


class Named:
    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return self.path


posix.mkdir(FOLDER)
posix.chdir(FOLDER)
print("-- paths as arguments")
for path in ("/no/such", b"/no/such", Named("/no/such"), Named(b"/no/such"), 1.5, None, "a\0b", -5, 1 << 70, -1 << 70, Named(5), [], True):
    for function in (posix.stat, posix.lstat, posix.listdir, posix.mkdir, posix.chdir, posix.readlink, posix.scandir, posix.statvfs):
        if not (path is None or path is True or path == -5) or function in (posix.stat, posix.lstat, posix.mkdir):
            if path is not True or function in (posix.lstat, posix.mkdir):
                attempt(function, path)
for function in (posix.rename, posix.replace, posix.link, posix.symlink):
    for arguments in (("/no/such", "/no/other"), (1, 2), ("a", 5), ("a",), (b"/no/such/x", Named("/no/such/y"))):
        attempt(function, *arguments)
for arguments, keywords in ((("/",), {"dir_fd": "x"}), (("/",), {"x": 1}), ((), {}), ((0,), {"follow_symlinks": False}), ((0,), {"dir_fd": 3}),
                            (("/", 5), {}), (("/",), {"dir_fd": 1.5})):
    attempt(posix.stat, *arguments, **keywords)
print([posix.fspath(p) for p in ("a", b"a", Named("x"), Named(b"y"))])
for value in (5, None, Named(5), bytearray(b"a")):
    attempt(posix.fspath, value)
for path in ("", ".", "/", "//", "///", "//a", "///a//b", "a/./b/../c", "../../a", "/..", "a/..", "a/../..", "./", "a//", "/a/../../b", "…/é"):
    print(posix._path_normpath(path), end=" ")
print()
attempt(posix._path_normpath, b"a")

print("-- descriptors")
fd = posix.open("file", posix.O_RDWR | posix.O_CREAT | posix.O_EXCL, 0o640)
print(posix.write(fd, b"hello world"), posix.lseek(fd, 0, 0), posix.read(fd, 5), posix.read(fd, 100), posix.read(fd, 1), posix.read(fd, 0))
print(posix.pwrite(fd, bytearray(b"HE"), 0), posix.pread(fd, 4, 0), posix.pread(fd, 5, 100), posix.write(fd, memoryview(b"!")))
print(posix.fstat(fd).st_size, posix.get_inheritable(fd), posix.get_blocking(fd), posix.isatty(fd), posix.lseek(fd, -3, 2))
posix.ftruncate(fd, 4)
posix.fsync(fd), posix.fdatasync(fd)
print(posix.fstat(fd).st_size, posix.stat("file").st_size, posix.stat(fd) == posix.fstat(fd), oct(posix.stat("file").st_mode & 0o777))
posix.truncate("file", 2)
copy = posix.dup(fd)
other = posix.dup2(fd, 90)
print(copy > fd, other, posix.get_inheritable(copy), posix.get_inheritable(other), posix.get_inheritable(posix.dup2(fd, 91, False)))
posix.set_inheritable(copy, True), posix.set_blocking(copy, False)
print(posix.get_inheritable(copy), posix.get_blocking(copy), posix.get_blocking(fd))
posix.closerange(90, 92)
attempt(posix.close, 90)
r, w = posix.pipe()
print(posix.write(w, b"through"), posix.read(r, 100), posix.get_inheritable(r))
posix.close(w)
print(posix.read(r, 1))
attempt(posix.write, r, b"x")
r2, w2 = posix.pipe2(posix.O_NONBLOCK)
attempt(posix.read, r2, 1)
print(posix.get_inheritable(r2), posix.get_blocking(w2))
for arguments in ((99, 1), ("x", 1), (0, -1), (0, "x"), (0,), (1 << 70, 1)):
    attempt(posix.read, *arguments)
for arguments in ((99, b"x"), (99, "x"), (1, 5), (1,)):
    attempt(posix.write, *arguments)
for arguments in (("file", "x"), ("no/such", 0), ("file",), ("file", posix.O_CREAT | posix.O_EXCL | posix.O_WRONLY), (5, 0), ("/", posix.O_WRONLY)):
    attempt(posix.open, *arguments)
for function in (posix.close, posix.dup, posix.fstat, posix.fsync, posix.get_inheritable, posix.get_blocking, posix.fchdir):
    for argument in (99, "x", -1):
        attempt(function, argument)
attempt(posix.isatty, 99)
attempt(posix.lseek, 99, 0, 0)
attempt(posix.lseek, fd, -1, 0)
attempt(posix.ftruncate, 99, 1)
attempt(posix.get_terminal_size, 99)
for descriptor in (fd, copy, r, r2, w2):
    posix.close(descriptor)

print("-- folders and names")
print(posix.getcwd() == FOLDER, posix.getcwdb() == FOLDER.encode())
posix.mkdir("sub", 0o700)
posix.mkdir(b"sub/inner")
attempt(posix.mkdir, "sub")
attempt(posix.mkdir, "x", "y")
print(sorted(posix.listdir()), sorted(posix.listdir(b".")), posix.listdir("sub"), sorted(posix.listdir(Named("."))), oct(posix.stat("sub").st_mode))
posix.symlink("file", "link")
posix.symlink("nowhere", b"dangling")
posix.link("file", "hard")
print(posix.readlink("link"), posix.readlink(b"dangling"), posix.stat("hard").st_nlink, posix.stat("link").st_ino == posix.stat("file").st_ino,
      posix.lstat("link").st_ino == posix.stat("file").st_ino, posix.stat("link", follow_symlinks=False) == posix.lstat("link"))
attempt(posix.stat, "dangling")
attempt(posix.readlink, "file")
attempt(posix.rmdir, "sub")
attempt(posix.unlink, "sub")
attempt(posix.symlink, "a", "link")
posix.rename("hard", "harder")
posix.replace("harder", "sub/moved")
here = posix.open(".", posix.O_RDONLY | posix.O_DIRECTORY)
sub = posix.open("sub", posix.O_RDONLY, dir_fd=here)
print(sorted(posix.listdir(sub)), sorted(posix.listdir(sub)), posix.stat("moved", dir_fd=sub).st_size)
posix.mkdir("made", dir_fd=sub)
posix.rename("made", "renamed", src_dir_fd=sub, dst_dir_fd=here)
posix.symlink("x", "l", dir_fd=sub)
print(sorted(posix.listdir(sub)), posix.readlink("l", dir_fd=sub), posix.stat("renamed").st_mode == posix.stat("renamed", dir_fd=here).st_mode)
posix.unlink("l", dir_fd=sub)
posix.rmdir("renamed", dir_fd=here)
posix.chdir(sub)
print(posix.getcwd() == FOLDER + "/sub")
posix.fchdir(here)
posix.mkfifo("fifo", 0o600)
print(oct(posix.stat("fifo").st_mode))
odd = posix.fsencode("x") if hasattr(posix, "fsencode") else b"\xff\xfe"
fd = posix.open(odd, posix.O_CREAT | posix.O_WRONLY)
posix.close(fd)
print([n for n in posix.listdir() if "\udcff" in n], [n for n in posix.listdir(b".") if b"\xff" in n])
posix.remove("\udcff\udcfe")

print("-- modes, owners, times")
posix.chmod("file", 0o600)
print(oct(posix.stat("file").st_mode), posix.access("file", posix.R_OK | posix.W_OK), posix.access("nothing", posix.F_OK),
      posix.access("file", posix.R_OK, dir_fd=here, effective_ids=True))
posix.fchmod(here, 0o755)
posix.chown("file", -1, -1)
posix.lchown("dangling", -1, -1)
posix.fchown(here, -1, -1)
for arguments in (("file", -2, 1), ("file", "x", 1), ("file", 1 << 40, 1), ("no", -1, -1), ("file", 1)):
    attempt(posix.chown, *arguments)
old = posix.umask(0o22)
print(oct(posix.umask(old)))
posix.utime("file", (1000000000, 1234567890.5))
status = posix.stat("file")
print(status.st_atime, status.st_mtime, status.st_mtime_ns, status[7], status[8])
posix.utime("file", ns=(1234567890123456789, -1500000000))
status = posix.stat("file")
print(status.st_atime_ns, status.st_mtime_ns, status.st_mtime, status[8])
posix.utime("link", (5, 6), follow_symlinks=False)
print(posix.lstat("link").st_mtime, posix.stat("link").st_mtime_ns)
posix.utime("file")
print(posix.stat("file").st_mtime > 1e9)
for arguments, keywords in ((("file", 5), {}), (("file", (1,)), {}), (("file", (1, 2)), {"ns": (1, 2)}), (("file",), {"ns": 5}), (("no",), {}),
                            (("file", ("x", 1)), {}), (("file",), {"ns": (1, "x")}), (("file", [1, 2]), {})):
    attempt(posix.utime, *arguments, **keywords)

print("-- scandir")
with posix.scandir(".") as entries:
    found = sorted(entries, key=lambda entry: entry.name)
    print(next(entries, "no more"))
for entry in found:
    print(entry, entry.name, entry.path, entry.is_dir(), entry.is_file(), entry.is_symlink(), entry.is_file(follow_symlinks=False),
          posix.fspath(entry), entry.inode() == posix.lstat(entry.path).st_ino,
          entry.stat(follow_symlinks=False) == posix.lstat(entry), type(entry).__name__)
attempt([entry for entry in found if entry.name == "dangling"][0].stat)
print(sorted(entry.path for entry in posix.scandir(b"sub")), sorted(entry.path for entry in posix.scandir(sub)),
      sorted(entry.path for entry in posix.scandir()) == sorted(entry.path for entry in found), [e.path for e in posix.scandir("sub/")][0][:4])
entry = [entry for entry in posix.scandir(sub) if entry.name == "moved"][0]
print(entry.stat().st_size, entry.is_file())
attempt(setattr, entry, "name", "x")
attempt(posix.DirEntry)
iterator = posix.scandir("sub")
print(type(iterator).__name__, type(iterator).__module__, iter(iterator) is iterator)
iterator.close()
iterator.close()
print(list(iterator), posix.DirEntry[int])
attempt(type(iterator))
for path in (1.5, "/no/such", "file"):
    attempt(posix.scandir, path)

print("-- struct sequences")
for kind in (posix.stat_result, posix.statvfs_result, posix.terminal_size, posix.times_result, posix.uname_result, posix.waitid_result):
    print(kind, kind.__module__, kind.__match_args__, kind.n_fields, kind.n_sequence_fields, kind.n_unnamed_fields, repr(kind.__doc__),
          [name for name in sorted(vars(kind)) if name[0] != "_"])
made = posix.stat_result(range(10))
print(made, made.st_atime, made.st_mtime, made.st_atime_ns, made.st_blksize, made.__reduce__(), len(made), made[9])
made = posix.stat_result(range(19))
print(made, made.st_atime, made.st_rdev, made[7], made.__reduce__())
print(posix.stat_result(range(10), {"st_atime": 2.5, "st_rdev": 7}).__reduce__())
for arguments in ((range(9),), (range(20),), (5,), (range(10), 5)):
    attempt(posix.stat_result, *arguments)
print(posix.terminal_size((80, 24)), posix.terminal_size((80, 24)).lines)
print(type(posix.uname()).__name__, posix.uname().sysname, len(posix.times()), len(posix.statvfs("/")), posix.statvfs(here) is not None)
match posix.stat("/"):
    case posix.stat_result(mode):
        print(oct(mode & 0o170000))

for name in ("file", "link", "dangling", "fifo", "sub/moved"):
    posix.unlink(name)
for name in ("sub/inner", "sub", FOLDER):
    posix.rmdir(name)
attempt(posix.getcwd)
print(sys.getrefcount(None) > 0)
