"""Compiling beside the program, on a thread or in copies of the process: it is not seen, and neither forks, exits nor
signals mind it."""

from __future__ import annotations

import textwrap

import pytest

from tests import support
from tests.jit.compiling import IN_COPIES, PRELUDE, SOON, run_soon


def run(text: str, **settings: str) -> support.Outcome:
    run_soon(text, **IN_COPIES, **settings)
    return run_soon(text, **settings)


def test_the_code_is_taken_when_it_is_ready() -> None:
    text = """
    def until_native():
        from fastvm import _core
        for _ in range(2000):
            list(map(hot, [1000]))  # (such a call is not inlined, so each enters the loop)
            if _core.jit_stats()["entries"] > 100:
                return "native"
            time.sleep(0.005)
        return "never"
    print(until_native() if "fastvm" in sys.modules else "native")
    """
    assert run(text).stdout == "native\n"


def test_it_is_no_thread_of_the_program() -> None:
    run("""
    for _ in range(30):
        hot(300)
        print(threading.active_count(), len(sys._current_frames()), len(threading.enumerate()))
    """)


@pytest.mark.parametrize("rounds", [60, 200, 3000])
def test_forks(rounds: int) -> None:
    """Children are forked before, while and after something is compiled, and compile themselves."""
    run(f"""
    print(hot({rounds}))
    for turn in range(12):
        print(hot(100 * turn))
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            def other(n):
                total = 0
                for i in range(n):
                    total += i * i % 7
                return total
            print(hot(5000), other(5000))
            sys.stdout.flush()
            os._exit(turn)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """)


def test_a_child_of_a_thread() -> None:
    run("""
    results = []
    def work():
        for turn in range(3):
            hot(500)
            child = os.fork()
            if child == 0:
                os._exit(hot(3000)[1] % 100)
            results.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads: thread.start()
    hot(20000)
    for thread in threads: thread.join()
    print(results)
    """)


def test_a_child_forked_while_another_thread_builds_code() -> None:
    """The child is without the thread that was at it, and compiles all the same."""
    text = """
    def fresh(number):
        names = {}
        exec(f"def other(n):\\n t = {number}\\n for i in range(n):\\n  t += i * i % 7\\n return t", names)
        return names["other"]
    def work():
        number = 0
        while not done:
            number += 1
            fresh(number)(200)
    done = []
    sys.setswitchinterval(1e-5)
    thread = threading.Thread(target=work)
    thread.start()
    compiled = []
    for turn in range(25):
        time.sleep(0.003)
        child = os.fork()
        if child == 0:
            if "fastvm" not in sys.modules:
                os._exit(0)
            from fastvm import _core
            before = _core.jit_stats()["entries"]
            fresh(-1)(2000)
            os._exit(_core.jit_stats()["entries"] == before)
        compiled.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    done.append(True)
    thread.join()
    print(compiled)
    """
    run(text, FASTVM_JIT_WAIT="1")


@pytest.mark.parametrize("rounds", [49, 60, 100, 300, 1000, 20000])
@pytest.mark.parametrize("way", ["", "sys.exit(3)", "os._exit(3)", "raise ValueError"])
def test_exits(way: str, rounds: int) -> None:
    """The process ends while something is compiled."""
    run(f"print(hot({rounds}), flush=True)\n{way}\n")


def test_exit_beside_a_daemon() -> None:
    run("""
    def work():
        while True:
            hot(100)
    threading.Thread(target=work, daemon=True).start()
    hot(2000)
    time.sleep(0.05)
    """)


def test_signals_arrive_in_the_main_thread() -> None:
    run("""
    import signal
    seen = []
    signal.signal(signal.SIGALRM, lambda *_: seen.append(threading.current_thread() is threading.main_thread()))
    signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
    end = time.time() + 0.3
    while time.time() < end:
        hot(500)
    signal.setitimer(signal.ITIMER_REAL, 0)
    print(len(seen) > 5, all(seen))
    """)


def test_code_that_dies_while_it_is_compiled() -> None:
    run("""
    import gc
    text = "def f(n):\\n s = 0\\n for i in range(n):\\n  s += i * {k} % 7\\n return s\\n"
    total = 0
    for k in range(60):
        names = {}
        exec(text.replace("{k}", str(k)), names)
        total += names["f"](100 if k % 2 else 4000)
        del names
        gc.collect()
    print(total)
    """)


def test_a_text_that_llvm_does_not_take() -> None:
    """What goes wrong there is an error for the log, and the interpreter goes on."""
    text = """
    def spoil():
        if "fastvm" not in sys.modules:
            return
        from fastvm.jit import driver
        genuine = driver.compile_unit
        driver.compile_unit = lambda *request: spoilt(genuine(*request))
    def spoilt(answer):
        return (b"define nonsense", *answer[1:]) if isinstance(answer, tuple) else answer
    hot(60)
    spoil()
    def fresh(n):
        s = 0
        for i in range(n):
            s += i
        return s
    for _ in range(50):
        print(fresh(1000))
        time.sleep(0.002)
    """
    run(text)
    log = support.run(
        [*support.engine("--jit", "--jit-log", "--adopt=user"), "-c", PRELUDE + textwrap.dedent(text)], env=SOON
    ).stderr
    assert "internal error: the loop at" in log


def test_native_code_calls_what_is_being_compiled() -> None:
    run("""
    def outer(inner, n):
        s = 0
        for i in range(n):
            s += inner(i) % 1000
        return s
    def make(k):
        def inner(i):
            x = i * k
            for j in range(3):
                x += j
            return x
        inner.__code__ = inner.__code__.replace(co_name=f"inner{k}")
        return inner
    for k in range(12):
        for _ in range(10):
            print(outer(make(k), 400))
            time.sleep(0.001)
    """)
