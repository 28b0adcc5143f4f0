"""An uncaught exception through several functions: the traceback on stderr, with its markers."""


def one(x):
    return two(x + 1)


def two(y):
    value = {"k": [1, 2]}
    return value["k"][y] + three(y) * value["missing"]


def three(z):
    return z


print("before")
one(0)
