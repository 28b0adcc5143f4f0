"""The instruction table: the one description of fastvm's register bytecode.

Everything that knows instructions reads this file: the opcode enums of Python and of the native
core, the assembler, the disassembler, the verifier, `docs/bytecode.md`, and later the JIT's builder.

Word format
-----------
An instruction is eight bytes::

    opcode: u8   flags: u8   a: i16   b: i16   c: i16

followed by `cache` words of eight bytes, zero when compiled, owned by the interpreter (inline
caches: the type feedback of the JIT).

* A register operand is an index into `localsplus`: first the locals, cells and free variables in
  the host's own order, then the temporaries.
* A source operand (`src`) may also be negative: then it is constant `-1 - operand` of the unit.
* `flags` bits 0, 1, 2 say that the register named by a, b, c *dies here* (KILL): the instruction
  takes the reference over and leaves the register NULL. Bits 3-7 are the *variant*, whose meaning
  the instruction gives.
* Jump operands count words from the end of the whole instruction (cache words included).
  `jump` is one 16-bit operand; `jump32` is b and c together (b the low half).

Registers and ownership
-----------------------
A local may be NULL (unbound): the front end emits CHECK before a use it cannot prove bound, so every
other instruction may assume that its sources are not NULL. A temporary is either NULL (dead) or
owns one reference. It is written once, used, and killed at its last use, so that objects die
exactly when CPython would drop them; temporaries are allocated like a stack, and the live ones
are always a prefix. A killed operand may be the destination too: results are written last.
The order in an instruction is: compute, drop the killed sources, write the destination, drop
the destination's old value.

A *window* is a run of consecutive temporaries: handed to `vectorcall` without a copy, and always dead
afterwards. Instructions that take a window kill all of it without needing flags.

Exceptions
----------
An instruction that raises leaves its destination as it was. Unwinding looks the pc up in the unit's
exception table (`start, end, handler, depth`); it drops the temporaries numbered `depth` and up
(counted from the first temporary), and goes to the handler with the exception still pending. A
handler's first instruction is PUSH_EXC (take the exception, make it the handled one) or UNWIND (restore
the handled exception saved below it, and go on unwinding).
"""

from __future__ import annotations

# --- Operand roles ------------------------------------------------------------------------------
DST = "dst"  # register written (its old value is dropped)
SRC = "src"  # register or constant read
REG = "reg"  # register read and written; never a constant
WIN = "win"  # first register of a window that the instruction consumes
OUT = "out"  # first register of a run of dead temporaries that the instruction fills
CONST = "const"  # always a constant: a name, a code object, a tuple of names
IMM = "imm"  # a plain number
JUMP = "jump"  # a 16-bit jump distance in words
JUMP32 = "jump32"  # b and c: a 32-bit jump distance in words
NONE = ""  # unused, zero

# --- Flags --------------------------------------------------------------------------------------
KILL_A, KILL_B, KILL_C = 1, 2, 4
VARIANT_SHIFT = 3

# Variant bits of comparisons: which orderings make it true. A NaN compares UNORDERED.
LESS, EQUAL, GREATER, UNORDERED = 1, 2, 4, 8
COMPARISONS = {
    "<": LESS,
    "<=": LESS | EQUAL,
    "==": EQUAL,
    "!=": LESS | GREATER | UNORDERED,
    ">": GREATER,
    ">=": GREATER | EQUAL,
}
# Variant bit of conditional branches on a comparison: jump when it is true (else when it is false).
BRANCH_ON_TRUE = 16

# Variant bit of binary operations: the augmented form (`a += b`).
INPLACE = 1

# Variant bits of MAKE_FUNCTION: which window registers hold something (in this order).
HAS_DEFAULTS, HAS_KWDEFAULTS, HAS_ANNOTATIONS, HAS_CLOSURE = 1, 2, 4, 8

# UNPACK may write directly to a run of so many locals.
UNPACK_LOCALS = 8

# Variant of FORMAT: the conversion.
FORMAT_NONE, FORMAT_STR, FORMAT_REPR, FORMAT_ASCII = 0, 1, 2, 3


