"""What the test runners share: running a command with a limit on its time, counting checks, showing progress."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "/usr/bin/python3.11"


@dataclass
class Outcome:
    """How a command ended and what it printed. A negative code is a signal's number, as in `subprocess`."""
    code: int
    out: bytes
    err: bytes
    timed_out: bool

    @property
    def ending(self):
        if self.timed_out:
            return "ran out of time"
        if self.code < 0:
            return f"was killed by {signal.Signals(-self.code).name}"
        return f"ended with exit code {self.code}"


def clean_environment(**more):
    """The caller's PATH and moult's and the sanitizers' variables, and nothing that differs from one desk to another."""
    kept = {name: value for name, value in os.environ.items()
            if name == "PATH" or name.startswith(("MOULT_", "ASAN_", "LSAN_", "TSAN_", "UBSAN_"))}
    return {**kept, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "TZ": "UTC", **more}


_running = set()  # the process groups that run() has started and not yet seen end


def stop_everything():
    """After Ctrl-C: ends what other threads are still running."""
    for group in list(_running):
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            pass


PATIENCE = 8  # how much longer by the clock than by the processor a command may take: other programs have turns, too


def processor_time(pid):
    """The seconds that a process and those of its children that have ended have run."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def wait_for(process, stdin, timeout):
    """Whether the process has ended by itself: before `timeout` seconds of processor time, and PATIENCE times that by the
    clock."""
    deadline = time.monotonic() + PATIENCE * timeout
    wait = timeout
    while True:
        try:
            process.communicate(stdin, timeout=wait)
            return True
        except subprocess.TimeoutExpired:
            stdin = None  # it has been written
        left = min(timeout - processor_time(process.pid), deadline - time.monotonic())
        if left <= 0:
            return False
        wait = max(left, 0.05)


def run(command, *, timeout, stdin=b"", cwd=None, env=None):
    """Runs a command in its own process group; the whole group is killed when the time (wait_for) is up."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=err, cwd=cwd,
                                   env=env if env is not None else clean_environment(), start_new_session=True)
        _running.add(process.pid)
        timed_out = True
        try:
            timed_out = not wait_for(process, stdin, timeout)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            _running.discard(process.pid)
        out.seek(0)
        err.seek(0)
        return Outcome(process.returncode, out.read(), err.read(), timed_out)


class Progress:
    """A status line, rewritten in place on the terminal named by TESTS_PROGRESS or on standard error if it is one."""

    def __init__(self):
        path = os.environ.get("TESTS_PROGRESS") or ("/dev/stderr" if sys.stderr.isatty() else None)
        try:
            self.stream = open(path, "w", encoding="utf-8") if path else None
        except OSError:
            self.stream = None

    def show(self, text):
        if self.stream:
            self.stream.write(f"\r\033[K{text[:78]}")
            self.stream.flush()


class Report:
    """Counts checks, prints those that fail, and leaves the counts for summary.py."""

    def __init__(self, results=None):
        self.results = results
        self.passed = 0
        self.failures = []
        self.progress = Progress()

    def add(self, name, problem=None):
        """One check: passed when there is no problem; else the problem is printed."""
        if problem is None:
            self.passed += 1
            return
        self.progress.show("")
        self.failures.append(name)
        print(f"FAILED {name}", flush=True)
        for line in problem.rstrip("\n").split("\n"):
            print(f"    {line}")
        sys.stdout.flush()

    def finish(self):
        """Prints the counts and returns the exit code. That nothing was checked is a failure as well."""
        self.progress.show("")
        if not self.passed and not self.failures:
            self.failures.append("nothing was checked")
        if self.results:
            path = Path(self.results)
            path.parent.mkdir(parents=True, exist_ok=True)
            counts = {"passed": self.passed, "failed": len(self.failures), "failures": self.failures}
            path.write_text(json.dumps(counts))
        print(f"{self.passed} passed, {len(self.failures)} failed")
        return 1 if self.failures else 0


def need_python():
    if not os.access(PYTHON, os.X_OK):
        sys.exit(f"{PYTHON} is needed to compare with; ./dev setup installs it")
