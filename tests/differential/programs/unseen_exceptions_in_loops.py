"""Exceptions that are caught where nothing looks at them, and those where something does, in the last moment."""

import builtins
import sys
import traceback
import weakref

ROUNDS = 120


class Base(Exception):
    pass


class Derived(Base):
    pass


class Other(Exception):
    pass


class Finalized(Exception):
    died = 0

    def __del__(self):
        Finalized.died += 1


class Counted:
    alive = 0
    log = []

    def __init__(self, number):
        Counted.alive += 1
        self.number = number

    def __del__(self):
        Counted.alive -= 1
        Counted.log.append((self.number, sys.exc_info()[0]))


def missing_keys(table, n):
    found = missing = 0
    for i in range(n):
        try:
            found += table[i % 7]
        except KeyError:
            missing += 1
    return found, missing


def ways_out(table, n):
    out = []
    for i in range(n):
        try:
            value = table[i]
        except KeyError:
            if i > 50:
                break
            continue
        out.append(value)
    else:
        out.append("all")
    return out


def with_default(table, key, default):
    try:
        return table[key]
    except KeyError:
        return default


def returns_sum(table, key, default):
    try:
        return table[key]
    except (TypeError, KeyError):
        return default + 1
    except IndexError:
        return None


def clauses(n):
    counts = [0, 0, 0, 0]
    a = b = c = d = 0
    for i in range(n):
        try:
            try:
                if i % 4 == 0:
                    raise Derived
                if i % 4 == 1:
                    raise Other(i)
                if i % 4 == 2:
                    raise Base("text", i)
                raise LookupError(f"{i}")
            except Derived:
                a += 1
            except Other:
                b += 1
        except (Base, ArithmeticError):
            c += 1
        except:
            d += 1
    counts[:] = a, b, c, d
    return counts


def finals(n):
    caught = finished = 0
    for i in range(n):
        try:
            try:
                if i % 3 == 0:
                    raise IndexError(i)
            finally:
                finished += 1
        except LookupError:
            caught += 1
    return caught, finished


def named(n):
    total = 0
    for i in range(n):
        try:
            raise ValueError(i, "x")
        except ValueError as error:
            total += 1
    try:
        error
    except UnboundLocalError:
        total += 1000
    return total


def overflows(n):
    total = 1 << 55
    for i in range(n):
        try:
            raise Base
        except Base:
            total += 1 << 56
    return total


def changes(n):
    total = 0
    for i in range(n):
        try:
            if i == n - 20:
                total = 0.5
            raise Base
        except Base:
            total += 1
    return total


def stores(n):
    seen = {}
    last = None
    for i in range(n):
        try:
            seen[i % 11] += 1
        except KeyError:
            seen[i % 11] = 1
            last = i
        try:
            seen[i, "no"]
        except KeyError:
            last = None
    return seen, last


def raiser(number):
    kept = number * 2
    if number % 3:
        raise Base(kept)
    return kept


def over_calls(n):
    total = caught = 0
    for i in range(n):
        try:
            total += raiser(i)
        except Base:
            caught += 1
    return total, caught


def holding(number):
    kept = Counted(number)
    if number % 2:
        raise Base
    return kept.number


def over_calls_with_locals(n):
    order = []
    caught = 0
    for i in range(n):
        Counted.log.clear()
        try:
            holding(i)
        except Base:
            caught += 1
        order.append(list(Counted.log))
    return caught, order[-4:], Counted.alive


def argument_dies(n):
    caught = 0
    Counted.log.clear()
    for i in range(n):
        try:
            raise Base(Counted(i))
        except Base:
            caught += 1
    return caught, Counted.log[-2:], Counted.alive


def finalized(n):
    caught = 0
    for i in range(n):
        try:
            raise Finalized
        except Finalized:
            caught += Finalized.died
    return caught


def frames(n):
    held = []

    def look(i):
        local = [i]
        if i % 40 == 39:
            held.append(sys._getframe())
        raise Base

    caught = 0
    for i in range(n):
        try:
            look(i)
        except Base:
            caught += 1
    return caught, [frame.f_locals["local"] for frame in held]


