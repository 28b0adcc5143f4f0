"""Differential tests: the same program on CPython and on the engine must do the same."""
