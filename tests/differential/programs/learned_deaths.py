"""What is learned where a function is built in the place of one call holds for its other copies: deaths that are seen, in
the order in which they happen, through several callers of one small function; and operands that run code."""


class Noted:
    def __init__(self, log, number):
        self.log = log
        self.number = number

    def __del__(self):
        self.log.append(self.number)

    def __lt__(self, other):
        self.log.append(-self.number)
        return self.number < other.number


class Holder:
    def __init__(self):
        self.item = None


def put(holder, item):
    holder.item = item
    return holder


def first(log, rounds):
    holder = Holder()
    for number in range(rounds):
        put(holder, Noted(log, number))
    return len(log)


def second(log, rounds):
    holder = Holder()
    for number in range(rounds):
        put(holder, Noted(log, number + 7))
        if number % 3 == 0:
            put(holder, number)
    return len(log)


def outer(holder, item):
    return put(holder, item).item


def third(log, rounds):
    holder = Holder()
    total = 0
    for number in range(rounds):
        total += outer(holder, Noted(log, number + 11)).number
    return total, len(log)


def smaller(x, y):
    return min(x, y)


def fourth(log, rounds):
    total = 0
    for number in range(rounds):
        total += smaller(number, 5)
    for number in range(rounds):
        total += smaller(Noted(log, number), Noted(log, 50)).number
    return total


def fifth(log, rounds):
    total = 0
    for number in range(rounds):
        total += smaller(Noted(log, number), Noted(log, 50)).number
    return total


def checked(log):
    return len(log), sum(place * number for place, number in enumerate(log)) % 1000003, log[-3:]


for _ in range(3):
    for run in (first, second, third, fourth, fifth):
        log = []
        result = run(log, 150)
        print(run.__name__, result, *checked(log))
