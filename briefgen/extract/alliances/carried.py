"""Rules on arms, men and means of war that go from one side to another, whatever verb carries them.

"80,000 rifles have gone to Serbia from France", "Cuban pilots fly for Angola", "Kyiv was given ten launchers by Oslo".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_promised, is_real
from briefgen.extract.alliances.goods import is_civil, is_material
from briefgen.extract.alliances.help import granted, is_doubtful
from briefgen.extract.alliances.partings import is_ceasing
from briefgen.extract.alliances.partner import partner_before, swallowed
from briefgen.extract.alliances.roles import (
    GIVING,
    doers,
    friendly,
    getters,
    land_of,
    phrase,
    ruler,
    side_or_owner,
    sources,
)
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import case_of, children, is_none, is_passive, objects, obliques, subject
from briefgen.model import Aspect
from briefgen.parsed import Actor

_NO_CARGO = frozenset(
    {"captured", "seized", "looted", "stolen", "downed", "unexploded", "intercepted", "abandoned", "wounded", "not"}
    | {
        "unarmed",
        "observers",
        "monitors",
        "mission",
        "delegation",
        "place",
        "lieu",
        "instead",
        "red",
        "medical",
        "dead",
        "neither",
        "no",
    }
)
_NOT_GIVEN = ("ask", "withdraw", "withhold", "refuse", "expel", "end", "cease", "drop", "decide")
_OFFERED = frozenset({"offer", "promise", "pledge"})
_HANDING = frozenset(
    {"furnish", "lend", "loan", "give", "provide", "supply", "hand", "second", "sell", "lease", "donate", "transfer"}
)
_LOSING = frozenset(
    {"lose", "surrender", "concede", "compare", "limit", "reduce", "cut", "prefer", "link", "trace", "point", "bring"}
)
_SPOKEN = frozenset({"it", "them", "her", "him", "both"})


@dataclass(frozen=True, slots=True)
class _Cargo:
    """Arms or men as a clause tells of them: the nouns up to the verb's argument, the verb, whose they are."""

    scene: Scene
    nouns: Sequence[Token]
    verb: Token
    own: Sequence[Actor]

    @property
    def top(self) -> Token:
        return self.nouns[-1]

    @property
    def are_men(self) -> bool:
        """Whether it is men, ships or aircraft, which may come as friends or as foes."""
        return self.scene.words.any(self.nouns, "unit")

    def does(self, *classes: str) -> bool:
        """Whether the verb is of one of *classes*."""
        return any(self.scene.words.has(self.verb, cls) for cls in classes)


def carried(scene: Scene, token: Token) -> Iterator[Found]:
    """Arms or men of one side that are for another: the frame of `roles`, at the noun that names them."""
    if not _is_cargo(scene, token):
        return
    nouns = phrase(token)
    verb, own = ruler(nouns[-1]), sources(scene, nouns)
    if verb is None:
        takers = friendly(scene, own, getters(scene, nouns, to=True))
        yield from granted(scene, token, own, takers, "help_granted", rule="carry", nominal=True)
        return
    cargo = _Cargo(scene, nouns, verb, own)
    aspect = _aspect(cargo)
    if aspect is None:
        return
    givers, takers = _roles(cargo)
    helped = friendly(scene, givers, takers) or _meant(cargo, givers, takers)
    yield from granted(scene, verb, givers, helped, aspect, rule="carry")


def _is_cargo(scene: Scene, token: Token) -> bool:
    """Whether a noun is arms, men or means of war that nobody took from their owner."""
    nouns = phrase(token)
    if any(c.lower_ in _NO_CARGO for noun in nouns for c in (noun, *noun.children)) or scene.words.any(nouns, "tie"):
        return False
    warlike = is_material(scene, token) or any(scene.words.has(token, cls) for cls in ("force", "means"))
    return warlike and not is_none(token) and not is_civil(token) and not is_ceasing(scene, token)


def _aspect(cargo: _Cargo) -> Aspect | None:
    """What the verb makes of it: given, promised, posted, or nothing (denied, asked for, decided on, taken away)."""
    verb = cargo.verb
    above = verb.head if verb.dep_ in ("xcomp", "ccomp") else verb
    if cargo.does(*_NOT_GIVEN) or is_doubtful(verb) or (cargo.are_men and verb.lemma_ == "order"):
        return None
    if any(c.lower_ == "longer" for c in verb.children):
        return None
    if any(cargo.scene.words.has(v, "pledge") or v.lemma_ in _OFFERED for v in (verb, above)):
        return "commitment" if is_real(above) or is_promised(verb) else None
    if _is_to_be(verb):
        return "commitment"
    if not is_real(verb):
        return "commitment" if is_promised(verb) else None
    posted = cargo.does("deploy", "station") and cargo.are_men and not cargo.scene.words.any(cargo.nouns, "tutor")
    return "deployment" if posted else "help_granted"


