"""KeyboardInterrupt in the main thread, asked for by others: at the next look, before what comes next."""
import _thread
import time


def in_threads(*functions):
    def run(function, done):
        try:
            function()
        finally:
            done.release()
    locks = []
    for function in functions:
        done = _thread.allocate_lock()
        done.acquire()
        locks.append(done)
        _thread.start_new_thread(run, (function, done))
    for done in locks:
        done.acquire()


for _ in range(20):
    in_threads(lambda: None)
interrupted = 0
for _ in range(30):
    try:
        in_threads(_thread.interrupt_main)
        time.sleep(0.05)
    except KeyboardInterrupt:
        interrupted += 1
print(interrupted)


def interrupt_soon():
    time.sleep(0.05)
    _thread.interrupt_main()


_thread.start_new_thread(interrupt_soon, ())
turns = 0
try:
    while turns >= 0:
        turns += 1
except KeyboardInterrupt:
    print("in a loop", turns > 1)
