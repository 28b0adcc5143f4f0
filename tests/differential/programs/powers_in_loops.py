"""Powers of floats in loops: which the C library is asked for, and which Python does itself."""

nan, inf = float("nan"), float("inf")
values = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 3.0, -3.0, 1e300, -0.5, inf, -inf, nan, 5e-324, -2.0]


def powers(x, n):
    out = []
    for i in range(n):
        try:
            out.append(x ** values[i])
        except (ZeroDivisionError, OverflowError) as e:
            out.append(str(e))
    return out


def root(values, n):
    out = []
    for i in range(n):
        out.append(abs(values[i]) ** 0.5)
        out.append(abs(values[i]) ** 3.0)
        out.append(values[i] ** 2.0)
    return out


for v in values:
    for k in range(6):
        r = powers(v, len(values))
    print(v, r)
print([root([0.0, -0.0, 4.0, 2.25] * 10, 40) for k in range(5)][-1])
