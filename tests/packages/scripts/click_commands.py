"""click: groups, options, arguments, callbacks, prompts and errors, driven by its own test runner."""

import click
from click.testing import CliRunner


@click.group()
@click.option("--verbose/--quiet", default=False)
@click.pass_context
def cli(context, verbose):
    """A tool."""
    context.obj = {"verbose": verbose}


@cli.command()
@click.argument("names", nargs=-1)
@click.option("--count", "-c", type=click.IntRange(1, 5), default=1, show_default=True, help="How often.")
@click.option("--style", type=click.Choice(["plain", "loud"]), default="plain")
@click.pass_obj
def greet(obj, names, count, style):
    """Greet NAMES."""
    for _ in range(count):
        for name in names or ["nobody"]:
            text = f"Hello {name}"
            click.echo(text.upper() if style == "loud" else text)
    if obj["verbose"]:
        click.secho("done", fg="green")


@cli.command()
@click.option("--number", prompt=True, type=float)
@click.password_option()
def ask(number, password):
    click.echo(f"{number * 2} {'*' * len(password)}")


def validate(context, parameter, value):
    if value % 2:
        raise click.BadParameter("must be even")
    return value


@cli.command()
@click.option("--even", callback=validate, default=2, type=int)
@click.argument("source", type=click.File("r"))
def read(even, source):
    with click.progressbar(source.readlines(), label="reading") as lines:
        total = sum(len(line) for line in lines)
    click.echo(f"{total} {even}")


@cli.command()
def fail():
    raise click.ClickException("it failed")


@cli.command()
def crash():
    raise ZeroDivisionError("crashed")


runner = CliRunner()
CALLS = [
    (["--help"], None),
    (["greet", "--help"], None),
    (["greet", "a", "b", "-c", "2"], None),
    (["--verbose", "greet", "--style", "loud"], None),
    (["greet", "-c", "9"], None),
    (["greet", "--style", "other"], None),
    (["greet", "--nothing"], None),
    (["nothing"], None),
    ([], None),
    (["ask"], "1.5\nsecret\nsecret\n"),
    (["ask"], "x\n2\na\nb\na\na\n"),
    (["read", "-"], "one\ntwo\n"),
    (["read", "--even", "3", "-"], "x"),
    (["read", "missing"], None),
    (["fail"], None),
    (["crash"], None),
]
for arguments, stdin in CALLS:
    result = runner.invoke(cli, arguments, input=stdin)
    print("==", arguments, result.exit_code, repr(result.exception))
    print(result.output)
with runner.isolated_filesystem():
    with open("file.txt", "w") as stream:
        stream.write("abc\n" * 3)
    print(runner.invoke(cli, ["read", "file.txt"]).output)
