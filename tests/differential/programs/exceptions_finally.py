"""`finally` with every way to leave: return, break, continue, exceptions, nested, in loops and generators."""


def trace(function):
    log = []
    try:
        result = function(log)
    except BaseException as error:
        result = repr(error), repr(error.__context__)
    print(function.__name__, result, log)
    return function


@trace
def return_both(log):
    try:
        return "try"
    finally:
        return "finally"


@trace
def return_value_kept(log):
    x = 1
    try:
        return x
    finally:
        x = 2
        log.append(x)


@trace
def return_mutated(log):
    x = []
    try:
        return x
    finally:
        x.append("added")


@trace
def swallow(log):
    try:
        raise ValueError
    finally:
        return "swallowed"


@trace
def break_swallows(log):
    for i in range(3):
        try:
            raise ValueError(i)
        finally:
            log.append(i)
            break
    return "broken"


@trace
def continue_swallows(log):
    for i in range(3):
        try:
            raise ValueError(i)
        finally:
            log.append(i)
            continue
    return "continued"


@trace
def break_through(log):
    for i in range(5):
        try:
            if i == 2:
                break
            log.append(i)
        finally:
            log.append("f")
    else:
        log.append("else")
    return "done"


@trace
def continue_through(log):
    for i in range(3):
        try:
            if i == 1:
                continue
            log.append(i)
        finally:
            log.append("f")
    else:
        log.append("else")


@trace
def nested_returns(log):
    try:
        try:
            return log.append("inner value") or 1
        finally:
            log.append("inner")
    finally:
        log.append("outer")


@trace
def nested_override(log):
    try:
        try:
            raise KeyError(1)
        finally:
            raise ValueError(2)
    except ValueError:
        log.append("caught")
        try:
            return "handler"
        finally:
            log.append("handler finally")


@trace
def return_in_except(log):
    try:
        1 / 0
    except ZeroDivisionError:
        return "except"
    else:
        return "else"
    finally:
        log.append("finally")


@trace
def return_in_else(log):
    try:
        pass
    except ValueError:
        return "except"
    else:
        return "else"
    finally:
        log.append("finally")


@trace
def loop_in_finally(log):
    try:
        return "value"
    finally:
        for i in range(3):
            if i == 1:
                continue
            log.append(i)
        while True:
            break


@trace
def while_else(log):
    n = 0
    while n < 5:
        n += 1
        try:
            if n == 2:
                continue
            if n == 4:
                break
        except ValueError:
            pass
        finally:
            log.append(n)
    else:
        log.append("else")
    return n


@trace
def return_from_loop(log):
    for i in range(3):
        for j in range(3):
            try:
                if j == 1:
                    return i, j
            finally:
                log.append((i, j))


@trace
def finally_exception_replaces_return(log):
    try:
        return "lost"
    finally:
        [][1]


@trace
def with_in_finally(log):
    class Manager:
        def __enter__(self):
            log.append("enter")

        def __exit__(self, *exc):
            log.append(("exit", exc[0] and exc[0].__name__))
            return True
    try:
        raise ValueError
    finally:
        with Manager():
            raise KeyError
        log.append("after with")


@trace
def continue_in_with(log):
    class Manager:
        def __enter__(self):
            return self

        def __exit__(self, *exc):
            log.append(exc[0])
    for i in range(3):
        with Manager():
            if i == 0:
                continue
            if i == 1:
                break
    for i in range(2):
        with Manager(), Manager():
            return i


@trace
def try_in_loop_deep(log):
    for a in "ab":
        try:
            for b in "xy":
                try:
                    if b == "y":
                        raise ValueError(a + b)
                    log.append(a + b)
                except KeyError:
                    log.append("never")
                finally:
                    log.append("inner")
        except ValueError as error:
            log.append(str(error))
            continue
        finally:
            log.append("outer")
    return "end"


@trace
def delete_in_finally(log):
    x = 1
    try:
        return x
    finally:
        del x


@trace
def many_finallies(log):
    try:
        try:
            try:
                try:
                    return "deep"
                finally:
                    log.append(1)
            finally:
                log.append(2)
        finally:
            log.append(3)
    finally:
        log.append(4)


@trace
def exception_in_handler_then_finally(log):
    try:
        try:
            raise ValueError("v")
        except ValueError:
            raise KeyError("k")
        finally:
            log.append("finally")
    except KeyError as error:
        log.append(repr(error.__context__))
        return "ok"


@trace
def reraise_after_handled(log):
    try:
        try:
            raise ValueError("outer")
        except ValueError:
            try:
                raise KeyError("inner")
            except KeyError:
                log.append("inner handled")
            raise
    except ValueError as error:
        return repr(error), repr(error.__context__)


def gen():
    for i in range(3):
        try:
            yield i
        except ValueError:
            yield "value error"
            continue
        finally:
            print("gen finally", i)


g = gen()
print(next(g), g.throw(ValueError), next(g), next(g))
g.close()


def generator_return_in_finally():
    while True:
        try:
            yield 1
        finally:
            return 2


g = generator_return_in_finally()
next(g)
g.close()


def conditional_finally(flag):
    try:
        if flag == "raise":
            raise ValueError
        if flag == "return":
            return "returned"
        result = "fell"
    finally:
        if flag == "override":
            return "overridden"
    return result


print([conditional_finally(f) for f in ("return", "", "override")])
try:
    conditional_finally("raise")
except ValueError:
    print("raised")
for i in range(2):
    try:
        pass
    finally:
        if i == 0:
            continue
    print("module loop", i)
