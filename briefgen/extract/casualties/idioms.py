"""Frames of verbs that tell of loss by an idiom: "claimed 12 lives", "lost 12 men", "cost the brigade 12 men"."""

from __future__ import annotations

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.reading import Framed, Reading
from briefgen.extract.casualties.verbs import as_object, is_plain, numbered, people
from briefgen.extract.casualties.words import KIN, attr, frame_of, is_person, sort_of
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word
from briefgen.parsed import Quantity

_VIOLENCE = frozenset(
    {"fire", "bomb", "bombs", "shelling", "mine", "mines", "ambush", "ambushes", "attack", "attacks", "raid", "raids"}
    | {"shell", "shells", "rocket", "rockets", "sniper", "snipers", "drone", "drones", "strike", "strikes", "bullet"}
    | {"explosion", "blast", "airstrike", "airstrikes", "missile", "missiles", "grenade", "grenades", "violence"}
)
_TIMES = frozenset({"before", "after", "by", "at", "until", "till", "since", "towards", "toward", "near", "during"})
_KINDS = frozenset({"degree", "degrees", "kind", "kinds", "sort", "sorts", "variety", "range"})


def as_kept(token: Token, row: Word, reading: Reading) -> Framed:
    """ "the rebels hold 43 soldiers": a captor, not a hall, holds persons; with a number, or for a time."""
    if syntax.is_passive(token):
        return
    captor = syntax.subject(token)
    if captor is None:
        return
    acting = any(not m.place for m in reading.parsed.mentions_at(captor)) or captor.lower_ in ("they", "we", "who")
    if acting or sort_of(captor, reading.lexicon) in ("forces", "collective", "plain"):
        yield from ((t, None) for t in people(syntax.objects(token), row, reading) if reading.number(t) is not None)


def as_sought(token: Token, row: Word, reading: Reading) -> Framed:
    """ "are searching for 12 miners": whom one looks for, if it is no enemy."""
    if syntax.children(token, "xcomp", "advcl"):
        return  # "looks troubling for the prince"
    for c in syntax.obliques(token, "for"):
        found = people(syntax.conjuncts(c), row, reading)
        yield from ((t, None) for t in found if sort_of(syntax.nominal_head(t), reading.lexicon) != "forces")


def _wanted(token: Token, row: Word, reading: Reading) -> list[Token]:
    wanted = {form for lemma in attr(row, "objects") for form in forms(lemma, "NOUN")}
    if row.attrs.get("place"):
        return [t for t in syntax.objects(token) if any(m.place for m in reading.parsed.mentions_at(t)) or _is_town(t)]
    places = (
        [*syntax.objects(token), *_untimed(token), *syntax.children(token, "xcomp")]
        if not syntax.is_passive(token)
        else syntax.patients(token)
    )
    inner = [c for t in places for c in syntax.obliques(t, "of") if t.lower_ in _KINDS or t.pos_ == "NUM"]
    return [t for t in (*places, *inner) if t.lower_ in wanted]


def _untimed(token: Token) -> list[Token]:
    """Obliques that are no times: "to meet the envoy before the end of the year" is no end met."""
    return [c for c in syntax.obliques(token) if syntax.case_of(c) not in _TIMES]


