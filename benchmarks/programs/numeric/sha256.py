"""SHA-256 in plain Python.

Stresses: 32-bit rotates, masks and additions in unrolled-by-hand style, bytes in and out.
From: the FIPS 180-4 standard; the constants are derived, not copied.
"""

SIZE = 80_000
SMALL_SIZE = 3
SMALL_RESULT = "b361d0f9a938a2bb4fbdc9c21dc5a859788041b0040919d8a811c1888184f4df"
MASK = 0xFFFFFFFF


def primes(count):
    found = []
    n = 2
    while len(found) < count:
        if all(n % p for p in found):
            found.append(n)
        n += 1
    return found


def integer_root(n, power):
    low, high = 0, n
    while low < high:
        middle = (low + high + 1) // 2
        if middle**power <= n:
            low = middle
        else:
            high = middle - 1
    return low


# The first 32 bits of the fractional parts of the cube and square roots of the primes.
ROUND = [integer_root(p << 96, 3) & MASK for p in primes(64)]
INITIAL = [integer_root(p << 64, 2) & MASK for p in primes(8)]


def rotate(x, n):
    return (x >> n | x << (32 - n)) & MASK


def compress(state, block):
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for i in range(16, 64):
        x, y = w[i - 15], w[i - 2]
        s0 = rotate(x, 7) ^ rotate(x, 18) ^ x >> 3
        s1 = rotate(y, 17) ^ rotate(y, 19) ^ y >> 10
        w.append((w[i - 16] + s0 + w[i - 7] + s1) & MASK)
    a, b, c, d, e, f, g, h = state
    for i in range(64):
        s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        choice = e & f ^ ~e & g
        t1 = h + s1 + choice + ROUND[i] + w[i]
        s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        majority = a & b ^ a & c ^ b & c
        a, b, c, d, e, f, g, h = (t1 + s0 + majority) & MASK, a, b, c, (d + t1) & MASK, e, f, g
    return [(x + y) & MASK for x, y in zip(state, (a, b, c, d, e, f, g, h))]


def sha256(message):
    length = len(message) * 8
    message += b"\x80"
    message += bytes(-(len(message) + 8) % 64) + length.to_bytes(8, "big")
    state = INITIAL
    for start in range(0, len(message), 64):
        state = compress(state, message[start : start + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


def run(size=SIZE):
    """The hex digest of `size` bytes."""
    return sha256(bytes(n * 7 % 256 for n in range(size))).hex()


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
