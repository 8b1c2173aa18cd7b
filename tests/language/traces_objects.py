"""Small objects in hot loops: methods, constructors, properties, class methods, super(), sites of two to six classes."""


class Shape:
    made = 0

    def __init__(self, name="shape", *, size=1):
        self.name = name
        self.size = size
        Shape.made += 1

    def area(self):
        return 0

    def describe(self):
        return self.name + str(self.area())

    @property
    def double(self):
        return self.area() * 2

    @double.setter
    def double(self, value):
        self.size = value / 2 if value % 2 else value // 2

    @classmethod
    def make(cls, size):
        return cls(size=size)

    @staticmethod
    def add(a, b):
        return a + b


class Square(Shape):
    def __init__(self, size=2):
        super().__init__("square", size=size)

    def area(self):
        return self.size * self.size


class Cube(Square):
    def area(self):
        return super().area() * self.size

    def describe(self):
        return "cube:" + super().describe()


class Slim(Shape):
    __slots__ = ("extra",)

    def __init__(self, size=3):
        self.extra = size
        super(Slim, self).__init__("slim", size=size + 0.5)

    def area(self):
        return self.extra + self.size


class Line:
    """No relation of the others."""
    name = "line"
    double = 1000
    size = 0

    def area(self, unit=1):
        return -unit

    def describe(self):
        return self.name


class Lazy(Line):
    def __getattr__(self, name):
        value = len(name)
        setattr(self, name, value)
        return value

    def area(self):
        return self.width + self.height


def polymorphic(shapes, rounds):
    total = 0
    text = 0
    for i in range(rounds):
        s = shapes[i % len(shapes)]
        total += s.area() + s.double + s.size
        text += len(s.describe())
    return total, text


def make(i):
    return Square.make(i) if i % 2 else Slim.make(2)


def construct():
    total = 0
    for i in range(300):
        s = Square(i) if i < 80 else Square() if i < 160 else Cube(i % 5) if i < 200 else make(i)
        total += s.area() + Shape.add(i, 1) + s.add(1, 2)
        s.double = i
        total += s.size
    print(total, Shape.made)


shapes = [Square(3), Cube(2), Shape(), Slim(1), Line(), Lazy()]
for n in range(1, 7):
    print(polymorphic(shapes[:n], 120), polymorphic(shapes[-n:], 90))
print(polymorphic([Square(2 ** 30), Square(0.5), Square(True)], 90), polymorphic([shapes[0]] * 80 + [shapes[4]] * 80, 160))
construct()
print(Shape.made)
