"""Facts on pacts, coalitions and patron ties: who belongs, asks, helps, refuses, promises, deploys, quarrels, clashes.

Three passes over the tokens that the word list knows, each rule at the classes that it reads: first the rules that
need nothing but a clause, then those that need to know who is allied with whom (troops in an ally's country, a strain
between allies, an answer to a request), last those on help to somebody told of before. Then the relation model has its
say: what it does not believe is left out, and what it reads alone is added. One fact for each alliance, aspect and
acting side, with every place that says so as its evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Token

from briefgen.extract.alliances import (
    access,
    answers,
    appeals,
    bonds,
    carried,
    covenants,
    forces,
    grudges,
    help,
    joint,
    leaving,
    makes,
    means,
    mutual,
    partings,
    pledges,
    presence,
    read,
    requests,
    rescue,
    rifts,
    ties,
    votes,
    vows,
)
from briefgen.extract.alliances.scene import Found, Scene, make_scene
from briefgen.extract.alliances.tellers import teller
from briefgen.knowledge import Knowledge
from briefgen.model import AllianceFact, Evidence, Interval
from briefgen.parsed import ParsedArticle, ParsedKey

Rule = Callable[[Scene, Token], Iterator[Found]]

_FIRST: tuple[tuple[Rule, frozenset[str]], ...] = (
    (ties.tied, frozenset({"tie"})),
    (ties.allied, frozenset({"allied"})),
    (ties.belonging, frozenset({"member", "join"})),
    (ties.listed, frozenset({"include", "pact"})),
    (ties.signed, frozenset({"sign"})),
    (ties.leagued, frozenset({"league"})),
    (ties.standing, frozenset({"pact"})),
    (ties.joined, frozenset({"bond"})),
    (help.helped, frozenset({"help"})),
    (help.given, frozenset({"give"})),
    (help.supported, frozenset({"support", "material"})),
    (help.received, frozenset({"receive"})),
    (makes.made, frozenset({"use"})),
    (makes.let, frozenset({"allow", "refuse"})),
    (help.alongside, frozenset({"beside"})),
    (requests.asked, frozenset({"ask"})),
    (requests.request, frozenset({"request"})),
    (appeals.entreated, frozenset({"ask"})),
    (appeals.bid, frozenset({"request"})),
    (appeals.rebuffed, frozenset({"request"})),
    (appeals.sent, frozenset({"request"})),
    (appeals.called_in, frozenset({"ask", "receive", "include"})),
    (mutual.mutual, frozenset({"attack", "save", "guard", "secure", "help", "rescue", "give"})),
    (mutual.equated, frozenset({"attack"})),
    (pledges.pledged, frozenset({"pledge"})),
    (pledges.promised, frozenset({"promise"})),
    (pledges.guarding, frozenset({"guard"})),
    (bonds.hosted, frozenset({"host"})),
    (rescue.intervened, frozenset({"intervene"})),
    (rescue.owed, frozenset({"owe"})),
    (rescue.sided, frozenset({"side"})),
    (bonds.landed, frozenset({"land"})),
    (bonds.united, frozenset({"attack"})),
    (bonds.bound, frozenset({"bind"})),
    (carried.carried, frozenset({"material", "means", "force"})),
    (access.let_in, frozenset({"allow", "give"})),
    (access.taught, frozenset({"teach"})),
    (means.through, frozenset({"aid", "force", "means"})),
    (means.purposed, frozenset({"rescue", "help"})),
    (means.struck, frozenset({"strike"})),
    (means.behind, frozenset({"behind"})),
    (means.bidden, frozenset({"request"})),
    (means.thanked, frozenset({"thank"})),
    (means.serviced, frozenset({"service"})),
    (vows.stood_by, frozenset({"steadfast"})),
    (vows.kept_faith, frozenset({"abandon"})),
    (vows.sheltered, frozenset({"shield"})),
    (vows.dutiful, frozenset({"guard", "rescue", "side"})),
    (partings.expelled, frozenset({"expel", "bid"})),
    (partings.ceased, frozenset({"support", "material"})),
)
_SECOND: tuple[tuple[Rule, frozenset[str]], ...] = (
    (requests.refused, frozenset({"refuse", "withhold"})),
    (requests.unwilling, frozenset({"unwilling"})),
    (requests.deserted, frozenset({"abandon"})),
    (joint.drained, frozenset({"spare", "give"})),
    (forces.deployed, frozenset({"deploy"})),
    (forces.posted, frozenset({"post", "force"})),
    (forces.standing, frozenset({"stand"})),
    (forces.lying, frozenset({"force"})),
    (presence.present, frozenset({"unit"})),
    (covenants.covenanted, frozenset({"pact", "league"})),
    (covenants.paired, frozenset({"tie"})),
    (bonds.lent, frozenset({"force"})),
    (forces.withdrawn, frozenset({"withdraw", "end"})),
    (joint.frozen, frozenset({"share"})),
    (joint.broken, frozenset({"pact", "league"})),
    (joint.drilled, frozenset({"drill"})),
    (rifts.strained, frozenset({"strain", "odds", "sour", "lose"})),
    (rifts.clashed, frozenset({"pit", "clash", "fire", "brawl"})),
    (bonds.duelled, frozenset({"duel"})),
    (rifts.hostile, frozenset({"defy"})),
    (joint.dealt, frozenset({"pact"})),
    (forces.departed, frozenset({"departure"})),
    (joint.strapped, frozenset({"strap"})),
    (joint.decided, frozenset({"decide"})),
    (joint.arranged, frozenset({"decide"})),
    (votes.voted, frozenset({"decide"})),
    (grudges.grudged, frozenset({"grudge"})),
    (grudges.divided, frozenset({"divide"})),
    (grudges.resented, frozenset({"resentment"})),
    (grudges.recalled, frozenset({"summon_home"})),
)
_THIRD: tuple[tuple[Rule, frozenset[str]], ...] = (
    (leaving.gone, frozenset({"unit"})),
    (covenants.akin, frozenset({"tie"})),
    (help.continued, frozenset({"give"})),
    (answers.answered, frozenset(answers.DEEDS)),
    (answers.pledged_goods, frozenset({"pledge", "commit"})),
    (answers.denied_goods, frozenset({"refuse"})),
    (answers.spared_none, frozenset({"give", "spare"})),
    (answers.stopped, frozenset({"withhold"})),
    (appeals.declined, frozenset({"refuse"})),
    (requests.shunned, frozenset({"shun", "stir", "spare"})),
    (pledges.pledged_on, frozenset({"pledge"})),
    (makes.in_play, frozenset({"material"})),
    (makes.built, frozenset({"build"})),
    (means.struck_together, frozenset({"strike"})),
    (partings.went_home, frozenset({"withdraw"})),
)
_MOST_EVIDENCE = 8
_STANDING = frozenset({"membership", "commitment", "capacity"})  # aspects that hold on whenever they began


def alliances(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[AllianceFact]:
    """The alliance facts of an article, in the order of their first evidence.

    "Mali asked France for troops. Paris refused." gives two facts on "France–Mali": help_requested by Mali,
    help_refused by France. Aspects are those of the annotation guidelines.
    """
    scene = _read(ParsedKey(parsed), knowledge)
    yield from _facts(scene, _without_weaker(scene.ties))


def found_ties(parsed: ParsedArticle, knowledge: Knowledge) -> tuple[Found, ...]:
    """The ties behind the facts, with both sides as actors, in the order in which the rules found them."""
    return tuple(_read(ParsedKey(parsed), knowledge).ties)


@lru_cache(maxsize=2)
def _read(key: ParsedKey, knowledge: Knowledge) -> Scene:
    """The scene of an article with every tie that the rules find."""
    parsed = key.parsed
    scene = make_scene(parsed, knowledge)
    classed = [(token, classes) for token in parsed.doc if (classes := scene.words.classes(token))]
    for rules in (_FIRST, _SECOND, _THIRD):
        found = [
            fact
            for token, classes in classed
            for rule, wanted in rules
            if not classes.isdisjoint(wanted)
            for told in rule(scene, token)
            if (fact := scene.as_tie(told)) is not None
        ]
        scene.ties += sorted(found, key=lambda fact: fact.start)
    scene.ties = [tie for tie in scene.ties if read.is_believed(scene, tie)]
    scene.ties += [fact for told in read.told(scene) if (fact := scene.as_tie(told)) is not None]
    return scene


def _without_weaker(found: list[Found]) -> list[Found]:
    """Leave out that an armed group is "allied with" one that is also said to back it: one patron tie, told twice."""
    backed = {fact.alliance for fact in found if fact.aspect == "help_granted"}
    patrons = {fact.alliance for fact in found if any(side.kind == "armed_group" for side in fact.sides)}
    weaker = backed & patrons
    return [fact for fact in found if fact.aspect != "membership" or fact.alliance not in weaker]


def _facts(scene: Scene, found: Iterable[Found]) -> Iterator[AllianceFact]:
    parsed = scene.parsed
    groups: dict[tuple[str, str, str | None], list[Found]] = {}
    for fact in sorted(found, key=lambda fact: (fact.start, fact.end)):
        by = fact.by.name if fact.by else None
        groups.setdefault((fact.alliance, fact.aspect, by), []).append(fact)
    for (alliance, _, by), facts in groups.items():
        places = {(fact.start, fact.end): fact for fact in reversed(facts)}  # of two rules at one place the first
        told = [fact for fact in facts if places[fact.start, fact.end] is fact]
        evidence = tuple(dict.fromkeys(_evidence(parsed, fact) for fact in told))[:_MOST_EVIDENCE]
        yield AllianceFact(
            alliance=alliance,
            aspect=facts[0].aspect,
            by=by,
            when=_when(parsed, facts),
            attributed_to=teller(scene, facts),
            evidence=evidence,
        )


def _when(parsed: ParsedArticle, facts: Iterable[Found]) -> Interval | None:
    """The time said within the words of a fact; none where any telling of it has no date, or it stands to this day."""
    found: Interval | None = None
    for fact in facts:
        if fact.aspect in _STANDING:
            return None
        inside = [d.interval for d in parsed.dates if fact.start <= d.start < fact.end]
        dated = [one for one in inside if one.end is not None and not one.text.lower().startswith("since")]
        if not dated:
            return None
        found = found or dated[-1]
    return found


def _evidence(parsed: ParsedArticle, fact: Found) -> Evidence:
    return parsed.evidence(fact.start, fact.end, rule=f"alliances.{fact.rule}")
