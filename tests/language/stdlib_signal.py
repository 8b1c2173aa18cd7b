"""The module signal: handlers, timers, masks, waiting, what is refused."""
import os
import signal
import sys
import threading
import time


def show(what, *args, **kwargs):
    try:
        print(getattr(what, "__name__", what), what(*args, **kwargs))
    except BaseException as error:
        print(getattr(what, "__name__", what), type(error).__name__, type(error).__module__, error)


calls = []


def handler(number, frame):
    calls.append((number, frame.f_code.co_name))


def handlers():
    print(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGPIPE))
    print(signal.default_int_handler is signal.getsignal(signal.SIGINT))
    print(signal.signal(signal.SIGUSR1, handler))
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
    print(calls, signal.getsignal(signal.SIGUSR1) is handler)
    calls.clear()
    print(signal.signal(signal.SIGUSR1, signal.SIG_IGN) is handler)
    signal.raise_signal(signal.SIGUSR1)
    print(calls, signal.signal(signal.SIGUSR1, signal.SIG_DFL))
    for bad in ((0, handler), (65, handler), (signal.SIGUSR1, 5), (signal.SIGUSR1, None), (signal.SIGKILL, handler),
                ("a", handler), (1 << 40, handler), (signal.SIGUSR1, True)):
        show(signal.signal, *bad)
    for bad in (0, 65, -1, "a"):
        show(signal.getsignal, bad)
        show(signal.strsignal, bad)
    show(signal.raise_signal, 900)
    show(signal.siginterrupt, 0, True)
    print(signal.strsignal(signal.SIGSEGV), signal.strsignal(9), signal.strsignal(33))
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        print("interrupted")
    signal.signal(signal.SIGINT, handler)
    signal.raise_signal(signal.SIGINT)
    print(calls)
    calls.clear()
    show(signal.default_int_handler, 2, None)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def raising_handler():
    class Arrived(Exception):
        pass

    def fail(number, frame):
        raise Arrived(number)

    signal.signal(signal.SIGUSR2, fail)
    for wait in (lambda: signal.raise_signal(signal.SIGUSR2), lambda: os.kill(os.getpid(), signal.SIGUSR2)):
        try:
            wait()
        except Arrived as error:
            print("arrived", error)
    # In a loop that computes, and in calls that block.
    signal.signal(signal.SIGALRM, fail)
    print(signal.setitimer(signal.ITIMER_REAL, 0.02))
    try:
        count = 0
        while True:
            count += 1
    except Arrived as error:
        print("arrived", error, count > 0)
    for block in (lambda: time.sleep(10), signal.pause, lambda: threading.Lock().acquire() and lock.acquire(),
                  lambda: os.read(pipe[0], 1), lambda: signal.sigtimedwait([signal.SIGUSR1], 10)):
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        try:
            block()
        except Arrived as error:
            print("arrived", error)
    # One that does not raise: the call goes on.
    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
    start = time.monotonic()
    time.sleep(0.06)
    print(time.monotonic() - start >= 0.06, len(calls) >= 2)
    left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
    print(0 <= left <= 0.011, round(interval, 3), signal.getitimer(signal.ITIMER_REAL))
    for _ in range(3):  # one that has arrived meanwhile
        pass
    calls.clear()
    print(signal.alarm(100), signal.alarm(0) in (99, 100), signal.alarm(0))
    show(signal.setitimer, 9, 1)
    show(signal.setitimer, signal.ITIMER_REAL, -1)
    show(signal.setitimer, signal.ITIMER_REAL, "a")
    show(signal.getitimer, 9)
    print(signal.ItimerError, issubclass(signal.ItimerError, OSError))


pipe = os.pipe()
lock = threading.Lock()
lock.acquire()


def masks():
    print(signal.SIGINT in signal.valid_signals(), len(signal.valid_signals()), 32 in signal.valid_signals())
    print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGUSR2]))
    signal.signal(signal.SIGUSR1, handler)
    signal.raise_signal(signal.SIGUSR1)
    print(calls, signal.sigpending())
    print(signal.sigwait({signal.SIGUSR1}), calls, signal.sigpending())
    signal.raise_signal(signal.SIGUSR1)
    info = signal.sigwaitinfo([signal.SIGUSR1])
    print(info.si_signo, info.si_errno, info.si_pid == os.getpid(), info.si_uid == os.getuid(), len(info))
    os.kill(os.getpid(), signal.SIGUSR1)
    print(signal.sigtimedwait([signal.SIGUSR1], 1).si_signo, signal.sigtimedwait([signal.SIGUSR1], 0.01))
    signal.raise_signal(signal.SIGUSR1)
    print(sorted(signal.pthread_sigmask(signal.SIG_SETMASK, ())), calls)
    print(signal.pthread_sigmask(signal.SIG_UNBLOCK, range(1, 3)))
    calls.clear()
    show(signal.pthread_sigmask, 77, [])
    show(signal.pthread_sigmask, signal.SIG_BLOCK, [0])
    show(signal.pthread_sigmask, signal.SIG_BLOCK, [1 << 70])
    show(signal.pthread_sigmask, signal.SIG_BLOCK, 5)
    show(signal.sigtimedwait, [signal.SIGUSR1], -1)
    show(signal.sigwait, ["a"])
    show(signal.pidfd_send_signal, 0, 0, 5)


def wakeup():
    read, write = os.pipe()
    show(signal.set_wakeup_fd, write)
    os.set_blocking(write, False)
    os.set_blocking(read, False)
    show(signal.set_wakeup_fd, write)
    signal.raise_signal(signal.SIGUSR1)
    print(os.read(read, 10), calls)
    calls.clear()
    print(signal.set_wakeup_fd(-1, warn_on_full_buffer=False) == write)
    show(signal.set_wakeup_fd, 9999)
    show(signal.set_wakeup_fd, "a")
    os.close(read)
    os.close(write)


def threads():
    def inside():
        show(signal.signal, signal.SIGUSR1, handler)
        show(signal.set_wakeup_fd, -1)
        print(signal.getsignal(signal.SIGUSR1) is handler)
        signal.raise_signal(signal.SIGUSR1)  # its handler runs in the main thread

    thread = threading.Thread(target=inside)
    thread.start()
    thread.join()
    while not calls:
        time.sleep(0.001)
    print(len(calls))
    calls.clear()


def broken_pipes():
    read, write = os.pipe()
    os.close(read)
    try:
        os.write(write, b"x")
    except BrokenPipeError as error:
        print(error)
    os.close(write)


def constants():
    for name in sorted(dir(signal)):
        if name.startswith(("SIG", "ITIMER_", "NSIG")):
            print(name, repr(getattr(signal, name)), end=" ")
    print()
    print(signal.struct_siginfo.__doc__)
    print(signal.Handlers(0), signal.Sigmasks(1), sys.modules["_signal"].__name__)


for part in (constants, handlers, raising_handler, masks, wakeup, threads, broken_pipes):
    print("---", part.__name__)
    part()
