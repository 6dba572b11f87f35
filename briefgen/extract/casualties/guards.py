"""When a word of loss tells of none: what is possible, denied, feared, a rate, an illness, a part, or undone again."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.reading import Reading, as_state
from briefgen.extract.casualties.words import attr, frame_of
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word
from briefgen.model import Effect

_RATES = frozenset({"daily", "weekly", "monthly", "annually", "yearly", "hourly"})
_EACH = frozenset({"a", "every", "each", "per"})
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
_RISKS = frozenset(
    {"risk", "threat", "fear", "danger", "plot", "plan", "attempt", "possibility", "prospect", "order", "chance"}
    | {"suggestion", "suggestions", "idea", "ideas", "proposal", "proposals", "intention", "option", "options", "talk"}
    | {"fears", "threats", "risks", "plots", "plans", "attempts", "warning", "warnings", "potential", "likelihood"}
)
_CLAIMS = frozenset(
    {"claim", "claims", "report", "reports", "allegation", "allegations", "rumour", "rumours", "rumors"}
)
_FALSE = frozenset(
    {"false", "untrue", "baseless", "denied", "unfounded", "fabricated", "wrong", "rejected", "dismissed"}
)
_ATTEMPTED = frozenset({"attempted", "alleged", "possible", "potential", "imminent", "future", "threatened", "planned"})


def happened(token: Token, victim: Token | None, *, reading: Reading, noun: bool) -> bool:
    """Told as fact: not possible, future, denied, feared or undone."""
    outer = noun or token.dep_ == "amod" or token.pos_ in ("ADJ", "NOUN")
    inner = token.head if token.dep_ == "amod" else token
    modality = syntax.modality(syntax.predicate_of(inner) if outer else token)
    if modality in ("hypothetical", "future") or (modality == "denied" and not noun):
        return False
    predicate = syntax.predicate_of(token)
    if modality == "denied" and (syntax.negated(predicate) or _denies(predicate)):
        return False
    above = [t for t in heads(token) if t != token]
    if any(reading.lexicon.within(t, "unsure") for t in above[:4] if t.pos_ in ("VERB", "ADJ", "AUX")):
        return False
    if token.dep_.startswith("acl") and _was_held(token, reading) and is_undone(token.head, reading):
        return False
    if any(t.lower_ in _RISKS for t in above[:3]) or any(c.lower_ in _ATTEMPTED for c in token.children):
        return False
    return not (_is_rate(token, victim) or _is_of_illness(token) or _is_called_false(token))


def _is_called_false(token: Token) -> bool:
    """ "Claims that 40 people were killed are false", "reports that 40 were killed were denied"."""
    told = token.head
    claimed = token.dep_ in ("acl", "ccomp", "acl:relcl") and told.pos_ == "NOUN" and told.lower_ in _CLAIMS
    return claimed and any(t.lower_ in _FALSE for t in (told.head, *told.head.children))


def _was_held(token: Token, reading: Reading) -> bool:
    """ "released 45 soldiers captured in April": those who are free again are no toll."""
    return any(row.cls == "detained" for row in reading.lexicon.at(token))


def _is_rate(token: Token, victim: Token | None) -> bool:
    """ "kill three women a day", "1,300 deaths daily": a rate, no toll."""
    near = list(syntax.predicate_of(token).children)
    beneath = [inner for item in near if item.dep_ in ("obj", "nsubj", "nsubj:pass") for inner in item.children]
    for c in [*near, *beneath]:
        if c.lower_ in _RATES and c.dep_ in ("advmod", "obl:unmarked"):
            return True
        if c.lower_ in _TERMS and any(k.lower_ in _EACH for k in c.children) and c.dep_ not in ("nsubj", "obj"):
            return syntax.case_of(c) in ("", "per")
    after = [] if victim is None else [t.lower_ for t in victim.doc[victim.i + 1 : victim.i + 3]]
    if any(word in _RATES for word in after) or (len(after) == 2 and after[0] in _EACH and after[1] in _TERMS):
        return True
    return any(c.lower_ in _RATES | {"annual", "per"} and c.dep_ in ("amod", "advmod", "case") for c in token.children)


def _is_of_illness(token: Token) -> bool:
    """ "died of cancer", "taken to hospital with pneumonia": no loss of a conflict."""
    return any(
        c.lower_ in _ILLNESS or any(k.lower_ in _ILLNESS for k in c.children)
        for c in token.children
        if c.dep_.startswith(("obl", "nmod", "conj", "advcl"))
        and (c.dep_ != "conj" or syntax.own_subject(c) is None)  # "one died and another is ill"
        and syntax.case_of(c) in ("of", "from", "with", "after", "by", "")
    )


def _denies(predicate: Token) -> bool:
    return predicate.lower_ in forms("deny", "VERB") or predicate.lower_ in forms("prevent", "VERB")


def heads(token: Token) -> Iterator[Token]:
    """*token* and what it hangs on, up to ten steps; a finite clause of one's own under a verb of saying ends it."""
    for _ in range(10):
        yield token
        if token.head == token or token.dep_ in ("acl:relcl", "parataxis", "advcl"):
            return
        token = token.head


