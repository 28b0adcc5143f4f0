"""`except*`: splitting, nesting, several clauses, raising inside, tracebacks of groups, naked exceptions."""

import traceback


def show(error, depth=0):
    print("  " * depth + f"{type(error).__name__} {error}")
    if error.__context__ is not None:
        print("  " * depth + f"  context {error.__context__!r}")
    if error.__cause__ is not None:
        print("  " * depth + f"  cause {error.__cause__!r}")
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            show(inner, depth + 1)


def group(*errors):
    return ExceptionGroup("group", errors)


CASES = [
    lambda: group(ValueError(1)),
    lambda: group(ValueError(1), TypeError(2)),
    lambda: group(ValueError(1), group(TypeError(2), ValueError(3)), OSError(4)),
    lambda: group(OSError(1)),
    lambda: ValueError("naked"),
    lambda: KeyError("naked unmatched"),
    lambda: BaseExceptionGroup("base", [KeyboardInterrupt(), ValueError(1)]),
]


def plain(make):
    try:
        raise make()
    except* ValueError as error:
        print("ValueError", type(error).__name__)
        show(error, 1)
    except* (TypeError, LookupError) as error:
        print("TypeError or LookupError")
        show(error, 1)
    else:
        print("else")
    finally:
        print("finally")
    return "end"


def raising(make):
    try:
        raise make()
    except* ValueError:
        raise RuntimeError("new")
    except* TypeError as error:
        raise


def raising_from(make):
    try:
        raise make()
    except* Exception as error:
        raise RuntimeError("new") from error


def nested(make):
    try:
        try:
            raise make()
        except* ValueError:
            print("inner ValueError")
        except* OSError as error:
            raise error
    except* OSError as error:
        print("outer OSError")
        show(error)


def loops(make):
    out = []
    for i in range(2):
        try:
            raise make()
        except* Exception as error:
            for inner in error.exceptions:
                if isinstance(inner, ValueError):
                    continue
                out.append(type(inner).__name__)
    return out


for function in (plain, raising, raising_from, nested, loops):
    for make in CASES:
        print("==", function.__name__, repr(make()))
        try:
            print(function(make))
        except BaseException as error:
            print("escaped:")
            show(error, 1)


def nothing():
    try:
        pass
    except* ValueError:
        print("wrong")
    else:
        print("nothing raised")
    finally:
        print("finally")


nothing()
for source in ("try: pass\nexcept* ExceptionGroup: pass", "try: raise ExceptionGroup('g', [ValueError()])\nexcept* ExceptionGroup: pass",
               "try: raise ValueError\nexcept* 5: pass", "try: pass\nexcept*: pass", "try: raise ValueError(1)\nexcept* (): pass",
               "for x in [1]:\n  try: pass\n  except* ValueError: break", "def f():\n  try: pass\n  except* ValueError: return",
               "try: pass\nexcept* ValueError: pass\nexcept KeyError: pass",
               "for x in [1]:\n  try: pass\n  except* ValueError: continue"):
    try:
        exec(source)
        print("fine")
    except SyntaxError as error:
        print("SyntaxError", error.msg)
    except Exception as error:
        print(type(error).__name__, error)


def deep():
    raise ValueError("deep")


def collect():
    errors = []
    for f in (deep, lambda: {}["k"]):
        try:
            f()
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("collected", errors)


try:
    collect()
except ExceptionGroup as error:
    print(traceback.format_exc())
try:
    try:
        collect()
    except* KeyError as error:
        raise TypeError("while handling") from error
except ExceptionGroup:
    print(traceback.format_exc())


class Mine(ExceptionGroup):
    def derive(self, errors):
        return Mine(self.message, errors)


try:
    raise Mine("mine", [ValueError(1), KeyError(2)])
except* ValueError as error:
    print(type(error).__name__, error.exceptions)
except* KeyError as error:
    print(type(error).__name__, error.exceptions)
g = group(ValueError(1), group(KeyError(2)))
print(g.subgroup(KeyError), g.split(ValueError), g.subgroup(lambda e: False))
for bad in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [5]), lambda: ExceptionGroup("x", [KeyboardInterrupt()]),
            lambda: ExceptionGroup(5, [ValueError()]), lambda: ExceptionGroup("x")):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
