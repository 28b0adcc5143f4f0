"""Gives the interpreter loop threaded dispatch: a step of the build, between Cython and the C compiler.

The loop is written as one switch, and every instruction ends by going back to it: one indirect jump for all
instructions, which the processor predicts badly. GCC and Clang can jump through a table of labels from the end
of each instruction instead (Bell, "Threaded Code", CACM 1973; Ertl and Gregg, JILP 2003), which Cython cannot
express. So the generated C is rewritten: each `case` of the loop's switch gets a label, and each
`continue` of the loop becomes a jump through the table. The switch stays for the first instruction after a
transition between frames. Other compilers get the file as it is, and the same behaviour.
"""

from __future__ import annotations

import re

_MARK = "/* threaded dispatch */"
_TABLE = "fvm_targets"

# Variables of the loop that live in processor registers. A variable whose address is given to a function lives in memory
# instead, everywhere, and Cython says nothing: that would cost every instruction a store and a load.
_IN_REGISTERS = ("ip", "regs", "frame", "unit", "ts")


def thread_loops(text: str, functions: tuple[str, ...]) -> str:
    """The C file with the loops of the named Cython functions threaded. ValueError: the loop is not found."""
    if _MARK in text:
        return text
    for name in functions:
        start, end = _body(text, name)
        text = text[:start] + _threaded(text[start:end]) + text[end:]
    # At the end: Cython knows its own files by their first line.
    return f"{text}{_MARK}\n"


def _body(text: str, name: str) -> tuple[int, int]:
    """Where the definition of a Cython function begins and ends."""
    found = re.search(rf"^static [^\n;]*__pyx_f_\w+_core_{name}\([^;{{]*\) \{{$", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"no definition of {name} in the generated C")
    return found.start(), text.index("\n}\n", found.start())


def _threaded(body: str) -> str:
    for name in _IN_REGISTERS:
        if f"(&__pyx_v_{name})" in body:
            raise ValueError(f"the interpreter loop gives away the address of `{name}`")
    switch = body.find("switch (__pyx_v_op) {")
    again = re.search(r"goto (__pyx_L\d+_continue);", body[switch:])
    if switch < 0 or again is None:
        raise ValueError("the interpreter loop has another shape than threaded_dispatch.py expects")
    head, loop = body[:switch], body[switch:]
    labels: dict[str, str] = {}

    def labelled(case: re.Match[str]) -> str:
        constant, opcode = case.group(1), case.group(2)
        if opcode in labels:  # a smaller switch inside an instruction
            return case.group(0)
        labels[opcode] = f"[{constant}] = &&threaded_{opcode}"
        # Not reached from the case above it, only by jumping in.
        return f"case {constant}: if (0) {{ threaded_{opcode}: __pyx_v_op = {constant}; }}"

    loop = re.sub(r"case (__pyx_e_\w+_(OP_\w+)):", labelled, loop)
    loop = loop.replace(again.group(0), f"goto *{_TABLE}[__pyx_v_ip->op];")
    # The end of the switch is the end of the loop's body, which every instruction leaves by itself.
    table = f"  static const void *const {_TABLE}[256] = {{{', '.join(labels.values())}}};\n"
    opening = head.index("{\n") + 2
    return head[:opening] + table + head[opening:] + loop
