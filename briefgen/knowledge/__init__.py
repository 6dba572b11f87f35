"""What a domain expert knows and edits: actors and their names, leaders, places, pacts, word lists, as tables."""

from briefgen.knowledge.loader import Knowledge, load_knowledge

__all__ = ["Knowledge", "load_knowledge"]
