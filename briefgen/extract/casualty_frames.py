"""Where a text tells of human loss: the word that tells it, the effect, and the nominal or number that says who.

Each row of the word list names a frame, which says where the victims stand in the tree; frames are tried on every form of
the list. What is possible, intended, feared, denied or undone is left out here; numbers are read in `casualty_counts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualty_words import Lexicon, attr, frame_of, has_need, is_person, is_strict, sort_of
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word
from briefgen.model import Effect
from briefgen.parsed import ParsedArticle, Quantity

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
_RATES = frozenset({"daily", "weekly", "monthly", "annually", "yearly", "hourly"})
_TERMS = frozenset({"day", "week", "month", "year", "hour"})
_ILLNESS = frozenset(
    {
        "cancer",
        "illness",
        "pneumonia",
        "disease",
        "causes",
        "cholera",
        "malaria",
        "covid",
        "covid-19",
        "flu",
        "influenza",
    }
    | {"aids", "stroke", "sick", "age", "leukaemia", "leukemia", "tuberculosis", "difficulties", "complications", "ill"}
    | {"virus", "infection", "coronavirus", "ebola", "diabetes", "overdose", "childbirth", "snakebite", "sickness"}
)
_REFLEXIVE = frozenset({"himself", "herself", "themselves", "itself", "myself", "yourself", "ourselves"})
_ALONG = ("along with", "alongside", "together with", "besides", "plus", "as well as")
_RISKS = frozenset(
    {"risk", "threat", "fear", "danger", "plot", "plan", "attempt", "possibility", "prospect", "order", "chance"}
    | {"suggestion", "suggestions", "idea", "ideas", "proposal", "proposals", "intention", "option", "options", "talk"}
    | {"fears", "threats", "risks", "plots", "plans", "attempts", "warning", "warnings", "potential", "likelihood"}
)
_ATTEMPTED = frozenset({"attempted", "alleged", "possible", "potential", "imminent", "future", "threatened", "planned"})
_RECOVER = frozenset(
    form
    for lemma in ("find", "recover", "pull", "discover", "dig", "retrieve", "lie", "bury", "exhume", "see", "count")
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
    }
)
_STATES = frozenset(
    {"leave", "make", "render", "find", "pronounce", "declare", "report", "shoot", "list", "count", "have"}
)
_LEAVERS = frozenset(form for lemma in _STATES for form in forms(lemma, "VERB"))


@dataclass(frozen=True, slots=True)
class Loss:
    """One telling of a loss: its effect, the word that tells it, who suffers, and a number that hangs elsewhere.

    *victim* heads the phrase for the victims (None where only a number stands), *quantity* is set where the number does not
    belong to that phrase ("the death toll rose to 61"); *none* marks "unharmed"; *side* is who lost them ("lost 12 men").
    """

    effect: Effect
    trigger: Token
    victim: Token | None
    rule: str
    quantity: Quantity | None = None
    none: bool = False
    side: Token | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the frames read: the article, the word list, and its quantities by what they count and where they stand."""

    parsed: ParsedArticle
    lexicon: Lexicon
    by_unit: Mapping[int, Quantity]
    by_token: Mapping[int, Quantity]

    @classmethod
    def of(cls, parsed: ParsedArticle, lexicon: Lexicon) -> Reading:
        """Index the quantities of *parsed*; of two with one unit the first counts it."""
        by_unit: dict[int, Quantity] = {}
        by_token: dict[int, Quantity] = {}
        for quantity in parsed.quantities:
            if quantity.unit is not None:
                by_unit.setdefault(quantity.unit, quantity)
            for i in range(quantity.start, quantity.end):
                by_token[i] = quantity
        return cls(parsed, lexicon, by_unit, by_token)

    def number(self, token: Token | None) -> Quantity | None:
        """The quantity that counts the phrase of *token*: on it, or *token* is the number itself."""
        if token is None:
            return None
        head = syntax.nominal_head(token)
        return self.by_token.get(token.i) or self.by_unit.get(token.i) or self.by_unit.get(head.i)


Framed = Iterator[tuple[Token | None, Quantity | None]]
Frame = Callable[[Token, Word, Reading], Framed]


def losses(reading: Reading) -> Iterator[Loss]:
    """Every telling of a loss, in order of the text."""
    for token in reading.parsed.doc:
        for row in reading.lexicon.at(token) or _as_noun(token, reading.lexicon):
            found = list(_framed(token, row, reading=reading))
            if found:
                yield from found
                break


