"""A virtual environment of its own with fastvm and the packages, and the scripts run in it on both interpreters."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import venv
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests import support
from tests.modes import MODES, OFF

HERE = Path(__file__).parent
SCRIPTS = HERE / "scripts"
REQUIREMENTS = HERE / "requirements.txt"

#: A package whose own test-suite runs under `-m pytest`: it has to be pure Python and its tests part of the sdist.
SUITE_PACKAGE = "click"

#: Scripts that need nothing but the standard library: part of the normal tests.
STANDARD_LIBRARY = ("sqlite_database", "asyncio_server")


def scripts() -> list[str]:
    return sorted(path.stem for path in SCRIPTS.glob("*.py"))


@dataclass(frozen=True)
class Environment:
    """A virtual environment with everything installed."""

    folder: Path

    @property
    def python(self) -> str:
        return str(self.folder / "bin" / "python")

    @property
    def fastvm(self) -> str:
        return str(self.folder / "bin" / "fastvm")

    @classmethod
    def create(cls, folder: Path, tell: Callable[[str], None]) -> Environment:
        """Make the environment; what is installed already is kept."""
        made = cls(folder)
        if not Path(made.python).exists():
            tell("making a virtual environment")
            venv.create(folder, with_pip=True)
        pip = [made.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        tell("installing the packages")
        subprocess.run([*pip, "--requirement", str(REQUIREMENTS)], check=True)
        tell("building and installing fastvm")
        subprocess.run([*pip, str(support.ROOT)], check=True)
        return made


def compare_script(python: list[str], fastvm: list[str], name: str, jit: str = OFF) -> str:
    """What differs when a script runs on both, the JIT in that mode; empty when nothing does. A script that fails on
    CPython is an error."""
    path = str(SCRIPTS / f"{name}.py")
    expected = support.run([*python, path], cwd=SCRIPTS, timeout=600)
    if expected.status != 0 or not expected.stdout:
        return f"the script itself fails:\n{expected}"
    for adopt in ("user", "all"):
        options = [] if support.is_control_run() else [*MODES[jit].options, f"--adopt={adopt}"]
        actual = support.run([*fastvm, *options, path], cwd=SCRIPTS, timeout=600, env=MODES[jit].environment)
        message = support.difference(expected, actual)
        if message:
            return f"--adopt={adopt}:\n{message}"
    return ""


# --- pytest suites -------------------------------------------------------------------------------


def suite_results(
    command: list[str], folder: Path, report: Path, target: str, extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Test name -> passed, failed, error, skipped, of a suite run by pytest under an interpreter."""
    outcome = support.run(
        [
            *command,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:randomly",
            f"--junit-xml={report}",
            target,
        ],
        cwd=folder,
        env=extra,
        timeout=1800,
    )
    if not report.exists():
        raise RuntimeError(f"pytest wrote no report:\n{outcome}")
    results = {}
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        kinds = {child.tag for child in case} & {"failure", "error", "skipped"}
        # Names of parameters may have addresses of objects in them.
        name = re.sub(r"0x[0-9a-f]+", "0x", f"{case.get('classname')}.{case.get('name')}")
        results[name] = kinds.pop() if kinds else "passed"
    return results


def compare_suite(
    python: list[str], fastvm: list[str], folder: Path, target: str, scratch: Path, jit: str = OFF
) -> tuple[str, int]:
    """What differs between the results of a suite on both interpreters, and how many tests it has."""
    expected = suite_results(python, folder, scratch / "python.xml", target)
    options = [] if support.is_control_run() else [*MODES[jit].options, "--adopt=all"]
    actual = suite_results([*fastvm, *options], folder, scratch / "fastvm.xml", target, MODES[jit].environment)
    wrong = [
        f"{name}: {expected.get(name)} on python, {actual.get(name)} on fastvm"
        for name in sorted(expected | actual)
        if expected.get(name) != actual.get(name)
    ]
    return "\n".join(wrong), len(expected)


def download_suite(environment: Environment, folder: Path) -> Path:
    """The source distribution of the suite's package, unpacked: its folder."""
    subprocess.run(
        [
            environment.python,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--no-binary",
            ":all:",
            "--dest",
            str(folder),
            requirement(SUITE_PACKAGE),
        ],
        check=True,
    )
    (archive,) = folder.glob(f"{SUITE_PACKAGE}-*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return archive.with_name(archive.name.removesuffix(".tar.gz"))


def requirement(package: str) -> str:
    """The pinned requirement of a package."""
    for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines():
        if line.partition("==")[0] == package:
            return line
    raise LookupError(package)


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
