"""argparse, shlex, textwrap and string.Template: a command line parsed many times.

Stresses: library code in pure Python that nobody tuned: long methods, many small
objects, exceptions as control flow, regular expressions.
From: the start-up path of command-line tools.
"""

import argparse
import shlex
import string
import textwrap

SIZE = 140
SMALL_SIZE = 2
SMALL_RESULT = (6, 48, 6, 902)

COMMANDS = [
    "build --jobs 4 --define A=1 --define B=2 src/main.c src/util.c",
    "build -v --output 'my program' src/main.c",
    "test --filter 'name with space' --repeat 3 tests",
    "clean --all",
]
HELP = string.Template("$name: $text (default $default)")


def key_value(text):
    key, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"no value for {key}")
    return key, value


def make_parser():
    parser = argparse.ArgumentParser(prog="make", description="Builds things.", allow_abbrev=False)
    parser.add_argument("--color", choices=["auto", "never"], default="auto")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build")
    build.add_argument("files", nargs="+")
    build.add_argument("-j", "--jobs", type=int, default=1)
    build.add_argument("-o", "--output", default="a.out")
    build.add_argument("-v", "--verbose", action="store_true")
    build.add_argument("--define", action="append", type=key_value, default=[])
    test = commands.add_parser("test")
    test.add_argument("folder")
    test.add_argument("--filter", default="*")
    test.add_argument("--repeat", type=int, default=1)
    clean = commands.add_parser("clean")
    group = clean.add_mutually_exclusive_group()
    group.add_argument("--all", action="store_true")
    group.add_argument("--cache", action="store_true")
    return parser


def run(size=SIZE):
    """Figures from parsing the commands `size` times."""
    files = jobs = defines = length = 0
    for n in range(size):
        parser = make_parser()
        for command in COMMANDS:
            options = parser.parse_args(shlex.split(command))
            if options.command == "build":
                files += len(options.files)
                jobs += options.jobs
                defines += sum(int(value) for _, value in options.define)
            elif options.command == "test":
                jobs += options.repeat + len(options.filter)
            else:
                jobs += options.all
        text = " ".join(HELP.substitute(name=name, text="sets it", default=n) for name in vars(options))
        wrapped = textwrap.wrap(text * 3, width=50)
        length += len(wrapped) + len(shlex.quote(text)) + len(textwrap.indent("\n".join(wrapped), "  "))
    return files, jobs, defines, length


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
