"""Where in a text each actor is named, so that a fact can be given to the conflict that the text around it tells of."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from briefgen.knowledge import Knowledge
from briefgen.model import Evidence

LEAD = 600  # characters of the title and the lead: what stands there is what the article is about
_BREAK = re.compile(r"\n\s*\n|\n")
_WORD = re.compile(r"\w+(?:[-.]\w+)*")
_LONGEST = 6  # words of the longest form looked for
_FORMS = frozenset({"name", "acronym", "adjective", "people", "capital", "seat"})


@dataclass(frozen=True, slots=True)
class Positions:
    """Starts of mentions by actor and together, and where paragraphs end; all sorted character offsets."""

    by_actor: Mapping[str, list[int]]
    starts: list[int]
    actors: list[str]
    breaks: list[int]

    def count(self, actor: str, *, until: int | None = None) -> int:
        """How often *actor* is named, before offset *until* where that is given."""
        found = self.by_actor.get(actor, [])
        return len(found) if until is None else bisect_left(found, until)

    def weight(self, actor: str) -> int:
        """How much the text is about *actor*: its mentions, those in the title and lead three times."""
        return self.count(actor) + 2 * self.count(actor, until=LEAD)

    def inside(self, start: int, end: int) -> list[str]:
        """The actors named in [start, end), in order, with repetition."""
        return self.actors[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def nearest(self, evidence: Evidence, *, among: Set[str] | None = None) -> str | None:
        """The actor named in the span, else last before it in its paragraph, else next in it, else last before it.

        Only actors of *among* count where it is given.
        """
        inside = [name for name in self.inside(evidence.start, evidence.end) if among is None or name in among]
        if inside:
            return inside[0]
        first, last = self.paragraph(evidence)
        before = self._last(evidence.start, among)
        if before is not None and self.starts[before] >= first:
            return self.actors[before]
        after = self._next(evidence.end, among)
        if after is not None and self.starts[after] < last:
            return self.actors[after]
        return self.actors[before] if before is not None else self.actors[after] if after is not None else None

    def paragraph(self, evidence: Evidence) -> tuple[int, int]:
        """The stretch [start, end) of the lines that hold the span."""
        first = self.breaks[bisect_right(self.breaks, evidence.start) - 1]
        following = bisect_right(self.breaks, evidence.end)
        return first, self.breaks[following] if following < len(self.breaks) else sys.maxsize

    def _last(self, offset: int, among: Set[str] | None) -> int | None:
        index = bisect_left(self.starts, offset) - 1
        while index >= 0 and among is not None and self.actors[index] not in among:
            index -= 1
        return index if index >= 0 else None

    def _next(self, offset: int, among: Set[str] | None) -> int | None:
        index = bisect_left(self.starts, offset)
        while index < len(self.starts) and among is not None and self.actors[index] not in among:
            index += 1
        return index if index < len(self.starts) else None


@dataclass(frozen=True)
class Forms:
    """Surface forms by their words, with the actor that each stands for; made once for all articles."""

    actors: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The first words of all forms: where none of them stands, none begins."""
        return frozenset(words[0] for words in self.actors)

    def find(self, text: str, aliases: Mapping[str, Iterable[str]] | None = None) -> Positions:
        """The mentions in *text* of known forms and of an article's own *aliases* (surface forms by actor).

        The longest form counts where several begin at one word; aliases go before known forms.

        >>> found = Forms().find("Kyrgyz guards met Tajik guards.", {"KGZ": ["Kyrgyz"], "TJK": ["Tajik"]})
        >>> found.by_actor
        {'KGZ': [0], 'TJK': [18]}
        """
        own = {
            words: actor
            for actor in sorted(aliases or {})
            for form in (aliases or {})[actor]
            if (words := _words(form))
        }
        tokens = [(match.start(), match[0]) for match in _WORD.finditer(text)]
        own_firsts = {words[0] for words in own}
        found: list[tuple[int, str]] = []
        index = 0
        while index < len(tokens):
            if tokens[index][1] not in self.firsts and tokens[index][1] not in own_firsts:
                index += 1
                continue
            size, actor = self._at(tokens, index, own)
            if actor is not None:
                found.append((tokens[index][0], actor))
            index += size
        return _positions(found, text)

    def _at(
        self, tokens: list[tuple[int, str]], index: int, own: Mapping[tuple[str, ...], str]
    ) -> tuple[int, str | None]:
        for size in range(min(_LONGEST, len(tokens) - index), 0, -1):
            words = tuple(word for _, word in tokens[index : index + size])
            actor = own.get(words) or self.actors.get(words)
            if actor is not None:
                return size, actor
        return 1, None


def forms_of(knowledge: Knowledge) -> Forms:
    """The names, acronyms, demonyms, capitals and seats of the knowledge base that stand for one actor alone."""
    found: dict[tuple[str, ...], set[str]] = {}
    for name in knowledge.names:
        words = _words(name.text)
        if name.form in _FORMS and not name.careful and words and words[0][:1].isupper():
            row = knowledge.actor(name.actor)
            found.setdefault(words, set()).add(row.name if row else name.actor)
    return Forms({words: next(iter(actors)) for words, actors in found.items() if len(actors) == 1})


def _words(form: str) -> tuple[str, ...]:
    words = tuple(_WORD.findall(form))
    return words[1:] if words[:1] in (("the",), ("The",)) and len(words) > 1 else words


def _positions(found: list[tuple[int, str]], text: str) -> Positions:
    by_actor: dict[str, list[int]] = {}
    for start, actor in found:
        by_actor.setdefault(actor, []).append(start)
    return Positions(
        by_actor=by_actor,
        starts=[start for start, _ in found],
        actors=[actor for _, actor in found],
        breaks=[0, *(match.end() for match in _BREAK.finditer(text))],
    )
