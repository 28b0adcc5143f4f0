"""Chained comparisons and boolean operators: values, side effects, short circuits, precedence of operators."""


def v(x, log):
    log.append(x)
    return x


def chains():
    log = []
    results = [
        v(1, log) < v(2, log) < v(3, log), v(3, log) < v(2, log) < v(1, log), v(1, log) < v(5, log) > v(2, log) != v(3, log),
        v(1, log) == v(1, log) is not v(None, log), v(1, log) in v([1], log) == v([1], log), not v(1, log) < v(0, log),
        v(1, log) < v(2, log) and v(3, log) < v(1, log) or v(9, log),
    ]
    return results, log


print(chains())


class C:
    def __init__(self, name, result):
        self.name, self.result = name, result

    def __lt__(self, other):
        return self.result

    def __repr__(self):
        return self.name


print(C("a", "") < C("b", 1) < C("c", 1), C("a", [1]) < C("b", "result") < 1, C("a", C("inner", 0)) < C("b", 0) < 1)


class Bad:
    def __bool__(self):
        raise ValueError("no truth value")


class BadType:
    def __bool__(self):
        return 5


class BadLen:
    def __len__(self):
        return -1


class Len:
    def __len__(self):
        return 0


for expression in ("C('a', Bad()) < 1 < 2", "1 if Bad() else 2", "not BadType()", "not BadLen()", "Bad() and 1", "0 or Bad() or 1", "bool(Len())", "not Len()",
                   "[x for x in [1] if Bad()]", "1 < 'a' < 2", "1 < 2 < 'a'", "2 < 1 < 'a'", "1 == 1.0 == True", "1 is 1 is 1", "None is None is not False",
                   "'a' < 'b' < 'c' in 'cd'", "1 in [1] in [[1]]", "not not []", "1 or 1/0", "0 and 1/0", "[] or {} or 0 or ''", "1 and 'a' and []",
                   "True and not False or 1/0", "(1, 2) < (1, 3) <= (1, 3)", "[1] < [1, 0] < [2]", "{1} < {1, 2} <= {1, 2} != {1}", "1 < 2 == 2 < 3"):
    try:
        print(expression, "=", eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__, error)
for expression in ("2 + 3 * 4 ** 2 // 5 % 7 - -1", "-2 ** 2", "2 ** -1", "2 ** 3 ** 2", "not 1 == 2", "1 + 2 << 3 & 0xFF | 4 ^ 5", "~1 + 2", "-5 // 2 * 3", "1 if 0 else 2 if 0 else 3",
                   "lambda: 1 if 0 else 2", "1 < 2 is True", "not 1 in [1]", "1 not in [2] and 3 is not 4", "5 - 3 - 1", "100 / 5 / 2", "1 | 2 == 2", "3 & 1 << 1", "+-+1", "2 * -3 ** 2",
                   "[1, 2][0] + (3, 4)[-1]", "'a' 'b' * 2", "1 == 2 or 3 == 3 and 4", "not 0 or 1 and 0", "await_ if 0 else 1", "1, 2 == 1, 2", "*[1], 2", "5 % 3 ** 2 * 2", "-1 % 3", "- - 1 - - 1"):
    try:
        result = eval(expression)
        print(expression, "=", "function" if callable(result) else result)
    except Exception as error:
        print(expression, "->", type(error).__name__, error)


def as_conditions(a, b, c):
    out = []
    if a < b < c:
        out.append("ascending")
    elif a < b or b < c:
        out.append("partly")
    if not (a < b < c):
        out.append("not ascending")
    if a and b and not c:
        out.append("c falsy")
    if a or b or c:
        out.append("some")
    if (a or b) and c:
        out.append("mixed")
    if a is None or b is not None and c:
        out.append("none test")
    if not a and not b:
        out.append("neither")
    x = a < b
    y = x and b < c
    while a < b < c and a < 5:
        a += 1
    out.append((x, y, a))
    return out


for values in ((1, 2, 3), (3, 2, 1), (0, 0, 1), (1, 3, 2), (0, 0, 0), (1.5, 2, 2.5), (False, True, 2)):
    print(values, as_conditions(*values))


def hot(n):
    hits = 0
    for i in range(n):
        if 10 < i <= 20 or 30 <= i < 35 and i != 33:
            hits += 1
        if not 5 <= i <= 90:
            hits += 100
    return hits


print(hot(100), hot(100.0 and 50))
