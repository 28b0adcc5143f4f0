"""Native code takes turns with the interpreter, and is given up where it is the slower side."""

from __future__ import annotations

import re

import pytest

from fastvm.jit import learning, plans, policy
from tests import support

PROGRAM = """
def arithmetic(n):
    s = 0
    for i in range(n):
        if i & 7 == 3:
            continue
        s = (s * 3 + i) & 0xFFFF
    return s

def step(x):
    y = x * 3 + 1
    z = y & 0xFFFF
    return z - (z >> 3)

def steps(n):
    x = 1
    for i in map(int, range(n)):
        x = step(x)
    return x

import sys, time
end = time.process_time() + float(sys.argv[1])
while True:
    print(arithmetic(3000), steps(3000))
    if time.process_time() > end:
        break
"""


def run(tmp_path, seconds: str, **environment: str) -> tuple[set[str], str]:
    """The different lines of the output, and the log."""
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    result = support.run([*support.engine("--jit", "--jit-log"), str(path), seconds], env=environment)
    assert result.status == 0, result.stderr
    return set(result.stdout.splitlines()), result.stderr


@pytest.fixture(scope="module")
def expected(tmp_path_factory) -> set[str]:
    path = tmp_path_factory.mktemp("host") / "program.py"
    path.write_text(PROGRAM)
    return set(support.run([*support.python_command(), str(path), "0"]).stdout.splitlines())


def test_what_is_faster_stays(tmp_path, expected: set[str]) -> None:
    lines, log = run(tmp_path, "2.5")
    assert lines == expected
    assert re.search(r"compared (the loop at \d+ of )?arithmetic with the interpreter: slower in \d+ of (20|100) turns", log)
    assert not re.search("arithmetic.*: slower than the interpreter", log)


def test_turns_change_nothing(tmp_path, expected: set[str]) -> None:
    lines, log = run(tmp_path, "0", FASTVM_JIT_THRESHOLD="2", FASTVM_JIT_TRIALS="1")
    assert lines == expected
    assert re.search("compared .* of arithmetic with the interpreter: slower in .* of 20 turns", log)
    assert "slower than the interpreter" not in log


def test_a_trial_has_its_nest_for_itself() -> None:
    """In the interpreter's windows, code of the loop around it would take its place, and not leave before both end."""
    program = """
def nest(n):
    s = 0
    for i in range(n):
        for k in range(5):
            s = (s * 3 + k) & 0xFFFF
    return s
print(nest(3000))
"""
    settings = {"FASTVM_JIT_THRESHOLD": "2", "FASTVM_JIT_TRIALS": "1"}
    result = support.run([*support.engine("--jit", "--jit-log", "--adopt=user"), "-c", program], env=settings)
    assert result.stdout == support.run([*support.python_command(), "-c", program]).stdout
    assert re.search(r"compared the loop at \d+ of nest with the interpreter", result.stderr)


def test_quick_code_is_replaced(tmp_path, expected: set[str]) -> None:
    """Also that of a loop that is entered once, and while the code runs."""
    settings = {"FASTVM_JIT_THRESHOLD": "2", "FASTVM_JIT_TRIALS": "1", "FASTVM_JIT_QUICK": "1"}
    lines, log = run(tmp_path, "1", **settings)
    assert lines == expected
    assert re.search(r"optimised the loop at \d+ of steps", log)
    lines, log = run(tmp_path, "0.3", **settings | {"FASTVM_JIT_TRIALS": "2"})
    assert lines == expected
    assert "left to the interpreter" in log


def test_a_long_loop_leaves_for_its_optimised_code(tmp_path) -> None:
    path = tmp_path / "program.py"
    path.write_text("s = 0\nfor i in range(30000000):\n    s = (s * 3 + i) & 0xFFFF\nprint(s)\n")
    settings = {"FASTVM_JIT_THRESHOLD": "2", "FASTVM_JIT_TRIALS": "1", "FASTVM_JIT_QUICK": "1"}
    result = support.run([*support.engine("--jit", "--jit-log"), str(path)], env=settings)
    assert result.stdout == "13248\n"
    assert "optimised the loop" in result.stderr


