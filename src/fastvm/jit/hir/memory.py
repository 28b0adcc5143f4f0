"""What memory an operation reads and writes, by classes that do not overlap: the alias analysis of the passes.

A class is a register of the frame (its number), or one of the names below. An operation that the table does not name
reads or writes every class when its effects say that it reads or writes at all.

    shape       sizes of lists, and where their items are
    items       what lists hold
    ranges      how many numbers range iterators have given
    classes     which version an object's class has, and what its instances lack
    places      where an object's attributes are, and a dict's entries
    "value 3"   slot 3 of instances: each space and number of slots is a class of its own (hir/ops.py)
    counts      reference counts
    objects     anything else that objects hold
    thread      the recursion depth, and whether the thread is traced

Numbers have no class: an int or float never changes while it can be referred to. Boxes are reused for other numbers,
but only when the object that they were is dead, and nothing refers to a dead object. Tuples are the same.

(`dict_item`, `dict_store` and their like read and write every class: the dict may be a namespace.)

Only Python code changes classes and places: an operation on a dict that can add or remove names, or on an object
that can give it a dict, must not name its classes here unless it can not be the globals' dict, or an instance's.

The operations on the eval breaker (`safepoint`) write nothing: they leave when something is to be done.
"""

from __future__ import annotations

from .analysis import Loop, predecessors, reverse_postorder
from .graph import Block, Function, Op
from .ops import OPS, OpInfo

MemoryClass = int | str

SHAPE, ITEMS, RANGES, CLASSES, PLACES, COUNTS, OBJECTS, THREAD = (
    "shape",
    "items",
    "ranges",
    "classes",
    "places",
    "counts",
    "objects",
    "thread",
)
#: Stands for every class.
EVERYTHING: frozenset[MemoryClass] = frozenset({"everything"})
NONE: frozenset[MemoryClass] = frozenset()

