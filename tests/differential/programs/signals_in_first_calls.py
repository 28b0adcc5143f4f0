"""Signals whose handlers raise, at any time while much code is run for the first time: every exception comes out."""

import signal

OWN_FILES = frozenset((__file__, "<string>"))


class Interrupted(Exception):
    pass


raised = 0
foreign = []


def handler(number, frame):
    global raised
    while frame is not None:
        if frame.f_code.co_filename not in OWN_FILES:
            foreign.append(frame.f_code)
        frame = frame.f_back
    raised += 1
    raise Interrupted


def text(number):
    functions = "".join(f"def f{i}(x):\n    return [y + {i} for y in x if y] or {{x: {number}}}\n" for i in range(40))
    return functions + "".join(f"f{i}([1, 2])\n" for i in range(40)) + "while True: pass\n"


signal.signal(signal.SIGALRM, handler)
came_out = 0
for number in range(30):
    code = compile(text(number), "<string>", "exec")
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.001 + number % 10 * 0.002)
        exec(code, {})
    except Interrupted:
        came_out += 1
print(raised, came_out, foreign)
