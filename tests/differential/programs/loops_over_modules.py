"""A loop over sys.modules that becomes hot while it runs: what compiling it needs must not be entered there meanwhile."""

import sys
import types

# (Without a loop: the first that is hot is one over the modules.)
sys.modules.update(zip(map("made_up_{}".format, range(8000)), map(types.ModuleType, map("made_up_{}".format, range(8000)))))


def names():
    found = 0
    for name in sys.modules:
        found += name.startswith("made_up")
    return found


def pairs():
    return len([name for name, module in sys.modules.items() if module.__name__ == name and name[:4] == "made"])


def together():
    return sum(1 for module in sys.modules.values() if module.__name__.startswith("made_up"))


for i in range(3):
    print(names(), pairs(), together())
