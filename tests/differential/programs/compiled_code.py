"""What code objects say: names, constants, flags, lines, positions, stack of nested code; dis; replace; equality."""

import dis
import inspect
import io
import types


def sample(a, b=1, *args, c, d=2, **kwargs):
    """Docstring."""
    local = a + b

    def inner():
        return local, a
    return [inner() for _ in args], lambda: c


code = sample.__code__
print(code.co_name, code.co_qualname, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals)
print(code.co_varnames, code.co_names, code.co_cellvars, code.co_freevars, code.co_flags)
print([c if not isinstance(c, types.CodeType) else c.co_qualname for c in code.co_consts])
print([line - code.co_firstlineno for _, _, line in code.co_lines() if line is not None])
print(list(code.co_positions())[:6])
print([(i.opname, i.argrepr if "code object" not in i.argrepr else "") for i in dis.get_instructions(sample)][:12])
sample(1, c=2)
print(len(list(dis.get_instructions(sample))), code.co_consts[0])
replaced = code.replace(co_name="other", co_consts=code.co_consts)
print(replaced.co_name, replaced == code, code == sample.__code__, hash(code) == hash(sample.__code__))


def constant():
    return 5


five = constant()
constant.__code__ = constant.__code__.replace(co_consts=(None, 6))
print(five, constant())


def one():
    return "one"


def two():
    return "two"


results = []
for i in range(30):
    results.append(one())
    if i == 10:
        one.__code__ = two.__code__
print(results[9], results[12], one.__name__)


def has_free(x):
    def inner():
        return x
    return inner


try:
    one.__code__ = has_free(1).__code__
except ValueError as error:
    print(error)
new = types.FunctionType(two.__code__, {"__builtins__": {}}, "new", (1, 2))
print(new(), new.__defaults__, new.__name__, new.__module__, new.__qualname__)
g = types.FunctionType(compile("g = 1", "<x>", "exec"), space := {})
g()
print(space["g"])


async def co():
    pass


def gen():
    yield


async def agen():
    yield


print([inspect.CO_GENERATOR & f.__code__.co_flags > 0 for f in (co, gen, agen)],
      [inspect.CO_COROUTINE & f.__code__.co_flags > 0 for f in (co, gen, agen)],
      [inspect.CO_ASYNC_GENERATOR & f.__code__.co_flags > 0 for f in (co, gen, agen)])
out = io.StringIO()
dis.dis(two, file=out)
print(out.getvalue())
two()
out2 = io.StringIO()
dis.dis(two, file=out2)
print(out.getvalue() == out2.getvalue())
print(dis.code_info(two).splitlines()[3:8])
print(one.__code__.co_code == two.__code__.co_code, len(two.__code__.co_code))
big = has_free.__code__
print(big.co_exceptiontable, big.co_linetable)


def with_try():
    try:
        one()
    except ValueError:
        pass


print(with_try.__code__.co_exceptiontable, with_try() or with_try.__code__.co_exceptiontable)
import marshal
copy = marshal.loads(marshal.dumps(code))
print(copy == code, copy.co_positions is not None, types.FunctionType(copy, globals(), "copied", (1,))(0, c=1, d=2)[0])
print(sample.__code__.co_varnames is not None, sample.__doc__, sample.__annotations__, sample.__kwdefaults__)
