"""Who gives and who gets, asked of any verb, goods or men of war: one frame of help for all its words.

The roles are read from the tree: the possessor, subject or source gives; the indirect object, the one "for", "beside"
or "in support of" whom, whose request is met or whose men are to be trained, gets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer
from briefgen.extract.alliances.goods import nominals
from briefgen.extract.alliances.scene import Scene
from briefgen.extract.syntax import case_of, children, conjuncts, objects, obliques, patients
from briefgen.knowledge.wars import foes
from briefgen.parsed import Actor

_FOR = frozenset({"for", "beside", "alongside", "on behalf of", "behind"})
_CAUSES = frozenset({"in", "to", "on", "for", "at", "by", "under", "into", "with", "through", "upon", "within"})
_ACCUSING = frozenset({"accuse", "suspect", "charge", "blame", "condemn", "denounce", "criticise", "criticize"})
_FOUGHT = frozenset({"fight", "battle", "operate"})
_MEN = ("unit", "force", "own", "line", "tutor", "means", "ground")
_WHERE = ("to", "into", "in", "at")
GIVING = ("rescue", "help", "guard", "service", "teach")  # what men and arms are sent to do for somebody
_DEEP = 5  # "a consignment of a dozen crates of rifles"


def phrase(token: Token) -> list[Token]:
    """A noun with the nouns that it is part of, up to the one that its verb governs: "shipments of Czech rifles"."""
    found = [token]
    for _ in range(_DEEP):
        inner = token.dep_ in ("compound", "flat", "nmod:desc") or (token.dep_ == "nmod" and case_of(token) == "of")
        if not inner and token.dep_ != "conj":
            break
        token = token.head
        if token.pos_ not in ("NOUN", "PROPN", "NUM", "SYM"):
            break
        found.append(token)
    return found


def ruler(token: Token) -> Token | None:
    """The verb that a noun is an argument of; None of one that stands by itself."""
    label = token.dep_.split(":")[0]
    above = token.head
    if label in ("nsubj", "obj", "iobj", "obl", "xcomp") and above != token:
        return above
    return None


def getters(scene: Scene, tops: Iterable[Token], *, to: bool) -> list[Actor]:
    """Who gets what is done or sent at *tops*; with *to* also who stands after a plain "to"."""
    found: list[Actor] = []
    for top in dict.fromkeys(tops):
        if scene.words.has(top, "beside") and top.lemma_ not in _FOUGHT:  # "serve with the Serbian army"
            found += [a for t in obliques(top, "with") for a in side_or_owner(scene, t)]
        for phrase_ in obliques(top):
            for item in conjuncts(phrase_):
                found += _for(scene, item, to=to)
        aims = list(_aims(scene, top))
        served = [a for t in aims for a in side_or_owner(scene, t)]
        found += served or ([a for t in obliques(top, *_WHERE) for a in land_of(scene, t)] if aims else [])
    return list(dict.fromkeys(found))


def land_of(scene: Scene, token: Token) -> list[Actor]:
    """The state that a place is or lies in."""
    named = [a for a in scene.sides(token, places=True) if a.kind == "state"]
    return named or scene.states_of_town(token)


def _for(scene: Scene, token: Token, *, to: bool) -> list[Actor]:
    case = case_of(token)
    if scene.words.has(token, "cause") and case in _CAUSES:
        return scene.owners(token) or scene.among(token, "of", "to", "from")
    bound = (
        case == "for" and scene.words.has(token.head, "flow") and any(m.place for m in scene.parsed.mentions_at(token))
    )
    bound = bound or (case in ("beside", "alongside") and token.head.lemma_ in ("hold", "man"))  # a line, of two fronts
    if (case in _FOR and not bound) or (to and case == "to"):
        return side_or_owner(scene, token)
    return []


def _aims(scene: Scene, top: Token) -> Iterator[Token]:
    """Whom it is to serve: "to train Malian recruits", "helping to hold the line for the army"."""
    for clause in children(top, "advcl", "xcomp", "acl"):
        marks = {c.lower_ for c in children(clause, "mark")}
        between = top.doc[top.i : clause.left_edge.i]
        if any(t.tag_ == "VBG" and t.dep_ == "acl" for t in between):
            continue  # "hit a convoy entering to help the rebels": the convoy is to help
        if clause.i < top.i or not (marks & {"to", "for"} or clause.tag_ == "VBG"):
            continue
        for verb in (clause, *children(clause, "conj", "xcomp")):
            if any(scene.words.has(verb, cls) for cls in GIVING):
                yield from objects(verb)


def side_or_owner(scene: Scene, token: Token) -> list[Actor]:
    """The sides at a token and its conjuncts, places too, or whose men it speaks of ("the Malian school")."""
    found = scene.sides(token, places=True) or scene.pacts(token)
    men = [t for t in conjuncts(token) if any(scene.words.has(t, cls) for cls in _MEN)]
    return found or [a for t in men for a in scene.owners(t)]


def doers(scene: Scene, verb: Token) -> list[Actor]:
    """Who does it; of "accused Iran of shipping rifles" who is accused, and nobody where that is "it" alone."""
    accuser = verb.head if verb.tag_ == "VBG" and verb.dep_ in ("advcl", "xcomp", "acl", "obl") else None
    if accuser is not None and accuser.lemma_ in _ACCUSING:
        return [a for t in patients(accuser) for a in scene.sides(t, places=True)]
    return scene.sides(doer(verb))


def sources(scene: Scene, nouns: Sequence[Token]) -> list[Actor]:
    """Whose goods or men they are, or whom they come from: "Czech rifles", "shells from Pakistan"."""
    for noun in nouns:
        own = [a for m in scene.parsed.mentions_at(noun) if m.form == "demonym" for a in m.actors]
        found = dict.fromkeys([*own, *scene.owners(noun)])
        if found:
            return [a for a in found if scene.is_side(a)]
    return [a for noun in nouns for t in nominals(noun, "from") for a in scene.sides(t, places=True)]


def friendly(scene: Scene, givers: Sequence[Actor], takers: Sequence[Actor]) -> list[Actor]:
    """Those of *takers* that are none of the givers and fight none of them."""
    return [t for t in takers if t not in givers and not any(is_foe(scene, g, t) for g in givers)]


def is_foe(scene: Scene, one: Actor, other: Actor) -> bool:
    """Whether two stand on opposite sides of a war of the day, by the register."""
    return frozenset((one.id or "", other.id or "")) in foes(scene.knowledge, scene.war_day)


def at_war(scene: Scene, one: Actor, other: Actor) -> bool:
    """Whether two fight each other, by the register or by what the article says, and are no allies."""
    return is_foe(scene, one, other) or (scene.are_foes(one, other) and not scene.allied(one, other))
