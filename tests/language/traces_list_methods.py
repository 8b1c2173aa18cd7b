"""append, pop and insert of lists in hot loops: positions beyond the ends, empty lists, subclasses, items whose release
runs code, lists that are changed while they are iterated over.
"""


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


# --- rotation, as in a permutation generator
def rotate(a, n, to):
    for _ in range(n):
        a.insert(to, a.pop(0))
    return a

for to in (0, 1, 3, 4, 5, 100, -1, -3, -100, 2**40, -2**40):
    print(to, rotate([1, "two", 3.0, None, (5,)], 203, to))
print(attempt(rotate, [], 3, 0), attempt(rotate, [1], 70, 2**70), attempt(rotate, [1], 3, "x"))
print(attempt(rotate, [1, 2, 3], 100, True), attempt(rotate, [1, 2, 3], 3, 1.0))


# --- a stack that grows and shrinks through all sizes of memory
def stack(rounds):
    s = []
    total = 0
    for r in range(rounds):
        for i in range(r):
            s.append(i)
        while s:
            total += s.pop()
    return total, s

print(stack(120))


def drain(a, i):
    out = []
    try:
        while True:
            out.append(a.pop(i))
    except IndexError as e:
        return len(out), out[-3:], str(e), e.__traceback__.tb_lineno - drain.__code__.co_firstlineno

for i in (0, -1, 1, -2, 5, -6, 2**40):
    print(i, drain(list(range(500)), i))
for i in (True, 2**70):
    print(i, attempt(drain, list(range(500)), i))


def drain_last(a):
    out = 0
    try:
        while 1:
            out += a.pop()
    except IndexError as e:
        return out, str(e), len(a)

for _ in range(60):
    r = drain_last([_] * 30)
print(r)


# --- other classes at a hot site
class Sub(list):
    pass

class Own(list):
    def pop(self, i=-1):
        return ("own", list.pop(self, i))
    def insert(self, i, x):
        list.insert(self, i, ("own", x))
    def append(self, x):
        list.append(self, ("own", x))

class Other:
    def pop(self, i=0): return i
    def insert(self, i, x): self.last = i
    def append(self, x): self.last = x

def shuffle(a, n):
    r = None
    for i in range(n):
        a.append(i)
        a.insert(1, i)
        r = a.pop(0)
        r = a.pop()
    return r

for make in (lambda: [0], lambda: Sub([0]), lambda: [0], lambda: Own([0]), Other, lambda: [0]):
    a = make()
    r = shuffle(a, 120)
    print(type(a).__name__, r, a[-2:] if isinstance(a, list) else a.last)


# --- methods kept in variables, and taken from the class
def kept(n):
    a = []
    append, pop, insert = a.append, a.pop, a.insert
    for i in range(n):
        append(i)
        insert(0, -i)
        if i % 3 == 0:
            pop()
        if i % 5 == 0:
            pop(0)
        list.append(a, i)
        list.pop(a, 0)
    return len(a), a[:3], a[-3:]

print(kept(300))
print(attempt(list.append, 1, 2), attempt(list.pop, (1,)), attempt(lambda: [].pop(1, 2)))
print(attempt(lambda: [].insert(1)), attempt(lambda: [].append()), attempt(lambda: [].append(x=1)))


# --- finalizers: what is popped is released when nobody has it any more, and not before
log = []

class Item:
    def __init__(self, n): self.n = n
    def __del__(self): log.append(self.n)

def release(items, n):
    kept = None
    for i in range(n):
        items.insert(0, Item(i))
        items.append(items[0])
        if len(items) > 6:
            items.pop(1)
            items.pop()
            kept = items.pop(-2)
    return len(items)

print(release([], 100), len(log), log[:10], log[-3:])
log.clear()

class Undoing:
    def __init__(self, a, n): self.a, self.n = a, n
    def __del__(self):
        self.a.append(self.n)      # changes the list whose item is being dropped
        if len(self.a) > 20:
            del self.a[5:]

def undo(n):
    a = []
    for i in range(n):
        a.insert(0, Undoing(a, i))
        a.pop(0)
        if i % 7 == 0:
            a.insert(i, Undoing(a, -i))
            a.pop()
    return a

print([x for x in undo(200) if isinstance(x, int)])


# --- values read before a pop, and after it
def read_around(a, n):
    total = 0
    for i in range(n):
        first, last = a[0], a[-1]
        x = a.pop(0)
        total += (first is x) + (a[-1] is last) * 2 + a[0][0]
        a.append(x)
        total += a[-1][0] - a[len(a) - 2][0]
    return total

print(read_around([[k] for k in range(5)], 333))


class Holder:
    def __init__(self):
        self.items = []
        self.count = 0
    def push(self, x):
        self.items.append(x)
        self.count += 1
    def take(self):
        self.count -= 1
        return self.items.pop()

def hold(n):
    h = Holder()
    for i in range(n):
        h.push(i)
        h.push([i])
        x = h.take()
        if isinstance(x, list):
            x.append(h)
        if i == n - 10:
            h.items = Own(h.items)
    return h.count, len(h.items), h.items[5], h.items[-2:]

print(hold(250))


# --- lists that are changed while they are iterated over
def meanwhile(a):
    seen = 0
    for x in a:
        seen += 1
        if x % 2 and len(a) > 3:
            a.pop()
        elif seen < 400:
            a.append(x + 1)
            a.insert(0, x)
            a.pop(1)
    return seen, len(a), a[:5]

print(meanwhile(list(range(40))))

def both(a):
    for x in a:
        a.pop(0)
    return a

print(len(both(list(range(300)))))


# --- unpacking and lengths beside changes
def lengths(n):
    a = [1, 2]
    total = 0
    for i in range(n):
        x, y = a
        a.append(x + y & 1023)
        total += len(a)
        if a:
            a.pop(0)
        total += len(a)
    return total, a

print(lengths(200))
print(attempt(lambda: [lengths(5), [].pop()]))


def many_types(values):
    a = []
    for v in values:
        a.append(v)
        b = a.pop()
        if b != v or type(b) is not type(v):
            return "different", b, v
        a.insert(0, b)
    return len(a)

print(many_types([1, 1.5, None, True, "s", 2**80, (), [], {}] * 40))
