"""Ends by a KeyboardInterrupt that nobody catches."""


def function():
    try:
        raise KeyboardInterrupt("by hand")
    except Exception:
        print("not an Exception")
    finally:
        print("finally")


function()
