"""rich: tables, trees, markup, syntax highlighting, pretty printing, tracebacks and progress, rendered to text."""

import io

from rich import box
from rich.columns import Columns
from rich.console import Console, Group
from rich.markdown import Markdown
from rich.panel import Panel
from rich.pretty import Pretty, pretty_repr
from rich.progress import Progress
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.traceback import Traceback
from rich.tree import Tree

out = io.StringIO()
console = Console(file=out, width=80, force_terminal=True, color_system="truecolor", legacy_windows=False, _environ={})
table = Table(title="Numbers", box=box.ROUNDED, show_footer=True)
table.add_column("n", justify="right", footer="total")
table.add_column("square", style="cyan", footer=str(sum(i * i for i in range(5))))
for i in range(5):
    table.add_row(str(i), f"[bold]{i * i}[/bold]")
console.print(table)
tree = Tree("root")
for name in "abc":
    branch = tree.add(f"[green]{name}")
    branch.add(Panel(f"leaf of {name}", expand=False))
console.print(tree)
console.print(
    "[red]markup[/red] :smile: \\[escaped]", Text("styled", "bold magenta"), {"k": [1, 2.5, None, True, "text"]}
)
console.print(Columns([Panel(str(i)) for i in range(4)]), Group("a", "b"))
console.print(
    Markdown("# Title\n\n- *one*\n- **two**\n\n```python\nx = 1\n```\n\n> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |")
)
console.print(Syntax("def f(a: int = 1):\n    return [a for _ in range(3)]  # comment\n", "python", line_numbers=True))
console.print(Pretty({"key" * 5: list(range(40)), "nested": {"a": {"b": ["c" * 30] * 4}}}))
print(pretty_repr([{"id": i, "text": "x" * i} for i in range(12)], max_width=60))
console.rule("rule")
console.print("wrapped text " * 20, justify="full", width=50)


def fails(n):
    values = {"n": n}
    return 1 / values["n"]


try:
    fails(0)
except ZeroDivisionError:
    text = io.StringIO()
    plain = Console(file=text, width=80, _environ={})
    plain.print(Traceback(show_locals=True, width=78))
    print(text.getvalue().replace(__file__, "FILE")[-700:])
with Progress(console=console, auto_refresh=False, disable=False) as progress:
    task = progress.add_task("working", total=10)
    for _ in range(10):
        progress.advance(task)
print(out.getvalue().rpartition("rule")[0][-6000:].encode("unicode_escape").decode())
