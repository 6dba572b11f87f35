"""Names as fusion compares them: actors by their canonical name, speakers by whom they speak for, outlets by family.

"Afghan officials" speak for Afghanistan; "a hospital in Kunduz" speaks for itself. Outlets of one house, and outlets
that carry one agency's story, are one voice: they count once (`knowledge/words/families.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefgen.grades import host_of
from briefgen.knowledge import Knowledge
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.victims import VictimClasses, victim_classes
from briefgen.model import Article

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_CREDIT = re.compile(r"[(\[]\s*([A-Z][A-Za-z./ -]{1,30}?)\s*[)\]]")
_PAINTING = re.compile(r",\s+(?=[a-z])")
_ARTICLES = frozenset({"a", "an", "the", "one", "some", "two", "several"})
_OPENING = 240
_MOST_WORDS = 12
_WHOSE = frozenset({"the", "its", "his", "her", "their"})
_MAIN_KINDS = frozenset({"state", "armed_group", "intergovernmental"})


@dataclass(frozen=True)
class Names:
    """Looks names up in the knowledge base and remembers the answers for one run."""

    knowledge: Knowledge
    families: Mapping[str, str] = field(default_factory=dict)
    leaders: Mapping[str, str] = field(default_factory=dict)
    assaults: frozenset[str] = frozenset()
    violence: frozenset[str] = frozenset()
    disasters: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    _actors: dict[str, str] = field(default_factory=dict)
    _speakers: dict[str, str] = field(default_factory=dict)

    @property
    def classes(self) -> VictimClasses:
        """The classes of victims of this knowledge base."""
        return victim_classes(self.knowledge)

    def actor(self, name: str) -> str:
        """The canonical name of an actor; a bilateral tie keeps its dash and gets its ends in sorted order."""
        if name not in self._actors:
            ends = [self._one(end) for end in name.split("–")]
            self._actors[name] = "–".join(sorted(ends)) if len(ends) > 1 else ends[0]
        return self._actors[name]

    def maybe(self, name: str | None) -> str | None:
        """`actor`, with None for None."""
        return None if name is None else self.actor(name)

    def speaker(self, words: str | None) -> str | None:
        """Whom the words of an attribution speak for: a canonical actor, else the words in lower case.

        "Armenia" and "the Armenian defence ministry" are one speaker, "the family" is itself.
        """
        if words is None:
            return None
        if words not in self._speakers:
            self._speakers[words] = self._speaker(words)
        return self._speakers[words]

    def as_named(self, words: str | None) -> str | None:
        """The words of an attribution as they stand within a sentence, without a clause that only paints the speaker.

        "A nurse at the clinic" is "a nurse at the clinic", "a surgeon, his apron stiff," is "a surgeon".
        """
        if words is None:
            return None
        told = _PAINTING.split(words.strip(" ,;:"))[0]
        first, gap, rest = told.partition(" ")
        plain = first.lower()
        return plain + gap + rest if plain in _ARTICLES or plain in self.private else told

    def whose(self, words: str) -> str | None:
        """Whose people *words* name: "Azerbaijani civilians" are Azerbaijan's."""
        return self._state_in([_POSSESSIVE.sub("", token) for token in _WORD.findall(words)[:_MOST_WORDS]])

    def is_some_office(self, words: str | None) -> bool:
        """Whether *words* name an office without saying whose: "the defence ministry", "her office"."""
        tokens = _WORD.findall(words.lower())[:_MOST_WORDS] if words else []
        return len(tokens) > 1 and tokens[0] in _WHOSE and tokens[-1] in self.offices

    def at_home(self, state: str | None, *actors: str) -> bool:
        """Whether one of *actors* is *state* itself or a group that acts in it."""
        id = row.id if state and (row := self.knowledge.named(state)) else None
        rows = [self.knowledge.named(actor) for actor in actors]
        return any(row is not None and (row.name == state or id in row.countries) for row in rows)

    def tells_of_force(self, text: str) -> bool:
        """Whether *text* holds a word for force used ("shelled"), by words/assaults.toml."""
        return not self.assaults.isdisjoint(word.lower() for word in _WORD.findall(text))

    def tells_of_violence(self, text: str) -> bool:
        """Whether *text* holds a word for violence that no accident or disaster is told in ("gunman", "stabbed")."""
        return not self.violence.isdisjoint(word.lower() for word in _WORD.findall(text))

    def tells_of_disaster(self, text: str) -> bool:
        """Whether *text* holds a word for a disaster that nobody made ("floods")."""
        return not self.disasters.isdisjoint(word.lower() for word in _WORD.findall(text))

    def outlet(self, article: Article) -> str:
        """The family of the outlet that stands behind *article*: the agency that it credits, else its own house."""
        source = article.source
        for credit in _CREDIT.findall(f"{source.outlet or ''} {article.text[:_OPENING]}"):
            if (family := self.families.get(_plain(credit))) is not None:
                return family
        own = source.outlet or host_of(source.url) or f"file:{source.path}"
        return self.families.get(_plain(own), _plain(own))

    def cited_outlet(self, words: str | None) -> str | None:
        """The family of the outlet that *words* name as the source ("NBC News"), or None."""
        return self.families.get(_plain(words)) if words else None

    def _one(self, name: str) -> str:
        row = self.knowledge.named(name)
        return row.name if row else name.strip()

    def _speaker(self, words: str) -> str:
        row = self.knowledge.named(words)
        if row:
            return row.name
        if (actor := self.leaders.get(_plain(words))) is not None:
            return actor
        tokens = [_POSSESSIVE.sub("", token) for token in _WORD.findall(words)[:_MOST_WORDS]]
        if not self.private.isdisjoint((" ".join(tokens[-2:]).lower(), "".join(tokens[-1:]).lower())):
            return _plain(words)  # residents and news agencies do not speak for their state
        if (name := self._state_in(tokens)) is not None:
            return name
        return _plain(words)

    def _state_in(self, tokens: Sequence[str]) -> str | None:
        """The state, group or body that the longest run of *tokens* names or is an adjective of."""
        for size in range(min(4, len(tokens)), 0, -1):
            for start in range(len(tokens) - size + 1):
                gram = " ".join(tokens[start : start + size])
                row = self.knowledge.named(gram) if gram[0].isupper() else None
                if row and row.kind in _MAIN_KINDS:
                    return row.name
        return None


