"""What the engine is asked to do while the tests run a program: to interpret, or to compile, in one of several ways."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mode:
    """Options and environment of the engine, and what they mean."""

    meaning: str
    options: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


OFF = "off"
MODES = {
    OFF: Mode("without the JIT", ("--no-jit",)),
    "hot": Mode("what is hot is compiled", ("--jit",)),
    "eager": Mode(
        "everything is compiled at once, and checked",
        ("--jit",),
        {"FASTVM_JIT_THRESHOLD": "1", "FASTVM_JIT_CHECK": "1"},
    ),
    "stress": Mode(
        "everything is compiled quickly at once, and one guard in 5 fails at random",
        ("--jit",),
        {"FASTVM_JIT_THRESHOLD": "2", "FASTVM_JIT_STRESS": "5", "FASTVM_JIT_QUICK": "1"},
    ),
    "turns": Mode(
        "everything is compiled quickly at once, takes turns with the interpreter, and is optimised then",
        ("--jit",),
        {"FASTVM_JIT_THRESHOLD": "2", "FASTVM_JIT_TRIALS": "1", "FASTVM_JIT_QUICK": "1"},
    ),
    "copies": Mode(
        "everything is compiled soon, in copies of the process",
        ("--jit",),
        {"FASTVM_JIT_THRESHOLD": "2", "FASTVM_JIT_OFFLOAD": "1", "FASTVM_JIT_QUICK": "1"},
    ),
    "beside": Mode(
        "everything is compiled soon, while the program goes on",
        ("--jit",),
        {"FASTVM_JIT_THRESHOLD": "3", "FASTVM_JIT_WAIT": "0"},
    ),
}
