"""`python -m fastvm`: the command, for where its script is not on the path."""

import sys

from fastvm.command import main

# The interpreter put the current directory in front for -m; the command removes one entry as a script's.
main(f"{sys.executable} -m fastvm")
