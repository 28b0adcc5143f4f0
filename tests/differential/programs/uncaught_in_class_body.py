"""An exception inside a class body, a decorator and a metaclass."""


class Meta(type):
    def __new__(mcls, name, bases, namespace):
        cls = super().__new__(mcls, name, bases, namespace)
        return decorate(cls)


def decorate(cls):
    class Inner:
        attribute = [cls.missing
                     for _ in range(1)]
    return Inner


@decorate
class Broken(metaclass=Meta):
    pass