_READS: dict[str, frozenset[MemoryClass]] = {
    "range_index": frozenset({RANGES}),
    "range_length": NONE,
    "range_start": NONE,
    "range_step": NONE,
    "list_length": frozenset({SHAPE}),
    "list_items": frozenset({SHAPE}),
    "list_load": frozenset({ITEMS}),
    "list_item": frozenset({SHAPE, ITEMS}),
    "tuple_item": NONE,
    "bytearray_item": frozenset({OBJECTS}),
    "exc_match": frozenset({CLASSES}),
    "is_sequence": frozenset({CLASSES}),
    "is_mapping": frozenset({CLASSES}),
    "guard_class": frozenset({CLASSES}),
    "guard_classes": frozenset({CLASSES}),
    "guard_version": frozenset({CLASSES}),
    "guard_versions": frozenset({CLASSES}),
    "guard_lacks": frozenset({CLASSES, PLACES}),
    "guard_plain": frozenset({CLASSES}),
    "values": frozenset({PLACES}),
    "find_place": frozenset({CLASSES, PLACES}),
    "names": frozenset({PLACES}),
    "class_names": frozenset({CLASSES, PLACES}),
    "guard_tracked": frozenset({PLACES}),
    "guard_release": frozenset({COUNTS}),
    "guard_outlives": frozenset({COUNTS}),
    "guard_function": frozenset({OBJECTS}),
    "has_code": frozenset({OBJECTS}),
    "guard_unit": frozenset({OBJECTS}),
    "has_unit": frozenset({OBJECTS}),
    "guard_call": frozenset({THREAD}),
    "default_argument": frozenset({OBJECTS}),
    "keyword_default": frozenset({OBJECTS}),
    "property_getter": frozenset({OBJECTS}),
    "property_setter": frozenset({OBJECTS}),
    "wrapped_function": frozenset({OBJECTS}),
    "class_of": frozenset({CLASSES}),
    "namespace_of": NONE,
    "guard_unshared": frozenset({COUNTS}),
    "guard_drop": frozenset({COUNTS}),
    "guard_list_store": frozenset({SHAPE, ITEMS, COUNTS, OBJECTS}),
    "rest_of": frozenset({SHAPE, ITEMS}),
    "item_at": frozenset({SHAPE, ITEMS}),
    "safepoint": NONE,
    "counted_safepoint": NONE,
    "length": frozenset({SHAPE, PLACES, OBJECTS}),
    "call_plain_1": NONE,
    "call_plain_2": NONE,
    "call_plain_3": NONE,
    "call_plain_4": NONE,
    "str_item": NONE,
    "str_concat": NONE,
    "str_append": frozenset({COUNTS}),
    "list_room": frozenset({SHAPE}),
    "list_push": frozenset({SHAPE}),
    "list_pop": frozenset({SHAPE, ITEMS}),
    "scalar_binary": NONE,
    "scalar_unary": NONE,
    "format": NONE,
}
#: What quiet calls change, by the number that they have for it.
QUIET_EFFECTS = ("", "objects", "lists", "everything")
_QUIET_WRITES: tuple[frozenset[MemoryClass], ...] = (
    frozenset({COUNTS, RANGES}),
    frozenset({COUNTS, RANGES, OBJECTS}),
    frozenset({COUNTS, RANGES, SHAPE, ITEMS}),
    EVERYTHING,
)
_WRITES: dict[str, frozenset[MemoryClass]] = {
    "incref": frozenset({COUNTS}),
    "box_int": frozenset({COUNTS}),
    "box_double": frozenset({COUNTS}),
    "box_bool": frozenset({COUNTS}),
    "box_complex": frozenset({COUNTS}),
    "set_range_index": frozenset({RANGES}),
    "chr_of": frozenset({COUNTS}),
    "call_plain_1": frozenset({COUNTS}),
    "call_plain_2": frozenset({COUNTS}),
    "call_plain_3": frozenset({COUNTS}),
    "call_plain_4": frozenset({COUNTS}),
    "call_view": frozenset({COUNTS}),
    "str_item": frozenset({COUNTS}),
    "str_concat": frozenset({COUNTS}),
    "str_append": frozenset({COUNTS}),
    "str_join": frozenset({COUNTS}),
    "slice_of": frozenset({COUNTS}),
    "set_add": frozenset({COUNTS, OBJECTS}),
    "set_discard": frozenset({COUNTS, OBJECTS}),
    "list_room": frozenset({SHAPE}),
    "list_push": frozenset({SHAPE, ITEMS, COUNTS}),
    "list_pop": frozenset({SHAPE, ITEMS, COUNTS}),
    "new_cell": frozenset({COUNTS}),
    "new_tuple": frozenset({COUNTS}),
    "new_instance": frozenset({COUNTS}),
    "new_exception": frozenset({COUNTS}),
    "make_instance": frozenset({COUNTS}),
    "release": frozenset({COUNTS}),
    "new_list": frozenset({COUNTS}),
    "new_record": frozenset({COUNTS}),
    "new_dict": frozenset({COUNTS}),
    "make_tuple": frozenset({COUNTS}),
    "make_list": frozenset({COUNTS}),
    "make_dict": frozenset({COUNTS}),
    "set_entry": frozenset({COUNTS, OBJECTS}),
    "set_field": frozenset({ITEMS, COUNTS}),
    "iterate": frozenset({COUNTS}),
    "next_of": frozenset({RANGES, COUNTS, OBJECTS}),
    "at_end": frozenset({COUNTS, OBJECTS}),
    "draw_numbered": frozenset({RANGES, COUNTS, OBJECTS}),
    "draw_two": frozenset({RANGES, COUNTS, OBJECTS}),
    "draw_entry": frozenset({RANGES, COUNTS, OBJECTS}),
    "heap_push": frozenset({SHAPE, ITEMS, COUNTS}),
    "heap_pop": frozenset({SHAPE, ITEMS, COUNTS}),
    "heap_replace": frozenset({SHAPE, ITEMS, COUNTS}),
    "heap_push_pop": frozenset({SHAPE, ITEMS, COUNTS}),
    "list_put": frozenset({ITEMS, COUNTS}),
    "list_put_double": frozenset({ITEMS, COUNTS}),
    "list_put_int": frozenset({ITEMS, COUNTS}),
    "list_put_complex": frozenset({ITEMS, COUNTS}),
    "list_store": frozenset({ITEMS, COUNTS}),
    "list_store_double": frozenset({ITEMS, COUNTS}),
    "list_store_int": frozenset({ITEMS, COUNTS}),
    "list_store_complex": frozenset({ITEMS, COUNTS}),
    "bytearray_store": frozenset({OBJECTS}),
    "note_place": NONE,
    "count_call": NONE,
    "pass_int": NONE,
    "pass_double": NONE,
    "note_order": NONE,  # nothing reads it but Python code
    "new_version": NONE,
    "scalar_binary": frozenset({COUNTS}),
    "scalar_unary": frozenset({COUNTS}),
    "container_binary": frozenset({COUNTS}),
    "format": frozenset({COUNTS}),
    "item_of": frozenset({COUNTS}),
    "list_extend": frozenset({SHAPE, ITEMS, COUNTS}),
    "tuple_of": frozenset({COUNTS}),
    "rest_of": frozenset({COUNTS}),
    "named_attribute": frozenset({COUNTS}),
    "extreme_among": frozenset({COUNTS}),
}
#: Operations on a slot.
_SLOT_LOADS = frozenset({"slot_load"})
_SLOT_STORES = frozenset({"slot_put", "slot_put_int", "slot_put_double", "slot_swap"})
#: Operations on one register, and which of their immediates is its number.
_REGISTER = {
    "slot": 1,
    "take": 0,
    "passed": 1,
    "argument": 1,
    "put": 0,
    "put_new": 0,
    "kill": 0,
    "show_int": 0,
    "show_double": 0,
    "show_bool": 0,
    "show_complex": 0,
    "show_range": 0,
    "share": 0,
}


