"""Properties: getter, setter, deleter, inheritance, errors and their messages, properties at hot sites."""


class Temperature:
    def __init__(self, celsius=0):
        self._celsius = celsius

    @property
    def celsius(self):
        """Degrees."""
        return self._celsius

    @celsius.setter
    def celsius(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._celsius = value

    @celsius.deleter
    def celsius(self):
        print("deleting")
        del self._celsius

    @property
    def fahrenheit(self):
        return self.celsius * 9 / 5 + 32

    write_only = property(None, lambda self, value: print("written", value))


t = Temperature(25)
print(t.celsius, t.fahrenheit, Temperature.celsius.__doc__)
t.celsius += 10
print(t.celsius, t.fahrenheit)
t.write_only = 3
for code in ("t.celsius = -300", "t.fahrenheit = 1", "del t.fahrenheit", "t.write_only", "del t.celsius; t.celsius",
             "Temperature.celsius.fget(3)"):
    try:
        exec(code)
        print(code, "fine")
    except Exception as error:
        print(code, "->", type(error).__name__, error)


class Child(Temperature):
    @Temperature.celsius.getter
    def celsius(self):
        return "child getter"

    @property
    def fahrenheit(self):
        return "child", super().fahrenheit if False else super().celsius


c = Child(1)
print(c.celsius, c.fahrenheit)
c.celsius = 5
print(c._celsius)


class Fallback:
    @property
    def broken(self):
        return self.no_such_attribute

    def __getattr__(self, name):
        return f"getattr({name})"


print(Fallback().broken)


class Broken:
    @property
    def value(self):
        return self.missing


try:
    Broken().value
except AttributeError as error:
    print(error, error.name, type(error.obj).__name__)


class Hot:
    def __init__(self):
        self.n = 0

    @property
    def next(self):
        self.n += 1
        return self.n


h = Hot()
total = 0
for _ in range(1000):
    total += h.next
print(total, h.n)

# Replacing the property while the site is hot.
values = []
for i in range(6):
    values.append(h.next)
    if i == 2:
        Hot.next = property(lambda self: "replaced")
    if i == 4:
        Hot.next = 7
print(values)


class Sub(property):
    def __get__(self, instance, owner=None):
        return "sub", super().__get__(instance, owner)


class UsesSub:
    @Sub
    def value(self):
        return 3


print(UsesSub().value)


class GeneratorProperty:
    @property
    def items(self):
        yield 1
        yield 2


print(list(GeneratorProperty().items))


class Raising:
    @property
    def boom(self):
        raise KeyError("inside property")


for _ in range(12):
    try:
        Raising().boom
    except KeyError as error:
        last = error
print(last, last.__traceback__.tb_next.tb_frame.f_code.co_name)
print(property(abs).fget, property().fset, isinstance(Temperature.__dict__["celsius"], property))