def _is_to_be(verb: Token) -> bool:
    """ "is to send": arranged, not done."""
    to = any(c.lower_ == "to" for c in children(verb, "mark", "aux"))
    return to and (verb.head.lemma_ == "be" or any(c.lemma_ == "be" for c in children(verb, "aux", "cop")))


def _roles(cargo: _Cargo) -> tuple[list[Actor], list[Actor]]:
    """Who gives and who gets the arms or men."""
    scene, verb, top = cargo.scene, cargo.verb, cargo.top
    whence = [a for t in obliques(verb, "from") for a in scene.sides(t, places=True)]
    if whence and any(children(noun, "nmod:poss") for noun in cargo.nouns):  # "its shells come from Pakistan"
        return whence, [*cargo.own]
    own = [*cargo.own] or whence
    takers = [*getters(scene, cargo.nouns, to=True), *getters(scene, [verb], to=_is_sent(cargo))]
    label = top.dep_.split(":")[0]
    if label == "obl" and top.dep_ != "obl:agent" and case_of(top) not in ("with", "by"):
        return [], []
    if label in ("obj", "iobj", "xcomp") or (label == "nsubj" and is_passive(verb)) or case_of(top) == "with":
        return _handed(cargo, own, takers)
    serves = cargo.does(*GIVING)
    if top.dep_ == "nsubj":
        reached = objects(verb) if serves or cargo.does("reach") else []
        return own, [*takers, *(a for t in reached for a in side_or_owner(scene, t))]
    served = subject(verb) if serves and top.dep_ in ("obl:agent", "obl") and is_passive(verb) else None
    return own, [*takers, *(side_or_owner(scene, served) if served is not None else [])]


def _is_sent(cargo: _Cargo) -> bool:
    """Whether "to" says for whom: of arms that are handed or moved, not of men who may come as foes."""
    if cargo.are_men:
        return cargo.verb.lemma_ in _HANDING
    moved = cargo.does("give", "flow", "pledge")
    return moved or (cargo.top.dep_ == "obj" and cargo.verb.lemma_ not in _LOSING)


def _handed(cargo: _Cargo, own: list[Actor], takers: list[Actor]) -> tuple[list[Actor], list[Actor]]:
    """The roles where the goods are what the verb is done to, or with: "was given ten guns by", "supplied it with"."""
    scene, verb = cargo.scene, cargo.verb
    given = cargo.does("give", "pledge")
    if is_passive(verb):
        agents, got = doer(verb), subject(verb)
        takers = [*takers, *(scene.sides(got) if got is not None and got not in cargo.nouns and given else [])]
        return (scene.sides(agents) if agents is not None else []) or own, takers
    actors = doers(scene, verb)
    if cargo.does("receive") or (cargo.does("use") and not cargo.are_men):
        return own, [*takers, *actors]
    if given:
        return _given(cargo, actors, takers)
    if case_of(cargo.top) == "with":  # "won the war with Chinese jets"
        return own, [*takers, *([] if cargo.are_men or scene.words.any(cargo.nouns, "own") else actors)]
    lent = cargo.does("deploy", "use", "strike", "land", "spare") or not cargo.are_men
    pronoun = any(c.pos_ == "PRON" for noun in cargo.nouns for c in children(noun, "nmod:poss"))
    givers = actors if pronoun or not own else own
    return (givers if lent else own), takers


def _given(cargo: _Cargo, actors: list[Actor], takers: list[Actor]) -> tuple[list[Actor], list[Actor]]:
    """The roles under an active verb of giving: "lent Kyiv three tanks", "flew rifles into Mogadishu"."""
    scene, verb, nouns = cargo.scene, cargo.verb, cargo.nouns
    if verb.lemma_ == "give" and cargo.are_men and cargo.own and list(cargo.own) != actors:
        return [], []  # "gave the Soviet advisers a week to leave"
    takers = [*takers, *(a for t in children(verb, "iobj") for a in side_or_owner(scene, t))]
    takers += [a for t in objects(verb) if t not in nouns for a in scene.sides(t, places=True)]
    takers += [a for noun in nouns for a in swallowed(scene, noun, verb)]  # "lent Kyiv three tanks"
    if not cargo.are_men:
        takers += [a for t in obliques(verb, "into", "to") for a in land_of(scene, t)]
    return actors, takers


def _meant(cargo: _Cargo, givers: Sequence[Actor], takers: Sequence[Actor]) -> list[Actor]:
    """Whom "it" and "them" stand for, and who is meant where nobody is named: the one side before."""
    scene, verb = cargo.scene, cargo.verb
    if not givers or not cargo.does("give") or cargo.are_men or cargo.top.dep_ != "obj":
        return []
    ends = [*children(verb, "iobj"), *obliques(verb, "to", "into", "for", "against", "on", "at"), *objects(verb)]
    spoken = [t for t in ends if t.lower_ in _SPOKEN]
    bound = [t for t in ends if t.dep_ == "obl"]
    if (takers or bound) and not spoken:
        return []
    return friendly(scene, givers, partner_before(scene, verb, by=givers[0]))