def _is_town(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.ent_type_ in ("GPE", "LOC")


def as_life(token: Token, row: Word, reading: Reading) -> Framed:
    for life in _wanted(token, row, reading):
        number = reading.number(life)
        owners = [c for c in life.children if c.dep_.startswith("nmod") and syntax.case_of(c) == "of"]
        if number is not None:
            yield life, number
        for owner in owners[:1]:
            yield from ((t, None) for t in people(syntax.conjuncts(owner), row, reading))


def as_own(token: Token, row: Word, reading: Reading) -> Framed:
    subject = syntax.subject(token)
    wanted = _wanted(token, row, reading)
    number = next((q for t in wanted if (q := reading.number(t)) is not None and "life" in attr(row, "objects")), None)
    if number is not None and number.unit is not None:
        yield None, number  # "the district gave 8,000 of its lives"
    elif wanted and syntax.own_subject(token) is None and (before := _quoted_before(token, reading)) is not None:
        yield from numbered(before, row, reading)
    elif subject is not None and wanted:
        yield from ((t, None) for t in people(syntax.conjuncts(subject), row, reading))


def _quoted_before(token: Token, reading: Reading) -> Quantity | None:
    """The number right before a verb, perhaps in quotation marks: ‘while "no fewer than 70" received treatment’."""
    before = token.nbor(-1) if token.i else token
    before = before.nbor(-1) if before.is_quote and before.i else before
    found = reading.by_token.get(before.i)
    return found if found is not None and found.unit is None else None


def as_lost(token: Token, row: Word, reading: Reading) -> Framed:
    objects = syntax.objects(token)
    if syntax.obliques(token, "to") and not any(_is_of_violence(c, reading) for c in syntax.obliques(token, "to")):
        return
    found = [t for t in people(objects, row, reading) if not (_is_of_both(t, reading) or _is_score(t))]
    yield from ((t, None) for t in found if reading.number(t) is not None or _is_own_one(t, token, reading))


def _is_score(token: Token) -> bool:
    """ "lost 3 to 1": the score of a match."""
    after = token.doc[token.i + 1 : token.i + 3]
    return token.pos_ == "NUM" and len(after) == 2 and after[0].text in ("to", "-", "–") and after[1].pos_ == "NUM"


def _is_of_both(token: Token, reading: Reading) -> bool:
    """ "lost 900 killed and wounded", "lost 900 men in killed and wounded": one number for two effects."""
    number = reading.number(token)
    after = [] if number is None else [t.lower_ for t in token.doc[max(token.i + 1, number.end) :][:4]]
    after = after[1:] if after[:1] == ["in"] else after
    return after[:3] in (["killed", "and", "wounded"], ["killed", "or", "wounded"])


def _is_own_one(token: Token, verb: Token, reading: Reading) -> bool:
    """ "lost her husband in the raid", "lost a soldier": kin of a person, or one of a side."""
    if token.tag_ == "NNS" and any(c.lower_ == "both" for c in token.children):
        return True
    if verb.lemma_ not in ("lose", "bury") or token.tag_ != "NN" or not syntax.children(token, "det", "nmod:poss"):
        return False
    kin = token.lemma_.lower() in KIN and bool(syntax.obliques(verb) or verb.lemma_ == "bury")
    return kin or (
        verb.lemma_ == "lose"
        and sort_of(token, reading.lexicon) == "forces"
        and any(c.lower_ in ("a", "an") for c in token.children)
    )


def _is_of_violence(token: Token, reading: Reading) -> bool:
    """ "lost nine men to rocket fire"; not "lost nine men to a rival"."""
    return not is_person(token, reading.lexicon, strict=True) and token.lower_ in _VIOLENCE


def as_shot(token: Token, row: Word, reading: Reading) -> Framed:
    """ "nine clerks were shot"; not "shot and wounded nine", "was shot and died", where the other word tells."""
    first = syntax.first_conjunct(token)
    joined = [
        t for t in (first, *syntax.children(first, "conj", "xcomp"), *syntax.children(token, "xcomp")) if t != token
    ]
    plain = (r for t in joined for r in reading.lexicon.at(t) if is_plain(r) and frame_of(r) in ("object", "state"))
    after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]]
    aimed = after[:1] == ["at"] and after[1:] not in (["least"], ["most"])
    aimed = aimed and (len(after) == 1 or not token.doc[token.i + 2].pos_.endswith(("NOUN", "PROPN")))
    down = any(c.lower_ == "down" for c in syntax.children(token, "compound:prt", "advmod"))
    told = row.cls == "injured" and _is_among_dead(token, reading)
    if not (aimed or down or told or any(r.cls in ("killed", "injured") for r in plain)):
        yield from as_object(token, row, reading)


def _is_among_dead(token: Token, reading: Reading) -> bool:
    """ "18 were killed, among them a monk who was shot at his gate": one of the dead told of before."""
    left = token.doc[token.sent.start : token.i]
    part = next((t.i for t in reversed(left) if t.lower_ in ("among", "including")), token.sent.start)
    rows = (row for t in token.doc[token.sent.start : part] for row in reading.lexicon.at(t))
    return any(row.cls == "killed" and is_plain(row) for row in rows)


def as_cost(token: Token, row: Word, reading: Reading) -> Framed:
    """ "cost us 70 men", "cost the brigade 400 men": the last object, however the parser calls it."""
    last = syntax.children(token, "obj", "iobj")[-1:]
    yield from ((t, None) for t in people([t for o in last for t in syntax.conjuncts(o)], row, reading))


def as_oblique(token: Token, row: Word, reading: Reading) -> Framed:
    """ "accounted for 12 hussars", "disposed of 12 guerrillas"."""
    found = syntax.obliques(token, *attr(row, "cases"))
    if not found and token.pos_ == "NOUN" and token.dep_ == "nsubj":
        found = syntax.obliques(token.head, *attr(row, "cases"))  # "a search is under way for 12"
    for c in found:
        bare = c.pos_ == "NUM" and not syntax.obliques(c, "of")  # "at a price of 9,000"
        yield from ((t, None) for t in people(syntax.conjuncts(c), row, reading) if not bare)


def as_counted(token: Token, row: Word, reading: Reading) -> Framed:
    for noun in _wanted(token, row, reading):
        if reading.number(noun) is not None:
            yield noun, reading.number(noun)
