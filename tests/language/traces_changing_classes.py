"""Loops in which classes, modules and their attributes change all the time, and classes are made anew."""
import builtins
import types

N = 300


class Counted:
    made = 0
    last = None

    def __init__(self, v):
        Counted.made += 1
        Counted.last = v
        self.v = v

    def get(self):
        return self.v


class Special(Counted):
    pass


def instances_counted(n):
    total = 0
    for i in range(n):
        total += Counted(i).get() + Special(i).made
    return total, Counted.made, Special.made, Counted.last, Special(7).last


def class_attribute_set(n):
    class Box:
        n = 0

        def __init__(self, k):
            self.k = k

        def get(self):
            return self.k
    box, total = Box(3), 0
    for i in range(n):
        total += box.get() + box.n
        Box.n = i
        total += Box.n
    return total, box.n, Box(1).n


def class_attribute_of_many_types(n):
    class Box:
        value = 0
    box, seen = Box(), []
    for i in range(n):
        Box.value = (i, float(i), str(i), None, [i], (i,), {i}, b"x")[i % 8]
        seen.append((box.value, Box.value))
    return seen[-9:], len(seen)


def class_attribute_becomes_descriptor(n):
    class Twice:
        def __get__(self, instance, owner):
            return "of an instance" if instance is not None else "of a class"

    class Late:
        pass

    class Box:
        value = 0
    box, seen = Box(), {}
    for i in range(n):
        Box.value = i % 2 if i % 50 else Twice()
        seen[box.value, Box.value] = seen.get((box.value, Box.value), 0) + 1
        if i == n - 20:
            Box.value = Late()
            for _ in range(3):
                Box.value = Late()
            Late.__get__ = lambda self, instance, owner: "late"
            seen[box.value, Box.value] = seen.get((box.value, Box.value), 0) + 1
    return sorted(seen.items(), key=repr)


def functions_as_attributes(n):
    class Box:
        run = None
    box, total = Box(), 0
    for i in range(n):
        if i % 4 == 3:
            Box.run = 5
            total += box.run
        else:
            Box.run = lambda self: i
            total += box.run()
    return total


def attribute_deleted(n):
    class Base:
        value = 1

    class Box(Base):
        pass
    box, total = Box(), 0
    for i in range(n):
        Box.value = i
        total += box.value + Box.value
        del Box.value
        total += box.value + Box.value
    return total


def base_changes(n):
    class Base:
        value = 0

    class Middle(Base):
        pass

    class Leaf(Middle):
        pass
    leaf, total = Leaf(), 0
    for i in range(n):
        Base.value = i
        total += leaf.value + Leaf.value
        if i == n // 2:
            Middle.value = 1000
        if i == n // 2 + 50:
            del Middle.value
    return total


def instance_hides(n):
    class Box:
        value = 0
    boxes, total = [Box() for _ in range(3)], 0
    boxes[1].value = 77
    for i in range(n):
        Box.value = i
        for box in boxes:
            total += box.value
        if i == n // 2:
            boxes[2].value = 1
        if i == n // 2 + 20:
            del boxes[2].value
    return total


def many_names(n):
    class Box:
        pass
    for i in range(n):
        setattr(Box, f"name{i % 40}", i)
        setattr(Box, f"new{i}", i)
    return sum(getattr(Box, f"name{k}") for k in range(40)), len(vars(Box))


def methods_replaced(n):
    class Box:
        def get(self):
            return 0
    box, total = Box(), 0
    for i in range(n):
        Box.get = lambda self, i=i: i
        total += box.get()
        Box.__init__ = lambda self, k=i: None
        Box()
    return total


def special_methods_replaced(n):
    class Box:
        def __add__(self, other):
            return 0

        def __len__(self):
            return 0
    box, total = Box(), 0
    for i in range(n):
        Box.__add__ = lambda self, other: other + i
        Box.__len__ = lambda self: i
        Box.__bool__ = lambda self: i % 2 == 0
        total += (box + 1) + len(box) + (1 if box else 0)
    return total


def classes_made(n):
    total = 0
    for i in range(n // 3):
        class Box:
            limit = i

            def __init__(self, v):
                self.v = v

            def get(self, more=1):
                return self.v + self.limit + more

            @property
            def twice(self):
                return self.v * 2

            @staticmethod
            def one():
                return 1
        box = Box(i)
        total += box.get() + box.twice + Box.one() + Box.limit + isinstance(box, Box)
    return total


def types_called(n):
    total = 0
    for i in range(n // 10):
        Point = type("Point", (tuple,), {"x": property(lambda self: self[0])})
        point = Point((i, 1))
        x, y = point
        Other = type("Other", (object,), {"k": i, "get": lambda self: self.k})
        total += point.x + x + y + Other().get()
    return total


def many_classes(n):
    classes = [type(f"C{k}", (), {"k": k, "get": lambda self: self.k, "__init__": lambda self, v: setattr(self, "v", v)})
               for k in range(12)]
    total = 0
    for i in range(n):
        box = classes[i * i % 12](i)
        total += box.get() + box.v + box.k
        box.v = total
    return total


def many_shapes(n):
    class Box:
        pass
    total = 0
    for i in range(n):
        box = Box()
        setattr(box, f"first{i % 15}", 1)
        box.v = i
        total += box.v + len(vars(box))
    return total


def class_of_instance_changes(n):
    class A:
        def get(self):
            return 1

    class B:
        def get(self):
            return 2
    box, total = A(), 0
    for i in range(n):
        box.__class__ = (A, B)[i % 2]
        total += box.get()
    return total


def metaclass_attributes(n):
    class Meta(type):
        count = 0

        def __call__(cls, *args):
            Meta.count += 1
            return super().__call__(*args)

    class Box(metaclass=Meta):
        pass
    for i in range(n):
        Box()
        Box.count
    return Meta.count, Box.count


counter = 0
stepping = 1


def global_changes(n):
    global counter, stepping
    for i in range(n):
        counter += stepping
        stepping = lambda_result(i)
    return counter, stepping


def lambda_result(i):
    return i % 3


def globals_added(n):
    total = 0
    for i in range(n):
        globals()[f"added{i}"] = i
        total += len(str(globals()[f"added{i}"])) + counter
        if i >= 3:
            del globals()[f"added{i - 3}"]
    return total


def builtins_change(n):
    total = 0
    for i in range(n):
        builtins.extra = i
        total += extra
        if i % 10 == 0:
            builtins.len = lambda x: 100
            total += len("abc")
            builtins.len = old_len
        total += len("abc")
    del builtins.extra
    return total


old_len = len


def module_changes(n):
    module = types.ModuleType("changing")
    module.value = 0
    module.function = lambda: 0
    total = 0
    for i in range(n):
        module.value = i
        module.function = lambda i=i: i
        setattr(module, f"name{i}", i)
        total += module.value + module.function()
        fresh = types.ModuleType("fresh")
        fresh.value = i
        total += fresh.value
    return total


def imports(n):
    total = 0
    for i in range(n):
        import math
        from sys import maxsize
        math.extra = i
        total += math.extra + (maxsize > 0) + math.floor(1.5)
    del math.extra
    return total


def spaces_of_exec(n):
    code = compile("for k in range(30):\n    total += k + step\n", "made", "exec")
    total = 0
    for i in range(n // 5):
        space = {"total": total % 1000, "step": i}
        exec(code, space)
        total += space["total"]
    return total


for name, value in list(globals().items()):
    if isinstance(value, types.FunctionType) and value is not lambda_result and not name.startswith("_"):
        print(name, value(N))
