"""The command line: the host's own options with the host's own meaning, and fastvm's.

Parsed by hand, because this is on the way of every start (argparse alone takes longer than the host's whole
start-up). The host's options that take effect when an interpreter starts are collected in
`host_flags`: the command starts the interpreter again with them. The grammar is that of the host's getopt: flags
may be joined, values may follow at once or as the next argument, `-c` and `-m` end the options.
"""

import os

# Options of the host without a value, all of which act when an interpreter starts.
_HOST_FLAGS = "bBdEiIOPqRsStuv"
# Options of the host with a value, likewise.
_HOST_VALUES = "WX"
_CHECK_PYCS = "--check-hash-based-pycs"
_CHECK_PYCS_VALUES = ("always", "default", "never")
_HOST_HELP = ("--help-all", "--help-env", "--help-xoptions")
SHOWABLE = ("tokens", "ast", "scopes", "bytecode")
DUMPABLE = ("hir", "llvm", "asm")
ADOPT_MODES = ("user", "hot", "all")


class UsageError(Exception):
    """A wrong command line: what to tell the user, above the usage line."""


class CommandLine:
    """What the arguments ask for.

    kind:        "script", "module", "command" or "stdin".
    target:      the script's path, the module's name, the command's text.
    arguments:   what comes after the target, for sys.argv.
    host_flags:  options for the interpreter itself.
    host_argv:   the arguments without fastvm's own options: what sys.orig_argv would be under `python`.
    """

    def __init__(self) -> None:
        self.kind = "stdin"
        self.target = ""
        self.arguments: list[str] = []
        self.host_flags: list[str] = []
        self.host_argv: list[str] = []
        self.skip_first_line = False
        self.inspect = False
        self.help = False
        self.host_help = ""
        self.version = 0
        self.own: dict[str, str] = {}  # options given in words, by the name of their environment variable
        self.jit: bool | None = None  # None: neither the line nor the environment says so; the engine decides
        self.jit_log = False
        self.jit_dump = ""  # FORMS[:FUNCTION]
        self.perf_map = False
        self.gc_log = False
        self.adopt = "hot"
        self.stats = ""  # "", "table" or "json"
        self.show: list[str] = []


def parse(arguments: "list[str]") -> CommandLine:
    """Parse the arguments of the command (without its own name)."""
    line = CommandLine()
    rest = list(arguments)
    while rest:
        word = rest[0]
        if word == "-" or not word.startswith("-"):
            line.kind, line.target = ("script", word) if word != "-" else ("stdin", "-")
            line.arguments = rest[1:]
            line.host_argv += rest
            break
        del rest[0]
        if word == "--":
            line.host_argv.append(word)
            if rest:
                line.kind, line.target, line.arguments = "script", rest[0], rest[1:]
                line.host_argv += rest
            break
        if word.startswith("--"):
            _parse_long(line, word, rest)
        elif _parse_short(line, word, rest):
            break
    _apply_own(line)
    return line


def _parse_short(line: CommandLine, word: str, rest: "list[str]") -> bool:
    """One word of joined flags. True when it ended the options."""
    line.host_argv.append(word)
    letters = word[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        if letter in "cmWX":
            separate = not letters
            if separate and not rest:
                raise UsageError(f"Argument expected for the -{letter} option")
            value = letters or rest.pop(0)
            if separate:
                line.host_argv.append(value)
            if letter in _HOST_VALUES:
                line.host_flags += [f"-{letter}", value]
                return False
            line.kind, line.target = ("command" if letter == "c" else "module"), value
            line.arguments = list(rest)
            line.host_argv += rest
            return True
        if letter in _HOST_FLAGS:
            line.host_flags.append(f"-{letter}")
            line.inspect = line.inspect or letter == "i"
        elif letter == "x":
            line.skip_first_line = True
        elif letter == "V":
            line.version += 1
        elif letter in "h?":
            line.help = True
        elif letter == "J":
            raise UsageError("-J is reserved for Jython")
        else:
            raise UsageError(f"Unknown option: -{letter}")
    return False


def _parse_long(line: CommandLine, word: str, rest: "list[str]") -> None:
    name, given, value = word.partition("=")
    if word == "--help":
        line.help = True
    elif word == "--version":
        line.version += 1
    elif word in _HOST_HELP:
        line.host_help = word
    elif word == _CHECK_PYCS:
        if not rest:
            raise UsageError(f"Argument expected for the {_CHECK_PYCS} option")
        if rest[0] not in _CHECK_PYCS_VALUES:
            raise UsageError(f"{_CHECK_PYCS} must be one of 'default', 'always', or 'never'")
        line.host_flags += [word, rest[0]]
        line.host_argv += [word, rest.pop(0)]
    elif word in ("--jit", "--no-jit"):
        line.own["FASTVM_JIT"] = "1" if word == "--jit" else "0"
    elif name == "--stats":
        line.own["FASTVM_STATS"] = value if given else "table"
    elif word == "--perf-map":
        line.own["FASTVM_PERF_MAP"] = "1"
    elif word == "--jit-log":
        line.own["FASTVM_JIT_LOG"] = "1"
    elif word == "--gc-log":
        line.own["FASTVM_GC_LOG"] = "1"
    elif name == "--jit-dump" and given:
        line.own["FASTVM_JIT_DUMP"] = value
    elif name in ("--adopt", "--show") and given:
        line.own[f"FASTVM_{name[2:].upper()}"] = value
    elif name in ("--adopt", "--show", "--jit-dump"):
        raise UsageError(f"Argument expected for the {name} option: {name}=...")
    else:
        raise UsageError(f"unknown option {word}")


def _apply_own(line: CommandLine) -> None:
    """fastvm's own options: as given, else from the environment."""

    def setting(name: str) -> str:
        return line.own.get(name, os.environ.get(name, ""))

    line.jit = setting("FASTVM_JIT") != "0" if setting("FASTVM_JIT") else None
    line.adopt = setting("FASTVM_ADOPT") or line.adopt
    if line.adopt not in ADOPT_MODES:
        raise UsageError(f"--adopt must be one of {', '.join(ADOPT_MODES)}, not {line.adopt!r}")
    line.stats = setting("FASTVM_STATS")
    if line.stats == "1":
        line.stats = "table"
    if line.stats not in ("", "0", "table", "json"):
        raise UsageError(f"--stats or --stats=json, not --stats={line.stats}")
    if line.stats == "0":
        line.stats = ""
    line.show = [part for part in setting("FASTVM_SHOW").split(",") if part]
    line.jit_log = setting("FASTVM_JIT_LOG") not in ("", "0")
    line.gc_log = setting("FASTVM_GC_LOG") not in ("", "0")
    line.jit_dump = setting("FASTVM_JIT_DUMP")
    line.perf_map = setting("FASTVM_PERF_MAP") not in ("", "0")
    for part in line.jit_dump.partition(":")[0].split(","):
        if part and part not in DUMPABLE:
            raise UsageError(f"--jit-dump takes some of {','.join(DUMPABLE)}, not {part!r}")
    for part in line.show:
        if part not in SHOWABLE:
            raise UsageError(f"--show takes some of {','.join(SHOWABLE)}, not {part!r}")
