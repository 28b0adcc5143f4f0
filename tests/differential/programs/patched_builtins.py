"""Programs may replace `__import__`, `open` and `compile`: the engine's own work must not pass through them."""

import builtins
import io
import os
import types
import warnings
from unittest import mock

genuine = builtins.__import__
seen = []


def spy(name, *args, **kwargs):
    seen.append(name)
    return genuine(name, *args, **kwargs)


builtins.__import__ = spy
try:
    import colorsys
    import textwrap

    print(textwrap.dedent("  x"), colorsys.rgb_to_hls(1, 0, 0))
finally:
    builtins.__import__ = genuine
print([name for name in seen if "fastvm" in name])

package = types.ModuleType("package")
with mock.patch("builtins.__import__", lambda name, *args, **kwargs: package):
    import nothing_like_it

    print(nothing_like_it)
    print([n * n for n in range(3)], (lambda: "called first here")())

with mock.patch("builtins.open", mock.mock_open(read_data="not the source")) as opened:
    print((lambda: sum(n for n in range(4)))(), opened.call_count)

with mock.patch("builtins.compile", lambda *args: 1 / 0):
    print((lambda: sum(n for n in range(5)))())

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    names = {}
    exec(compile("def f():\n    return [1](2) if 0 else 'f'\n", "<text>", "exec"), names)
    print(names["f"](), [str(warning.message) for warning in caught])
print(type(io.StringIO()).__name__)


# All of them, and what the os module has, while code is met for the first time and becomes hot.
def sum_of_products(n, k):
    total = 0
    for i in range(n):
        total += i * k % 7
    return total


def sum_of_rows(rows):
    total = 0.0
    for row in rows:
        for value in row:
            total += value
    return total


def refuse(*args, **kwargs):
    raise SystemError("this was not called by the program")


def with_everything_replaced():
    found = [sum_of_products(3000, k) for k in (1, 2, 3)]
    found.append(sum_of_rows([[1.5] * 100] * 100))
    found.append((lambda values: [value for value in values if value])((1, 0, 2)))
    names = {}
    exec("def g(n):\n  t = 0\n  for i in range(n):\n    t += i\n  return t", names)
    found.append(names["g"](5000))
    return found


patched = [(builtins, name) for name in vars(builtins) if name not in ("exec", "range", "__debug__")]
patched += [(os, "stat"), (os, "listdir"), (os, "sched_getaffinity"), (os.path, "isfile"), (os.path, "exists")]
saved = [(module, name, getattr(module, name)) for module, name in patched]
replace = setattr
for module, name in patched:
    if not name.startswith("__") or name in ("__import__", "__build_class__"):
        replace(module, name, refuse)
try:
    found = with_everything_replaced()
finally:
    for module, name, value in saved:
        if module is not builtins:
            replace(module, name, value)
    builtins.__dict__.update({name: value for module, name, value in saved if module is builtins})
print(found)
