"""Rules on help that shows in how a thing was done: with whose help, thanks to whose guns, for whom, at whose wish."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_promised, is_real, pairs
from briefgen.extract.alliances.focus import home
from briefgen.extract.alliances.goods import is_civil, is_material, nominals
from briefgen.extract.alliances.help import granted
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import (
    case_of,
    children,
    clause_span,
    conjuncts,
    is_none,
    negated,
    objects,
    obliques,
    predicate_of,
    subject,
    subtree_span,
)
from briefgen.model import Aspect
from briefgen.parsed import Actor

_HELPED = frozenset({"with", "through", "thanks to", "under", "because of", "due to", "amid"})  # "with Cuban help"
_SAVED = frozenset({"thanks to", "without", "because of", "due to", "but for"})  # "thanks to Cuban artillery"
_COVERS = frozenset({"cover", "umbrella", "wing", "aegis", "auspices", "protection"})  # "under cover of"
_BEHIND = frozenset({"behind"})


def through(scene: Scene, token: Token) -> Iterator[Found]:
    """ "won the war with Cuban help", "thanks to Cuban artillery held Luanda", "under cover of French jets"."""
    aided, case = scene.words.has(token, "aid"), _case(token)
    means = any(scene.words.has(token, cls) for cls in ("force", "means"))
    if case not in (_HELPED if aided else _SAVED if means else ()) or is_none(token) or is_civil(token):
        return
    inner = nominals(token, "of", "from", "by") if aided else []
    givers = scene.owners(token) or [a for t in inner for a in (*scene.sides(t, places=True), *_whose(scene, t))]
    predicate = predicate_of(token.head)
    fights = [a for t in obliques(predicate, "against") for a in scene.sides(t, places=True)]
    if token.dep_.startswith(("obl", "nmod", "advcl")) and (is_real(predicate) or case in ("without", "but for")):
        takers = [a for a in scene.sides(doer(predicate)) if a not in fights]
        yield from granted(scene, token, givers, takers, "help_granted", rule="through", nominal=True)


def purposed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "planes raided the port to help the republicans", "crossed into Herzegovina to reinforce the militia".

    Soldiers, or a state that strikes or sends, and what for; the clause above must be so ("will send": a promise).
    """
    saves = any(scene.words.has(token, cls) for cls in ("rescue", "help"))
    main = predicate_of(token.head)
    between = token.doc[main.i : token.left_edge.i]
    saves = saves and not any(t.tag_ == "VBG" and t.dep_ == "acl" for t in between)  # "hit a convoy entering to help"
    if not saves or token.dep_ not in ("advcl", "acl", "xcomp") or not _marked(token) or negated(token):
        return
    agent = doer(main)
    men = agent is not None and (scene.words.has(agent, "force") or scene.words.has(agent, "means"))
    men = men or any(m.head == "forces" for m in (scene.parsed.mentions_at(agent) if agent is not None else ()))
    if not (men or scene.words.has(main, "strike")):
        return
    aspect: Aspect | None = "help_granted" if is_real(main) else "commitment" if is_promised(main) else None
    takers = [a for t in objects(token) for a in scene.sides(t, places=True)]
    if aspect is not None:
        yield from granted(scene, main, scene.sides(agent), takers, aspect, rule="purpose")


def struck(scene: Scene, token: Token) -> Iterator[Found]:
    """ "American bombers pounded the Taliban line for the Northern Alliance", "shelled the port on behalf of Chad"."""
    if not scene.words.has(token, "strike") or not is_real(token):
        return
    givers = scene.sides(doer(token))
    takers = [a for t in obliques(token, "for", "on behalf of") for a in scene.sides(t)]
    takers += [a for o in objects(token) for t in obliques(o, "for") for a in scene.sides(t)]
    hit = [a for t in objects(token) for a in scene.sides(t, places=True, loose=True)]
    helped = [a for a in takers if a not in hit]
    yield from granted(scene, token, givers, helped, "help_granted", rule="strike")


