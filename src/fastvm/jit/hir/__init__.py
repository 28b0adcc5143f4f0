"""HIR, the compiler's intermediate form: typed values in SSA, blocks with parameters, frame states.

types.py     what is known of a value
ops.py       the operations: one table
graph.py     functions, blocks, values, frame states
text.py      printing, and parsing what was printed
check.py     what must hold of every function
analysis.py  predecessors, order, dominance
"""
