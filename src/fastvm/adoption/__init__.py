"""Adoption: which code the engine takes over, where its source is, and the cache of compiled units on disk."""
