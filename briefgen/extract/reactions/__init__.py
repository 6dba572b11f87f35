"""Reactions of outsiders: `extractor` reads stands taken in words and deeds, one an actor, speaker and type."""
