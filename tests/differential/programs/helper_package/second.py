"""The other half of the circle: `first` is only half imported when this runs."""

print("running second")
import helper_package.first

try:
    from .first import own
except ImportError as error:
    print("circular:", str(error).split(" (/")[0])
from_second = "second value"


def use_first():
    return helper_package.first.own
