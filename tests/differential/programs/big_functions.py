"""Functions at the limits of operand sizes: many locals, arguments, constants, cells, statements, branches, literals."""


def build(source, name="f"):
    namespace = {}
    exec(compile(source, "<big>", "exec"), namespace)
    return namespace[name]


def lines(*parts):
    return "\n".join(parts) + "\n"


locals_ = build(lines("def f(x):", *(f"    v{i} = x + {i}" for i in range(400)), "    return " + " + ".join(f"v{i}" for i in range(400))))
print(locals_(1), locals_(0.5))
arguments = build(lines("def f(" + ", ".join(f"a{i}={i}" for i in range(300)) + "):", "    return " + " - ".join(f"a{i}" for i in range(300))))
print(arguments(), arguments(*range(300)), arguments(a299=5, a0=7), arguments(**{f"a{i}": 1 for i in range(300)}))
try:
    arguments(*range(301))
except TypeError as error:
    print(error)
call_many = build(lines("def f(g):", "    return g(" + ", ".join(str(i) for i in range(400)) + ", k=1)"))
print(call_many(lambda *a, **k: (len(a), sum(a), k)))
keywords = build(lines("def f(g):", "    return g(" + ", ".join(f"k{i}={i}" for i in range(300)) + ")"))
print(keywords(lambda **k: (len(k), sum(k.values()))))
chain = build(lines("def f(x):", *(f"    {'if' if i == 0 else 'elif'} x == {i}:\n        return 'case {i}'" for i in range(1000)), "    else:\n        return 'none'"))
print(chain(0), chain(999), chain(500), chain(5000), chain(500.0))
body = build(lines("def f(n):", "    total = 0", *(f"    total += n * {i} % 7\n    if total > {10**6 + i}: total -= {i}" for i in range(1500)), "    return total"))
print(body(3), body(2.5))
constants = build(lines("def f():", "    return [" + ", ".join(f"'constant {i}', {i}.5, {i + 10**6}" for i in range(1000)) + "]"))
print(len(constants()), constants()[-3:], hash(tuple(map(str, constants()))) == hash(tuple(map(str, constants()))))
table = build(lines("def f(x):", "    return {" + ", ".join(f"'k{i}': x + {i}" for i in range(2000)) + "}"))
print(len(table(1)), table(1)["k1999"], table(1)["k0"])
literal = build(lines("f = {" + ", ".join(f"{i}: 'v{i}'" for i in range(5000)) + "}"))
print(len(literal), literal[4999])
long_tuple = build(lines("def f(x):", "    return (" + ", ".join(["x"] * 3000) + ")"))
print(len(long_tuple(1)), sum(long_tuple(2)))
long_list = build(lines("def f(x):", "    return [" + ", ".join(["x + 1", "x * 2"] * 1500) + "]"))
print(len(long_list(1)), sum(long_list(2)))
long_set = build(lines("def f(x):", "    return {" + ", ".join(f"x + {i}" for i in range(700)) + "}"))
print(len(long_set(1)))
string = build(lines("def f(x):", "    return f'" + "".join("{x}-" for _ in range(600)) + "'"))
print(len(string(12)))
nested = build(lines("def f(x):", *("    " * (i + 1) + f"if x > {i}:" for i in range(80)), "    " * 81 + "return 'deep'", "    return 'not deep'"))
print(nested(100), nested(50))
loops = build(lines("def f():", "    n = 0", *("    " * (i + 1) + f"for i{i} in range(2):" for i in range(10)), "    " * 11 + "n += 1", "    return n"))
print(loops())
expression = build(lines("def f(x):", "    return " + "(" * 60 + "x" + " + 1)" * 60))
print(expression(1))
wide = build(lines("def f(x):", "    return " + " or ".join(f"x == {i} and 'found {i}'" for i in range(500))))
print(wide(499), wide(1000), wide(0))
comparison = build(lines("def f(x):", "    return " + " < ".join(["x"] + [f"x + {i}" for i in range(1, 200)])))
print(comparison(1))
cells = build(lines("def f(x):", *(f"    c{i} = x + {i}" for i in range(280)), "    def g():", "        return " + " + ".join(f"c{i}" for i in range(280)),
                    "    c0 = 1000", "    return g"))
