"""Frames of verbs: where the victims stand for "killed 12", "12 died", "claimed 12 lives", "lost 12 men"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.reading import Framed, Reading
from briefgen.extract.casualties.words import attr, frame_of, is_person, is_strict, sort_of
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word
from briefgen.parsed import Quantity

_ALONG = ("along with", "alongside", "together with", "besides", "plus", "as well as")
_DEGREES = frozenset(
    {"seriously", "badly", "gravely", "critically", "fatally", "slightly", "severely", "dangerously", "lightly"}
)
_BOTH = ("and wounded", "or wounded", "and injured", "or injured", "or captured", "and captured")
_PEOPLES = ("ese", "ish", "nch", "tch", "wiss")
_BODIES = frozenset(
    {
        "guard",
        "escort",
        "picket",
        "outpost",
        "column",
        "caravan",
        "family",
        "crew",
        "class",
        "household",
        "rear-guard",
        "rearguard",
        "detachment",
        "party",
        "staff",
    }
)
_ORDINALS = frozenset(
    {
        "first",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "latest",
    }
)


def as_object(token: Token, row: Word, reading: Reading) -> Framed:
    if _is_attribute(token):
        yield from _of_attribute(token, row, reading)
        return
    before = right_before(token, reading)
    if before is not None:
        if token.doc[token.i + 1 : token.i + 3].text.lower() not in _BOTH:
            yield from numbered(before, row, reading)
        return
    if _is_elliptic(token):
        yield from ((t, None) for t in people(syntax.conjuncts(syntax.own_subject(token) or token), row, reading))
        return
    own = [*syntax.objects(token), token.head]
    patients = [t for t in _patients(token) if not token.dep_.startswith("acl") or t.i < token.i or t in own]
    patients = [_of_whom(t, token, reading) for t in patients]
    found = list(people(patients, row, reading))
    if not found:
        quantity = _right_after(token, reading)
        if quantity is not None:
            yield from numbered(quantity, row, reading)
    elif _is_nobody(found, reading) or not _shares_effects(token, reading):
        yield from ((t, None) for t in found)
    yield from _along(token, row, reading)


def _is_attribute(token: Token) -> bool:
    return token.dep_ == "amod" and token.tag_ in ("VBN", "JJ") and token.head.i > token.i


def _of_attribute(token: Token, row: Word, reading: Reading) -> Framed:
    """ "the murdered mayor", "nine drowned sailors": whom a participle before the noun is said of."""
    if reading.number(token.head) is not None or is_one(token.head, reading):
        yield from ((t, None) for t in people([token.head], row, reading))


def is_one(token: Token, reading: Reading) -> bool:
    """ "the slain mayor", "a captured soldier", "his murdered son": one person, with an article or whose he is."""
    named = bool(syntax.children(token, "det", "nmod:poss")) or token.dep_ == "nmod:desc"
    return named and token.tag_ == "NN" and is_person(token, reading.lexicon, strict=True)


def _patients(token: Token) -> list[Token]:
    """As in the tree, but for what parsers get wrong: "listed nine of them as slain", "being killed and ten others,
    including two boys, being wounded"."""
    head = token.head
    own = syntax.own_subject(token)
    if own is None and token.dep_ == "advcl" and any(c.lower_ == "as" for c in syntax.children(token, "mark", "case")):
        return syntax.patients(head)
    if own is None and any(c.lower_ == "being" for c in syntax.children(token, "aux:pass")):
        before = [c for c in syntax.children(head, "obj") if c.i < token.i]  # "watched two friends being beheaded"
        if before:
            return syntax.conjuncts(before[-1])
    if own is None and token.dep_ == "acl:relcl":
        parts = [c for c in syntax.children(head, "appos") if c.i < token.i and c.pos_ == "NUM"]
        if parts and any(t.lower_ in ("whose", "whom") for t in parts[-1].subtree):
            return [parts[-1]]  # "the agency, three of whose staff have been killed"
    if own is None and token.dep_ == "conj":
        between = [c for c in syntax.children(head, "nsubj:pass", "nsubj") if head.i < c.i < token.i]
        if between:
            return syntax.conjuncts(between[-1])
        if syntax.is_passive(head) and token.tag_ in ("VBD", "VBN") and not syntax.objects(token):
            return syntax.patients(head)  # "were lined up against a wall and shot"
    return syntax.patients(token)


