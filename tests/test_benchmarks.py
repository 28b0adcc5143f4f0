"""The benchmark suite: every program gives its result at a small size, and the comparison reports what happened.

No test here looks at how long anything takes, and none needs another interpreter than the one running the tests.
"""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks import catalog, cli, compare, measure, micro, page, results, schedule, summary, tables  # noqa: E402
from benchmarks.peers import Missing, NoPeer, Peer, gather  # noqa: E402

PROGRAMS = catalog.all_programs()
HERE = Peer("here", (sys.executable,), "this Python", tuple(sys.version_info[:3]), modules=("sqlite3",))


# The programs


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_program_gives_its_result_at_a_small_size(program):
    if sys.version_info < program.minimum_python:
        pytest.skip("needs a newer Python")
    for module in program.requires:
        pytest.importorskip(module)
    run = catalog.load(program).run
    assert run(program.small_size) == program.small_result
    assert run(program.small_size) == program.small_result, "a second run gives another result"


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_program_says_what_it_stresses_and_where_it_comes_from(program):
    docstring = ast.get_docstring(ast.parse(program.path.read_text(encoding="utf-8")))
    assert "\nStresses: " in docstring
    assert "\nFrom: " in docstring


def test_suite_has_programs_in_every_group():
    assert len(PROGRAMS) >= 40
    assert {program.group for program in PROGRAMS} == set(catalog.GROUPS)


def test_names_are_unique_and_hide_no_module_of_the_library():
    names = [program.name for program in PROGRAMS]
    assert len(set(names)) == len(names)
    # A script's folder comes first on sys.path: a program called like a module would be imported in its place.
    assert not set(names) & sys.stdlib_module_names


def test_every_operation_of_micro_runs():
    for function in micro.functions().values():
        function(2)


def test_quick_programs_exist_in_every_group():
    quick = catalog.select(catalog.QUICK, PROGRAMS)
    assert len(quick) == len(catalog.QUICK)
    assert {program.group for program in quick} == set(catalog.GROUPS)


def test_select_by_name_and_group():
    chosen = catalog.select(["nbody", "text"], PROGRAMS)
    assert {program.group for program in chosen} == {"numeric", "text"}
    assert [program.name for program in chosen if program.group == "numeric"] == ["nbody"]
    with pytest.raises(catalog.UnknownProgram, match="nobody"):
        catalog.select(["nobody"], PROGRAMS)


# Processes


@pytest.fixture
def make_program(tmp_path):
    def make(body, name="sample"):
        path = tmp_path / f"{name}.py"
        path.write_text(body + "\n\nif __name__ == '__main__':\n    import sys\n    print(run(int(sys.argv[1])))\n")
        return catalog.Program(name, "numeric", path, "A sample", 3, 1, None)

    return make


def measure_program(program, peers=(HERE,), **plan):
    plan = {"rounds": 1, "timeout": 20.0, "small": True, "kind": "small", **plan}
    run = schedule.new_run({"processor": "a machine"})
    return schedule.execute(run, [program], list(peers), schedule.Plan(**plan), lambda message: None)


def test_measures_iterations_cold_run_memory_and_start_up(make_program):
    run = measure_program(make_program("def run(size):\n    return size, 'text'"), rounds=2)
    (cell,) = run.cells
    assert (cell.status, cell.result) == ("ok", "(1, 'text')")
    assert len(cell.processes) == len(cell.cold) == 2
    assert len(cell.processes[0].times) >= 3
    if sys.platform == "linux":
        assert cell.peak_kb > 1000
    assert run.peers[0].start_up_seconds > 0


@pytest.mark.parametrize(
    "body, status, detail",
    [
        ("def run(size):\n    raise ValueError('broken')", "crash", "ValueError: broken"),
        ("import os\ndef run(size):\n    os.abort()", "crash", "SIGABRT"),
        ("import time\ndef run(size):\n    time.sleep(60)", "timeout", "no answer in 1 s"),
        ("calls = []\ndef run(size):\n    calls.append(1)\n    return len(calls)", "wrong", "iteration 2"),
        ("def run(size):\n    return __name__", "wrong", "as a script"),
    ],
    ids=["exception", "signal", "time-out", "changing", "script"],
)
def test_a_failing_program_is_a_visible_row_and_stops_nothing(make_program, body, status, detail):
    run = measure_program(make_program(body), timeout=1.0 if status == "timeout" else 20.0)
    (cell,) = run.cells
    assert cell.status == status
    assert detail in cell.detail
    shown = tables.plain(summary.problems(summary.View.of(run)))
    assert "sample" in shown and status in shown
    assert "sample" in tables.plain(summary.programs(summary.View.of(run)))


