"""The benchmark suite and the comparison of fastvm with other Pythons: `python -m benchmarks --help`.

programs/     the programs, one file each, a folder for each group
catalog.py    finds the programs and reads what they say about themselves
peers.py      finds the interpreters to compare
probe.py      run by an interpreter: what it is
worker.py     run by an interpreter: one program, again and again, timed
measure.py    one process from outside: time, memory, result, or what went wrong
schedule.py   which process when: rounds, interleaving, the time budget
results.py    a run as data, to and from JSON
summary.py    ratios, geometric means, the tables' contents
tables.py     tables on the terminal and in Markdown
compare.py    a run against an older one
plots.py      SVG pictures
page.py       docs/benchmarks.md
machine.py    what it ran on
cli.py        the command line
micro.py      single operations
test_*.py     the same programs and operations under pytest-benchmark
"""