def _as_noun(token: Token, lexicon: Lexicon) -> tuple[Word, ...]:
    """ "wounded", "dead", "missing" are states whether tagged as adjectives, nouns or participles."""
    if token.pos_ not in ("NOUN", "VERB", "PROPN", "ADV", "ADJ", "AUX"):
        return ()
    states = lexicon.rows.get((token.lower_, "ADJ"), ())
    if states:
        return states
    if token.pos_ in ("ADJ", "NOUN", "PROPN") and token.tag_ != "JJR":
        participle = token.lower_.endswith(("ed", "n", "t")) or _is_headline(token)
        return lexicon.rows.get((token.lower_, "VERB"), ()) if participle else ()
    return lexicon.rows.get((token.lower_, "NOUN"), ()) if token.pos_ == "VERB" and token.tag_ == "VBG" else ()


def _is_headline(token: Token) -> bool:
    """A line of its own without a full stop at its end: tags are less sure there."""
    return token.sent.text.rstrip()[-1:] not in '.?!"”' and len(token.sent) < 25


def _framed(token: Token, row: Word, *, reading: Reading) -> Iterator[Loss]:
    frame = _FRAMES.get(frame_of(row))
    if frame is None or not has_need(token, row) or token.dep_ == "compound":
        return
    effect: Effect = row.cls  # type: ignore[assignment]  # the index holds rows of the five effects only
    for victim, quantity in frame(token, row, reading):
        number = quantity or reading.number(victim)
        none = frame_of(row) == "unhurt"
        zero = number is not None and number.high == 0
        if not (zero or none) and not _happened(token, victim, reading=reading, noun=row.pos == "NOUN"):
            continue
        if _is_part(victim) or (victim is not None and victim.lower_ in _REFLEXIVE):
            continue
        if victim is not None and _is_anothers(token, victim, effect, reading=reading):
            continue
        side = syntax.subject(token) if frame_of(row) in ("lose", "count") else None
        yield Loss(effect, token, victim, f"casualties.{row.pos.lower()}.{frame_of(row)}", quantity, none, side)


def _is_anothers(token: Token, victim: Token, effect: Effect, *, reading: Reading) -> bool:
    """ "arrested and at least 21 killed", "killed 50 people and injured hundreds": the word next to it claims it."""
    near = [c for c in victim.children if c.dep_ in ("amod", "acl") and c.i > token.i]
    quantity = reading.number(victim)
    last = max(victim.i, quantity.end - 1 if quantity is not None else 0)
    if last + 1 < len(token.doc) and token.i < victim.i:
        near.append(token.doc[last + 1])
    for other in near:
        participle = other is not token and other.tag_ in ("VBN", "VBD", "JJ") and token.i < other.i
        if participle and any(
            row.cls != effect and not attr(row, "needs")
            for row in reading.lexicon.at(other) or _as_noun(other, reading.lexicon)
        ):
            return not syntax.children(other, "obj") or other.i < victim.i
    return False


def _happened(token: Token, victim: Token | None, *, reading: Reading, noun: bool) -> bool:
    """Told as fact: not possible, future, denied, feared or undone."""
    outer = noun or token.dep_ == "amod" or token.pos_ in ("ADJ", "NOUN")
    modality = syntax.modality(syntax.predicate_of(token) if outer else token)
    if modality in ("hypothetical", "future") or (modality == "denied" and not noun):
        return False
    predicate = syntax.predicate_of(token)
    if modality == "denied" and (syntax.negated(predicate) or _denies(predicate)):
        return False
    above = [t for t in _heads(token) if t != token]
    if any(reading.lexicon.within(t, "unsure") for t in above[:4] if t.pos_ in ("VERB", "ADJ", "AUX")):
        return False
    if token.dep_.startswith("acl") and _was_held(token, reading) and _is_undone(token.head, reading):
        return False
    if any(t.lower_ in _RISKS for t in above[:3]) or any(c.lower_ in _ATTEMPTED for c in token.children):
        return False
    return not (_is_rate(token) or _is_of_illness(token))


def _was_held(token: Token, reading: Reading) -> bool:
    """ "released 45 soldiers captured in April": those who are free again are no toll."""
    return any(row.cls == "detained" for row in reading.lexicon.at(token))


def _is_rate(token: Token) -> bool:
    """ "kill three women a day", "1,300 deaths daily": a rate, no toll."""
    for c in syntax.predicate_of(token).children:
        if c.lower_ in _RATES and c.dep_ in ("advmod", "amod", "obl:unmarked"):
            return True
        if (
            c.lower_ in _TERMS
            and any(k.lower_ in ("a", "every", "each", "per") for k in c.children)
            and c.dep_ != "nsubj"
        ):
            return syntax.case_of(c) in ("", "per")
    return any(c.lower_ in ("per", "daily", "monthly", "annual", "yearly") for c in token.children)


