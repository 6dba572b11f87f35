"""What surrounds a counted toll: whose victims, civilian or not, who says so, where, when, whether it is history."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from spacy.tokens import Doc, Token

from briefgen.extract import syntax
from briefgen.extract.casualties.counts import Toll
from briefgen.extract.casualties.read import is_past
from briefgen.extract.casualties.reading import Reading
from briefgen.extract.casualties.tellers import speech_of, tellers
from briefgen.extract.casualties.words import is_civilian
from briefgen.model import Interval
from briefgen.parsed import DateMention, Mention, ParsedArticle

RECENT = timedelta(days=14)
"""An event longer before the article than this is another event (a lag in reporting is not so long)."""

_PARTS = re.compile(r",? (?:among them|including|incl)\b.*$")
_AGE = re.compile(r",? \(?\d{1,2}\)?,?$")  # "Anton Kessler, 56"
_NO_WORDS = frozenset(
    {"more", "another", "dead", "killed", "wounded", "injured", "hurt", "deaths", "fatalities", "one"}
)
_OWNING = frozenset({"have", "admit", "acknowledge", "concede", "own", "mourn", "bury", "suffer", "sustain", "lose"})
_LOSSES = frozenset({"losses", "casualties", "loss"})
_DEAD = frozenset({"dead", "bodies", "wounded", "fatalities", "corpses", "prisoners", "injured"})
_OF_FORCES = (".put", ".amount", ".cost", ".count")
_YIELDED = frozenset({"surrender", "capitulate", "lay", "prisoner", "captive"})
_NEAR_LOSSES = 14  # tokens between "losses" and the figures that it stands for
_SIDES = frozenset({"side", "sides"})
_OWNERS = ("of", "from", "among", "within", "on")
_WHERE = ("in", "at", "near", "outside", "on", "around", "of", "across", "inside", "to", "from", "into")
_PAST_CUES = frozenset({"history", "anniversary", "decades", "decade", "historic"})
_BEYOND = ("with", "between")  # "the border with Mali" lies in Niger; "between the two" is on neither side
_AGO = ("years ago", "decades ago", "a year ago", "a decade ago", "years earlier", "earlier war", "previous war")


def affiliations(toll: Toll, *, reading: Reading) -> list[str | None]:
    """The party that the victims belong to; several where one number is told for each ("both sides reported …").

    Foreigners who are held or driven out are not their state's: "two Danes were captured" tells of no Danish force.
    """
    heads = [*toll.victims, toll.trigger]
    subjects = [syntax.own_subject(p) for p in syntax.predicates(toll.trigger)]
    heads += [
        t for t in subjects if t is not None and reading.lexicon.within(t, "casualty")
    ]  # "US casualties were 96 dead"
    heads += _losses_named(toll, reading=reading)
    for head in heads:
        for mention in _owners(head, reading=reading):
            if mention.head == "people" and toll.effect in ("detained", "displaced"):
                continue
            names = [actor.name for actor in mention.actors]
            if len(names) == 1:
                return [names[0]]
            if len(names) > 1 and _each(toll, reading=reading):
                return list(names)
    if toll.side is not None:
        sides = [m for t in syntax.conjuncts(toll.side) for m in reading.parsed.mentions_at(t) if not m.place]
        names = [actor.name for mention in sides for actor in mention.actors] or _two_sides(toll.side, reading=reading)
        if len(names) == 1 or (names and _each(toll, reading=reading)):
            return list(names)
    owner = _own_loss(toll, reading=reading)
    if owner is not None:
        return [owner]
    teller = tellers(toll, reading=reading)
    if teller is not None and len(teller) > 1 and _each(toll, reading=reading) and toll.victims:
        return list(teller)
    return [None]


def _own_loss(toll: Toll, *, reading: Reading) -> str | None:
    """ "The Allies had 63 killed", "Peru admitted the loss of 57 men", "the rebels buried eight": theirs."""
    verb = syntax.predicate_of(toll.trigger)
    verb = verb.head if verb == toll.trigger and verb.head.lemma_.lower() == "have" else verb  # "had 63 killed"
    if verb.lemma_.lower() not in _OWNING or toll.effect in ("displaced", "detained") or syntax.is_passive(verb):
        return None
    heads = [h for h in toll.victims if is_civilian(h, reading.lexicon) is True]
    subject = syntax.subject(verb)
    if subject is None or heads or subject in toll.victims:
        return None
    names = [a.name for m in reading.parsed.mentions_at(subject) if not m.place for a in m.actors]
    return names[0] if len(names) == 1 else None


def _losses_named(toll: Toll, *, reading: Reading) -> list[Token]:
    """ "Greek losses since June were put at 900 killed", "cost Chad 40 lives": the noun whose owner they are of."""
    if toll.rule.endswith(".life"):
        return [t for t in syntax.children(toll.trigger, "iobj", "obj") if reading.parsed.mentions_at(t)]
    before = toll.trigger.doc[max(toll.trigger.sent.start, toll.start - _NEAR_LOSSES) : toll.start]
    named = [t for t in before if t.lower_ in _LOSSES]
    between = [t for t in before if named and t.i > named[-1].i and t.text == ";"]
    return named[-1:] if not toll.victims and not between else []


def _two_sides(side: Token, *, reading: Reading) -> list[str]:
    """ "each side": the two actors named last before it, where just two stand in this sentence and the one before."""
    if side.lower_ not in _SIDES:
        return []
    start = max(0, side.sent.start - 60)
    found = [
        m.actor.name
        for m in reading.mentions(start, side.i)
        if m.actor is not None and not m.place and m.head in ("actor", "forces")
    ]
    names = list(dict.fromkeys(found))
    return names if len(names) == 2 else []


def _owners(head: Token, *, reading: Reading) -> list[Mention]:
    """Mentions that say whose the victims are: on the noun itself, its possessor, compound, or "of" phrase."""
    parsed = reading.parsed
    sorts = ("forces", "actor", "institution")
    figure = reading.lexicon.within(head, "casualty")
    figure = figure or head.lower_ in _LOSSES or head.lower_ in _DEAD
    folk = head.text[:1].isupper()  # "seven Americans", not "American citizens"
    named = parsed.mentions_at(head)
    own = [m for m in named if not m.place and (m.head in sorts or figure or (folk and _is_folk(m)))]
    if own and head.pos_ != "VERB":
        return own
    found: list[Mention] = []
    for c in head.children:
        case = syntax.case_of(c)
        if c.dep_ in ("nmod:poss", "compound", "amod", "nmod:desc") or (
            c.dep_.startswith(("nmod", "obl")) and case in _OWNERS
        ):
            if c.dep_ in ("compound", "amod") and not _may_own(head, c, reading=reading):
                continue
            inner = syntax.nominal_head(c)
            if c.dep_.startswith("obl") and head.pos_ in ("VERB", "AUX"):
                continue
            if c.dep_ == "nmod:poss" and c.lower_ in ("its", "their", "our") and not parsed.mentions_at(c):
                speech = parsed.speech_over(head)
                found += [speech.speaker] if speech is not None and speech.speaker is not None else []
            found += [m for t in {c.i: c, inner.i: inner}.values() for m in parsed.mentions_at(t) if not m.place]
            if c.dep_.startswith("nmod") and case == "of" and not found:
                found += _owners(c, reading=reading) if c.pos_ in ("NOUN", "PROPN") else []
    allowed = is_civilian(head, reading.lexicon) is not True or any(m.head in ("forces", "institution") for m in found)
    return [m for m in found if m.head != "people" or figure] if allowed else []


def _is_folk(mention: Mention) -> bool:
    """ "seven Americans", "a Kenyan": people named by a noun after a state are its own; "Syrian refugees" are not."""
    state = mention.actor is not None and mention.actor.kind == "state"
    return state and mention.form == "demonym" and mention.head == "people" and mention.end - mention.root == 1


def _may_own(head: Token, modifier: Token, *, reading: Reading) -> bool:
    """ "American soldiers" and "American casualties" belong to America; "Syrian refugees" are nobody's force."""
    if reading.lexicon.within(head, "casualty") or head.lower_ in _LOSSES or head.lower_ in _DEAD:
        return True
    return is_civilian(head, reading.lexicon) is False or modifier.dep_ == "compound"