def _by_effects(info: OpInfo, effect: str) -> frozenset[MemoryClass]:
    return EVERYTHING if effect in info.effects or "runs" in info.effects else NONE


def _reads_always(name: str, info: OpInfo) -> frozenset[MemoryClass] | None:
    """What an operation of this name reads, whatever its immediates and operands are; None: they matter."""
    if name in _READS:
        return _READS[name]
    if name in _REGISTER or name in _SLOT_LOADS or name == "field":
        return None
    return _by_effects(info, "reads")


def _writes_always(name: str, info: OpInfo) -> frozenset[MemoryClass] | None:
    if name in _WRITES:
        return _WRITES[name]
    if _by_effects(info, "writes") is NONE:
        return NONE
    special = name in ("store_class_number", "build", "empty", "enter") or name.startswith("call_quiet")
    return None if special or name in _REGISTER or name in _SLOT_STORES else EVERYTHING


_READS_ALWAYS = {name: _reads_always(name, info) for name, info in OPS.items()}
_WRITES_ALWAYS = {name: _writes_always(name, info) for name, info in OPS.items()}


def reads(op: Op) -> frozenset[MemoryClass]:
    """The classes that an operation's result or exit depends on."""
    name = op.name
    known = _READS_ALWAYS[name]
    if known is not None:
        return known
    if name == "share":
        return frozenset(map(int, op.immediates))
    if name in _REGISTER:
        return frozenset({int(op.immediates[_REGISTER[name]])})
    if name in _SLOT_LOADS:
        return slot_classes(op)
    assert name == "field"
    return NONE if op.operands[0].type == "tuple" else _by_effects(op.info, "reads")


def writes(op: Op) -> frozenset[MemoryClass]:
    """The classes that an operation may change."""
    name = op.name
    known = _WRITES_ALWAYS[name]
    if known is not None:
        return known
    if name in _REGISTER:
        changed: frozenset[MemoryClass] = frozenset({int(op.immediates[_REGISTER[name]]), COUNTS})
        return changed | {RANGES} if name == "show_range" else changed
    if name == "store_class_number":
        return frozenset({f"name {op.immediates[0]}", COUNTS})
    if name == "build":
        first, count = map(int, op.immediates[2:])
        return frozenset({COUNTS, *range(first, first + count)})
    if name == "empty":
        first, count = map(int, op.immediates)
        return frozenset(range(first, first + count))
    if name == "enter":
        function, first, count = map(int, op.immediates)
        return frozenset({function, *range(first, first + count)})
    if name in _SLOT_STORES:
        return slot_classes(op) | {COUNTS}
    assert name.startswith("call_quiet")
    return _QUIET_WRITES[int(op.immediates[2])]


