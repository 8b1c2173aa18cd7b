"""Threads: starting and ending, locks of both kinds, thread-local data, frames, exceptions, taking turns."""
import _thread
import gc
import sys
import time
import _weakref as weakref

from _in_threads import in_threads


def show(function, *args, **kwargs):
    try:
        print(function.__name__, function(*args, **kwargs))
    except BaseException as error:
        print(function.__name__, type(error).__name__, error)


def wait_until(condition):
    for _ in range(5000):
        if condition():
            return True
        time.sleep(0.001)
    return False


print("--- results")
results = []
for number in range(5):
    in_threads(lambda: results.append(number))
print(results)
in_threads(*[lambda n=n: results.append(sum(range(n * 1000))) for n in range(8)])
print(sorted(results))
print(wait_until(lambda: _thread._count() == 0))

print("--- arguments")
seen = []
lock = _thread.allocate_lock()


def noted(*args, **kwargs):
    seen.append((args, kwargs))
    lock.release()


for arguments in [((),), ((1, 2),), ((1,), {"b": 2}), ((), {})]:
    lock.acquire()
    print(type(_thread.start_new_thread(noted, *arguments)))
with lock:
    print(seen)
show(_thread.start_new_thread)
show(_thread.start_new_thread, print)
show(_thread.start_new_thread, 5, ())
show(_thread.start_new_thread, print, 5)
show(_thread.start_new_thread, print, (), 5)
show(_thread.start_new_thread, print, (), {}, 5)

print("--- locks")
lock = _thread.allocate_lock()
print(type(lock), type(lock) is _thread.LockType, repr(lock).startswith("<unlocked _thread.lock object at 0x"))
print(lock.acquire(), lock.locked(), repr(lock).startswith("<locked _thread.lock object at 0x"))
print(lock.acquire(False), lock.acquire(timeout=0.01), lock.acquire(True, 0.001), lock.acquire(blocking=0))
show(lock.acquire, False, 1)
show(lock.acquire, True, -2)
show(lock.acquire, True, 1e30)
show(lock.acquire, True, "x")
show(lock.release)
show(lock.release)
show(type(lock))
with lock as entered:
    print(entered, lock.locked())
print(lock.locked(), weakref.ref(lock)() is lock)
lock.acquire()
in_threads(lock.release)
print(lock.locked())
try:
    with lock:
        raise ValueError("inside")
except ValueError as error:
    print(error, lock.locked())
_thread.allocate_lock()._at_fork_reinit()

print("--- reentrant locks")
lock = _thread.RLock()
print(repr(lock).startswith("<unlocked _thread.RLock object owner=0 count=0 at 0x"))
print(lock.acquire(), lock.acquire(), lock.acquire(False), lock._is_owned())
print(repr(lock).startswith(f"<locked _thread.RLock object owner={_thread.get_ident()} count=3 at 0x"))
others = []
in_threads(lambda: others.append((lock.acquire(False), lock.acquire(timeout=0.01), lock._is_owned())))
print(others)


def release_another_threads():
    show(lock.release)


in_threads(release_another_threads)
state = lock._release_save()
print(state == (3, _thread.get_ident()), lock._is_owned())
in_threads(lambda: others.append((lock.acquire(False), lock.release())))
print(others[1:])
lock._acquire_restore(state)
for _ in range(3):
    lock.release()
show(lock.release)
show(lock._release_save)


class Own(_thread.RLock):
    def __init__(self, name, more=None):
        self.name = name


with Own("mine", more=3) as entered, Own("b") as b:
    print(entered, b)
print(Own("x").name, repr(Own("x")).startswith("<unlocked Own object owner=0 count=0 at"))

print("--- one after the other")
counter = 0
lock = _thread.allocate_lock()
interval = sys.getswitchinterval()
sys.setswitchinterval(1e-5)


def count():
    global counter
    for _ in range(3000):
        with lock:
            value = counter
            counter = value + 1


in_threads(count, count, count, count)
print(counter)
queue, taken, free, filled = [], [], _thread.allocate_lock(), _thread.allocate_lock()
filled.acquire()


def produce():
    for item in range(200):
        free.acquire()
        queue.append(item)
        filled.release()


def consume():
    for _ in range(200):
        filled.acquire()
        taken.append(queue.pop())
        free.release()


in_threads(produce, consume)
print(taken == list(range(200)))


class Ring:
    def __init__(self):
        self.me = self
        self.others = {id(self): [self]}


def churn():
    total = 0
    for i in range(4000):
        ring = Ring()
        total += len(ring.others)
        text = "".join(str(n) for n in range(i % 5))
        total += len(sorted([i % 7, i % 3, len(text)], key=lambda v: -v))
        if i % 1000 == 0:
            gc.collect()
    totals.append(total)


totals = []
in_threads(churn, churn, churn)
print(totals)


class Finalized:
    alive = 0

    def __init__(self, next=None):
        Finalized.alive += 1
        self.next = next

    def __del__(self):
        with lock:
            Finalized.alive -= 1


def chains():
    for _ in range(20):
        chain = None
        for _ in range(200):
            chain = Finalized(chain)


# What a thread counts outside of the lock another one may overwrite: all that matters is that each is finalized.
Finalized.__init__ = lambda self, next=None: (lock.acquire(), setattr(Finalized, "alive", Finalized.alive + 1),
                                              lock.release(), setattr(self, "next", next))[-1]
