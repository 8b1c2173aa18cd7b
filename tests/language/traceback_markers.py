"""Prints many tracebacks to standard error through sys.excepthook: markers under every kind of expression."""

import sys


class O:
    x = None

    def __getitem__(self, key):
        raise IndexError(key)


o = O()
d = {"a": {"b": None}}
n = None
zero = 0
é = "wide: 中文"


def binary(): return 1 + 2 * (3 - 4) / zero + 5
def attribute(): return o.x.y.z
def subscript(): return d["a"]["b"]["c"]
def subscript_user(): return [o[1], 2][0]
def call(): return len(5) + abs("x")
def call_none(): return n(1, 2, key=3)
def call_method(): return "text".nothing(1).more()
def name(): return [1, undefined_name, 2]
def whole_line(): raise ValueError("the whole line")
def compare(): return 1 < 2 < "3"
def unary(): return 5 - -"x"
def unpack(): a, b = 1, 2, 3; return a
def wide(): return é + (é + 1) + "中" * 3
def tabs():	return	1 +	None
def lambda_(): return (lambda v: v / zero)(1)
def comprehension(): return [x / zero for x in (1, 2) if x]
def subscript_assign(): d["x"]["y"] = 5
def attribute_assign(): n.attribute = 1; pass
def delete(): del d["missing"]
def for_(): return [x for x in 5]
def with_():
    with n: pass
def string(): return "%d" % "x" + f"{n.real:>5}"
def f_string(): return f"{1}{n.real}{2}"
def augmented(): x = "a"; x += 1
def import_(): import missing_module_name
def assert_(): assert n, "message here"
def assert_plain(): assert zero == 1 and n
def multi_line():
    return (
        1
        + 2
        + n
        + 3
    )
def multi_call():
    return max(
        1,
        int(
            "x"
        ),
    )
def starred(): return print(*5)
def keyword(): return print(**{"bad": 1})
def slice_(): return [1, 2, 3]["a":]
def conditional(): return 1 if n else zero // zero if True else 2
def yield_(): return list((yield_inner()))
def yield_inner(): yield 1; yield n.x
def generator(): return sum(v.x for v in (n,))
def chained_call(): return o.__class__.mro().pop(99).x
def walrus(): return (q := n).z + (r := 1)
def return_only(): return n[0]
def decorator():
    @n
    def f(): pass
def class_body():
    class C:
        a = 1
        b = a.missing
def missing_argument(): return compare(1)
def nested_parentheses(): return ((((1)) + ((n))))
def power(): return 2 ** n ** 2
def not_(): return not (n < 1)
def matmul(): return (1 @ 2) - 1
def contains(): return 1 in (n or 5)
def raise_from(): raise KeyError("k") from n
def raise_from_other():
    raise KeyError("k") from OSError(2, "cause")


for function in [v for v in list(globals().values()) if type(v).__name__ == "function"]:
    print("--", function.__name__, file=sys.stderr)
    try:
        function()
    except Exception:
        sys.excepthook(*sys.exc_info())
    else:
        print("no error", file=sys.stderr)
raise SystemExit(3)
