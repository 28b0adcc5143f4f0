"""The classes of syntax nodes: what the host's `_ast` has, without importing `_ast`.

Importing it would enter it into `sys.modules`, which must not change while the program runs (adoption/late.py), and
to do so at the start would cost a millisecond there. This is another module object with the same classes.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _ast import *  # noqa: F403
else:
    import _imp
    from _frozen_importlib import BuiltinImporter, ModuleSpec

    _module = _imp.create_builtin(ModuleSpec("_ast", BuiltinImporter, origin="built-in"))
    _imp.exec_builtin(_module)
    globals().update((name, value) for name, value in vars(_module).items() if not name.startswith("__"))
