"""Items of bytes and bytearrays in loops: read, stored, beyond the ends, beyond a byte."""


def summed(data, n):
    total = 0
    for i in range(n):
        total = total * 31 + data[i] & 0xFFFFFFFF
        total ^= data[-1 - i]
    return total


def swapped(data):
    low, high = 0, len(data) - 1
    while low < high:
        data[low], data[high] = data[high], data[low]
        low += 1
        high -= 1
    return data


def sieve(n):
    flags = bytearray([1]) * n
    flags[0] = flags[1] = 0
    for p in range(2, n):
        if flags[p]:
            for q in range(p * p, n, p):
                flags[q] = 0
    return sum(flags)


def filled(data, values):
    for i in range(len(values)):
        try:
            data[i - 2] = values[i]
        except (ValueError, IndexError, TypeError) as error:
            print(i, type(error).__name__, error)
    return data


def grown(n):
    data = bytearray()
    seen = 0
    for i in range(n):
        data.append(i & 0xFF)
        seen += data[i // 2]
        data[i // 3] = (data[i // 3] + 1) % 256
        if i % 50 == 49:
            del data[::2]
            data.extend(bytes(400))
    return seen, data[:20]


class Noisy(bytearray):
    def __getitem__(self, i):
        return 1000 + bytearray.__getitem__(self, i)

    def __setitem__(self, i, byte):
        bytearray.__setitem__(self, i, byte & 0x7F)


text = bytes(range(200))
for k in (1, 2, 10, 100, 200):
    print(summed(text, k), summed(bytearray(text), k), summed(Noisy(text), k), summed(list(text), k))
    print(swapped(bytearray(text[:k])), swapped(Noisy(text[:k])), swapped(list(text[:k]))[:5], sieve(k + 5))
    print(filled(bytearray(k), [1, 2, 255, 3, 256, -1, 4, True, 2**70, "x"][:k]), grown(k * 3))
    try:
        summed(text, 201)
    except IndexError as error:
        print(error)
try:
    filled(text, [1])
    swapped(text)
except TypeError as error:
    print(error)
view = bytearray(b"abc")
with memoryview(view):
    for k in range(20):
        view[k % 3] = 97 + k
print(view, sieve(5000))
