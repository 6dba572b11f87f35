"""Tolls: `extractor` reads the words of loss (`words`, by frames of verbs, states and nouns), figures and tellers."""
