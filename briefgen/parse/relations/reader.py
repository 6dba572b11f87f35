"""What the relation model reads in an article, run by run: who stands for whom, relations, roles and tolls."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from briefgen.model import EFFECTS
from briefgen.parse.lexicon import Lexicon
from briefgen.parse.relations.graph import Graph
from briefgen.parse.relations.inputs import NEAR, SLOTS, Floats, Question, Span, Window, pairs_near
from briefgen.parse.relations.stand_ins import is_open, settled, stand_ins
from briefgen.parsed import Actor, Asked, Mention, Relation, Sign

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL_FOLDER: Final = Path(__file__).parent.parent / "relations_en"
WINDOW_PIECES: Final = 320
LONGEST_PIECES: Final = 400  # a sentence longer than that is no sentence and not read
MOST_ACTORS: Final = SLOTS  # of a window; a sentence of more is a list of names and tells of no relation
KEPT: Final = 0.01  # a score below it is not worth keeping
_LONGEST_PHRASE: Final = 80  # tokens before its root at which a phrase may start
_NONE: Final = np.zeros((0, 0), dtype=np.float32)


@lru_cache(maxsize=1)
def load_graph() -> Graph:
    """The packaged model, loaded once a process."""
    return Graph(MODEL_FOLDER)


@dataclass(slots=True)
class Read:
    """What the model reads in an article, as `ParsedArticle` has it, in order of the text."""

    mentions: list[Mention]
    """Those given, and those of words that the model is sure stand for an actor."""
    relations: list[Relation] = field(default_factory=list)
    """The surest first in a sentence."""
    asked: list[Asked] = field(default_factory=list)
    parts: dict[Actor, dict[str, float]] = field(default_factory=dict)
    signs: dict[int, Sign] = field(default_factory=dict)


def find(doc: Doc, mentions: Sequence[Mention], *, lexicon: Lexicon) -> Read:
    """Read *doc* with its *mentions*, run by run."""
    graph = load_graph()
    read, parts = Read([]), dict[Actor, Floats]()
    so_far = _Mentions(mentions)
    open_ones = stand_ins(doc, so_far.in_order, lexicon)
    for run in _runs(doc, so_far, graph):
        states = graph.states(run.window)
        so_far.settle(changed := _settled(run, states.who, open_ones))
        run.settle(changed)
        near = {sentence: run.near(sentence) for sentence in range(run.new, len(run.sentences))}
        pairs = pairs_near(near)
        scores, roles = graph.scores(states, run.window, pairs) if run.actors else (_NONE, _NONE)
        found: dict[int, list[Relation]] = {sentence: [] for sentence in near}
        for pair, row in zip(pairs, scores, strict=True):
            found[pair[0]] += _read(run, pair, row, near[pair[0]], graph)
        read.relations += (relation for told in found.values() for relation in sorted(told, key=lambda one: -one.score))
        read.asked += (Asked(*run.sentences[s], frozenset(run.actors[one] for one in who)) for s, who in near.items())
        read.signs.update(_signs(run, states.tolls, graph))
        for actor, row in zip(run.actors, roles, strict=True):
            parts[actor] = parts.get(actor, 0) + run.weight(actor) * row
    read.parts = {actor: _shares(row, graph.roles) for actor, row in parts.items()}
    read.mentions = so_far.whole()
    return read


class _Mentions:
    """The mentions of an article in order of the text, as settled so far."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        """Take those that the rules found."""
        self.in_order = sorted(mentions, key=_place)
        self._officers: dict[str, Actor] = {}

    def within(self, start: int, end: int) -> list[Mention]:
        """Those in tokens [start, end)."""
        return [mention for mention in self.in_order[self._slice(start, end)] if mention.end <= end]

    def settle(self, changed: Mapping[int, Mention]) -> None:
        """Take stand-ins in, by root; an officer in the place of what he was."""
        if changed:
            part = self._slice(min(changed) - _LONGEST_PHRASE, max(changed) + 1)
            self.in_order[part] = _with(self.in_order[part], changed)
        for mention in changed.values():
            if mention.form == "person" and mention.person is not None:
                self._officers.setdefault(mention.person.name, mention.actors[0])

    def whole(self) -> list[Mention]:
        """All of them; an officer once found to be of an actor is so wherever he is mentioned."""
        return [self._of_his_actor(mention) for mention in self.in_order]

    def _of_his_actor(self, mention: Mention) -> Mention:
        person = mention.person
        actor = self._officers.get(person.name) if person is not None and not mention.actors else None
        if person is None or actor is None:
            return mention
        return replace(mention, actors=(actor,), person=replace(person, actor=actor))

    def _slice(self, start: int, end: int) -> slice:
        first, last = (bisect_left(self.in_order, place, key=lambda mention: mention.start) for place in (start, end))
        return slice(first, last)


def _place(mention: Mention) -> tuple[int, int, int]:
    return mention.start, -mention.end, mention.root


def _settled(run: _Run, who: Floats, open_ones: Mapping[int, Mention]) -> dict[int, Mention]:
    """The stand-ins of the sentences that are no context of whose actor the model is sure, by root."""
    found: dict[int, Mention] = {}
    for word in range(run.window.opens[run.new], len(run.places)):
        mention = open_ones.get(run.places[word])
        if mention is not None:
            shares = dict(zip((None, *run.actors), who[word].tolist(), strict=True))
            if (sure := settled(mention, shares)) is not None:
                found[mention.root] = sure
    return found


def _with(mentions: Sequence[Mention], changed: Mapping[int, Mention]) -> list[Mention]:
    """*mentions* with stand-ins, in order of the text."""
    kept = [mention for mention in mentions if not is_open(mention) or mention.root not in changed]
    return sorted([*kept, *changed.values()], key=_place)


def _signs(run: _Run, scores: Floats, graph: Graph) -> Iterator[tuple[int, Sign]]:
    """The tokens of the sentences that are no context which may tell of a toll, with what they tell."""
    first = run.window.opens[run.new]
    for word in np.flatnonzero(scores[:, : len(EFFECTS)].max(axis=1) >= KEPT):
        if word >= first:
            found = dict(zip(graph.tolls, scores[word].tolist(), strict=True))
            part, past = found.pop("part"), found.pop("past")
            sure = [effect for effect in EFFECTS if found[effect] >= graph.thresholds[effect]]
            likeliest = max(sure, key=lambda effect: found[effect], default=None)
            yield run.places[word], Sign(found, part, past, likeliest)


def _shares(row: Floats, roles: Sequence[str]) -> dict[str, float]:
    return {role: float(share) for role, share in zip(roles, row / row.sum(), strict=True)}


class _Run:
    """Sentences as a window of the model, the first of which not *new* but context, with the actors and phrases."""

    def __init__(self, doc: Doc, mentions: _Mentions, sentences: Sequence[tuple[int, int]], *, new: int) -> None:
        """Take *sentences*, tokens [start, end) each, with the *mentions* of the article."""
        self.sentences, self.new = sentences, new
        first, end = sentences[0][0], sentences[-1][1]
        self.mentions = mentions.within(first, end)
        self.actors = list(dict.fromkeys(actor for m in self.mentions for actor in m.actors))
        self._number = {actor: number for number, actor in enumerate(self.actors)}
        self.places = [token.i for token in doc[first:end] if not token.is_space]
        self._place = {place: n for n, place in enumerate(self.places)}
        opens = [bisect_left(self.places, start) for start, _ in sentences]
        self.window = Window([doc[place].text for place in self.places], opens, self._spans(), len(self.actors))

    def settle(self, changed: Mapping[int, Mention]) -> None:
        """Take stand-ins in, by root: what was read stays, what is asked of it changes."""
        self.mentions = _with(self.mentions, changed)
        self.window = replace(self.window, spans=self._spans())

    def _spans(self) -> list[Span]:
        """The phrases of the actors, in words."""
        return [
            Span(self._number[actor], *edges)
            for mention in self.mentions
            for actor in mention.actors
            if (edges := self._words(mention)) is not None
        ]

    def _words(self, mention: Mention) -> tuple[int, int] | None:
        inside = [self._place[i] for i in range(mention.start, mention.end) if i in self._place]
        return (inside[0], inside[-1] + 1) if inside else None

    def weight(self, actor: Actor) -> int:
        """How often *actor* is mentioned in the sentences that are no context; 1 where only there."""
        start = self.sentences[self.new][0]
        return max(sum(actor in mention.actors for mention in self.mentions if mention.start >= start), 1)

    def near(self, sentence: int) -> dict[int, Mention]:
        """The actors, by number, that may act in *sentence*, with the phrase of each that stands nearest."""
        start, end = self.sentences[max(sentence - NEAR, 0)][0], self.sentences[sentence][1]
        found: dict[int, Mention] = {}
        for mention in self.mentions:
            if start <= mention.start < end:
                for actor in mention.actors:
                    place = self._number[actor]
                    if place not in found or self._better(mention, found[place], sentence):
                        found[place] = mention
        return found

    def _better(self, one: Mention, other: Mention, sentence: int) -> bool:
        return self._fitness(one, sentence) > self._fitness(other, sentence)

    def _fitness(self, mention: Mention, sentence: int) -> tuple[bool, bool, int]:
        here = mention.start >= self.sentences[sentence][0]
        return here, mention.acts, -mention.start if here else mention.start


def _runs(doc: Doc, mentions: _Mentions, graph: Graph) -> Iterator[_Run]:
    """Runs of sentences that fit a window; each but the first opens with the last sentences of the one before."""
    run: list[tuple[int, int]] = []
    sizes: list[int] = []
    new = 0
    for sentence in doc.sents:
        size = graph.encoder.size([token.text for token in sentence if not token.is_space])
        if size == 0:
            continue
        if size > LONGEST_PIECES:  # what follows it stands by itself
            if run[new:]:
                yield from _small_enough(doc, mentions, run, new)
            run, sizes, new = [], [], 0
            continue
        if run[new:] and sum(sizes) + size > WINDOW_PIECES:
            yield from _small_enough(doc, mentions, run, new)
            run, sizes = run[-NEAR:], sizes[-NEAR:]
            while run and sum(sizes) + size > WINDOW_PIECES:
                run, sizes = run[1:], sizes[1:]
            new = len(run)
        run.append((sentence.start, sentence.end))
        sizes.append(size)
    if run[new:]:
        yield from _small_enough(doc, mentions, run, new)


def _small_enough(doc: Doc, mentions: _Mentions, run: Sequence[tuple[int, int]], new: int) -> Iterator[_Run]:
    """The run; its halves, the second with context, where too many actors are mentioned in it."""
    whole = _Run(doc, mentions, tuple(run), new=new)
    if len(whole.actors) <= MOST_ACTORS:
        yield whole
    elif len(run) - new > 1:
        middle = (new + len(run)) // 2
        yield from _small_enough(doc, mentions, run[:middle], new)
        yield from _small_enough(doc, mentions, run[max(middle - NEAR, 0) :], min(middle, NEAR))
    elif new:
        yield from _small_enough(doc, mentions, run[new:], 0)


def _read(run: _Run, pair: Question, scores: Floats, near: Mapping[int, Mention], graph: Graph) -> Iterator[Relation]:
    """What is likely enough to be kept of a pair: of one alone (no `other`), or toward another."""
    sentence, one, partner = pair
    start, end = run.sentences[sentence]
    actor, other = run.actors[one], run.actors[partner - 1] if partner else None
    toward = near[partner - 1] if partner else None
    for label, score in zip(graph.labels, scores.tolist(), strict=True):
        if score >= KEPT:
            sure = score >= graph.thresholds[label]
            yield Relation(label, actor, other, near[one], toward, start, end, score, sure)
