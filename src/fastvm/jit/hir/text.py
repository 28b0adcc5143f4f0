"""HIR as text, both ways: what is printed can be parsed again, so passes are tested on texts before and after.

    function total
    B0():
        %1:object = slot #object, #0
        %2:int = unbox_int %1 @4{}
        jump B1(%2)
    B1(%3:int):
        %4:int = int_add %3, %3 @7{r1=int %3, r2=double %9 if %8}
        ...

`@pc{...}` is the frame state: the registers that an exit has to show. A reason other than `guard` stands after the
pc, as in `@7:safepoint{...}`, an entry guard's register too: `@7:entry:2{...}`. `%9#1` is the number %9 as another
object than `%9`; `range %5 of %1 %2 %3` gives a range iterator's length, start and step,
`complex %1 of %2` the imaginary part, `virtual %1 (0=int %2, 1=owned %3)` the fields of an instance that was not made,
and `tuple %1 (...)` the items of a tuple.
`@2.7{...}` is word 7 of the inlined call whose level is 2.
"""

from __future__ import annotations

import re

from .graph import LEVEL, NOT_MADE, Block, Entry, FrameState, Function, Immediate, Op, Target, Value
from .ops import OPS


def show(function: Function) -> str:
    """The text of a function."""
    lines = [f"function {function.name}"]
    for block in function.blocks:
        lines.append(f"B{block.number}({', '.join(_typed(value) for value in block.parameters)}):")
        lines += [f"    {show_op(op)}" for op in block.ops]
    return "\n".join(lines) + "\n"


def show_op(op: Op) -> str:
    parts = [repr(value) for value in op.operands]
    parts += [f"#{_immediate(value)}" for value in op.immediates]
    text = f"{op.name} {', '.join(parts)}".rstrip()
    if op.result is not None:
        text = f"{_typed(op.result)} = {text}"
    targets = [f"B{t.block.number}({', '.join(map(repr, t.arguments))})" for t in op.targets]
    if targets:
        text += " " + " ".join(targets)
    if op.state is not None:
        text += " " + _show_state(op.state)
    return text


def _typed(value: Value) -> str:
    return f"%{value.number}:{value.type}"


def _immediate(value: Immediate) -> str:
    return value.hex() if isinstance(value, float) else str(value)


def _show_state(state: FrameState) -> str:
    reason = "" if state.reason == "guard" else f":{state.reason}"
    if state.register >= 0:
        reason += f":{state.register}"
    entries = []
    for entry in state.entries:
        entries.append(f"r{_show_entry(entry)}")
    place = f"{state.level}.{state.pc % LEVEL}" if state.level else f"{state.pc}"
    return f"@{place}{reason}{{{', '.join(entries)}}}"


def _show_entry(entry: Entry) -> str:
    text = f"{entry.register}={entry.representation} {entry.value!r}"
    if entry.copy:
        text += f"#{entry.copy}"
    if entry.bounds:
        text += f" of {' '.join(map(repr, entry.bounds))}"
    if entry.representation in NOT_MADE:
        text += f" ({', '.join(map(_show_entry, entry.fields))})"
    return text if entry.fresh is None else f"{text} if {entry.fresh!r}"


# --- Parsing ---------------------------------------------------------------------------------------------

_BLOCK = re.compile(r"B(\d+)\((.*)\):$")
_STATE = re.compile(r"@(?:(\d+)\.)?(\d+)(?::([a-z]+))?(?::(\d+))?\{(.*)\}$")
_ENTRY = re.compile(r"r?(-?\d+)=([a-z]+) %(\d+)(?:#(\d+))?(?: of ([%\d ]+?))?(?: if %(\d+))?(?: \((.*)\))?$")
_TARGET = re.compile(r"B(\d+)\(([^)]*)\)")
_RESULT = re.compile(r"%(\d+):([a-z_]+) = (.*)$")


class _Parser:
    def __init__(self, text: str) -> None:
        self.lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
        self.values: dict[int, Value] = {}
        self.blocks: dict[int, Block] = {}
        self.function = Function("")

    def value(self, number: str, type: str | None = None) -> Value:
        """A value by its number. It may be used, in the text, before the line that makes it and tells its type."""
        value = self.values.setdefault(int(number), Value(int(number), ""))
        if type is not None:
            value.type = type
        return value

    def block(self, number: str) -> Block:
        key = int(number)
        if key not in self.blocks:
            self.blocks[key] = Block(key)
        return self.blocks[key]

    def parse(self) -> Function:
        first, *lines = self.lines
        self.function.name = first.removeprefix("function ")
        current: Block | None = None
        for line in lines:
            header = _BLOCK.match(line)
            if header:
                current = self.block(header.group(1))
                self.function.blocks.append(current)
                current.parameters = [self.value(*part.strip()[1:].split(":")) for part in _parts(header.group(2))]
            elif current is None:
                raise ValueError(f"an operation before the first block: {line}")
            else:
                current.ops.append(self.op(line))
        self.function._values = max(self.values, default=0)
        self.function._blocks = max(self.blocks, default=-1) + 1
        return self.function

    def op(self, line: str) -> Op:
        result = None
        made = _RESULT.match(line)
        if made:
            result = self.value(made.group(1), made.group(2))
            line = made.group(3)
        state = None
        found = _STATE.search(line)
        if found:
            entries = tuple(self.entry(part.strip()) for part in _parts(found.group(5)))
            register = int(found.group(4)) if found.group(4) else -1
            pc = int(found.group(1) or 0) * LEVEL + int(found.group(2))
            state = FrameState(pc, entries, found.group(3) or "guard", register)
            line = line[: found.start()].strip()
        targets = [
            Target(self.block(number), [self.value(part.strip()[1:]) for part in _parts(arguments)])
            for number, arguments in _TARGET.findall(line)
        ]
        line = _TARGET.sub("", line).strip()
        name, _, rest = line.partition(" ")
        if name not in OPS:
            raise ValueError(f"unknown operation: {name}")
        operands: list[Value] = []
        immediates: list[Immediate] = []
        for part in (part.strip() for part in _parts(rest)):
            if part.startswith("%"):
                operands.append(self.value(part[1:]))
            else:
                immediates.append(_read_immediate(OPS[name].immediates[len(immediates)], part.removeprefix("#")))
        return Op(name, operands, tuple(immediates), result, state, targets)

    def entry(self, text: str) -> Entry:
        match = _ENTRY.match(text)
        if match is None:
            raise ValueError(f"no entry of a frame state: {text}")
        fresh = self.value(match.group(6)) if match.group(6) else None
        bounds = tuple(self.value(part[1:]) for part in (match.group(5) or "").split())
        copy = int(match.group(4) or 0)
        fields = tuple(self.entry(part.strip()) for part in _parts(match.group(7) or ""))
        return Entry(int(match.group(1)), match.group(2), self.value(match.group(3)), fresh, copy, bounds, fields)


def _parts(text: str) -> list[str]:
    """What stands between commas, but for those in parentheses."""
    parts, depth = [""], 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts if text.strip() else []


def _read_immediate(kind: str, text: str) -> Immediate:
    if kind == "double":
        return float.fromhex(text)
    return text if kind == "type" else int(text)


def parse(text: str) -> Function:
    """The function that a text describes."""
    return _Parser(text).parse()