class Instruction:
    """One row of the table. (A plain class: this module is imported at start-up.)

    `a`, `b`, `c` are the operand roles. `raises`: an exception can come out. `runs`: can run arbitrary
    Python code (so the frame must be presentable: `prev_instr` set). `ends_block`: control never falls
    through. `cache`: number of cache words. `dying`: places of the `reg` operands that die here without a
    flag. `base`: for a specialised form, the name of the generic instruction it replaces; it has the same operands.
    """

    __slots__ = ("name", "opcode", "a", "b", "c", "doc", "raises", "runs", "cache", "ends_block", "dying", "base")

    def __init__(
        self,
        name: str,
        opcode: int,
        roles: tuple[str, str, str],
        doc: str,
        raises: bool = False,
        runs: bool = False,
        cache: int = 0,
        ends_block: bool = False,
        dying: tuple[int, ...] = (),
        base: str | None = None,
    ) -> None:
        self.name = name
        self.opcode = opcode
        self.a, self.b, self.c = roles
        self.doc = doc
        self.raises = raises
        self.runs = runs
        self.cache = cache
        self.ends_block = ends_block
        self.dying = dying
        self.base = base

    def __repr__(self) -> str:
        return f"<instruction {self.name}>"


_ROWS: list[Instruction] = []
_SECTIONS: list[tuple[str, int]] = []


def _section(title: str) -> None:
    _SECTIONS.append((title, len(_ROWS)))


def _op(name: str, operands: str, doc: str, effects: str = "", cache: int = 0) -> None:
    """Add a generic instruction. `operands` lists the roles of a, b, c, `-` for unused; `effects` has
    `raises`, `runs` (implies raises), `ends` (control never falls through), and `drops:` with the operands that die."""
    roles = [NONE if role == "-" else role for role in operands.split()]
    roles += [NONE] * (3 - len(roles))
    words = effects.split()
    dropped = next((word.removeprefix("drops:") for word in words if word.startswith("drops:")), "")
    _ROWS.append(
        Instruction(
            name,
            len(_ROWS),
            (roles[0], roles[1], roles[2]),
            doc,
            raises="raises" in words or "runs" in words,
            runs="runs" in words,
            cache=cache,
            ends_block="ends" in words,
            dying=tuple("abc".index(operand) for operand in dropped),
        )
    )


def _special(base: str, name: str, doc: str) -> None:
    """Add a specialised form of `base`: what the interpreter rewrites it to (quickening)."""
    generic = next(row for row in _ROWS if row.name == base)
    _ROWS.append(
        Instruction(
            name,
            len(_ROWS),
            (generic.a, generic.b, generic.c),
            doc,
            raises=generic.raises,
            runs=generic.runs,
            cache=generic.cache,
            ends_block=generic.ends_block,
            dying=generic.dying,
            base=base,
        )
    )


# ================================================================================================
_section("Moving values")
_op("NOP", "", "Nothing.")
_op("MOVE", "dst src", "a = b.")
_op("MOVE2", "out src src", "a = b; a+1 = c: two moves into neighbouring dead temporaries (call arguments).")
_op("CLEAR", "reg", "Drop register a and leave it NULL. It may be NULL already.", "drops:a")
_op("CHECK", "reg", "Raise UnboundLocalError unless local a is bound.", "raises")
_op(
    "DELETE",
    "reg",
    "`del` of local a: raise UnboundLocalError when unbound, else drop it and leave NULL.",
    "runs drops:a",
)

_section("Cells")
_op("MAKE_CELL", "reg", "Replace the value of local a (or nothing, if NULL) by a new cell holding it.")
_op("COPY_FREE", "imm", "Copy the closure's a cells into the free variables: the last a of the locals.")
_op("GETCELL", "dst reg", "a = content of the cell in b; NameError or UnboundLocalError when empty.", "raises")
_op("SETCELL", "reg src", "Content of the cell in a = b.", "runs")
_op("DELCELL", "reg", "Empty the cell in a; NameError or UnboundLocalError when empty already.", "runs")
_op(
    "GETCLASSCELL",
    "dst reg const",
    "a = the class body's local named c if it has one, else the content of the cell in b.",
    "runs",
)

