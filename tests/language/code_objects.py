# Code objects: their attributes and methods, replace(), the constructor, equality and hash.
import types
def f(a, b=1, /, c=2, *args, d, **kw):
    x = a
    return lambda: (x, b)
c = f.__code__
def t(label, g):
    try: r = g(); print(label, 'ok', r if not isinstance(r, types.CodeType) else 'code')
    except SystemError as e: print(label, 'SystemError', str(e) if 'internal' not in str(e) else '')
    except BaseException as e: print(label, type(e).__name__, str(e))
for kw in [dict(co_argcount=-1), dict(co_argcount=9), dict(co_argcount=1), dict(co_posonlyargcount=9), dict(co_kwonlyargcount=99), dict(co_nlocals=3), dict(co_stacksize=-1), dict(co_flags=-1), dict(co_firstlineno=-1), dict(co_code=b'a'), dict(co_code='x'), dict(co_consts=[]), dict(co_names=(1,)), dict(co_names=[]), dict(co_varnames=('a',)), dict(co_varnames=c.co_varnames+('z',)), dict(co_varnames=c.co_varnames+('z',), co_nlocals=c.co_nlocals+1), dict(co_varnames=(1,)*c.co_nlocals), dict(co_freevars=('q',)), dict(co_freevars=(1,)), dict(co_cellvars=('x',)), dict(co_cellvars=()), dict(co_filename=1), dict(co_name=None), dict(co_qualname=b''), dict(co_linetable=''), dict(co_exceptiontable=None), dict(co_argcount='1'), dict(co_argcount=1.0), dict(co_argcount=2**40), dict(nonsense=1), dict(co_firstlineno=0), dict(co_code=bytearray(b'ab')), dict(co_linetable=b''), dict(co_consts=(1,)),dict(co_lnotab=b'')]:
    t(kw, lambda: c.replace(**kw))
t('pos', lambda: c.replace(1))
C = types.CodeType
base = (c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals, c.co_stacksize, c.co_flags, c.co_code, c.co_consts, c.co_names, c.co_varnames, c.co_filename, c.co_name, c.co_qualname, c.co_firstlineno, c.co_linetable, c.co_exceptiontable, c.co_freevars, c.co_cellvars)
t('full', lambda: C(*base) == c)
for n in (0,1,15,16,17,19): t(n, lambda: C(*(base+(1,))[:n]))
t('kw', lambda: C(*base[:16], freevars=()))
bad = {0:[-1,'x',9], 1:[-1,9], 2:[-1,99], 3:[-1,99], 4:[-1,1.5], 5:[-1], 6:['x',b'a',b''], 7:[[],None], 8:[(1,),[]], 9:[(),(1,)*c.co_nlocals,None], 10:[b'',None], 11:[1], 12:[1], 13:[-5,'x'], 14:[''], 15:[None], 16:[('w',),(1,),[]], 17:[('w',),('x','b'),(1,)]}
for i, vs in bad.items():
    for v in vs:
        a = list(base); a[i] = v
        t((i, v), lambda: C(*a))
t('sub', lambda: type('S', (C,), {}))
for r in [dict(co_linetable=b''), dict(co_exceptiontable=b''), dict(co_filename='zz'), dict(co_qualname='zz'), dict(co_name='zz'), dict(co_stacksize=77), dict(co_firstlineno=3333), dict(co_consts=(None,)), dict(co_flags=c.co_flags^0x1000000), dict(co_cellvars=()), dict(co_names=('y',))]:
    print(r.keys(), c.replace(**r) == c, hash(c.replace(**r)) == hash(c))
k = (lambda: 1).__code__
for a, b in [((1,),(1.0,)), ((1,),(True,)), ((0.0,),(-0.0,)), ((0j,),(-0j,)), ((complex(0,-0.0),),(0j,)), (((1,),),((1.0,),)), ((frozenset([1]),),(frozenset([1.0]),)), (('a',),(b'a',)), (([],),([],)),((2**70,),(2**70,))]:
    print(a, b, k.replace(co_consts=a) == k.replace(co_consts=b))
print(k == 1, k != k.replace(), k < k if False else '')
t('lt', lambda: k < k)
t('hash', lambda: hash(k.replace(co_consts=([],))))
print(type(c.co_lines()), type(c.co_positions()), iter(c.co_lines()).__class__.__name__)
it = c.co_lines(); print(list(it)); print(list(it)); print(it is iter(it))
it = c.co_positions(); print(list(it)[:5], list(it)); t('len', lambda: len(it)); t('new', lambda: type(it)()); t('lines new', lambda: type(c.co_lines())())
print(c._varname_from_oparg(0), [c._varname_from_oparg(i) for i in range(c.co_nlocals)])
for v in (-1, 99, 'x', None): t(v, lambda: c._varname_from_oparg(v))
t('noarg', lambda: c._varname_from_oparg())
t('kwarg', lambda: c._varname_from_oparg(oparg=1))
print(c.co_lnotab, c._co_code_adaptive == c.co_code, type(c._co_code_adaptive))
for n in ('co_code','co_name','co_lnotab','_co_code_adaptive','co_varnames','nope'):
    t(n, lambda: setattr(c, n, 1)); t(n, lambda: delattr(c, n))
text = repr(c.replace(co_filename='a"b', co_firstlineno=0, co_name="q\u1234"))
print(text[:text.index("0x")], text[text.index(", file"):])
print([n for n in dir(C) if not n.startswith('__')])
print(c.__sizeof__() > 0, '__sizeof__' in C.__dict__)
t('args', lambda: c.co_lines(1)); t('args', lambda: c.co_positions(1))

# Every field through every way to look at it, in all kinds of code.
source = """
import os
class A(object):
    x: int = 1
    def method(self, *, key=None):
        '''Doc.'''
        try:
            with open(key) as f:
                return [line for line in f
                        if self.x and line]
        except (OSError,
                ValueError) as e:
            raise RuntimeError from e
        finally:
            del key
async def g(a, /, b, *c, d, **e):
    async for i in a:
        yield lambda: (i, b)
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n, __class__
    return inner
x = {**{}, 'a': 1, 2.5: -0.0, b'x': (1, 'b', None, ...)}
match x:
    case {'a': 1, **rest} if rest: pass
    case [1, 2 | 3, *_]: pass
""" + "\n" * 300 + "y = 1\n" + "z = " + "y + " * 200 + "y\n"
names = [n for n in dir(C) if not n.startswith("_") and n not in ("replace", "co_consts", "co_lines", "co_positions")]
def walk(code):
    print(code.co_name)
    for n in names:
        print("   ", n, getattr(code, n))
    print("   ", list(code.co_lines()))
    print("   ", list(code.co_positions()))
    print("   ", [k for k in code.co_consts if not isinstance(k, C)])
    assert code.replace() == code and hash(code.replace()) == hash(code) and code.replace() is not code
    for k in code.co_consts:
        if isinstance(k, C):
            walk(k)
walk(compile(source, "source", "exec"))
exec(compile("print('replaced', 40 + 2)", "x", "exec").replace(co_filename="y"))
def add(a, b): return a + b
add.__code__ = add.__code__.replace(co_varnames=("p", "q"), co_name="sum")
print(add(p=1, q=2), add.__code__.co_varnames, add.__code__.co_name)
made = C(0, 0, 0, 0, 1, 64, compile("7", "", "eval").co_code, (7,), (), (), "file", "name", "qualname", 5, b"", b"")
print(eval(made), made.co_qualname, made.co_freevars, list(made.co_lines()), list(made.co_positions()), made.co_lnotab)
