"""Rules on who saves whom: interventions on a side, those who owe their survival to an ally, sides taken in a war."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_promised, is_real
from briefgen.extract.alliances.goods import nominals
from briefgen.extract.alliances.help import granted
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import case_of, children, conjuncts, negated, objects, obliques, subject
from briefgen.model import Aspect
from briefgen.parsed import Actor

_BEHALF = frozenset({"behalf", "side", "support", "aid", "defence", "defense", "favour", "favor", "rescue"})
_WEIGHT = frozenset({"weight", "lot", "troops", "forces"})


def intervened(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Libya intervened to prop up the Chadian government", "Egypt's intervention on behalf of the LNA"."""
    if not scene.words.has(token, "intervene") or negated(token):
        return
    verb = token.pos_ == "VERB"
    if verb and not is_real(token):
        return
    givers = scene.sides(doer(token)) if verb else scene.owners(token)
    givers = givers or [a for t in nominals(token, "by", "of", "from") for a in scene.sides(t, places=True)]
    launched = [c for c in children(token, "acl", "acl:relcl", "parataxis") if scene.words.has(c, "launch")]
    givers = givers or [a for c in launched for a in scene.sides(doer(c))]
    takers = [a for t in (token, *launched) for a in (*_saved(scene, t), *_behalf(scene, t))]
    yield from granted(scene, token, givers, takers, "help_granted", rule="intervene", nominal=not verb)


def owed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "the Chadian government owes its survival to France"."""
    if not scene.words.has(token, "owe") or not is_real(token):
        return
    owner = subject(token)
    things = [t for t in objects(token) if scene.words.has(t, "survival")]
    to_whom = [t for t in obliques(token, "to") if t.lower_ not in ("whom", "which")]
    givers = [a for t in to_whom for a in scene.sides(t, places=True)]
    for t in to_whom if not givers else ():  # "to backers in Sudan"
        inner = nominals(t, "in", "from") if scene.words.has(t, "tie") else []
        givers += [a for i in inner for a in scene.sides(i, places=True)]
    if not to_whom and token.dep_ == "acl:relcl":
        before = [t for t in conjuncts(token.head) if t.i < token.i]
        givers = [a for t in before for a in scene.sides_of(t)]
    if things and owner is not None:
        yield from granted(scene, token, givers, scene.sides(owner), "help_granted", rule="owe")


def sided(scene: Scene, token: Token) -> Iterator[Found]:
    """ "entered the war on the side of Ethiopia", "came to the aid of Chad", "threw its weight behind the SPLA"."""
    if not scene.words.has(token, "side") or not (is_real(token) or is_promised(token)):
        return
    takers = [*_behalf(scene, token), *_saved(scene, token)]  # "crossed the border to assist the rebels"
    behind = [t for o in (token, *objects(token)) for t in obliques(o, "behind", "alongside")]
    takers += [a for t in behind for a in scene.sides(t, places=True)]
    sides = is_real(token) and token.lemma_ == "side"
    takers += [a for t in obliques(token, "with") if sides for a in scene.sides(t, places=True)]
    thrown = token.lemma_ != "throw" or any(t.lower_ in _WEIGHT for t in objects(token))
    if thrown:
        aspect: Aspect = "help_granted" if is_real(token) else "commitment"
        yield from granted(scene, token, scene.sides(doer(token)), takers, aspect, rule="side")


def _saved(scene: Scene, token: Token) -> list[Actor]:
    """Whom an infinitive of purpose saves: "to prop up the government", "to prevent its defeat"."""
    found: list[Actor] = []
    for clause in children(token, "advcl", "acl", "xcomp"):
        if not any(c.lower_ == "to" for c in children(clause, "mark")):
            continue
        for thing in objects(clause):
            if scene.words.has(clause, "save") or scene.words.has(clause, "rescue"):
                found += scene.sides(thing, places=True)
            elif scene.words.has(clause, "avert") and scene.words.has(thing, "defeat"):
                found += [
                    *scene.owners(thing),
                    *(a for t in nominals(thing, "of") for a in scene.sides(t, places=True)),
                ]
    return found


def _behalf(scene: Scene, token: Token) -> list[Actor]:
    """Who stands after "on the side of", "on behalf of", "in support of", "to the aid of", or before "side"."""
    found: list[Actor] = []
    tops = [*obliques(token), *(t for o in (*objects(token), *obliques(token)) for t in obliques(o, "on", "in", "to"))]
    for top in [t for o in tops for t in conjuncts(o)]:
        if top.lower_ not in _BEHALF or case_of(top) not in ("on", "in", "to", "on behalf of", "at"):
            continue
        inner = nominals(top, "of")
        found += (
            [a for t in inner for a in scene.sides(t, places=True, loose=True)] or scene.owners(top) or scene.named(top)
        )
    found += [
        a for t in obliques(token, "on behalf of", "in support of", "in favour of") for a in scene.sides(t, places=True)
    ]
    return found
