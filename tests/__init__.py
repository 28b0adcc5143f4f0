"""The tests of fastvm, and the commands that go with them (`python -m tests.<name>` from the repository's root)."""
