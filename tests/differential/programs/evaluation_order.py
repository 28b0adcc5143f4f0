"""In which order the parts of every construct are evaluated, and what is evaluated once or not at all."""

log = []


def m(label, value=None):
    log.append(label)
    return value


class Probe:
    """Logs every access, and the values of what it is asked."""

    def __init__(self, name):
        self.__dict__["name"] = name

    def __getattr__(self, attribute):
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        log.append(f"{self.name}.{attribute}")
        return Probe(f"{self.name}.{attribute}")

    def __setattr__(self, attribute, value):
        log.append(f"{self.name}.{attribute}=")

    def __delattr__(self, attribute):
        log.append(f"del {self.name}.{attribute}")

    def __getitem__(self, key):
        log.append(f"{self.name}[{show(key)}]")
        return Probe(f"{self.name}[]")

    def __setitem__(self, key, value):
        log.append(f"{self.name}[{show(key)}]=")

    def __delitem__(self, key):
        log.append(f"del {self.name}[{show(key)}]")

    def __call__(self, *args, **kwargs):
        log.append(f"{self.name}({len(args)},{','.join(kwargs)})")
        return Probe(f"{self.name}()")

    def __add__(self, other):
        log.append(f"{self.name}+{show(other)}")
        return Probe("sum")

    def __mul__(self, other):
        log.append(f"{self.name}*{show(other)}")
        return Probe("product")

    def __lt__(self, other):
        log.append(f"{self.name}<{show(other)}")
        return Probe("less")

    def __eq__(self, other):
        log.append(f"{self.name}=={show(other)}")
        return Probe("equal")

    __hash__ = object.__hash__

    def __bool__(self):
        log.append(f"bool {self.name}")
        return "false" not in self.name

    def __iter__(self):
        log.append(f"iter {self.name}")
        return iter([Probe(self.name + "0"), Probe(self.name + "1")])

    def __contains__(self, item):
        log.append(f"{show(item)} in {self.name}")
        return True

    def __enter__(self):
        log.append(f"enter {self.name}")
        return Probe(self.name + " entered")

    def __exit__(self, *a):
        log.append(f"exit {self.name}")

    def __format__(self, spec):
        log.append(f"format {self.name} {spec}")
        return ""

    def __neg__(self):
        log.append(f"-{self.name}")
        return Probe("negated")

    def __iadd__(self, other):
        log.append(f"{self.name}+={show(other)}")
        return self

    def __index__(self):
        log.append(f"index {self.name}")
        return 0

    def keys(self):
        log.append(f"keys {self.name}")
        return ["key"]

    def __repr__(self):
        return f"Probe {self.name}"


def show(value):
    return value.name if isinstance(value, Probe) else type(value).__name__


def p(name):
    log.append(name)
    return Probe(name)


def kw(**kwargs):
    return kwargs


def args(*positional, **kwargs):
    return positional


SNIPPETS = """
p('a') + p('b') * p('c')
p('a')[p('i')] = p('v')
p('a').x = p('v')
p('a')[p('i')] += p('v')
p('a').x += p('v')
p('a').x.y[p('i')].z = p('b').w
del p('a')[p('i')], p('b').x
p('f')(p('x'), *p('s'), p('y'), k=p('k'), **p('d'))
p('o').method(p('x')).other(p('y'), z=p('z'))
{p('k1'): p('v1'), **p('d'), p('k2'): p('v2')}
[p('a'), *p('b'), p('c')]
{p('a'), p('b')}
(p('a'), *p('b'))
p('a') < p('b') < p('c')
p('a') < p('false b') < p('c') < p('d')
p('a') == p('b') < p('c')
p('a') and p('b') or p('c')
p('false a') and p('b') or p('c')
p('false a') or p('false b') or p('c')
not p('a')
p('yes') if p('cond') else p('no')
p('yes') if p('false') else p('no')
[p('e') for x in p('outer') if p('if') for y in p('inner')]
{p('k'): p('v') for x in p('outer')}
x = y.z = w[p('i')] = p('v')
a, y.z = p('v')
a, w[p('i')] = y.z, p('b') = p('1'), p('2')
(a, (b, y.z)), *c = [[1, [2, 3]], 4]
f"{p('a')}{p('b'):{p('w')}}{p('c')!r:>3}" and None
p('a')[p('i'):p('j'):p('k')]
p('a')[p('i'), p('j')]
(lambda a=p('default'), *, k=p('kwdefault'): 0)
p('in') in p('container')
p('is') is p('other')
-p('a') + -p('b')
assert p('a'), p('message')
x = (w1 := p('a')) + (w2 := p('b'))
isinstance(p('a'), (p, type))
print(p('a'), end=m('end', ''), sep=m('sep', '')) if m('never', False) else None
kw(a=p('a'), **{'b': p('b')}, c=p('c'))
args(*p('s1'), *p('s2'), k=p('k'))
p('a').b if m('cond', 1) else p('c').d
[1, 2, 3][p('index')]
p('a') + (p('b') + p('c')) * -p('d')
""".strip().splitlines()
y, w = Probe("y"), Probe("w")
for snippet in SNIPPETS:
    log.clear()
    try:
        exec(snippet)
    except Exception as error:
        log.append(f"{type(error).__name__} {error}")
    print(snippet)
    print("    ", *log, sep=" | ")


def statements():
    with p("m1") as p("t1").x, p("m2") as p("t2")[p("i")]:
        m("body")
    for p("target").x in p("iterable"):
        m("loop body")
    while p("false while"):
        m("never")
    else:
        m("while else")
    try:
        raise m("exception", ValueError) from m("cause", None)
    except m("matcher 1", KeyError):
        m("never")
    except (m("matcher 2", ValueError), m("matcher 3", OSError)):
        m("caught")

    @p("decorator 1")
    @p("decorator 2").attr
    def f(a: m("annotation a") = p("default a"), *, b: m("annotation b") = p("default b")) -> m("annotation return"):
        pass

    @m("class decorator", lambda c: c)
    class C(m("base", object), metaclass=m("metaclass", type)):
        m("class body")
    match p("subject"):
        case 5 if p("guard 1"):
            m("never")
        case x if p("guard 2"):
            m("case body")
    a: m("never evaluated in functions") = p("annotated value")
    y.z: m("not evaluated either") = p("value")
    p("obj").attr: int = p("value 2")
    global g
    g = p("global value")
    return p("returned").attr


log.clear()
statements()
print(*log, sep=" | ")


def failing(stage):
    """What has happened when a later part fails."""
    log.clear()
    try:
        if stage == 0:
            p("a")[m("i", 1)] = 1 / 0
        if stage == 1:
            p("a")(p("x"), 1 / 0, p("y"))
        if stage == 2:
            [p("a"), 1 / 0, p("b")]
        if stage == 3:
            a, y.q = p("x"), 1 / 0
        if stage == 4:
            p("a").x += 1 / 0
        if stage == 5:
            {p("k"): 1 / 0}
        if stage == 6:
            p("a") + 1 / 0
        if stage == 7:
            args(*p("s"), **1 / 0)
        if stage == 8:
            None(p("x"))
        if stage == 9:
            a, b, c = y.first, y.second
        if stage == 10:
            y.one, (y.two, y.three), y.four = 1, (2,), 4
    except Exception as error:
        log.append(type(error).__name__)
    print(stage, *log, sep=" | ")


for stage in range(11):
    failing(stage)