def slot_classes(op: Op) -> frozenset[MemoryClass]:
    """The class of the slot that an operation loads or stores."""
    space, number = op.immediates
    return EVERYTHING if space == "found" else frozenset({f"{space} {number}"})


def written_in(blocks: set[Block]) -> frozenset[MemoryClass]:
    """The classes that operations of some blocks may change."""
    found: set[MemoryClass] = set()
    for block in blocks:
        for op in block.ops:
            found |= writes(op)
    return frozenset(found)


def disturbs(written: frozenset[MemoryClass], read: frozenset[MemoryClass]) -> bool:
    """Whether writes to some classes may change what is read from others."""
    if not written or not read:
        return False
    return written is EVERYTHING or read is EVERYTHING or "everything" in written or not written.isdisjoint(read)


class Versions:
    """Which version of each class of memory is current: two reads of a class at one version see the same.

    Only classes that something reads by itself have versions; whatever reads everything has the sum of all.
    """

    def __init__(self, function: Function, loops: list[Loop]) -> None:
        read: set[MemoryClass] = set()
        for _, op in function.ops():
            if (classes := reads(op)) is not EVERYTHING:
                read |= classes
        self.classes: list[MemoryClass] = [*sorted(read, key=str), "everything"]
        self._number = 0
        self._written_by: dict[Op, int] = {}
        self._current: dict[MemoryClass, int] = {}
        #: The versions at the start of each block.
        self.at_start: dict[Block, dict[MemoryClass, int]] = {}
        self._across_blocks(function, loops)

    def _new(self) -> int:
        self._number += 1
        return self._number

    def _across_blocks(self, function: Function, loops: list[Loop]) -> None:
        """Versions at block starts: those that all predecessors agree on; a loop keeps what it does not write."""
        before = predecessors(function)
        written = {loop.header: written_in(loop.blocks) for loop in loops}
        ends: dict[Block, dict[MemoryClass, int]] = {}
        for block in reverse_postorder(function):
            known = [ends[source] for source in before[block] if source in ends]
            complete = len(known) == len(before[block])
            changed = written.get(block, NONE if complete else EVERYTHING)
            if len(known) == 1 and not changed:
                self.at_start[block] = known[0]
            else:
                self.at_start[block] = self._agreed(known, changed)
            self.begin(block)
            for op in block.ops:
                self.step(op)
            ends[block] = self._current

    def _agreed(self, known: list[dict[MemoryClass, int]], changed: frozenset[MemoryClass]) -> dict[MemoryClass, int]:
        """Versions where ways with these join, of which some are changed later on."""
        start: dict[MemoryClass, int] = {}
        for name in self.classes:
            found = {versions[name] for versions in known}
            of_name = EVERYTHING if name == "everything" else frozenset({name})
            keeps = len(found) == 1 and not disturbs(changed, of_name)
            start[name] = found.pop() if keeps else self._new()
        return start

    def begin(self, block: Block) -> None:
        """Go to the start of a block."""
        self._current = dict(self.at_start[block])

    def step(self, op: Op) -> None:
        """Go over an operation."""
        written = writes(op)
        if not written:
            return
        if op not in self._written_by:
            self._written_by[op] = self._new()
        version = self._written_by[op]
        for name in self.classes if written is EVERYTHING else written:
            if name in self._current:
                self._current[name] = version
        self._current["everything"] = version

    def of(self, classes: frozenset[MemoryClass]) -> tuple[int, ...] | None:
        """The current versions of some classes. None: nothing reads one of them by itself."""
        if len(classes) == 1:
            (name,) = classes
            return (self._current[name],) if name in self._current else None
        if any(name not in self._current for name in classes):
            return None
        return tuple(self._current[name] for name in sorted(classes, key=str))