def _is_of_illness(token: Token) -> bool:
    """ "died of cancer", "taken to hospital with pneumonia": no loss of a conflict."""
    return any(
        c.lower_ in _ILLNESS or any(k.lower_ in _ILLNESS for k in c.children)
        for c in token.children
        if c.dep_.startswith(("obl", "nmod", "conj", "advcl"))
        and syntax.case_of(c) in ("of", "from", "with", "after", "by", "")
    )


def _denies(predicate: Token) -> bool:
    return predicate.lower_ in forms("deny", "VERB") or predicate.lower_ in forms("prevent", "VERB")


def _heads(token: Token) -> Iterator[Token]:
    """*token* and what it hangs on, up to ten steps; a finite clause of one's own under a verb of saying ends it."""
    for _ in range(10):
        yield token
        if token.head == token or token.dep_ in ("acl:relcl", "parataxis", "advcl"):
            return
        token = token.head


def _is_part(victim: Token | None) -> bool:
    """ "including three children", "among them two nurses": a part of a toll told already."""
    if victim is None:
        return False
    first = syntax.first_conjunct(victim)
    if syntax.case_of(first) in ("including", "among", "amongst", "like", "such as", "except", "except for"):
        return True
    words = {c.lower_ for c in first.children if c.dep_ in ("case", "mark", "advmod", "acl", "advcl")}
    return bool(words & {"including", "among"}) or first.head.lower_ in ("including", "includes", "include", "included")


# --- frames of verbs ---------------------------------------------------------------------------------------------------


def _people(tokens: Sequence[Token], row: Word, reading: Reading) -> Iterator[Token]:
    """Those of *tokens* whose phrase may stand for victims; a number or part is judged by what it counts."""
    avoided = {form for lemma in attr(row, "avoid") for form in forms(lemma, "NOUN")}
    for token in tokens:
        head = syntax.nominal_head(token)
        unit = reading.number(token)
        if unit is not None and unit.unit is not None and unit.unit != token.i and token.pos_ == "NUM":
            head = reading.parsed.doc[unit.unit]
        if _is_generic(token):
            continue
        if head.lower_ in avoided or ("forces" in avoided and sort_of(head, reading.lexicon) == "forces"):
            continue
        if is_person(head, reading.lexicon, strict=is_strict(row)) or _is_counted_people(head, unit, reading):
            yield token


def _is_generic(token: Token) -> bool:
    """ "the sixth Briton killed": one of a row, told of already or elsewhere."""
    return any(
        c.dep_ == "amod" and (c.lower_.endswith(("th", "rd", "st")) and c.lower_ in _ORDINALS) for c in token.children
    )


def _is_counted_people(head: Token, quantity: Quantity | None, reading: Reading) -> bool:
    """ "hundreds of thousands of Rohingya": a counted name that is no place and no body is a people."""
    if quantity is None or head.pos_ != "PROPN" or quantity.low == quantity.high == 1:
        return False
    return not any(m.place or m.form in ("metonym", "acronym") for m in reading.parsed.mentions_at(head))


def _object(token: Token, row: Word, reading: Reading) -> Framed:
    if token.dep_ == "amod" and token.tag_ in ("VBN", "JJ") and token.head.i > token.i:
        if reading.number(token.head) is not None:
            yield from ((t, None) for t in _people([token.head], row, reading))
        return
    before = _right_before(token, reading)
    if before is not None:
        yield from _numbered(before, row, reading)
        return
    patients = [
        t
        for t in syntax.patients(token)
        if not (token.dep_.startswith("acl") and t.i > token.i and t is not token.head) or t in syntax.objects(token)
    ]
    found = list(_people(patients, row, reading))
    if not found:
        quantity = _right_after(token, reading)
        if quantity is not None:
            yield from _numbered(quantity, row, reading)
    elif found and not _shares_effects(token, reading):
        yield from ((t, None) for t in found)


def _numbered(quantity: Quantity, row: Word, reading: Reading) -> Framed:
    """A number beside the word; what it counts, if anything, must be able to suffer it."""
    unit = None if quantity.unit is None else reading.parsed.doc[quantity.unit]
    if unit is None or any(r.cls == row.cls for r in reading.lexicon.at(unit)):
        yield None, quantity
    elif is_person(unit, reading.lexicon, strict=is_strict(row)):
        yield unit, quantity


