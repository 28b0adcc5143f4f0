"""A stack machine: assembler, instructions as small ints, one big dispatch loop.

Stresses: long if/elif chains, list push and pop, integers, an interpreter within the
interpreter.
From: the p-code machines of the 1970s.
"""

SIZE = 40_000
SMALL_SIZE = 100
SMALL_RESULT = ([131], 2379)

PUSH, LOAD, STORE, ADD, SUB, MUL, DIV, MOD, LESS, JUMP, JUMP_IF_NOT, CALL, RETURN, PRINT, HALT = range(15)
OPCODES = {
    "push": PUSH,
    "load": LOAD,
    "store": STORE,
    "add": ADD,
    "sub": SUB,
    "mul": MUL,
    "div": DIV,
    "mod": MOD,
    "less": LESS,
    "jump": JUMP,
    "jump_if_not": JUMP_IF_NOT,
    "call": CALL,
    "return": RETURN,
    "print": PRINT,
    "halt": HALT,
}

# Counts Collatz steps of 1, 41, 81, ... Variables: 0 the start, 1 the limit, 2 the steps, 3 the current number.
SOURCE = """
        push 1
        store 0
outer:  load 0
        load 1
        less
        jump_if_not end
        load 0
        store 3
        call walk
        load 0
        push 40
        add
        store 0
        jump outer
end:    load 2
        print
        halt

walk:   push 1
        load 3
        less
        jump_if_not back
        load 2
        push 1
        add
        store 2
        load 3
        push 2
        mod
        jump_if_not even
        load 3
        push 3
        mul
        push 1
        add
        store 3
        jump walk
even:   load 3
        push 2
        div
        store 3
        jump walk
back:   return
"""


def assemble(source):
    """Opcodes and operands in one list; labels become positions once all are known."""
    program, labels, gaps = [], {}, []
    for line in source.splitlines():
        label, _, rest = line.rpartition(":")
        if label:
            labels[label] = len(program)
        words = rest.split()
        if not words:
            continue
        name, *operands = words
        program.append(OPCODES[name])
        for operand in operands:
            if operand.isdigit():
                program.append(int(operand))
            else:
                gaps.append((len(program), operand))
                program.append(None)
    for position, label in gaps:
        program[position] = labels[label]
    return program


class Machine:
    def __init__(self, program):
        self.program = program
        self.variables = [0] * 8
        self.output = []
        self.executed = 0

    def run(self):
        program = self.program
        variables = self.variables
        stack = []
        calls = []
        pc = executed = 0
        while True:
            executed += 1
            op = program[pc]
            pc += 1
            if op == PUSH:
                stack.append(program[pc])
                pc += 1
            elif op == LOAD:
                stack.append(variables[program[pc]])
                pc += 1
            elif op == STORE:
                variables[program[pc]] = stack.pop()
                pc += 1
            elif op == ADD:
                right = stack.pop()
                stack[-1] += right
            elif op == SUB:
                right = stack.pop()
                stack[-1] -= right
            elif op == MUL:
                right = stack.pop()
                stack[-1] *= right
            elif op == DIV:
                right = stack.pop()
                stack[-1] //= right
            elif op == MOD:
                right = stack.pop()
                stack[-1] %= right
            elif op == LESS:
                right = stack.pop()
                stack[-1] = stack[-1] < right
            elif op == JUMP:
                pc = program[pc]
            elif op == JUMP_IF_NOT:
                pc = pc + 1 if stack.pop() else program[pc]
            elif op == CALL:
                calls.append(pc + 1)
                pc = program[pc]
            elif op == RETURN:
                pc = calls.pop()
            elif op == PRINT:
                self.output.append(stack.pop())
            elif op == HALT:
                self.executed = executed
                return
            else:
                raise ValueError(f"no instruction {op}")


def run(size=SIZE):
    """(what the guest prints, instructions executed) for a limit of `size`."""
    machine = Machine(assemble(SOURCE))
    machine.variables[1] = size
    machine.run()
    return machine.output, machine.executed


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
