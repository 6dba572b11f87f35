"""Sums said of a noun for the lost: "Kyiv put its own dead at 49", "the wounded number 120", "that brings its losses to
27", "at a price of 38 of their own"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.figures import PUT
from briefgen.extract.casualties.reading import Loss, Reading, as_state
from briefgen.extract.casualties.words import attr, frame_of, sort_of
from briefgen.knowledge.inflection import forms
from briefgen.model import Effect
from briefgen.parsed import Quantity

_SUMS = frozenset(form for lemma in ("number", "exceed", "total", "amount") for form in forms(lemma, "VERB"))
_EXCEED = forms("exceed", "VERB")
_STOOD = frozenset(
    form
    for lemma in (
        "stand",
        "stay",
        "remain",
        "come",
        "rise",
        "climb",
        "grow",
        "mount",
        "jump",
        "soar",
        "swell",
    )
    for form in forms(lemma, "VERB")
)
_TO = frozenset({"at", "to", "as"})
_LOSSES = frozenset({"losses", "loss"})
_NEAR = 12  # tokens between the noun and its number: "the losses of the two brigades since June stand at 900"


def put(reading: Reading) -> Iterator[Loss]:
    """ "Kyiv put its own dead at 49 and the Russian wounded at 71", "gave its losses as nil"."""
    doc = reading.parsed.doc
    for quantity in reading.quantities(2, len(doc)):
        at = doc[quantity.start - 1]
        if at.lower_ not in _TO or not _counts_people(quantity, reading):
            continue
        noun = _noun_before(at, quantity, reading)
        effect = None if noun is None else lost(noun, quantity, reading)
        if noun is None or effect is None:
            continue
        before = [t for t in doc[max(noun.sent.start, noun.i - _NEAR) : noun.i] if t.lower_ in PUT]
        between = [t for t in doc[noun.i + 1 : at.i] if t.lower_ in PUT | _STOOD | _SUMS]
        verbs = [*before, *between]
        if verbs and syntax.modality(verbs[-1]) == "real":
            yield Loss(effect, noun, None, "casualties.put", quantity, side=_owner_before(noun, reading))


def _counts_people(quantity: Quantity, reading: Reading) -> bool:
    """A bare number, or one of persons ("31,000 soldiers")."""
    if quantity.unit is None:
        return True
    unit = reading.parsed.doc[quantity.unit]
    return reading.lexicon.sorts.get(unit.lower_) in ("forces", "plain", "civilian") and unit.i - quantity.end <= 2


def _noun_before(at: Token, quantity: Quantity, reading: Reading) -> Token | None:
    """The noun for the lost that the number after *at* is said of: the nearest before it with no number between."""
    for token in reversed(at.doc[max(at.sent.start, at.i - _NEAR) : at.i]):
        if token.i in reading.by_token or token.text in (";", "“", '"'):
            return None
        if token.pos_ in ("NOUN", "ADJ", "PROPN", "VERB") and lost(token, quantity, reading) is not None:
            return token
    return None


def lost(token: Token, quantity: Quantity | None, reading: Reading) -> Effect | None:
    """The effect that a noun for the lost tells of: "dead", "losses"; "casualties" only where none are."""
    if token.dep_ in ("amod", "compound") and token.head.i > token.i and token.head.lower_ not in _SUMS:
        return None
    if token.lower_ in _LOSSES:
        return "killed" if _are_of_men(token, reading) else None
    if quantity is not None and quantity.high == 0 and reading.lexicon.within(token, "casualty"):
        return "killed"
    named = token.tag_ in ("VBN", "JJ") and token.i > 0 and token.nbor(-1).tag_ in ("DT", "PRP$")  # "the killed"
    verbs = reading.lexicon.rows.get((token.lower_, "VERB"), ()) if named else ()
    if verbs := tuple(row for row in verbs if frame_of(row) == "object" and not attr(row, "needs")):
        return verbs[0].cls  # type: ignore[return-value]  # rows of the index are of the five effects
    states = [row for row in as_state(token, reading.lexicon) if frame_of(row) == "state"]
    nouns = [row for row in reading.lexicon.at(token) if frame_of(row) in ("state", "event") and row.pos == "NOUN"]
    plural = token.tag_ == "NNS" or bool(states)
    rows = [row for row in (*states, *nouns) if plural and not attr(row, "needs")]
    return rows[0].cls if rows else None  # type: ignore[return-value]  # rows of the index are of the five effects


def _are_of_men(noun: Token, reading: Reading) -> bool:
    """Losses of a side, or of nobody said; not "the firm's losses"."""
    owner = syntax.child(noun, "nmod:poss")
    if owner is None or owner.pos_ == "PRON" or reading.parsed.mentions_at(owner):
        return True
    return sort_of(owner, reading.lexicon) in ("forces", "collective", "plain")


def _owner_before(noun: Token, reading: Reading) -> Token | None:
    words = noun.doc[max(noun.sent.start, noun.i - 3) : noun.i]
    return next((t for t in reversed(words) if _names(t, reading)), None)


def _names(token: Token, reading: Reading) -> bool:
    return any(not mention.place and mention.actor for mention in reading.parsed.mentions_at(token))


def amounting(reading: Reading) -> Iterator[Loss]:
    """ "The dead number 40", "the hurt exceed 90", "their wounded, who exceed 700", "fatalities total 18"."""
    doc = reading.parsed.doc
    for token in doc:
        if token.lower_ not in _SUMS or (token.pos_ not in ("VERB", "AUX") and not _is_mistagged(token, reading)):
            continue
        after = reading.quantities(token.i, min(token.sent.end, token.i + 6))
        sums = [q for q in after if _counts_people(q, reading) and (q.start == token.i or doc[q.start - 1] == token)]
        sums = sums or [q for q in after if _counts_people(q, reading) and doc[q.start - 1].lower_ in ("to", "the")]
        noun = _subject_of_sum(token, reading)
        if not sums or noun is None or reading.number(noun) is not None:
            continue
        effect = lost(noun, sums[0], reading) or _of_states(noun, reading)
        if effect is not None and token.lower_ in _EXCEED and syntax.negated(token):
            at_most = replace(sums[0], low=None, high=sums[0].low)  # "did not exceed nine"
            yield Loss(effect, noun, None, "casualties.amount", at_most, side=_owner_before(noun, reading))
        elif effect is not None and syntax.modality(token) == "real":
            yield Loss(effect, noun, None, "casualties.amount", sums[0], side=_owner_before(noun, reading))


def equated(reading: Reading) -> Iterator[Loss]:
    """ "The loss on our side was nine men", "the wounded were 90": a noun for the lost that is a number."""
    doc = reading.parsed.doc
    for quantity in reading.quantities(1, len(doc)):
        root = doc[quantity.root if quantity.unit is None else quantity.unit]
        noun = syntax.own_subject(root)
        if noun is None or syntax.child(root, "cop") is None or noun.i > quantity.start:
            continue
        effect = lost(noun, quantity, reading) if _counts_people(quantity, reading) else None
        if effect is not None and reading.number(noun) is None and syntax.modality(root) == "real":
            yield Loss(effect, noun, None, "casualties.amount", quantity, side=_owner_before(noun, reading))


def _is_mistagged(token: Token, reading: Reading) -> bool:
    """ "The wounded number 120", "deaths there now total 90", with the verb read as a noun or adjective."""
    left = token.doc[max(token.sent.start, token.i - 6) : token.i]
    told = any(lost(t, None, reading) or _of_states(t, reading) for t in left)
    return told and token.i + 1 in reading.by_token and left[-1].pos_ != "DET"


def _subject_of_sum(token: Token, reading: Reading) -> Token | None:
    """Whose sum it is: the subject, what a relative clause hangs on, or the word right before a mistagged verb."""
    if token.pos_ not in ("VERB", "AUX"):
        before = reversed(token.doc[max(token.sent.start, token.i - _NEAR) : token.i])
        return next((t for t in before if lost(t, None, reading) or _of_states(t, reading)), None)
    if token.dep_ in ("acl", "acl:relcl"):
        return token.head  # "the wounded numbered 90", with the verb read as a participle
    return syntax.subject(token)


def _of_states(noun: Token, reading: Reading) -> Effect | None:
    """ "refugees from the hills now number 600,000": nouns for persons in a state, whatever hangs on them."""
    rows = [row for row in reading.lexicon.at(noun) if frame_of(row) == "state" and noun.tag_ == "NNS"]
    return rows[0].cls if rows else None  # type: ignore[return-value]  # rows of the index are of the five effects
