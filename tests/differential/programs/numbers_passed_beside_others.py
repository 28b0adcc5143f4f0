"""Direct calls that pass a number without an object, to a function whose guard on a parameter before it fails."""


def sink(x, step, depth):
    """It calls itself, so it is not inlined; to what compiled it first, all three are numbers."""
    x = x - step
    if depth <= 0:
        return x
    return sink(x, step, depth - 1)


def run(values, rounds):
    found = []
    for number in range(rounds):
        for value in values:
            try:
                found.append(sink(value, 2, number % 7))
            except TypeError as error:
                found.append(str(error))
    return found[-len(values) :]


class Apart(int):
    def __sub__(self, other):
        return Apart(int(self) * other)


print(run([1, 2, 3], 1000))
print(run([1, 2.5, "text", 2**70, True, [], None, Apart(3), {1, 2}], 300))
print(run([2.5, 3.5], 1000))
print(run([1, "text", 2.5, 2**70, Apart(3)], 300))