def _each(toll: Toll, *, reading: Reading) -> bool:
    """The number is told for each: "both sides", "each side", "India and Pakistan each reported"."""
    sentence = toll.trigger.sent
    words = {token.lower_ for token in sentence}
    return "each" in words or ("both" in words and bool(words & (_SIDES | {"armies", "countries", "governments"})))


def civilian(toll: Toll, *, reading: Reading) -> bool | None:
    """True, False or None for the victims; what a deaths noun says of itself counts too ("civilian deaths")."""
    for head in (*toll.victims, toll.trigger):
        found = is_civilian(head, reading.lexicon) if head.pos_ not in ("VERB",) else None
        if found is not None:
            return found
    fought = toll.side is not None and toll.rule.endswith(_OF_FORCES)
    named = toll.effect != "displaced" and any(t.lower_ in _LOSSES for t in _losses_named(toll, reading=reading))
    surrendered = toll.effect == "detained" and toll.trigger.lemma_.lower() in _YIELDED
    if fought or named or surrendered:
        return False
    enemy = any(c.lower_ == "enemy" for v in toll.victims for c in v.children)
    taken = toll.effect == "detained" and any(v.lower_ == "prisoners" for v in toll.victims)
    lost = toll.rule.endswith(".lose") and any(v.lower_ in ("men", "man") for v in toll.victims)
    return False if enemy or (taken and toll.trigger.lemma_ in ("take", "capture", "make")) or lost else None


