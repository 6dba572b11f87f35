"""Figures that leave their words to the telling before them: "up from 50", "… and the militia seven"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.figures import effect_of
from briefgen.extract.casualties.reading import Loss, Reading
from briefgen.extract.casualties.words import is_person
from briefgen.knowledge.inflection import forms
from briefgen.model import Effect
from briefgen.parsed import Quantity

_PERSONS = frozenset({"forces", "civilian", "plain"})
_SAYING = frozenset(
    form
    for lemma in ("say", "claim", "report", "admit", "acknowledge", "concede", "document", "count", "record", "verify")
    for form in forms(lemma, "VERB")
)
_SPEAKING = frozenset(form for lemma in ("speak", "tell", "talk") for form in forms(lemma, "VERB"))
_ECHOES = frozenset({"were", "was", "did", "had", "have", "has", "are"})
_NEAR = 40  # tokens back to the telling that a bare number shares
_WHERE = frozenset({"in", "at", "on", "near", "outside", "around"})


def grown(reading: Reading) -> Iterator[Loss]:
    """ "71 were killed, up from 50 reported on Tuesday": an earlier figure of what the sentence told last."""
    doc = reading.parsed.doc
    for quantity in reading.quantities(2, len(doc)):
        start = quantity.start - (doc[quantity.start - 1].lower_ == "the")
        words = [t.lower_ for t in doc[start - 2 : start]]
        if words not in (["up", "from"], ["down", "from"]) or quantity.unit is not None:
            continue
        effects = _effects_told(doc[quantity.start].sent.start, quantity.start - 2, reading)
        if len(effects) == 1:
            trigger, effect = effects[0]
            yield Loss(effect, trigger, None, "casualties.grown", quantity)


def _effects_told(start: int, end: int, reading: Reading) -> list[tuple[Token, Effect]]:
    """The words of loss in tokens [start, end) that stand as fact: verbs, states, figures."""
    found: list[tuple[Token, Effect]] = []
    for token in reading.parsed.doc[start:end]:
        effects = [row.cls for row in reading.lexicon.at(token) if "needs" not in row.attrs and row.pos != "NOUN"]
        effect = effect_of(token, reading) if token.pos_ == "NOUN" else None
        told = effect or (effects[0] if effects else None)
        if told is not None and syntax.modality(syntax.predicate_of(token)) == "real":
            found.append((token, told))  # type: ignore[arg-type]  # rows of the index are of the five effects
    return found


def shared(reading: Reading) -> Iterator[Loss]:
    """ "Eight were killed in Taiz, five in Ibb and three in Aden", "the army lost 14 men and the militia seven"."""
    doc = reading.parsed.doc
    for sentence in doc.sents:
        for quantity in reading.quantities(sentence.start + 2, sentence.end):
            start = max(sentence.start, quantity.start - _NEAR)
            if not _is_left_bare(quantity, reading) or not _follows_toll(quantity, start, reading):
                continue
            told = _effects_told(start, quantity.start, reading)
            if len({effect for _, effect in told}) != 1:
                continue
            trigger, effect = told[-1]
            side = _other_side(quantity, reading)
            if side is not None or _goes_on(quantity, trigger, reading):
                yield Loss(effect, trigger, None, "casualties.shared", quantity, side=side)


def retold(reading: Reading) -> Iterator[Loss]:
    """ "Kyiv says 41 died; Moscow says nine", "… The opposition says more than 100": another's number for the same."""
    doc = reading.parsed.doc
    for quantity in reading.quantities(2, len(doc)):
        verb = doc[quantity.start - 1]
        spoken = verb.lower_ == "of" and doc[quantity.start - 2].lower_ in _SPEAKING
        verb = doc[quantity.start - 2] if spoken else verb
        after = doc[quantity.end] if quantity.end < len(doc) else None
        bare = quantity.unit is None and (quantity.high or quantity.low or 0) > 1
        teller = syntax.own_subject(verb) if spoken or verb.lower_ in _SAYING else None
        if (
            not bare
            or teller is None
            or teller.pos_ == "PRON"
            or not (after is None or after.is_punct or after.is_space)
        ):
            continue
        told = _effects_told(max(0, quantity.start - _NEAR), quantity.start - 1, reading)
        effects = {effect for _, effect in told}
        near = reading.quantities(max(0, quantity.start - _NEAR), quantity.start - 1)
        if near and (effects == {"killed"} or (len(effects) == 1 and told[-1][0].sent == verb.sent)):
            yield Loss(told[-1][1], verb, None, "casualties.retold", quantity)


