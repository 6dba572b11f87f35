"""What linking knows of one article while it works: the parse, the names found, and who covers which token."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from briefgen.knowledge import Knowledge
from briefgen.knowledge.types import ActorRow, NameForm
from briefgen.parse.lexicon import Lexicon
from briefgen.parse.names import Hit, Mode
from briefgen.parse.phrases import root_of
from briefgen.parsed import Actor, Mention, MentionForm

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MENTION_FORMS: dict[NameForm, MentionForm] = {
    "name": "name",
    "acronym": "acronym",
    "adjective": "demonym",
    "people": "demonym",
    "capital": "metonym",
    "seat": "metonym",
    "institution": "metonym",
    "territory": "name",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A name hit over tokens [start, end) with its head at *root*, and the actor it names."""

    start: int
    end: int
    root: int
    actor: Actor
    form: NameForm
    mode: Mode = "plain"
    text: str = ""


@dataclass
class Scene:
    """An article at work. `taken` holds the tokens that a mention already covers as its own."""

    doc: Doc
    knowledge: Knowledge
    lexicon: Lexicon
    day: date | None = None
    links: list[Link] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    by_root: dict[int, list[int]] = field(default_factory=dict)
    kin: dict[str, Actor | None] = field(default_factory=dict)
    unnamed: dict[str, Actor] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """The document's text; spaCy joins it anew each time it is asked."""
        return str(self.doc.text)

    @cached_property
    def starts(self) -> list[int]:
        """Character offset of each token."""
        return [token.idx for token in self.doc]

    @cached_property
    def sentence_of(self) -> list[int]:
        """Number of the sentence of each token."""
        return [number for number, sentence in enumerate(self.doc.sents) for _ in sentence]

    @cached_property
    def places_of(self) -> dict[str, list[int]]:
        """Where each capitalised word stands."""
        found: dict[str, list[int]] = {}
        for token in self.doc:
            if token.text[:1].isupper():
                found.setdefault(token.text, []).append(token.i)
        return found

    @cached_property
    def sentence_starts(self) -> list[int]:
        """The first token of each sentence."""
        return [sentence.start for sentence in self.doc.sents]

    @cached_property
    def link_at(self) -> dict[int, Link]:
        """The link that covers a token."""
        return {i: link for link in self.links for i in range(link.start, link.end)}

    def relink(self, links: Iterable[Link]) -> None:
        """Take *links* in the place of those so far, in order of the text."""
        self.links = sorted(links, key=lambda link: (link.start, -link.end))
        self.__dict__.pop("link_at", None)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that characters [start, end) touch."""
        return bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)

    def add(self, mention: Mention) -> None:
        """Keep *mention* and mark its tokens."""
        self.by_root.setdefault(mention.root, []).append(len(self.mentions))
        self.mentions.append(mention)
        self.taken.update(range(mention.start, mention.end))

    def headed(self, root: int) -> list[Mention]:
        """The mentions headed by token *root*, the latest first."""
        return [self.mentions[n] for n in reversed(self.by_root.get(root, ()))]

    def free(self, start: int, end: int) -> bool:
        """Whether no mention covers any of these tokens yet."""
        return self.taken.isdisjoint(range(start, end))

    def made_other(self, start: int, end: int) -> bool:
        """Whether a word of tokens [start, end) makes a force other than the state's: "Kurdish", "rebel".

        "rebel-held" does not; "Kurdish-led" does.
        """
        for token in self.doc[start:end]:
            if token.lower_ not in self.lexicon.modifiers:
                continue
            after = self.doc[token.i + 1 : token.i + 3]
            if len(after) < 2 or after[0].text != "-" or after[1].lower_ in ("led", "dominated", "majority"):
                return True
        return False

    def words(self, start: int, end: int) -> list[str]:
        """The tokens in lower case, the last as its lemma."""
        if end <= start:
            return []
        return [t.lower_ for t in self.doc[start : end - 1]] + [lemma(self.doc[end - 1])]

    def link(self, hit: Hit) -> Link:
        """*hit* over tokens."""
        start, end = self.tokens(hit.start, hit.end)
        row = self.knowledge.actors[hit.actor]
        span = self.doc[start : max(end, start + 1)]
        text = self.text[hit.start : hit.end]
        return Link(span.start, span.end, root_of(span).i, actor_of(row), hit.form, hit.mode, text)


def actor_of(row: ActorRow) -> Actor:
    """The actor of a row of the knowledge base."""
    return Actor(name=row.name, kind=row.kind, id=row.id)


def lemma(token: Token) -> str:
    """The word in lower case, a plural noun in the singular by its spelling; verbs as they stand.

    "proxies" gives "proxy", "Guards" "guard", "policemen" "policeman".
    """
    word = token.lower_
    if token.tag_ in ("NNS", "NNPS"):
        return singular(word)
    return word


_IRREGULAR = {
    "people": "people",
    "children": "child",
    "wives": "wife",
    "lives": "life",
    "media": "media",
    "police": "police",
}


def singular(word: str) -> str:
    """A plural noun without its ending.

    >>> [singular(w) for w in ("proxies", "gunmen", "forces", "coaches", "allies", "buses")]
    ['proxy', 'gunman', 'force', 'coach', 'ally', 'bus']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 3:
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "buses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word
