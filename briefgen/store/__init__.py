"""The history of briefs: each brief and its facts in one SQLite file, so that the next can say what changed."""

from briefgen.store.history import Entry, History

__all__ = ["Entry", "History"]
