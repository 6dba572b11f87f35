"""Who was mentioned so far, in order of the text: what descriptions and pronouns are resolved against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefgen.knowledge.types import MEDIA_SORTS
from briefgen.parsed import Actor, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset(("nsubj", "nsubj:pass", "nsubj:outer"))
_MEMBERS = frozenset(("members", "leaders", "ministers", "ambassadors", "representatives", "delegates", "spokesmen"))
MOST = 80
NEAR, FAR = 2, 6  # sentences back: for phrases that anyone may be, and for such as name their kind


@dataclass(frozen=True, slots=True)
class Entry:
    """A mention as remembered: the mention, its sentence, its head, and whether that was a subject."""

    mention: Mention
    sentence: int
    subject: bool
    root: Token


@dataclass
class Memory:
    """The mentions so far, how often each actor came up, and what pronouns have shown of persons."""

    entries: list[Entry] = field(default_factory=list)
    counts: dict[Actor, int] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)

    def keep(self, mention: Mention, *, sentence: int, root: Token) -> None:
        """Remember *mention*."""
        self.entries.append(Entry(mention, sentence, is_subject(root) or members_of(root) is not None, root))
        for actor in mention.actors:
            self.counts[actor] = self.counts.get(actor, 0) + 1

    def since(self, sentence: int) -> list[Entry]:
        """The entries from *sentence* on, the latest first, at most `MOST`: a text without full stops stays linear."""
        recent: list[Entry] = []
        for entry in reversed(self.entries):
            if entry.sentence < sentence or len(recent) >= MOST:
                break
            recent.append(entry)
        return recent


def is_subject(token: Token) -> bool:
    """Whether *token* is a subject or coordinated with one."""
    return token.dep_ in SUBJECTS or (token.dep_ == "conj" and token.head.dep_ in SUBJECTS)


def members_of(root: Token) -> Token | None:
    """The plural subject whose body *root* is: "members" of "members of the council"; None elsewhere."""
    head = root.head
    of = root.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ == "of" for c in root.lefts)
    return head if of and head.lower_ in _MEMBERS and is_subject(head) else None


def is_medium(sort: str) -> bool:
    """Whether an actor of this sort only reports: agencies and broadcasters answer no "it" and no "the group"."""
    return sort in MEDIA_SORTS
