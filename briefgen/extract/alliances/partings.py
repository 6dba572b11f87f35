"""Rules on allies that part: soldiers sent or called home, aid that ends, support that is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliances.bonds import pact_before
from briefgen.extract.alliances.clauses import doer, is_promised, is_real, pairs
from briefgen.extract.alliances.goods import is_material, nominals
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import case_of, children, clause_span, is_none, is_passive, objects, obliques, patients
from briefgen.parsed import Actor

_OUT = frozenset({"out", "home", "away", "back", "packing"})
_BATTLE = frozenset({"back", "off"})  # "drove the patrol back": beaten, not sent home
_WARS = frozenset({"war", "campaign", "cause", "fight", "effort", "struggle", "offensive"})
_STANDSTILL = frozenset({"halt", "end", "stop", "standstill", "close"})


def expelled(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Egypt expelled 15,000 Soviet advisers", "ordered the garrison out", "told France to take its men home"."""
    plain = scene.words.has(token, "expel")
    if not (plain or scene.words.has(token, "bid")) or not (is_real(token) or is_promised(token)):
        return
    bidden = [*patients(token), *children(token, "iobj")]
    sent = [t for t in bidden if _are_men(scene, t)]
    leaving = [c for c in children(token, "xcomp", "ccomp", "advcl") if scene.words.has(c, "leave")]
    if plain and any(c.lower_ in _BATTLE for c in children(token, "advmod", "compound:prt")):
        return
    out = any(c.lower_ in _OUT for c in children(token, "advmod", "compound:prt", "obl:unmarked", "xcomp"))
    if not (plain or out or leaving):
        return
    theirs = [t for c in leaving for t in objects(c) if _are_men(scene, t) and children(t, "nmod:poss")]
    leaving = [c for c in leaving if c.lemma_ != "take" or theirs]
    senders = [a for t in sent for a in (*scene.owners(t), *scene.named(t))]
    senders += [a for t in bidden for a in scene.named(t)] if theirs else []
    hosts = scene.sides(doer(token)) if not is_passive(token) or doer(token) is not None else []
    if hosts and scene.sides(doer(token)) != senders:
        for host, sender in pairs(hosts, list(dict.fromkeys(senders))):
            yield Found((host, sender), "withdrawal", host, *clause_span(token), "expel")
        return
    lands = [a for c in leaving for t in (*objects(c), *obliques(c, "from")) for a in scene.sides(t, places=True)]
    for sender, land in pairs(list(dict.fromkeys(senders)), lands):
        yield Found((sender, land), "withdrawal", sender, *clause_span(token), "expel")


def ceased(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Soviet military aid to Cuba has ended", "will come to a halt", "has withdrawn support for the war of Chad"."""
    aid = scene.words.has(token, "support") or is_material(scene, token)
    verb = token.head
    if not aid or is_none(token) or not (is_real(verb) or is_promised(verb)):
        return
    dropped = token.dep_ == "obj" and (scene.words.has(verb, "withdraw") or scene.words.has(verb, "drop"))
    if not dropped and not _ends(scene, token, verb):
        return
    ends = [*nominals(token, "to", "for", "of"), *(obliques(verb, "for", "to") if dropped else [])]
    takers = [a for t in ends for a in _served(scene, t)]
    givers = scene.owners(token) or (scene.sides(doer(verb)) if dropped else [])
    givers = givers or [a for t in nominals(token, "from") for a in scene.sides(t, places=True)]
    for giver, taker in pairs(givers, takers):
        pact = scene.pact_of(giver) or scene.pact_of(taker)
        yield Found((pact,) if pact else (giver, taker), "withdrawal", giver, *clause_span(verb), "cease")


def is_ceasing(scene: Scene, token: Token) -> bool:
    """Whether what *token* names, such as aid, is told of as ending."""
    return _ends(scene, token, token.head)


def went_home(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Italy's contingent will come home", "has recalled part of its force": from where it has been told to be."""
    if not scene.words.has(token, "withdraw") or not (is_real(token) or is_promised(token)):
        return
    if any(scene.sides(t, places=True) or scene.pacts(t) for t in obliques(token, "from", "out of")):
        return
    top = doer(token)
    men = [inner for t in patients(token) or ([] if top is None else [top]) for inner in (t, *nominals(t, "of"))]
    gone = [t for t in men if _are_men(scene, t) or is_material(scene, t)]
    senders = [a for t in gone for a in (*scene.owners(t), *scene.named(t))]
    for sender in dict.fromkeys(senders):
        stays = [tie for tie in scene.ties if tie.by == sender and tie.aspect in ("deployment", "help_granted")]
        known = {tie.alliance: tie for tie in stays if tie.start < token.i}
        last = pact_before(scene, token.i)
        common = last is not None and (sender.id in scene.members(last) or scene.is_common(last))
        if len(known) == 1 or (common and not known):
            sides = next(iter(known.values())).sides if known else (last,) if last is not None else ()
            yield Found(sides, "withdrawal", sender, *clause_span(token), "home")


def _ends(scene: Scene, token: Token, verb: Token) -> bool:
    """Whether *token* is the subject of a verb of ending: "has ended", "dried up", "will come to a halt"."""
    if token.dep_ != "nsubj" or verb.pos_ != "VERB":
        return False
    halts = any(t.lower_ in _STANDSTILL for t in obliques(verb, "to"))
    return scene.words.has(verb, "end") or scene.words.has(verb, "cease") or halts


def _served(scene: Scene, token: Token) -> Sequence[Actor]:
    """Who is helped at *token*: a side, or the one whose war it is ("support for Riyadh's war")."""
    return scene.sides(token, places=True) or (scene.owners(token) if token.lemma_.lower() in _WARS else ())


def _are_men(scene: Scene, token: Token) -> bool:
    return scene.words.has(token, "force") or (scene.words.has(token, "means") and case_of(token) == "")
