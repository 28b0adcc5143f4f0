"""What there was no time for is compiled when the program has ended, for the next time it runs.

A short program ends before compiling pays. So a copy of the process stays behind (vm_core/compiler/offload.h), works
when nobody else does, and keeps what it makes as any process does (kept/): the program finds it when it runs again. It
makes what was asked for in vain first, quickly, and then what was made quickly again with all care, until it has used
so many times as much processor time as the program (policy.afterwards).

One copy at a time stays behind, whatever the program: another one leaves the work to the next time.
"""

from __future__ import annotations

import fcntl
import os
from time import process_time

from fastvm import _core, engine

from . import importing, offload
from .kept.entries import text_to_optimise, with_machine_code
from .kept.file import File, files, write_all
from .plans import counters
from .waiting import Waiting


def work(waiting: list[Waiting], budget: float) -> None:
    """In the copy: all that there is time for. `budget`: seconds."""
    folder = os.open(os.path.dirname(__file__), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    engine.jit_log = False
    until = process_time() + budget
    driver = importing.driver()
    counters.begun = True
    for each in waiting:
        if process_time() > until:
            break
        job = offload.job_of(each, _core.jit_words(code) if (code := each.code()) is not None else None)
        if job is not None and job.asked.file is not None and job.asked.recall(job.known, job.missed) is None:
            job.asked.file.count()
            offload.make(job, driver)
    write_all()
    for file in files():
        _optimise(file, until)
    write_all()


def _optimise(file: File, until: float) -> None:
    """Make with all care what was made quickly."""
    for unit, entry in file.newest():
        text = text_to_optimise(entry)
        if text and process_time() < until:
            file.count()
            object, seconds = _core.compile_object(text, False)
            if _core.can_keep(object):
                file.replace(unit, entry, with_machine_code(entry, object, seconds, False))
