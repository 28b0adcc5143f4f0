"""Closures: cells shared between functions, late binding, cells of parameters, cell contents."""


def counter(start):
    def step(by=1):
        nonlocal start
        start += by
        return start

    def peek():
        return start

    return step, peek


step, peek = counter(10)
print(step(), step(5), peek(), step.__closure__[0] is peek.__closure__[0])
other, _ = counter(0)
print(other(), peek())

late = [lambda: i for i in range(3)]
print([f() for f in late])
early = [lambda i=i: i for i in range(3)]
print([f() for f in early])


def loop_cells():
    functions = []
    for n in range(3):
        def get():
            return n
        functions.append(get)
    print([f() for f in functions])
    n = "after"
    print([f() for f in functions])


loop_cells()


def parameter_cell(a, *args, k=1, **kwargs):
    def inner():
        return a, args, k, kwargs
    a = a + 1
    return inner


print(parameter_cell(1, 2, 3, k=4, z=5)())
print(parameter_cell.__code__.co_cellvars, parameter_cell.__code__.co_varnames)


def many_levels(a):
    def one(b):
        def two(c):
            def three(d):
                return a, b, c, d
            return three
        return two
    return one


print(many_levels(1)(2)(3)(4), many_levels(1)(2)(3).__code__.co_freevars)


def self_reference():
    def fact(n):
        return 1 if n < 2 else n * fact(n - 1)
    return fact


print(self_reference()(20))


def mutual():
    def even(n):
        return True if n == 0 else odd(n - 1)

    def odd(n):
        return False if n == 0 else even(n - 1)
    return even, odd


even, odd = mutual()
print(even(10), odd(10), even(7))


def cell_states():
    def inner():
        return value
    cell = inner.__closure__[0]
    try:
        cell.cell_contents
    except ValueError as error:
        print(error)
    value = 1
    print(cell.cell_contents, inner())
    cell.cell_contents = "from outside"
    print(value, inner())
    del cell.cell_contents
    try:
        inner()
    except NameError as error:
        print(error)
    try:
        print(value)
    except NameError as error:
        print(error)


cell_states()


def generator_closure():
    total = 0

    def add():
        nonlocal total
        while True:
            total += yield total
    g = add()
    next(g)
    return [g.send(n) for n in (1, 2, 3)], total


print(generator_closure())


def comprehension_closure(k):
    return [[(lambda: (k, i, j)) for j in range(2)] for i in range(2)]


print([[f() for f in row] for row in comprehension_closure("k")])


def class_closure(value):
    class Holder:
        attribute = value

        def get(self):
            return value

        def set(self, new):
            nonlocal value
            value = new
    return Holder()


holder = class_closure(1)
holder.set(2)
print(holder.attribute, holder.get())


def make_with_closure():
    import types
    x = 1

    def inner():
        return x
    clone = types.FunctionType(inner.__code__, globals(), "clone", None, (types.CellType("other cell"),))
    print(clone(), clone.__name__, inner())
    try:
        types.FunctionType(inner.__code__, globals())
    except TypeError as error:
        print(error)
    try:
        types.FunctionType(inner.__code__, globals(), "n", None, ())
    except ValueError as error:
        print(error)


make_with_closure()


def number_in_cell():
    # Numbers in cells must not be changed under those who hold them.
    total = 1000.5
    kept = []

    def add(n):
        nonlocal total
        kept.append(total)
        total += n
    for n in range(4):
        add(n)
    return kept, total


print(number_in_cell())


def del_in_closure():
    a = 1

    def drop():
        nonlocal a
        del a
    drop()
    try:
        return a
    except UnboundLocalError as error:
        return f"unbound: {error}"
    except NameError as error:
        return f"name: {error}"


print(del_in_closure())