_section("Names")
_op("GETGLOBAL", "dst - const", "a = global or builtin named c.", "runs", cache=2)
_special("GETGLOBAL", "GETGLOBAL_MODULE", "Found in the globals: keys version (cache 0), entry index.")
_special(
    "GETGLOBAL", "GETGLOBAL_BUILTIN", "Not in the globals, found in the builtins: both keys versions, entry index."
)
_op("SETGLOBAL", "- src const", "Global named c = b.", "runs", cache=1)
_special("SETGLOBAL", "SETGLOBAL_MODULE", "The name exists: keys version, entry index.")
_op("DELGLOBAL", "- - const", "Delete the global named c.", "runs")
_op("GETNAME", "dst - const", "a = name c in the frame's locals, globals or builtins.", "runs", cache=2)
_special("GETNAME", "GETNAME_MODULE", "The locals are the globals, a dict with the name: as GETGLOBAL_MODULE.")
_special("GETNAME", "GETNAME_BUILTIN", "The locals are the globals, without the name: as GETGLOBAL_BUILTIN.")
_op("SETNAME", "- src const", "Name c in the frame's locals mapping = b.", "runs", cache=1)
_special("SETNAME", "SETNAME_MODULE", "The locals are the globals and have the name: as SETGLOBAL_MODULE.")
_op("DELNAME", "- - const", "Delete the name c in the frame's locals mapping.", "runs")

_section("Arithmetic")
for _name, _sign in (
    ("ADD", "+"),
    ("SUB", "-"),
    ("MUL", "*"),
    ("TRUEDIV", "/"),
    ("FLOORDIV", "//"),
    ("MOD", "%"),
    ("POW", "**"),
    ("MATMUL", "@"),
    ("LSHIFT", "<<"),
    ("RSHIFT", ">>"),
    ("AND", "&"),
    ("OR", "|"),
    ("XOR", "^"),
):
    _op(_name, "dst src src", f"a = b {_sign} c; variant INPLACE: the augmented form.", "runs")
for _name in ("ADD", "SUB", "MUL", "FLOORDIV", "MOD", "LSHIFT", "RSHIFT", "AND", "OR", "XOR"):
    _special(_name, f"{_name}_INT", "Both are one-digit ints; the result may reuse a dying or overwritten box.")
for _name in ("ADD", "SUB", "MUL", "TRUEDIV", "POW"):
    _special(_name, f"{_name}_FLOAT", "Floats, or a float and a one-digit int; the result may reuse a box.")
_special("TRUEDIV", "TRUEDIV_INT", "Both are one-digit ints.")
_special("ADD", "ADD_STR", "Both are exact str; a dying left operand that nobody shares grows in place.")
_op("NEG", "dst src", "a = -b.", "runs")
_op("POS", "dst src", "a = +b.", "runs")
_op("INVERT", "dst src", "a = ~b.", "runs")
_op("NOT", "dst src", "a = not b.", "runs")

_section("Comparison")
_op("COMPARE", "dst src src", "a = b <op> c; the variant is the mask of orderings.", "runs")
_special("COMPARE", "COMPARE_INT", "Both are one-digit ints.")
_special("COMPARE", "COMPARE_FLOAT", "Both are floats.")
_special("COMPARE", "COMPARE_STR", "Both are exact str.")
_op("IS", "dst src src", "a = b is c; variant 1: is not.")
_op("IN", "dst src src", "a = b in c; variant 1: not in.", "runs")

