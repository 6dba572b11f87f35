"""Frames of nouns and adjectives: "the deaths of 12", "12 fatalities", "left 12 dead", "12 wounded men", "unharmed"."""

from __future__ import annotations

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.figures import PUT
from briefgen.extract.casualties.guards import is_undone
from briefgen.extract.casualties.reading import Framed, Reading, as_state
from briefgen.extract.casualties.verbs import is_one, numbered, people, right_before
from briefgen.extract.casualties.words import attr, frame_of, is_person, sort_of
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word
from briefgen.parsed import Quantity

_RECOVER = frozenset(
    form
    for lemma in (
        "find",
        "recover",
        "pull",
        "discover",
        "dig",
        "retrieve",
        "lie",
        "bury",
        "leave",
        "exhume",
        "see",
        "count",
        "hold",
    )
    for form in forms(lemma, "VERB")
) | frozenset(
    {
        "washed",
        "collected",
        "removed",
        "brought",
        "carried",
        "returned",
        "identified",
        "strewn",
        "littered",
        "unearthed",
        "received",
        "shown",
        "signed",
        "examined",
        "photographed",
        "choke",
        "lay",
        "lying",
    }
)
_TIMES = {"double": 2, "triple": 3, "quadruple": 4}
_REPORTED = frozenset(
    form for lemma in ("report", "confirm", "record", "announce", "register", "bring") for form in forms(lemma, "VERB")
)
_OF_WHOM = frozenset({"among", "amongst", "of", "from", "for"})
_LOSE = forms("lose", "VERB")
_BODILY = frozenset({"body", "bodies", "remains"})
_CORPSES = _BODILY | {"corpse", "corpses"}
_STATES = frozenset(
    {"leave", "make", "render", "find", "pronounce", "declare", "report", "shoot", "list", "count", "have"}
)
_LEAVERS = frozenset(form for lemma in _STATES for form in forms(lemma, "VERB"))


def as_event(token: Token, row: Word, reading: Reading) -> Framed:
    number = reading.by_unit.get(token.i) or _number_of_conjunct(token, reading)
    holders = [c for c in token.children if c.i > token.i and syntax.case_of(c) == "of"]
    number = number or (None if holders else _said_of_one(token))
    if number is not None and (row.words != ("loss",)):
        whom = next(
            (c for c in token.children if c.dep_.startswith("nmod") and syntax.case_of(c) in ("among", "of")), None
        )
        yield (whom if whom is not None and number.unit == token.i else token), number
        return
    holders = holders or [h for c in syntax.obliques(token, "by") for h in syntax.obliques(c, "of")]
    for holder in holders[:1]:
        yield from ((t, None) for t in people(syntax.conjuncts(holder), row, reading))
    if not holders:
        owner = syntax.child(token, "nmod:poss")
        if owner is not None and owner.pos_ != "PRON" and (token.tag_ == "NN" or reading.number(owner)):
            yield from ((t, None) for t in people([owner], row, reading) if owner.ent_type_ not in ("GPE", "ORG"))


def _said_of_one(token: Token) -> Quantity | None:
    """ "a second death was reported", "a double murder": an event that says how many died in it."""
    if token.tag_ != "NN" or not syntax.children(token, "det", "amod") or syntax.children(token, "nmod:poss"):
        return None
    times = next((_TIMES[c.lower_] for c in token.children if c.lower_ in _TIMES), 0)
    one = token.lower_ == "death" and any(c.lower_ in ("a", "another") for c in syntax.children(token, "det"))
    if not times and not (one and token.head.lower_ in _REPORTED):
        return None
    first = next(c.i for c in token.children if c.i < token.i)
    return Quantity(first, token.i, token.i, times or 1, times or 1, unit=token.i)


def _number_of_conjunct(token: Token, reading: Reading) -> Quantity | None:
    """ "a number of deaths and injuries": an unknown number reaches over both."""
    shared = reading.by_unit.get(token.head.i) if token.dep_ == "conj" else None
    return shared if shared is not None and shared.low is None and shared.high is None else None