def _shares_effects(token: Token, reading: Reading) -> bool:
    """ "killed or wounded 900", "killed and wounded 20 people": one number for two effects says neither."""
    for other in (token.head, *syntax.children(token, "conj")):
        joined = other != token and (token.dep_ == "conj" or other.dep_ == "conj") and abs(other.i - token.i) <= 3
        if not joined or not reading.lexicon.at(other):
            continue
        between = token.doc[min(token.i, other.i) + 1 : max(token.i, other.i)]
        if all(t.dep_ == "cc" or t.is_punct for t in between):
            classes = {row.cls for t in (token, other) for row in reading.lexicon.at(t) if not attr(row, "needs")}
            either = any(t.lower_ == "or" for t in between)
            return {"killed", "injured"} <= classes or (either and len(classes) > 1)
    return False


def _right_after(token: Token, reading: Reading) -> Quantity | None:
    """A number right after an active verb that the tree left alone, as in headlines ("kills 12")."""
    quantity = reading.by_token.get(token.i + 1)
    return quantity if quantity is not None and quantity.start == token.i + 1 and token.tag_ != "VBN" else None


def _right_before(token: Token, reading: Reading) -> Quantity | None:
    """A number, or a counted noun, right before a participle without auxiliary or object ("31 killed", "9 men hurt")."""
    if token.tag_ in ("VBZ", "VBG", "VB") or syntax.children(token, "aux", "aux:pass", "obj", "cop") or token.i == 0:
        return None
    before = reading.by_token.get(token.i - 1)
    if before is not None and before.end == token.i:
        return before
    noun = token.nbor(-1)
    counted = reading.by_unit.get(noun.i) if noun.pos_ in ("NOUN", "PROPN") else None
    return counted if counted is not None and counted.end <= noun.i and noun.i - counted.end <= 3 else None


def _subject(token: Token, row: Word, reading: Reading) -> Framed:
    subject = syntax.subject(token)
    if subject is not None and not (token.dep_ == "acl" and token.tag_ == "VBN"):
        if _shares_effects(token, reading):
            return
        yield from ((t, None) for t in _people(syntax.conjuncts(subject), row, reading))
    elif subject is None:
        quantity = _right_before(token, reading)
        if quantity is not None:
            yield from _numbered(quantity, row, reading)
    for c in token.children:
        if c.dep_.split(":")[0] in ("obl", "nmod", "advcl") and syntax.case_of(c) in _ALONG:
            yield from ((t, None) for t in _people(syntax.conjuncts(c), row, reading))


def _passive(token: Token, row: Word, reading: Reading) -> Framed:
    if syntax.is_passive(token):
        yield from _object(token, row, reading)


def _wanted(token: Token, row: Word) -> list[Token]:
    wanted = {form for lemma in attr(row, "objects") for form in forms(lemma, "NOUN")}
    places = (
        [*syntax.objects(token), *syntax.obliques(token)] if not syntax.is_passive(token) else syntax.patients(token)
    )
    return [t for t in places if t.lower_ in wanted]


def _life(token: Token, row: Word, reading: Reading) -> Framed:
    for life in _wanted(token, row):
        number = reading.number(life)
        owners = [c for c in life.children if c.dep_.startswith("nmod") and syntax.case_of(c) == "of"]
        if number is not None:
            yield life, number
        for owner in owners[:1]:
            yield from ((t, None) for t in _people(syntax.conjuncts(owner), row, reading))


def _own(token: Token, row: Word, reading: Reading) -> Framed:
    subject = syntax.subject(token)
    if subject is not None and _wanted(token, row):
        yield from ((t, None) for t in _people(syntax.conjuncts(subject), row, reading))


def _lose(token: Token, row: Word, reading: Reading) -> Framed:
    if not syntax.obliques(token, "to"):
        yield from ((t, None) for t in _people(syntax.objects(token), row, reading) if reading.number(t) is not None)


def _count(token: Token, row: Word, reading: Reading) -> Framed:
    for noun in _wanted(token, row):
        if reading.number(noun) is not None:
            yield noun, reading.number(noun)


# --- frames of nouns and adjectives ------------------------------------------------------------------------------------


def _event(token: Token, row: Word, reading: Reading) -> Framed:
    number = reading.by_unit.get(token.i) or _number_of_conjunct(token, reading)
    holders = [c for c in token.children if c.i > token.i and syntax.case_of(c) == "of"]
    if number is not None and (row.words != ("loss",)):
        whom = next(
            (c for c in token.children if c.dep_.startswith("nmod") and syntax.case_of(c) in ("among", "of")), None
        )
        yield (whom if whom is not None and number.unit == token.i else token), number
        return
    for holder in holders[:1]:
        yield from ((t, None) for t in _people(syntax.conjuncts(holder), row, reading))
    if not holders:
        owner = syntax.child(token, "nmod:poss")
        if owner is not None and owner.pos_ != "PRON" and (token.tag_ == "NN" or reading.number(owner)):
            yield from ((t, None) for t in _people([owner], row, reading) if owner.ent_type_ not in ("GPE", "ORG"))


