"""Classes that are attributes of classes, called through instances, where the look-up is not specialised."""


class Outer:
    class Section:
        def __init__(self, outer, parent, heading=None):
            self.outer = outer
            self.parent = parent

    def __init__(self, number):
        if number % 50 == 1:
            import string

            self.digits = string.digits
        self.first = self.Section(self, None)
        self.second = self.first


class Other(Outer):
    class Section(Outer.Section):
        def __init__(self, outer, parent, heading=None):
            self.outer = parent
            self.parent = outer


def make(count):
    made = [(Outer, Other)[i % 3 == 2](i) for i in range(count)]
    return sum(each.first.parent is None for each in made), made[-1].first.__class__.__qualname__


for turn in range(5):
    print(turn, make(400))
