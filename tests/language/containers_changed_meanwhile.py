"""Containers that are changed by the code which they call: comparisons, hashes, indices, key functions, iterators,
finalizers. Also recursion, iterators that call themselves, and subclasses.
"""


def attempt(name, f):
    try:
        r = f()
    except BaseException as e:
        print(name, type(e).__name__, str(e)[:100])
    else:
        print(name, repr(r)[:200])

class Evil:
    def __init__(self, act, h=1): self.act = act; self.h = h
    def __hash__(self): return self.h
    def __eq__(self, other):
        self.act()
        return False
    def __lt__(self, other):
        self.act()
        return True
    def __repr__(self):
        self.act()
        return "Evil"

# dict
d = {}
d[Evil(lambda: d.clear())] = 1
attempt("get", lambda: d.get(Evil(lambda: None)))
d = {}
for i in range(5): d[Evil(lambda: [d.pop(k) for k in list(d)[:0]])] = i
attempt("get2", lambda: d.get(1))
d = {}
for i in range(5): d[Evil(lambda: d.update({str(j): j for j in range(100)}), 7)] = i
attempt("set", lambda: d.__setitem__(7, 1))
attempt("len", lambda: len(d))
d = {i: Evil(lambda: d.clear()) for i in range(20)}
attempt("repr", lambda: repr(d))
d = {i: Evil(lambda: d.clear()) for i in range(20)}
attempt("eq", lambda: d == {i: 0 for i in range(20)})
d = {}
attempt("selfupdate", lambda: d.update(d))
class D(dict):
    def __missing__(self, k): return ("missing", k)
attempt("missing", lambda: D()[3])
attempt("sub or", lambda: type(D() | {}))
class M:
    def keys(self): return ["a", "b"]
    def __getitem__(self, k): return k * 2
attempt("mapping", lambda: dict(M(), c=1))
attempt("star", lambda: {**M()})
attempt("star2", lambda: {**[1]})
attempt("starpairs", lambda: {**[(1, 2)]})
def mutate_update():
    a = {}
    b = {1: 1}
    class K:
        def __hash__(self): return 5
        def __eq__(self, o):
            b.clear()
            return False
    a[K()] = 1
    b[5] = 2
    b[6] = 3
    a.update(b)
