"""briefgen turns news articles on armed conflict into a brief in which every sentence is traceable to its source."""

__version__ = "0.1.0"
