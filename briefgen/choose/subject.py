"""Which articles tell of the topics, parties and places asked for.

A topic is a word or phrase of the title or text, in any inflection ("drone strike" finds "drone strikes"). A party is
met by any name of it ("Baku" is Azerbaijan, and so are its army and its ministries) in any fact of the article. A place
is met where a fact lies in it, where the title names it, and, unless it is a whole state (which every second article
names in passing), where the text does. A name that the tables do not hold is looked for as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefgen.knowledge import Knowledge
from briefgen.model import Article, Findings, Skipped
from briefgen.settings import SelectSettings

Pair = tuple[Article, Findings]


def on_topic(articles: Sequence[Article], *, topics: Sequence[str]) -> tuple[list[Article], list[Skipped]]:
    """Those of *articles* whose title or text (noise apart) holds one of *topics*, and the others with the reason."""
    if not topics:
        return list(articles), []
    patterns = [_phrase(topic) for topic in topics]
    kept = [article for article in articles if _holds(article, patterns)]
    ids = {article.id for article in kept}
    reason = f"not on the topic: {', '.join(topics)}"
    return kept, [Skipped(path=one.source.path, reason=reason) for one in articles if one.id not in ids]


def about(pairs: Sequence[Pair], *, select: SelectSettings, knowledge: Knowledge) -> tuple[list[Pair], list[Skipped]]:
    """Those of *pairs* that tell of one of the parties and of one of the places asked for, and the others."""
    parties = [_party(name, knowledge) for name in select.party]
    places = [_place(name, knowledge) for name in select.place]
    kept: list[Pair] = []
    out: list[Skipped] = []
    for article, findings in pairs:
        reason = ""
        if parties and not any(party.acts_in(article, findings) for party in parties):
            reason = f"does not tell of the party: {', '.join(select.party)}"
        elif places and not any(place.is_scene_of(article, findings) for place in places):
            reason = f"does not tell of the place: {', '.join(select.place)}"
        if reason:
            out.append(Skipped(path=article.source.path, reason=reason))
        else:
            kept.append((article, findings))
    return kept, out


@dataclass(frozen=True, slots=True)
class _Party:
    """A party asked for: the ids of the actors of that name, none where the tables do not know it."""

    name: str
    ids: frozenset[str]
    knowledge: Knowledge

    def acts_in(self, article: Article, findings: Findings) -> bool:
        if not self.ids:
            return _holds(article, [_exactly((self.name,))]) or self.name.casefold() in _named(findings)
        return any(self._is_of(name) for name in _actors(findings))

    def _is_of(self, name: str) -> bool:
        """Whether *name* is one of the actors or belongs to one."""
        actor = self.knowledge.named(name)
        for _ in range(4):  # an agency of a department of a state; no chain of parents is longer
            if actor is None or actor.id in self.ids:
                return actor is not None
            actor = self.knowledge.actor(actor.parent) if actor.parent else None
        return False


@dataclass(frozen=True, slots=True)
class _Place:
    """A place asked for: the ids of the states of that name, else a town or region by all its names, casefolded."""

    names: tuple[str, ...]
    states: frozenset[str]
    knowledge: Knowledge

    def is_scene_of(self, article: Article, findings: Findings) -> bool:
        patterns = [_exactly(self.names)]
        if any(pattern.search(article.title or "") for pattern in patterns):
            return True
        near = _states_named(findings, self.knowledge)
        if any(self._holds(scene, near=near) for scene in _scenes(findings)):
            return True
        return not self.states and _holds(article, patterns)

    def _holds(self, scene: str, *, near: frozenset[str]) -> bool:
        """Whether "Goris", "Goris, Armenia" or "Armenia" is this place or lies in it."""
        parts = [part.strip() for part in scene.split(",") if part.strip()]
        if any(part.casefold() in self.names for part in parts):
            return True
        return bool(parts) and _state_of(parts[-1], near=near, knowledge=self.knowledge) in self.states


def _party(name: str, knowledge: Knowledge) -> _Party:
    actor = knowledge.named(name)
    shared = {one.actor for one in knowledge.names if one.text.casefold() == name.casefold()}
    return _Party(name=name, ids=frozenset({actor.id} if actor else shared), knowledge=knowledge)


def _place(name: str, knowledge: Knowledge) -> _Place:
    plain = name.casefold()
    state = _state_called(name, knowledge)
    if state is not None:
        forms = {one.text.casefold() for one in knowledge.names if one.actor == state and one.form == "name"}
        return _Place(names=tuple(sorted(forms | {plain})), states=frozenset({state}), knowledge=knowledge)
    known = knowledge.places.get(plain, ())[:1]
    aliases = (form.casefold() for place in known for form in (place.name, *place.aliases))
    return _Place(names=tuple(dict.fromkeys((plain, *aliases))), states=frozenset(), knowledge=knowledge)


def _state_called(name: str, knowledge: Knowledge) -> str | None:
    """The id of the state with this name of its own; a capital or a territory is a place in it, not the state."""
    actor = knowledge.named(name)
    if actor is None or actor.kind != "state":
        return None
    plain = name.casefold().removeprefix("the ")
    own = {one.text.casefold() for one in knowledge.names if one.actor == actor.id and one.form in ("name", "acronym")}
    return actor.id if plain in own | {actor.name.casefold()} else None


def _state_of(place: str, *, near: frozenset[str], knowledge: Knowledge) -> str | None:
    """The id of the state that *place* is or lies in: of towns of one name one in *near*, else the most populous."""
    if state := _state_called(place, knowledge):
        return state
    states = [one.state for one in knowledge.places.get(place.casefold(), ()) if not one.of_several]
    return next((state for state in states if state in near), states[0] if states else None)


def _states_named(findings: Findings, knowledge: Knowledge) -> frozenset[str]:
    actors = (knowledge.named(name) for name in _actors(findings))
    return frozenset(actor.id for actor in actors if actor is not None and actor.kind == "state")


def _actors(findings: Findings) -> Iterator[str]:
    """Every canonical name in a fact; a bilateral tie "A–B" gives both."""
    for party in findings.parties:
        yield party.name
    for report in findings.casualties:
        yield from filter(None, (report.affiliation, report.attributed_to))
    for reaction in findings.reactions:
        yield from filter(None, (reaction.actor, reaction.toward))
    for claim in findings.claims:
        yield from filter(None, (claim.claimant, claim.accused))
    for fact in findings.alliances:
        yield from (*fact.ends, *filter(None, (fact.by,)))
    for event in findings.events:
        yield from event.parties


def _named(findings: Findings) -> frozenset[str]:
    """Every name of an actor and every form seen of a party, casefolded."""
    seen = [alias for party in findings.parties for alias in party.aliases]
    return frozenset(name.casefold() for name in (*_actors(findings), *seen))


def _scenes(findings: Findings) -> Iterator[str]:
    places = (*(report.place for report in findings.casualties), *(event.place for event in findings.events))
    yield from filter(None, places)


def _holds(article: Article, patterns: Sequence[re.Pattern[str]]) -> bool:
    texts = (article.title or "", _clean_text(article))
    return any(pattern.search(text) for text in texts for pattern in patterns)


def _clean_text(article: Article) -> str:
    """The text without the stretches that cleaning says to skip."""
    parts, at = [], 0
    for noise in sorted(article.noise, key=lambda span: span.start):
        parts.append(article.text[at : noise.start])
        at = max(at, noise.end)
    return "\n".join([*parts, article.text[at:]])


@lru_cache(maxsize=256)
def _phrase(topic: str) -> re.Pattern[str]:
    """*topic* as whole words, each in any inflection, with spaces or hyphens between."""
    words = [f"(?:{'|'.join(map(re.escape, _inflected(word)))})" for word in re.split(r"[\s-]+", topic) if word]
    return re.compile(r"(?<!\w)" + r"[\s-]+".join(words) + r"(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=256)
def _exactly(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of *names* as whole words."""
    forms = "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)


def _inflected(word: str) -> list[str]:
    """Every form of every lemma that *word* may be a form of, itself included, the longest first.

    >>> sorted(_inflected("shelling"))
    ['shell', 'shelled', 'shelling', 'shells']
    """
    from lemminflect import getAllInflections, getAllLemmas

    lemmas = {lemma for found in getAllLemmas(word.lower()).values() for lemma in found}
    forms = {form for lemma in lemmas for found in getAllInflections(lemma).values() for form in found}
    return sorted({word.lower(), *forms}, key=lambda form: (-len(form), form))
