"""Which variable a name means: local, enclosing, global, builtin, class scope, and names that are not bound."""

x = "module"


def show(label, function, *args):
    try:
        print(label, "->", function(*args))
    except BaseException as error:
        print(label, "->", type(error).__name__, error, getattr(error, "name", None))


def unbound():
    print(x)
    x = 1


def unbound_after_del():
    y = 1
    del y
    return y


def del_twice():
    y = 1
    del y
    del y


def conditional(flag):
    if flag:
        value = "bound"
    return value


def loop_variable(items):
    for item in items:
        pass
    return item


def except_name():
    try:
        raise ValueError("gone")
    except ValueError as error:
        pass
    return error


def use_global():
    global x, fresh
    x = "changed by global"
    fresh = "made by global"
    return x, fresh


def delete_global():
    global fresh
    del fresh
    return fresh


def use_nonlocal():
    count = 0

    def bump():
        nonlocal count
        count += 1
        return count

    return bump(), bump(), count


def nonlocal_deep():
    value = 0

    def middle():
        def inner():
            nonlocal value
            value += 10

        inner()
        return value

    return middle(), value


def free_unbound():
    def inner():
        return later

    try:
        inner()
    except NameError as error:
        print("free:", type(error).__name__, error)
    later = "now bound"
    result = inner()
    del later
    try:
        inner()
    except NameError as error:
        print("free after del:", type(error).__name__, error)
    try:
        del later
    except NameError as error:
        print("cell del twice:", type(error).__name__, error)
    return result


class Scope:
    x = "class"
    y = x + " body"

    def method(self):
        return x

    in_list = [x for _ in range(1)]
    first_iterable = [c for c in x]
    in_lambda = (lambda: x)()

    def default(self, value=x):
        return value


def class_in_function():
    x = "enclosing"

    class Local:
        before = x
        x = "class local"
        after = x

        def method(self):
            return x

    return Local.before, Local.after, Local().method()


def class_deleting():
    x = "enclosing"

    class Local:
        x = "class"
        del x
        seen = x

    return Local.seen


def class_free():
    x = "free"

    class Local:
        seen = x

        def get(self):
            return x

    return Local.seen, Local().get()


def class_global():
    class Local:
        global from_class
        from_class = "global set in a class"
        z = from_class

    return Local.z, from_class, "from_class" in Local.__dict__


def shadow_builtin():
    len = lambda value: "shadowed"
    return len([])


def name_error():
    return no_such_name


def parameter_rebinding(a, b=2, *args, c=3, **kwargs):
    a, b = b, a
    args += (a,)
    kwargs["c"] = c
    return a, b, args, kwargs


def nested_same_names(x):
    def inner(x):
        return [x for x in range(x)], x

    return inner(x + 1), x


show("unbound", unbound)
show("unbound_after_del", unbound_after_del)
show("del_twice", del_twice)
show("conditional", conditional, True)
show("conditional", conditional, False)
show("loop_variable", loop_variable, [1, 2])
show("loop_variable", loop_variable, [])
show("except_name", except_name)
show("use_global", use_global)
show("delete_global", delete_global)
show("use_nonlocal", use_nonlocal)
show("nonlocal_deep", nonlocal_deep)
show("free_unbound", free_unbound)
print(Scope.y, Scope().method(), Scope.in_list, Scope.first_iterable, Scope.in_lambda, Scope().default())
show("class_in_function", class_in_function)
show("class_deleting", class_deleting)
show("class_free", class_free)
show("class_global", class_global)
show("shadow_builtin", shadow_builtin)
show("name_error", name_error)
show("parameters", parameter_rebinding, 1)
show("nested_same_names", nested_same_names, 2)

# The module's own scope.
try:
    del never_bound
except NameError as error:
    print(error)
len_before = len
len = lambda value: -1
print(len("abc"), (lambda: len("abc"))())
del len
print(len("abc"), (lambda: len("abc"))(), len is len_before)
for index in range(3):
    pass
print(index, [index for index in "ab"], index)
try:
    class Broken:
        missing = not_there
except NameError as error:
    print(error)
print(sorted(name for name in globals() if not name.startswith("__")))
