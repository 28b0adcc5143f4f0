"""A package inside the package."""

print("running sub")