def behind(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Egypt and Russia are behind the Libyan National Army", "Rwanda stands behind the rebels"."""
    top = token.head
    if token.lower_ not in _BEHIND or not is_real(top):
        return
    stands = top.head if not children(top, "cop") and top.head.lemma_ in ("stand", "be", "rally") else top
    takers = [a for a in scene.sides(top) if scene.is_fighter(a)]
    givers = scene.sides(subject(stands)) if stands != top or children(top, "cop") else []
    yield from granted(scene, stands, givers, takers, "help_granted", rule="behind")


def bidden(scene: Scene, token: Token) -> Iterator[Found]:
    """ "at the request of the Malian government French jets bombed the rebels": asked for, and given."""
    heeded = token.dep_ in ("obj", "obl") and scene.words.has(token.head, "heed")
    if not scene.words.has(token, "request") or (
        not heeded and case_of(token) not in ("at", "on", "upon", "following", "after")
    ):
        return
    main = predicate_of(token.head)
    askers = scene.owners(token) or [
        a for t in nominals(token, "of", "from", "by") for a in scene.sides(t, places=True)
    ]
    doers = scene.sides(doer(main))
    deeds = [t for t in objects(main) if scene.words.has(t, "force") or scene.words.has(t, "intervene")]
    armed = scene.words.has(main, "strike") or bool(deeds)
    armed = armed or any(scene.words.has(t, "force") for t in conjuncts(main) for t in [doer(t) or t])
    men = doer(main)
    armed = armed or (heeded and men is not None and any(m.head == "forces" for m in scene.parsed.mentions_at(men)))
    if not armed or not is_real(main):
        return
    for asker, other in pairs(askers, doers):
        pact = scene.pact_of(other)
        yield Found((pact,) if pact else (asker, other), "help_requested", asker, *subtree_span(token), "bidden")
        yield Found((pact,) if pact else (asker, other), "help_granted", other, *clause_span(main), "bidden")


def _case(token: Token) -> str:
    """The preposition of *token*, that of "under the cover of" and of "Thanks to" too."""
    above = token.head
    if case_of(token) == "of" and (above.lower_ in _COVERS or case_of(above) in _SAVED):
        return "thanks to"
    return f"{above.lower_} to" if case_of(token) == "to" and above.lower_ in ("thanks", "owing") else case_of(token)


def _whose(scene: Scene, token: Token) -> list[Actor]:
    """Whose the men or means are by which help came: "with the help of American air strikes"."""
    return scene.owners(token) if scene.words.has(token, "force") or scene.words.has(token, "means") else []


def _marked(token: Token) -> bool:
    return any(c.lower_ == "to" for c in children(token, "mark")) or token.tag_ == "VBG"


def thanked(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Kyiv thanked London for the missiles": what one is thanked for was given."""
    if not scene.words.has(token, "thank") or not is_real(token):
        return
    gifts = [t for t in obliques(token, "for") if scene.words.has(t, "aid") or is_material(scene, t)]
    givers = [a for t in objects(token) for a in scene.sides(t, places=True)]
    if gifts and not is_civil(token):
        yield from granted(scene, token, givers, scene.sides(doer(token)), "help_granted", rule="thank")


def serviced(scene: Scene, token: Token) -> Iterator[Found]:
    """ "American tankers refuel the Saudi jets", "frigates escort Kuwaiti tankers": work done for their owner."""
    if not scene.words.has(token, "service") or not is_real(token):
        return
    owners = [a for t in objects(token) for a in (*scene.owners(t), *scene.sides(t))]
    yield from granted(
        scene, token, scene.sides(doer(token)), list(dict.fromkeys(owners)), "help_granted", rule="service"
    )


def struck_together(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Syrian, Iraqi and Jordanian tanks struck together": the others help the one whose land or war it is."""
    if not scene.words.has(token, "strike") or not is_real(token):
        return
    men = doer(token)
    armed = men is not None and (scene.words.has(men, "force") or scene.words.has(men, "means"))
    strikers = [a for a in scene.sides(men) if a.kind == "state"] if armed else []
    own = home(scene) if len(strikers) > 1 else None
    if own is None or own not in strikers:
        return
    for other in strikers:
        if other != own and scene.allied(other, own):
            yield Found((other, own), "help_granted", other, *clause_span(token), "strike.joint")
