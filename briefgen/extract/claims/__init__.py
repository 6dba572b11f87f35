"""Allegations of one side against another: `extractor` pairs what is alleged (`acts`, `reports`) with who is meant."""
