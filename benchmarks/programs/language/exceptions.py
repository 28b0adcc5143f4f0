"""Exceptions: raised, caught, chained, re-raised, cleaned up after.

Stresses: try/except/else/finally on the fast path and the slow one, exception classes
with fields, `raise from`, unwinding several frames.
From: the validation and look-before-you-leap habits of ordinary programs.
"""

SIZE = 80_000
SMALL_SIZE = 60
SMALL_RESULT = (1055, 5, 25, 10, 120, 8, 50)


class ValidationError(Exception):
    def __init__(self, field, value):
        super().__init__(f"{field}: {value}")
        self.field = field
        self.value = value


class Missing(ValidationError):
    pass


def parse_age(text):
    try:
        age = int(text)
    except ValueError as error:
        raise ValidationError("age", text) from error
    if age < 0:
        raise ValidationError("age", age)
    return age


def check(record, depth):
    """Validate at the bottom of a few calls, so that errors cross frames."""
    if depth:
        return check(record, depth - 1)
    if "age" not in record:
        raise Missing("age", None)
    return parse_age(record["age"])


def make_records(size):
    kinds = [{"age": "31"}, {"age": "x"}, {"name": "none"}, {"age": "-4"}, {"age": "52"}, {"age": "8"}]
    return [kinds[(n * n + n // 2) % len(kinds)] for n in range(size)]


def run(size=SIZE):
    """What became of `size` records, some of them wrong."""
    good = missing = wrong = chained = finished = reraised = 0
    for record in make_records(size):
        try:
            age = check(record, 2)
        except Missing:
            missing += 1
        except ValidationError as error:
            wrong += 1
            if isinstance(error.__cause__, ValueError):
                chained += 1
        else:
            good += age
        finally:
            finished += 1
    lookup = {}
    for n in range(size):
        try:
            lookup[n % 50] += 1
        except KeyError:
            lookup[n % 50] = 1
        try:
            try:
                if n % 8 == 0:
                    raise IndexError(n)
            finally:
                finished += 1
        except LookupError as error:
            reraised += error.args[0] % 3
    for n in range(size):
        iterator = iter((n,))
        while True:
            try:
                good += next(iterator) % 2
            except StopIteration:
                break
    return good, missing, wrong, chained, finished, reraised, len(lookup)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
