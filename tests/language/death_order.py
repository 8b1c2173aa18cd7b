"""The order in which instances that hold each other die, and chains of them of any length."""
import sys
import weakref


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("dies:", self.name)


class Plain:
    pass


class Slots:
    __slots__ = ("one", "two")


class Both(Slots):
    pass


def plain(*values):
    it = Plain()
    for i, value in enumerate(values):
        setattr(it, "v%d" % i, value)
    return it


def main():
    # Attributes in their order, those of a held instance in its place.
    it = plain(Named("a"), plain(Named("b"), Named("c")), Named("d"))
    del it
    # More than fit inside the instance, and a dict of its own.
    it = plain(*(Named(i) for i in range(12)))
    del it
    it = plain(Named("in a dict"), Named("too"))
    it.__dict__["more"] = plain(Named("below"))
    del it
    # __slots__, with and without attributes besides.
    it = Slots()
    it.one = Named("one")
    it.two = plain(Named("under two"))
    del it
    it = Both()
    it.extra = Named("extra")
    it.two = Named("two")
    it.one = 5
    del it
    # Weak references and finalizers in the middle of a chain.
    middle = plain(Named("below the middle"))
    ref = weakref.ref(middle, lambda _: print("the middle is gone"))
    it = plain(plain(middle))
    del middle
    print(ref() is not None)
    del it
    print(ref())
    # The finalizer of what an instance holds last no longer finds the instance.
    it = plain(Named("last"))
    ref = weakref.ref(it, lambda _: print("holder gone"))
    del it
    # What a finalizer brings back lives on, the rest of the chain dies.
    kept = []

    class Returns:
        def __del__(self):
            kept.append(self)

    back = Returns()
    back.held = Named("held by what comes back")
    it = plain(Named("before"), back)
    del back, it
    print(len(kept))
    kept.clear()
    # A class that goes with its last instance.
    Local = type("Local", (), {"marker": Named("in the class")})
    it = Local()
    it.next = plain(Named("in its instance"))
    del Local, it
    # Long chains: attributes, __slots__, classes by turns, with a finalizer at the end.
    for make in (Plain, Slots, Both):
        head = None
        for i in range(200000):
            node = make()
            node.one = head if head is not None else Named("end of " + make.__name__)
            head = node
        del node, head
    head = Named("end of a mixed chain")
    for i in range(100000):
        node = (Plain, Slots, Both)[i % 3]()
        node.one = head
        head = [node] if i % 1000 == 0 else node
    del node, head
    # Trees, where what is not last nests.
    def tree(depth):
        it = Plain()
        if depth:
            it.left = tree(depth - 1)
            it.right = tree(depth - 1)
        return it
    it = tree(14)
    del it
    left = Named("end of the left")
    for i in range(100000):
        node = Plain()
        node.left = left
        node.right = i
        left = node
    del node, left


main()
