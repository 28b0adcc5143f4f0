"""Which modules of the test-suite there are, and the list of those that are about the language itself."""

from __future__ import annotations

import importlib.util
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

HOST_TABLE = Path(__file__).with_name("host-3.11.7.txt")

#: The modules that must do on the engine all they do on the host.
LANGUAGE = """
test_grammar test_syntax test_exceptions test_scope test_generators test_genexps test_listcomps test_setcomps
test_dictcomps test_coroutines test_asyncgen test_contextlib test_contextlib_async test_with test_class test_descr
test_super test_decorators test_augassign test_compare test_binop test_bool test_int test_long test_float test_complex
test_list test_tuple test_dict test_set test_iter test_range test_slice test_enumerate test_string test_fstring
test_unpack test_unpack_ex test_extcall test_call test_keywordonlyarg test_positional_only_arg test_named_expressions
test_patma test_raise test_except_star test_exception_group test_exception_variations test_traceback test_frame
test_funcattrs test_inspect test_types test_typing test_dataclasses test_enum test_abc test_functools test_itertools
test_collections test_operator test_weakref test_gc test_finalization test_global test_opcodes test_pow test_print
test_property test_metaclass test_subclassinit test_generator_stop test_yield_from test_sys test_sys_settrace
test_sys_setprofile test_threading test_thread test_signal test_builtin test_compile test_code test_eof test_import
test_importlib test_pickle test_copy test_json test_re test_random test_statistics test_fractions test_decimal
test_datetime test_heapq test_bisect test_queue test_asyncio test_unittest test_doctest test_pdb test_profile
test_cprofile test_tracemalloc test_faulthandler test_runpy test_cmd_line test_cmd_line_script
""".split()

LISTS = {"language": LANGUAGE}


def is_available() -> bool:
    """Whether the host has its test-suite; distributions may leave it out."""
    return importlib.util.find_spec("test.test_grammar") is not None


def on_host(command: Sequence[str]) -> list[str]:
    """The modules the host's test runner knows, in its order."""
    listing = subprocess.run([*command, "-m", "test", "--list-tests"], capture_output=True, text=True, check=True)
    return [line.strip() for line in listing.stdout.splitlines() if line.strip()]


def select(names: Iterable[str], known: Sequence[str]) -> list[str]:
    """The modules meant by some names. A package (`test_asyncio`) means all of its modules.

    >>> select(["test_asyncio", "test_int"], ["test.test_asyncio.test_base", "test_int", "test_list"])
    ['test.test_asyncio.test_base', 'test_int']
    """
    chosen = []
    for name in names:
        inside = [module for module in known if module == name or module.startswith((f"test.{name}.", f"{name}."))]
        # An unknown name is handed on: the runner itself says what is wrong with it.
        chosen += inside or [name]
    return list(dict.fromkeys(chosen))


def stored_host_table() -> dict[str, str]:
    """Module -> passed, failed, skipped: the host's results of one complete run, for orientation without running it."""
    table = {}
    for line in HOST_TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            module, status, *_ = line.split()
            table[module] = status
    return table
