"""exec, eval and compile: namespaces of every kind, modes, results, nested functions, errors and their positions."""

import sys
import types


class Log(dict):
    def __getitem__(self, key):
        print("  get", key)
        return super().__getitem__(key)

    def __setitem__(self, key, value):
        print("  set", key)
        super().__setitem__(key, value)

    def __delitem__(self, key):
        print("  del", key)
        super().__delitem__(key)

    def __missing__(self, key):
        print("  missing", key)
        if key == "magic":
            return "made up"
        raise KeyError(key)


print(eval("1 + 2"), eval("x", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2}), eval(" \t 7"), eval("[i for i in range(3)]"))
namespace = {}
exec("a = 1\ndef f(n): return n + a\nclass K:\n  b = a", namespace)
print(namespace["f"](5), namespace["K"].b, sorted(k for k in namespace if k != "__builtins__"), "__builtins__" in namespace)
globals_, locals_ = {"g": "global"}, {}
exec("x = g\ng = 'shadow'\nglobal h\nh = 1\ndef f(): return g, h", globals_, locals_)
print(locals_["x"], locals_["g"], globals_["h"], locals_["f"](), sorted(locals_))
log = Log(a=1)
exec("b = a\nc = magic\nlen\ndel b\ntry:\n  nothing\nexcept NameError as e:\n  print(e)", {}, log)
print(eval("a", {}, log))


class Mapping:
    def __getitem__(self, key):
        print("  mapping get", key)
        raise KeyError(key)

    def __setitem__(self, key, value):
        print("  mapping set", key)


exec("x = 1\nprint", {}, Mapping())
for bad in (lambda: eval("1", 5), lambda: eval("1", {}, 5), lambda: exec("1", []), lambda: eval("x = 1"), lambda: eval(""),
            lambda: eval("1 +"), lambda: exec("a b"), lambda: eval(5), lambda: exec(None), lambda: eval("\x00"),
            lambda: compile("1", "f", "bad"), lambda: compile("1;2", "f", "eval"), lambda: compile("1\n2", "f", "single"),
            lambda: eval("undefined"), lambda: exec("def f(:\n  pass"), lambda: exec("  indented"), lambda: exec("return 1"),
            lambda: exec("yield 1"), lambda: exec("break"), lambda: exec("nonlocal x"), lambda: exec("if 1:\nx"),
            lambda: exec("x = (1,\n"), lambda: exec("'''never closed"), lambda: exec("f(**k, *a)"), lambda: exec("1 = x"),
            lambda: exec("f() = 1"), lambda: exec("def f(a, a): pass"), lambda: exec("*a = 1"), lambda: exec("del f()")):
    try:
        print(bad())
    except SyntaxError as error:
        print(type(error).__name__, error.msg, error.lineno, error.offset, error.end_offset, error.text, error.filename)
    except Exception as error:
        print(type(error).__name__, error)
code = compile("y = 5\nprint(y)", "<made>", "exec")
print(code.co_filename, code.co_names, type(code).__name__, code.co_flags, code.co_firstlineno)
exec(code, {})
exec(code, {"print": lambda v: print("custom", v)})
single = compile("5 + 5\nNone" if False else "5 + 5", "<s>", "single")
sys.displayhook = lambda v: print("displayed", v)
exec(single)
exec(compile("None", "<s>", "single"))
sys.displayhook = sys.__displayhook__


def function_scope():
    local = 1
    exec("local = 2; new = 3")
    try:
        new
    except NameError as error:
        print(error)
    space = {}
    exec("local = 5", globals(), space)
    return local, space, eval("local"), eval("[local for _ in 'a']") if False else None


print(function_scope())


def nested_scope():
    x = 1

    def inner():
        return eval("x")
    try:
        return inner()
    except NameError as error:
        return str(error)


print(nested_scope())


class Body:
    exec("made = 'in class'")
    value = eval("made")


print(Body.made, Body.value)
restricted = {"__builtins__": {}}
for source in ("len([])", "print", "class A: pass", "import os", "[i for i in (1, 2)]", "1 / 0", "assert False", "__builtins__"):
    try:
        exec(source, dict(restricted))
        print(source, "fine")
    except BaseException as error:
        print(source, "->", type(error).__name__, error)
print(eval("custom()", {"__builtins__": {"custom": lambda: "custom builtin"}}))
made = {"__builtins__": {"len": lambda v: "my len", "__build_class__": __build_class__, "__name__": "n"}}
exec("def f(): return len('abc')\nclass K: v = f()", made)
print(made["f"](), made["K"].v)
module = types.ModuleType("made")
exec("def where(): return __name__\nvalue = where()", module.__dict__)
print(module.value, module.where.__module__, module.where.__globals__ is module.__dict__)
lam = eval("lambda a, b=2: (a, b)")
print(lam(1), lam.__name__, lam.__code__.co_filename)
exec("import sys as s; print(s is sys)")
exec("from math import *; print(floor(1.5))", {})
try:
    exec("def f():\n  from math import *")
except SyntaxError as error:
    print(error.msg)
try:
    exec("raise ValueError('from exec')")
except ValueError as error:
    frame = error.__traceback__.tb_next
    print(frame.tb_frame.f_code.co_filename, frame.tb_lineno, frame.tb_frame.f_code.co_name)
exec("for i in range(3):\n  if i: print(i, end=' ')\nelse: print('else')")
exec(b"print('bytes source')")
exec("# -*- coding: latin-1 -*-\nprint('\xe9')".encode("latin-1"))
exec(bytearray(b"print('bytearray')"))
import ast
tree = ast.parse("result = 2 ** 10")
ast.fix_missing_locations(tree)
space = {}
exec(compile(tree, "<ast>", "exec"), space)
print(space["result"])
expr = ast.Expression(ast.BinOp(ast.Constant(20), ast.Add(), ast.Constant(22)))
print(eval(compile(ast.fix_missing_locations(expr), "<ast>", "eval")))
closure_code = compile("def outer(x):\n def inner(): return x\n return inner", "<c>", "exec")
space = {}
exec(closure_code, space)
inner = space["outer"](3)
print(inner())
try:
    exec(inner.__code__)
except TypeError as error:
    print(error)
exec(inner.__code__, closure=inner.__closure__)
try:
    exec("1", closure=())
except TypeError as error:
    print(error)
print(eval(lam.__code__, {}) if lam.__code__.co_argcount == 0 else "has arguments")
try:
    eval(lam.__code__, {})
except TypeError as error:
    print(error)
optimised = compile("assert False, 'no'\n'doc'", "<o>", "exec", optimize=1)
exec(optimised)
print(compile("'''doc'''\ndef f():\n  'fdoc'", "<o>", "exec", optimize=2).co_consts[0].co_consts)
flags = compile("1", "<f>", "eval", flags=ast.PyCF_ONLY_AST)
print(type(flags).__name__)
deep = "+".join(["1"] * 500)
print(eval(deep), eval("(" * 50 + "1" + ")" * 50))
try:
    eval("(" * 300 + ")" * 300)
except (MemoryError, SyntaxError, RecursionError) as error:
    print(type(error).__name__, error)


def run_many():
    total = 0
    for i in range(200):
        total += eval(f"{i} * 2")
        exec(f"value = {i}", space)
        total += space["value"]
    return total


print(run_many())
counter = compile("n += 1", "<n>", "exec")
space = {"n": 0}
for _ in range(500):
    exec(counter, space)
print(space["n"])
