"""Rules on alliances told without the usual words: the parties of a treaty, and an ally who is named elsewhere.

"Sudan asked Egypt for aid under the defence agreement of 1976", "bound themselves by a charter to meet an attack on one
together", "Greece accuses its ally of aggression", said of Turkey in the sentence before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import is_real
from briefgen.extract.alliances.goods import describing, nominals
from briefgen.extract.alliances.roles import at_war, doers, is_foe, ruler
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import case_of, children, clause_span, is_none, obliques, subject, subtree_span
from briefgen.parsed import ACTING, Actor

_ENDED = ("break", "withdraw", "end", "withhold", "refuse", "ask", "cease", "drop", "deny", "strain", "divide")
_UNDER = frozenset({"under", "by", "in", "through", "within"})
_WARLIKE = frozenset(
    {"attack", "attacked", "aggression", "defend", "defence", "defense", "assault", "assistance", "alliance", "aid"}
    | {"friendship", "mutual", "military", "arms", "war", "protection", "neutrality", "security", "help"}
)
_CIVIL = frozenset({"trade", "fishing", "peace", "ceasefire", "border", "boundary", "grain", "extradition", "economic"})
_OUTSIDE = frozenset({"against", "over", "from"})
_TOLD = frozenset({"membership", "commitment", "strain", "withdrawal"})
_KIN = frozenset({"ally", "partner", "friend", "confederate", "protector", "suzerain"})
_BACK = 1  # sentences back to an ally that is only called so


def covenanted(scene: Scene, token: Token) -> Iterator[Found]:
    """The two or more sides of a treaty of help, by its possessor, "with", "between", or the verb that it stands by."""
    if is_none(token) or not _is_of_help(scene, token) or scene.words.any(describing(token), "former"):
        return
    verb = ruler(token)
    done_to = token.dep_ != "obl" or case_of(token) not in _UNDER
    ended = verb is not None and done_to and any(scene.words.has(verb, cls) for cls in _ENDED)
    if ended or (verb is not None and not is_real(verb)):
        return
    if any(tie.start <= token.i < tie.end and tie.aspect in _TOLD for tie in scene.ties):
        return
    parties, others = _parties(scene, token, verb), scene.among(token, "with")
    sides = [a for a in dict.fromkeys(parties) if scene.pact_of(a) is None and a.kind == "state"]
    if (
        set(sides) <= set(others)
        or len(sides) < 2
        or any(at_war(scene, one, other) for one, other in combinations(sides, 2))
    ):
        return
    span = clause_span(verb) if verb is not None else subtree_span(token)
    yield Found(tuple(sides), "membership", None, *span, "covenant")


def _is_of_help(scene: Scene, token: Token) -> bool:
    """Whether a treaty is one of help in war: by its adjectives, what it is "of", or what is done under it."""
    about = {t.lower_ for t in (*describing(token), *nominals(token, "of", "for", "on"))}
    about |= {c.lower_ for t in nominals(token, "of", "for", "on") for c in children(t, "amod", "compound")}
    about |= {t.lower_ for c in children(token, "acl", "acl:relcl") for t in c.subtree}
    if about & _CIVIL:
        return False
    return scene.words.has(token, "league") or bool(about & _WARLIKE)


def _parties(scene: Scene, token: Token, verb: Token | None) -> list[Actor]:
    found = [*scene.owners(token), *scene.among(token, "with", "between", "of", "among")]
    if verb is None:
        return found
    found += [a for t in obliques(verb, "with", "between") for a in scene.sides(t, places=True)]
    made = token.dep_ == "obj" and any(scene.words.has(verb, cls) for cls in ("sign", "forge", "house", "join"))
    made = made or (token.dep_ == "obl" and case_of(token) in ("to", "in", "by") and _binds(scene, verb))
    if made or (token.dep_ == "obl" and case_of(token) in _UNDER):
        found += doers(scene, verb)
    if token.dep_ == "obl" and case_of(token) == "under":  # "sent men to Afghanistan under the treaty of 1978"
        found += [a for t in obliques(verb, "to", "into", "in", "from") for a in scene.sides(t, places=True)]
        found += [a for t in children(verb, "obj", "iobj") for a in scene.sides(t, places=True)]
    return found


def _binds(scene: Scene, verb: Token) -> bool:
    return any(scene.words.has(verb, cls) for cls in ("bind", "pledge", "join", "sign"))


def akin(scene: Scene, token: Token) -> Iterator[Found]:
    """ "accuses its ally", "warned its friend": the ally is somebody whom this sentence or the last one names."""
    row = scene.words.row(token, "tie")
    possessor = children(token, "nmod:poss")
    if row is None or token.lemma_.lower() not in _KIN or token.tag_ != "NN" or is_none(token):
        return
    if scene.words.any(describing(token), "former") or not possessor or possessor[0].lower_ in ("my", "your"):
        return
    owners = [a for a in _owner(scene, token, possessor[0]) if a.kind == "state" and scene.pact_of(a) is None]
    if len(owners) != 1 or any(owners[0] in tie.sides and tie.start <= token.i < tie.end for tie in scene.ties):
        return
    other = _ally_near(scene, token, owners[0])
    if other is not None:
        yield Found((owners[0], other), "membership", None, *subtree_span(token), "akin")


def _owner(scene: Scene, token: Token, possessor: Token) -> list[Actor]:
    found = scene.owners(token)
    if found or possessor.pos_ != "PRON":
        return found
    above = ruler(token)
    top = subject(above) if above is not None else None
    return scene.sides(top) if top is not None and top != token else []


def _ally_near(scene: Scene, token: Token, owner: Actor) -> Actor | None:
    """The one side named in the sentence, else in the one before, that is an ally of *owner* or at least no foe."""
    here = scene.parsed.sentence_index(token)
    for back in range(_BACK + 1):
        near = [m for m in scene.parsed.mentions if scene.parsed.sentence_index(m.start) == here - back]
        named = [
            m for m in near if (m.head in ACTING or m.place) and m.form != "pronoun" and not _outside(scene, m.root)
        ]
        sides = [a for m in named for a in m.actors if a != owner and a.kind in ("state", "armed_group")]
        found = [a for a in dict.fromkeys(sides) if not is_foe(scene, owner, a)]
        allies = [a for a in found if scene.allied(owner, a)]
        if len(allies or found) == 1:
            return (allies or found)[0]
        if found:
            return None
    return None


def _outside(scene: Scene, root: int) -> bool:
    return case_of(scene.parsed.doc[root]) in _OUTSIDE


def paired(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Pakistan and China, partners since 1963,": two that are called allies together."""
    row = scene.words.row(token, "tie")
    if row is None or row.attrs.get("aspect") != "membership" or token.tag_ != "NNS" or is_none(token):
        return
    if not is_real(token):
        return
    if children(token, "nmod:poss") or nominals(token, "of") or scene.words.any(describing(token), "former"):
        return
    sides = [a for a in _called(scene, token) if a.kind in ("state", "armed_group") and scene.pact_of(a) is None]
    if len(sides) == 2 and not is_foe(scene, sides[0], sides[1]):
        yield Found((sides[0], sides[1]), "membership", None, *subtree_span(token), "paired")


def _called(scene: Scene, token: Token) -> Sequence[Actor]:
    if token.dep_ == "appos":
        return scene.sides(token.head, places=True)
    top = subject(token) if children(token, "cop") else None
    return scene.sides(top) if top is not None else []
