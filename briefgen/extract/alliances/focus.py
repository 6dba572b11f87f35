"""Of whom an article tells without naming it each time: the land it is about, whom others help, whose war it is.

"Until an answer comes, Britain is sending Bren guns": to the side that Britain backs in a war of the day by the
register, else to the one who asked in the sentences before, else to the state that the article is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from spacy.tokens import Token

from briefgen.extract.alliances.foes import fellows, is_backed, states_of_town
from briefgen.extract.alliances.scene import LATEST, Scene
from briefgen.knowledge import Knowledge
from briefgen.parsed import ACTING, Actor, ParsedKey

_BACK = 3  # sentences back over which somebody in need stays in mind
_HELPING = frozenset({"help_requested", "help_granted", "commitment", "help_refused", "deployment"})
_LEAST = 4  # times that an article must name the state that it is about
_NEAR = 30  # mentions looked back over for a side
_LEAD = 1.5  # and by how much more than any other


def recipient(scene: Scene, at: int, *, giver: Actor) -> tuple[Actor, ...]:
    """The sides of the tie in which *giver* helps at token *at*, where its clause names no one else; or nothing."""
    return backed_by(scene, giver) or recipient_before(scene, at, giver=giver) or at_home(scene, giver)


def recipient_before(scene: Scene, at: int, *, giver: Actor) -> tuple[Actor, ...]:
    """The giver and whom the text last told of as asking for or getting help before token *at*.

    "Mali asked for troops. Chad is sending rifles": Chad and Mali; the pact alone where it is one whose force others
    have sent men to.
    """
    for tie in sorted((tie for tie in scene.ties if tie.start < at), key=lambda tie: -tie.start):
        if scene.sentences_between(tie.start, at) > _BACK:
            return ()
        if len(tie.sides) == 1 and (tie.by != tie.sides[0] or tie.aspect == "decision") and giver.kind == "state":
            return tie.sides
        if tie.aspect not in _HELPING or tie.by is None or len(tie.sides) != 2:
            continue
        other = next(side for side in tie.sides if side != tie.by)
        taker = tie.by if tie.aspect == "help_requested" else other
        return (giver, taker) if taker != giver and not scene.are_foes(giver, taker) else ()
    return ()


def backed_by(scene: Scene, giver: Actor) -> tuple[Actor, ...]:
    """The giver and the side that the article names most of those that it backs in a war of the day: or nothing."""
    named = {a: n for a, n in _named(ParsedKey(scene.parsed)).items() if a != giver and a.id and scene.is_side(a)}
    if scene.day == LATEST or giver.kind != "state":
        return ()
    found = [a for a in named if is_backed(scene.knowledge, giver, a, when=scene.war_day)]
    chief = max(found, key=lambda a: (named[a], a.name), default=None)
    rivals = [a for a in found if a != chief and chief is not None and 2 * named[a] > named[chief]]
    others = (named[a] for a in named if chief is not None and not scene.are_foes(a, chief))
    central = chief is not None and 3 * named[chief] >= 2 * max(others, default=0)
    return (giver, chief) if chief is not None and named[chief] > 1 and central and not rivals else ()


def at_home(scene: Scene, giver: Actor) -> tuple[Actor, ...]:
    """The giver and the state that the article is about, where the two are not at war; or nothing."""
    land = home(scene)
    return (giver, land) if land is not None and scene.is_guest(giver, land) else ()


def home(scene: Scene) -> Actor | None:
    """The state that the article names, and whose towns it names, far more than any other; None where none leads."""
    ranked = _lands(ParsedKey(scene.parsed), scene.knowledge)
    if not ranked or ranked[0][1] < _LEAST or (len(ranked) > 1 and ranked[0][1] < _LEAD * ranked[1][1]):
        return None
    return ranked[0][0]


def fighter_of(scene: Scene, patron: Actor) -> list[Actor]:
    """The armed group that the article names most of those on the side of *patron* in a war of the day: or none."""
    named = {a: n for a, n in _named(ParsedKey(scene.parsed)).items() if a.id is not None and scene.is_fighter(a)}
    found = [group for group in named if fellows(scene.knowledge, patron, group, when=scene.war_day)]
    return sorted(found, key=lambda group: (-named[group], group.name))[:1]


def fighter_before(scene: Scene, at: int, *, but: Sequence[Actor]) -> list[Actor]:
    """The armed group last named before token *at*, at most two sentences back: "the Iran-backed group"."""
    for mention in reversed([m for m in scene.parsed.mentions if m.start < at]):
        if scene.sentences_between(mention.start, at) > 2:
            return []
        found = [a for a in mention.actors if scene.is_fighter(a) and a not in but]
        if found and mention.form != "pronoun":
            return found[:1]
    return []


@lru_cache(maxsize=2)
def _named(key: ParsedKey) -> Counter[Actor]:
    """How often an article speaks of each actor."""
    return Counter(actor for mention in key.parsed.mentions for actor in mention.actors)


@lru_cache(maxsize=2)
def _lands(key: ParsedKey, knowledge: Knowledge) -> list[tuple[Actor, int]]:
    """The two states that an article names most, by themselves and by their towns, with how often."""
    parsed = key.parsed
    named = [a for m in parsed.mentions for a in m.actors if a.kind == "state" and m.form != "pronoun"]
    towns = [a for t in parsed.doc if t.pos_ == "PROPN" for a in states_of_town(parsed, t, knowledge=knowledge)]
    return Counter([*named, *towns]).most_common(2)


def side_before(scene: Scene, token: Token, *, but: Sequence[Actor]) -> list[Actor]:
    """The one side other than *but* named in the sentence up to *token*, else in the sentence before; or none."""
    here = scene.parsed.sentence_index(token)
    for back in (0, 1):
        near = [m for m in scene.parsed.mentions if m.start < token.i and m.head in ACTING and not m.place]
        near = [m for m in near[-_NEAR:] if scene.parsed.sentence_index(m.start) == here - back]
        found = dict.fromkeys(a for m in near for a in m.actors if scene.is_side(a) and a not in but)
        if found:
            return list(found) if len(found) == 1 else []
    return []
