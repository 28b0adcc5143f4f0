"""Exceptions that are raised, caught and cleaned up after in hot functions and loops: states, contexts, tracebacks."""

import sys
import traceback


class Custom(Exception):
    def __init__(self, number):
        super().__init__(f"custom {number}")
        self.number = number


class Noisy:
    """Tells when it dies, and what is handled then."""

    def __init__(self, name):
        self.name = name

    def __del__(self):
        frame = sys._getframe(1)
        print("  dies:", self.name, frame.f_code.co_name, frame.f_lineno, repr(sys.exc_info()[1]))


def places(error):
    return [(f.f_code.co_name, line, f.f_lineno) for f, line in traceback.walk_tb(error.__traceback__)]


def columns(error):
    return [
        (entry.name, entry.lineno, entry.colno, entry.end_colno)
        for entry in traceback.extract_tb(error.__traceback__)
    ]


def contexts(error):
    found = []
    while error is not None and len(found) < 6:
        found.append((repr(error), repr(error.__cause__), error.__suppress_context__))
        error = error.__context__
    return found


# --- Ways out of try, in loops ---------------------------------------------------------------------


def ways_out(count, log):
    for i in range(count):
        try:
            try:
                if i % 7 == 1:
                    continue
                if i % 7 == 2:
                    raise Custom(i)
                if i % 7 == 3:
                    {}[i]
                if i > 40:
                    break
                if i > 60:
                    return "never"
            except Custom as error:
                log.append(error.number)
                if i % 2:
                    continue
                total = i / (i % 4)
                log.append(total)
            else:
                log.append(-i)
            finally:
                log.append("f")
        except (KeyError, ZeroDivisionError) as error:
            log.append(repr(error))
            log.append(len(contexts(error)))
    else:
        log.append("else")
    try:
        error
    except NameError as unbound:
        log.append(str(unbound))
    return sys.exc_info()


def returns_in_finally(i):
    while True:
        try:
            try:
                if i % 3 == 0:
                    return i
                raise Custom(i)
            finally:
                if i % 5 == 0:
                    return "swallowed"
        except Custom:
            i += 1
            if i % 4 == 0:
                continue
            return i, sys.exc_info()[0]


def numbers_across(count):
    """Numbers that are only in machine registers when something is raised."""
    total, half, flag = 0, 0.5, False
    for i in range(count):
        square = i * i
        try:
            total += square
            half = half * 1.25 + i
            flag = not flag
            if divide(square, i % 5) > 3:
                total -= 1
        except ZeroDivisionError:
            total += 1000
            half -= square
        finally:
            total ^= flag
    return total, half, flag, square, i


def divide(a, b):
    return a // b


# --- Inlined calls ----------------------------------------------------------------------------------


def fails(i):
    local = i + 1
    if i % 2:
        raise Custom(local)
    return i


def passes_on(i):
    mine = [i]
    return fails(i) + len(mine)


def catches_inside(i):
    try:
        return fails(i)
    except Custom as error:
        return error.number * 10
    finally:
        i = None


def reraises(i):
    try:
        return passes_on(i)
    except Custom as error:
        error.note = i
        raise


def through_calls(count):
    found = []
    for i in range(count):
        try:
            found.append(passes_on(i))
        except Custom as error:
            found.append((error.number, places(error), columns(error)))
            inner = error.__traceback__.tb_next.tb_next.tb_frame
            found.append((inner.f_locals, inner.f_back and inner.f_back.f_code.co_name))
        found.append(catches_inside(i))
        try:
            found.append(reraises(i))
        except Custom as error:
            found.append((places(error), error.note))
    return found


class Builder:
    def __init__(self, i):
        self.value = i
        if i % 3 == 2:
            raise Custom(i)

    def __add__(self, other):
        if self.value % 5 == 4:
            raise Custom(-self.value)
        return self.value + other

    @property
    def half(self):
        if self.value % 4 == 3:
            raise AttributeError("odd")
        return self.value / 2


def constructors_and_operators(count):
    found = []
    for i in range(count):
        try:
            made = Builder(i)
            found.append(made + 1)
            found.append(made.half)
        except Custom as error:
            found.append((error.number, places(error)))
        except AttributeError as error:
            found.append(columns(error))
    return found


# --- What is handled -----------------------------------------------------------------------------------


def handled_now():
    return repr(sys.exc_info()[1])


def states(count):
    found = []
    for i in range(count):
        try:
            try:
                raise Custom(i)
            except Custom:
                found.append(handled_now())
                try:
                    raise KeyError(i)
                except KeyError:
                    found.append(handled_now())
                found.append(handled_now())
                if i % 2:
                    raise
                raise ValueError(i) from None
        except ValueError as error:
            found.append((contexts(error), places(error)))
        except Custom as error:
            found.append((contexts(error), places(error)))
        found.append(handled_now())
    return found