def is_anothers(token: Token, victim: Token, effect: Effect, *, reading: Reading) -> bool:
    """ "arrested and at least 21 killed", "killed 50 people and injured hundreds": the word next to it claims it."""
    inside = token.pos_ == "NOUN"  # "nine injuries among the pilgrims"
    quantity = reading.number(victim)
    named = inside or (quantity is not None and quantity.end < victim.i)  # "shot eleven wounded captives"
    near = [c for c in victim.children if c.dep_ in ("amod", "acl") and c.i > (victim.i if named else token.i)]
    last = max(victim.i, quantity.end - 1 if quantity is not None else 0)
    if last + 1 < len(token.doc) and token.i < victim.i:
        near.append(token.doc[last + 1])
    for other in near:
        participle = other != token and other.tag_ in ("VBN", "VBD", "JJ") and token.i < other.i
        if participle and any(
            row.cls != effect and _tells(row) for row in reading.lexicon.at(other) or as_state(other, reading.lexicon)
        ):
            return not syntax.children(other, "obj") or other.i < victim.i
    return False


def _tells(row: Word) -> bool:
    """A row that needs nothing besides its victims."""
    return frame_of(row) in ("object", "subject", "state") and not attr(row, "needs")


def is_part(victim: Token | None, trigger: Token) -> bool:
    """ "including three children", "among them two nurses": a part of a toll told already."""
    if victim is None:
        return False
    first = syntax.first_conjunct(victim)
    before = [t.lower_ for t in victim.doc[max(0, victim.left_edge.i - 2) : victim.i]]
    if first != victim and {"among", "amongst", "including"} & set(before):
        return True  # "three weavers, among them a girl of ten, were killed"
    if trigger.dep_.startswith("acl") and trigger.head == victim and syntax.case_of(first) == "among":
        return False  # "he was among 39 passengers executed"
    if victim.head == trigger and trigger.pos_ == "NOUN":
        return False  # "nine injuries among the pilgrims"
    left = first.left_edge.i
    if any(t.lower_ in ("incl", "incl.", "including") for t in victim.doc[max(0, left - 2) : left]):
        return True
    if syntax.case_of(first) in ("including", "among", "amongst", "like", "such as", "except", "except for"):
        return True
    words = {c.lower_ for c in first.children if c.dep_ in ("case", "mark", "advmod", "acl", "advcl")}
    return bool(words & {"including", "among"}) or first.head.lower_ in ("including", "includes", "include", "included")


def is_undone(token: Token, reading: Reading) -> bool:
    """ "freed nine hostages", "6,000 refugees returned": the end of a loss, or care for its victims."""
    above = [t for t in heads(token) if t != token][:3]
    participles = [c for c in token.children if c.dep_.startswith("acl")]
    return any(reading.lexicon.within(t, "undo") for t in [*above, *participles])
