"""Signs in what armies and envoys do short of violence: they roll in, are sent to help, sign a truce, bring a plan."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.parties.scope import UNREAL, Scope, Sign, mentions_of, sign_of
from briefgen.parsed import Mention

_ROLL = frozenset(("roll", "pour", "thrust", "push", "march", "cross", "move", "drive", "enter", "sweep"))
_BACK = frozenset(("pull", "fall", "move", "drive", "push"))
_TROOPS = frozenset(
    ("troops", "soldiers", "forces", "marines", "battalion", "contingent", "jets", "warplanes", "warships", "men")
)
_AIDES = frozenset(("advisers", "advisors", "trainers", "instructors", "reinforcements"))
_HELPING = frozenset(("help", "support", "assist", "train", "aid", "reinforce", "back", "defend", "protect"))
_SIGN = frozenset(("sign", "agree", "break", "violate", "breach"))
_PACTS = frozenset(("truce", "ceasefire", "cease-fire", "armistice"))
_PLANS = frozenset(("plan", "proposal", "initiative", "roadmap"))
_OFFER = frozenset(("put", "propose", "present", "unveil", "table", "offer", "bring", "fly", "travel", "arrive"))
_PEACE = frozenset(("peace", "ceasefire", "cease-fire", "truce"))
_WINS = 2.0
_BESIDE = ("beside", "alongside")


def move_signs(scope: Scope, verb: Token, doers: list[Mention]) -> Iterator[Sign]:
    """The signs of *verb*, done by *doers*."""
    certainty = UNREAL[syntax.modality(verb)]
    lemma = verb.lemma_.lower()
    if (lemma in _ROLL and syntax.obliques(verb, "into")) or (lemma in _BACK and _goes_back(verb)):
        for doer in doers:
            if doer.head == "forces":
                yield from sign_of(doer, "belligerent", 2.0 * certainty, "moves")
    classes = scope.words.classes(verb)
    if "give" in classes or "send" in classes:
        yield from _sent(scope, verb, doers)
    if "join" in classes:
        yield from _joined(scope, verb, doers)
    if "win" in classes and certainty == 1 and _ground(scope, verb):
        for doer in doers:
            weight = _WINS if doer.head == "forces" or any(a.kind != "state" for a in doer.actors) else _WINS - 0.5
            yield from sign_of(doer, "belligerent", weight, "wins")
    if "receive" in classes:
        yield from _received(scope, verb, doers)
    if lemma in _SIGN and len({actor for doer in doers for actor in doer.actors}) > 1 and _pact(verb):
        for doer in doers:
            yield from sign_of(doer, "belligerent", 2.0 * certainty, "truce", others=doers)
    if lemma in _OFFER and any(_peace_plan(t) for t in [*syntax.objects(verb), *syntax.obliques(verb, "with")]):
        for doer in doers:
            yield from sign_of(doer, "mediator", 2.0, "plan")
    if lemma == "fight":
        for mention in mentions_of(scope.parsed, syntax.obliques(verb, *_BESIDE)):
            if mention.acts:
                yield from sign_of(mention, "belligerent", 2.0 * certainty, "beside")


def _sent(scope: Scope, verb: Token, doers: list[Mention]) -> Iterator[Sign]:
    """ "sent troops to help", "has promised a battalion", "is sending body armour": who does so backs somebody.

    Troops sent "into", "across" or "against" a land are a side's.
    """
    things = [c for t in [*syntax.objects(verb), *syntax.patients(verb)] for c in (t, syntax.nominal_head(t))]
    things += [c for t in things for c in t.children if c.dep_ == "compound"]  # "bomb components"
    kinds = {cls for t in things for cls in scope.words.nouns.get(t.lower_, ())}
    troops = bool(kinds & {"soldiers"}) or any(t.lower_ in _TROOPS | _AIDES for t in things)
    if not (troops or "gear" in kinds) or syntax.modality(verb) == "denied":
        return
    weight = 1.8 if not _to_help(verb) else 2.0
    hostile = bool(syntax.obliques(verb, "into", "across", "against", "over"))
    for doer in doers:
        if doer.actors and doer.actors[0].kind != "armed_group":
            yield from sign_of(doer, "belligerent" if hostile and troops else "backer", weight, "sends")


def _joined(scope: Scope, verb: Token, doers: list[Mention]) -> Iterator[Sign]:
    """ "contributes to the task force", "joined the coalition": a state in a force that fights or keeps the peace."""
    for force in mentions_of(scope.parsed, [*syntax.objects(verb), *syntax.obliques(verb, "to", "in")]):
        row = scope.knowledge.actors.get(force.actor.id or "") if force.actor is not None else None
        if row is None or row.sort not in ("coalition", "mission"):
            continue
        for doer in doers:
            if all(actor.kind == "state" for actor in doer.actors):
                yield from sign_of(doer, "backer", 2.0, "joins", others=[force])


def _received(scope: Scope, verb: Token, doers: list[Mention]) -> Iterator[Sign]:
    """ "receives recruits and munitions from Rwanda": Rwanda backs."""
    things = [c for t in syntax.objects(verb) for c in syntax.conjuncts(t)]
    kinds = {cls for t in things for cls in scope.words.nouns.get(t.lower_, ())}
    if not kinds & {"arms", "help", "gear", "soldiers"}:
        return
    sources = [*syntax.obliques(verb, "from"), *(o for t in things for o in syntax.obliques(t, "from"))]
    own = {actor for doer in doers for actor in doer.actors}
    for source in mentions_of(scope.parsed, (c for t in sources for c in syntax.conjuncts(t))):
        if not own & set(source.actors):
            yield from sign_of(source, "backer", 2.0, "source", others=doers)


def _ground(scope: Scope, verb: Token) -> bool:
    """ "took the crest", "cleared the last pockets", "gave up Lashio": what armies win and lose."""
    things = [c for t in [*syntax.objects(verb), *syntax.patients(verb)] for c in (t, syntax.nominal_head(t))]
    return any("ground" in scope.words.nouns.get(t.lower_, ()) or scope.state_of(t) is not None for t in things)


def own_forces(scope: Scope, verb: Token) -> Iterator[Sign]:
    """ "The Chadian army said soldiers had killed 30 militants": they are the speaker's."""
    subject = syntax.agent(verb)
    speech = scope.parsed.speech_over(verb)
    if (
        subject is None
        or speech is None
        or speech.speaker is None
        or speech.speaker.head not in ("forces", "institution")
    ):
        return
    bare = not scope.parsed.mentions_at(subject) and not any(c.dep_ == "nmod:poss" for c in subject.children)
    if bare and (subject.lower_ in _TROOPS or "soldiers" in scope.words.nouns.get(subject.lower_, ())):
        yield from sign_of(speech.speaker, "belligerent", 2.0, "violence")


def _goes_back(verb: Token) -> bool:
    return any(c.lower_ == "back" for c in verb.children)


def _to_help(verb: Token) -> bool:
    """ "sent troops to help", "sent military advisers to Baghdad"."""
    sent = {t.lower_ for t in syntax.objects(verb)}
    aim = [c for c in verb.children if c.dep_ in ("xcomp", "advcl")]
    aim += [c for t in syntax.objects(verb) for c in t.children if c.dep_ == "acl"]
    return bool(sent & _AIDES) or (bool(sent & _TROOPS) and any(c.lemma_ in _HELPING for c in aim))


def _pact(verb: Token) -> bool:
    objects = [*syntax.objects(verb), *syntax.obliques(verb, "to", "on")]
    return any(t.lower_ in _PACTS or any(c.lower_ in _PEACE for c in t.children) for t in objects)


def _peace_plan(noun: Token) -> bool:
    """ "a ceasefire plan", "a plan for peace"."""
    return noun.lemma_ in _PLANS and any(c.lower_ in _PEACE for c in noun.children)
