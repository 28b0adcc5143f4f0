"""Relative imports that go up."""

print("running deep")
from .. import first as up
from ..first import own as up_own

try:
    from ... import too_far
except ImportError as error:
    print(error)
