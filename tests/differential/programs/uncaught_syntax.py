"""Code that does not compile, found when the file is run: nothing is printed before."""

print("never printed")


def broken(a, b:
    return a
