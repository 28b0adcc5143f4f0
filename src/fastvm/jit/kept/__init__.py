"""Machine code that outlives its process: what one process has compiled, the next one enters without compiling.

    facts.py     what the compiler has asked about a process, in terms that hold in another
    entries.py   keeping a version of native code, and recalling one that fits
    file.py      the file on disk: one for each source file, next to the host's .pyc
    header.py    what short programs look at of it
    paths.py     where that is

The compiler is a function of what it is told: the unit's words, and its questions about caches, classes, functions and
globals, in the order in which it asks them. So what it makes is kept together with the questions and answers; where
another process answers all of them alike, it would make the same. What stands for something of one process only (the
version of a class, the address of a function) is kept as the number of the answer that first named it, and machine
code holds none: it finds them in a table (LowerBase.process_number) that is filled in anew.

Recalling needs none of the compiler's modules, nor LLVM.
"""