def test_interpreters_that_disagree_are_seen(make_program):
    program = make_program(
        "import sys\ndef run(size):\n    return len(sys.flags.__class__.__name__) + sys.flags.optimize"
    )
    odd = Peer("odd", (sys.executable, "-O"), "optimizing", HERE.python)
    base = Peer("cpython3.11", (sys.executable,), "this Python", HERE.python)
    run = measure_program(program, [odd, base])
    assert [cell.status for cell in run.cells] == ["wrong", "ok"]
    assert "gave 6, not 5" in run.cells[0].detail


def test_a_program_that_a_peer_cannot_run_is_skipped(make_program):
    program = make_program("def run(size):\n    return 1")
    newer = catalog.Program(**{**vars(program), "minimum_python": (99,)})
    needy = catalog.Program(**{**vars(program), "requires": ("no_such_module",)})
    assert measure_program(newer).cells[0].detail == "needs Python 99"
    assert measure_program(needy).cells[0].status == "skipped"


def test_peers_by_command_and_missing_ones():
    found, missing = gather(
        [f"mine={sys.executable}", "lost=/nowhere/python", f"cpython2.7={sys.executable}"], ["json"]
    )
    assert [(peer.name, peer.modules) for peer in found] == [("mine", ("json",))]
    assert [absent.name for absent in missing] == ["lost", "cpython2.7"]
    with pytest.raises(NoPeer, match="stranger"):
        gather(["stranger"])


def test_a_command_called_fastvm_must_have_the_engine():
    found, missing = gather([f"fastvm={sys.executable} -S"])
    assert not found
    assert "without the fastvm engine" in missing[0].reason


def test_exit_descriptions():
    assert measure.describe_exit(-11, "") == "killed by SIGSEGV"
    assert measure.describe_exit(1, "Traceback\nValueError: x\n") == "exit status 1: ValueError: x"


def test_the_budget_is_shared_among_the_visits_left():
    clock = schedule.Clock(100.0, [1.0, 1.0, 4.0] * 5)
    clock.overhead = 4.0
    assert clock.seconds() == pytest.approx(40.0 / 30.0, abs=0.1)
    clock.visited(4.0, 5.0, 9.0)
    assert (clock.shares, clock.overhead) == (26.0, 4.0)
    for share in [1.0, 1.0] * 5 + [4.0] * 3:
        clock.passed_over(share)
    assert clock.seconds() == schedule.MOST_SECONDS
    clock.budget = 0.0
    assert clock.seconds() == schedule.LEAST_SECONDS


def test_interpreters_that_compile_iterate_longer():
    def peer(implementation, has_jit=None):
        return Peer("any", ("any",), "1", (3, 11, 7), implementation, has_jit=has_jit)

    assert schedule.share(peer("PyPy")) == schedule.share(peer("fastvm", True)) == schedule.COMPILERS_SHARE
    assert schedule.share(peer("CPython")) == schedule.share(peer("fastvm", False)) == 1.0


# Figures


def cell(program, peer, steady=0.1, **fields):
    processes = [results.Process([steady * 4, steady, steady], peak_kb=2000) for _ in range(2)]
    return results.Cell(
        program, peer, **{"status": "ok", "result": "1", "processes": processes, "cold": [steady * 5], **fields}
    )


def sample_run():
    run = results.Run("2026-01-01 00:00 UTC", {"processor": "a machine", "load": "0.0"})
    run.peers = [results.PeerInfo(name, f"{name} 1.0", start_up=[0.01]) for name in ("fastvm", "cpython3.11", "pypy")]
    run.missing = [Missing("cpython3.13", "not found")]
    run.programs = [results.ProgramInfo(name, "numeric", f"About {name}", 9) for name in ("win", "loss", "broken")]
    run.cells = [
        cell("win", "cpython3.11", 0.4),
        cell("win", "fastvm", 0.1),
        cell("win", "pypy", 0.05),
        cell("loss", "cpython3.11", 0.1),
        cell("loss", "fastvm", 0.2),
        cell("loss", "pypy", 0.1),
        cell("broken", "cpython3.11"),
        cell("broken", "fastvm", status="crash", detail="killed by SIGSEGV", processes=[], result=None),
        cell("broken", "pypy"),
    ]
    return run


def test_steady_state_is_the_median_of_the_last_half():
    process = results.Process([9.0, 5.0, 1.0, 1.2, 1.1])
    assert process.steady == 1.1
    assert process.settled_after == 14.0


