"""Ends by an uncaught error inside finally and with blocks: exit status 1, output before it is kept."""


class Manager:
    def __enter__(self):
        print("enter")

    def __exit__(self, *args):
        print("exit", args[0].__name__)


def function():
    try:
        with Manager():
            print("no newline at the end", end="")
            raise LookupError("uncaught")
    finally:
        print(" finally")


function()
