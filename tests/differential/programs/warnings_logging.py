"""What looks at its callers: warnings with stack levels, logging's caller names, traceback and inspect stacks."""

import io
import logging
import sys
import traceback
import warnings

warnings.simplefilter("always")


def show(message, category, filename, lineno, file=None, line=None):
    print(category.__name__, message, filename.rpartition("/")[2], lineno)


warnings.showwarning = show


def level(n):
    warnings.warn(f"level {n}", stacklevel=n)


def caller(n):
    level(n)


def outer(n):
    caller(n)


for n in range(1, 6):
    outer(n)
warnings.warn("at module level", DeprecationWarning)


class K:
    def __init__(self):
        warnings.warn("in init", stacklevel=2)

    @property
    def prop(self):
        warnings.warn("in property", stacklevel=2)

    def __add__(self, other):
        warnings.warn("in add", stacklevel=2)


k = K()
k.prop
k + 1
[warnings.warn("in comprehension") for _ in range(1)]
sorted([1], key=lambda v: warnings.warn("in key function", stacklevel=1))
exec("import warnings; warnings.warn('in exec')")
eval("warnings.warn('in eval', stacklevel=2)")


def generator():
    warnings.warn("in generator", stacklevel=2)
    yield


next(generator())
for _ in generator():
    pass
warnings.simplefilter("error")
try:
    outer(3)
except UserWarning as error:
    print("raised", error, [entry.name for entry in traceback.extract_tb(error.__traceback__)])
warnings.simplefilter("once")
for _ in range(3):
    warnings.warn("only once")
warnings.resetwarnings()
warnings.filterwarnings("ignore", message="ignored")
warnings.warn("ignored warning")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("recorded")
    print(len(caught), caught[0].lineno)
for source in ("1 is 1", "assert (1, 'x')", "'\\d'", "(1)(2)", "[1]['a']"):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, "<warn>", "eval" if "assert" not in source else "exec")
        print([(w.category.__name__, str(w.message), w.lineno) for w in caught])
stream = io.StringIO()
logging.basicConfig(stream=stream, format="%(levelname)s %(funcName)s %(lineno)d %(filename)s %(message)s", level=logging.DEBUG)
log = logging.getLogger("test")


def logs():
    log.info("from a function %d", 5)

    def inner():
        log.warning("from an inner function", stacklevel=2)
    inner()
    (lambda: log.debug("from a lambda"))()
    [log.info("from a comprehension") for _ in "a"]
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("with traceback")


class Logs:
    def method(self):
        log.error("from a method")
        log.info("stack", stack_info=True)


logs()
Logs().method()
log.info("module level")
print(stream.getvalue().replace(__file__, "FILE"))


def stack():
    return [(entry.name, entry.lineno, entry.line) for entry in traceback.extract_stack()]


def calls_stack():
    return stack()


print(calls_stack())
print("".join(traceback.format_stack(sys._getframe())).replace(__file__, "FILE"))


def inner_raise():
    raise ValueError("inner")


def wraps():
    try:
        inner_raise()
    except ValueError as error:
        raise KeyError("outer") from error


try:
    wraps()
except KeyError:
    print(traceback.format_exc().replace(__file__, "FILE"))
    traceback.print_exc(file=sys.stdout)
import inspect


def who_calls():
    return [(entry.function, entry.lineno, entry.index, entry.code_context) for entry in inspect.stack()[:2]]


print(who_calls())
