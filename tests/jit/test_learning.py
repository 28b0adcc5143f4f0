"""What one copy of a function has learned of its instructions, the others know."""

from __future__ import annotations

from fastvm.jit import learning, memories, plans, policy
from tests import support

PROGRAM = """
class Noted:
    def __init__(self, log):
        self.log = log
    def __del__(self):
        self.log.append(1)

class Holder:
    def __init__(self):
        self.item = None

def put(holder, item):
    holder.item = item

def first(log, holder):
    for number in range(300):
        put(holder, Noted(log))

def second(log, holder):
    for number in range(300):
        put(holder, Noted(log))

for run in (first, second):
    run([], Holder())
"""


def test_other_callers_need_not_fail() -> None:
    command = [*support.engine("--jit", "--jit-log"), "-c", PROGRAM]
    outcome = support.run(command, env={"FASTVM_JIT_THRESHOLD": "20"})
    compiled = [line for line in outcome.stderr.splitlines() if "compiled the loop" in line]
    assert any("of first (version 2)" in line for line in compiled), outcome.stderr
    assert any("of second:" in line for line in compiled), outcome.stderr
    assert not any("of second (version" in line for line in compiled), outcome.stderr


def test_what_is_learned_of_a_copy_is_known_of_the_code() -> None:
    def caller() -> None:
        pass

    def callee() -> None:
        pass

    plan = plans.Plan("test", 100)
    plan.places = [((5, 3), "dies", 0, ()), ((5, 4), "guard", 0, ()), ((8,), "foreign", 0, ())]
    plan.memories = {(): memories.memory_of(caller.__code__), (5,): memories.memory_of(callee.__code__)}
    known = learning.Knowledge()
    learning.learn(known, plan, [policy.FAILURES_OF_PLACE] * 3)
    assert (known.mortal, known.generic, known.foreign) == ({(5, 3)}, {(5, 4)}, {(8,)})
    other = learning.Knowledge()
    learning.learn_from_others(other, callee.__code__, (70, 2))
    learning.learn_from_others(other, caller.__code__, ())
    assert (other.mortal, other.generic, other.foreign) == ({(70, 2, 3)}, set(), {(8,)})  # (types are the callers')


SEVERAL = """
class Plain:
    def __init__(self, size):
        self.size = size
    def area(self):
        return self.size

class Double(Plain):
    def area(self):
        return self.size * 2

class Other(Plain):
    def __init__(self, size):
        self.before = 1
        self.size = size
    def area(self):
        return self.size * 3 + self.before

def total(things):
    found = 0
    for thing in things:
        found += thing.area() + thing.size
    return found

# (In this order the one that is third always came when the site did not look.)
things = [Plain(1), Double(2), Other(3), Double(4), Plain(5)]
for number in range(400):
    total(things)
"""


def _learned(program: str, **settings: str) -> tuple[list[str], str]:
    """The versions of compiled code, and the whole log."""
    outcome = support.run([*support.engine("--jit", "--jit-log"), "-c", program], env=settings)
    assert outcome.status == 0, outcome.stderr
    return [line for line in outcome.stderr.splitlines() if "compiled" in line], outcome.stderr


def test_the_interpreter_tells_of_several_classes() -> None:
    compiled, log = _learned(SEVERAL, FASTVM_JIT_THRESHOLD="600")
    assert any("the loop at 2 of total" in line for line in compiled), log
    assert not any("(version" in line for line in compiled), log


FOREIGN = """
from datetime import date, timedelta

def later(day, step):
    for number in range(300):
        day = day + step
        if day < day - step:
            break
    return day

def joined(parts):
    for number in range(300):
        both = parts | {number}
        both = both & parts
    return both

for number in range(3):
    later(date(2000, 1, 1), timedelta(1))
    joined({1, 2})
"""


def test_the_interpreter_tells_of_types_of_extensions_and_containers() -> None:
    compiled, log = _learned(FOREIGN, FASTVM_JIT_THRESHOLD="400")
    assert any("of later" in line for line in compiled) and any("of joined" in line for line in compiled), log
    assert not any("(version" in line for line in compiled), log
