"""What the interpreter runs when the command restarted it with the host's own options.

Run by its path, so that it works whatever the options do to sys.path (-I, -S, -E). Arguments: the
name of the program for messages, then the command's own arguments.
"""

import os
import sys

_root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, _root)
try:
    from fastvm.command import main
    from fastvm.command import programs as programs  # the rest is found through the package from here on
finally:
    sys.path.remove(_root)

main(sys.argv[1], sys.argv[2:])