_section("Jumps")
_op("JUMP", "- jump32", "Go on there.", "ends")
_op(
    "JUMP_BACK",
    "imm jump32",
    "The back edge of a loop: honours signals, the GIL and pending calls; counts (cache).",
    "runs ends",
    cache=1,
)
_op("JUMP_IF_TRUE", "src jump32", "Jump when a is true.", "runs")
_op("JUMP_IF_FALSE", "src jump32", "Jump when a is false.", "runs")
_op("JUMP_IF_NONE", "src jump32", "Jump when a is None.")
_op("JUMP_IF_NOT_NONE", "src jump32", "Jump when a is not None.")
_op(
    "JUMP_COMPARE",
    "jump src src",
    "Jump when `b <op> c` is as BRANCH_ON_TRUE says; the rest of the variant is the mask.",
    "runs",
)
_special("JUMP_COMPARE", "JUMP_COMPARE_INT", "Both are one-digit ints.")
_special("JUMP_COMPARE", "JUMP_COMPARE_FLOAT", "Both are floats.")
_special("JUMP_COMPARE", "JUMP_COMPARE_STR", "Both are exact str.")
_op("JUMP_IS", "jump src src", "Jump when b is c; variant 1: when b is not c.")
_op("JUMP_IN", "jump src src", "Jump when b in c; variant 1: when b not in c.", "runs")

_section("Attributes")
_op("GETATTR", "dst src const", "a = b.c", "runs", cache=3)
_special("GETATTR", "GETATTR_SLOT", "Instance attribute in the inline values: type version, index.")
_special(
    "GETATTR",
    "GETATTR_DICT",
    "Instance attribute in the instance's dict, looked up by hinted index: type version, hint.",
)
_special("GETATTR", "GETATTR_MEMBER", "A `__slots__` member: type version, byte offset.")
_special("GETATTR", "GETATTR_MODULE", "Module attribute: keys version, entry index.")
_special("GETATTR", "GETATTR_CLASS", "An attribute of a class object: the class's version, the value (borrowed).")
_special("GETATTR", "GETATTR_TYPE", "A class attribute found through an instance: type version, value (borrowed).")
_special(
    "GETATTR", "GETATTR_METHOD", "A function of the class, bound to the instance: type version, function (borrowed)."
)
_special(
    "GETATTR", "GETATTR_PROPERTY", "A property whose getter runs on the engine: type version, the getter (borrowed)."
)
_special(
    "GETATTR",
    "GETATTR_DESCRIPTOR",
    "What another data descriptor of the type gives, of a class's class too: type version, the descriptor (borrowed).",
)
_op("SETATTR", "src src const", "a.c = b", "runs", cache=2)
_special("SETATTR", "SETATTR_SLOT", "Instance attribute in the inline values: type version, index.")
_special("SETATTR", "SETATTR_DICT", "Instance attribute in the instance's dict, at a hinted index: type version, hint.")
_special("SETATTR", "SETATTR_MEMBER", "A `__slots__` member: type version, byte offset.")
_op("DELATTR", "src - const", "del a.c", "runs")
_op(
    "GETMETHOD",
    "out src const",
    "Look method c of b up for a call: a = the unbound function, a+1 = b; or a = NULL, a+1 = the bound callable.",
    "runs",
    cache=3,
)
_special(
    "GETMETHOD",
    "GETMETHOD_TYPE",
    "A method of the type, not shadowed by an instance: type version, keys version, method (borrowed).",
)
_special("GETMETHOD", "GETMETHOD_MODULE", "A module's function: keys version, entry index.")
_special(
    "GETMETHOD",
    "GETMETHOD_CLASS",
    "A function, or C code's method, of a class (static, class method results excluded): its version, value (borrowed).",
)
_special("GETMETHOD", "GETMETHOD_SLOT", "A callable that the instance has, in the inline values: type version, index.")
_special("GETMETHOD", "GETMETHOD_DICT", "The same in the instance's dict, at a hinted index: type version, hint.")
_special("GETMETHOD", "GETMETHOD_MEMBER", "The same in a `__slots__` member: type version, byte offset.")
_special("GETMETHOD", "GETMETHOD_STATIC_CLASS", "A static method of a class: its version, the staticmethod (borrowed).")
_special("GETMETHOD", "GETMETHOD_STATIC_TYPE", "A static method of the type: as TYPE, with the staticmethod.")
_special("GETMETHOD", "GETMETHOD_BOUND_CLASS", "A class method of a class, a = its function: version, the classmethod.")
_special("GETMETHOD", "GETMETHOD_BOUND_TYPE", "A class method of the type, a = its function: as TYPE, the classmethod.")

