"""A module without `__all__`: a star import takes the public names."""

public = "public"
_hidden = "hidden"
__dunder__ = "dunder"
