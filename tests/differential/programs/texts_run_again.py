"""Texts given to exec and eval once, twice and many times: with loops, functions and neither, wrong ones too."""

import sys


def run(text, names):
    try:
        return eval(text, names)
    except Exception as error:
        return type(error).__name__, str(error)


for turn in range(5):
    names = {"n": turn}
    print([run(f"n + {i}", names) for i in range(3)])
    print(run("[k * n for k in range(4)]", names), run("(lambda: n)()", names), run("n +", names), run("missing", names))
    print(run(b"n * 2", names), run("\tn", names), run(" n // 0", names))
    exec("total = 0\nfor k in range(10): total += k * n", names)
    exec("here = n + 100", names)
    exec("def f(): return here + n", names)
    print(names["total"], names["here"], names["f"]())

# Ever new texts, then the same ones again.
for _ in range(3):
    print(sum(eval(f"{i} * {i}") for i in range(3000)))

# Code of a text that ran once, run again by its code object.
frames = []
exec("frames.append(frame())", {"frames": frames, "frame": sys._getframe})
code = frames[0].f_back.f_code if frames[0].f_code.co_name != "<module>" else frames[0].f_code
for _ in range(4):
    exec(code, {"frames": frames, "frame": sys._getframe})
print(len(frames), {frame.f_code is code for frame in frames[1:]})

# What a text sees of its caller.
def caller():
    local = "local"
    return [eval("local"), eval("sorted(locals())"), eval("__name__", {"__name__": "other"})]


print(caller(), caller(), caller())
