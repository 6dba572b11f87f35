"""Signs of losses: an army whose men fall fights, and so do the owners of peacekeepers who are killed."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.parties.scope import Scope, Sign, mentions_of, sign_of
from briefgen.model import Role
from briefgen.parsed import Actor, Mention

_MEN = frozenset(("men", "fighters", "troops", "aircraft", "tanks", "guns", "warships"))
_SOURCE = 2.0
_ONTO = ("on", "in", "into", "onto", "near", "over")
_OFFICIAL = 1.7  # read from who speaks of it, not said


def loss_signs(scope: Scope, verb: Token, classes: frozenset[str]) -> Iterator[Sign]:
    """The signs that the fallen of *verb* give: "14 soldiers of Mali fell", "mourns 105 soldiers"."""
    if syntax.modality(verb) != "real":
        return
    subject = syntax.subject(verb)
    if "stray" in classes and subject is not None and "flying" in scope.words.nouns.get(subject.lower_, ()):
        yield from _struck(scope, verb)
        return
    if "fall" in classes and subject is not None and subject.dep_ != "expl":
        fallen = syntax.conjuncts(subject)
    elif "mourn" in classes:
        fallen = syntax.objects(verb)
        yield from _losers(scope, verb, fallen)
        return
    elif "kill" in classes:
        fallen = syntax.patients(verb)
    else:
        return
    for one in fallen:
        yield from _fallen(scope, verb, one, harmed="fall" in classes)


def _struck(scope: Scope, verb: Token) -> Iterator[Sign]:
    """ "a missile fell in Poland", "shells fell on villages in Laos": whose land it is is affected."""
    places = [c for o in syntax.obliques(verb, *_ONTO) for c in (o, *syntax.obliques(o, "in", "of"))]
    for mention in mentions_of(scope.parsed, places):
        yield from sign_of(mention, "affected", _SOURCE, "suffers")


def _losers(scope: Scope, verb: Token, fallen: list[Token]) -> Iterator[Sign]:
    """ "Armenia mourns 105 soldiers, Azerbaijan 71"."""
    if not any("soldiers" in scope.words.nouns.get(t.lower_, ()) or t.lower_ in _MEN for t in fallen):
        return
    subject = syntax.subject(verb)
    losers = [subject] if subject is not None else []
    losers += [c for t in fallen for c in t.children if c.pos_ == "PROPN" and c.dep_ in ("appos", "conj")]
    for mention in mentions_of(scope.parsed, losers):
        if not mention.place:
            yield from sign_of(mention, "belligerent", _SOURCE, "fought")


def _fallen(scope: Scope, verb: Token, one: Token, *, harmed: bool) -> Iterator[Sign]:
    head = syntax.nominal_head(one)
    if "soldiers" not in scope.words.nouns.get(head.lower_, ()):
        return
    keepers = "peacekeeper" in head.lemma_.lower()
    owned = list(mentions_of(scope.parsed, [head, *(o for o in syntax.obliques(head, "of", "from"))]))
    owned += [m for t in [one, head] for m in _parts(scope, t)]
    role: Role = "affected" if keepers else "belligerent"
    for mention in dict.fromkeys(owned):
        if keepers or harmed or mention.root not in (one.i, head.i):
            yield from sign_of(mention, role, _SOURCE, "fallen" if keepers else "fought")
    if not owned and not keepers:
        state = _official(scope, verb) or _where(scope, verb)
        if state is not None:
            yield Sign(state, None, "belligerent", _OFFICIAL, "fought", head.i, head.i + 1)


def _parts(scope: Scope, noun: Token) -> Iterator[Mention]:
    """ "two from South Africa and one from Uruguay" beside the fallen."""
    for child in noun.subtree:
        if child.pos_ == "PROPN" and syntax.case_of(child) == "from":
            yield from scope.parsed.mentions_at(child)


def _official(scope: Scope, verb: Token) -> Actor | None:
    """The one state whose ministry, army or police tells of the loss in this sentence."""
    parsed = scope.parsed
    here = parsed.sentence_index(verb)
    told = {
        actor
        for speech in parsed.speeches
        if speech.speaker is not None
        and parsed.sentence_index(speech.cue) == here
        and speech.start <= verb.i < speech.end
        for actor in speech.speaker.actors
        if speech.speaker.head in ("institution", "forces") and actor.kind == "state"
    }
    return told.pop() if len(told) == 1 else None


def _where(scope: Scope, verb: Token) -> Actor | None:
    """The one state that places the loss: "a bomb at an academy in the Colombian capital killed 21 cadets"."""
    inside = {t.i for t in verb.subtree}
    placed = {
        mention.actor
        for mention in scope.parsed.mentions
        if mention.root in inside and (mention.place or mention.head == "other") and mention.actor is not None
    }
    named = {actor for m in scope.parsed.mentions if m.root in inside and not m.place for actor in m.actors}
    one = placed.pop() if len(placed) == 1 else None
    return one if one is not None and one.kind == "state" and not (named - {one}) else None
