"""An uncaught RecursionError: the traceback with its repeated lines folded."""


def down(n):
    return down(n + 1) + 1


def start():
    try:
        [].pop()
    except IndexError:
        return down(0)


start()
