"""Builtin functions, methods and containers as operations: what the passes may share, and what has effects."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from fastvm.jit.hir.ops import OPS
from fastvm.jit.llvm.lower import METHODS, LowerBase
from fastvm.jit.llvm.lower_arguments import Lower
from fastvm.jit.passes.dead_code import remove_dead_code
from fastvm.jit.passes.value_numbering import number_values
from tests import support
from tests.jit.texts import after


def left(lines: str) -> list[str]:
    """The names of the operations that are left of a straight piece of code."""
    start = """
    %1:object = slot #object, #0
    %2:list = guard_type %1, #list @1{}
    %3:dict = guard_type %1, #dict @1{}
    %4:exact_str = guard_type %1, #exact_str @1{}
    %5:int = int #1
    """
    text = after(f"function f\nB0():\n{start}{lines}\n", number_values, remove_dead_code)
    found = [line.strip().partition(" = ")[2].partition(" ")[0] or line.split()[0] for line in text.splitlines()[2:-1]]
    return [name for name in found if name not in ("slot", "guard_type", "int")]


#: Operations that no pass leaves behind.
TAKEN_APART = set("list_item tuple_item guard_list_store list_store loop_entry".split())
TAKEN_APART |= {f"list_store_{kind}" for kind in ("int", "double", "complex")}


def test_every_operation_is_lowered() -> None:
    assert issubclass(Lower, LowerBase) and set(OPS) - TAKEN_APART <= set(METHODS)


def test_an_owned_result_is_made_each_time() -> None:
    """Two references are not one."""
    assert left(
        """
    %10:exact_str = str_item %4, %5 @2{}
    put %10, #1
    %11:exact_str = str_item %4, %5 @3{}
    put %11, #2
    leave @4:left{}
"""
    ) == ["str_item", "put", "str_item", "put"]


def test_a_dict_is_read_again_after_a_store() -> None:
    assert left(
        """
    %10:object = dict_item %3, %1 @2{}
    %11:object = dict_item %3, %1 @3{}
    dict_store %3, %1, %10 @4{}
    %12:object = dict_item %3, %1 @5{}
    leave @6:left{r1=object %11, r2=object %12}
"""
    ) == ["dict_item", "dict_store", "dict_item"]


def test_an_append_changes_the_length_and_the_items_place() -> None:
    assert left(
        """
    %10:int = list_length %2
    %11:items = list_items %2
    %12:object = list_load %11, %5
    list_room %2 @2{}
    incref %1
    list_push %2, %1
    %13:int = list_length %2
    %14:items = list_items %2
    %15:object = list_load %14, %5
    leave @3:left{r1=int %10, r2=int %13, r3=object %12, r4=object %15}
"""
    ) == [
        *("list_length", "list_items", "list_load", "list_room", "incref", "list_push"),
        *("list_length", "list_items", "list_load"),
    ]


def test_a_set_that_grows_leaves_lists_alone() -> None:
    assert left(
        """
    %9:set = guard_type %1, #set @1{}
    %10:int = list_length %2
    set_add %9, %4 @2{}
    %11:int = list_length %2
    %12:int = length %9 @3{}
    leave @3:left{r1=int %10, r2=int %11, r3=int %12}
"""
    ) == ["list_length", "set_add", "length"]


LOOP = """
    def kernel(n):
        found, words = {}, []
        for i in range(n):
            k = "abc"[i % 3]
            found[k] = found.get(k, 0) + len(k)
            words.append((k, i))
            if k in found and isinstance(i, int):
                found[k] += ord(k) * 1103515245 + i & 0xFFFF
        return found, len(words)
    for _ in range(3):
        print(kernel(20000))
"""


@pytest.mark.parametrize("failing", ["0", "7"])
def test_a_loop_over_containers_runs_no_instruction_by_the_core(tmp_path: Path, failing: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(textwrap.dedent(LOOP))
    env = {"FASTVM_JIT_THRESHOLD": "500", "FASTVM_JIT_CHECK": "1", "FASTVM_JIT_STRESS": failing}
    expected = support.run([*support.python_command(), str(program)], cwd=tmp_path)
    actual = support.run([*support.engine("--jit", "--jit-dump=hir:kernel"), str(program)], cwd=tmp_path, env=env)
    assert actual.stdout == expected.stdout
    hir = actual.stderr
    if failing == "0":
        assert "dict_get" in hir and "list_push" in hir and "is_instance" in hir and "int_low_add" in hir
        assert " run " not in hir.rpartition("function kernel")[2]


@pytest.mark.parametrize("effect, lengths", [(0, 1), (1, 1), (2, 2), (3, 2)])
def test_a_quiet_call_changes_what_its_number_says(effect: int, lengths: int) -> None:
    """With 2 and 3 a list's length is asked again."""
    names = left(
        f"""
    %10:int = list_length %2
    %11:object = call_quiet_1 %1, %2, #object, #6, #{effect} @2{{}}
    put %11, #1
    %12:int = list_length %2
    %13:object = box_int %12, #3
    put %13, #2
    %14:object = box_int %10, #3
    put %14, #3
    leave @4:left{{}}
"""
    )
    assert names.count("call_quiet_1") == 1 and names.count("list_length") == lengths


@pytest.mark.parametrize(
    "body, operation",
    [
        ("queue.append(n); queue.popleft()", "call_quiet"),
        ("heapq.heappush(heap, n); heapq.heappop(heap)", "heap_push .* heap_pop"),
        ("table.setdefault(n % 3, 0)", "dict_setdefault"),
        ("sorted(items)", "call_quiet_1"),
        ("max(items)", "extreme_among"),
        ("tuple(items)", "tuple_of"),
        ("pattern.match('a')", "call_quiet_2"),
        ("struct.pack('<h', n % 100)", "call_quiet_2"),
        ("point = Point(n, n); n = point.x", "new_record .* field"),
        ("n += type(items) is items.__class__", r"class_of .*\bis\b"),
        ("type(items).__name__", "class_of .* call_quiet_1"),
        ("first, *rest = items", "rest_of .* item_at"),
        ("getattr(thing, 'x' + 'y'[:n], None)", "named_attribute"),
        ("method = thing.method", "named_attribute"),
        ("n += thing.default.x", "find_attribute"),  # (what no cache stands for)
        ("str(last(items))", "guard_ends .* call_plain_1"),  # (the builtin is known behind the loop)
    ],
)
def test_c_functions_are_called_without_the_frame(body: str, operation: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        textwrap.dedent("""
        import heapq, re, struct
        from collections import deque, namedtuple
        Point = namedtuple("Point", "x y")
        class Thing:
            x = 1
            def method(self):
                return self
        Thing.default = Thing()
        def last(items):
            for item in items:
                found = item
            return found
        def work(count, queue, heap, table, items, pattern, thing):
            for n in range(count):
                BODY
        thing = Thing()
        thing.default = thing
        work(300, deque(), [], {}, [2, 1], re.compile("a"), thing)
        """).replace("BODY", body),
        encoding="utf-8",
    )
    command = [*support.engine("--jit", "--jit-dump=hir:work"), str(program)]
    done = support.run(command, cwd=tmp_path, env={"FASTVM_JIT_THRESHOLD": "20", "FASTVM_JIT_CHECK": "1"})
    assert done.status == 0, done.stderr
    text = " ".join(re.findall(r"^ .*$", done.stderr + done.stdout, re.M))
    assert re.search(operation, text) and not re.search(r"\brun\b #", text)
