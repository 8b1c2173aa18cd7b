"""What traces take for constants (functions, numbers, classes, attributes of modules and classes) changes in every way
that a namespace can change, seen from every place where a trace may be left. What has changed a few times is not taken
for a constant any more: each part runs in a namespace of its own.
"""

import builtins
import math

with open(__file__.rpartition("/")[0] + "/_invalidation_parts.py") as file:
    TEXT = file.read()


def fresh():
    names = {"__name__": "parts"}
    exec(compile(TEXT, "parts", "exec"), names)
    return names


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def every_way(way):
    for at in 80, 158:
        names = fresh()
        summing, action = names["summing"], names["ways_to_change"](names)[way]
        print(way, at, outcome(summing, action, at), outcome(summing, action, -1))


def every_part(number):
    names = fresh()
    part = names["PARTS"][number]
    print(part.__name__, part())
    print(part.__name__, "again", part())


def every_change(step, change):
    names = fresh()
    saved = builtins.abs, math.floor
    got = outcome(names["changing"], names[step], change, names)
    print(change, got, names["changing"](names[step], "", names))
    builtins.abs, math.floor = saved
    if hasattr(builtins, "STEP"):
        del builtins.STEP


names = fresh()
for way in names["ways_to_change"](names):
    every_way(way)
for number in range(len(names["PARTS"])):
    every_part(number)
for step, changes in names["CHANGES"].items():
    for change in changes:
        every_change(step.__name__, change)
