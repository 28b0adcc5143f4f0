"""Runs one program many times in this process and looks at the process after each run: started by `test_leaks.py`.

Arguments: `script` (a file that does its work when run) or `benchmark` (one with `run` and SMALL_SIZE), the file, the
number of looks. Prints a JSON list of looks, each a dictionary from what was counted to how many.
"""

import collections
import contextlib
import gc
import importlib.util
import io
import json
import os
import runpy
import sys
import traceback

#: Objects everything uses: a reference lost or kept for each run shows here.
COMMON = {
    "None": None,
    "True": True,
    "False": False,
    "0": 0,
    "1": 1,
    "-1": -1,
    "256": 256,
    "the empty tuple": (),
    "the empty string": "",
    "an empty bytes": b"",
    "the ellipsis": ...,
    "NotImplemented": NotImplemented,
    "int": int,
    "str": str,
    "list": list,
    "dict": dict,
    "tuple": tuple,
    "object": object,
    "type": type,
    "float": float,
    "StopIteration": StopIteration,
    "ValueError": ValueError,
    "the builtins": __builtins__,
    "'a'": "a",
}
#: How much the count of one of those may drift in a run without being called growth.
TOLERANCE = 3


def run_once(kind, path):
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    limit = sys.getrecursionlimit()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        if kind == "script":
            runpy.run_path(path, run_name="__main__")
        else:
            # As a module of its own name, because some programs pickle their objects.
            name = os.path.splitext(os.path.basename(path))[0]
            spec = importlib.util.spec_from_file_location(name, path)
            module = sys.modules[name] = importlib.util.module_from_spec(spec)
            try:
                spec.loader.exec_module(module)
                module.run(module.SMALL_SIZE)
            finally:
                del sys.modules[name]
    sys.setrecursionlimit(limit)


def settle():
    """What a program leaves for later is done now."""
    # Caches of a fixed size that hold names and fill slowly: the host's, and the engine's when it is there.
    sys._clear_type_cache()
    if "fastvm._core" in sys.modules:
        sys.modules["fastvm._core"].clear_type_cache()
    if "fastvm.jit.hot" in sys.modules:
        sys.modules["fastvm.jit.hot"].forget_waiting()  # (by the addresses of code objects, which come and go)
    sys.last_type = sys.last_value = sys.last_traceback = None
    for _ in range(3):
        gc.collect()


def look():
    settle()
    objects = gc.get_objects()
    types = collections.Counter(f"{type(o).__module__}.{type(o).__qualname__} objects" for o in objects)
    counts = {name: number for name, number in types.items() if number}
    counts["tracked objects"] = len(objects)
    del objects
    # Rounded, because free lists breathe: what leaks in every run passes any boundary in the end.
    counts["allocated blocks"] = sys.getallocatedblocks() // 20
    for name, value in COMMON.items():
        counts[f"references to {name}"] = sys.getrefcount(value) // TOLERANCE
    return counts


def main(kind, path, turns):
    sys.argv = [path]
    sys.path.insert(0, os.path.dirname(path))  # as it is for a script
    for _ in range(2):
        run_once(kind, path)
        look()
    # Runs add up between looks, so that a leak of one reference a run is more than the tolerance.
    looks = []
    for _ in range(turns):
        for _ in range(TOLERANCE + 1):
            run_once(kind, path)
        # As one string: the numbers themselves would be objects that are there the next time.
        looks.append(json.dumps(look()))
    print(f"[{', '.join(looks)}]")


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except BaseException:
        traceback.print_exc()
        sys.exit(1)
