"""Where the host goes on with active frames (fastvm.frontend.landings), and that it does so anywhere.

The tables are checked against the host's own account of its stack; then programs run while a timer turns a
profiler on again and again, so that frames land wherever they happen to be. They must not notice.
"""

import ast
import contextlib
import dataclasses
import dis
import subprocess
import sys
from pathlib import Path

import pytest

from fastvm.bytecode.unit import local_names
from fastvm.bytecode.words import decode
from fastvm.frontend.compiler import compile_tree
from fastvm.frontend.landings import landings
from tests import support

PROGRAMS = Path(__file__).parent / "differential" / "programs"
CALLS = ("CALL", "CALL_METHOD", "CALL_KW", "CALL_METHOD_KW", "CALL_EX", "YIELD", "RETURN_GENERATOR", "FORITER")

STRESS = """
import signal, sys
if sys.argv[1] == "stress":
    signal.signal(signal.SIGVTALRM, lambda *event: sys.setprofile(lambda *event: sys.setprofile(None)))
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.0003, 0.0003)
path = sys.argv[2]
with open(path) as file:
    source = file.read()
try:
    exec(compile(source, path, "exec"), {"__name__": "__main__", "__file__": path})
finally:
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
"""


def depths(code):
    """For each genuine instruction reached, how deep the host's stack is before it."""
    instructions = {i.offset // 2: i for i in dis.get_instructions(code, show_caches=True)}
    found = {}
    pending = [(0, 0)]
    table = dis._parse_exception_table(code)
    while pending:
        index, depth = pending.pop()
        if index in found:
            assert found[index] == depth
            continue
        found[index] = depth
        instruction = instructions[index]
        for entry in table:
            if entry.start <= 2 * index < entry.end:
                pending.append((entry.target // 2, entry.depth + entry.lasti + 1))
        argument = instruction.arg if instruction.opcode >= dis.HAVE_ARGUMENT else None
        if instruction.opcode in dis.hasjrel:
            jumped = -1 if instruction.opname == "SEND" else dis.stack_effect(instruction.opcode, argument, jump=True)
            pending.append((instruction.argval // 2, depth + jumped))
        if instruction.opname not in ("RETURN_VALUE", "RERAISE", "RAISE_VARARGS") and not instruction.opname.startswith(
            ("JUMP_FORWARD", "JUMP_BACKWARD")
        ):
            effect = 0 if instruction.opname == "CACHE" else dis.stack_effect(instruction.opcode, argument, jump=False)
            effect += instruction.opname == "RETURN_GENERATOR"  # what is sent first, which the host does not count
            pending.append((index + 1, depth + effect))
    return found


@pytest.mark.parametrize(
    "path",
    [
        dataclasses.__file__,
        contextlib.__file__,
        dis.__file__,
        *sorted(PROGRAMS.glob("*generators*.py")),
        PROGRAMS / "exceptions_finally.py",
    ],
    ids=lambda path: Path(path).stem,
)
def test_tables(path):
    source = Path(path).read_text()
    module = compile(source, str(path), "exec", dont_inherit=True)
    landed = calls = 0
    for code, unit in compile_tree(module, ast.parse(source)).items():
        found = landings(code, unit, tuple(unit.constants(code)))
        expected = depths(code)
        for index, *sources in found.values():
            assert expected[index] == len(sources)
            temporaries = [source for source in sources if source >= len(local_names(code))]
            assert len(set(temporaries)) == len(temporaries)
        for word in decode(unit):
            if word.row.name in CALLS:
                calls += 1
                landed += word.index in found
    assert landed >= 0.9 * calls


@pytest.mark.parametrize(
    "name",
    ["closures", "generators_delegation", "exceptions_chaining", "with_statements", "comprehensions", "coroutines"],
)
def test_landing_anywhere(name):
    path = str(PROGRAMS / f"{name}.py")
    plain = [sys.executable, "-c", STRESS, "plain", path]
    expected = subprocess.run(plain, capture_output=True, text=True, timeout=120)
    command = [sys.executable, "-m", "fastvm", "--adopt=all", "-c", STRESS, "stress", path]
    actual = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (actual.returncode, actual.stdout) == (expected.returncode, expected.stdout), actual.stderr


BEGUN_BELOW = """
import sys
events = []
def watch(frame, event, argument):
    events.append((frame.f_code.co_name, event))
    return watch
def leaf(at):
    for i in range(20):
        if i == at:
            frame = sys._getframe()
            while frame.f_code.co_name != "<module>":
                frame.f_trace = watch
                frame = frame.f_back
            sys.settrace(watch)
        yield i
def delegating(at):
    yield from leaf(at)
def items(at):
    for x in delegating(at):
        yield x
for at in [100] * 30 + [10]:
    for _ in map(str, items(at)):
        pass
sys.settrace(None)
print(events[:12])
"""


def test_a_loop_notices_that_tracing_began_below_what_delegates() -> None:
    """Its generator's own frame has not landed, as it only delegates."""
    ours = support.run([*support.engine("--no-jit", "--adopt=user"), "-c", BEGUN_BELOW])
    host = support.run([sys.executable, "-c", BEGUN_BELOW])
    assert (ours.status, ours.stdout) == (0, host.stdout), ours
