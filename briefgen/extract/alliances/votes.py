"""Rules on what a parliament or a cabinet decides about forces and arms for a partner."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_real
from briefgen.extract.alliances.goods import is_civil, is_material
from briefgen.extract.alliances.partner import above, between, goods_in, partners
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import children, clause_span, is_passive, objects
from briefgen.model import Aspect
from briefgen.parsed import Actor

_VOTING = frozenset({"vote", "resolve", "decide"})


def voted(scene: Scene, token: Token) -> Iterator[Found]:
    """ "The Bundestag voted to put 1,200 men at the disposal of the coalition", "voted against sending ships"."""
    if not (scene.words.has(token, "decide") and is_real(token)) or is_passive(token):
        return
    deeds = [c for c in children(token, "xcomp", "advcl", "ccomp") if _is_sent(scene, c)]
    things = [t for t in objects(token) if is_material(scene, t) or scene.words.has(t, "force")]
    for by in _deciders(scene, token) if deeds or things else ():
        for deed in deeds or [token]:
            against = any(c.lower_ == "against" for c in children(deed, "mark", "case"))
            aspect: Aspect = "help_refused" if against else "decision"
            goods = [*goods_in(scene, deed), *things]
            others = partners(scene, deed, by=by, goods=goods)
            others = [a for a in others if a not in _told(scene, deed)]
            yield from between(scene, by, others[:1], aspect=aspect, span=clause_span(token), rule="vote")


def _is_sent(scene: Scene, verb: Token) -> bool:
    """Whether arms or men are handed over or sent in a clause."""
    sends = any(scene.words.has(verb, cls) for cls in ("give", "deploy", "deed", "secure", "save"))
    return sends and bool(goods_in(scene, verb)) and not is_civil(verb)


def _deciders(scene: Scene, token: Token) -> list[Actor]:
    """The state whose parliament or cabinet votes; what a pact decides is read in `joint`."""
    who = doer(token)
    mentions = scene.parsed.mentions_at(who) if who is not None and token.lemma_ in _VOTING else ()
    heads = ("institution", "actor") if token.lemma_ == "vote" else ("institution",)
    return [a for m in mentions for a in m.actors if m.head in heads and a.kind == "state"]


def _told(scene: Scene, token: Token) -> list[Actor]:
    """Who is only told of it above: "told Paris that it had voted …"."""
    return [a for t in above(token)[1:] for o in objects(t) for a in scene.sides(o)]
