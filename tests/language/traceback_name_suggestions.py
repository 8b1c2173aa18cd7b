"""Ends by a NameError with a suggestion; before it, suggestions for attributes and names of all kinds."""

import sys
import math


class Thing:
    colour = 1
    shape_of_it = 2

    def method_name(self):
        return self.colour

    def wrong(self):
        return colour

    def wrong_method(self):
        return method_name()


def local_names():
    long_local_name = 1
    return long_local_nam


def free_names():
    enclosing_value = 1

    def inner():
        return enclosing_valu + enclosing_value
    return inner()


t = Thing()
global_value = 1
tests = [lambda: t.color, lambda: t.shape_of_its, lambda: Thing.colours, lambda: t.methodname(),
         lambda: math.squrt, lambda: [].apend, lambda: "".uper(), lambda: {}.key(), lambda: (1).reel,
         lambda: globl_value, lambda: prnt(1), lambda: lenn, lambda: xyzzy, t.wrong, t.wrong_method,
         local_names, free_names, lambda: t.zzzzzz, lambda: None.colour, lambda: sys.versoin,
         lambda: Exceptoin, lambda: t.__clas__, lambda: (lambda: 0).__nam__, lambda: i, lambda: ValueErorr]
for test in tests:
    try:
        test()
    except (NameError, AttributeError) as e:
        sys.excepthook(type(e), e, None)
print(globalvalue)