def names_of(knowledge: Knowledge) -> Names:
    """`Names` with the table of outlet families, and of leaders who spoke for one actor all their life."""
    families = {_plain(word): row.cls for row in knowledge.words("families") for word in row.words}
    leaders: dict[str, set[str]] = {}
    for leader in knowledge.leaders:
        row = knowledge.actor(leader.actor)
        leaders.setdefault(_plain(leader.name), set()).add(row.name if row else leader.actor)
    one = {name: next(iter(actors)) for name, actors in leaders.items() if len(actors) == 1}
    assaults, violence = (
        frozenset(word for row in knowledge.words("assaults") if row.cls == cls for word in row.words)
        for cls in ("assault", "violence")
    )
    disasters = frozenset(word for row in knowledge.words("disasters") for word in row.words)
    people = [word for row in knowledge.words("heads") if row.cls == "people" for word in row.words]
    organs = [word for row in knowledge.words("heads") if row.cls == "institution" for word in row.words]
    offices = frozenset(form for word in organs for form in forms(word.split()[-1], "NOUN"))
    private = frozenset(form for word in people for form in forms(word, "NOUN"))
    return Names(
        knowledge=knowledge,
        families=families,
        leaders=one,
        assaults=assaults,
        violence=violence,
        disasters=disasters,
        private=private,
        offices=offices,
    )


def words_of(text: str) -> frozenset[str]:
    """The words of *text* in lower case, without the shortest: for asking how alike two sentences are.

    >>> sorted(words_of("Shots at the border"))
    ['border', 'shots']
    """
    return frozenset(word for word in map(str.lower, _WORD.findall(text)) if len(word) > 3)


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Jaccard's index of two sets of words: shared over all; 0 where both are empty."""
    together = len(a | b)
    return len(a & b) / together if together else 0.0


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.casefold()).strip(" .").removeprefix("the ")
