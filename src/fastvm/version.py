"""The version of fastvm: read by the package, by the cache on disk and by the build."""

__version__ = "0.1.0"
