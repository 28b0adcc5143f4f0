"""The build step that threads the interpreter loop, on small C texts."""

import pytest

from tests.support import build_step

LOOP = """static PyObject *__pyx_f_7fastvm_core_run(int a) {
  while (1) {
    switch (__pyx_v_op) {
      case __pyx_e_core_OP_NOP:
      STEP
      goto __pyx_L5_continue;
    }
    __pyx_L5_continue:;
  }
}
"""


def thread_loops(text: str) -> str:
    threaded: str = build_step("threaded_dispatch").thread_loops(text, ("run",))
    return threaded


def test_every_instruction_jumps_to_the_next() -> None:
    threaded = thread_loops(LOOP)
    assert "[__pyx_e_core_OP_NOP] = &&threaded_OP_NOP" in threaded
    assert "goto *fvm_targets[__pyx_v_ip->op];" in threaded


def test_a_loop_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="another shape"):
        thread_loops(LOOP.replace("switch (__pyx_v_op) {", "{"))


def test_the_instruction_pointer_must_stay_in_a_register() -> None:
    with pytest.raises(ValueError, match="the address of `ip`"):
        thread_loops(LOOP.replace("STEP", "step((&__pyx_v_ip));"))
