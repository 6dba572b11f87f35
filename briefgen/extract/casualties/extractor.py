"""Human tolls: who was killed, injured, lost, held or driven out, how many, whose they were, and who says so.

Tellings of loss are found by frames over the tree (`frames`, `figures`), counted (`counts`)
and set in their context (`context`); here they become reports, one a toll and a group. The same figure told
again is further evidence of one report, and a headline's bare figure takes the hedge of the text below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from briefgen.extract import syntax
from briefgen.extract.casualties import context
from briefgen.extract.casualties.among import among
from briefgen.extract.casualties.counts import Toll, tolls
from briefgen.extract.casualties.figures import figures, nobody
from briefgen.extract.casualties.frames import losses
from briefgen.extract.casualties.gaps import echoed, gapped, grown, retold, shared
from briefgen.extract.casualties.labels import labelled, listed
from briefgen.extract.casualties.read import read
from briefgen.extract.casualties.reading import Loss, Reading
from briefgen.extract.casualties.sums import amounting, equated, put
from briefgen.extract.casualties.tellers import attributed_to
from briefgen.extract.casualties.words import lexicon
from briefgen.knowledge import Knowledge
from briefgen.model import CasualtyReport, Evidence
from briefgen.parsed import ParsedArticle

_NEXT = 6  # tokens between two figures of one breath: "seven Americans were killed and 36 wounded"
_MOST_ALIKE = 200  # reports of one number that a new one is set against: more are no article's
_GENERIC = frozenset(
    {"people", "persons", "person", "others", "other", "lives", "life", "victims", "dead", "deaths", "bodies"}
)
_BELIEVED = frozenset({"believed", "presumed", "thought", "reported", "feared", "supposed"})
_FURTHER = frozenset({"another", "other", "others", "more", "further", "additional"})


@dataclass(slots=True)
class _Told:
    """A report in the making: the toll it rests on, and every stretch that tells it."""

    toll: Toll
    affiliation: str | None
    civilian: bool | None
    background: bool
    headline: bool
    dated: bool
    evidence: list[Evidence] = field(default_factory=list)
    attributed: str | None = None  # to whom the body gives it, where the headline gives it to nobody


def casualties(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[CasualtyReport]:
    """Every toll that *parsed* states, in order of the text.

    >>> # "Shelling killed 23 people and wounded 41." -> killed 23/23, injured 41/41
    """
    reading = Reading.of(parsed, lexicon(knowledge))
    told: list[_Told] = []
    alike: dict[tuple[str, int | None], list[_Told]] = {}
    for item in _told(reading):
        near = alike.setdefault((item.toll.effect, item.toll.low), [])
        same = next((other for other in near[:-_MOST_ALIKE:-1] if _is_same(other, item, reading=reading)), None)
        if same is None:
            told.append(item)
            near.append(item)
        else:
            _merge(same, item, reading=reading)
    for item in told:
        yield _report(item, reading=reading)


def _told(reading: Reading) -> Iterator[_Told]:
    """One for each toll and side, in order of the text."""
    lists = [*tolls([*listed(reading)], reading=reading)]
    marked = {toll.key for toll in lists}
    told = [toll for toll in tolls([*losses(reading)], reading=reading) if toll.key not in marked]
    found = [*lists, *_without_undone(_without_names(told))]
    taken = {(toll.effect, toll.key) for toll in found}
    numbers = {toll.key for toll in found}
    for toll in tolls(_apart(reading), reading=reading):
        if toll.key not in numbers:
            found.append(toll)
            taken.add((toll.effect, toll.key))
    zero = {toll.trigger.sent.start for toll in found if toll.low == toll.high == 0}
    for toll in nobody(reading):
        if toll.trigger.sent.start not in zero:
            zero.add(toll.trigger.sent.start)
            found.append(toll)
    found += tolls(read(reading, found), reading=reading)
    last: _Told | None = None
    for toll in sorted(found, key=lambda item: (item.start, item.end)):
        for item in _sided(toll, reading=reading):
            if last is not None and _goes_on(last.toll, toll):
                item.affiliation = item.affiliation or last.affiliation
                item.civilian = last.civilian if item.civilian is None and not toll.victims else item.civilian
            last = item
            yield item


def _apart(reading: Reading) -> list[Loss]:
    """Figures that stand apart from their victims."""
    readers = (figures, put, amounting, equated, labelled, grown, gapped, shared, retold, echoed, among)
    return [loss for reader in readers for loss in reader(reading)]


def _goes_on(before: Toll, toll: Toll) -> bool:
    """ "A Tajik guard was killed and two others were wounded", "… and 36 wounded": the others are of his side."""
    others = bool(toll.victims) and toll.victims[0].lower_ in ("others", "another")
    earlier = toll.rule.endswith(".grown") and before.effect == toll.effect  # "71 were killed, up from 50"
    bare = not toll.victims and toll.side is None and not toll.rule.endswith((".figure", ".put", ".amount", ".label"))
    if bare and syntax.is_none(toll.trigger):
        return False
    between = before.trigger.doc[before.end : toll.start]
    near = len(between) <= _NEXT and not any(t.text == ";" for t in between)
    return (others or earlier or (bare and near)) and before.trigger.sent == toll.trigger.sent


def _without_names(found: list[Toll]) -> list[Toll]:
    """ "Twenty captives were beheaded": a noun that already names a loss is no toll where a verb tells its fate."""
    told = {toll.key for toll in found if not toll.rule.endswith("noun.state")}
    return [toll for toll in found if not (toll.rule.endswith("noun.state") and toll.key in told)]


def _without_undone(found: list[Toll]) -> list[Toll]:
    """Of one victim told of twice in a sentence the last state holds: "was hit and died" is a death; and who is
    "missing, believed killed" is missing."""
    killed = {(toll.trigger.sent.start, toll.victims) for toll in found if toll.effect == "killed"}
    missing = {(toll.trigger.sent.start, toll.victims) for toll in found if toll.effect == "missing"}

    def stands(toll: Toll) -> bool:
        place = toll.trigger.sent.start, toll.victims
        if not toll.victims or toll.effect not in ("injured", "killed"):
            return True
        if toll.effect == "injured":
            named = toll.trigger.dep_ == "amod"  # "shot two wounded men"
            return not (place in killed and (toll.single or named))
        return not (place in missing and toll.trigger.head.lower_ in _BELIEVED)

    return [toll for toll in found if stands(toll)]


def _sided(toll: Toll, *, reading: Reading) -> Iterator[_Told]:
    for affiliation in context.affiliations(toll, reading=reading):
        yield _Told(
            toll,
            affiliation,
            context.civilian(toll, reading=reading),
            context.background(toll, reading=reading),
            _in_headline(toll, reading=reading),
            context.when(toll, reading=reading) is not None,
            [reading.parsed.evidence(toll.start, toll.end, rule=toll.rule)],
        )


def _in_headline(toll: Toll, *, reading: Reading) -> bool:
    """The first line of the text, or the title, without a full stop at its end."""
    text = reading.parsed.article.text
    line = text.lstrip()[:300].partition("\n")[0].rstrip()
    first = reading.parsed.doc[toll.start].idx < len(text) - len(text.lstrip()) + len(line)
    return first and line[-1:] not in '.”"' and len(line) < 200


def _is_same(one: _Told, other: _Told, *, reading: Reading) -> bool:
    """The same loss told again: effect and number agree (or but for a headline's hedge), and so do the victims."""
    first, second = one.toll, other.toll
    if first.effect != second.effect or (
        one.affiliation != other.affiliation and one.affiliation and other.affiliation
    ):
        return False
    if one.affiliation != other.affiliation and first.key == second.key:
        return False
    if {one.civilian, other.civilian} == {True, False}:
        return False
    if _same_person(one, other, reading=reading):
        return True
    if one.background != other.background and (one.dated or not other.dated or (first.low or 0) < 10):
        return False
    exact = (first.low, first.high) == (second.low, second.high)
    unhedged = first.low == second.low and first.low not in (None, 0, 1) and None in (first.high, second.high)
    if first.low == first.high == 0 and exact:
        return False
    if not exact and not (unhedged and (one.headline or other.headline)):
        return False
    return _same_victims(one, other)


def _same_person(one: _Told, other: _Told, *, reading: Reading) -> bool:
    """One named victim, told of twice: by name, by a pronoun, or by the last part of the name."""
    first, second = one.toll, other.toll
    if not (first.single and second.single) or first.low != second.low:
        return False
    named = [_persons(toll, reading=reading) for toll in (first, second)]
    return bool(named[0]) and named[0] == named[1]


def _persons(toll: Toll, *, reading: Reading) -> frozenset[str]:
    tokens = [t for v in toll.victims for t in (v, *(c for c in v.children if c.dep_ in ("appos", "flat")))]
    mentions = [m for t in tokens for m in reading.parsed.mentions_at(t)]
    return frozenset(m.person.name for m in mentions if m.person is not None and m.form in ("person", "pronoun"))


def _same_victims(one: _Told, other: _Told) -> bool:
    """Small numbers agree by chance: their victims must be called alike; "another five" are five more."""
    first, second = one.toll, other.toll
    if any(c.lower_ in _FURTHER for toll in (second,) for v in toll.victims for c in v.children):
        return False
    if second.victims and second.victims[0].lower_ in ("others", "another"):
        return False
    if second.single and second.victims and _is_told_before(second):
        return first.single  # "he died" tells of someone told of before
    heads = [{v.lemma_.lower() for v in toll.victims} | {v.lower_ for v in toll.victims} for toll in (first, second)]
    if (first.single and first.low == 1) or (second.single and second.low == 1):
        return bool(heads[0] & heads[1]) or (first.trigger.sent == second.trigger.sent and not heads[1])
    if not heads[0] or not heads[1] or heads[0] & heads[1]:
        return True
    if _is_definite(second) and first.low == first.high == second.low == second.high:
        return True
    generic = bool(heads[0] & _GENERIC) or bool(heads[1] & _GENERIC)
    return generic or (first.low or first.high or 0) >= 20


def _is_told_before(toll: Toll) -> bool:
    """ "he died", "the 21-year-old", "the slain mayor": one person told of already."""
    victim = toll.victims[0]
    tagged = toll.trigger.dep_ == "amod" and toll.trigger.head == victim
    definite = tagged and not any(c.lower_ in ("a", "an") for c in victim.children)
    return victim.pos_ == "PRON" or victim.lower_ == "old" or definite


def _is_definite(toll: Toll) -> bool:
    """ "the two Danes", "the pair", "Brandt and Holm": a few persons told of before, named or with an article."""
    few = (toll.low or 0) > 1
    names = len(toll.victims) > 1 and all(v.pos_ == "PROPN" for v in toll.victims)
    return few and (names or any(c.lower_ in ("the", "both", "these") for v in toll.victims for c in v.children))


def _merge(one: _Told, other: _Told, *, reading: Reading) -> None:
    """The body's hedge wins over a headline's bare figure; words for the victims are kept wherever they stand.

    Headlines leave out who says it ("Toll climbs to 105"): then it is whom the body names.
    """
    one.evidence += other.evidence
    first, second = one.toll, other.toll
    better = one.headline and not other.headline and first.high is not None and second.high is None
    if better or (not first.victims and second.victims and (first.low, first.high) == (second.low, second.high)):
        one.toll = second
    elif one.headline and not other.headline and one.attributed is None:
        one.attributed = attributed_to(second, reading=reading, affiliation=other.affiliation)
    one.affiliation = one.affiliation or other.affiliation
    one.civilian = other.civilian if one.civilian is None else one.civilian


def _report(item: _Told, *, reading: Reading) -> CasualtyReport:
    toll = item.toll
    return CasualtyReport(
        evidence=tuple(item.evidence),
        effect=toll.effect,
        low=toll.low,
        high=toll.high,
        approx=toll.approx,
        vague=toll.vague,
        victims=context.victims(toll, reading=reading),
        affiliation=item.affiliation,
        civilian=item.civilian,
        place=context.place(toll, reading=reading),
        when=context.when(toll, reading=reading),
        attributed_to=attributed_to(toll, reading=reading, affiliation=item.affiliation) or item.attributed,
        background=item.background,
    )
