"""An incremental solver for hierarchies of one-way constraints, used on chains and on a field of projections.

The method is local propagation with walkabout strengths (Freeman-Benson, Maloney and Borning, 1990).
Exercises inheritance, abstract methods, properties, comparison operators of user classes, lists of
objects and dynamic dispatch. Usage: constraints.py [ROUNDS]
"""

import sys


class Strength:
    """How much a constraint matters; a greater strength wins."""

    def __init__(self, level, name):
        self.level = level
        self.name = name

    def __lt__(self, other):
        return self.level < other.level

    def __le__(self, other):
        return self.level <= other.level

    def __gt__(self, other):
        return self.level > other.level

    def __repr__(self):
        return self.name


NONE = Strength(0, "none")
WEAK = Strength(1, "weak")
MEDIUM = Strength(2, "medium")
STRONG = Strength(3, "strong")
PREFERRED = Strength(4, "preferred")
REQUIRED = Strength(5, "required")


def weaker(first, second):
    return first if first < second else second


class Variable:
    """A value, the constraint that sets it, and how strongly it is set."""

    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.setter = None
        self.mark = 0
        self.strength = NONE
        self.fixed = True

    def release(self):
        self.setter = None
        self.strength = NONE
        self.fixed = True

    def __repr__(self):
        return f"{self.name}={self.value}"


class RequiredFailure(Exception):
    """A required constraint cannot be met."""


class Constraint:
    """What must hold between variables; subclasses know the methods that make it hold."""

    def __init__(self, strength):
        self.strength = strength

    @property
    def is_input(self):
        return False

    def variables(self):
        raise NotImplementedError

    def is_satisfied(self):
        raise NotImplementedError

    def choose(self, mark):
        raise NotImplementedError

    def inputs(self):
        raise NotImplementedError

    def output(self):
        raise NotImplementedError

    def forget(self):
        raise NotImplementedError

    def execute(self):
        raise NotImplementedError

    def attach(self):
        for variable in self.variables():
            variable.constraints.append(self)
        self.forget()

    def detach(self):
        for variable in self.variables():
            if self in variable.constraints:
                variable.constraints.remove(self)

    def inputs_known(self, mark):
        for variable in self.inputs():
            if not (variable.mark == mark or variable.fixed or variable.setter is None):
                return False
        return True

    def recalculate(self):
        out = self.output()
        strength = self.strength
        fixed = True
        for variable in self.inputs():
            strength = weaker(strength, variable.strength)
            fixed = fixed and variable.fixed
        out.strength = strength
        out.fixed = fixed and not self.is_input
        if out.fixed:
            self.execute()


class Unary(Constraint):
    """Sets its only variable."""

    def __init__(self, variable, strength):
        super().__init__(strength)
        self.variable = variable
        self.active = False

    def variables(self):
        return (self.variable,)

    def is_satisfied(self):
        return self.active

    def choose(self, mark):
        self.active = self.variable.mark != mark and self.strength > self.variable.strength

    def inputs(self):
        return ()

    def output(self):
        return self.variable

    def forget(self):
        self.active = False

    def execute(self):
        pass


class Stay(Unary):
    """The variable keeps its value."""


class Edit(Unary):
    """The variable is changed from outside."""

    @property
    def is_input(self):
        return True


class Functional(Constraint):
    """Two principal variables, either of which can be computed from the other."""

    def __init__(self, left, right, strength):
        super().__init__(strength)
        self.left = left
        self.right = right
        self.target = None

    def variables(self):
        return (self.left, self.right)

    def is_satisfied(self):
        return self.target is not None

    def allowed(self, variable, other, mark):
        return variable.mark != mark and self.strength > variable.strength

    def choose(self, mark):
        left, right = self.left, self.right
        if left.mark == mark:
            self.target = right if self.allowed(right, left, mark) else None
        elif right.mark == mark:
            self.target = left if self.allowed(left, right, mark) else None
        elif left.strength < right.strength:
            self.target = left if self.strength > left.strength else None
        else:
            self.target = right if self.strength > right.strength else None

    def inputs(self):
        return (self.right if self.target is self.left else self.left,)

    def output(self):
        return self.target

    def forget(self):
        self.target = None


class Equal(Functional):
    """left == right"""

    def execute(self):
        self.target.value = self.inputs()[0].value


class Scaled(Functional):
    """right == left * scale + offset"""

    def __init__(self, left, scale, offset, right, strength):
        super().__init__(left, right, strength)
        self.scale = scale
        self.offset = offset

    def variables(self):
        return (self.left, self.right, self.scale, self.offset)

    def inputs(self):
        return super().inputs() + (self.scale, self.offset)

    def execute(self):
        if self.target is self.right:
            self.right.value = self.left.value * self.scale.value + self.offset.value
        else:
            self.left.value = (self.right.value - self.offset.value) // self.scale.value


