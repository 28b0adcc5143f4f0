"""Remembers where code made at run time comes from.

While the engine is on, the native core's `compile`, `exec` and `eval` call the host's own and then `note`, which
attaches a Source to the new code object. Nothing is parsed here: that happens in the resolver, if the code is run. (A
straight-line text that exec or eval gets for the first time does not even come here: `vm_core/builtins.pxi`.)

A source dies with the last of its code objects. Only the texts that came last are remembered longer, because the same
text often comes again; they are limited in number and in size. A program that evaluates new texts for ever does not
grow.
"""

import sys

from fastvm import _core
from fastvm.adoption import policy
from fastvm.adoption.keys import CodeType
from fastvm.adoption.sources import TextSource, TreeSource, future_flags

# Flags of compile() that change what is compiled: imply no dedent, top-level await, incomplete input.
_KEPT_FLAGS = 0x200 | 0x2000 | 0x4000

_texts: "dict[tuple[object, ...], TextSource]" = {}  # most recently used last


def note(code: CodeType, source: object, mode: str, flags: int, optimize: int, runs: int = 0) -> None:
    """Attach the origin of `code`, which compile, exec or eval just made from `source`. `runs`: how often the text has
    been run already without being noted."""
    if optimize < 0:
        optimize = sys.flags.optimize
    flags = (flags & _KEPT_FLAGS) | future_flags(code)
    filename = code.co_filename
    if hasattr(source, "_fields"):  # a syntax tree; the class AST would have to be imported
        _core.set_origin(code, TreeSource(source, filename, mode, flags, optimize))  # type: ignore[arg-type]
        return
    text = source if isinstance(source, str) else bytes(source)  # type: ignore[call-overload]
    if mode == "eval":  # eval skips it
        text = text.lstrip(" \t") if isinstance(text, str) else text.lstrip(b" \t")
    if not _is_of_file(text, filename):
        known = _text_source(text, filename, mode, flags, optimize)
        known.runs = max(known.runs, runs)
        _core.set_origin(code, known)


def _is_of_file(text: "str | bytes", filename: str) -> bool:
    """Whether the text is that of a module being imported: its file is found again by name, so the text need
    not be kept. (If it is another text, the code will not be found in the file, and stays with the host.)"""
    if not isinstance(text, bytes) or not filename.endswith(".py"):
        return False
    try:
        return policy.stat(filename).st_size == len(text)
    except (OSError, ValueError):
        return False


def _text_source(text: "str | bytes", filename: str, mode: str, flags: int, optimize: int) -> TextSource:
    """The source of a text: the same one for the same text, so that its units are found again."""
    # The type comes first, so that text and bytes are never compared (a BytesWarning under -b).
    key = (type(text), text, filename, mode, flags, optimize)
    source = _texts.pop(key, None)
    if source is not None:
        _texts[key] = source
        return source
    source = _texts[key] = TextSource(text, filename, mode, flags, optimize)
    if len(_texts) > policy.REMEMBERED_TEXTS:
        for oldest in list(_texts)[: -policy.REMEMBERED_TEXTS]:
            _texts.pop(oldest, None)  # another thread may have been here
    # Adding up takes its time. Texts so small that this is left out cannot double the size.
    if len(text) > policy.REMEMBERED_TEXT_SIZE // policy.REMEMBERED_TEXTS:
        _forget_oldest()
    return source


def _forget_oldest() -> None:
    """Forget texts until the rest is not too large."""
    known = list(_texts.items())
    size = sum(len(source.text) for _, source in known)
    for key, source in known:
        if size <= policy.REMEMBERED_TEXT_SIZE:
            break
        size -= len(source.text)
        _texts.pop(key, None)
