"""Inconsistent indentation is an IndentationError with a place."""

if True:
    x = 1
      y = 2
