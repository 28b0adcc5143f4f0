"""What the loop does in short cuts: results of list.append that nobody wants or that somebody does, and orders of strings."""


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("end of", self.name)


def appends():
    items = []
    wanted = Loud("what the result replaces")
    wanted = items.append(1)
    print(wanted)
    items.append(2)
    print(items.append(3), items)
    items.append(items.append(4))
    dropped = Loud("what del drops")
    dropped = items.append(5)
    del dropped
    [].append(Loud("an item of a list that dies at once"))
    return items


for _ in range(3):
    print(appends())


class Own(list):
    def append(self, item):
        print("own append", item)
        return item


def to_any(target, item):
    target.append(item)
    return target.append(item)


for target in ([], [], Own(), [], Own()):
    print(to_any(target, 7), target)

STRINGS = ["", "\0", "\0\0", "a", "a\0", "ab", "abc", "abd", "b", "ba", "\x7f", "\x80", "\xe9", "\xe9a", "\u0100", "a\u0100", "\U0001f600"]


def orders(x, y):
    line = ""
    if x < y:
        line += "<"
    if x <= y:
        line += "<="
    if x == y:
        line += "=="
    if x != y:
        line += "!="
    if x > y:
        line += ">"
    if x >= y:
        line += ">="
    return line, x < y, x == y, x > y


for first in STRINGS:
    print([orders(first, "".join(second)) for second in map(list, STRINGS)])


def reads():
    return len("four"), limit


def with_builtins(builtins):
    space = {"__builtins__": builtins, "limit": 9}
    return type(reads)(reads.__code__, space)


limit = 1
print(reads(), reads())
import builtins

for made in (builtins, {"len": lambda text: text.upper()}, builtins.__dict__, {"len": abs}):
    function = with_builtins(made)
    for _ in range(3):
        try:
            print(function())
        except TypeError as error:
            print(error)
    print(reads())
