"""Lists, dicts, sets and tuples: methods, errors, ordering, mutation by comparison, big and small ones."""


class Key:
    def __init__(self, name, h=1):
        self.name, self.h = name, h

    def __hash__(self):
        log.append(f"hash {self.name}")
        return self.h

    def __eq__(self, other):
        log.append(f"{self.name}=={getattr(other, 'name', other)}")
        return isinstance(other, Key) and self.name == other.name

    def __repr__(self):
        return f"K{self.name}"


log = []
d = {Key("a"): 1, Key("b"): 2}
d[Key("a")] = 3
print(d, d[Key("b")], Key("c") in d, log)
log.clear()
s = {Key("a"), Key("b"), Key("a")}
print(len(s), log)


class Evil:
    """Compares by clearing the container that holds it."""

    def __init__(self, container):
        self.container = container

    def __eq__(self, other):
        self.container.clear()
        return False

    def __hash__(self):
        return 1


items = []
items.extend([Evil(items), Evil(items), 3])
print(items.count(5), items, 5 in items)
items.extend([Evil(items), Evil(items)])
try:
    items.remove(7)
except ValueError as error:
    print(error)
table = {}
table[Evil(table)] = 1
try:
    print(1 in table, len(table))
except RuntimeError as error:
    print(error)
l = [3, 1, 2]
for expression in ("l.append(4)", "l.pop()", "l.pop(0)", "l.pop(10)", "[].pop()", "l.insert(-10, 'x')", "l.insert(99, 'y')", "l.index(2)", "l.index('no')", "l.remove('no')",
                   "l.extend(5)", "l.count(2)", "l.reverse()", "l.copy() is l", "l * 2", "l + (1,)", "l.__contains__(2)", "[1, 2] < [1, 3]", "[1] == (1,)", "l.sort()", "[2, 1].sort(reverse=True)",
                   "sorted('bac', reverse=True)", "[[]] * 3", "list('abc')", "list(range(3))", "[1, 2, 3].index(3, 1)", "[1, 2].index(1, 1)", "list({1: 2})", "[None] * 3", "l[:]"):
    try:
        print(expression, "=", eval(expression), l)
    except Exception as error:
        print(expression, "->", type(error).__name__, error)
d = {"a": 1, "b": 2}
for expression in ("d.get('z')", "d.get('z', 5)", "d.pop('z')", "d.pop('z', 5)", "d.pop('a')", "d.popitem()", "{}.popitem()", "d.setdefault('n', [])", "d.setdefault('n', 1)", "d.update({'u': 1}, v=2)", "d.update([('w', 3)])",
                   "d.update(5)", "d.update([1])", "d.update(['ab'])", "d | {'x': 1}", "{'x': 1} | d", "d | 5", "d == {}", "d.keys() & {'u'}", "d.items() - {('u', 1)} == set()", "d.keys() == {'n', 'u', 'v', 'w'}", "dict(a=1, b=2) == dict(b=2, a=1)",
                   "list(d)", "list(reversed(d))", "dict.fromkeys('ab')", "dict.fromkeys('ab', [])", "{[]: 1}", "{{}: 1}", "d[[]]", "hash(())", "{1: 'a', 1.0: 'b', True: 'c'}", "{**d, 'n': 0}", "len(d)", "d.clear()", "d", "'x' in {}", "{1: 2}.items().__len__()", "dict([(1, 2), (1, 3)])",
                   "dict(**{'a': 1})", "{'a': 1}.__eq__(5)", "d.copy() is d", "next(iter({5: 6}))", "sorted({'b': 1, 'a': 2})", "dict(zip('ab', 'cd'))", "min({3: 0, 1: 0})", "{1: 2} < {1: 3}"):
    try:
        print(expression, "=", eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__, error)
for expression in ("{1, 2} | {3}", "{1, 2} & {2}", "{1, 2} - {2}", "{1, 2} ^ {2, 3}", "{1} < {1, 2}", "{1} == frozenset([1])", "{1} | [1]", "{1}.union([2], (3,))", "set('aab') == {'a', 'b'}", "{[]}", "{1}.add([])", "set().pop()", "{1}.remove(2)", "{1}.discard(2)",
                   "{1}.issubset([1, 2])", "frozenset([1]) | {2}", "{frozenset([1])} == {frozenset([1])}", "{1, True, 1.0}", "len({0, False, 0.0, ''})", "hash(frozenset([1, 2])) == hash(frozenset([2, 1]))", "hash({1})", "{*()}", "{1}.isdisjoint({2})", "{set()}", "{1} in [{1}]", "{1} <= 5"):
    try:
        print(expression, "=", eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__, error)
for expression in ("(1, 2) + (3,)", "(1,) * 3", "(1, 2)[0]", "(1, 2) < (1, 2, 0)", "(1, 2) == [1, 2]", "(1, 2).index(2)", "(1, 2).index(5)", "(1, 1).count(1)", "() is ()", "tuple() is ()", "tuple((1,)) == (1,)", "(1, [])", "hash((1, []))", "hash((1, 2)) == hash((1, 2))", "tuple('ab')", "(1,) + [2]", "(1, 2)[::-1]", "1, *(2, 3)", "len(())", "(1, 2) in [(1, 2)]"):
    try:
        print(expression, "=", eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__, error)
order = {}
for i in range(20):
    order[i % 7] = i
    if i % 3 == 0:
        order.pop(i % 5, None)
print(order)
big = {i: str(i) for i in range(1000)}
for i in range(0, 1000, 2):
    del big[i]
print(len(big), list(big)[:3], big[999])
big[0] = "again"
print(list(big)[-1])


class SortKey:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        return self.v < other.v


print([k.v for k in sorted(SortKey(v) for v in (3, 1, 2))], sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([3, 1.5, True]), sorted(["b", "a"], key=str.upper), sorted([[2], [1, 5]]), sorted({"k": 1}.items()))
stable = sorted([(i % 3, i) for i in range(10)], key=lambda p: p[0])
print(stable)
matrix = [[i * j for j in range(4)] for i in range(3)]
print(list(zip(*matrix)), [list(map(sum, matrix))], sum(matrix, []))
nested = [1, [2, [3, [4]]]]
copy = nested[:]
copy[1][0] = "changed"
print(nested, copy is nested)
a = b = []
a.append(1)
print(b)


def stack_machine(program):
    stack = []
    for op, *args in program:
        if op == "push":
            stack += args
        elif op == "add":
            stack[-2:] = [stack[-2] + stack[-1]]
        elif op == "dup":
            stack.append(stack[-1])
        elif op == "swap":
            stack[-1], stack[-2] = stack[-2], stack[-1]
    return stack


print(stack_machine([("push", 1, 2), ("add",), ("dup",), ("push", 10), ("swap",)]))
memo = {}


def collatz(n):
    if n in memo:
        return memo[n]
    memo[n] = 0 if n == 1 else 1 + collatz(n // 2 if n % 2 == 0 else 3 * n + 1)
    return memo[n]


print(max(range(1, 500), key=collatz), len(memo))
sieve = [True] * 200
for i in range(2, 15):
    if sieve[i]:
        sieve[i * i::i] = [False] * len(sieve[i * i::i])
print([i for i in range(2, 200) if sieve[i]][-5:])
