"""Attributes and methods of classes whose instances have their dict at an offset: subclasses of built-in types."""


class Numbers(list):
    step = 2

    def moved(self, by):
        return len(self) + by * self.step


class Name(Exception):
    step = 3

    def moved(self, by):
        return by - self.step


def total(objects, n):
    found = 0
    for i in range(n):
        for item in objects:
            found += item.step + item.moved(i)
    return found


for objects in ([Numbers()], [Name()], [Numbers([1]), Name("x")]):
    print(total(objects, 4000))
    objects[0].other = 1
    print(total(objects, 4000))
    objects[0].step = 10
    print(total(objects, 4000))
    objects[-1].moved = lambda by: by
    print(total(objects, 4000))
    del objects[0].step
    print(total(objects, 4000))
