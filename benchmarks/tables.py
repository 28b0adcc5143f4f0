"""Tables: one description, shown on a terminal (by rich where it is installed) or written as Markdown."""

import sys
from dataclasses import dataclass, field
from typing import TextIO

PLAIN, GOOD, BAD, DIM = "plain", "good", "bad", "dim"
RICH_STYLES = {PLAIN: "", GOOD: "green", BAD: "bold red", DIM: "dim"}


@dataclass(frozen=True)
class Entry:
    text: str
    style: str = PLAIN


@dataclass
class Table:
    title: str
    columns: "list[str]"
    caption: str = ""
    rows: "list[tuple[Entry, ...]]" = field(default_factory=list)

    def add(self, *entries: Entry) -> None:
        self.rows.append(entries)

    def is_number_column(self, index: int) -> bool:
        """Whether a column reads best aligned to the right."""
        texts = [row[index].text for row in self.rows if row[index].style != DIM and row[index].text]
        return bool(texts) and sum(text[0].isdigit() for text in texts) > len(texts) / 2


def show(table: Table, stream: "TextIO | None" = None) -> None:
    """Print a table for a person."""
    stream = stream or sys.stdout
    try:
        import rich.box
        import rich.console
        import rich.table
        import rich.text
    except ImportError:
        stream.write(plain(table))
        return
    console = rich.console.Console(file=stream)
    if not console.is_terminal:
        # Into a file or a pipe nothing may be folded or cut for a terminal's width.
        stream.write(plain(table))
        return
    shown = rich.table.Table(
        title=table.title, caption=table.caption or None, box=rich.box.SIMPLE, title_justify="left"
    )
    for index, column in enumerate(table.columns):
        shown.add_column(column, justify="right" if table.is_number_column(index) else "left", overflow="fold")
    for row in table.rows:
        shown.add_row(*(rich.text.Text(entry.text, RICH_STYLES[entry.style]) for entry in row))
    console.print(shown)


def plain(table: Table) -> str:
    """The table in aligned columns."""
    lines = [table.columns, *([entry.text for entry in row] for row in table.rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(table.columns))]
    right = [table.is_number_column(index) for index in range(len(table.columns))]
    shown = [
        "  ".join(
            text.rjust(width) if to_right else text.ljust(width) for text, width, to_right in zip(line, widths, right)
        )
        for line in lines
    ]
    shown.insert(1, "  ".join("-" * width for width in widths))
    text = "\n".join(line.rstrip() for line in [table.title, *shown])
    return f"\n{text}\n" + (f"{table.caption}\n" if table.caption else "")


def markdown(table: Table) -> str:
    """The table as a page shows it; what is bad is bold."""
    right = [table.is_number_column(index) for index in range(len(table.columns))]
    lines = [table.columns, ["---:" if to_right else "---" for to_right in right]]
    for row in table.rows:
        lines.append([_bold(entry) for entry in row])
    text = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return text + "\n" + (f"\n{table.caption}\n" if table.caption else "")


def _bold(entry: Entry) -> str:
    text = entry.text.replace("|", "\\|")
    return f"**{text}**" if entry.style == BAD and text else text
