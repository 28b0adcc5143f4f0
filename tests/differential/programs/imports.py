"""Imports in every form: packages, relative, circular, star, lazy attributes, failures, hooks, reload."""

import builtins
import importlib
import sys

import helper_package
import helper_package.sub.deep
import helper_package.sub.deep as deep
from helper_package import *
from helper_package import first as f
from helper_package import lazy_thing, value as v
from helper_package.star_default import *

print(value, v, first is f, lazy_in_all, lazy_thing, deep.up is f, "_private" in globals(), deep.up_own, f.late())
print(public, "_hidden" in globals(), "__dunder__" in globals(), helper_package.renamed_deep is deep, dir(helper_package))
print(f.second.use_first(), helper_package.__name__, f.__package__, deep.__spec__.parent, f.__file__.endswith("first.py"))
for statement in ("import no_such_module_here", "import helper_package.nothing", "from helper_package import nothing",
                  "from helper_package.first import nothing", "import helper_package.failing", "from helper_package.bad_all import *",
                  "from . import first", "from .x import y", "import sys.nothing", "from sys import nothing", "import helper_package.first.deeper",
                  "from __future__ import nothing", "from helper_package import first, nothing", "import os.path as p; print(p.__name__ in ('posixpath', 'ntpath'))",
                  "from os import path, sep; print(sep)", "import xml.dom.minidom; print(xml.__name__)", "import xml.dom.minidom as m; print(m.__name__)"):
    try:
        exec(statement, {"__name__": "__main__"})
        print(statement, "fine")
    except Exception as error:
        print(statement, "->", type(error).__name__, str(error).split(" (/")[0].split(" (unknown")[0], getattr(error, "name", None))
print("helper_package.failing" in sys.modules)


def local_import():
    import math
    from math import floor as down, ceil
    import os.path
    return down(1.5), ceil(1.5), math.pi > 3, os.path.basename("a/b")


print(local_import())


class Body:
    import math as inner
    from math import sqrt


print(Body.inner.__name__, Body.sqrt(4))
original = builtins.__import__


def hook(name, globals=None, locals=None, fromlist=(), level=0):
    print("hook", name, globals is not None and globals["__name__"], fromlist, level)
    return original(name, globals, locals, fromlist, level)


builtins.__import__ = hook
try:
    import json
    import os.path as p
    from json import dumps, loads as l
    from helper_package import sub
    exec("import sys", {"__name__": "elsewhere"})
finally:
    builtins.__import__ = original
sys.modules["fake_module"] = type("Fake", (), {"attribute": 1, "__name__": "fake"})()
import fake_module
from fake_module import attribute
print(fake_module.attribute, attribute)
try:
    from fake_module import missing
except ImportError as error:
    print(error)
sys.modules["none_module"] = None
try:
    import none_module
except ImportError as error:
    print(type(error).__name__, error)
module = importlib.import_module(".first", "helper_package")
print(module is f, importlib.reload(helper_package.star_default).public)
print(__import__("helper_package.first").__name__, __import__("helper_package.first", fromlist=["x"]).__name__)


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("made_"):
            print("finding", name)
            return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec("value = __name__ + '!'", module.__dict__)


import importlib.machinery
sys.meta_path.append(Finder())
import made_up
from made_up_two import value as made_value
print(made_up.value, made_value, made_up.__loader__ is sys.meta_path[-1])
del sys.modules["made_up"]
import made_up as again
print(again is made_up)
try:
    import helper_package.failing
except ValueError as error:
    import traceback
    entries = traceback.extract_tb(error.__traceback__)
    print([(entry.name, entry.line) for entry in entries if "importlib" not in entry.filename], len(entries))
print(__name__, __package__, __spec__, __doc__[:7], __file__.endswith("imports.py"), __loader__.__class__.__name__, __cached__ if "__cached__" in globals() else None)
