"""Where a text tells of human loss: the word that tells it, the effect, and the nominal or number that says who.

Each row of the word list names a frame, which says where the victims stand in the tree (`verbs`,
`states`); what is possible, feared, denied or undone is left out (`guards`); numbers are read in
`counts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties import idioms, states, verbs
from briefgen.extract.casualties.guards import happened, is_anothers, is_part
from briefgen.extract.casualties.reading import Frame, Loss, Reading, as_state
from briefgen.extract.casualties.words import attr, frame_of, has_need, is_counted, is_negated, least_of, sort_of
from briefgen.knowledge.types import Word
from briefgen.model import Effect
from briefgen.parsed import Quantity

_NOT = frozenset({"not", "n't", "n’t", "never"})
_REFLEXIVE = frozenset({"himself", "herself", "themselves", "itself", "myself", "yourself", "ourselves"})


def losses(reading: Reading) -> Iterator[Loss]:
    """Every telling of a loss, in order of the text."""
    for token in reading.parsed.doc:
        for row in reading.lexicon.at(token) or as_state(token, reading.lexicon):
            found = list(_framed(token, row, reading=reading))
            if found:
                yield from found
                break


def _framed(token: Token, row: Word, *, reading: Reading) -> Iterator[Loss]:
    frame = _FRAMES.get(frame_of(row))
    if frame is None or token.dep_ == "compound" or not (frame_of(row) == "untraced" or has_need(token, row)):
        return
    if row.pos == "NOUN" and frame_of(row) == "event" and syntax.case_of(token) == "without":
        return  # "without the loss of a man": none, read in `figures`
    if is_negated(row) != (is_negated(row) and syntax.negated(token)):
        return
    if (doers := attr(row, "doer")) and not _is_done_by(token, doers, reading):
        return
    effect: Effect = row.cls  # type: ignore[assignment]  # the index holds rows of the five effects only
    for victim, quantity in frame(token, row, reading):
        number = quantity or reading.number(victim)
        if number is None and victim is not None and victim.tag_ in ("NNS", "NNPS", "PRP"):
            quantity = number = _in_their_numbers(token, reading)
        if is_counted(row) and number is None:
            continue
        if number is not None and number.high == 0 and any(c.lower_ in _NOT for c in token.children):
            continue  # "did not kill nobody"
        least = least_of(row)
        if least and (number is None or max(number.low or 0, number.high or 0) < least):
            continue
        none = frame_of(row) == "unhurt"
        zero = number is not None and number.high == 0
        noun = row.pos == "NOUN" and frame_of(row) != "where"
        sure = zero or none or is_negated(row) or frame_of(row) == "untraced" or "without" in attr(row, "cases")
        if not sure and not happened(token, victim, reading=reading, noun=noun):
            continue
        if is_part(victim, token) or (victim is not None and victim.lower_ in _REFLEXIVE):
            continue
        if victim is not None and is_anothers(token, victim, effect, reading=reading):
            continue
        side = _side(token, row)
        yield Loss(effect, token, victim, f"casualties.{row.pos.lower()}.{frame_of(row)}", quantity, none, side)


def _is_done_by(token: Token, doers: tuple[str, ...], reading: Reading) -> bool:
    """Who or what does it is said, and is one of the words *doers* or, for "forces", a force or an actor."""
    doer = syntax.agent(token)
    if doer is None or doer.lower_ in doers:
        return doer is not None
    acting = any(not m.place and m.head in ("actor", "forces") for m in reading.parsed.mentions_at(doer))
    return "forces" in doers and (acting or sort_of(doer, reading.lexicon) == "forces")


def _in_their_numbers(token: Token, reading: Reading) -> Quantity | None:
    """ "fled in their thousands", "massacred them by hundreds": the number stands with the verb."""
    for c in syntax.obliques(token, "to"):  # "were hanged, to the number of forty"
        if c.lower_ == "number" and (inner := syntax.obliques(c, "of")):
            return reading.number(inner[0])
    for c in syntax.obliques(token, "in", "by"):
        found = reading.by_token.get(c.i)
        if found is not None and found.vague and found.unit is None and found.start >= c.i - 1:
            return found
    return None


def _side(token: Token, row: Word) -> Token | None:
    """Who lost them, where the frame has a place for it: "*the brigade* lost 12 men", "cost *the brigade* 12 men"."""
    if frame_of(row) == "cost":
        return next(iter(syntax.children(token, "iobj")), None)
    return syntax.subject(token) if frame_of(row) in ("lose", "count") else None


_FRAMES: Mapping[str, Frame] = {
    "object": verbs.as_object,
    "subject": verbs.as_subject,
    "passive": verbs.as_passive,
    "life": idioms.as_life,
    "own": idioms.as_own,
    "lose": idioms.as_lost,
    "count": idioms.as_counted,
    "cost": idioms.as_cost,
    "oblique": idioms.as_oblique,
    "shot": idioms.as_shot,
    "untraced": states.as_untraced,
    "keep": idioms.as_kept,
    "sought": idioms.as_sought,
    "where": states.as_placed,
    "event": states.as_event,
    "state": states.as_state_of,
    "unhurt": states.as_unhurt,
}