def echoed(reading: Reading) -> Iterator[Loss]:
    """ "Thirty rebels died, as did four soldiers", "… So were three porters", "… against 26 for the guerrillas"."""
    doc = reading.parsed.doc
    for quantity in reading.quantities(3, len(doc)):
        before = doc[quantity.start - 1]
        echo = before.lower_ in _ECHOES and doc[quantity.start - 2].lower_ in ("as", "so")
        unit = None if quantity.unit is None else doc[quantity.unit]
        if not (echo or before.lower_ == "against") or not (
            unit is None or is_person(unit, reading.lexicon, strict=True)
        ):
            continue
        start = before.sent.start
        if echo and quantity.start - 2 == start and start > 0:
            start = doc[start - 1].sent.start
        told = _effects_told(max(start, quantity.start - _NEAR), quantity.start - 1, reading)
        counted = reading.quantities(max(start, quantity.start - _NEAR), quantity.start - 1)
        if counted and len({effect for _, effect in told}) == 1:
            yield Loss(told[-1][1], told[-1][0], unit, "casualties.echoed", quantity)


def _is_left_bare(quantity: Quantity, reading: Reading) -> bool:
    """A number above one that counts no noun of its own ("five", "six more", "30")."""
    unit = None if quantity.unit is None else reading.parsed.doc[quantity.unit].lower_
    return unit in (None, "more", "others") and quantity.low != 0 and quantity.high != 1


def _follows_toll(quantity: Quantity, start: int, reading: Reading) -> bool:
    """The number before it in its sentence counts persons, or nothing named."""
    before = reading.quantities(start, quantity.start)
    if not before:
        return False
    unit = before[-1].unit
    return unit is None or reading.lexicon.sorts.get(reading.parsed.doc[unit].lower_) in _PERSONS


def _other_side(quantity: Quantity, reading: Reading) -> Token | None:
    """ "…, the other side 30", "… and the militia seven": a side, and its number alone before a stop."""
    doc = reading.parsed.doc
    after = doc[quantity.end] if quantity.end < len(doc) else None
    noun = doc[quantity.start - 1]
    if after is not None and not after.is_punct and after.lower_ not in ("and", "while"):
        return None
    side = any(not m.place and m.actor for m in reading.parsed.mentions_at(noun))
    if not side and reading.lexicon.sorts.get(noun.lower_) not in ("forces", "collective"):
        return None
    left = noun.i - 1
    while left > noun.sent.start and doc[left].pos_ in ("DET", "ADJ", "PROPN"):
        left -= 1
    return noun if doc[left].lower_ in (",", ";", "and", "while") else None


def _goes_on(quantity: Quantity, trigger: Token, reading: Reading) -> bool:
    """ "…, five in Ibb", "… and six more on Tuesday": a place or a time as the telling before it has one."""
    doc = reading.parsed.doc
    end = quantity.end + (quantity.unit is not None and doc[quantity.end].lower_ in ("more", "others"))
    if end + 1 >= len(doc) or doc[quantity.start - 1].lower_ not in (",", ";", "and"):
        return False
    case = doc[end].lower_
    if case not in _WHERE or not _is_place_or_time(end + 1, reading):
        return False
    earlier = [t.i for t in doc[trigger.i : quantity.start - 1] if t.lower_ == case]
    return any(_is_place_or_time(i + 1, reading) for i in earlier)


def _is_place_or_time(i: int, reading: Reading) -> bool:
    doc = reading.parsed.doc
    return doc[i].pos_ == "PROPN" or any(d.start <= i < d.end for d in reading.parsed.dates)


def gapped(reading: Reading) -> Iterator[Loss]:
    """ "Chad houses 400,000 refugees, Kenya 300,000 and Uganda as many as 900,000": later hosts leave the noun out."""
    doc = reading.parsed.doc
    for sentence in doc.sents:
        hosts = [t for t in sentence if t.lower_ == "refugees" and reading.number(t) is not None]
        if not hosts:
            continue
        for quantity in reading.quantities(hosts[0].i + 1, sentence.end):
            if (quantity.high or quantity.low or 0) < 1000:
                continue
            if quantity.unit is None and _host_before(quantity, reading):
                yield Loss("displaced", hosts[0], None, "casualties.gapped", quantity)


def _host_before(quantity: Quantity, reading: Reading) -> bool:
    words = reading.parsed.doc[max(0, quantity.start - 3) : quantity.start]
    return any(reading.parsed.mention_over(t) is not None for t in words if t.pos_ in ("PROPN", "NOUN"))
