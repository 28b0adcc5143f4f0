"""HIR to LLVM's text form. Written as text: that takes a fiftieth of the time that building it as objects does.

    emit.py           lines, names, blocks
    layouts.py        offsets of the host's and the core's structures
    lower.py          functions, blocks, exits; which method lowers which operation
    lower_numbers.py  arithmetic, comparisons, boxes
    lower_objects.py  registers, guards, containers, the core's functions
    lower_attributes.py  guards of versions, slots
    lower_items.py    items of lists and tuples
    lower_builtins.py builtin functions, methods and containers
    lower_arguments.py  defaults, what `*args` and `**kwargs` take

Native code is a function of the thread, the frame, its own description (NativeCode in vm_core/jit/code.pxi) and room
for the values that an exit shows. It holds no address: types and functions come from the core's table, constants from
the unit's.
"""
