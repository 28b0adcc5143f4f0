"""CPython's own test-suite on the engine, compared with the host."""
