"""Programs may replace `__import__`, `open` and `compile`: the engine's own work must not pass through them."""

import builtins
import io
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