def as_placed(token: Token, row: Word, reading: Reading) -> Framed:
    """ "are in custody", "languish in prison", "live in tents": who is there; one person only where it is a captive."""
    first = token if syntax.own_subject(token) is not None else syntax.first_conjunct(token)
    if syntax.case_of(first) not in attr(row, "cases") or (row.attrs.get("plural") and token.tag_ != "NNS"):
        return
    verb = first.head
    where = first.dep_.startswith(("obl", "nmod", "xcomp")) and verb.pos_ in ("VERB", "AUX")
    holder = syntax.own_subject(first) if syntax.child(first, "cop") is not None else None
    if holder is None and where and verb.lower_ in _forms(attr(row, "verbs")):
        holder = next(iter(syntax.objects(verb)), None) if verb.lower_ in _LEAVERS else None
        holder = holder or syntax.subject(verb)
    if holder is not None:
        found = [t for t in people(syntax.conjuncts(holder), row, reading) if not _is_of_the_hurt(t, row, reading)]
        yield from ((t, None) for t in found if row.cls == "detained" or reading.number(t) is not None)


def _is_of_the_hurt(token: Token, row: Word, reading: Reading) -> bool:
    """ "eight of the 14 wounded are in a grave condition": told of by their wounds."""
    words = [t for t in token.subtree if t.i > token.i][:6]
    return row.cls == "injured" and any(r.cls == "injured" for t in words for r in as_state(t, reading.lexicon))


def as_untraced(token: Token, row: Word, reading: Reading) -> Framed:
    """ "there is no trace of 14 sailors", "the fate of 20 students is unknown": of whom nothing is known."""
    if attr(row, "needs"):
        predicate = syntax.predicate_of(token)
        said = predicate.lower_ in attr(row, "needs") or (predicate.lower_ == "known" and syntax.negated(predicate))
    else:
        said = syntax.is_none(token) or token.head.lower_ in _LOSE
    if said:
        holders = syntax.obliques(token, "of", "with")[:1] or syntax.obliques(token.head, "with")[:1]
        yield from ((t, None) for h in holders for t in people(syntax.conjuncts(h), row, reading))


def _forms(lemmas: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form for lemma in lemmas for form in forms(lemma, "VERB"))


def as_noun(token: Token, row: Word, reading: Reading) -> Framed:
    number = reading.number(token)
    cop = number is None and syntax.child(token, "cop") is not None
    if cop and (own := syntax.subject(token)) is not None:
        found = people([own], row, reading)
        yield from ((t, None) for t in found if row.cls == "detained" or reading.number(t) is not None)
        return
    holder = next((c for c in token.children if c.dep_.startswith("nmod") and syntax.case_of(c) == "of"), None)
    if (
        (syntax.case_of(token) == "for" and not (token.lower_ in _CORPSES and token.head.lower_ in _RECOVER))
        or is_undone(token, reading)
        or (token.lower_ in _BODILY and not _is_corpse(token, reading))
    ):
        return
    if holder is not None and not is_person(syntax.nominal_head(holder), reading.lexicon, strict=False):
        return
    if number is None and holder is not None and row.cls == "killed" and reading.number(holder) is not None:
        yield holder, reading.number(holder)
    elif number is None and holder is not None and row.cls == "killed" and token.tag_ == "NN":
        yield holder, None  # "the body of a teacher was found"
    elif number is not None and (
        number.high != 0 or (row.cls in ("killed", "injured") and token.lower_ not in _CORPSES)
    ):
        yield token, number


