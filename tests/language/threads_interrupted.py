"""KeyboardInterrupt in the main thread, asked for by others: at the next look, before what comes next."""
import _thread
import time

from _in_threads import in_threads


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
