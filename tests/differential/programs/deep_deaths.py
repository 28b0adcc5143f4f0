"""The order in which long chains die: from a depth of fifty on, what is held waits for the outermost death."""


class Mark(int):
    """Says when it dies; the collector does not see it."""

    __slots__ = ()
    died = []

    def __del__(self):
        Mark.died.append(int(self))


class Link:
    def __init__(self, n, before):
        self.first = Mark(n)
        self.before = before
        self.last = Mark(-n)


class Slotted:
    __slots__ = ("first", "before", "last")

    def __init__(self, n, before):
        self.first = Mark(n)
        self.before = before
        self.last = Mark(-n)


class Watched(Link):
    """Its instances have a finalizer, which the host's deallocator calls."""

    def __del__(self):
        Mark.died.append(("watched", int(self.first)))


def in_tuple(n, before):
    return Mark(n), before, Mark(-n)


def in_list(n, before):
    return [Mark(n), before, Mark(-n)]


def in_dict(n, before):
    return {"first": Mark(n), "before": before, "last": Mark(-n)}


def in_closure(n, before):
    first, last = Mark(n), Mark(-n)
    return lambda: (first, before, last)


def plain(n, before):
    return Link(n, before)


def slotted(n, before):
    return Slotted(n, before)


MAKERS = [plain, slotted, Link, Slotted, Watched, in_tuple, in_list, in_dict, in_closure]


def digest(events):
    number = 0
    for event in events:
        number = (number * 31 + hash(event) if isinstance(event, int) else number * 37 + event[1]) % 1_000_000_007
    return len(events), number


def chain(makers, length):
    before = None
    for n in range(1, length + 1):
        before = makers[n % len(makers)](n, before)
    before = None
    events = Mark.died[:]
    Mark.died.clear()
    return events


def tree(maker, depth, n=1):
    return maker(n, maker(n + 1, tree(maker, depth - 1, 2 * n)) if depth else None)


for maker in MAKERS:
    print(maker.__name__, chain([maker], 5))
    for length in (48, 49, 50, 51, 52, 60, 99, 100, 101, 102, 151, 1000):
        events = chain([maker], length)
        print(length, digest(events), [event for event in events if event in (50, 51, -50, -51)])
for count in range(2, len(MAKERS) + 1):
    for length in (51, 120, 500):
        print(count, length, digest(chain(MAKERS[:count], length)), digest(chain(MAKERS[-count:], length)))
for maker in MAKERS[:6]:
    for _ in range(20):
        top = tree(maker, 60)
        top = None
    print(maker.__name__, digest(Mark.died))
    Mark.died.clear()
