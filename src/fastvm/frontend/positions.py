"""Source positions: which genuine instruction stands for an instruction of ours.

A frame shows where it is through an index into the genuine code object. For every instruction that somebody
could look at, the assembler asks this map for the genuine instruction with the same source position, and
prefers one that does the same job, so that `f_lasti` is plausible too and tracebacks mark the same columns.
"""

from __future__ import annotations

from .host_opcodes import opmap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

#: (line, end line, column, end column), as the host's `co_positions()` gives them.
Position = tuple[int | None, int | None, int | None, int | None]

#: `where` of an instruction that has no genuine counterpart.
NOWHERE = 0xFFFFFFFF

_YIELD_VALUE = opmap["YIELD_VALUE"]
_RESUME = opmap["RESUME"]
# A yield that delegates (`yield from`, `await`): the host tells it from a plain one by the RESUME after it, and
# so must the genuine instruction we stand on. Opcode 254 is none of the host's.
_YIELD_DELEGATING = 254


def _wanted(*names: str) -> tuple[int, ...]:
    return tuple(opmap[name] for name in names)


_JUMPS = (
    "POP_JUMP_FORWARD_IF_FALSE",
    "POP_JUMP_FORWARD_IF_TRUE",
    "POP_JUMP_BACKWARD_IF_FALSE",
    "POP_JUMP_BACKWARD_IF_TRUE",
    "JUMP_IF_FALSE_OR_POP",
    "JUMP_IF_TRUE_OR_POP",
)
_BINARY = _wanted("BINARY_OP")
_CALL = _wanted("CALL", "PRECALL")

#: For each instruction that can raise or run code: the genuine opcodes that do the same, best first.
COUNTERPARTS: dict[str, tuple[int, ...]] = {
    "MOVE": _wanted("STORE_FAST"),
    "CHECK": _wanted("LOAD_FAST"),
    "DELETE": _wanted("DELETE_FAST"),
    "GETCELL": _wanted("LOAD_DEREF", "LOAD_CLASSDEREF"),
    "SETCELL": _wanted("STORE_DEREF"),
    "DELCELL": _wanted("DELETE_DEREF"),
    "GETCLASSCELL": _wanted("LOAD_CLASSDEREF"),
    "GETGLOBAL": _wanted("LOAD_GLOBAL", "LOAD_NAME"),
    "SETGLOBAL": _wanted("STORE_GLOBAL", "STORE_NAME"),
    "DELGLOBAL": _wanted("DELETE_GLOBAL", "DELETE_NAME"),
    "GETNAME": _wanted("LOAD_NAME", "LOAD_GLOBAL"),
    "SETNAME": _wanted("STORE_NAME", "STORE_GLOBAL"),
    "DELNAME": _wanted("DELETE_NAME", "DELETE_GLOBAL"),
    **dict.fromkeys("ADD SUB MUL TRUEDIV FLOORDIV MOD POW MATMUL LSHIFT RSHIFT AND OR XOR".split(), _BINARY),
    "NEG": _wanted("UNARY_NEGATIVE"),
    "POS": _wanted("UNARY_POSITIVE"),
    "INVERT": _wanted("UNARY_INVERT"),
    "NOT": _wanted("UNARY_NOT"),
    "COMPARE": _wanted("COMPARE_OP"),
    "IN": _wanted("CONTAINS_OP"),
    "JUMP_BACK": _wanted("JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT"),
    "JUMP_IF_TRUE": _wanted(*_JUMPS),
    "JUMP_IF_FALSE": _wanted(*_JUMPS),
    "JUMP_COMPARE": _wanted("COMPARE_OP"),
    "JUMP_IN": _wanted("CONTAINS_OP"),
    "GETATTR": _wanted("LOAD_ATTR", "LOAD_METHOD"),
    "SETATTR": _wanted("STORE_ATTR"),
    "DELATTR": _wanted("DELETE_ATTR"),
    "GETMETHOD": _wanted("LOAD_METHOD", "LOAD_ATTR"),
    "GETITEM": _wanted("BINARY_SUBSCR"),
    "SETITEM": _wanted("STORE_SUBSCR"),
    "DELITEM": _wanted("DELETE_SUBSCR"),
    "GETSLICE": _wanted("BINARY_SUBSCR"),
    "BUILD_SLICE": _wanted("BUILD_SLICE"),
    "CALL": _CALL,
    "CALL_KW": _CALL,
    "CALL_METHOD": _CALL,
    "CALL_METHOD_KW": _CALL,
    "CALL_EX": _wanted("CALL_FUNCTION_EX"),
    "MAKE_FUNCTION": _wanted("MAKE_FUNCTION"),
    "GET_BUILD_CLASS": _wanted("LOAD_BUILD_CLASS"),
    "RETURN": _wanted("RETURN_VALUE"),
    "BUILD_TUPLE": _wanted("BUILD_TUPLE"),
    "BUILD_LIST": _wanted("BUILD_LIST"),
    "BUILD_SET": _wanted("BUILD_SET"),
    "BUILD_MAP": _wanted("BUILD_MAP"),
    "BUILD_CONST_MAP": _wanted("BUILD_CONST_KEY_MAP"),
    "BUILD_STRING": _wanted("BUILD_STRING"),
    "FORMAT": _wanted("FORMAT_VALUE"),
    "LIST_APPEND": _wanted("LIST_APPEND"),
    "SET_ADD": _wanted("SET_ADD"),
    "MAP_ADD": _wanted("MAP_ADD"),
    "LIST_EXTEND": _wanted("LIST_EXTEND"),
    "SET_UPDATE": _wanted("SET_UPDATE"),
    "DICT_UPDATE": _wanted("DICT_UPDATE"),
    "DICT_MERGE": _wanted("DICT_MERGE"),
    "LIST_TO_TUPLE": _wanted("LIST_TO_TUPLE"),
    "UNPACK": _wanted("UNPACK_SEQUENCE"),
    "UNPACK_EX": _wanted("UNPACK_EX"),
    "GETITER": _wanted("GET_ITER"),
    "FORITER": _wanted("FOR_ITER"),
    "RAISE": _wanted("RAISE_VARARGS"),
    "RERAISE": _wanted("RERAISE"),
    "EXC_MATCH": _wanted("CHECK_EXC_MATCH"),
    "EG_MATCH": _wanted("CHECK_EG_MATCH"),
    "PREP_RERAISE_STAR": _wanted("PREP_RERAISE_STAR"),
    "GET_ASSERTION_ERROR": _wanted("LOAD_ASSERTION_ERROR"),
    "BEFORE_WITH": _wanted("BEFORE_WITH"),
    "BEFORE_ASYNC_WITH": _wanted("BEFORE_ASYNC_WITH"),
    "WITH_EXCEPT": _wanted("WITH_EXCEPT_START"),
    "RETURN_GENERATOR": _wanted("RETURN_GENERATOR"),
    "YIELD": (_YIELD_VALUE,),
    "YIELD_FROM": (_YIELD_DELEGATING,),
    "GET_YIELD_FROM_ITER": _wanted("GET_YIELD_FROM_ITER"),
    "GET_AWAITABLE": _wanted("GET_AWAITABLE"),
    "GET_AITER": _wanted("GET_AITER"),
    "GET_ANEXT": _wanted("GET_ANEXT"),
    "END_ASYNC_FOR": _wanted("END_ASYNC_FOR"),
    "ASYNC_GEN_WRAP": _wanted("ASYNC_GEN_WRAP"),
    "MATCH_KEYS": _wanted("MATCH_KEYS"),
    "MATCH_CLASS": _wanted("MATCH_CLASS"),
    "GET_LEN": _wanted("GET_LEN"),
    "COPY_MAP_WITHOUT": _wanted("DICT_UPDATE", "DELETE_SUBSCR"),
    "IMPORT_NAME": _wanted("IMPORT_NAME"),
    "IMPORT_FROM": _wanted("IMPORT_FROM"),
    "IMPORT_STAR": _wanted("IMPORT_STAR"),
    "PRINT_EXPR": _wanted("PRINT_EXPR"),
    "SETUP_ANNOTATIONS": _wanted("SETUP_ANNOTATIONS"),
}