def _of_whom(token: Token, verb: Token, reading: Reading) -> Token:
    """ "the family of a lawmaker who was jailed": the clause is hung on the wrong noun; only a person can be jailed."""
    if verb.dep_ == "acl:relcl" and verb.head == token and not is_person(token, reading.lexicon, strict=True):
        above = token.head if token.dep_.startswith(("nmod", "obl")) else token
        above = next(iter(syntax.objects(above)), above) if above.pos_ == "VERB" else above
        who = any(c.lower_ in ("who", "whom") for c in verb.children)
        return above if who and is_person(above, reading.lexicon, strict=True) else token
    holds = token.lower_ in ("family", "families") or sort_of(token, reading.lexicon) in ("collective", "thing")
    if not holds or not verb.dep_.startswith("acl") or token != verb.head:
        return token
    inner = [c for c in token.children if c.dep_.startswith("nmod") and c.i < verb.i and syntax.case_of(c) == "of"]
    return next((c for c in inner if is_person(c, reading.lexicon, strict=True)), token)


def people(tokens: Sequence[Token], row: Word, reading: Reading) -> Iterator[Token]:
    """Those of *tokens* whose phrase may stand for victims; a number or part is judged by what it counts."""
    for whole in [name for token in tokens for name in _named(token, reading)]:
        token = _members(whole, reading) or whole
        head = syntax.nominal_head(token)
        unit = reading.number(token)
        if unit is not None and unit.unit is not None and unit.unit != token.i and token.pos_ == "NUM":
            head = reading.parsed.doc[unit.unit]
        if _is_generic(token) or _is_avoided(head, row, reading):
            continue
        if token.pos_ == "NUM" and _is_of_degree(token):
            continue
        if row.attrs.get("listed") and head.lower_ not in reading.lexicon.sorts:
            continue
        bare = unit is not None and unit.unit is None and unit.vague and unit.root == token.i  # "Thousands fled"
        person = is_person(head, reading.lexicon, strict=is_strict(row)) or _is_part_of_body(token, head, reading)
        if bare or person or is_national(head, reading) or _is_counted_people(head, unit, reading):
            yield token


def _is_of_degree(token: Token) -> bool:
    """ "wounded 16, four seriously": a part told of by how badly."""
    after = token.doc[token.i + 1 : token.i + 2].text.lower()
    return after in _DEGREES and token.i > 0 and token.nbor(-1).text == ","


def _named(token: Token, reading: Reading) -> list[Token]:
    """ "privates Holm and Brandt", "the reporters Ana Ruiz and Tom Lee": the names after a plural without a number."""
    if token.tag_ not in ("NNS", "NNPS") or reading.number(token) is not None:
        return [token]
    near = (*syntax.children(token, "appos", "flat", "nmod:desc"), *token.doc[token.i + 1 : token.i + 2])
    names = [c for c in near if c.ent_type_ == "PERSON" and c.pos_ == "PROPN"]
    found = [t for c in names[:1] for t in syntax.conjuncts(c) if t.ent_type_ == "PERSON"]
    return found if len(found) > 1 else [token]


def _members(token: Token, reading: Reading) -> Token | None:
    """The counted members of a body of people: "a class of 48 children", "a family of six", "a patrol of eleven"."""
    body = sort_of(token, reading.lexicon) == "collective" or token.lower_ in _BODIES
    if not body or token.tag_ != "NN" or reading.number(token) is not None:
        return None
    inner = [c for c in token.children if c.dep_.startswith("nmod") and syntax.case_of(c) == "of"]
    inner += syntax.children(token, "appos")  # "a whole battalion, 900 men, surrendered"
    counted = [c for c in inner if reading.number(c) is not None]
    whole = [c for c in counted if c.pos_ == "NUM" or is_person(syntax.nominal_head(c), reading.lexicon, strict=True)]
    return whole[0] if whole else None