def test_spread_marks_noisy_cells():
    quiet = cell("p", "x")
    noisy = cell("p", "x", processes=[results.Process([1.0] * 4), results.Process([1.2] * 4)])
    outlier = cell("p", "x", processes=[results.Process([seconds] * 4) for seconds in (1.0, 1.01, 3.0)])
    assert not quiet.noisy and noisy.noisy and not outlier.noisy
    assert noisy.spread == pytest.approx(0.2 / 1.1)


def test_ratios_and_means():
    view = summary.View.of(sample_run())
    assert (view.subject, view.base, view.rival) == ("fastvm", "cpython3.11", "pypy")
    assert view.speed_up("win", "fastvm") == pytest.approx(4.0)
    assert view.speed_up("loss", "fastvm") == pytest.approx(0.5)
    assert view.speed_up("broken", "fastvm") is None
    assert view.mean_speed_up("fastvm") == pytest.approx(2**0.5)
    assert view.mean_speed_up("fastvm", "pypy") == pytest.approx(0.5)
    assert [program.name for program in view.by_speed_up()] == ["broken", "loss", "win"]
    assert "slower than cpython3.11 on 1 of 2 programs" in summary.headline(view)


def test_a_run_survives_json(tmp_path):
    run = sample_run()
    results.save(run, tmp_path / "run.json")
    assert results.load(tmp_path / "run.json") == run
    assert len((tmp_path / "run.json").read_text().splitlines()) < 100, "a cell takes one line"
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(ValueError):
        results.load(tmp_path / "other.json")


def test_the_page_shows_losses_first_and_failures(tmp_path, monkeypatch):
    monkeypatch.setattr(page.plots, "available", lambda: False)
    page.write(sample_run(), tmp_path / "benchmarks.md")
    text = (tmp_path / "benchmarks.md").read_text()
    assert text.index("| broken |") < text.index("| loss |") < text.index("| win |")
    assert "killed by SIGSEGV" in text
    assert "**0.50x**" in text
    assert "a machine" in text
    assert "not measured: not found" in text


def test_plots_are_drawn_and_always_the_same(tmp_path):
    pytest.importorskip("matplotlib")
    from benchmarks import plots

    view = summary.View.of(sample_run())
    first = [path.read_bytes() for path in plots.draw(view, tmp_path / "a")]
    again = plots.draw(view, tmp_path / "b")
    assert [path.name for path in again] == ["groups.svg", "programs.svg", "warmup-numeric.svg"]
    assert first == [path.read_bytes() for path in again]


def test_compare_shows_what_got_slower_first():
    old, new = sample_run(), sample_run()
    new.cells[4] = cell("loss", "fastvm", 0.3)
    new.cells[1] = cell("win", "fastvm", 0.08)
    new.cells[7] = cell("broken", "fastvm")
    means, programs = compare.changes(old, new)
    shown = [[entry.text for entry in row] for row in programs.rows]
    assert [row[0] for row in shown] == ["loss", "win", "broken"]
    assert shown[0][4] == "0.67x"
    assert shown[2][5] == "mended"
    assert [row[0].text for row in means.rows] == ["fastvm", "cpython3.11", "pypy"]
    assert not compare.changes(old, sample_run())[1].rows


def test_tables_align_and_escape():
    table = tables.Table("Title", ["name", "value"])
    table.add(tables.Entry("a|b"), tables.Entry("10.0"))
    table.add(tables.Entry("long name"), tables.Entry("2.0", tables.BAD))
    assert tables.plain(table).splitlines()[4:] == ["a|b         10.0", "long name    2.0"]
    assert tables.markdown(table).splitlines()[2:] == ["| a\\|b | 10.0 |", "| long name | **2.0** |"]


# The command


def test_command_measures_stores_and_reports(tmp_path):
    stored = tmp_path / "run.json"
    command = [sys.executable, "-m", "benchmarks", "sieve", "closures", "--small", "--quiet"]
    command += ["--peers", f"here={sys.executable},there={sys.executable},gone=/nowhere/python", "--json", str(stored)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "sieve" in done.stdout and "closures" in done.stdout and "overall" in done.stdout
    assert "gone" in done.stdout
    data = json.loads(stored.read_text())
    assert {each["status"] for each in data["cells"]} == {"ok"}
    assert sys.executable not in stored.read_text(), "no path of this machine is stored"

    again = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--from", str(stored), "--compare", str(stored), "--base", "there"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert again.returncode == 0, again.stderr
    assert "here / there" in again.stdout
    assert "Since the older run" in again.stdout


def test_command_says_what_is_wrong_with_a_call(capsys):
    assert cli.main(["no_such_program"]) == 2
    assert "no_such_program" in capsys.readouterr().err
    assert cli.main(["--list"]) == 0
    assert "nbody" in capsys.readouterr().out
