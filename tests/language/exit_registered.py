# What is registered with the interpreter itself holds the program's functions, through them its namespace, and with that
# all it has. It ends with the program all the same.
import codecs
import os
import threading
import warnings


class Witness:
    def __init__(self, name):
        self.line = name + " is gone\n"

    # The last one tells of all, in whatever order they die.
    def __del__(self, write=os.write, sort=sorted, count=len, gone=[]):
        gone.append(self.line)
        if count(gone) == 4:
            write(1, "".join(sort(gone)).encode())


def keeper(name):
    witness = Witness(name)

    def callback():
        return witness

    callback.self = callback  # a cycle: only a collection ends it
    return callback


def in_child():
    return held


class Cautious(Warning):
    seen = Witness("what a filtered category keeps")


Cautious.again = Cautious
held = open(__file__)
os.register_at_fork(before=keeper("what is called before a fork keeps"))
codecs.register(lambda name, keeper=keeper("what finds codecs keeps"): None)
codecs.register_error("kept", keeper("what handles errors keeps"))
os.register_at_fork(after_in_child=in_child, after_in_parent=in_child)
warnings.filterwarnings("once", category=Cautious)
warnings.filterwarnings("ignore", category=ResourceWarning)
warnings.simplefilter("ignore", Cautious)
warnings.warn("not shown", Cautious)
pid = os.fork()
if pid == 0:
    os._exit(3 if held else 4)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), threading.current_thread().name, flush=True)
