"""A module whose `__all__` names something that does not exist."""

__all__ = ["missing_name"]
