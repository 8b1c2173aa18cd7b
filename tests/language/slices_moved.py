# Slices that are made to be stored at once: their own items the other way round, items of other lists, of the
# wrong number, with finalizers; and what happens when something between the slice and the store is not as before.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name

    def __del__(self):
        print("del", self.name)


def reverse_prefix(items, n):
    items[:n] = items[n - 1::-1]
    return items


def flips(order):
    stack = order[:]
    count = 0
    first = stack[0]
    while first:
        stack[:first + 1] = stack[first::-1]
        first = stack[0]
        count += 1
    return count, stack


print(sum(flips([3, 4, 1, 2, 0])[0] for _ in range(50)), flips([3, 4, 1, 2, 0]))
for n in (1, 2, 3, 5, 20):
    base = list(range(20))
    for _ in range(31):
        try:
            reverse_prefix(base, n)
        except Exception as error:
            print(type(error), error)
    print(n, base, len(base))


def copy_between(target, source, start, count, step):
    target[start:start + count] = source[::step]


def copies(step, length):
    source = [object() for _ in range(length)]
    target = [None] * 30
    for i in range(60):
        copy_between(target, source, i % 7, len(source[::step]), step)
    return [-1 if item is None else source.index(item) for item in target], len(target)


for step in (1, -1, 2, -2, 3):
    print(copies(step, 5), copies(step, 18))


# Of another number: the list grows and shrinks.
def resize(items, n, m):
    items[:n] = items[m::-1]


items = list(range(6))
for i in range(40):
    resize(items, 3, 2)
    resize(items, 2, 2)
    resize(items, 5, 2)
    if i % 13 == 0:
        print(items)
items = list(range(10))
for i in range(60):
    resize(items, 3, 2 if i % 20 else 5)
print(items)


# The last references: old items go after the list is whole, and may look at it.
class Looking:
    items = []

    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, [item.name for item in Looking.items])


def replace_all(fresh):
    Looking.items[:] = fresh[::-1]


Looking.items = [Looking("a"), Looking("b"), Looking("c")]
for i in range(12):
    replace_all([Looking(f"{c}{i}") for c in "abc"])
print("end", [item.name for item in Looking.items])
Looking.items.clear()


class Holder:
    def __init__(self):
        self.items = [Noisy("one"), Noisy("two")]


class Dropping:
    def __init__(self, holder):
        self.holder = holder

    def __del__(self):
        self.holder.items = None
        print("dropped")


def drop_list(holder, fresh):
    holder.items[:2] = fresh[1::-1]


for i in range(8):
    holder = Holder()
    if i >= 5:
        holder.items = [Dropping(holder), Noisy(f"other{i}")]
    fresh = [Noisy(f"x{i}"), Noisy(f"y{i}")]
    drop_list(holder, fresh)
    print(holder.items, fresh)
    fresh = holder = None


# What stands between the slice and the store changes its type, fails, or looks at the list.
class Index:
    def __init__(self, value, seen):
        self.value = value
        self.seen = seen

    def __index__(self):
        print("index", self.seen)
        return self.value


def with_end(items, n, extra):
    items[:n + extra] = items[n::-1]


items = list(range(8))
for extra in [1] * 40 + [1.5, 2**60, True, 1]:
    try:
        with_end(items, 3, extra)
    except TypeError as error:
        print(error)
print(items)


def with_index(items, n, end):
    items[:end] = items[n::-1]


items = list(range(8))
for i in range(44):
    try:
        with_index(items, 3, 4 if i < 40 else Index(4, items) if i < 42 else "x")
    except TypeError as error:
        print(error)
print(items)


def with_call(items, n, end):
    items[:end(items)] = items[n::-1]


items = list(range(8))
for i in range(40):
    with_call(items, 3, lambda x: 4)
print(items)
with_call(items, 3, lambda x: x.append(99) or 4)
print(items)
with_call(items, 3, lambda x: x.clear() or 4)
print(items)


# Other kinds of containers.
class MyList(list):
    def __setitem__(self, key, value):
        print("set", key, value)
        super().__setitem__(key, value)


def move(target, source, n):
    target[:n] = source[n - 1::-1]


target = list(range(5))
for i in range(40):
    move(target, target, 4)
for other in (MyList([1, 2, 3]), bytearray(b"abcd"), (5, 6, 7), "xyz", [8, 9]):
    try:
        move(target, other, 2)
        print(target)
        move(other, target, 2)
        print(other)
    except TypeError as error:
        print(error)


# The slice is kept.
def keeping(items, n):
    kept = items[n::-1]
    items[:n + 1] = kept
    return kept


items = list(range(7))
for i in range(41):
    kept = keeping(items, 4)
print(items, kept, items is not kept)


def twice(items, other, n):
    items[:n] = other[:n] = items[n - 1::-1]


items, other = list(range(7)), list(range(10, 17))
for i in range(41):
    twice(items, other, 4)
print(items, other)
