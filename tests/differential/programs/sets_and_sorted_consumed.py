"""set() and sorted() with named arguments, called with hot generators: keys of every kind, errors in the middle."""


class Key:
    made = []

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        Key.made.append(("hash", self.n))
        return self.n % 3

    def __eq__(self, other):
        Key.made.append(("eq", self.n, other.n))
        return self.n == other.n

    def __lt__(self, other):
        if self.n == 11:
            raise ArithmeticError("not comparable")
        return self.n < other.n


def remainders(n, k):
    return set(i % k for i in range(n))


def mixed(n):
    return set((i, str(i), i * 0.5, (i, "x"), None)[i % 5] for i in range(n))


def keys(n):
    return set(Key(i % 5) for i in range(n))


def broken(n, log):
    def items():
        for i in range(n):
            log.append(i)
            yield i if i != 7 else []

    return set(items())


for _ in range(60):
    print(sorted(remainders(50, 7)), len(mixed(40)), sorted(key.n for key in keys(8)))
    log = []
    try:
        broken(20, log)
    except TypeError as error:
        print(error, log)
print(len(Key.made), Key.made[-12:])


def by_key(n):
    return sorted((i * 7 % 11 for i in range(n)), key=lambda x: -x)


def reversed_order(n):
    return sorted((i * 7 % 11 for i in range(n)), reverse=True)


def by_both(n):
    return sorted((str(i) for i in range(n)), key=len, reverse=True)


def wrong_name(n):
    return sorted((i for i in range(n)), order=len)


def not_comparable(n):
    return sorted((Key(i) for i in range(n)), reverse=True)


for n in range(60):
    print(by_key(n % 15), reversed_order(n % 12), by_both(n % 14))
    for function in (wrong_name, not_comparable):
        try:
            print(len(function(n % 20)))
        except (TypeError, ArithmeticError) as error:
            print(error)
frozen = 0
for n in range(50):
    frozen += len(frozenset(i % 9 for i in range(n)))
print(frozen)
