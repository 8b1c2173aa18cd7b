"""For programs about threads."""
import _thread


def in_threads(*functions):
    """Runs them at the same time, and waits for the end of all."""
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
