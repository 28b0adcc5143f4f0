"""DeltaBlue-like: a one-way constraint solver keeping variables in step.

Stresses: an abstract class with many small subclasses, double links between objects,
lists used as stacks and work lists, planning followed by execution.
From: the DeltaBlue incremental solver (Freeman-Benson, Maloney and Borning, 1990),
in a simplified form written afresh: strengths, local propagation, plans, chains and projections.
"""

SIZE = 600
SMALL_SIZE = 5
SMALL_RESULT = ((190, 6, 11), (8685, 20))

REQUIRED, STRONG, NORMAL, WEAK, WEAKEST = range(5)


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.strength = WEAKEST
        self.stay = True
        self.mark = 0


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def variables(self):
        raise NotImplementedError

    def is_satisfied(self):
        raise NotImplementedError

    def choose_output(self, mark):
        """Pick the output variable this constraint may overwrite; None if every one is held more strongly."""
        raise NotImplementedError

    def output(self):
        raise NotImplementedError

    def inputs(self):
        raise NotImplementedError

    def execute(self):
        raise NotImplementedError

    def forget(self):
        raise NotImplementedError

    def recalculate(self):
        out = self.output()
        out.strength = self.strength
        out.stay = not self.is_input()
        for variable in self.inputs():
            out.strength = max(out.strength, variable.strength)
            out.stay = out.stay and variable.stay
        if out.stay:
            self.execute()

    def is_input(self):
        return False


class Unary(Constraint):
    def __init__(self, strength, variable):
        super().__init__(strength)
        self.variable = variable
        self.satisfied = False

    def variables(self):
        return [self.variable]

    def is_satisfied(self):
        return self.satisfied

    def choose_output(self, mark):
        self.satisfied = self.variable.mark != mark and self.strength < self.variable.strength
        return self.variable if self.satisfied else None

    def output(self):
        return self.variable

    def inputs(self):
        return []

    def forget(self):
        self.satisfied = False


class Stay(Unary):
    """Keep a variable as it is."""

    def execute(self):
        pass


class Edit(Unary):
    """The user's hand on a variable."""

    def __init__(self, strength, variable):
        super().__init__(strength, variable)
        self.value = variable.value

    def execute(self):
        self.variable.value = self.value

    def is_input(self):
        return True


class Binary(Constraint):
    def __init__(self, strength, first, second):
        super().__init__(strength)
        self.first = first
        self.second = second
        self.target = None

    def variables(self):
        return [self.first, self.second]

    def is_satisfied(self):
        return self.target is not None

    def choose_output(self, mark):
        first, second = self.first, self.second
        self.target = None
        candidates = [v for v in (first, second) if v.mark != mark and self.strength < v.strength]
        if candidates:
            self.target = max(candidates, key=lambda v: v.strength)
        return self.target

    def output(self):
        return self.target

    def source(self):
        return self.first if self.target is self.second else self.second

    def inputs(self):
        return [self.source()]

    def forget(self):
        self.target = None


class Equal(Binary):
    def execute(self):
        self.target.value = self.source().value


class Scale(Binary):
    """second = first * factor + offset"""

    def __init__(self, strength, first, second, factor, offset):
        super().__init__(strength, first, second)
        self.factor = factor
        self.offset = offset

    def execute(self):
        if self.target is self.second:
            self.second.value = self.first.value * self.factor + self.offset
        else:
            self.first.value = (self.second.value - self.offset) // self.factor


class Planner:
    def __init__(self):
        self.mark = 0
        self.overridden = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def add(self, constraint):
        for variable in constraint.variables():
            variable.constraints.append(constraint)
        mark = self.new_mark()
        retry = constraint
        while retry is not None:
            retry = self.satisfy(retry, mark)

    def satisfy(self, constraint, mark):
        """Enforce a constraint; the one it displaced, if any."""
        out = constraint.choose_output(mark)
        if out is None:
            if constraint.strength == REQUIRED:
                raise RuntimeError("a required constraint cannot be met")
            return None
        for variable in constraint.inputs():
            variable.mark = mark
        displaced = out.determined_by
        if displaced is not None:
            displaced.forget()
            self.overridden += 1
        out.determined_by = constraint
        self.propagate(constraint)
        out.mark = mark
        return displaced

    def propagate(self, constraint):
        work = [constraint]
        while work:
            each = work.pop()
            each.recalculate()
            self.consumers(each.output(), work)

    def consumers(self, variable, into):
        for constraint in variable.constraints:
            if constraint is not variable.determined_by and constraint.is_satisfied():
                into.append(constraint)

    def remove(self, constraint):
        out = constraint.output() if constraint.is_satisfied() else None
        constraint.forget()
        for variable in constraint.variables():
            variable.constraints.remove(constraint)
        if out is None:
            return
        out.determined_by = None
        out.strength = WEAKEST
        out.stay = True
        unsatisfied = []
        work = [out]
        while work:
            variable = work.pop()
            for each in variable.constraints:
                if not each.is_satisfied():
                    unsatisfied.append(each)
                elif each is not variable.determined_by:
                    each.recalculate()
                    work.append(each.output())
        for each in sorted(unsatisfied, key=lambda c: c.strength):
            mark = self.new_mark()
            retry = each
            while retry is not None:
                retry = self.satisfy(retry, mark)

    def plan(self, sources):
        """The constraints to execute, in order, when the sources change."""
        mark = self.new_mark()
        plan = []
        work = [each for each in sources if each.is_satisfied()]
        while work:
            constraint = work.pop()
            out = constraint.output()
            if out.mark != mark and all(v.mark == mark or v.stay for v in constraint.inputs()):
                plan.append(constraint)
                out.mark = mark
                self.consumers(out, work)
        return plan


def chain(length):
    """A chain of equalities: set the first variable, read the last."""
    planner = Planner()
    variables = [Variable(f"v{n}", 0) for n in range(length + 1)]
    for first, second in zip(variables, variables[1:]):
        planner.add(Equal(REQUIRED, first, second))
    planner.add(Stay(WEAK, variables[-1]))
    edit = Edit(STRONG, variables[0])
    planner.add(edit)
    plan = planner.plan([edit])
    total = 0
    for value in range(20):
        edit.value = value
        for constraint in plan:
            constraint.execute()
        assert variables[-1].value == value
        total += variables[length // 2].value
    planner.remove(edit)
    return total, len(plan), planner.overridden


def change(planner, variable, value):
    edit = Edit(STRONG, variable)
    planner.add(edit)
    plan = planner.plan([edit])
    for _ in range(4):
        edit.value = value
        for constraint in plan:
            constraint.execute()
    planner.remove(edit)


def projection(count):
    """Many scaled copies of one relation; move sources, targets, and the relation itself."""
    planner = Planner()
    pairs = []
    for n in range(count):
        source, target = Variable(f"s{n}", n), Variable(f"t{n}", n)
        planner.add(Stay(NORMAL, source))
        planner.add(Scale(REQUIRED, source, target, 10, 3))
        pairs.append((source, target))
    checksum = 0
    for n, (source, target) in enumerate(pairs):
        change(planner, source, 17 + n)
        assert target.value == (17 + n) * 10 + 3
        change(planner, target, 1003 + n * 10)
        assert source.value == 100 + n
        checksum += source.value * 7 + target.value
    return checksum, planner.overridden


def run(size=SIZE):
    """What a chain and a projection of `size` variables settle at."""
    return chain(size), projection(size)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
