"""The programs under pytest-benchmark, in this process: `pytest benchmarks/ -k nbody`.

For work on one feature: the same programs and sizes as the comparison, with pytest-benchmark's own
statistics and its --benchmark-compare. Run it with `fastvm -m pytest` to time fastvm.
"""

import sys

import pytest

from benchmarks.catalog import all_programs, load

pytest.importorskip("pytest_benchmark")


@pytest.mark.parametrize("program", all_programs(), ids=lambda program: program.name)
def test_program(benchmark, program):
    if sys.version_info < program.minimum_python:
        pytest.skip("needs a newer Python")
    for module in program.requires:
        pytest.importorskip(module)
    run = load(program).run
    assert run(program.small_size) == program.small_result
    benchmark.group = program.group
    benchmark(run, program.size)
