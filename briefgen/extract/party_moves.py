"""Signs in what armies and envoys do short of violence: they roll in, are sent to help, sign a truce, bring a plan."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.party_scope import ACTING, UNREAL, Scope, Sign, mentions_of, sign_of
from briefgen.parsed import Mention

_ROLL = frozenset(("roll", "pour", "thrust", "push", "march", "cross", "move", "drive", "enter", "sweep"))
_BACK = frozenset(("pull", "fall", "move", "drive", "push"))
_SENT = frozenset(("send", "deploy", "dispatch", "fly", "contribute"))
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
_BESIDE = ("beside", "alongside")


def move_signs(scope: Scope, verb: Token, doers: list[Mention]) -> Iterator[Sign]:
    """The signs of *verb*, done by *doers*."""
    certainty = UNREAL[syntax.modality(verb)]
    lemma = verb.lemma_.lower()
    if (lemma in _ROLL and syntax.obliques(verb, "into")) or (lemma in _BACK and _goes_back(verb)):
        for doer in doers:
            if doer.head == "forces":
                yield from sign_of(doer, "belligerent", 2.0 * certainty, "moves")
    if lemma in _SENT and _to_help(verb):
        for doer in doers:
            yield from sign_of(doer, "backer", 2.0 * max(certainty, 0.8), "sends")
    if lemma in _SIGN and len({actor for doer in doers for actor in doer.actors}) > 1 and _pact(verb):
        for doer in doers:
            yield from sign_of(doer, "belligerent", 2.0 * certainty, "truce", others=doers)
    if lemma in _OFFER and any(_peace_plan(t) for t in [*syntax.objects(verb), *syntax.obliques(verb, "with")]):
        for doer in doers:
            yield from sign_of(doer, "mediator", 2.0, "plan")
    if lemma == "fight":
        for mention in mentions_of(scope.parsed, syntax.obliques(verb, *_BESIDE)):
            if mention.head in ACTING and not mention.place:
                yield from sign_of(mention, "belligerent", 2.0 * certainty, "beside")


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
