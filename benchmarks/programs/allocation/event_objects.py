"""Event objects: a stream of small records built, passed on, kept a while, dropped.

Stresses: allocating instances with several fields, a ring of survivors, dictionaries
and tuples made per event, listeners called for each.
From: message buses, GUI toolkits and log pipelines.
"""

SIZE = 150_000
SMALL_SIZE = 100
SMALL_RESULT = (4117, [("a", 10), ("b", 8), ("c", 8), ("d", 10), ("e", 8), ("f", 8), ("g", 8), ("h", 8)], 0)


class Event:
    def __init__(self, kind, source, payload, time):
        self.kind = kind
        self.source = source
        self.payload = payload
        self.time = time
        self.handled = False


class Moved(Event):
    def __init__(self, source, start, end, time):
        super().__init__("moved", source, {"start": start, "end": end}, time)

    def distance(self):
        (x1, y1), (x2, y2) = self.payload["start"], self.payload["end"]
        return abs(x1 - x2) + abs(y1 - y2)


class Pressed(Event):
    def __init__(self, source, key, time):
        super().__init__("pressed", source, {"key": key}, time)


class History:
    """Remembers the last few events, so that some live longer than others."""

    def __init__(self, length):
        self.ring = [None] * length
        self.next = 0

    def remember(self, event):
        old = self.ring[self.next]
        self.ring[self.next] = event
        self.next = (self.next + 1) % len(self.ring)
        return old


class Bus:
    def __init__(self):
        self.listeners = {}
        self.history = History(500)
        self.ages = 0

    def listen(self, kind, listener):
        self.listeners.setdefault(kind, []).append(listener)

    def publish(self, event):
        for listener in self.listeners.get(event.kind, ()):
            listener(event)
        event.handled = True
        old = self.history.remember(event)
        if old is not None:
            self.ages += event.time - old.time


class Statistics:
    def __init__(self, bus):
        self.travelled = 0
        self.keys = {}
        bus.listen("moved", self.on_moved)
        bus.listen("pressed", self.on_pressed)
        bus.listen("pressed", lambda event: self.on_pressed(event))

    def on_moved(self, event):
        self.travelled += event.distance()

    def on_pressed(self, event):
        key = event.payload["key"]
        self.keys[key] = self.keys.get(key, 0) + 1


def run(size=SIZE):
    """(distance moved, keys pressed, total age of forgotten events) of `size` events."""
    bus = Bus()
    statistics = Statistics(bus)
    position = (0, 0)
    for time in range(size):
        if time % 3:
            end = (position[0] * 7 + time) % 101, (position[1] * 5 + time) % 103
            bus.publish(Moved("mouse", position, end, time))
            position = end
        else:
            bus.publish(Pressed("keyboard", "abcdefgh"[time % 8], time))
    return statistics.travelled, sorted(statistics.keys.items()), bus.ages


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
