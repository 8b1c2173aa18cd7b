"""Chains of branches whose side exits get hot one after the other: conditions, match statements, state machines."""


def chain(i):
    if i == 0:
        return "zero"
    elif i < 10:
        return "digit"
    elif i % 2 == 0:
        if i % 4 == 0:
            return "four" if i % 8 else "eight"
        return "even"
    elif i % 3 == 0:
        return "three"
    elif i % 5 == 0 or i % 7 == 0:
        return "five or seven"
    elif i in (11, 13, 17):
        return "some prime"
    elif 100 < i < 200 and not i % 11:
        return "eleven"
    else:
        return "other"


def tally(values):
    counts = {}
    for v in values:
        key = chain(v)
        counts[key] = counts.get(key, 0) + 1
    return counts


class Point:
    __match_args__ = "x", "y"

    def __init__(self, x, y):
        self.x = x
        self.y = y


def matched(v):
    match v:
        case 0 | 1:
            return "bit"
        case True:
            return "true"
        case int(n) if n > 100:
            return "big"
        case int():
            return "int"
        case float(n):
            return n
        case (a, b):
            return a, b
        case [a, *rest]:
            return len(rest)
        case {"k": value, **others}:
            return value, len(others)
        case Point(0, y):
            return "axis", y
        case Point(x=x, y=y) if x == y:
            return "diagonal"
        case Point():
            return "point"
        case "text" as t:
            return t
        case None:
            return None
        case _:
            return "other"


def matches():
    values = [0, 1, True, 50, 500, 2.5, (1, 2), [1, 2, 3], [], {"k": 1, "l": 2}, {"l": 1}, Point(0, 1), Point(2, 2),
              Point(2, 3), "text", "other text", None, b"", {1}]
    counts = {}
    for i in range(600):
        v = values[i // 60] if i < 300 else values[i % len(values)]
        key = str(matched(v))
        counts[key] = counts.get(key, 0) + 1
    print(counts)


def states(text):
    state, out, depth = "start", [], 0
    for c in text:
        if state == "start":
            if c == "(":
                depth += 1
            elif c == ")":
                depth -= 1
                if depth < 0:
                    state = "error"
            elif c.isdigit():
                state, number = "number", int(c)
            continue
        elif state == "number":
            if c.isdigit():
                number = number * 10 + int(c)
                continue
            out.append(number)
            state = "start" if c != "!" else "error"
        else:
            out.append(-1)
            state, depth = "start", 0
    return out, depth, state


print(tally(range(300)))
print(tally([1] * 60 + [8] * 60 + [9] * 60 + [25] * 60 + [13, 11] * 40 + [121] * 50 + [0] * 50))
matches()
print(states("12 (34 5)) 6 77! x (((8)))  99 " * 8))
