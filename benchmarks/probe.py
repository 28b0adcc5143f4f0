"""Run by an interpreter that is to be compared: prints, as JSON, what it is and which modules it has.

Python 3.9, because any peer has to run it. Arguments: modules to look for.
"""

import importlib.util
import json
import platform
import sys


def engine() -> "dict[str, object] | None":
    """What this process says about fastvm: its version, whether it runs this frame, whether it compiles hot code."""
    module = sys.modules.get("fastvm")
    if module is None:
        return None
    compiles = module.has_jit() and module.engine.is_jit_enabled()
    return {"version": module.__version__, "enabled": bool(module.is_enabled()), "jit": bool(compiles)}


if __name__ == "__main__":
    version = platform.python_version()
    pypy = getattr(sys, "pypy_version_info", None)
    print(
        json.dumps(
            {
                "implementation": platform.python_implementation(),
                "python": list(sys.version_info[:3]),
                "version": f"PyPy {pypy[0]}.{pypy[1]}.{pypy[2]} (Python {version})" if pypy else f"CPython {version}",
                "compiler": platform.python_compiler(),
                "executable": sys.executable,
                "modules": [name for name in sys.argv[1:] if importlib.util.find_spec(name)],
                "engine": engine(),
            }
        )
    )
