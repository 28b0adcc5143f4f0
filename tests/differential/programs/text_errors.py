"""Texts that exec, eval and compile refuse: which exception, how often the warnings come, what is left behind."""

import warnings


def attempt(label, function, *args):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = function(*args)
        except Exception as error:
            result = f"{type(error).__name__}: {error}"
            if isinstance(error, SyntaxError):
                result += f" {error.filename} {error.lineno} {error.offset} {error.text!r}"
            frames, traceback = 0, error.__traceback__
            while traceback is not None:
                frames, traceback = frames + 1, traceback.tb_next
            result += f" ({frames} frames)"
    print(label, "->", result, [f"{w.category.__name__} {w.filename}:{w.lineno}" for w in caught])


TEXTS = [
    "'\\e' $",
    "'\\d'",
    "  1 +",
    "x = ",
    "1 if",
    "0xfor x in y",
    "1 is 1",
    "\x00",
    b"'\\d' $",
    "\udc80",
    "f'{a b}'",
    "(" * 300,
]
NAMESPACES = [
    (),
    ({},),
    ({}, {}),
    (None,),
    (None, None),
    ({}, None),
    (5,),
    ({}, 5),
    ({"__builtins__": {}},),
    ({}, {}, 3),
]

for function in eval, exec:
    for text in TEXTS:
        for number, namespaces in enumerate(NAMESPACES):
            attempt((function.__name__, text, number), function, text, *namespaces)
            print([sorted(space) for space in namespaces if isinstance(space, dict)])
            for space in namespaces:
                if isinstance(space, dict):
                    space.clear()
for text in TEXTS:
    attempt(("compile", text), lambda: compile(text, "name", "exec") and None)
for function in eval, exec:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        attempt(("as errors", function.__name__), function, "'\\d'", {})
