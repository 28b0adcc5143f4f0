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
