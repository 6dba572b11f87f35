"""From tellings of loss to counted tolls: numbers, single victims, nobody, hedges that reach over a coordination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.reading import Loss, Reading
from briefgen.extract.casualties.words import (
    KIN,
    ORDINALS,
    frame_of,
    is_civilian,
    is_counted,
    is_foremost,
    is_one_national,
    sort_of,
)
from briefgen.knowledge.inflection import forms
from briefgen.model import Effect
from briefgen.parsed import Quantity

_UNCOUNTED = frozenset(
    {"any", "every", "each", "some", "such", "what", "which", "whatever", "all", "most", "more", "both"}
)
_IRREGULARS = frozenset(
    form
    for lemma in ("gunman", "militant", "rebel", "insurgent", "attacker", "bandit", "terrorist", "guerrilla", "bomber")
    for form in forms(lemma, "NOUN")
)
_ANYONE = frozenset({"man", "men", "others", "hands"})
"""Words for soldiers and for others: "a captain and nine men", "a clerk and two others"."""
_COUPLES = {"couple": 2, "pair": 2, "duo": 2, "trio": 3, "twins": 2, "triplets": 3, "newlyweds": 2}
_ONE_PRONOUNS = frozenset({"he", "she", "him", "her"})


@dataclass(frozen=True, slots=True)
class Toll:
    """A counted loss: bounds as in the annotation guidelines, the victims' heads (several for "his wife and son"), and
    the tokens [start, end) of the shortest text that carries effect and number. *key* names the number itself, so that
    one number is never told twice for one effect."""

    effect: Effect
    low: int | None
    high: int | None
    approx: bool
    vague: bool
    trigger: Token
    victims: tuple[Token, ...]
    start: int
    end: int
    rule: str
    key: int
    side: Token | None = None
    single: bool = False


def tolls(losses: Iterable[Loss], *, reading: Reading) -> Iterator[Toll]:
    """Count each telling; what has neither a number nor a single victim ("civilians were killed") gives nothing."""
    taken: set[tuple[Effect, int]] = set()
    for _, group in groupby(losses, key=lambda loss: loss.trigger.i):
        for toll in _counted(list(group), reading=reading):
            if (toll.effect, toll.key) not in taken:
                taken.add((toll.effect, toll.key))
                yield _whole(toll)


def _whole(toll: Toll) -> Toll:
    """The stretch with the words that make the verb tell of loss: "lost their lives", "gunned down", "shot dead"."""
    last = toll.trigger.i
    if toll.rule.endswith((".own", ".life")):
        last = max((c.i for c in syntax.objects(toll.trigger)), default=last)
    after = toll.trigger.doc[last + 1 : last + 2]
    if len(after) and after[0].lower_ in ("dead", "down", "hostage", "captive", "prisoner"):
        last += 1
    return replace(toll, end=max(toll.end, last + 1)) if last - toll.trigger.i <= 12 else toll


def _counted(group: Sequence[Loss], *, reading: Reading) -> Iterator[Toll]:
    singles: list[Loss] = []
    family = _family(group, reading=reading)
    if family is not None:
        yield family
        return
    for loss in group:
        quantity = loss.quantity or reading.number(loss.victim)
        if loss.none or (loss.victim is not None and quantity is None and syntax.is_none(loss.victim)):
            if loss.effect != "displaced":
                yield _nobody(loss)
        elif quantity is not None and not (quantity.high == 0 and loss.effect == "displaced"):
            if not _is_share(quantity, loss, reading=reading) and not _is_loose(quantity, loss):
                yield _numbered(loss, quantity, reading=reading)
        elif loss.victim is not None and _is_both(loss.victim, reading=reading):
            yield _several(loss, [loss.victim], 2)
        elif loss.victim is not None and (few := _COUPLES.get(loss.victim.lower_)):
            yield _several(loss, [loss.victim], few)
        elif loss.victim is not None and _is_single(loss.victim, reading=reading):
            singles.append(loss)
    if singles and singles[0].effect != "displaced":
        yield from _joined(singles, reading=reading)


def _is_both(token: Token, *, reading: Reading) -> bool:
    """ "both men", "both her sons"."""
    both = any(c.lower_ == "both" and c.dep_.startswith("det") for c in token.children) and token.tag_ == "NNS"
    return both and sort_of(token, reading.lexicon) in ("forces", "civilian", "plain")


def _several(loss: Loss, victims: list[Token], count: int) -> Toll:
    """ "the couple were killed": a word that says how many."""
    span = _span(loss.trigger, victims, None)
    return Toll(
        loss.effect, count, count, False, False, loss.trigger, tuple(victims), *span, loss.rule, victims[0].i, loss.side
    )


def _family(group: Sequence[Loss], *, reading: Reading) -> Toll | None:
    """ "a potter and his three sons", "a captain and nine men", "six medics and a driver": one toll, as long as one
    group alone is counted and all are of one kind."""
    victims = [loss.victim for loss in group if loss.victim is not None and loss.quantity is None]
    if len(victims) < 2 or len(victims) != len(group) or group[0].none or group[0].effect == "displaced":
        return None
    if any(syntax.first_conjunct(v) != syntax.first_conjunct(victims[0]) for v in victims):
        return None
    counted = [v for v in victims if reading.number(v) is not None]
    number = reading.number(counted[0]) if len(counted) == 1 else None
    if number is None or number.low is None or number.low != number.high or number.approx or number.low < 2:
        return None
    singles = [v for v in victims if v != counted[0]]
    if len({v.lemma_.lower() in _IRREGULARS or v.lower_ in _IRREGULARS for v in victims}) > 1:
        return None  # "six gunmen and a soldier": of two sides
    civil = {is_civilian(v, reading.lexicon) is False for v in victims if v.lower_ not in _ANYONE}
    if (len(civil) > 1 and not _is_tied(victims)) or not all(
        v.lower_ in _COUPLES or _is_single(v, reading=reading) for v in singles
    ):
        return None
    return _several(group[0], victims, number.low + sum(_COUPLES.get(v.lower_, 1) for v in singles))


def _is_tied(victims: Sequence[Token]) -> bool:
    """ "the headman, his brother and four guards", "the mayor and his bodyguard": the others are the first one's."""
    owners = (c for v in victims[1:] for c in syntax.children(v, "nmod:poss"))
    return any(c.lower_ in ("his", "her", "their") for c in owners)