def _is_corpse(token: Token, reading: Reading) -> bool:
    if any(
        c.lower_ in ("dead", "charred", "mutilated", "decomposed", "lifeless", "burnt", "burned")
        for c in token.children
    ):
        return True
    holder = next((c for c in token.children if c.dep_.startswith("nmod") and syntax.case_of(c) == "of"), None)
    if holder is not None:
        troop = token.tag_ == "NN" and reading.number(holder) is not None  # "a body of 650 lancers"
        return not troop and is_person(syntax.nominal_head(holder), reading.lexicon, strict=True)
    near = [token.head, *syntax.children(token, "acl", "acl:relcl"), syntax.predicate_of(token)]
    compounds = [c for c in syntax.children(token, "compound") if c.lower_ != "enemy"]
    return any(t.lower_ in _RECOVER for t in near) and not compounds


def as_state_of(token: Token, row: Word, reading: Reading) -> Framed:
    if frame_of(row) != "unhurt" and token.pos_ == "NOUN" and row.pos == "NOUN":
        yield from as_noun(token, row, reading)
        return
    marked = any(c.dep_ in ("case", "mark") for c in token.lefts)
    if marked and syntax.case_of(token) in _OF_WHOM and reading.number(token) is None:
        return
    if token.dep_ == "amod" and token.head.pos_ in ("NOUN", "PROPN"):
        heads = syntax.conjuncts(syntax.first_conjunct(token.head)) if token.i > token.head.i else [token.head]
        for head in heads:
            counted = reading.number(head) is not None or is_one(head, reading)
            if counted and is_person(head, reading.lexicon, strict=True):
                yield head, None
        return
    own = reading.number(token)
    if own is not None and own.unit == token.i:
        if syntax.case_of(token) != "of" or own.high == 0 or syntax.children(token, "nmod:poss"):
            yield token, own
        return
    before = right_before(token, reading)
    if before is not None:
        yield from numbered(before, row, reading)
        yield from ((t, None) for t in people(_others_left(token), row, reading))
        return
    if syntax.children(token, "obj") or (token.tag_ == "VBG" and syntax.own_subject(token) is None):
        return
    holders = _holders(token)
    yield from ((t, None) for t in people(holders, row, reading))


def _others_left(token: Token) -> list[Token]:
    """ "left nine sailors and six porters dead": those before the noun that the state stands beside."""
    noun = token.nbor(-1)
    first = syntax.first_conjunct(noun)
    left = first.dep_ == "obj" and first.head.lower_ in _LEAVERS and first != noun
    return [t for t in syntax.conjuncts(first) if t.i < noun.i] if left else []


def _holders(token: Token) -> list[Token]:
    """Who is in the state: the subject ("12 are dead"), the object of the verb that brings it ("left 12 dead")."""
    own = syntax.own_subject(token)
    if own is not None:
        return syntax.conjuncts(own)
    head = token.head
    if token.dep_ == "xcomp" and head.lower_ in PUT:
        return []  # "puts the Russian dead at 300"
    hung = token.dep_ in ("xcomp", "advcl", "obj", "ccomp", "acl", "advmod", "obl") and head.pos_ in ("VERB", "AUX")
    if hung and (head.lower_ in _LEAVERS or token.dep_ == "xcomp"):
        return syntax.patients(head) if syntax.objects(head) or syntax.is_passive(head) else _subjects(head)
    if token.dep_.startswith("acl") and head.pos_ in ("NOUN", "NUM", "PROPN"):
        return [head]
    if token.dep_ == "conj" and head.pos_ in ("ADJ", "VERB") and not _beside_number(token):
        return _holders(head) if syntax.child(token, "nummod", "nsubj", "obj") is None else []
    return []


def _subjects(head: Token) -> list[Token]:
    subject = syntax.subject(head)
    return [] if subject is None else syntax.conjuncts(subject)


def _beside_number(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).pos_ == "NUM"


def as_unhurt(token: Token, row: Word, reading: Reading) -> Framed:
    holders = _holders(token) or _subjects(token)
    if not holders and token.head.pos_ in ("VERB", "AUX"):
        holders = _subjects(token.head)  # "escaped unharmed"
    yield from (
        (t, None)
        for t in people(holders[:1], row, reading)
        if sort_of(t, reading.lexicon) != "unknown" or t.pos_ == "PROPN"
    )