in_threads(chains, chains, chains)
print(Finalized.alive)


def generate():
    while True:
        yield from range(10)


generator = generate()
failures = []


def advance():
    for _ in range(500):
        try:
            next(generator)
        except ValueError as error:
            failures.append(str(error))


in_threads(advance, advance)
print(set(failures) <= {"generator already executing"})
sys.setswitchinterval(interval)
show(sys.setswitchinterval, 0)
show(sys.setswitchinterval, -1)
show(sys.setswitchinterval, "a")
print(sys.getswitchinterval())

print("--- exceptions")
hooked = []
done = _thread.allocate_lock()


def hook(arguments):
    hooked.append((arguments.exc_type.__name__, str(arguments.exc_value), arguments.err_msg,
                   arguments.object.__name__, arguments.exc_traceback.tb_frame.f_code.co_name))
    done.release()


def fail():
    raise LookupError("in a thread")


def leave():
    try:
        _thread.exit()
    finally:
        done.release()


def deep():
    def recurse(n):
        return recurse(n + 1) + 1
    try:
        recurse(0)
    except RecursionError as error:
        print(type(error).__name__, str(error)[:32])


sys.unraisablehook = hook
for function in fail, leave:
    done.acquire()
    _thread.start_new_thread(function, ())
with done:
    print(hooked)
sys.unraisablehook = sys.__unraisablehook__
in_threads(deep)
handled = []
try:
    1 / 0
except ZeroDivisionError:
    in_threads(lambda: handled.append(sys.exc_info()))
    print(handled, sys.exc_info()[0])

print("--- thread-local data")
local = _thread._local()
local.x = 1
print(local.x, local.__dict__, hasattr(local, "y"))


def see_local():
    print(hasattr(local, "x"), local.__dict__)
    local.x = "other"
    local.y = 2
    print(sorted(local.__dict__.items()))
    del local.y
    show(getattr, local, "y")
    show(delattr, local, "y")
    show(setattr, local, "__dict__", {})


in_threads(see_local)
print(local.x, local.__dict__)
show(_thread._local, 1)


class Own(_thread._local):
    made = 0
    shared = []

    def __init__(self, *args, **kwargs):
        Own.made += 1
        self.args = args, kwargs

    @property
    def double(self):
        return self.args * 2


own = Own(1, b=2)
print(own.args, own.double, Own.made)
in_threads(lambda: print(own.args, own.__dict__, own.shared is Own.shared))
print(Own.made)


class Failing(_thread._local):
    def __init__(self):
        if Failing.fails:
            raise ValueError("no")


Failing.fails = False
failing = Failing()
Failing.fails = True
in_threads(lambda: show(getattr, failing, "x"))


class Thing:
    pass


def died(text):
    return lambda _: deaths.append(text)


def keep():
    own.thing = Thing()
    refs.append(weakref.ref(own.thing, died("died with its thread")))


refs, deaths = [], []
in_threads(keep)
print(wait_until(lambda: len(deaths) == 1), wait_until(lambda: _thread._count() == 0))
own.thing = Thing()
refs.append(weakref.ref(own.thing, died("died with the local")))
del own
gc.collect()
local = _thread._local()
local.me = local
refs.append(weakref.ref(local, died("a cycle through a local died")))
del local
gc.collect()
print(wait_until(lambda: len(deaths) == 3), deaths, [ref() for ref in refs])

print("--- identities and frames")
print(_thread.get_ident() == _thread.get_ident(), isinstance(_thread.get_native_id(), int))
idents = set()
barrier = [0]


def meet():
    idents.add(_thread.get_ident())
    barrier[0] += 1
    wait_until(lambda: barrier[0] == 3)


in_threads(meet, meet, meet)
print(len(idents))
go, ready = _thread.allocate_lock(), _thread.allocate_lock()
go.acquire()
ready.acquire()
found = []


def wait_here():
    found.append(_thread.get_ident())
    try:
        raise KeyError("waiting")
    except KeyError:
        ready.release()
        go.acquire()


def look():
    ready.acquire()
    wait_until(lambda: sys._current_frames()[found[0]].f_code.co_name == "wait_here")
    frame = sys._current_frames()[found[0]]
    print(frame.f_code.co_name, frame.f_back.f_code.co_name, len(sys._current_frames()))
    print(sys._current_exceptions()[found[0]][1])
    go.release()


in_threads(wait_here, look)
print(sys._current_frames()[_thread.get_ident()] is sys._getframe())

print("--- sentinels and sizes")


def with_sentinel():
    sentinels.append(_thread._set_sentinel())
    sentinels[0].acquire()
    local = _thread._local()
    local.thing = Thing()
    refs.append(weakref.ref(local.thing, lambda _: deaths.append(sentinels[0].locked())))
    sentinels.append(local)


sentinels = []
in_threads(with_sentinel)
print(sentinels[0].acquire(timeout=10), deaths[3:])
print(_thread.stack_size(), _thread.stack_size(1 << 20), _thread.stack_size())
in_threads(deep)
print(_thread.stack_size(0))
show(_thread.stack_size, 5)
show(_thread.stack_size, -5)
show(_thread.stack_size, 1, 2)
show(_thread.interrupt_main, 0)
show(_thread.interrupt_main, 65)
show(_thread.interrupt_main, "x")
print(_thread.TIMEOUT_MAX, _thread.error, sys.thread_info[:2])
