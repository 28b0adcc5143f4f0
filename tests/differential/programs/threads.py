"""Threads: shared state under locks, queues, thread locals, exceptions in threads, many switches in hot loops."""

import concurrent.futures
import queue
import sys
import threading

sys.setswitchinterval(1e-5)
lock = threading.Lock()
total = 0


def add(n):
    global total
    for _ in range(n):
        with lock:
            total += 1


threads = [threading.Thread(target=add, args=(2000,)) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total)


def worker(inbox, outbox):
    while (item := inbox.get()) is not None:
        outbox.put((item, item * item))
    outbox.put(None)


inbox, outbox = queue.Queue(), queue.Queue()
workers = [threading.Thread(target=worker, args=(inbox, outbox)) for _ in range(3)]
for w in workers:
    w.start()
for i in range(100):
    inbox.put(i)
for w in workers:
    inbox.put(None)
results, ended = [], 0
while ended < 3:
    item = outbox.get()
    if item is None:
        ended += 1
    else:
        results.append(item)
print(sorted(results) == [(i, i * i) for i in range(100)])
local = threading.local()
local.value = "main"


def use_local(value, seen):
    seen.append(hasattr(local, "value"))
    local.value = value
    for _ in range(1000):
        if local.value != value:
            seen.append("wrong")


seen = []
threads = [threading.Thread(target=use_local, args=(i, seen)) for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(seen, local.value)
threading.excepthook = lambda args: print("excepthook", args.exc_type.__name__, args.exc_value, args.thread.name)


def fails():
    raise ValueError("in a thread")


t = threading.Thread(target=fails, name="failing")
t.start()
t.join()
threading.excepthook = threading.__excepthook__
event = threading.Event()
order = []


def waits():
    event.wait()
    order.append("woken")


t = threading.Thread(target=waits)
t.start()
order.append("before")
event.set()
t.join()
print(order)
with concurrent.futures.ThreadPoolExecutor(3) as pool:
    print(list(pool.map(lambda n: n ** 2, range(6))), pool.submit(sum, [1, 2]).result())
    future = pool.submit(fails)
    try:
        future.result()
    except ValueError as error:
        print(error)


def numbers(n):
    """Float and int boxes in several threads at once."""
    x, i = 0.5, 1000
    for k in range(n):
        x += k * 0.5
        i += k
    return x, i


with concurrent.futures.ThreadPoolExecutor(4) as pool:
    print(set(pool.map(numbers, [5000] * 8)) == {numbers(5000)}, numbers(5000))


def generator_shared():
    def counter():
        for i in range(3000):
            yield i
    source, got, errors = counter(), [], []

    def consume():
        while True:
            try:
                with lock:
                    got.append(next(source))
            except StopIteration:
                return
            except ValueError as error:
                errors.append(error)
    threads = [threading.Thread(target=consume) for _ in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return sorted(got) == list(range(3000)), errors


print(generator_shared())


def deep_in_thread():
    def recurse(n):
        return recurse(n + 1)
    try:
        recurse(0)
    except RecursionError:
        print("recursion error in a thread")


t = threading.Thread(target=deep_in_thread)
t.start()
t.join()
done = threading.Condition()
turn = [0]


def ping_pong(me, n, log):
    for i in range(n):
        with done:
            done.wait_for(lambda: turn[0] % 2 == me)
            log.append(me)
            turn[0] += 1
            done.notify_all()


log = []
threads = [threading.Thread(target=ping_pong, args=(i, 5, log)) for i in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(log)
stop = False
started = []


def spin():
    n = 0
    started.append(True)
    while True:
        n += 1
        if stop:
            break
    spun.append(n > 0)


spun = []
t = threading.Thread(target=spin)
t.start()
while not started:
    pass
stop = True
t.join()
print(spun, threading.current_thread().name, threading.active_count())
timer = threading.Timer(0.001, lambda: order.append("timer"))
timer.start()
timer.join()
print(order)


def mutate(shared, name):
    for i in range(500):
        shared[f"{name}{i}"] = i
        shared.pop(f"{name}{i}")


shared = {}
threads = [threading.Thread(target=mutate, args=(shared, n)) for n in "abc"]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(shared)


class Changing:
    value = 0

    def get(self):
        return self.value


def change():
    for i in range(300):
        Changing.value = i
        Changing.get = (lambda self: self.value) if i % 2 else (lambda self: self.value + 0)


c = Changing()
t = threading.Thread(target=change)
t.start()
reads = [c.get() for _ in range(5000)]
t.join()
print(all(0 <= r < 300 for r in reads), c.get())
print(sys._current_frames().keys() == {threading.get_ident()})
