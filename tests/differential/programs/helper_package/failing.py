"""A module whose body fails half way."""

before = 1
raise ValueError("the module fails")