class Planner:
    """Keeps the graph satisfied while constraints come and go, and extracts plans."""

    def __init__(self):
        self.mark = 0
        self.propagated = 0

    def next_mark(self):
        self.mark += 1
        return self.mark

    def add(self, constraint):
        constraint.attach()
        mark = self.next_mark()
        while constraint is not None:
            constraint = self.satisfy(constraint, mark)

    def satisfy(self, constraint, mark):
        """Meets the constraint if it can be met; returns the constraint it displaced."""
        constraint.choose(mark)
        if not constraint.is_satisfied():
            if constraint.strength is REQUIRED:
                raise RequiredFailure(repr(constraint.variables()))
            return None
        for variable in constraint.inputs():
            variable.mark = mark
        out = constraint.output()
        displaced = out.setter
        if displaced is not None:
            displaced.forget()
        out.setter = constraint
        if not self.propagate(constraint, mark):
            raise RequiredFailure("cycle")
        out.mark = mark
        return displaced

    def propagate(self, constraint, mark):
        todo = [constraint]
        while todo:
            current = todo.pop()
            self.propagated += 1
            if current.output().mark == mark:
                self.remove(constraint)
                return False
            current.recalculate()
            todo.extend(self.consumers(current.output()))
        return True

    def consumers(self, variable):
        setter = variable.setter
        return [each for each in variable.constraints if each is not setter and each.is_satisfied()]

    def remove(self, constraint):
        if not constraint.is_satisfied():
            constraint.detach()
            return
        out = constraint.output()
        constraint.forget()
        constraint.detach()
        out.release()
        orphans = self.downstream(out)
        orphans.sort(key=lambda each: -each.strength.level)
        for orphan in orphans:
            mark = self.next_mark()
            while orphan is not None:
                orphan = self.satisfy(orphan, mark)

    def downstream(self, out):
        unsatisfied = []
        todo = [out]
        while todo:
            variable = todo.pop()
            for constraint in variable.constraints:
                if not constraint.is_satisfied():
                    unsatisfied.append(constraint)
            for constraint in self.consumers(variable):
                constraint.recalculate()
                todo.append(constraint.output())
        return unsatisfied

    def plan(self, sources):
        mark = self.next_mark()
        todo = [each for each in sources if each.is_input and each.is_satisfied()]
        steps = []
        while todo:
            constraint = todo.pop()
            out = constraint.output()
            if out.mark != mark and constraint.inputs_known(mark):
                steps.append(constraint)
                out.mark = mark
                todo.extend(self.consumers(out))
        return Plan(steps)


class Plan:
    """Constraints in an order in which executing each once meets them all."""

    def __init__(self, steps):
        self.steps = steps

    def __len__(self):
        return len(self.steps)

    def execute(self):
        for step in self.steps:
            step.execute()


def change(planner, variable, values):
    edit = Edit(variable, PREFERRED)
    planner.add(edit)
    plan = planner.plan([edit])
    for value in values:
        variable.value = value
        plan.execute()
    planner.remove(edit)
    return len(plan)


def chain(size):
    """A long line of equalities, edited at its head."""
    planner = Planner()
    line = [Variable(f"v{i}") for i in range(size + 1)]
    for left, right in zip(line, line[1:]):
        planner.add(Equal(left, right, REQUIRED))
    planner.add(Stay(line[-1], WEAK))
    total = 0
    steps = change(planner, line[0], range(50))
    for value in (7, 23, 99):
        change(planner, line[0], [value])
        assert line[-1].value == value
        total += line[-1].value
    return total, steps, planner.propagated


def field(size):
    """Many pairs bound by one scale and one offset; each of the four roles is edited in turn."""
    planner = Planner()
    scale = Variable("scale", 10)
    offset = Variable("offset", 1000)
    planner.add(Stay(scale, STRONG))
    planner.add(Stay(offset, STRONG))
    sources, images = [], []
    for i in range(size):
        source, image = Variable(f"s{i}", i), Variable(f"d{i}", i)
        planner.add(Stay(source, MEDIUM))
        planner.add(Scaled(source, scale, offset, image, REQUIRED))
        sources.append(source)
        images.append(image)
    change(planner, sources[0], [17])
    assert images[0].value == 1170
    change(planner, images[0], [1050])
    assert sources[0].value == 5
    change(planner, scale, range(1, 6))
    assert all(d.value == s.value * 5 + 1000 for s, d in zip(sources[1:], images[1:]))
    change(planner, offset, range(2000, 2005))
    assert all(d.value == s.value * 5 + 2004 for s, d in zip(sources[1:], images[1:]))
    return sum(image.value for image in images), planner.propagated


def main(rounds=15):
    checksum = 0
    for number in range(rounds):
        size = 200 + 10 * number
        for part, result in (("chain", chain(size)), ("field", field(size))):
            for value in result:
                checksum = (checksum * 31 + value) % 1000000007
            if number % 10 == 0:
                print(part, size, *result)
    print("checksum", checksum)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
