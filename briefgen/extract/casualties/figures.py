"""Figures that stand apart from their victims: "the death toll rose to 61", "the number of wounded", "no losses"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.counts import Toll
from briefgen.extract.casualties.reading import Loss, Reading
from briefgen.extract.casualties.words import frame_of, is_person
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word
from briefgen.model import Effect
from briefgen.parsed import Quantity

_REPORTS = frozenset({"report", "reports", "word", "indication", "indications", "news", "information", "sign", "signs"})
_CORPSES = frozenset({"body", "bodies", "corpse", "corpses", "remains"})
_BROUGHT = frozenset({"to", "at", "as", "past", "above", "over", "of", "beyond", "around", "near", ""})
_HEAVY = frozenset(
    {"heavy", "terrible", "high", "huge", "dreadful", "grim", "mounting", "rising", "economic", "physical"}
)
PUT = frozenset(
    form
    for lemma in ("put", "give", "set", "place", "revise", "raise", "bring", "estimate", "reckon", "compute", "return")
    for form in forms(lemma, "VERB")
)
"""Verbs that put a figure at a number."""
_CHANGED = frozenset(
    form for lemma in ("update", "revise", "change", "amend", "alter") for form in forms(lemma, "VERB")
)
_GIVEN = frozenset(
    form
    for lemma in ("give", "mention", "disclose", "publish", "specify", "state", "announce", "name")
    for form in forms(lemma, "VERB")
)
_CAUSE = frozenset(
    form for lemma in ("cause", "suffer", "have", "report", "record", "be", "inflict") for form in forms(lemma, "VERB")
)


def figures(reading: Reading) -> Iterator[Loss]:
    """Tolls given by a noun for a figure and a number in its clause."""
    for token in reading.parsed.doc:
        if token.dep_ == "compound" or token.pos_ not in ("NOUN", "PROPN"):
            continue
        effect = effect_of(token, reading)
        if effect is None:
            continue
        quantity = _number_for(token, reading)
        if quantity is not None and (_is_told(token) or _stays(token)):
            yield Loss(effect, token, None, "casualties.figure", quantity)


def _is_told(token: Token) -> bool:
    return syntax.modality(syntax.predicate_of(token)) == "real"


def _stays(token: Token) -> bool:
    """ "has not updated its toll of 50 dead": the figure stands, only its change is denied."""
    verb = syntax.predicate_of(token)
    return token.dep_ == "obj" and verb.lower_ in _CHANGED and syntax.negated(verb)


def effect_of(token: Token, reading: Reading) -> Effect | None:
    """ "death toll" and plain "toll" tell of deaths; "number of wounded" of what the phrase says."""
    if reading.lexicon.within(token, "toll"):
        modifiers = {c.lower_ for c in syntax.modifiers(token)}
        if token.lower_ == "toll":
            return None if modifiers & _HEAVY or modifiers & {"casualty", "road", "injury"} else "killed"
        return "killed" if "body" in modifiers or "death" in modifiers else None
    if not reading.lexicon.within(token, "figure"):
        return None
    if (
        token.lower_ in ("figure", "number", "total", "tally", "count")
        and syntax.predicate_of(token).lower_ in PUT
        and not syntax.children(token, "nmod", "acl", "compound", "amod")
    ):
        return _effect_before(token, reading) if token.dep_ in ("obj", "nsubj", "nsubj:pass") else None
    inner = next((c for c in token.children if c.dep_.startswith("nmod") and syntax.case_of(c) in ("of", "for")), None)
    compounds = syntax.children(token, "compound")
    inside = [] if inner is None else [inner, *inner.subtree]
    end = -1 if inner is None else inner.right_edge.i
    beside = [t for t in token.doc[end + 1 : end + 2] if t.tag_ == "VBN"] if inner is not None else []  # "… killed"
    beside += [c for c in syntax.children(token, "acl") if c.i == token.i + 1]  # "the number killed"
    for word in [*compounds, *inside[:6], *beside]:
        rows = reading.lexicon.at(word) or reading.lexicon.rows.get((word.lower_, "ADJ"), ())
        effects = [row.cls for row in rows if "needs" not in row.attrs]
        if effects:
            return effects[0]  # type: ignore[return-value]  # rows of the index are of the five effects
    return None


def _effect_before(token: Token, reading: Reading) -> Effect | None:
    """ "Kyiv put the figure at 400": the effect told last in this sentence or the one before."""
    for other in reversed(reading.parsed.doc[max(0, token.i - 40) : token.i]):
        effects = [row.cls for row in reading.lexicon.at(other) if "needs" not in row.attrs and row.pos != "NOUN"]
        if effects:
            return effects[0]  # type: ignore[return-value]  # rows of the index are of the five effects
    return None


def _number_for(token: Token, reading: Reading) -> Quantity | None:
    """The first number after the noun in its clause that the verb brings, not one that it comes from or grows by."""
    doc = reading.parsed.doc
    end = min(_clause_end(token), token.i + 40)
    for quantity in reading.quantities(token.i + 1, end):
        root = doc[quantity.root]
        head = root if quantity.unit is None else doc[quantity.unit]
        case = syntax.case_of(root) or syntax.case_of(head) or _before(quantity, reading)
        if case in ("from", "by", "in", "on", "since", "among", "including", "compared with", "against"):
            continue
        if case in _BROUGHT and _is_brought(token, quantity, reading):
            return quantity
    return _brought_before(token, reading)


def _brought_before(token: Token, reading: Reading) -> Quantity | None:
    """ "bringing to 180 the number of dead": the number stands between the verb and the noun."""
    doc = reading.parsed.doc
    near = [
        q for q in reading.quantities(max(token.sent.start, token.i - 5), token.i) if doc[q.start - 1].lower_ == "to"
    ]
    if not near or not reading.lexicon.within(doc[near[-1].start - 2], "motion"):
        return None
    return near[-1]


def _before(quantity: Quantity, reading: Reading) -> str:
    word = reading.parsed.doc[quantity.start - 1]
    return word.lower_ if word.pos_ == "ADP" else ""


def _clause_end(token: Token) -> int:
    predicate = syntax.predicate_of(token)
    later = [c.i for c in predicate.children if c.dep_ in ("conj", "parataxis", "advcl") and c.i > token.i]
    side = [syntax.children(c, "cc")[0].i for c in predicate.children if c.dep_ == "conj" and syntax.children(c, "cc")]
    return min([token.sent.end, *later, *[i for i in side if i > token.i]], default=token.sent.end)


def _is_brought(token: Token, quantity: Quantity, reading: Reading) -> bool:
    """The number hangs on the noun ("a toll of 12", "toll: 12") or on a verb that brings figures ("rose to 61")."""
    doc = reading.parsed.doc
    between = doc[token.i + 1 : quantity.start]
    if len(between) <= 2 and all(t.lower_ in ("of", ":", "at", "is", "-", "–") or t.is_space for t in between):
        return True
    near = doc[max(token.sent.start, token.i - 8) : quantity.end]
    verbs = [t for t in near if reading.lexicon.within(t, "motion") and syntax.modality(t) == "real"]
    verbs = [t for t in verbs if t.lemma_ != "be" or t.pos_ != "AUX" or _equates(t, quantity)]
    if quantity.unit is not None:
        rows = reading.lexicon.at(doc[quantity.unit]) or reading.lexicon.rows.get(
            (doc[quantity.unit].lower_, "ADJ"), ()
        )
        people = reading.lexicon.sorts.get(doc[quantity.unit].lower_) in ("plain", "civilian", "forces")
        return bool(verbs) and (people or any(row.cls == "killed" for row in rows))
    return bool(verbs)


def _equates(copula: Token, quantity: Quantity) -> bool:
    """ "the toll was 61"; not the "was" of "was likely to rise", nor that of a passive before its participle."""
    head = copula.head
    return copula.dep_ != "cop" or head.i in range(quantity.start, quantity.end) or head.i == quantity.unit


def nobody(reading: Reading) -> Iterator[Toll]:
    """ "no casualties", "no reports of casualties", "did not cause any casualties", "without casualties"."""
    for token in reading.parsed.doc:
        rows = reading.lexicon.at(token)
        event = any(row.pos == "NOUN" and row.cls in ("killed", "injured") and _is_told_of(row) for row in rows)
        if not (event or reading.lexicon.within(token, "casualty")) or token.dep_ == "compound" or token.pos_ != "NOUN":
            continue
        start = None if _is_of_things(token, reading) else _none_start(token, reading)
        if start is not None:
            effect: Effect = "injured" if rows and rows[0].cls == "injured" else "killed"
            yield Toll(effect, 0, 0, False, False, token, (), start, token.i + 1, "casualties.zero", token.i)


def _is_told_of(row: Word) -> bool:
    return frame_of(row) in ("event", "state")


def _is_of_things(token: Token, reading: Reading) -> bool:
    """ "five planes without loss", "without the loss of a lorry": machines, or machines as well as men; and "no body
    was found" does not say that nobody died."""
    if token.lower_ in _CORPSES:
        return True
    lost = syntax.obliques(token, "of")
    if token.lower_ not in ("loss", "losses") or (token.lower_ == "losses" and not lost):
        return False
    return not any(is_person(t, reading.lexicon, strict=True) for t in lost)