_section("Subscripts")
_op("GETITEM", "dst src src", "a = b[c]", "runs")
_special("GETITEM", "GETITEM_LIST", "Exact list, one-digit int in range (negative ones too).")
_special("GETITEM", "GETITEM_TUPLE", "Exact tuple, one-digit int in range.")
_special("GETITEM", "GETITEM_DICT", "Exact dict.")
_special("GETITEM", "GETITEM_STR", "Exact str, one-digit int in range, Latin-1 character.")
_op("SETITEM", "src src src", "a[b] = c", "runs")
_special("SETITEM", "SETITEM_LIST", "Exact list, one-digit int in range.")
_special("SETITEM", "SETITEM_DICT", "Exact dict.")
_op("DELITEM", "src src", "del a[b]", "runs")
_op("GETSLICE", "dst src win", "a = b[c : c+1] (the window holds lower and upper).", "runs")
_op("BUILD_SLICE", "dst win imm", "a = slice of the c (2 or 3) window values.", "raises")

_section("Calls")
_op("CALL", "dst win imm", "a = b(b+1, ..., b+c): the callable and c positional arguments.", "runs", cache=2)
_special(
    "CALL",
    "CALL_FUNCTION",
    "A function of the engine, no arguments by name: pushes a frame. Its unit (borrowed).",
)
_special("CALL", "CALL_BOUND", "A bound method of a function of the engine: pushes a frame. Its unit (borrowed).")
_special("CALL", "CALL_CFUNCTION_O", "A C function of one argument.")
_special("CALL", "CALL_CFUNCTION_FAST", "A C function with METH_FASTCALL.")
_special(
    "CALL",
    "CALL_TYPE",
    "A class: instance allocated here, `__init__` runs on a pushed frame: type version, init (borrowed).",
)
_special("CALL", "CALL_VECTORCALL", "Anything else with `vectorcall`.")
_op(
    "CALL_KW",
    "dst win imm",
    "As CALL, where the last of the c arguments are keywords, named by the tuple in register b+c+1.",
    "runs",
    cache=2,
)
_op(
    "CALL_METHOD",
    "dst win imm",
    "Call what GETMETHOD put into b, b+1, with c more positional arguments from b+2.",
    "runs",
    cache=2,
)
_special(
    "CALL_METHOD",
    "CALL_METHOD_FUNCTION",
    "A method that is a function of the engine: pushes a frame. Its unit (borrowed).",
)
_special(
    "CALL_METHOD",
    "CALL_METHOD_HELD",
    "No method: the attribute holds a function of the engine. Pushes a frame. Its unit (borrowed).",
)
_special("CALL_METHOD", "CALL_METHOD_CFUNCTION_O", "No method: the attribute holds a C function of one argument.")
_special("CALL_METHOD", "CALL_METHOD_CFUNCTION_FAST", "No method: the attribute holds a C function with METH_FASTCALL.")
_special("CALL_METHOD", "CALL_METHOD_DESCR_NOARGS", "A C method without arguments.")
_special("CALL_METHOD", "CALL_METHOD_DESCR_O", "A C method of one argument.")
_special("CALL_METHOD", "CALL_METHOD_DESCR_FAST", "A C method with METH_FASTCALL.")
_special("CALL_METHOD", "CALL_METHOD_LIST_APPEND", "list.append.")
_op(
    "CALL_METHOD_KW",
    "dst win imm",
    "As CALL_METHOD, where the last of the c arguments are keywords, named by the tuple in register b+c+2.",
    "runs",
    cache=2,
)
_op(
    "CALL_EX",
    "dst win imm",
    "a = b(*b+1, **b+2): a tuple or any iterable, and when c is 1 a mapping.",
    "runs",
    cache=2,
)
_op(
    "MAKE_FUNCTION",
    "dst win const",
    "a = function of code c; variant: which of defaults, keyword defaults, annotations, closure are in the window, packed.",
    "raises",
)
_op("GET_BUILD_CLASS", "dst", "a = builtins.__build_class__", "runs")
_op("RETURN", "src", "Leave the frame with a. All temporaries are dead.", "runs ends")

