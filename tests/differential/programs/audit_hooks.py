"""Audit hooks are Python code that C functions call: of what seems to run none, only id() tells them."""

import sys

seen = []
refusing = False


class Memo:
    def __init__(self):
        self.known = {}
        self.names = []

    def note(self, name):
        self.names.append(name)

    def put(self, value):
        return value * 3 + 1

    def keep(self, value):
        assert id(value) not in self.known
        number = len(self.known)
        self.note(self.put(number))
        self.known[id(value)] = number, value

    def save(self, value):
        self.keep(value)
        return len(self.known)


def fill(count):
    memo = Memo()
    for i in range(count):
        memo.save(object())
    return len(memo.known), sum(memo.names)


def hear(event, arguments):
    if event == "builtins.id" and (frame := sys._getframe(1)).f_globals is globals():  # (the engine's are heard, too)
        seen.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, frame.f_back.f_code.co_name))
        if refusing:
            raise PermissionError("no identity")


def identities(count):
    total = 0
    for i in range(count):
        total += id(i) == id(i)
    return total


print(fill(300), identities(500))
sys.addaudithook(hear)
print(fill(300), identities(500))
print(len(seen), sorted(set(seen)))
refusing = True
for attempt in range(3):
    try:
        print(fill(2))
    except PermissionError as error:
        trace, names = error.__traceback__, []
        while trace:
            names.append((trace.tb_frame.f_code.co_name, trace.tb_lineno - trace.tb_frame.f_code.co_firstlineno))
            trace = trace.tb_next
        print(error, names)
refusing = False
print(fill(40), identities(50), len(seen))
