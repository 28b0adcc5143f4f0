"""Subscripts and slices: on lists, tuples, dicts, classes; evaluation, assignment, deletion, and all their errors."""


class Show:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


s = Show()
print(s[1], s[1:2], s[1:2:3], s[:], s[::], s[::2], s[1:, 2], s[..., 1], s[()], s[1,], s[(1, 2)], s[-1], s[None:None])
print(s[s[1:2]], s[[1, 2]], s[lambda: 0].__name__, s[1 if s else 2], s[(yes := 5)], yes)
print(s[*[1, 2]], s[*(), 3], s[1, *"ab"], s[*range(2)])
s[0] = 1
s[1:2] = 3
s[1:2, ...] = 4
s[*[1, 2]] = 5
del s[0], s[1:2], s[:, 1]
items = list(range(10))
print(items[2:5], items[-3:], items[::-1], items[8:2:-2], items[100:], items[-100:2], items[5:5], items[::3])
items[2:4] = "abc"
print(items)
items[::2] = [0] * len(items[::2])
print(items)
del items[1::3]
print(items)
items[:] = []
print(items)
items[5:] = [1, 2, 3]
items[1:1] = ["in"]
print(items)
values = [10, 20, 30]
table = {1: "one", "k": "v", (1, 2): "tuple", None: "none", 2.0: "two"}
text = "hello"
pair = (1, 2, 3)
for expression in ("values[3]", "values[-4]", "values['a']", "values[1.0]", "values[None]", "values[True]", "values[-1]",
                   "pair[5]", "pair['a']", "pair[-3]", "table[3]", "table[2]", "table[True]", "table[[]]", "table[None]",
                   "table[1, 2]", "text[5]", "text[-5]", "text[1:'a']", "values[1:2:0]", "None[0]", "5[0]", "5 .real[0]",
                   "len[0]", "list[int]", "int[0]", "(lambda: 0)[0]", "{1, 2}[0]", "range(10)[3]", "range(10)[2:5]",
                   "range(10)[10]", "range(0, 10, 3)[-1]", "values[10**30]", "values[:10**30]", "values[-10**30:]",
                   "text[::2]", "b'abc'[1:]", "(i for i in ())[0]", "object()[0]", "dict[str, int]", "table['missing']",
                   "values[2**63]", "'abc'[2**64:]", "type[0]"):
    try:
        print(expression, "=", repr(eval(expression)))
    except Exception as error:
        print(expression, "->", type(error).__name__, error)
for statement in ("values[5] = 1", "values['a'] = 1", "pair[0] = 1", "del pair[0]", "text[0] = 'a'", "del values[7]",
                  "table[[]] = 1", "del table['missing']", "values[0:2] = 5", "values[::2] = [1]", "None[0] = 1",
                  "del None[0]", "values[:] = 5", "del values['a']", "values[0], values[5] = 1, 2", "range(3)[0] = 1",
                  "5[0] += 1", "del 5 .real[0]", "values[1:'x'] = []", "del values[1:None:0]"):
    try:
        exec(statement)
        print(statement, "fine", values)
    except Exception as error:
        print(statement, "->", type(error).__name__, error)


def get(container, key):
    return container[key]


for _ in range(30):
    get([1, 2, 3], 1)
print(get((1, 2), -1), get("abc", 1), get({1: 2}, 1), get(b"abc", 0), get([1, 2], slice(1)), get(range(5), 2), get(s, "k"))
for key in (5, -5, "x", None):
    try:
        get([1, 2, 3], key)
    except Exception as error:
        print(type(error).__name__, error)


class L(list):
    def __getitem__(self, index):
        return "L", index


class D(dict):
    def __missing__(self, key):
        return "missing", key


class T(tuple):
    pass


print(get(L([1]), 0), get(D(), "q"), get(T((1, 2)), 1), L([1, 2])[0:1])


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        print("index", self.value)
        return self.value


print(values[Index(1)], values[Index(0):Index(2)], get([1, 2, 3], Index(-1)))


def store(container, key, value):
    container[key] = value
    return container


for _ in range(20):
    store([0, 0], 1, 5)
print(store([1, 2], -1, 9), store({}, "k", 1), store(bytearray(2), 0, 7), store([1, 2, 3], slice(0, 2), "z"))


def order():
    log = []

    def mark(name, value):
        log.append(name)
        return value
    mark("obj", [1, 2, 3])[mark("lo", 0):mark("hi", 2):mark("step", 1)]
    mark("container", {})[mark("key", 1)] = mark("value", 2)
    mark("container", [0])[mark("key", 0)] += mark("value", 2)
    del mark("container", [0])[mark("key", 0)]
    return log


print(order())


class ClassItem:
    def __class_getitem__(cls, key):
        return cls.__name__, key


print(ClassItem[1, 2:3], list[int] == list[int], list[int] is list[int], tuple[int, ...])


def numbers_in_lists():
    data = [0.5, 1.5]
    kept = data[0]
    for _ in range(3):
        data[0] += 1.0
    other = data[:]
    data[1] *= 2.0
    return data, kept, other


print(numbers_in_lists())