def _nobody(loss: Loss) -> Toll:
    victim = loss.victim or loss.trigger
    span = _span(loss.trigger, [victim], None)
    return Toll(loss.effect, 0, 0, False, False, loss.trigger, (victim,), *span, "casualties.zero", victim.i)


def _numbered(loss: Loss, quantity: Quantity, *, reading: Reading) -> Toll:
    low, high = quantity.low, quantity.high
    victim = loss.victim
    partitive = victim is not None and syntax.nominal_head(victim) != victim
    if quantity.unit is not None and (victim is None or partitive or victim.i in range(quantity.start, quantity.end)):
        victim = reading.parsed.doc[quantity.unit]
    if low == high and low != 0 and not quantity.approx and _under_hedge(loss, quantity, reading=reading):
        high = None
    victims = () if victim is None or victim.i in range(quantity.start, quantity.end) else (victim,)
    span = _span(loss.trigger, victims, quantity)
    one = low == high == 1
    return Toll(
        loss.effect, low, high, quantity.approx, quantity.vague, loss.trigger, victims, *span, loss.rule,
        quantity.start, loss.side, single=one,
    )  # fmt: skip


def _under_hedge(loss: Loss, quantity: Quantity, *, reading: Reading) -> bool:
    """ "At least 10 were killed and 45 injured": the hedge reaches over the gapped second clause."""
    if loss.trigger.dep_ != "conj" or syntax.children(loss.trigger, "aux", "aux:pass", "cop"):
        return False
    first = syntax.first_conjunct(loss.trigger)
    hedged = reading.number(syntax.own_subject(first) or first)
    if (
        hedged is None
        or hedged.vague
        or hedged.low is None
        or hedged.high is not None
        or hedged.start >= quantity.start
    ):
        return False
    words = reading.parsed.doc[hedged.start : hedged.end].text.lower()
    return words.startswith("at least") and not syntax.objects(loss.trigger)


def _is_share(quantity: Quantity, loss: Loss, *, reading: Reading) -> bool:
    """ "five of them", "two of whom": a part of a toll, unless its effect is another than the toll's before it."""
    if quantity.unit is None or loss.trigger.pos_ == "NOUN":
        return False
    unit = reading.parsed.doc[quantity.unit]
    if unit.lower_ not in ("them", "whom", "those", "these", "which"):
        return False
    before = reading.parsed.doc[max(0, unit.sent.start - 40) : quantity.start]
    told = (row for token in before if token != loss.trigger for row in reading.lexicon.at(token))
    told = (row for row in told if "needs" not in row.attrs and not is_counted(row))
    return any(row.cls == loss.effect and frame_of(row) not in ("lose", "where") for row in told)


def _is_loose(quantity: Quantity, loss: Loss) -> bool:
    """ "many Syrians have fled", "two friends left their homes": too loose a word, or too few, for the displaced."""
    if loss.effect == "displaced":
        few = quantity.high is not None and 0 < quantity.high < 5
        return few or (quantity.vague and quantity.low is not None and quantity.low <= 3)
    many = loss.trigger.doc[quantity.start].lower_ == "many"
    return many and loss.effect in ("detained", "missing")


