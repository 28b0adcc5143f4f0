"""SystemExit with a message out of nested calls, finally clauses and a with statement; then exit handlers run."""

import atexit
import contextlib
import sys

atexit.register(print, "at exit")


@contextlib.contextmanager
def managed():
    try:
        yield
    finally:
        print("managed finally")


class Probe:
    def __del__(self):
        print("probe deleted")


def inner():
    probe = Probe()
    with managed():
        try:
            sys.exit("the message")
        finally:
            print("finally")


inner()
