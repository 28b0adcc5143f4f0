"""The decimal module: interest, tax, rounding, and a series to many digits.

Stresses: arithmetic methods of a C type (Python's own code on PyPy), contexts, quantize,
conversion to and from strings.
From: accounting; e and pi in the module's recipes.
"""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext

SIZE = 60_000
SMALL_SIZE = 20
SMALL_RESULT = ("67.30", "14.15", "152.65", "45.45", "5904523536")
CENT = Decimal("0.01")


def compound(principal, rate, years):
    balance = principal
    for _ in range(years):
        balance += (balance * rate).quantize(CENT, rounding=ROUND_HALF_EVEN)
    return balance


def instalments(total, count):
    """Split a sum in equal parts; the first ones carry the odd cents."""
    base = (total / count).quantize(CENT, rounding="ROUND_DOWN")
    odd = int((total - base * count) / CENT)
    return [base + CENT if n < odd else base for n in range(count)]


def e_digits(digits):
    with localcontext() as context:
        context.prec = digits + 5
        term = total = Decimal(1)
        n = 1
        while term > Decimal(10) ** -(digits + 3):
            term /= n
            total += term
            n += 1
        return str(total)[: digits + 2]


def run(size=SIZE):
    """(net, tax, largest balance, checks) of a ledger of `size` entries."""
    net = tax = Decimal(0)
    for n in range(size):
        price = Decimal(n % 500) / 4 + Decimal("0.99")
        due = (price * Decimal("0.21")).quantize(CENT, rounding=ROUND_HALF_UP)
        net += price
        tax += due
    balances = [compound(Decimal(100 + n % 50), Decimal("0.035"), 12) for n in range(size // 10)]
    parts = [instalments(Decimal(n) + Decimal("0.37"), 7) for n in range(size // 10)]
    assert all(sum(part) == Decimal(n) + Decimal("0.37") for n, part in enumerate(parts))
    parsed = sum(Decimal(f"{n}.{n % 100:02}") for n in range(size // 2))
    return str(net), str(tax), str(max(balances)), str(parsed), e_digits(size // 100 + 20)[-10:]


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
