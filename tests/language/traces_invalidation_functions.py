"""Functions that change while loops call them: their code and their defaults."""


def base(a, b=1):
    return a + b


def other(a, b=1):
    return (a * 100) + b


def generator(a, b=1):
    yield a
    yield b


def code_and_defaults():
    original = base.__code__
    log = []
    for i in range(560):
        if i == 80:
            base.__defaults__ = (5,)
        elif i == 160:
            base.__code__ = other.__code__
        elif i == 240:
            base.__defaults__ = None
        elif i == 320:
            base.__defaults__ = (7, 8)
        elif i == 400:
            base.__code__ = generator.__code__
        elif i == 480:
            base.__code__ = (lambda *all: len(all)).__code__
        try:
            got = base(2)
        except TypeError as e:
            got = str(e)
        if hasattr(got, "send"):
            got = list(got)
        if not log or log[-1] != got:
            log.append(got)
    base.__code__ = original
    base.__defaults__ = (1,)
    print(log, base(1))


def keyword(a, *, k=1):
    return a * k


def keyword_defaults():
    total = 0
    for i in range(240):
        if i == 60:
            keyword.__kwdefaults__ = {"k": 10}
        elif i == 120:
            keyword.__kwdefaults__["k"] = 100
        elif i == 180:
            keyword.__kwdefaults__ = None
        try:
            total += keyword(1)
        except TypeError as e:
            total -= 1
            last = str(e)
    keyword.__kwdefaults__ = {"k": 1}
    print(total, last)


def replaced_by_itself(n):
    """Its own code is replaced while it loops; the loop goes on with the old one."""
    total = 0
    for i in range(n):
        total += i
        if i == 70:
            replaced_by_itself.__code__ = (lambda n: "replaced").__code__
    return total


code_and_defaults()
keyword_defaults()
print(replaced_by_itself(200), replaced_by_itself(200))


# Called through a local variable: the one that was called is compared, what it is made of is taken for granted.
def add_one(x, step=1):
    return x + step


def add_ten(x, step=10):
    return x + step


def apply(function, times, change_at=-1, change=None):
    total = 0
    for i in range(times):
        if i == change_at:
            change()
        total = function(total)
    return total


def swap_code():
    add_one.__code__ = add_ten.__code__


def swap_defaults():
    add_one.__defaults__ = (7,)


print(apply(add_one, 60), apply(add_ten, 60), apply(add_one, 60, 40, swap_defaults), apply(add_one, 10))
print(apply(lambda x: x + 2, 50), apply(add_one, 60, 30, swap_code), apply(add_ten, 20))
add_one.__kwdefaults__ = {"nothing": 1}
print(apply(add_one, 50))
