"""A discrete event simulator: customers, tellers and queues in a bank.

Stresses: a heap of event objects with `__lt__`, bound methods as callbacks, deques,
a small class hierarchy.
From: Simula's bank queue, the first object-oriented example there was.
"""

import heapq
from collections import deque

SIZE = 40_000
SMALL_SIZE = 20
SMALL_RESULT = (267, 20, 0, 63, 3, 78)


class Event:
    def __init__(self, time, number, action, argument):
        self.time = time
        self.number = number
        self.action = action
        self.argument = argument

    def __lt__(self, other):
        if self.time != other.time:
            return self.time < other.time
        return self.number < other.number


class Simulator:
    def __init__(self):
        self.now = 0
        self.events = []
        self.scheduled = 0
        self.seed = 20_011

    def after(self, delay, action, argument=None):
        self.scheduled += 1
        heapq.heappush(self.events, Event(self.now + delay, self.scheduled, action, argument))

    def random(self, low, high):
        self.seed = self.seed * 48271 % 2147483647
        return low + self.seed % (high - low + 1)

    def run(self):
        while self.events:
            event = heapq.heappop(self.events)
            self.now = event.time
            event.action(event.argument)


class Customer:
    patience = 60

    def __init__(self, number, arrived):
        self.number = number
        self.arrived = arrived
        self.served = None

    def service_time(self, simulator):
        return simulator.random(4, 20)


class BusinessCustomer(Customer):
    patience = 200

    def service_time(self, simulator):
        return super().service_time(simulator) * 2


class Teller:
    def __init__(self, bank, name):
        self.bank = bank
        self.name = name
        self.busy_time = 0

    def serve(self, customer):
        simulator = self.bank.simulator
        customer.served = simulator.now
        duration = customer.service_time(simulator)
        self.busy_time += duration
        simulator.after(duration, self.finish, customer)

    def finish(self, customer):
        self.bank.leave(customer)
        self.bank.free.append(self)
        self.bank.dispatch()


class Bank:
    def __init__(self, simulator, tellers, customers):
        self.simulator = simulator
        self.free = deque(Teller(self, f"teller {n}") for n in range(tellers))
        self.tellers = list(self.free)
        self.queue = deque()
        self.expected = customers
        self.served = self.gave_up = self.waiting_time = self.longest_queue = 0
        simulator.after(0, self.arrive, 0)

    def arrive(self, number):
        kind = BusinessCustomer if number % 5 == 0 else Customer
        customer = kind(number, self.simulator.now)
        self.queue.append(customer)
        self.longest_queue = max(self.longest_queue, len(self.queue))
        self.simulator.after(customer.patience, self.lose_patience, customer)
        if number + 1 < self.expected:
            self.simulator.after(self.simulator.random(1, 7), self.arrive, number + 1)
        self.dispatch()

    def dispatch(self):
        while self.free and self.queue:
            self.free.popleft().serve(self.queue.popleft())

    def lose_patience(self, customer):
        if customer.served is None and customer in self.queue:
            self.queue.remove(customer)
            self.gave_up += 1

    def leave(self, customer):
        self.served += 1
        self.waiting_time += customer.served - customer.arrived


def run(size=SIZE):
    """(closing time, served, gave up, time waited, longest queue, busiest teller) for `size` customers."""
    simulator = Simulator()
    bank = Bank(simulator, 3, size)
    simulator.run()
    busiest = max(bank.tellers, key=lambda teller: teller.busy_time)
    return simulator.now, bank.served, bank.gave_up, bank.waiting_time, bank.longest_queue, busiest.busy_time


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