def raises_in_handlers(count):
    found = []
    for i in range(count):
        try:
            try:
                [][i]
            except IndexError as first:
                if i % 3 == 0:
                    raise Custom(i) from first
                if i % 3 == 1:
                    int("x")
                fails(1)
            finally:
                if i % 4 == 3:
                    None.missing
        except Exception as error:
            found.append((contexts(error), columns(error)))
    return found


def nothing_to_raise(count):
    found = []
    for i in range(count):
        try:
            raise
        except RuntimeError as error:
            found.append((str(error), places(error)))
        try:
            raise 5 if i % 2 else Custom
        except TypeError as error:
            found.append(str(error))
        try:
            try:
                raise KeyError(i)
            except i:
                pass
        except TypeError as error:
            found.append((str(error), contexts(error)))
        try:
            try:
                raise KeyError(i)
            except (ValueError, (KeyError, Custom)):
                found.append("nested")
        except TypeError as error:
            found.append((str(error), contexts(error)))
    return found


def groups(count):
    found = []
    for i in range(count):
        try:
            raise ExceptionGroup("g", [Custom(i), KeyError(i), ValueError(i)][: 1 + i % 3])
        except* Custom as error:
            found.append(repr(error.exceptions))
        except* (KeyError, ValueError) as error:
            found.append(repr(error.exceptions))
            found.append(handled_now())
        try:
            try:
                raise ExceptionGroup("h", [TypeError(i), OSError(i)])
            except* TypeError:
                if i % 2:
                    raise Custom(i)
        except ExceptionGroup as rest:
            found.append(repr(rest))
    return found


# --- Names and objects -----------------------------------------------------------------------------------


def names(count):
    found = []
    for i in range(count):
        try:
            fails(i)
        except Custom as error:
            error = i
        try:
            found.append(error)
        except UnboundLocalError:
            found.append("unbound")
        if i % 3 == 0:
            temporary = i
            del temporary
        try:
            found.append(temporary)
        except UnboundLocalError as unbound:
            found.append(str(unbound))
        try:
            del temporary
        except UnboundLocalError as unbound:
            found.append(str(unbound))
    return found


def lifetimes(count):
    for i in range(count):
        try:
            kept = Noisy(f"kept {i}")
            print(i, Noisy(f"temporary {i}") and fails(i) and 1 // (i % 3))
        except (Custom, ZeroDivisionError) as error:
            print(repr(error), kept.name)
            kept = str(i)
        finally:
            print("end of", i)


def grown(count):
    text = ""
    for i in range(count):
        try:
            text += str(i)
            text += i if i % 5 == 0 else "-"
        except TypeError as error:
            text += str(error)[:12]
    return text


def iterates(count):
    total = 0
    for i in range(count):
        iterator = iter((i, i + 1))
        while True:
            try:
                total += next(iterator)
            except StopIteration:
                break
        try:
            for item in (1, 2, None, 4):
                total += item
        except TypeError:
            total += 100
        try:
            a, b = range(i % 4)
            total += b
        except ValueError as error:
            total += len(str(error))
    return total


def generator(count):
    for i in range(count):
        try:
            sent = yield handled_now()
            fails(sent or 0)
        except Custom as error:
            yield error.number
        finally:
            fails(0)


def drives(count):
    found = []
    running = generator(3 * count)
    for i in range(count):
        try:
            raise KeyError(i)
        except KeyError:
            found.append(next(running))
            found.append(running.send(i))
            found.append(handled_now())
    return found


def asserts(count):
    found = []
    for i in range(count):
        try:
            assert i % 3, f"number {i}"
        except AssertionError as error:
            found.append((str(error), columns(error)))
    return found


def deep(depth):
    try:
        if depth == 0:
            raise Custom(depth)
        return deep(depth - 1)
    except Custom as error:
        if depth % 2:
            raise Custom(depth) from error
        raise


def uses_frames(count):
    """Frames that somebody keeps outlive their calls, with their last values."""
    kept = []
    for i in range(count):
        try:
            passes_on(i)
        except Custom as error:
            kept.append(error.__traceback__)
    return [
        (frame.f_code.co_name, frame.f_lineno, sorted(frame.f_locals))
        for start in kept
        for frame, _ in traceback.walk_tb(start)
    ]


for turn in range(4):
    log = []
    print(ways_out(50, log), log)
    print([returns_in_finally(i) for i in range(24)])
    print(numbers_across(30))
    for item in through_calls(8):
        print(item)
    for item in constructors_and_operators(16):
        print(item)
    for item in (*states(4), *raises_in_handlers(12), *nothing_to_raise(4), *groups(6)):
        print(item)
    print(names(8))
    lifetimes(6)
    print(grown(16), iterates(12))
    print(drives(6), asserts(7))
    try:
        deep(5)
    except Custom as error:
        print(places(error), contexts(error))
    print(uses_frames(5))
    print(sys.exc_info())
for i in range(30):
    try:
        fails(i)
    except Custom as error:
        caught = error.number
    finally:
        last = i
    try:
        error
    except NameError:
        pass
    else:
        print("still there")
print(caught, last)
states(3)
deep(4)
