"""An editor's decisions on the facts of a brief: kept in a file beside it, applied when it is built again."""

from briefgen.review.applying import Applied, apply
from briefgen.review.decisions import KINDS, SETTABLE, Decision, Passage, covers, decide, identity
from briefgen.review.file import FILE_NAME, files_for, read_review, read_reviews, review_bytes

__all__ = [
    "FILE_NAME",
    "KINDS",
    "SETTABLE",
    "Applied",
    "Decision",
    "Passage",
    "apply",
    "covers",
    "decide",
    "files_for",
    "identity",
    "read_review",
    "read_reviews",
    "review_bytes",
]
