"""The register bytecode: the instruction table, code units, disassembler and verifier."""
