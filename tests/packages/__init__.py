"""Programs that use real packages, the same on CPython and on the engine."""
