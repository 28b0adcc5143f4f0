"""A text emitter for one LLVM function: fresh names, lines, blocks out of the way."""

from __future__ import annotations


class Emitter:
    """Collects the lines of a function. Cold blocks are put behind the others."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.cold: list[str] = []
        self.label = "entry"  # of the block that is being written
        self._names = 0
        self._target = self.lines

    def name(self) -> str:
        self._names += 1
        return f"%t{self._names}"

    def new_label(self, hint: str = "l") -> str:
        self._names += 1
        return f"{hint}{self._names}"

    def do(self, text: str) -> None:
        """A line without a result."""
        self._target.append(f"  {text}")

    def let(self, text: str) -> str:
        """A line with a result: its name."""
        self._names += 1
        name = f"%t{self._names}"
        self._target.append(f"  {name} = {text}")
        return name

    def begin(self, label: str) -> None:
        """Start a block."""
        self._target.append(f"{label}:")
        self.label = label

    def text(self) -> str:
        return "\n".join(self.lines + self.cold)
