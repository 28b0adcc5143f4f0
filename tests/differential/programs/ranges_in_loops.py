"""Ranges that are only iterated over, in nested loops: all kinds of bounds, and loops that are left early."""


def sums(n, m, step):
    total = 0
    for i in range(n):
        for j in range(i, m):
            total += i * j
        for j in range(m, i, -3):
            total ^= j
        for j in range(i, 100, step):
            total += j
        for j in range(i, m, 4):
            total += j
            if total % 1001 == 0:
                break
    return total


def drawn(low, high):
    found = []
    for _ in range(3):
        for x in range(low, high):
            found.append(x)
            if len(found) > 5:
                break
        for x in range(low, high, 2):
            found.append(x)
            if len(found) > 10:
                break
        found.append([y for y in range(low, min(high, low + 3))])
        found.append(list(zip(range(low, low + 2), "ab")))
    return found


def raised(n):
    seen = []
    for i in range(n):
        try:
            for j in range(i, i + 4):
                seen.append(10 // (j - 5))
        except ZeroDivisionError as error:
            seen.append((i, j, str(error)))
    return seen


def shown(n):
    """The iterators are temporaries: the host's view of the frame has the rest."""
    for i in range(n):
        for j in range(2):
            if i == n - 1:
                print(sorted(locals().items()))


for k in range(30):
    sums(5, k, 1 + k % 3)
print(sums(300, 50, 3), sums(30, 500, 7), sums(3, 50, 1))
try:
    sums(3, 50, 0)
except ValueError as error:
    print(error)
try:
    sums(3, "4", 1)
except TypeError as error:
    print(error)
print(sums(30, 5, -1), sums(True, 9, 2))
for k in range(20):
    drawn(k, k + 3)
print(drawn(2**63 - 3, 2**63 + 4), drawn(2**63 - 4, 2**63 - 1), drawn(2**64, 2**64 + 10))
print(drawn(True, 4), drawn(-(2**63), 3 - 2**63), drawn(5, -5))
print(raised(20), [raised(k) for k in range(10)][-1])
for k in range(1, 12):
    shown(k)