def test_what_loses_is_given_up(tmp_path, expected: set[str]) -> None:
    lines, log = run(tmp_path, "0", FASTVM_JIT_THRESHOLD="2", FASTVM_JIT_TRIALS="2")
    assert lines == expected
    assert re.search(r"left to the interpreter: the loop at \d+ of arithmetic: slower than the interpreter", log)
    assert re.search(r"left to the interpreter: step: slower than the interpreter", log)


def test_what_loses_as_its_guards_fail_is_made_again(tmp_path) -> None:
    """It is not left to the interpreter for guesses that were wrong: fewer failures than make it again otherwise."""
    path = tmp_path / "program.py"
    path.write_text(
        "def double(x):\n    y = x + x\n    return y\n\n"
        "print(list(map(double, range(4))), sum(map(double, map(float, range(70)))))\n"
    )
    result = support.run(
        [*support.engine("--jit", "--jit-log"), str(path)],
        env={"FASTVM_JIT_THRESHOLD": "2", "FASTVM_JIT_TRIALS": "2"},
    )
    assert result.stdout == "[0, 2, 4, 6] 4830.0\n"
    assert "compiled double (version 2)" in result.stderr


def plan_of_trials(*outcomes: tuple[int, int]) -> float:
    """What compiling is worth after trials with so many (pairs, pairs in which native code was slower)."""
    counters = plans.Counters()
    for pairs, slower in outcomes:
        counters.compared(pairs, slower)
    return counters.worth()


def test_trials_decide_what_compiling_may_take() -> None:
    nothing_known, won, undecided = plan_of_trials(), plan_of_trials((20, 1), (100, 30)), plan_of_trials((100, 50))
    assert nothing_known == won == 1.0
    assert policy.LEAST_WORTH < undecided < 1.0
    assert plan_of_trials(*[(20, 19)] * 1000) == policy.LEAST_WORTH
    needed = policy.too_early(0.1, 0.1, 0.1, 1.0), policy.too_early(0.1, 0.1, 0.1, 0.5)
    assert needed[1] > needed[0]


def test_importing_the_compiler_says_nothing_about_what_comes_next() -> None:
    counters = plans.Counters()
    counters.compiled, counters.words, counters.quick_seconds = 3, 100, 0.02
    counters.note_built(20, 0.1)  # most of it the import
    assert counters.expected(50, True)[0] == policy.PER_WORD * 50
    counters.note_built(40, 0.01)
    counters.note_built(40, 0.01)
    assert counters.building == pytest.approx(0.12)  # all that the program has paid
    assert counters.expected(50, True) == pytest.approx((0.0125, 0.01))


def test_later_versions_are_patient(monkeypatch) -> None:
    monkeypatch.delenv("FASTVM_JIT_THRESHOLD", raising=False)
    limits = [policy.failures(version) for version in range(1, policy.VERSIONS + 1)]
    assert limits == sorted(limits)
    assert limits[1] == 2 * limits[0]
    assert limits[-1] == limits[0] << policy.MOST_DOUBLINGS


@pytest.mark.parametrize(
    ("hits", "learned"),
    [
        ([policy.FAILURES_OF_PLACE - 1, policy.FAILURES_OF_PLACE], {1}),  # too few of one
        ([10, 1000], {1}),  # a small part of all
        ([policy.FAILURES_OF_PLACE] * 40, set(range(40))),  # each is a small part, but there are no others
    ],
)
def test_the_places_that_fail_most_are_learned(hits: list[int], learned: set[int]) -> None:
    plan = plans.Plan("test", 100)
    plan.places = [((place,), "varies", 0, ()) for place in range(len(hits))]
    known = learning.Knowledge()
    learning.learn(known, plan, hits)
    assert known.varying == {(place,) for place in learned}


def test_what_llvm_has_yet_to_do_counts_until_it_is_done() -> None:
    """Else all that is asked for while the library is being loaded would find the whole budget."""
    plan = plans.Plan("f", 1)
    before = plans.counters.waiting
    plan.expect(0.5)
    assert plans.counters.waiting == pytest.approx(before + 0.5)
    plan.compiled(0.25, None, False, None, 0)
    assert plans.counters.waiting == pytest.approx(before, abs=1e-9)
