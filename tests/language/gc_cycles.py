"""Cycles through every kind of object: what is in one dies with it, and lives as long as any part of it is in use."""
import gc
import _weakref as weakref

gc.disable()


class Mark:
    """Stands in each cycle, so that a weak reference tells when it ends."""


kinds = {}


def kind(make):
    kinds[make.__name__] = make
    return make


# Each function closes a cycle through `mark` and what it is about, and returns what of it to hold on to.

@kind
def instance(mark):
    mark.other = other = Mark()
    other.mark = mark
    return other


@kind
def instance_with_many_attributes(mark):
    for i in range(50):
        setattr(mark, f"a{i}", [i])
    mark.a49.append(mark)
    return mark.a49


@kind
def instance_with_dict(mark):
    namespace = mark.__dict__
    namespace["self"] = mark
    return namespace


@kind
def instance_whose_dict_is_shared(mark):
    other = Mark()
    other.__dict__ = mark.__dict__
    mark.other = other
    return other


@kind
def instance_with_slots(mark):
    class Slots:
        __slots__ = ("a", "b", "mark")
    s = Slots()
    s.b = s
    s.mark = mark
    mark.slots = s
    return s


@kind
def instance_with_slots_and_dict(mark):
    class Slots:
        __slots__ = ("mark", "__dict__")
    s = Slots()
    s.mark = mark
    s.extra = mark
    mark.slots = s
    return s


@kind
def list_(mark):
    l = [mark]
    l.append(l)
    mark.l = l
    return l


@kind
def long_list(mark):
    l = [mark] * 1000
    mark.l = l
    return l


@kind
def tuple_(mark):
    mark.t = t = (1, (2, mark))
    return t


@kind
def long_tuple(mark):
    mark.t = t = (mark,) * 200
    return t


@kind
def dict_value(mark):
    mark.d = d = {"a": 1, "mark": mark}
    return d


@kind
def dict_key(mark):
    mark.d = d = {mark: 1}
    return d


@kind
def dict_mixed_keys(mark):
    mark.d = d = {1: 2, "x": mark, (3, 4): [mark]}
    return d


@kind
def set_(mark):
    mark.s = s = {1, mark}
    return s


@kind
def frozenset_(mark):
    mark.s = s = frozenset([mark, "a"])
    return s


@kind
def list_subclass(mark):
    class L(list):
        pass
    l = L([mark])
    l.itself = l
    mark.l = l
    return l


@kind
def tuple_subclass(mark):
    class T(tuple):
        pass
    t = T([mark])
    mark.t = t
    return t


@kind
def dict_subclass(mark):
    class D(dict):
        __slots__ = ()
    d = D(mark=mark)
    mark.d = d
    return d


@kind
def set_subclass(mark):
    class S(set):
        pass
    s = S([mark])
    s.itself = s
    mark.s = s
    return s


@kind
def int_subclass(mark):
    class I(int):
        pass
    i = I(10 ** 30)
    i.mark = mark
    mark.i = i
    return i


@kind
def str_subclass(mark):
    class S(str):
        pass
    s = S("text")
    s.mark = mark
    mark.s = s
    return s


@kind
def closure(mark):
    def f():
        return mark, f
    mark.f = f
    return f


@kind
def cell(mark):
    def f():
        return mark
    mark.cell = f.__closure__[0]
    return mark.cell


@kind
def function_attribute(mark):
    def f():
        pass
    f.mark = mark
    mark.f = f
    return f


@kind
def function_default(mark):
    def f(a=mark):
        pass
    mark.f = f
    return f


@kind
def function_keyword_default(mark):
    def f(*, a=mark):
        pass
    mark.f = f
    return f


@kind
def function_annotation(mark):
    def f(a: mark):
        pass
    mark.f = f
    return f


@kind
def function_doc(mark):
    def f():
        pass
    f.__doc__ = mark
    mark.f = f
    return f


@kind
def function_globals(mark):
    space = {"mark": mark}
    exec("def f(): return mark", space)
    return space["f"]


@kind
def bound_method(mark):
    mark.append = [].append
    mark.method = type(instance)(instance.__code__, {}, "m").__get__(mark)
    return mark.method


@kind
def builtin_method(mark):
    l = [mark]
    mark.append = l.append
    return mark.append


@kind
def method_wrapper(mark):
    l = [mark]
    mark.add = l.__add__
    return mark.add


@kind
def class_(mark):
    class C:
        attribute = mark
    mark.c = C
    return C


@kind
def class_of_instance(mark):
    class C:
        pass
    C.instance = C()
    C.instance.mark = mark
    mark.c = C
    return C.instance


@kind
def class_with_method(mark):
    class C:
        def f(self):
            return __class__, mark
    mark.c = C
    return C


@kind
def derived_classes(mark):
    class A:
        pass

    class B(A):
        attribute = mark

    class C(A):
        pass

    class D(B, C):
        pass
    A.d = D
    mark.a = A
    return D


@kind
def metaclass(mark):
    class Meta(type):
        attribute = mark

    class C(metaclass=Meta):
        pass
    mark.c = C
    return C


@kind
def member_descriptor(mark):
    class C:
        __slots__ = ("a",)
        attribute = mark
    mark.member = C.__dict__["a"]
    return mark.member


@kind
def getset_descriptor(mark):
    class C:
        attribute = mark
    mark.getset = C.__dict__["__dict__"]
    return mark.getset


@kind
def mapping_proxy(mark):
    class C:
        attribute = mark
    mark.proxy = C.__dict__
    return mark.proxy


