"""Single operations under pytest-benchmark: `pytest benchmarks/test_micro.py`; each round does 10 000 of them."""

import pytest

from benchmarks.micro import PER_TRIP, functions

pytest.importorskip("pytest_benchmark")

COUNT = 1_000
FUNCTIONS = functions()


@pytest.mark.parametrize("name", list(FUNCTIONS))
def test_operation(benchmark, name):
    benchmark.group = name.partition("_")[0]
    benchmark.extra_info["operations"] = COUNT * PER_TRIP
    benchmark(FUNCTIONS[name], COUNT)
    if benchmark.stats is not None:  # None under --benchmark-disable.
        benchmark.extra_info["nanoseconds"] = benchmark.stats.stats.median / (COUNT * PER_TRIP) * 1e9
