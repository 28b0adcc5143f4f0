"""The command `fastvm`: runs a program as `python` would, on the engine.

`main` is what the installed script calls. It parses the options, starts the interpreter again when some of them act
at start-up only, makes `sys` and `__main__` look as they do under `python`, and runs the program with its own
frames hidden.

    options.py       the command line
    programs.py      what to run: a script, a module, a command, standard input
    interactive.py   the prompt
    errors.py        how an uncaught exception leaves the process
    usage.py         the texts of --help and --version
    bootstrap.py     the script that the restarted interpreter runs
"""

import os
import sys

from fastvm.command import options


def main(
    program: "str | None" = None,
    arguments: "list[str] | None" = None,
    interpreter_options: "list[str] | None" = None,
) -> None:
    """Run the command. `program` is its name for messages; with arguments given, the host's options among
    them are in force already. With the options of the interpreter given, it starts again in any case."""
    restarted = arguments is not None
    if program is None:
        program = sys.argv[0]
    if arguments is None:
        arguments = sys.argv[1:]
    try:
        line = options.parse(arguments)
    except options.UsageError as error:
        from fastvm.command import usage

        print(f"{error}\n{usage.short(program)}", file=sys.stderr)
        sys.exit(2)
    if line.help or line.version:
        from fastvm.command import usage

        print(usage.full(program) if line.help else usage.version(line.version))
        sys.exit(0)
    if line.host_help:
        os.execv(sys.executable, [sys.executable, line.host_help])
    if (line.host_flags or interpreter_options is not None) and not restarted:
        # The environment ends at the prompt: -i belongs to the restarted interpreter as the other flags do.
        bootstrap = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bootstrap.py")
        host_flags = [*(interpreter_options or ()), *line.host_flags]
        os.execv(sys.executable, [sys.executable, *host_flags, bootstrap, program, *arguments])

    from fastvm.command import programs

    programs.run(program, line)