_section("Building")
_op("BUILD_TUPLE", "dst win imm", "a = tuple of the c window values.", "raises")
_op("BUILD_LIST", "dst win imm", "a = list of the c window values.", "raises")
_op("BUILD_SET", "dst win imm", "a = set of the c window values.", "runs")
_op("BUILD_MAP", "dst win imm", "a = dict of the c pairs (key, value, key, value, ...) in the window.", "runs")
_op("BUILD_CONST_MAP", "dst win const", "a = dict: keys from the constant tuple c, values from the window.", "runs")
_op("BUILD_STRING", "dst win imm", "a = the c window strings joined.", "raises")
_op(
    "FORMAT",
    "dst src src",
    "a = b formatted by the specification c (None: no specification); variant: conversion.",
    "runs",
)
_op("LIST_APPEND", "reg src", "list a .append(b)", "raises")
_op("SET_ADD", "reg src", "set a .add(b)", "runs")
_op("MAP_ADD", "reg src src", "dict a [b] = c", "runs")
_op("LIST_EXTEND", "reg src", "list a .extend(b), in the words of `[*b]`.", "runs")
_op("SET_UPDATE", "reg src", "set a .update(b)", "runs")
_op("DICT_UPDATE", "reg src", "dict a .update(b), in the words of `{**b}`.", "runs")
_op("DICT_MERGE", "reg src src", "dict a .update(b) for the call of c: duplicate keywords raise.", "runs")
_op("LIST_TO_TUPLE", "dst src", "a = tuple(list b)", "raises")

_section("Unpacking and iteration")
_op(
    "UNPACK",
    "out src imm",
    "Unpack b into exactly c registers from a on, in order. The run may also be of at most UNPACK_LOCALS locals, whose old values are dropped.",
    "runs",
)
_special("UNPACK", "UNPACK_TUPLE", "Exact tuple of that length.")
_special("UNPACK", "UNPACK_LIST", "Exact list of that length.")
_op(
    "UNPACK_EX",
    "out src imm",
    "Unpack b: c & 255 before the star, c >> 8 after it; the list for the star between.",
    "runs",
)
_op("GETITER", "dst src", "a = iter(b)", "runs")
_op("FORITER", "dst reg jump", "a = next(b); at the end drop b, leave it NULL, and jump.", "runs", cache=1)
_special("FORITER", "FORITER_RANGE", "A range iterator; the number may reuse the box in a.")
_special("FORITER", "FORITER_LIST", "A list iterator.")
_special("FORITER", "FORITER_TUPLE", "A tuple iterator.")
_special("FORITER", "FORITER_ITERATOR", "Any other iterator.")
_special("FORITER", "FORITER_GENERATOR", "A generator of the engine: its frame is resumed in the same loop.")

_section("Exceptions")
_op(
    "PUSH_EXC",
    "out",
    "a = the exception handled so far (or None); a+1 = the pending one, which becomes the handled one.",
)
_op("POP_EXC", "reg", "The handled exception is a again; a dies.", "drops:a")
_op(
    "UNWIND",
    "reg",
    "First in a handler's own handler: restore the handled exception a and go on unwinding.",
    "raises ends drops:a",
)
_op(
    "RAISE",
    "src src imm",
    "raise a from b; c counts the given: 0 re-raises the handled one, 1 has no cause.",
    "runs ends",
)
_op("RERAISE", "reg", "Raise exception a again; it dies; no traceback entry is added.", "raises ends drops:a")
_op("GET_PLACE", "dst", "a = where the frame stands: the index of the genuine instruction.", "raises")
_op(
    "RERAISE_AT",
    "reg reg",
    "As RERAISE, with the frame standing at the place b again, which dies.",
    "raises ends drops:ab",
)
_op("EXC_MATCH", "dst src src", "a = exception b matches c (a class or a tuple of classes; checked).", "runs")
_op("EG_MATCH", "dst reg src", "except*: a = the part of b that matches c, or None; b = the rest, or None.", "runs")
_op(
    "PREP_RERAISE_STAR",
    "dst src src",
    "a = what is left to raise (or None) of exception b and the list c of raised ones.",
    "runs",
)
_op("GET_ASSERTION_ERROR", "dst", "a = AssertionError, whatever the name means to the program.")