@kind
def property_(mark):
    def get(self):
        return mark
    mark.p = property(get)
    return mark.p


@kind
def static_method(mark):
    mark.s = staticmethod(lambda: mark)
    return mark.s


@kind
def class_method(mark):
    mark.s = classmethod(lambda cls: mark)
    return mark.s


@kind
def super_(mark):
    class C:
        pass
    c = C()
    c.mark = mark
    mark.s = super(C, c)
    return mark.s


@kind
def module(mark):
    m = type(gc)("m")
    m.itself = m
    m.mark = mark
    mark.m = m
    return m


@kind
def module_with_function(mark):
    m = type(gc)("m")
    m.mark = mark
    exec("def f(): return mark", m.__dict__)
    return m.f


def numbers(mark):
    box = yield mark
    yield box


@kind
def generator_not_started(mark):
    mark.g = numbers(mark)
    return mark.g


@kind
def generator_suspended(mark):
    mark.g = g = numbers(mark)
    next(g)
    return g


@kind
def generator_that_holds_itself(mark):
    def f():
        me = yield
        there = mark
        yield
    g = f()
    next(g)
    g.send(g)
    return g


@kind
def generator_in_try(mark):
    def f():
        try:
            me = yield mark
            yield
        finally:
            mark.ended = True
    g = f()
    next(g)
    g.send(g)
    return g


@kind
def generator_expression(mark):
    mark.g = (x for x in [mark])
    return mark.g


@kind
def coroutine(mark):
    class Wait:
        def __await__(self):
            yield mark

    async def f():
        await Wait()
    c = f()
    c.send(None)
    mark.c = c
    return c


@kind
def async_generator(mark):
    async def f():
        yield mark
    mark.g = f()
    return mark.g


@kind
def exception_context(mark):
    a, b = ValueError(mark), KeyError()
    a.__context__ = b
    b.__cause__ = a
    mark.a = a
    return b


@kind
def exception_arguments(mark):
    e = ValueError()
    e.args = (e, mark)
    return e


@kind
def exception_attribute(mark):
    e = OSError(1, "x")
    e.mark = mark
    e.itself = e
    return e


@kind
def exception_group(mark):
    e = ValueError(mark)
    g = ExceptionGroup("several", [e])
    e.__context__ = g
    return g


@kind
def traceback(mark):
    def f():
        held = mark
        try:
            1 / 0
        except ZeroDivisionError as e:
            mark.e = e
            e.__traceback__.tb_frame
    f()
    return mark.e.__traceback__


@kind
def frame_of_traceback(mark):
    def f():
        held = mark
        raise ValueError
    try:
        f()
    except ValueError as e:
        mark.frame = e.__traceback__.tb_next.tb_frame
    return mark.frame


@kind
def frame_object(mark):
    import sys

    def f():
        held = mark
        return sys._getframe()
    mark.frame = f()
    return mark.frame


@kind
def weak_reference_callback(mark):
    target = Mark()
    mark.ref = weakref.ref(target, lambda ref: mark)
    mark.target = target
    return mark.ref


@kind
def weak_proxy_callback(mark):
    target = Mark()
    mark.ref = weakref.proxy(target, lambda ref: mark)
    mark.target = target
    return target


@kind
def list_iterator(mark):
    l = [mark]
    mark.i = iter(l)
    return mark.i


@kind
def tuple_iterator(mark):
    mark.i = iter((mark, 1))
    return mark.i


@kind
def dict_iterators(mark):
    d = {"a": mark}
    mark.i = [iter(d), iter(d.values()), iter(d.items()), reversed(d)]
    for i in mark.i:
        next(i)
    return mark.i


@kind
def dict_views(mark):
    d = {"a": mark}
    mark.v = (d.keys(), d.values(), d.items())
    return mark.v


@kind
def set_iterator(mark):
    mark.i = iter({mark})
    return mark.i


@kind
def combining_iterators(mark):
    l = [mark]
    mark.i = zip(enumerate(l), map(str, l), filter(None, l), reversed(l))
    return mark.i


@kind
def callable_iterator(mark):
    mark.i = iter(lambda: mark, None)
    return mark.i


@kind
def sequence_iterator(mark):
    class S:
        def __getitem__(self, i):
            return i
    s = S()
    s.mark = mark
    mark.i = iter(s)
    return mark.i


@kind
def slice_(mark):
    mark.s = slice(mark, None)
    return mark.s


@kind
def generic_alias(mark):
    mark.a = list[mark]
    return mark.a


@kind
def memory_view(mark):
    class B(bytearray):
        pass
    b = B(b"x")
    b.mark = mark
    mark.m = memoryview(b)
    return mark.m


@kind
def instance_without_fields(mark):
    class Small:
        __slots__ = ()
    small = [Small() for i in range(50)]
    Small.all = small[::3]
    Small.mark = mark
    mark.small = small.pop()
    return mark.small


@kind
def code_constant(mark):
    # Code objects hold constants only; the function closes the cycle.
    f = eval("lambda: 7")
    f.mark = mark
    mark.code = (f.__code__, f)
    return mark.code


def check(name, make):
    mark = Mark()
    ref = weakref.ref(mark)
    held = make(mark)
    assert held is not None
    del mark
    if ref() is None:
        return print(name, "is no cycle")
    gc.collect()
    if ref() is None:
        print(name, "died in use")
    del held
    alive = ref() is not None
    gc.collect()
    print(name, "cycle" if alive else "no cycle", "lives" if ref() is not None else "dies")


for name, make in kinds.items():
    check(name, make)
    check(name, make)
print(gc.garbage)
