"""min() and max() of one list or tuple: which object is given, what is compared, and what is raised."""


class Number:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        print("compared", self.value, other.value)
        return self.value < other.value

    def __gt__(self, other):
        print("compared", self.value, other.value)
        return self.value > other.value

    def __repr__(self):
        return f"Number({self.value})"

    def __del__(self):
        print("gone", self.value)


class Int(int):
    def __lt__(self, other):
        return not int.__lt__(self, other)


def both(values):
    return min(values), max(values)


def tried(values):
    try:
        return both(values)
    except (TypeError, ValueError) as error:
        return type(error).__name__, str(error)


def made(n):
    return max([n, n + 1, n % 7]), min((n, 3.5)), max([n])


def identity(n):
    """The first of equal items is the one."""
    one, other = 1000 + n, float(1000 + n)
    return max((one, other)) is one, min([other, one]) is other, max([True, 1.0]) is True


def batches(values, length):
    """A generator whose loop's variable nobody reads."""
    batch = []
    for _ in values:
        batch.append(len(batch))
        if len(batch) == length:
            yield tuple(batch)
            batch = list(batch[1:])


def unread(count, seed):
    for place in range(count):
        seed = seed * 48271 % 2147483647
        yield seed


def watched(count):
    """A local that is dead where the generator is suspended is there to be seen."""
    for place in range(count):
        yield count


def dropped(count, thing):
    """What is written over is not always a number."""
    place = thing
    yield place
    del thing
    for place in range(count):
        yield count
    yield "end"


NAN = float("nan")
PLAIN = [
    [3, 1, 2], (3, 1, 2), [1.5, 1, 2**70, -(2**70)], ("b", "a", "ab"), [True, 2, False], [0.0, -0.0], [-0.0, 0.0],
    [NAN, 1.0, 2.0], [1.0, NAN, 2.0], [1.0, 2.0, NAN], (2**70, 2**70 + 1), ["\U0001f600", "\uffff"],
]  # fmt: skip
OTHERS = [
    [], (), [1, "a"], [None, 1], [1, None], [1j, 2j], [(1, 2), (1, 1)], {3, 1, 2}, {3: 0, 1: 0}, range(5), "text", b"by",
    [[2], [1]], [Int(1), 2, Int(3)], [Int(4)], 5, [b"a", b"b"], {1: 2}.values(), frozenset([2, 1]),
]  # fmt: skip

for turn in range(60):
    results = [repr(both(values)) for values in PLAIN]
    results.append((made(turn), identity(turn)))
    results.append([max(window) - min(window) for window in batches(range(6), 3)])
    if turn in (0, 59):
        print(results)
for turn in range(60):
    results = [repr(tried(values)) for values in OTHERS]
    results.append(repr(tried(iter([2, 1, 3]))))
    if turn in (0, 59):
        print(results)
print(both([Number(2), Number(1), Number(3)]))
print(max([Number(5)]))

total = 0
for turn in range(40):
    for seed in unread(20, turn + 1):
        total += seed
print(total)
generator = watched(5)
seen = []
for item in generator:
    seen.append((item, generator.gi_frame.f_locals["place"]))
print(seen)
for turn in range(30):
    generator = dropped(3, Number(turn) if turn % 10 == 9 else turn)
    seen = []
    for item in generator:
        seen.append(repr(item))
        del item
        seen.append(generator.gi_frame and sorted(generator.gi_frame.f_locals))
    if turn in (8, 9, 19, 29):
        print(seen)
