"""The language on the engine, feature by feature, through the library: small programs and what they must give."""
