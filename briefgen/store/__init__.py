"""The history of briefs: each brief and its facts in one SQLite file, so that the next can say what changed.

The same file holds the ledger of deliveries, so that nothing is sent twice.
"""

from briefgen.store.deliveries import Deliveries
from briefgen.store.history import Entry, History

__all__ = ["Deliveries", "Entry", "History"]
