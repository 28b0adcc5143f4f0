"""An error that the symbol table or the compiler finds, not the parser: `nonlocal` without a binding."""

print("never printed")


def broken():
    def inner():
        nonlocal missing
        missing = 1
    return inner
