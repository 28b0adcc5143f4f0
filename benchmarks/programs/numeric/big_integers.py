"""Big integers: Fibonacci, factorials, modular powers, primality, RSA.

Stresses: arbitrary-precision add, multiply, divide, pow and gcd, driven by small loops.
From: number theory exercises; Miller and Rabin's test; Rivest, Shamir and Adleman.
"""

from math import gcd

SIZE = 2_400
SMALL_SIZE = 30
SMALL_RESULT = (126, 117, 3, 840046600, 9211580)


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def factorial(n):
    product = 1
    for k in range(2, n + 1):
        product *= k
    return product


def digit_sum(n):
    total = 0
    while n:
        n, digit = divmod(n, 10)
        total += digit
    return total


def power(base, exponent, modulus):
    result = 1
    while exponent:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def is_probable_prime(n):
    if n % 2 == 0:
        return n == 2
    d, s = n - 1, 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for base in (2, 3, 5, 7, 11, 13):
        if n == base:
            return True
        x = power(base, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def next_prime(n):
    n |= 1
    while not is_probable_prime(n):
        n += 2
    return n


def extended_gcd(a, b):
    x, next_x = 1, 0
    while b:
        quotient, (a, b) = a // b, (b, a % b)
        x, next_x = next_x, x - quotient * next_x
    return a, x


def rsa(bits, message):
    p = next_prime(3 << bits)
    q = next_prime(5 << bits)
    totient = (p - 1) * (q - 1)
    e = 65537
    assert gcd(e, totient) == 1
    d = extended_gcd(e, totient)[1] % totient
    sealed = pow(message, e, p * q)
    assert power(sealed, d, p * q) == message
    return sealed % 1_000_000_007


def run(size=SIZE):
    """Digit sums and residues of the big numbers of order `size`."""
    return (
        digit_sum(fibonacci(size * 4)),
        digit_sum(factorial(size)),
        next_prime(10 ** (size // 20 + 5)) % 1000,
        rsa(size // 6 + 20, 123456789),
        sum(power(3, k, 1_000_003) for k in range(size)),
    )


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