class PositionMap:
    """Finds the genuine instruction of `code` for an instruction of ours at a source position."""

    __slots__ = ("_positions", "_opcodes", "_by_opcode", "_by_position", "_by_line", "_by_line_opcode")

    def __init__(self, code: CodeType) -> None:
        raw = code.co_code
        opcodes = bytearray(raw[::2])
        if _YIELD_VALUE in opcodes:
            for index in range(len(opcodes) - 1):
                if opcodes[index] == _YIELD_VALUE and opcodes[index + 1] == _RESUME and raw[2 * index + 3] >= 2:
                    opcodes[index] = _YIELD_DELEGATING
        positions = list(code.co_positions())
        positions.reverse()
        opcodes.reverse()
        # Built back to front, so that the first instruction at a position wins; all in C.
        indexes = range(len(positions) - 1, -1, -1)
        self._positions = positions
        self._opcodes = opcodes
        self._by_opcode = dict(zip(zip(positions, opcodes), indexes))
        self._by_position = dict(zip(positions, indexes))
        self._by_line: dict[int | None, int] | None = None
        self._by_line_opcode: dict[tuple[int | None, int], int] = {}

    def find(self, position: Position, name: str) -> int:
        """Index of the genuine instruction for our instruction `name` at `position`, or NOWHERE."""
        by_opcode = self._by_opcode
        counterparts = COUNTERPARTS.get(name, ())
        for opcode in counterparts:
            index = by_opcode.get((position, opcode))
            if index is not None:
                return index
        index = self._by_position.get(position)
        if index is not None and name[:5] != "YIELD":
            return index
        return self._find_by_line(position[0], counterparts, name)

    def _find_by_line(self, line: int | None, counterparts: tuple[int, ...], name: str) -> int:
        """The fallback, for instructions the host has no exact equal of (and code without columns)."""
        by_line = self._by_line
        if by_line is None:
            lines = [position[0] for position in self._positions]
            indexes = range(len(lines) - 1, -1, -1)
            by_line = self._by_line = dict(zip(lines, indexes))
            self._by_line_opcode = dict(zip(zip(lines, self._opcodes), indexes))
        for opcode in counterparts:
            index = self._by_line_opcode.get((line, opcode))
            if index is not None:
                return index
        if name[:5] == "YIELD":
            # A suspended generator is asked whether it delegates: the kind matters more than the line.
            place = self._opcodes.rfind(counterparts[0])
            return len(self._opcodes) - 1 - place if place >= 0 else NOWHERE
        return by_line.get(line, NOWHERE)
