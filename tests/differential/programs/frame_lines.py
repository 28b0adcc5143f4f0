"""Where a frame stands after it has ended: f_lineno of frames kept by a traceback, or by a callee."""

import sys


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *details):
        pass


class Failing(Manager):
    def __exit__(self, *details):
        raise ValueError


def in_with():
    with Manager():
        1 / 0
        pass


def in_two_withs():
    with Manager(), Manager():
        1 / 0


def exit_fails():
    with Failing():
        1 / 0


def in_finally():
    try:
        1 / 0
    finally:
        pass


def in_long_finally():
    try:
        1 / 0
    finally:
        x = 1
        x += 1


def no_clause():
    try:
        1 / 0
    except KeyError:
        pass
    except (TypeError, ValueError) as error:
        print(error)


def in_named_clause():
    try:
        1 / 0
    except ZeroDivisionError as error:
        str(error)
        raise
    pass


async def in_async_with():
    class Waits:
        async def __aenter__(self):
            pass

        async def __aexit__(self, *details):
            pass

    async with Waits():
        1 / 0


def run(coroutine):
    coroutine.send(None)


FUNCTIONS = [in_with, in_two_withs, exit_fails, in_finally, in_long_finally, no_clause, in_named_clause]
for function in [*FUNCTIONS, lambda: run(in_async_with())]:
    try:
        function()
    except Exception as error:
        entry = error.__traceback__
        while entry.tb_next is not None:
            entry = entry.tb_next
            frame = entry.tb_frame
            first = frame.f_code.co_firstlineno
            print(frame.f_code.co_name, entry.tb_lineno - first, frame.f_lineno - first)

kept = None
TRUE, FALSE = True, False


def keep():
    global kept
    kept = sys._getframe(1)


def ends_with_pass():
    keep()
    if TRUE:
        pass


def ends_with_pass_or_pass():
    keep()
    if TRUE:
        pass
    else:
        pass


def ends_with_else():
    keep()
    if FALSE:
        pass
    else:
        pass


def ends_with_elif():
    keep()
    if FALSE:
        pass
    elif FALSE:
        keep()
    elif TRUE:
        pass


def ends_with_nothing():
    keep()
    if FALSE:
        pass


def ends_with_nested():
    keep()
    if TRUE:
        if FALSE:
            pass
        else:
            if TRUE:
                pass


def ends_after_if():
    keep()
    if TRUE:
        return
    keep()


for function in (
    ends_with_pass, ends_with_pass_or_pass, ends_with_else, ends_with_elif, ends_with_nothing, ends_with_nested, ends_after_if,
):
    function()
    print(function.__name__, kept.f_lineno - kept.f_code.co_firstlineno)