def _is_part_of_body(token: Token, head: Token, reading: Reading) -> bool:
    """ "two of the gang", "46 of their number": some of a body of people."""
    counted = token != head and token.pos_ == "NUM"
    body = head.tag_ == "NN" and (sort_of(head, reading.lexicon) == "collective" or head.lower_ in _BODIES)
    strong = token == head and reading.number(token) is not None  # "the garrison, 400 strong"
    return body and (counted or strong)


def _is_avoided(head: Token, row: Word, reading: Reading) -> bool:
    """One of the nouns that are no victims of this row: "three diplomats were expelled", "troops crossed over"."""
    avoided = attr(row, "avoid")
    listed = any(head.lower_ in forms(lemma, "NOUN") for lemma in avoided)
    return listed or ("forces" in avoided and sort_of(head, reading.lexicon) == "forces")


def _is_generic(token: Token) -> bool:
    """ "the sixth Briton killed": one of a row, told of already or elsewhere."""
    if any(c.lower_ in ("a", "an") for c in token.children):
        return False  # "a third soldier": one more
    return any(
        c.dep_ == "amod" and (c.lower_.endswith(("th", "rd", "st")) and c.lower_ in _ORDINALS) for c in token.children
    )


def is_national(head: Token, reading: Reading) -> bool:
    """ "another Dane", "3,000 Rwandans": persons named after their country."""
    return any(m.form == "demonym" and m.head == "people" for m in reading.parsed.mentions_at(head))


def _is_counted_people(head: Token, quantity: Quantity | None, reading: Reading) -> bool:
    """ "hundreds of thousands of Rohingya": a counted name that is no place and no body is a people."""
    if quantity is None or quantity.low == quantity.high == 1:
        return False
    if _names_a_people(head):
        return True
    if head.pos_ != "PROPN":
        return False
    return not any(m.place or m.form in ("metonym", "acronym") for m in reading.parsed.mentions_at(head))


def _names_a_people(head: Token) -> bool:
    """ "2 million Sudanese", "400 French": an adjective of a people that stands for its members."""
    people = head.pos_ == "ADJ" and head.text[:1].isupper() and head.lower_.endswith(_PEOPLES)
    return people and head.dep_ in ("obj", "nsubj", "nsubj:pass", "conj", "nmod")


def _is_elliptic(token: Token) -> bool:
    """ "One man was killed and another wounded": a participle with a subject and no object, tagged as past tense."""
    gapped = token.dep_ in ("conj", "parataxis") and token.tag_ in ("VBD", "VBN") and token.head.i < token.i
    headline = token.dep_ == "ROOT" and token.tag_ == "VBN"  # "Girl, 9, hurt in grenade attack"
    if not (gapped or headline) or syntax.own_subject(token) is None or syntax.objects(token):
        return False
    return not syntax.children(token, "aux", "aux:pass", "conj", "ccomp", "xcomp")


def numbered(quantity: Quantity, row: Word, reading: Reading) -> Framed:
    """A number beside the word; what it counts, if anything, must be able to suffer it."""
    unit = None if quantity.unit is None else reading.parsed.doc[quantity.unit]
    if unit is None or any(r.cls == row.cls for r in reading.lexicon.at(unit)):
        yield None, quantity
    elif is_person(unit, reading.lexicon, strict=is_strict(row)) and not _is_avoided(unit, row, reading):
        yield unit, quantity


def _is_nobody(victims: Sequence[Token], reading: Reading) -> bool:
    """ "Nobody was killed or injured": none for either effect."""
    return all((number := reading.number(v)) is not None and number.high == 0 for v in victims)


def _shares_effects(token: Token, reading: Reading) -> bool:
    """ "killed or wounded 900", "killed and wounded 20 people": one number for two effects says neither."""
    for other in (token.head, *syntax.children(token, "conj")):
        joined = other != token and (token.dep_ == "conj" or other.dep_ == "conj") and abs(other.i - token.i) <= 3
        if not joined or not reading.lexicon.at(other):
            continue
        between = token.doc[min(token.i, other.i) + 1 : max(token.i, other.i)]
        if all(t.dep_ == "cc" or t.is_punct or t.pos_ == "ADV" for t in between):
            classes = {r.cls for t in (token, other) for r in reading.lexicon.at(t) if is_plain(r)}
            either = any(t.lower_ == "or" for t in between)
            return {"killed", "injured"} <= classes or (either and len(classes) > 1)
    return False


