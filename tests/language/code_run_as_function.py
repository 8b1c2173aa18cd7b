# Code objects that run in another place than where the compiler put them.
import types

namespace = {}
module = types.FunctionType(compile("x = 1\nclass C:\n    a = x\n    b: int = 3\nprint(sorted(locals())[:3])", "m", "exec"),
                            namespace)
print(module(), namespace["x"], namespace["C"].a, namespace["C"].__annotations__)
expression = types.FunctionType(compile("x + 1", "m", "eval"), namespace)
print(expression())


def outer():
    v = 1

    def inner():
        return v

    return inner


for run in (exec, eval, lambda code: types.FunctionType(code, {})):
    try:
        run(outer().__code__)
    except TypeError as error:
        print(type(error).__name__)


def first(a, b=2):
    return a, b


def second(*args, **kwargs):
    return args, kwargs


first.__code__, second.__code__ = second.__code__, first.__code__
print(first(1, c=3), second(1, 5))
try:
    second(1)
except TypeError as error:
    print(error)

import marshal

again = marshal.loads(marshal.dumps(outer.__code__))
print(again == outer.__code__, types.FunctionType(again, {})()())
