"""dataclasses: fields, defaults, ordering, frozen, slots, inheritance, post-init, replace, conversion,
errors.
"""

from dataclasses import (
    FrozenInstanceError, InitVar, KW_ONLY, asdict, astuple, dataclass, field, fields, is_dataclass,
    make_dataclass, replace,
)
from typing import ClassVar


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, repr=False)
    count: ClassVar[int] = 0

    def length(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5


@dataclass(order=True, frozen=True)
class Version:
    major: int
    minor: int = 0
    label: str = field(default="", compare=False)


@dataclass
class Point3(Point):
    z: float = 0.5
    _: KW_ONLY
    name: str = "anonymous"


@dataclass(slots=True)
class Slotted:
    a: int
    b: str = "b"


@dataclass
class Computed:
    base: int
    scale: InitVar[int] = 2
    result: int = field(init=False)

    def __post_init__(self, scale):
        self.result = self.base * scale


@dataclass(unsafe_hash=True, eq=True)
class Hashed:
    v: tuple


p = Point(3, 4)
print(p, p.length(), p == Point(3, 4), p != Point(3, 5), p == (3, 4), p.tags is Point(1).tags, Point.y,
      hasattr(Point, "x"))
print([f.name for f in fields(Point)], [f.type for f in fields(Point)][:2], is_dataclass(Point),
      is_dataclass(p), is_dataclass(5), Point.__match_args__)
print(Version(1, 2) < Version(1, 3), sorted([Version(2), Version(1, 5), Version(1, 2, "x")]),
      Version(1, 2, "a") == Version(1, 2, "b"), hash(Version(1)) == hash(Version(1)),
      max(Version(1), Version(2)))
attempt(lambda: setattr(Version(1), "major", 2))
attempt(lambda: delattr(Version(1), "major"))
print(issubclass(FrozenInstanceError, AttributeError), Point3(1, 2, z=3, name="n"), Point3(1),
      Point3.__match_args__)
attempt(lambda: Point3(1, 2, [], 3, "positional name"))
print(Slotted(1), hasattr(Slotted(1), "__dict__"), Slotted.__slots__, Computed(5), Computed(5, 10),
      Computed(5, scale=3).result, hash(Hashed((1,))) == hash(Hashed((1,))))
attempt(lambda: setattr(Slotted(1), "c", 1))
attempt(hash, p)
attempt(Point)
attempt(Point, 1, 2, 3, 4)
attempt(lambda: Point(1) < Point(2))
attempt(lambda: Version(1) < 5)
print(asdict(Point(1, 2, [Version(1)])), astuple(Point(1, 2, [Version(1)])), replace(p, y=9),
      replace(Version(1, 2), label="new"))
attempt(replace, p, nothing=1)
attempt(replace, Computed(1), result=5)
attempt(asdict, 5)
Made = make_dataclass("Made", ["a", ("b", int), ("c", str, "default")],
                      namespace={"total": lambda self: self.a + self.b})
print(Made(1, 2), Made(1, 2).total(), Made.__name__)


def mutable_default():
    @dataclass
    class Bad:
        x: list = []


def wrong_order():
    @dataclass
    class Bad:
        x: int = 1
        y: int


attempt(mutable_default)
attempt(wrong_order)
match p:
    case Point(x, y=4):
        print("matched", x)


@dataclass
class Node:
    value: int
    next: "Node | None" = None


n = Node(1, Node(2))
print(n, asdict(n), n == Node(1, Node(2)))
n.next.next = n
print(n)
total = 0
for i in range(3000):
    q = Point(i, i + 1)
    q.x += q.y
    total += q.x + (q == p)
print(total)