attempt("mutating update", mutate_update)
# list
def lst(n=10): return [Evil(lambda: l.clear()) for _ in range(n)]
l = lst(); attempt("index", lambda: l.index(5))
l = lst(); attempt("count", lambda: l.count(5))
l = lst(); attempt("in", lambda: 5 in l)
l = lst(); attempt("remove", lambda: l.remove(5))
l = lst(); attempt("repr", lambda: repr(l))
l = lst(); attempt("eq", lambda: l == [0] * 10)
l = lst(); attempt("lt", lambda: l < [0] * 10)
l = lst(); attempt("sort", lambda: l.sort())
l = [3, 1, 2]
attempt("sortkey", lambda: l.sort(key=lambda x: l.append(x)))
attempt("after", lambda: l)
attempt("sortkeyerr", lambda: l.sort(key=lambda x: 1 // 0))
attempt("after", lambda: l)
class It:
    def __iter__(self): return self
    def __next__(self):
        l.clear()
        if len(l2) > 5: raise StopIteration
        l2.append(1)
        return 1
l = [1] * 10; l2 = []
attempt("slice assign", lambda: l.__setitem__(slice(2, 8), It()))
attempt("after", lambda: l)
class Idx:
    def __index__(self):
        l.clear()
        return 5
l = list(range(10)); attempt("idx", lambda: l[Idx()])
l = list(range(10)); attempt("slice idx", lambda: l[1:Idx()])
l = list(range(10)); attempt("set idx", lambda: l.__setitem__(Idx(), 1))
l = list(range(10)); attempt("del idx", lambda: l.__delitem__(slice(0, Idx(), 2)))
l = list(range(10)); attempt("pop idx", lambda: l.pop(Idx()))
l = list(range(10)); attempt("insert idx", lambda: l.insert(Idx(), 9)); attempt("after", lambda: l)
l = list(range(10)); attempt("mul", lambda: l.__imul__(3)); attempt("len", lambda: len(l))
class Del:
    def __del__(self): l.append(1)
l = [Del() for _ in range(5)]; attempt("clear", l.clear); attempt("after", lambda: l)
l = [Del() for _ in range(5)]; attempt("del", lambda: l.__delitem__(slice(None))); attempt("after", lambda: len(l))
l = [Del() for _ in range(5)]; attempt("set", lambda: l.__setitem__(slice(1, 3), [0] * 20)); attempt("after", lambda: l[-2:])
l = [1, 2, 3]
for x in l:
    if len(l) < 20: l.append(x)
attempt("grow", lambda: l)
l = [1, 2, 3, 4]
for x in reversed(l): l.clear()
attempt("rev", lambda: l)
# sets
s = set()
for i in range(5): s.add(Evil(lambda: s.clear(), 3))
attempt("s in", lambda: 3 in s); attempt("len", lambda: len(s))
s = set()
for i in range(5): s.add(Evil(lambda: s.update(range(100, 200)), 3))
attempt("s add", lambda: s.add(3)); attempt("len", lambda: len(s))
s = {Evil(lambda: s.clear(), 3)}
attempt("s eq", lambda: s == {3}); attempt("s and", lambda: s & {3}); attempt("s sub", lambda: s - {3}); attempt("s le", lambda: s <= {3, 4})
s = {Evil(lambda: s.clear(), 3)}
attempt("s update", lambda: s.update([3, 3])); attempt("s", lambda: s)
attempt("sym", lambda: sorted({1, 2, 3}.symmetric_difference([3, 4, 4])))
attempt("hash set", lambda: {1, 2} in {frozenset([1, 2])})
attempt("hash set2", lambda: {frozenset([1, 2])}.discard({1, 2}))
class S(set): pass
attempt("sub", lambda: [type(S([1]) | {2}), type(S().copy()), type(S() & {1}), S([1]), type({1} | S())])
class F(frozenset): pass
attempt("fsub", lambda: [F([1]), type(F() | {2}), type(F().copy()), hash(F([1, 2])) == hash(frozenset([1, 2]))])
# iterators
def gen():
    z = zip(It2(), It2())
    return list(z)
class It2:
    n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
attempt("zip", gen)
class Re:
    z = None
    n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 6: raise StopIteration
        if self.n == 3: return next(Re.z)
        return self.n
def reent():
    Re.z = zip(Re(), [1, 2, 3, 4, 5])
    return list(Re.z)
attempt("reentrant zip", reent)
attempt("enum", lambda: list(enumerate("abc", 2**48 - 2)))
attempt("map2", lambda: list(map(lambda a, b: a + b, [1, 2, 3], (10, 20))))
attempt("filter", lambda: list(filter(lambda x: x % 2, range(10))))
attempt("iter2", lambda: list(iter(iter([1, 2, 3, 0, 4]).__next__, 0)))
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
attempt("tuple sub", lambda: [T(1, 2), T(1, 2) == (1, 2), hash(T(1)) == hash((1,)), T(1) + (2,), T(3)[0], len(T(1, 2)), type(T(1, 2)[:]), list(T(1, 2)), T(1)*2, {T(1): 1}[(1,)]])
class L(list): pass
attempt("list sub", lambda: [L([1]), L([1]) + [2], type(L([1])[:]), type(L([1]) * 2), type(L().copy()), L([1]) == [1], sorted(L([2, 1]))])
class DS(dict): pass
attempt("dict sub", lambda: [DS(a=1), type(DS(a=1).copy()), DS([(1, 2)]), DS.fromkeys([1]), type(DS.fromkeys([1])), {**DS(a=1)}, DS(a=1) == {'a': 1}])
def deep():
    x = []
    for i in range(100000): x = [x]
    return repr(x)
attempt("deep", deep)
def deepcmp():
    x = []; y = []
    for i in range(100000): x = [x]; y = [y]
    return x == y
attempt("deepcmp", deepcmp)
def deeptuple():
    x = ()
    for i in range(100000): x = (x,)
    return hash(x) != 0
def deepdict():
    x = {}
    for i in range(100000): x = {1: x}
    return repr(x)
attempt("deepdict", deepdict)
l = [1]; l.append(l); attempt("rec", lambda: l)
d = {}; d[1] = d; attempt("recd", lambda: d)
tt = ([],); tt[0].append(tt); attempt("rect", lambda: tt)
attempt("receq", lambda: l == l)
l3 = [1]; l3.append(l3)
attempt("receq2", lambda: l == l3)
d = dict.fromkeys(range(10))
def it():
    for k in d: d.pop(k)
attempt("iter pop", it)
d = dict.fromkeys(range(10))
def it():
    for k in d:
        del d[k]; d[k + 100] = 1
    return len(d)
attempt("iter exchange", it)
def fifo():
    d = {}
    for i in range(1000): d[i] = i
    for i in range(100000):
        d[1000 + i] = i
        del d[i]
    return len(d), next(iter(d))
attempt("fifo", fifo)
attempt("popitem", lambda: [(d := {1: 1, 2: 2, 3: 3}).popitem(), d.popitem(), d.__setitem__(9, 9), d])
attempt("reversed d", lambda: [list(reversed({1: 2, 3: 4})), list(reversed({1: 2, 3: 4}.items())), list(reversed({1: 2, 3: 4}.values()))])
attempt("views", lambda: [{1: 2}.keys() == {1}, {1: 2}.items() == {(1, 2)}, {1: 2}.keys() <= {1, 2}, {1, 2} >= {1: 2}.keys(), {1: 2}.keys().isdisjoint([2]), {1: 2}.keys().mapping, {1: 1, 2: 2}.keys() ^ {2, 3}, {1: 2}.values() == {1: 2}.values()])
attempt("sort stab", lambda: sorted([(i % 3, i) for i in range(20)], key=lambda p: p[0], reverse=True))
attempt("sort mixed", lambda: sorted([3, 1.5, True, -2, 10**20, 2.5]))
attempt("sort strs", lambda: sorted("hello world foo bar".split(), key=len))
attempt("range", lambda: [range(10)[-3:], range(0, 10**20, 10**19)[5], 5 in range(0, 10**20, 5), range(5).count(3), range(5).index(3), range(0, -10, -2)[::-1], list(range(2**48-2, 2**48+2))[-1], list(reversed(range(0, 7, 3)))])
attempt("slices", lambda: [slice(1, 10, 2).indices(5), slice(None, None, -1).indices(5), slice(-3, None).indices(10**30), slice(1, 2) < slice(1, 3)])