def looking(n):
    infos = []
    for i in range(n):
        try:
            try:
                {}[i]
            except KeyError:
                if i == n - 1:
                    infos.append(sys.exc_info()[0].__name__)
                    infos.append(traceback.format_exc().splitlines()[-3:])
                    raise Other
        except Other as other:
            infos.append((type(other.__context__).__name__, other.__traceback__.tb_lineno))
    return infos, sys.exc_info()


def chains(n):
    names = []
    for i in range(n):
        try:
            raise Base
        except Base:
            try:
                raise Other
            except Other as other:
                names.append(type(other.__context__).__name__)
                names.append(type(other.__context__.__context__).__name__)
    return names[-2:]


def inside(n):
    """Within a handler the exception that is unseen has another one to go back to."""
    caught = 0
    names = set()
    for i in range(n):
        try:
            raise Other
        except Other:
            try:
                {}[i]
            except KeyError:
                caught += 1
            names.add(sys.exc_info()[0].__name__)
    return caught, names


def generates(n):
    caught = 0
    for i in range(n):
        try:
            if i % 2:
                raise Base
        except Base:
            caught += 1
        yield caught


def replaced(n):
    out = []
    for i in range(n):
        if i == n // 2:
            globals()["Derived"] = Other
        try:
            try:
                raise Derived
            except Base:
                out.append("base")
            except Other:
                out.append("other")
        finally:
            if i == n - 1:
                globals()["Derived"] = ORIGINAL
    return out.count("base"), out.count("other")


def draws(n):
    total = ends = 0
    for i in range(n):
        for source in (iter((i,)), iter([i, i]), iter(range(2)), iter("ab"), iter(()), (x for x in (1, 2))):
            while True:
                try:
                    item = next(source)
                except StopIteration:
                    ends += 1
                    break
                total += item == i
    grown = [1]
    source = iter(grown)
    for i in range(5):
        try:
            total += next(source)
        except StopIteration:
            grown.append(i)
    return total, ends, grown, list(source)


def last_items(n):
    """The iterator's end is the end of what it goes over."""
    Counted.log.clear()
    ends = 0
    for i in range(n):
        source = iter([Counted(i), Counted(-i)])
        while True:
            try:
                item = next(source)
            except StopIteration:
                ends += Counted.alive
                break
        item = None
    return ends, len(Counted.log), Counted.log[-2:]


class Changing(Base):
    pass


def bases_change(n):
    base = other = 0
    for i in range(n):
        if i == n // 2:
            Changing.__bases__ = (Other,)
        try:
            raise Changing
        except Base:
            base += 1
        except Other:
            other += 1
    return base, other


def builtins_change(n):
    caught = wrong = 0
    table = {}
    for i in range(n):
        if i == n // 2:
            builtins.KeyError = IndexError
        try:
            try:
                table[i]
            except KeyError:
                caught += 1
        except LookupError:
            wrong += 1
    builtins.KeyError = type(seen_error())
    return caught, wrong


def seen_error():
    try:
        {}[0]
    except LookupError as error:
        return error


def not_classes(n):
    wanted = KeyError
    caught = 0
    for i in range(n):
        if i == n - 1:
            wanted = 3
        try:
            try:
                {}[i]
            except wanted:
                caught += 1
        except TypeError as error:
            caught += 1000
            message = str(error)
    return caught, message


ORIGINAL = Derived

for turn in range(3):
    print(missing_keys({1: 2, 3: 4}, ROUNDS), ways_out({i: i for i in range(0, 200, 2)}, ROUNDS)[-3:])
    print(sum(with_default({1: 1}, i, i) for i in range(ROUNDS)), sum(returns_sum({1: 1}, i, i) for i in range(ROUNDS)))
    print(clauses(ROUNDS), finals(ROUNDS), named(ROUNDS), overflows(ROUNDS * 9), changes(ROUNDS))
    print(stores(ROUNDS), over_calls(ROUNDS), over_calls_with_locals(ROUNDS), argument_dies(ROUNDS))
    print(draws(ROUNDS), last_items(ROUNDS))
    print(finalized(ROUNDS), frames(ROUNDS), looking(ROUNDS), chains(ROUNDS), inside(ROUNDS))
    print(sum(generates(ROUNDS)), replaced(ROUNDS), bases_change(ROUNDS), builtins_change(ROUNDS), not_classes(ROUNDS))
    Changing.__bases__ = (Base,)
print(weakref.ref(Counted)().alive)
