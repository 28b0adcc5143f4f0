"""Exceptions: chaining, context, cause, notes, re-raising, matching, names deleted, odd classes."""

import sys
import traceback


def describe(error, depth=0):
    print("  " * depth + repr(error), "suppress" if error.__suppress_context__ else "",
          getattr(error, "__notes__", ""))
    if error.__cause__ is not None:
        print("  " * depth + " cause:")
        describe(error.__cause__, depth + 1)
    if error.__context__ is not None and error.__context__ is not error.__cause__:
        print("  " * depth + " context:")
        describe(error.__context__, depth + 1)


def context():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("second")


def cause():
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise KeyError("second") from error


def none():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("second") from None


def from_class():
    raise KeyError from ValueError


def bad_cause():
    raise KeyError from 5


def bad_raise():
    raise 5


def bad_class():
    raise int


def string():
    raise "text"


def bare():
    raise


def reraise():
    try:
        raise ValueError("v")
    except ValueError:
        raise


def reraise_named():
    try:
        raise ValueError("v")
    except ValueError as error:
        raise error


def nested():
    try:
        try:
            raise ValueError(1)
        except ValueError:
            raise TypeError(2)
        finally:
            print("inner finally", sys.exc_info()[0].__name__)
    except TypeError:
        try:
            raise KeyError(3)
        except KeyError:
            pass
        raise OSError(4)


def finally_raises():
    try:
        raise ValueError("body")
    finally:
        raise KeyError("finally")


def else_raises():
    try:
        pass
    except ValueError:
        pass
    else:
        raise ValueError("else is not guarded")
    finally:
        print("finally after else")


def bad_matcher():
    try:
        raise ValueError
    except 5:
        pass


def bad_matcher_tuple():
    try:
        raise ValueError
    except (KeyError, "x"):
        pass


def matcher_raises():
    try:
        raise ValueError("original")
    except undefined_name:
        pass


def notes():
    error = ValueError("with notes")
    error.add_note("one")
    error.add_note("two")
    raise error


class Needs(Exception):
    def __init__(self, a, b):
        super().__init__(a, b)


def constructor_fails():
    raise Needs


class NewReturns(Exception):
    def __new__(cls):
        return 5


def new_returns_other():
    raise NewReturns


def loop_context():
    a, b = ValueError("a"), ValueError("b")
    try:
        try:
            raise a
        except ValueError:
            raise b
    except ValueError:
        raise a


def system_exit():
    raise SystemExit(3)


def keyboard():
    raise KeyboardInterrupt


def stop():
    raise StopIteration(1)


def attribute():
    return None.nothing


def in_except_expression():
    try:
        raise KeyError("k")
    except (lambda: print("matcher called") or KeyError)():
        return "handled"


for function in (context, cause, none, from_class, bad_cause, bad_raise, bad_class, string, bare, reraise, reraise_named,
                 nested, finally_raises, else_raises, bad_matcher, bad_matcher_tuple, matcher_raises, notes,
                 constructor_fails, new_returns_other, loop_context, system_exit, keyboard, stop, attribute,
                 in_except_expression):
    print(function.__name__)
    try:
        print(function())
    except BaseException as error:
        describe(error)
        print([(entry.name, entry.lineno) for entry in traceback.extract_tb(error.__traceback__)])
    print(sys.exc_info())


def name_deleted():
    try:
        raise ValueError
    except ValueError as name:
        pass
    return "name" in locals()


def name_rebound():
    try:
        raise ValueError
    except ValueError as name:
        name = 5
        del name
    return "fine"


def exc_info_levels():
    levels = [sys.exc_info()[0]]
    try:
        raise ValueError
    except ValueError:
        levels.append(sys.exc_info()[0])
        try:
            raise KeyError
        except KeyError:
            levels.append(sys.exc_info()[0])
        levels.append(sys.exc_info()[0])

        def inside():
            return sys.exc_info()[0], sys.exception()
        levels.append(inside()[0])
    levels.append(sys.exc_info()[0])
    return [level and level.__name__ for level in levels]


print(name_deleted(), name_rebound(), exc_info_levels())


class Base(Exception):
    pass


class Derived(Base):
    pass


def match(error):
    try:
        raise error
    except Derived:
        return "derived"
    except (KeyError, Base) as caught:
        return "tuple " + repr(caught)
    except Exception:
        return "exception"
    except:
        return "bare " + sys.exc_info()[0].__name__


print([match(e) for e in (Derived, Base(), KeyError(1), ValueError, SystemExit, GeneratorExit())])


def retry(n):
    attempts = []
    while True:
        try:
            attempts.append(n)
            if n:
                raise ValueError(n)
        except ValueError as error:
            n -= 1
            continue
        else:
            attempts.append("else")
            break
        finally:
            attempts.append("finally")
    return attempts


print(retry(3))
error = ValueError("reused")
for _ in range(3):
    try:
        raise error
    except ValueError as caught:
        print(len(traceback.extract_tb(caught.__traceback__)))
print(error.with_traceback(None).__traceback__, error.args)
try:
    error.__cause__ = 5
except TypeError as problem:
    print(problem)
try:
    error.__traceback__ = 5
except TypeError as problem:
    print(problem)


class Meta(type):
    def __subclasscheck__(cls, other):
        print("subclasscheck")
        return True

    def __instancecheck__(cls, other):
        print("instancecheck")
        return True


class Pretend(Exception, metaclass=Meta):
    pass


try:
    try:
        raise ValueError("not pretend")
    except Pretend:
        print("wrong")
except ValueError as error:
    print("right", error)
try:
    [].pop()
except (LookupError, ArithmeticError) as error:
    print(type(error).__mro__[1].__name__, error)
try:
    raise OSError(2, "No such file", "name.txt")
except FileNotFoundError as error:
    print(error, error.errno, error.filename)
try:
    import nothing_of_this_name
except ImportError as error:
    print(type(error).__name__, error, error.name)
try:
    from sys import nothing_of_this_name
except ImportError as error:
    print(error, error.name)
