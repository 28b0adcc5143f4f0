"""Automatic collections while threads run, in forked children, from finalizers that do both, and at the exit."""

import atexit
import gc
import os
import threading

N = 20_000


class Node:
    freed = 0

    def __init__(self):
        self.me = self

    def __del__(self):
        Node.freed += 1


def work(n):
    for _ in range(n):
        Node()


threads = [threading.Thread(target=work, args=(N,)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(Node.freed > 0)
gc.collect()
print(Node.freed == 4 * N)


def child(action):
    """What a forked child prints and its status."""
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reader)
        os.write(writer, repr(action()).encode())
        os._exit(7)
    os.close(writer)
    with os.fdopen(reader) as file:
        text = file.read()
    return text, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def in_child():
    Node.freed = 0
    work(N)
    some = Node.freed > 0
    gc.collect()
    return some, Node.freed


print(child(in_child))


class Forks:
    def __init__(self):
        self.me = self

    def __del__(self):
        print("in a finalizer", child(lambda: (gc.collect(), 1)))


Forks()
gc.collect()


class Starts:
    """The collection goes on in this thread; the other one's garbage waits."""

    def __init__(self):
        self.me = self

    def __del__(self):
        thread = threading.Thread(target=work, args=(2000,))
        thread.start()
        thread.join()
        print("a thread has run")


Starts()
gc.collect()
Node.freed = 0
gc.collect()
print(Node.freed)

# Every allocation by C code may collect.
gc.set_threshold(1, 1, 1)
print(sorted(map(str, [(n, [n]) for n in range(3)])), dict.fromkeys("ab", []), [*zip("ab", "cd")])
work(50)
gc.set_threshold(0)
before = Node.freed
work(5000)
print(Node.freed - before)
gc.set_threshold(700, 10, 10)


class AtExit:
    def __init__(self, what):
        self.me = self
        self.what = what

    def __del__(self):
        print("freed at the exit:", self.what)


keep = AtExit("a global")
atexit.register(lambda: print("atexit", gc.collect() >= 0))
gc.disable()
AtExit("garbage")
gc.enable()
