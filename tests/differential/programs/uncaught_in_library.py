"""An exception in a callback called by library code and by C code: their frames are in the traceback too."""

import functools
import json
import re


@functools.lru_cache
def cached(n):
    return re.sub(".", lambda m: default(m.group()), "abc" * n)


def default(o):
    return json.dumps({"k": [object]}, default=lambda o: sorted([1, 2], key=lambda v: v.nothing))


class K:
    def __eq__(self, other):
        return list(map(cached, [1]))

    @property
    def prop(self):
        return self in [1]


print(max([K()], key=lambda k: k.prop))