_section("With")
_op("BEFORE_WITH", "out src", "a = bound b.__exit__; a+1 = b.__enter__()", "runs")
_op("BEFORE_ASYNC_WITH", "out src", "a = bound b.__aexit__; a+1 = b.__aenter__(), to be awaited", "runs")
_op("WITH_EXCEPT", "dst src src", "a = b(type(c), c, c.__traceback__)", "runs")

_section("Generators and coroutines")
_op(
    "RETURN_GENERATOR",
    "",
    "First in a generator's code (after COPY_FREE and MAKE_CELL): leave with the generator object; resumed after it.",
    "runs",
)
_op("YIELD", "dst src imm", "Leave with b, with c temporaries alive; when resumed, a = the value sent.", "runs")
_op(
    "YIELD_FROM",
    "dst reg reg",
    "Send c to the iterator b (the last two temporaries alive). When it yields, leave with that, and c = the value sent, and again; when it returns, a = that, and b and c die.",
    "runs drops:bc",
)
_op("GET_YIELD_FROM_ITER", "dst src", "a = the iterator for `yield from b`.", "runs")
_op(
    "GET_AWAITABLE",
    "dst src",
    "a = the iterator for `await b`; variant 1: b came from `__aenter__`, 2: from `__aexit__`.",
    "runs",
)
_op("GET_AITER", "dst src", "a = b.__aiter__()", "runs")
_op("GET_ANEXT", "dst reg", "a = the awaitable of b.__anext__(), as `await` would take it.", "runs")
_op(
    "END_ASYNC_FOR",
    "reg src jump",
    "First after PUSH_EXC of an async for: if exception b (killed) is StopAsyncIteration, restore the handled exception a and jump; else raise b again.",
    "raises drops:a",
)
_op("ASYNC_GEN_WRAP", "dst src", "a = b as an async generator yields it.", "raises")

_section("Pattern matching")
_op("MATCH_SEQUENCE", "dst src", "a = whether b is a sequence for patterns.")
_op("MATCH_MAPPING", "dst src", "a = whether b is a mapping for patterns.")
_op("MATCH_KEYS", "dst src src", "a = the tuple of values of mapping b at the keys in tuple c, or None.", "runs")
_op(
    "MATCH_CLASS",
    "dst win imm",
    "a = the tuple of attributes or None: window: subject, class, tuple of keyword names; c positional patterns.",
    "runs",
)
_op("GET_LEN", "dst src", "a = len(b)", "runs")
_op(
    "COPY_MAP_WITHOUT",
    "dst src src",
    "a = dict(b) without the keys in tuple c (the `**rest` of a mapping pattern).",
    "runs",
)

_section("Modules and the rest")
_op("IMPORT_NAME", "dst win const", "a = __import__(c, fromlist=b+1, level=b)", "runs")
_op("IMPORT_FROM", "dst src const", "from b import c", "runs")
_op("IMPORT_STAR", "- src", "from b import *", "runs")
_op("PRINT_EXPR", "- src", "sys.displayhook(b), at the interactive prompt.", "runs")
_op("SETUP_ANNOTATIONS", "", "Make __annotations__ in the frame's locals if there is none.", "runs")

# ================================================================================================
INSTRUCTIONS: tuple[Instruction, ...] = tuple(_ROWS)
SECTIONS: tuple[tuple[str, tuple[Instruction, ...]], ...] = tuple(
    (title, INSTRUCTIONS[start:end])
    for (title, start), end in zip(_SECTIONS, [start for _, start in _SECTIONS[1:]] + [len(_ROWS)])
)
BY_NAME: dict[str, Instruction] = {row.name: row for row in INSTRUCTIONS}
OPCODES: dict[str, int] = {row.name: row.opcode for row in INSTRUCTIONS}
assert len(INSTRUCTIONS) <= 256