def victims(toll: Toll, *, reading: Reading) -> str | None:
    """The words of the text for who suffered, number and hedge left out where they can be."""
    if not toll.victims:
        return None
    doc = reading.parsed.doc
    spans = [syntax.noun_phrase(head) for head in toll.victims]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    quantity = reading.number(toll.victims[0])
    if quantity is not None and start <= quantity.start and quantity.end < end and len(toll.victims) == 1:
        start = quantity.end
    while start < end - 1 and doc[start].lower_ in ("of", "other", "their", "the") and quantity is not None:
        if doc[start].lower_ in ("other",):
            break
        start += 1
    text = " ".join(doc[start:end].text.split()) if end - start <= 25 else toll.victims[0].text
    return None if text.lower() in _NO_WORDS else _AGE.sub("", _PARTS.sub("", text))


def when(toll: Toll, *, reading: Reading) -> Interval | None:
    """The time said nearest to the toll in its own clause, else in the clauses above it."""
    dated = _dated(toll, reading=reading)
    return None if dated is None else dated.interval


def _dated(toll: Toll, *, reading: Reading) -> DateMention | None:
    sentence = toll.trigger.sent
    inside = reading.dates(sentence.start, sentence.end)
    if not inside:
        return None
    for predicate in syntax.predicates(toll.trigger):
        left, right = predicate.left_edge.i, predicate.right_edge.i + 1
        near = [d for d in inside if left <= d.start < right and not _of_saying(d, toll, reading=reading)]
        near = [d for d in near if _is_own(d, predicate, toll, reading=reading)]
        if near:
            return min(near, key=lambda d: abs(d.start - toll.trigger.i))
    return None


def _is_own(dated: DateMention, predicate: Token, toll: Toll, *, reading: Reading) -> bool:
    """The time of this clause, not of a relative clause inside it ("the blast, in which … on 14 July, killed 12")."""
    root = reading.parsed.doc[dated.start : dated.end].root
    own = syntax.predicate_of(root.head)
    inner = own.dep_.startswith("acl") and own != predicate and toll.trigger not in own.subtree
    return not inner or own.head == predicate


