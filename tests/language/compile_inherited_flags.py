"""Future features that compiled code inherits from the code that compiles it."""
from __future__ import annotations

SOURCE = "def f(x: y): pass"
ANNOTATIONS = 0x1000000
for flags, dont_inherit in ((0, False), (0, True), (ANNOTATIONS, True), (ANNOTATIONS, False)):
    code = compile(SOURCE, "f", "exec", flags, dont_inherit)
    print(code.co_flags & ANNOTATIONS, [const for const in code.co_consts if isinstance(const, tuple)])
exec("def g(x: nope): pass")
print(g.__annotations__)
print(eval("(lambda: 1).__code__.co_flags & %d" % ANNOTATIONS))
exec("from __future__ import barry_as_FLUFL\nprint(1 <> 2)")
try:
    exec("print(1 <> 2)")
except SyntaxError as e:
    print(e)
