"""Hot operators, calls, loops and conversions of instances whose class, base, metaclass or special method changes: a
sample of all combinations.
"""

from _special_changes import OPERATIONS, case, pick

# Each operation once with the change that replaces the method in a base, and once with another class.
for body in OPERATIONS:
    case(body, "object", "base", "delete")
    case(body, "slots", "other class", "none")
case("return float(x)", "str", "class", "delete")
case("x += y; return x", "list", "last", "base")
pick(11, 140)