def is_plain(row: Word) -> bool:
    return not attr(row, "needs") and frame_of(row) != "shot"


def _right_after(token: Token, reading: Reading) -> Quantity | None:
    """A number right after an active verb that the tree left alone, as in headlines ("kills 12")."""
    quantity = reading.by_token.get(token.i + 1)
    return quantity if quantity is not None and quantity.start == token.i + 1 and token.tag_ != "VBN" else None


def right_before(token: Token, reading: Reading) -> Quantity | None:
    """A number, or a counted noun, right before a participle with no auxiliary or object ("31 killed", "9 hurt")."""
    if token.tag_ in ("VBZ", "VBG", "VB") or syntax.children(token, "obj", "cop") or token.i == 0:
        return None
    if token.nbor(-1).lower_ in _DEGREES and token.i > 1 and (unit := reading.by_unit.get(token.i - 2)) is not None:
        return unit if not syntax.children(token, "aux", "aux:pass") else None  # "three men slightly hurt"
    more = token.nbor(-1).lower_ in ("more", "others") and token.i > 1  # "with dozens more hurt"
    before = reading.by_token.get(token.i - 1 - more)
    if before is not None and more and before.end == token.i - 1:
        return before
    helpers = syntax.children(token, "aux", "aux:pass")
    if helpers:  # "Their losses were 90 killed": the number stands after the auxiliary
        listed = before is not None and before.end == token.i and helpers[-1].i == before.start - 1
        return before if listed else None
    if before is not None and before.end == token.i:
        return before
    noun = token.nbor(-1)
    counted = reading.by_unit.get(noun.i) if noun.pos_ in ("NOUN", "PROPN") else None
    return counted if counted is not None and counted.end <= noun.i and noun.i - counted.end <= 3 else None


def as_subject(token: Token, row: Word, reading: Reading) -> Framed:
    if row.attrs.get("bare") and not _is_bare(token, reading):
        return
    if row.attrs.get("intransitive") and syntax.objects(token):
        return
    if _is_attribute(token):
        yield from _of_attribute(token, row, reading)
        return
    subject = syntax.subject(token)
    participle = token.dep_ == "acl" and token.tag_ == "VBN" and syntax.own_subject(token) is None
    if subject is not None and not participle:
        if _shares_effects(token, reading):
            return
        yield from ((t, None) for t in people(syntax.conjuncts(subject), row, reading))
    elif subject is None:
        quantity = right_before(token, reading)
        if quantity is not None:
            yield from numbered(quantity, row, reading)
    yield from _along(token, row, reading)


def _along(token: Token, row: Word, reading: Reading) -> Framed:
    """ "was killed along with two guards": those who shared it."""
    for c in token.children:
        if c.dep_.split(":")[0] in ("obl", "nmod", "advcl") and syntax.case_of(c) in _ALONG:
            yield from ((t, None) for t in people(syntax.conjuncts(c), row, reading))


def _is_bare(token: Token, reading: Reading) -> bool:
    """ "Thirty hussars fell": no word says into what, from where or how; times and places of the fight may stand."""
    for c in token.children:
        if c.dep_ in ("advmod", "xcomp", "compound:prt", "obj") and c.pos_ != "SCONJ":
            return False
        if c.dep_.startswith("obl") and syntax.case_of(c) not in ("on", "at", "before", "during", "by", ""):
            return False
    return not any(d.start <= token.i + 1 < d.end for d in reading.parsed.dates if d.end <= token.i)


def as_passive(token: Token, row: Word, reading: Reading) -> Framed:
    headline = token.tag_ == "VBN" and token.dep_ == "ROOT" and right_before(token, reading) is not None  # "12 held"
    if (syntax.is_passive(token) or headline) and (not row.attrs.get("bare") or _is_bare(token, reading)):
        yield from as_object(token, row, reading)