print(cells(1)(), len(cells(1).__closure__))
globals_ = {}
exec("\n".join(f"g{i} = {i}" for i in range(3000)) + "\nresult = " + " + ".join(f"g{i}" for i in range(900)), globals_)
print(globals_["result"], len(globals_) > 3000)
names = build(lines("def f(o):", *(f"    o.attribute_{i} = {i}" for i in range(700)), "    return " + " + ".join(f"o.attribute_{i}" for i in range(690))))
print(names(type("Object", (), {})()))
try_blocks = build(lines("def f(n):", "    log = []", *(f"    try:\n        if n == {i}: raise ValueError({i})\n        log.append({i})\n    except ValueError as e:\n        log.append(-e.args[0])\n    finally:\n        n += 0"
                                                        for i in range(150)), "    return sum(log)"))
print(try_blocks(100), try_blocks(-1))
with_blocks = build(lines("import contextlib", "def f(n):", "    log = []", "    with " + ", ".join(f"contextlib.nullcontext({i}) as w{i}" for i in range(15)) + ":", "        return " + " + ".join(f"w{i}" for i in range(15))))
print(with_blocks(0))
unpack = build(lines("def f(x):", "    " + ", ".join(f"u{i}" for i in range(300)) + " = x", "    return u0, u255, u256, u299"))
print(unpack(range(300)), unpack(list(range(300))), unpack(i for i in range(300)))
star_unpack = build(lines("def f(x):", "    " + ", ".join(f"u{i}" for i in range(250)) + ", *rest, last = x", "    return u0, u249, rest, last"))
print(star_unpack(range(255)))
matching = build(lines("def f(x):", "    match x:", *(f"        case [{i}, y]:\n            return y + {i}" for i in range(300)), "        case _:\n            return None"))
print(matching([299, 1]), matching([0, 1]), matching([300, 1]), matching(5))
generator = build(lines("def f():", *(f"    yield {i}" for i in range(1000))))
print(sum(generator()))
klass = build(lines("class f:", *(f"    def m{i}(self): return {i}\n    a{i} = {i}" for i in range(500))))
print(klass().m499(), klass.a0, len([n for n in klass.__dict__ if n.startswith("m")]))
jumps = build(lines("def f(n):", "    total = 0", "    for i in range(n):", "        if i % 2:", *(f"            total += {j}" for j in range(3000)), "            continue",
                    "        else:", *(f"            total -= {j}" for j in range(3000)), "        while total > 10 ** 9:", *("            total -= 1" for _ in range(3000)), "    return total"))
print(jumps(7), jumps(1), jumps(0))
while_big = build(lines("def f(n):", "    while n > 0:", *("        n -= 1\n        if n < -5: break" for _ in range(6000)), "    return n"))
print(while_big(1), while_big(6000))
temporaries = build(lines("def f(x):", "    return " + "[x, " * 70 + "x" + "]" * 70))
depth, value = 0, temporaries(1)
while isinstance(value, list):
    value, depth = value[-1], depth + 1
print(depth)
deep_call = build(lines("def f(g):", "    return " + "g(1, " * 60 + "0" + ")" * 60))
print(deep_call(lambda a, b: a + b))
module_lines = "\n".join(f"def fn{i}(x):\n    return x + {i}\nv{i} = fn{i}({i})" for i in range(1000))
space = {}
exec(module_lines, space)
print(space["v999"], sum(space[f"v{i}"] for i in range(1000)))
try:
    chain_error = build(lines("def f(x):", *("    x = x + 1" for _ in range(2000)), "    return x.missing"))
    chain_error(0)
except AttributeError as error:
    print(error, error.__traceback__.tb_next.tb_lineno)