def _number_of_conjunct(token: Token, reading: Reading) -> Quantity | None:
    """ "a number of deaths and injuries": an unknown number reaches over both."""
    shared = reading.by_unit.get(token.head.i) if token.dep_ == "conj" else None
    return shared if shared is not None and shared.low is None and shared.high is None else None


def _noun_state(token: Token, row: Word, reading: Reading) -> Framed:
    number = reading.number(token)
    holder = next((c for c in token.children if c.dep_.startswith("nmod") and syntax.case_of(c) == "of"), None)
    if (
        syntax.case_of(token) == "for"
        or _is_undone(token, reading)
        or (token.lower_ in forms("body", "NOUN") and not _is_corpse(token, reading))
    ):
        return
    if holder is not None and not is_person(syntax.nominal_head(holder), reading.lexicon, strict=False):
        return
    if number is None and holder is not None and row.cls == "killed" and reading.number(holder) is not None:
        yield holder, reading.number(holder)
    elif number is not None and (number.high != 0 or row.cls in ("killed", "injured")):
        yield token, number


def _is_undone(token: Token, reading: Reading) -> bool:
    """ "freed nine hostages", "6,000 refugees returned": the end of a loss, or care for its victims."""
    heads = [t for t in _heads(token) if t != token][:3]
    participles = [c for c in token.children if c.dep_.startswith("acl")]
    return any(reading.lexicon.within(t, "undo") for t in [*heads, *participles])


def _is_corpse(token: Token, reading: Reading) -> bool:
    if any(
        c.lower_ in ("dead", "charred", "mutilated", "decomposed", "lifeless", "burnt", "burned")
        for c in token.children
    ):
        return True
    holder = next((c for c in token.children if c.dep_.startswith("nmod") and syntax.case_of(c) == "of"), None)
    if holder is not None:
        return is_person(syntax.nominal_head(holder), reading.lexicon, strict=True)
    near = [token.head, *syntax.children(token, "acl", "acl:relcl"), syntax.predicate_of(token)]
    return any(t.lower_ in _RECOVER for t in near) and not syntax.children(token, "compound")


def _state(token: Token, row: Word, reading: Reading) -> Framed:
    if frame_of(row) != "unhurt" and token.pos_ == "NOUN" and row.pos == "NOUN":
        yield from _noun_state(token, row, reading)
        return
    if syntax.case_of(token) in ("among", "amongst", "of", "from", "for") and reading.number(token) is None:
        return
    if token.dep_ == "amod" and token.head.pos_ in ("NOUN", "PROPN"):
        heads = syntax.conjuncts(syntax.first_conjunct(token.head)) if token.i > token.head.i else [token.head]
        for head in heads:
            if reading.number(head) is not None and is_person(head, reading.lexicon, strict=True):
                yield head, None
        return
    own = reading.number(token)
    if own is not None and own.unit == token.i:
        if syntax.case_of(token) != "of" or own.high == 0:
            yield token, own
        return
    before = _right_before(token, reading)
    if before is not None:
        yield from _numbered(before, row, reading)
        return
    if token.tag_ == "VBG" or syntax.children(token, "obj"):
        return
    holders = _holders(token)
    yield from ((t, None) for t in _people(holders, row, reading))


def _holders(token: Token) -> list[Token]:
    """Who is in the state: the subject ("12 are dead"), the object of the verb that brings it ("left 12 dead")."""
    own = syntax.own_subject(token)
    if own is not None:
        return syntax.conjuncts(own)
    head = token.head
    if token.dep_ in ("xcomp", "advcl", "obj", "ccomp", "acl", "advmod", "obl") and head.pos_ in ("VERB", "AUX"):
        if head.lower_ in _LEAVERS or token.dep_ == "xcomp":
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


def _unhurt(token: Token, row: Word, reading: Reading) -> Framed:
    holders = _holders(token) or _subjects(token)
    yield from (
        (t, None)
        for t in _people(holders[:1], row, reading)
        if sort_of(t, reading.lexicon) != "unknown" or t.pos_ == "PROPN"
    )


_FRAMES: Mapping[str, Frame] = {
    "object": _object,
    "subject": _subject,
    "passive": _passive,
    "life": _life,
    "own": _own,
    "lose": _lose,
    "count": _count,
    "event": _event,
    "state": _state,
    "unhurt": _unhurt,
}
