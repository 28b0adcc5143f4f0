"""One half of a circle of imports."""

print("running first")
import helper_package.second as second

from . import second as relative_second
from .second import from_second

own = "first value"


def late():
    from .second import from_second as inner
    return inner, second is relative_second
