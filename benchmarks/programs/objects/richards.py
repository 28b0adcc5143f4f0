"""Richards-like: the kernel of a small operating system scheduling its tasks.

Stresses: method calls through a class hierarchy, attribute reads and writes,
linked queues, state flags on objects.
From: Martin Richards' systems-programming benchmark (Cambridge, 1980s); the same
idea, written afresh: an idler, a worker, two handlers and two devices pass packets.
"""

SIZE = 25
SMALL_SIZE = 1
SMALL_RESULT = (12614, 4421, 1771, 797771, 790193)

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
KIND_DEVICE, KIND_WORK = 0, 1
PACKET_LENGTH = 4


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.item = 0
        self.data = [0] * PACKET_LENGTH

    def append_to(self, queue):
        """Put this packet last in a linked queue; the queue's new head."""
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, kernel, number, priority, queue):
        self.kernel = kernel
        self.number = number
        self.priority = priority
        self.queue = queue
        self.waiting = False
        self.held = False
        self.runnable = queue is not None
        kernel.add(self)

    def is_blocked(self):
        return self.held or (self.waiting and self.queue is None) or not self.runnable

    def take_packet(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
        self.waiting = False
        return packet

    def receive(self, packet, sender):
        """Queue a packet; say who should run next."""
        self.queue = packet.append_to(self.queue)
        self.runnable = True
        return self if self.priority > sender.priority else sender

    def wait(self):
        self.waiting = True
        return self

    def step(self, packet):
        raise NotImplementedError


class IdleTask(Task):
    """Releases one device or the other, at the whim of a shift register."""

    def __init__(self, kernel, priority, count):
        super().__init__(kernel, IDLE, priority, None)
        self.runnable = True
        self.register = 1
        self.count = count

    def step(self, packet):
        self.count -= 1
        if self.count == 0:
            return self.kernel.hold(self)
        if self.register & 1 == 0:
            self.register //= 2
            return self.kernel.release(DEVICE_A, self)
        self.register = self.register // 2 ^ 0xD008
        return self.kernel.release(DEVICE_B, self)


class WorkerTask(Task):
    """Fills packets with letters and sends them to the handlers in turn."""

    def __init__(self, kernel, priority, queue):
        super().__init__(kernel, WORKER, priority, queue)
        self.destination = HANDLER_A
        self.letter = 0

    def step(self, packet):
        if packet is None:
            return self.wait()
        self.destination = HANDLER_B if self.destination == HANDLER_A else HANDLER_A
        packet.owner = self.destination
        packet.item = 0
        for i in range(PACKET_LENGTH):
            self.letter = self.letter % 26 + 1
            packet.data[i] = self.letter
        return self.kernel.send(packet, self)


class HandlerTask(Task):
    """Passes a work packet's letters, one device packet at a time, to its device."""

    def __init__(self, kernel, number, priority, queue, device):
        super().__init__(kernel, number, priority, queue)
        self.device = device
        self.work = None
        self.devices = None

    def step(self, packet):
        if packet is not None:
            if packet.kind == KIND_WORK:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is None:
            return self.wait()
        if work.item >= PACKET_LENGTH:
            self.work = work.link
            work.owner = WORKER
            return self.kernel.send(work, self)
        carrier = self.devices
        if carrier is None:
            return self.wait()
        self.devices = carrier.link
        carrier.item = work.data[work.item]
        carrier.owner = self.device
        work.item += 1
        return self.kernel.send(carrier, self)


class DeviceTask(Task):
    """Holds a packet until the idler releases it, then sends it back."""

    def __init__(self, kernel, number, priority, handler):
        super().__init__(kernel, number, priority, None)
        self.runnable = True
        self.waiting = True
        self.handler = handler
        self.pending = None
        self.checksum = 0

    def step(self, packet):
        if packet is None:
            pending = self.pending
            if pending is None:
                return self.wait()
            self.pending = None
            pending.owner = self.handler
            return self.kernel.send(pending, self)
        self.pending = packet
        self.checksum = (self.checksum * 31 + packet.item) % 1_000_003
        return self.kernel.hold(self)


class Kernel:
    def __init__(self):
        self.tasks = [None] * 6
        self.order = []
        self.sent = 0
        self.holds = 0

    def add(self, task):
        self.tasks[task.number] = task
        self.order.append(task)
        self.order.sort(key=lambda each: -each.priority)

    def send(self, packet, sender):
        self.sent += 1
        return self.tasks[packet.owner].receive(packet, sender)

    def hold(self, task):
        self.holds += 1
        task.held = True
        return None

    def release(self, number, sender):
        task = self.tasks[number]
        task.held = False
        # A released device looks at its pending packet even with an empty queue.
        task.waiting = task.pending is None
        return task if task.priority > sender.priority else sender

    def schedule(self):
        steps = 0
        current = None
        while True:
            if current is None or current.is_blocked():
                current = self.next_runnable()
                if current is None:
                    return steps
            steps += 1
            current = current.step(current.take_packet())

    def next_runnable(self):
        for task in self.order:
            if not task.is_blocked():
                return task
        return None


def packets(count, owner, kind):
    head = None
    for _ in range(count):
        head = Packet(head, owner, kind)
    return head


def simulate(idle_count):
    kernel = Kernel()
    IdleTask(kernel, 0, idle_count)
    WorkerTask(kernel, 1000, packets(2, WORKER, KIND_WORK))
    HandlerTask(kernel, HANDLER_A, 2000, packets(3, DEVICE_A, KIND_DEVICE), DEVICE_A)
    HandlerTask(kernel, HANDLER_B, 3000, packets(3, DEVICE_B, KIND_DEVICE), DEVICE_B)
    device_a = DeviceTask(kernel, DEVICE_A, 4000, HANDLER_A)
    device_b = DeviceTask(kernel, DEVICE_B, 5000, HANDLER_B)
    steps = kernel.schedule()
    return steps, kernel.sent, kernel.holds, device_a.checksum, device_b.checksum


def run(size=SIZE):
    """(steps, packets sent, holds, checksums of both devices) of `size` simulations."""
    totals = [0] * 5
    for _ in range(size):
        for index, value in enumerate(simulate(2000)):
            totals[index] += value
    return tuple(totals)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
