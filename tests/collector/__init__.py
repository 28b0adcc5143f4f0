"""The collector of cycles: random graphs against the host's collector, its policy, what it reports."""