def _is_single(token: Token, *, reading: Reading) -> bool:
    """One person: "a teacher", "the driver", "Tomas Ferrand", "he"; not a collective, a generic or a plural."""
    if token.lower_ in _ONE_PRONOUNS or (token.lower_ == "another" and token.pos_ != "ADJ"):
        return True
    if token.lower_ == "old" and sort_of(token, reading.lexicon) == "plain":
        return any(c.lower_ in ("a", "an", "the") for c in token.children)
    if any(letter.isdigit() for letter in token.text):
        return False
    if is_foremost(token) or (is_one_national(token) and sort_of(token, reading.lexicon) == "plain"):
        return True
    if token.lower_ in ORDINALS and sort_of(token, reading.lexicon) == "plain":
        return True
    if token.tag_ not in ("NN", "NNP") and not (token.pos_ == "PROPN" and token.tag_ != "NNPS"):
        return False
    if any(c.dep_ in ("det", "amod") and c.lower_ in _UNCOUNTED for c in token.children):
        return False
    sort = sort_of(token, reading.lexicon)
    if sort == "unknown" and any(_names_person(c, reading=reading) for c in token.children):
        return True  # "the ringleader Jonas Brandt"
    if token.pos_ == "PROPN" and sort in ("plain", "unknown"):
        return not any(m.actors and m.head in ("actor", "forces") for m in reading.parsed.mentions_at(token))
    return sort in ("forces", "civilian", "plain") and token.lower_ not in _PLURAL_ONLY


def _names_person(token: Token, *, reading: Reading) -> bool:
    named = token.dep_ in ("appos", "flat") and token.pos_ == "PROPN"
    return named and any(m.form == "person" for m in reading.parsed.mentions_at(token))


_PLURAL_ONLY = frozenset(
    {"people", "police", "personnel", "staff", "life", "dead", "wounded", "injured", "family", "crew", "couple"}
)


def _joined(singles: Sequence[Loss], *, reading: Reading) -> Iterator[Toll]:
    """Single victims in one coordination are one toll, as long as they are of one kind ("his wife and son": 2)."""

    tied = _is_tied([loss.victim for loss in singles if loss.victim is not None])

    def kind(loss: Loss) -> object:
        victim = loss.victim or loss.trigger
        mentions = [m.actor.name for m in reading.parsed.mentions_at(victim) if m.actor and m.head == "forces"]
        return not tied and (is_civilian(victim, reading.lexicon) is False, tuple(mentions)), syntax.first_conjunct(
            victim
        ).i

    for _, group in groupby(singles, key=kind):
        losses = list(group)
        first = losses[0]
        victims = _persons([loss.victim for loss in losses if loss.victim is not None], first.trigger)
        span = _span(first.trigger, victims, None)
        count = len(victims)
        yield Toll(
            first.effect, count, count, False, False, first.trigger, tuple(victims), *span, first.rule, victims[0].i,
            first.side, single=True,
        )  # fmt: skip


def _persons(victims: list[Token], trigger: Token) -> list[Token]:
    """Those of a coordination that are persons of their own: not "the painter and campaigner who was killed"."""
    outer = trigger.head if trigger.dep_ == "xcomp" else trigger
    if outer.dep_ == "acl" and outer.head == victims[0]:
        return [v for v in victims if v.i < trigger.i]  # "Brandt, thought dead since the raid, and Holm, who …"
    aux = syntax.children(trigger, "aux", "aux:pass", "cop")
    if any(a.lower_ in ("was", "is", "has") for a in aux):
        return victims[:1]
    if any(a.lower_ in ("were", "are", "have") for a in aux):
        return victims
    own = [v for v in victims[1:] if v.pos_ == "PROPN" or v.lower_ in KIN or syntax.children(v, "det", "nmod:poss")]
    return [*victims[:1], *own]


def _span(trigger: Token, victims: Sequence[Token], quantity: Quantity | None) -> tuple[int, int]:
    """From the first to the last of: the word that tells it, the number, the victims' short phrases."""
    places = [(trigger.i, trigger.i + 1)]
    if quantity is not None:
        places.append((quantity.start, quantity.end))
    places += [_short_phrase(victim) if quantity is None else (victim.i, victim.i + 1) for victim in victims]
    start, end = min(p[0] for p in places), max(p[1] for p in places)
    return (start, end) if end - start <= 60 else (trigger.i, trigger.i + 1)


def _short_phrase(token: Token) -> tuple[int, int]:
    start, end = syntax.noun_phrase(token)
    return (start, end) if end - start <= 12 else (token.i, token.i + 1)
