"""Relations of an article: runs of its sentences read by the model, for all actors mentioned."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from briefgen.parse.relations.graph import Graph
from briefgen.parse.relations.inputs import NEAR, SLOTS, Floats, Span, Window
from briefgen.parsed import Actor, Asked, Mention, Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL_FOLDER: Final = Path(__file__).parent.parent / "relations_en"
WINDOW_PIECES: Final = 320
LONGEST_PIECES: Final = 400  # a sentence longer than that is no sentence and not read
MOST_ACTORS: Final = SLOTS  # of a window; a sentence of more is a list of names and tells of no relation
KEPT: Final = 0.01  # a score below it is not worth keeping


@lru_cache(maxsize=1)
def load_graph() -> Graph:
    """The packaged model, loaded once a process."""
    return Graph(MODEL_FOLDER)


Parts = dict[Actor, dict[str, float]]
"""The model's probability of each role (and of `none`) by actor, over the whole article."""


def find(doc: Doc, mentions: Sequence[Mention]) -> tuple[list[Relation], list[Asked], Parts]:
    """What the model reads in *doc*, in order of the text, the surest first in a sentence; what it was asked; parts."""
    graph = load_graph()
    found, asked, parts = list[Relation](), list[Asked](), dict[Actor, Floats]()
    in_order = sorted(mentions, key=lambda mention: mention.start)
    for run in _runs(doc, in_order, graph):
        near = {sentence: run.near(sentence) for sentence in range(run.new, len(run.sentences))}
        pairs = [
            (sentence, one, other)
            for sentence, who in near.items()
            for one in who
            for other in (0, *(another + 1 for another in who if another != one))
        ]
        scores, roles = graph.scores(run.window, pairs)
        read: dict[int, list[Relation]] = {sentence: [] for sentence in near}
        for pair, row in zip(pairs, scores, strict=True):
            read[pair[0]] += _read(run, pair, row, near[pair[0]], graph)
        found += (relation for told in read.values() for relation in sorted(told, key=lambda one: -one.score))
        asked += (Asked(*run.sentences[s], frozenset(run.actors[one] for one in who)) for s, who in near.items())
        for actor, row in zip(run.actors, roles, strict=True):
            parts[actor] = parts.get(actor, 0) + run.weight(actor) * row
    return found, asked, {actor: _shares(row, graph.roles) for actor, row in parts.items()}


def _shares(row: Floats, roles: Sequence[str]) -> dict[str, float]:
    return {role: float(share) for role, share in zip(roles, row / row.sum(), strict=True)}


class _Run:
    """Sentences as a window of the model, the first of which not *new* but context, with the actors and phrases."""

    def __init__(
        self, doc: Doc, mentions: Sequence[Mention], sentences: Sequence[tuple[int, int]], *, new: int
    ) -> None:
        """Take *sentences*, tokens [start, end) each, with the *mentions* of the article by start."""
        self.sentences, self.new = sentences, new
        first, end = sentences[0][0], sentences[-1][1]
        low, high = (bisect_left(mentions, place, key=lambda mention: mention.start) for place in (first, end))
        self.mentions = [mention for mention in mentions[low:high] if mention.end <= end]
        self.actors = list(dict.fromkeys(actor for m in self.mentions for actor in m.actors))
        self._number = {actor: number for number, actor in enumerate(self.actors)}
        places = [token.i for token in doc[first:end] if not token.is_space]
        number = {place: n for n, place in enumerate(places)}
        opens = [bisect_left(places, start) for start, _ in sentences]
        spans = []
        for mention in self.mentions:
            inside = [number[i] for i in range(mention.start, mention.end) if i in number]
            spans += [Span(self._number[a], inside[0], inside[-1] + 1) for a in mention.actors if inside]
        self.window = Window([doc[place].text for place in places], opens, spans, len(self.actors))

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


def _runs(doc: Doc, mentions: Sequence[Mention], graph: Graph) -> Iterator[_Run]:
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
                yield from _worth_it(doc, mentions, run, new)
            run, sizes, new = [], [], 0
            continue
        if run[new:] and sum(sizes) + size > WINDOW_PIECES:
            yield from _worth_it(doc, mentions, run, new)
            run, sizes = run[-NEAR:], sizes[-NEAR:]
            while run and sum(sizes) + size > WINDOW_PIECES:
                run, sizes = run[1:], sizes[1:]
            new = len(run)
        run.append((sentence.start, sentence.end))
        sizes.append(size)
    if run[new:]:
        yield from _worth_it(doc, mentions, run, new)


def _worth_it(doc: Doc, mentions: Sequence[Mention], run: Sequence[tuple[int, int]], new: int) -> Iterator[_Run]:
    """The run where somebody is mentioned in it; its halves, the second with context, where too many are."""
    whole = _Run(doc, mentions, tuple(run), new=new)
    if 0 < len(whole.actors) <= MOST_ACTORS:
        yield whole
    elif whole.actors and len(run) - new > 1:
        middle = (new + len(run)) // 2
        yield from _worth_it(doc, mentions, run[:middle], new)
        yield from _worth_it(doc, mentions, run[max(middle - NEAR, 0) :], min(middle, NEAR))
    elif whole.actors and new:
        yield from _worth_it(doc, mentions, run[new:], 0)


def _read(
    run: _Run, pair: tuple[int, int, int], scores: Floats, near: Mapping[int, Mention], graph: Graph
) -> Iterator[Relation]:
    """What is likely enough to be kept of a pair: of one alone (no `other`), or toward another."""
    sentence, one, partner = pair
    start, end = run.sentences[sentence]
    actor, other = run.actors[one], run.actors[partner - 1] if partner else None
    toward = near[partner - 1] if partner else None
    for label, score in zip(graph.labels, scores.tolist(), strict=True):
        if score >= KEPT:
            sure = score >= graph.thresholds[label]
            yield Relation(label, actor, other, near[one], toward, start, end, score, sure)
