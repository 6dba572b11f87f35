"""Annotated texts cut to what the relation model reads at once, and marked as parsing would mark them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from briefgen.parse.relations.inputs import NEAR, Span, Window
from training.annotated import Text, is_tie

UNMARKED_NAMES: Final = 0.08  # share of the marks of names that parsing misses
UNMARKED: Final = 0.5  # and of those of words that only stand for an actor
MISLAID: Final = 0.08  # share of the latter that it gives to another actor
NOT_EVEN_FOUND: Final = 0.5  # share of what is unmarked in which the model is not asked what the actor does


def windows(text: Text, *, longest: int) -> Iterator[Text]:
    """Runs of whole sentences of *text* of at most *longest* words; each but the first opens with at most `NEAR` of
    context.

    A sentence that is longer stands alone. What rests on an actor that a run does not mention is left out of it.
    """
    opens = [*text.window.opens, len(text.window.words)]
    start, new = 0, 0
    for number in range(len(opens) - 1):
        if number > new and opens[number + 1] - opens[start] > longest:
            yield _part(text, start, number, new)
            start, new = max(number - NEAR, 0), number
            while start < number and opens[number + 1] - opens[start] > longest:
                start += 1
    yield _part(text, start, len(opens) - 1, new)


def weakened(text: Text, dice: random.Random) -> Text:
    """*text* with marks left out and mislaid; what rests on an actor of whom no right mark is left goes too."""
    spans, kept = list[Span](), set[int]()
    for span in text.window.spans:
        named = text.names(span)
        if dice.random() < (UNMARKED_NAMES if named else UNMARKED):
            if dice.random() >= NOT_EVEN_FOUND:
                spans.append(replace(span, marked=False))
        elif not named and text.window.actors > 1 and dice.random() < MISLAID:
            others = [actor for actor in range(text.window.actors) if actor != span.actor]
            spans.append(replace(span, actor=dice.choice(others)))
        else:
            spans.append(span)
            kept.add(span.actor)
    return _of(text, [span for span in spans if span.actor in kept])


def _part(text: Text, start: int, end: int, new: int) -> Text:
    """Sentences [start, end), of which those before *new* are context."""
    opens = [*text.window.opens, len(text.window.words)]
    first, last = opens[start], opens[end]
    if (start, end) == (0, len(opens) - 1) and new == 0:
        return text
    inside = [span for span in text.window.spans if first <= span.start and span.end <= last]
    cut = replace(
        text,
        window=replace(
            text.window, words=text.window.words[first:last], opens=[place - first for place in opens[start:end]]
        ),
        labelled=frozenset(sentence - start for sentence in text.labelled if new <= sentence < end),
        facts=frozenset((sentence - start, *fact) for sentence, *fact in text.facts if new <= sentence < end),
        tolls=tuple((toll, a - first, b - first) for toll, a, b in text.tolls if first <= a and b <= last),
        who={word - first: actor for word, actor in text.who.items() if first <= word < last},
    )
    return _of(cut, [replace(span, start=span.start - first, end=span.end - first) for span in inside])


def _of(text: Text, spans: Sequence[Span]) -> Text:
    """*text* with these phrases and no actors but theirs; an act toward one of the others is one toward nobody."""
    number = {actor: n for n, actor in enumerate(dict.fromkeys(span.actor for span in spans))}
    window = Window(
        text.window.words,
        text.window.opens,
        [replace(span, actor=number[span.actor]) for span in spans],
        len(number),
    )
    return replace(
        text,
        window=window,
        facts=frozenset(
            (sentence, number[one], label, None if other is None else number.get(other))
            for sentence, one, label, other in text.facts
            if one in number and (other is None or other in number or not is_tie(label))
        ),
        roles={number[actor]: role for actor, role in text.roles.items() if actor in number},
        who={word: number.get(actor) for word, actor in text.who.items()},
    )