def _of_saying(dated: DateMention, toll: Toll, *, reading: Reading) -> bool:
    """ "said on Monday": the day of the saying, not of the loss."""
    speech = speech_of(toll, reading=reading)
    return speech is not None and not speech.start <= dated.start < speech.end


def place(toll: Toll, *, reading: Reading) -> str | None:
    """The place named nearest to the toll in its sentence, as the text writes it; what a border is with is none."""
    doc, sentence = reading.parsed.doc, toll.trigger.sent
    spans = [
        _whole_name(doc, entity.start, entity.end)
        for entity in sentence.ents
        if entity.label_ in ("GPE", "LOC", "FAC") and syntax.case_of(entity.root) in _WHERE
    ]
    spans += [(m.start, m.end) for m in reading.mentions(sentence.start, sentence.end) if m.place]
    named = [(a, z) for a, z in spans if (z - a > 1 or doc[a].dep_ != "amod") and doc[z - 1].pos_ == "PROPN"]
    named = [(a, z) for a, z in named if syntax.case_of(doc[a:z].root) not in _BEYOND]
    # one word: "Malian" is no place, "Islamic Republic of Mauritania" is
    start, end = min(named, key=lambda span: abs(span[0] - toll.trigger.i), default=(0, 0))
    return " ".join(doc[start:end].text.split()) or None


def _whole_name(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """ "El Fasher" where the entity found is only "El"."""
    while end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].head.i in range(start, end):
        end += 1
    return start, end


def background(toll: Toll, *, reading: Reading) -> bool:
    """History rather than the event covered: another year, a whole war's total, refugees hosted, "a decade ago"."""
    dated = _dated(toll, reading=reading)
    day = _day(reading.parsed)
    if dated is not None and dated.interval.end is not None:
        end, start = dated.interval.end, dated.interval.start
        if day is not None and (
            end < day - RECENT or (start is not None and _is_since(dated) and start < day - RECENT)
        ):
            return True
        if day is None and end.year < _latest_year(reading.parsed):
            return True
    if toll.effect == "displaced" and toll.rule.endswith("noun.state"):
        return True
    return _is_total(toll, reading=reading) or _is_told_as_past(toll) or is_past(toll, reading)


def _is_since(dated: DateMention) -> bool:
    return dated.interval.text.lower().startswith("since")


def _latest_year(parsed: ParsedArticle) -> int:
    ends = [d.interval.end.year for d in parsed.dates if d.interval.end is not None]
    return max(ends, default=0)


def _day(parsed: ParsedArticle) -> date | None:
    published = parsed.article.source.published
    return published.date() if isinstance(published, datetime) else published


def _is_total(toll: Toll, *, reading: Reading) -> bool:
    """ "The war has claimed more than 7,000 lives": the subject or the cause is a whole conflict."""
    predicate = syntax.predicate_of(toll.trigger)
    causes: Sequence[Token | None] = [
        syntax.agent(predicate),
        *(c for c in predicate.children if c.dep_.split(":")[0] in ("obl", "advcl") and _during(c)),
    ]
    return any(c is not None and _is_conflict(c, reading=reading) for c in causes)


def _during(token: Token) -> bool:
    return syntax.case_of(token) in ("in", "during", "since", "throughout", "over") or any(
        c.lower_ == "since" and c.dep_ == "mark" for c in token.children
    )


def _is_conflict(token: Token, *, reading: Reading) -> bool:
    """A conflict as a whole: "the civil war", "the eight-year war", "the conflict"; violence of a day is none."""
    large = {"war", "wars", "conflict", "conflicts", "insurgency", "rebellion", "genocide", "uprising", "troubles"}
    return token.lower_ in large and reading.lexicon.within(token, "war")


def _is_told_as_past(toll: Toll) -> bool:
    sentence = toll.trigger.sent
    text = sentence.text.lower()
    return any(phrase in text for phrase in _AGO) or any(t.lower_ in _PAST_CUES for t in sentence)
