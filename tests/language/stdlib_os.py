"""os and os.path over posix: trees of folders, the environment, descriptors as files, popen's parts, paths."""

import os
import stat
import sys

FOLDER = f"/tmp/language-os-{os.getpid()}"


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, str(e).replace(FOLDER, "FOLDER"))


print(os.name, os.sep, os.curdir, os.devnull, os.linesep, os.supports_bytes_environ)
os.makedirs(FOLDER + "/a/b/c")
attempt(os.makedirs, FOLDER + "/a/b")
os.makedirs(FOLDER + "/a/b", exist_ok=True)
os.chdir(FOLDER)
for name in ("a/one", "a/b/two", "a/b/c/three"):
    with open(name, "w") as file:
        file.write(name)
os.symlink("a", "to_a")
print([(path, sorted(folders), sorted(files)) for path, folders, files in os.walk(".")])
print([(path, sorted(folders), sorted(files)) for path, folders, files in os.walk("a", topdown=False)])
print([path for path, folders, files in os.walk(".", followlinks=True)][:1], list(os.walk("nothing")))
print([(path, sorted(folders), sorted(files)) for path, folders, files, fd in os.fwalk("a")])
print(os.path.exists("a"), os.path.isdir("to_a"), os.path.islink("to_a"), os.path.isfile("a/one"), os.path.lexists("none"), os.path.getsize("a/b/two"),
      os.path.samefile("a", "to_a"), os.path.realpath("to_a/b/../one") == os.path.realpath("a/one"), os.path.relpath("a/b", "a/b/c"),
      os.path.abspath("x") == FOLDER + "/x", os.path.ismount("/"), os.path.normpath(""), os.path.normpath("./a/../b//c/."), os.path.getmtime("a") > 0)
print(stat.filemode(os.stat("a").st_mode), stat.S_ISDIR(os.stat("a").st_mode), stat.S_ISLNK(os.lstat("to_a").st_mode), stat.S_IMODE(os.stat("/tmp").st_mode) > 0)
print({os.stat in os.supports_dir_fd, os.chdir in os.supports_fd, os.stat in os.supports_follow_symlinks, os.access in os.supports_effective_ids})
fd = os.open("a/one", os.O_RDONLY)
print(os.read(fd, 3), os.fstat(fd).st_size)
os.close(fd)
os.environ["MOULT_OS"] = "é1"
print(os.environ["MOULT_OS"], os.environb[b"MOULT_OS"], os.getenv("MOULT_OS"), os.getenv("NO_SUCH_VARIABLE", 5), "MOULT_OS" in os.environ,
      os.environ.pop("MOULT_OS"), "MOULT_OS" in os.environ)
attempt(os.environ.__getitem__, "NO_SUCH_VARIABLE")
attempt(os.environ.__setitem__, "a", 5)
print(os.fsencode("é\udcff"), ascii(os.fsdecode(b"\xff")), os.fspath("x"), isinstance("x", os.PathLike), os.path.join("a", "/b", "c"), os.path.split("/a/b"),
      os.path.splitext("a.tar.gz"), os.path.commonpath(["/a/b", "/a/c"]))
sys.stdout.flush()
print(os.spawnv(os.P_WAIT, "/bin/sh", ["sh", "-c", "exit 3"]), os.spawnlp(os.P_WAIT, "sh", "sh", "-c", "exit 4"), os.waitstatus_to_exitcode(os.system("exit 5")))
pid = os.spawnvp(os.P_NOWAIT, "sh", ["sh", "-c", "exit 6"])
print(os.waitpid(pid, 0)[1] >> 8)
attempt(os.execvp, "no-such-program", ["x"])
print(os.get_exec_path({"PATH": "/a:/b"}), os.cpu_count() > 0, os.terminal_size((1, 2)), len(os.urandom(3)), os.strerror(13))
os.renames("a/one", "new/deep/one")
print(sorted(os.listdir("new/deep")), os.path.exists("a"))
os.remove("new/deep/one")
os.removedirs("new/deep")
for path, folders, files in os.walk(".", topdown=False):
    for name in files + [name for name in folders if os.path.islink(os.path.join(path, name))]:
        os.unlink(os.path.join(path, name))
    for name in folders:
        if not os.path.islink(os.path.join(path, name)) and os.path.exists(os.path.join(path, name)):
            os.rmdir(os.path.join(path, name))
os.rmdir(FOLDER)
print(os.path.exists(FOLDER))
