"""The texts of --help and --version."""

import sys

from fastvm.version import __version__

_HELP = """\
{usage}
Runs Python 3.11 programs on fastvm, with every installed package working.

Options of fastvm (an environment variable sets each: the command line goes first):
--jit          : compile hot code to machine code (the default on x86-64); FASTVM_JIT=1
--no-jit       : interpret only; FASTVM_JIT=0
--jit-log      : a line on standard error for what is compiled, and why it is not; FASTVM_JIT_LOG=1
--jit-dump=FORMS[:NAME] : print some of hir,llvm,asm of compiled functions (of one); FASTVM_JIT_DUMP=FORMS
--perf-map     : write the names of compiled functions to /tmp/perf-PID.map, for Linux perf; FASTVM_PERF_MAP=1
--gc-log       : a line on standard error for each collection of cycles; FASTVM_GC_LOG=1
--adopt=WHAT   : what the engine takes over; FASTVM_ADOPT=WHAT
                 user  the program's own modules
                 hot   and library code that is called often (the default)
                 all   everything, at once
--stats[=json] : print what the engine did, at exit, to standard error; FASTVM_STATS=table|json
--show=STEPS   : instead of running, show steps of the compilation next to the source lines, some of
                 tokens,ast,scopes,bytecode; FASTVM_SHOW=STEPS

Options of Python, with Python's meaning (`python --help` tells more):
-b -B -d -E -i -I -O -OO -P -q -s -S -u -v -x -W arg -X opt --check-hash-based-pycs mode
-h, --help     : print this help message and exit
-V, --version  : print the version numbers and exit

What to run:
-c cmd         : program passed in as string (terminates option list)
-m mod         : run library module as a script (terminates option list)
file           : program read from a script file; also a directory or zip file with a __main__.py
-              : program read from stdin (default; interactive mode if a tty)
arg ...        : arguments passed to the program in sys.argv[1:]"""


def _usage_line(program: str) -> str:
    return f"usage: {program} [option] ... [-c cmd | -m mod | file | -] [arg] ..."


def short(program: str) -> str:
    """What follows a complaint about the command line."""
    name = program.rpartition("/")[2]
    return f"{_usage_line(program)}\nTry `{name} -h' for more information."


def full(program: str) -> str:
    return _HELP.format(usage=_usage_line(program))


def version(times: int) -> str:
    """The version; given twice, with the build of the host, as `python -VV`."""
    host = sys.version if times > 1 else sys.version.split()[0]
    return f"fastvm {__version__} (Python {host})"