def _none_start(token: Token, reading: Reading) -> int | None:
    """Where the words begin that say "none": the determiner, "without", the negated verb; None when some are told."""
    first = syntax.first_conjunct(token)
    for noun in (token, first):
        if syntax.is_none(noun) and noun.head.lower_ in _GIVEN and noun.dep_ == "obj":
            return None  # "the bulletin gives no losses": it does not say
        if syntax.is_none(noun):
            return min(c.i for c in noun.children if c.lower_ in ("no", "neither"))
        if syntax.case_of(noun) == "without":
            return min((c.i for c in noun.children if c.dep_ == "case"), default=noun.i)
    head = first.head
    if first.dep_.startswith("nmod") and head.lower_ in _REPORTS and syntax.is_none(head):
        return min(c.i for c in head.children if c.lower_ == "no")
    anyone = any(c.lower_ == "any" for c in first.children)
    verb = syntax.predicate_of(first)
    doer = syntax.own_subject(verb)
    if doer is not None and first.dep_ == "obj" and verb.lower_ in _CAUSE and syntax.is_none(doer):
        return doer.left_edge.i  # "neither side reported casualties"
    negative = any(c.lower_ in ("not", "n't", "n’t", "never") for c in verb.children) and verb.lower_ in _CAUSE
    if first.dep_ == "obj" and verb.lower_ in _CAUSE and (marks := _without(verb)):
        return marks[0].i  # "without causing casualties"
    above = syntax.modality(verb.head) if verb.head != verb else "real"
    return verb.i if anyone and negative and above == "real" and first.dep_ in ("obj", "nsubj", "ROOT") else None


def _without(verb: Token) -> list[Token]:
    return [c for c in syntax.children(verb, "mark", "case") if c.lower_ == "without"]
