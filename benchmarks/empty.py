"""A script that does nothing: what is left to time is an interpreter's start-up."""
