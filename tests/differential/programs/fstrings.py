"""f-strings: conversions, nested specs, debug form, quotes, order of evaluation, errors in formatting."""

import datetime
import decimal

name, width, value = "world", 10, 3.14159


class F:
    def __init__(self, label="F"):
        self.label = label

    def __format__(self, spec):
        return f"<{self.label}:{spec}>"

    def __repr__(self):
        return "repr é"

    def __str__(self):
        return "str"


class BadFormat:
    def __format__(self, spec):
        return 5


class BadStr:
    def __str__(self):
        return 5


class Raises:
    def __format__(self, spec):
        raise ValueError("format raises")


f = F()
print(f"hello {name}", f"{name!r}", f"{name!s:>{width}}", f"{value:.2f}", f"{value:{width}.{2}f}", f"{f} {f!r} {f!s} {f!a} {f:spec} {f!r:>10}")
print(f"{name=}", f"{value = :.1f}", f"{f = !s}", f"{1 + 1=}", f"{ name = }", f"{f=:x}", f"{name=!r:>10}")
print(f"{{}} {{{name}}} {{{{{name}}}}}", f"", f"plain", f"{'nested'}", f"{'a' 'b'}", f"{f'{name}'}", rf"\n{name}", fr"{name}\t")
print(f"{[i for i in range(3)]} {({'k': 1})['k']} {(lambda x: x * 2)(4)} {name if width else 'no'} {1 < 2} {(x := 5)} {x}")
print(f"a" "b" f"{name}" 'c', "%s" % f"{name}", f"{name}".upper(), f"{name[0]}{name[1:3]}{name.title()}", f'{"quotes"}', f"{'''triple'''}")
print(f"{10:#x} {255:b} {1000000:,} {5:05d} {-5:+} {0.5:%} {True} {None} {True:d} {'x':*^5} {3:c}" if False else f"{10:#x} {255:b} {1000000:,} {5:05d} {0.5:%} {True} {None} {True:d} {'x':*^5}")
print(f"{datetime.date(2020, 1, 2):%Y/%m/%d} {decimal.Decimal('1.50'):.1f} {1j} {b'x'} {...} {int} {[1, 'a']!s}")
print(f"""multi
{name}
  {value:
  >10}""" if False else f"""multi
{name}
line {
    value
    :.3f}""")
log = []


def mark(v):
    log.append(v)
    return v


print(f"{mark(1)}{mark(2):{mark(3)}}{mark(4)!r}", log)
for expression in ('f"{BadFormat()}"', 'f"{BadStr()!s}"', 'f"{Raises():x}"', 'f"{1:x y}"', 'f"{name:d}"', 'f"{undefined}"', 'f"{1/0}"',
                   'f"{None:>5}"', 'f"{[]:5}"', 'f"{object():x}"[:3]', 'f"{5:{name}}"', 'f"{name.missing}"', 'f"{5:.2d}"', 'f"{1.5:d}"',
                   'f"{{}}"', "f'{a[\"b\"]}'", 'f"{}"', 'f"{"', 'f"}"', 'f"{a!x}"', 'f"{a b}"', 'f"{lambda x: 1}"', 'f"{*a}"', 'f"{a:{b:{c}}}"',
                   'f"{#}"', "f'{a\\n}'", 'f"{!r}"', 'f"{a!}"', 'f"{yield}"', 'f"{1,}"', 'f"{*[1, 2], 3}"', "f'{5!r:{6}}'", 'f"{name!r!s}"'):
    try:
        print(expression, "=", eval(expression))
    except SyntaxError as error:
        print(expression, "-> SyntaxError", error.msg)
    except Exception as error:
        print(expression, "->", type(error).__name__, error)


def hot(n):
    out = []
    for i in range(n):
        v = i if i % 3 else (str(i) if i % 2 else i / 2)
        out.append(f"{i}:{v}")
    return out[-6:]


print(hot(40), "".join(f"{i:02x}" for i in range(20)))


class S(str):
    def __format__(self, spec):
        return "S format"

    def __str__(self):
        return "S str"


print(f"{S('x')} {S('x')!s} {S('x')!r} {S('x'):>5}", type(f"{S('x')!s}").__name__, f"{'only'}" is not None, type(f"{S('a')}").__name__)


def in_function(a, *, b=2):
    def inner():
        return f"{a} {b} {[f'{a}{i}' for i in range(b)]}"
    return inner()


print(in_function(1))
print(f"{ {'a': 1}['a'] } { {1, 2} & {2} } {not name} {-width} {~5} {width ** 2} {await_ if False else 'no await'}")
print(len(f"{'x' * 1000:>2000}"), f"{'a':{'>'}{5}}", f"\N{BULLET}{name}")
