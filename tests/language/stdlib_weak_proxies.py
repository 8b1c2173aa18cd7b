"""Weak proxies: which operands are taken for what they stand for, and which stay proxies, as in CPython."""

import _weakref


class Tells:
    def __init__(self, name):
        self.__dict__["name"] = name


def method(name, result):
    def tell(self, *arguments):
        print(name, self.name, [type(argument).__name__ for argument in arguments], end="; ")
        return result(self) if callable(result) else result
    return tell


for name, result in (("eq", True), ("lt", False), ("add", 1), ("radd", 1), ("getitem", 5), ("setitem", None), ("delitem", None), ("contains", True), ("call", 2),
                     ("pow", 3), ("setattr", None), ("delattr", None), ("iadd", lambda self: self), ("divmod", (1, 2)), ("matmul", 4), ("len", 7), ("bool", True)):
    setattr(Tells, f"__{name}__", method(name, result))
one, two = Tells("one"), Tells("two")
p, q = _weakref.proxy(one), _weakref.proxy(two)
print(p == q, p < q, p + q, 5 + q, p + 5, p[q], q in p, p(q, x=q) if False else p(q), p ** q, pow(p, q, q), divmod(p, q), p @ q, len(p), bool(p))
p[q] = q
del p[q]
p.attribute = q
del p.attribute
r = p
r += q
print(type(r).__name__, two == q, one != p)


class Plain:
    pass


class Slotted:
    __slots__ = "before", "after", "key", "__weakref__"


for kind in (Plain, Slotted):
    root_object = kind()
    root = _weakref.proxy(root_object)
    root.before = root.after = root
    links = []
    for key in range(3):
        link = kind()
        last = root.before
        link.before, link.after, link.key = last, root, key
        last.after = link
        root.before = _weakref.proxy(link)
        links.append(link)
    print(root_object.before == links[-1], type(root_object.before).__name__, end=" ")
    current, keys = root.before, []
    while current is not root:
        keys.append(current.key)
        current = current.before
    current = root.after
    while current is not root:
        keys.append(current.key)
        current = current.after
    print(keys)
