"""Source to register bytecode: syntax trees, scopes, code generation, and the cache on disk."""
