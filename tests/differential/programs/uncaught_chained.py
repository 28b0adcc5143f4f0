"""Uncaught with cause and context, notes, a group, and multi-line expressions in the traceback."""


def fails(*args, **kwargs):
    raise ValueError("fails\nin two lines")


def context():
    try:
        fails(
            1,
            k=2,
        )
    except ValueError as error:
        error.add_note("a note")
        raise ExceptionGroup("group", [
            error,
            KeyError("k"),
            ExceptionGroup("inner", [TypeError("t")]),
        ])


def cause():
    try:
        context()
    except ExceptionGroup as group:
        raise RuntimeError(
            "outer"
        ) from group


try:
    cause()
except RuntimeError:
    (lambda v: [v / n for n in (1, 0)])(
        10
    )
