"""Signs of mediation in a clause: who brokers, hosts, offers or proposes what ends a fight, or strives to."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.parties.scope import UNREAL, Scope, Sign, mentions_of, object_in, sign_of
from briefgen.parsed import ACTING, Mention

_ALONE = ("mediat", "arbitrat", "interced", "shuttl", "co-host", "cohost", "broker")  # verbs that need no object
_PERSUADED = frozenset(("persuaded", "persuades", "persuade", "convinced", "convince"))
_EFFORTS = frozenset(("effort", "attempt", "bid", "push", "drive", "initiative", "try"))
_READY = frozenset(("ready", "willing", "happy", "prepared", "glad", "pleased", "eager"))
_PEACE = frozenset(("peace", "settlement", "mediation", "ending", "end", "halt"))
_OWN = frozenset(("crisis", "emergency", "urgent", "special", "extraordinary", "cabinet", "closed", "security"))
_FOR = ("for", "of", "to")
_HOSTS = frozenset(
    ("mediate", "arbitrate", "conciliate", "host", "mediator", "arbiter", "arbitrator", "intermediary", "go-between")
)
_FREEDOM = frozenset(("release", "freedom", "exchange", "repatriation", "return", "liberation", "handover"))
_CAPTIVES = frozenset(("hostage", "captive", "prisoner", "detainee", "abductee"))
_CARRY = frozenset(("carry", "pass", "relay", "convey", "transmit", "ferry", "deliver"))
_MESSAGES = frozenset(("message", "proposal", "letter", "offer", "term", "word"))
_TABLES = frozenset(("table", "talks", "negotiations", "dialogue"))
_TRY = frozenset(("try", "seek", "attempt", "help", "strive", "work", "offer", "endeavour", "hope", "aim"))
_SIDES = frozenset(("sides", "parties", "camps", "enemies", "foes", "belligerents", "capitals", "factions", "rivals"))


def mediation_signs(scope: Scope, verb: Token, classes: frozenset[str], doers: list[Mention]) -> Iterator[Sign]:
    """The signs that *verb*, done by *doers*, gives of mediators."""
    words = scope.words
    if "mediate" in classes and ((object_in(verb, words, "talks") and not _own_meeting(verb)) or _alone(verb)):
        weight = 3 * max(UNREAL[syntax.modality(verb)], 0.7)
        for doer in doers or _main_subject(scope, verb):
            yield from sign_of(doer, "mediator", weight, "mediate")
    arranged = object_in(verb, words, "truces", direct=True) or _frees(verb)
    brought = _calms(verb) or _between_sides(verb) or ("invite" in classes and _brings_to_talks(scope, verb))
    brought = brought or ("soothe" in classes and _soothes(scope, verb))
    if ("steer" in classes and arranged and not _as_a_side(verb)) or brought:
        for doer in doers or _striving(scope, verb) or _bent_on(scope, verb):
            yield from sign_of(doer, "mediator", 2.2, "mediate")
    if "mediate" in classes and any(_is_sides(t) for t in syntax.objects(verb)):
        for doer in doers or _bent_on(scope, verb):
            yield from sign_of(doer, "mediator", 2.2, "mediate")
    if "offer" in classes and (
        object_in(verb, words, "mediation") or _offers_peace(scope, verb) or _to_host(scope, verb)
    ):
        for doer in doers:
            yield from sign_of(doer, "mediator", 2.2, "offers")
    if verb.lower_ in _PERSUADED:
        persuaded = mentions_of(scope.parsed, syntax.patients(verb))
        if any(a.kind == "state" for m in persuaded if not m.place for a in m.actors):
            for doer in doers:
                yield from sign_of(doer, "mediator", 2.0, "persuade")


def for_peace(scope: Scope, noun: Token) -> bool:
    """ "its peace plan", "a proposal for a truce", "an offer of an unconditional truce"."""
    beside = [*(c for c in noun.children if c.dep_ in ("amod", "compound", "nmod:desc"))]
    beside += [t for o in syntax.obliques(noun, *_FOR) for t in syntax.conjuncts(o)]
    return any(t.lower_ in _PEACE or "truces" in scope.words.nouns.get(t.lower_, ()) for t in beside)


def _own_meeting(verb: Token) -> bool:
    """ "convened a crisis meeting at his ministry", "an emergency session of the cabinet": among themselves."""
    met = [*syntax.objects(verb), *syntax.patients(verb)]
    return any(c.lower_ in _OWN for t in met for c in t.children)


def strivers(scope: Scope, noun: Token) -> list[Mention]:
    """Who gave up, renewed or made "an attempt at conciliation", "an effort at mediation": the subject of the verb."""
    verb = noun.head.head
    if noun.head.lemma_ not in _EFFORTS or verb.pos_ != "VERB":
        return []
    subject = syntax.subject(verb)
    found = list(mentions_of(scope.parsed, syntax.conjuncts(subject) if subject is not None else []))
    beside = [c for c in subject.children if c.dep_ == "appos"] if subject is not None and not found else []
    return found or list(mentions_of(scope.parsed, (c for t in beside for c in syntax.conjuncts(t))))


def _as_a_side(verb: Token) -> bool:
    """ "negotiated a truce with the rebels": who does so is a side to it."""
    things = syntax.objects(verb)
    return bool(syntax.obliques(verb, "with")) or any(syntax.obliques(t, "with") for t in things)


def _bent_on(scope: Scope, verb: Token) -> list[Mention]:
    """Who "arrived to arrange a truce", "is trying to arrange" one: the subject of the verb above."""
    above = verb.head if verb.dep_ in ("advcl", "xcomp", "ccomp") else verb
    subject = syntax.subject(above) if above.pos_ == "VERB" else None
    found = mentions_of(scope.parsed, syntax.conjuncts(subject) if subject is not None else [])
    return [m for m in found if m.acts]


def _alone(verb: Token) -> bool:
    return verb.lower_.startswith(_ALONE)


def _offers_peace(scope: Scope, verb: Token) -> bool:
    """ "laid before them a proposal for a conference", "offered Tashkent as a venue", "its capital for talks"."""
    things = [c for t in [*syntax.objects(verb), *syntax.patients(verb)] for c in syntax.conjuncts(t)]
    plans = [t for t in things if "plan" in scope.words.nouns.get(t.lower_, ()) or t.lemma_ == "offer"]
    if any(for_peace(scope, t) for t in plans):
        return True
    sites = [*syntax.obliques(verb, "as"), *(o for t in things for o in syntax.obliques(t, "as"))]
    if any("venue" in scope.words.nouns.get(t.lower_, ()) for t in sites):
        return True
    aims = [*syntax.obliques(verb, "for"), *(o for t in things for o in syntax.obliques(t, "for"))]
    return verb.lemma_ == "offer" and any("talks" in scope.words.nouns.get(t.lower_, ()) for t in aims)


def _to_host(scope: Scope, verb: Token) -> bool:
    """ "offered to mediate", "offered to receive both generals", "proposed to reopen the talks"."""
    aims = [c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "advcl")]
    if verb.lemma_ not in ("offer", "volunteer", "propose"):
        return False
    roles = [t for aim in aims for t in (aim, *syntax.obliques(aim, "as"))]
    return any(t.lemma_ in _HOSTS for t in roles) or any(_for_sides(scope, aim) for aim in aims)


def _for_sides(scope: Scope, aim: Token) -> bool:
    """ "to receive both generals", "to send a mediator", "to reopen the six-party talks"."""
    classes = scope.words.classes(aim)
    receives = "invite" in classes and any(_is_sides(t) for t in syntax.objects(aim))
    sends = object_in(aim, scope.words, "mediation", direct=True)
    return receives or sends or ("reopen" in classes and object_in(aim, scope.words, "truces", direct=True))


def _brings_to_talks(scope: Scope, verb: Token) -> bool:
    """ "invited both sides to talks", "called the rivals to a conference", "brought the generals to the table"."""
    ends = [o for t in [verb, *syntax.objects(verb)] for o in syntax.obliques(t, "to", "for")]
    talks = any("truces" in scope.words.nouns.get(t.lower_, ()) or t.lower_ in _TABLES for t in ends)
    return talks and any(_is_sides(t) for t in syntax.objects(verb))


def _is_sides(noun: Token) -> bool:
    """ "both sides", "the two", "the rival generals"."""
    return noun.lower_ in _SIDES or any(c.lower_ in ("both", "two", "rival", "warring") for c in (noun, *noun.children))


def _soothes(scope: Scope, verb: Token) -> bool:
    """ "telephoned the two capitals to calm the crisis": who goes or speaks to them to that end, or tries."""
    things = [c for t in [*syntax.objects(verb), *syntax.patients(verb)] for c in syntax.conjuncts(t)]
    things += [o for t in things if t.lemma_ in ("end", "halt", "stop") for o in syntax.obliques(t, "to", "of")]
    ends = {cls for t in things for cls in scope.words.nouns.get(t.lower_, ())}
    own = _as_a_side(verb) or any(c.dep_ == "nmod:poss" for t in things for c in t.children)
    above = verb.head.lemma_ in _TRY or "approach" in scope.words.classes(verb.head)
    aimed = above and verb.dep_ in ("advcl", "acl", "xcomp", "ccomp")
    return aimed and not own and bool(ends & {"quarrel", "war", "truces"})


def _frees(verb: Token) -> bool:
    """ "arranged the release of the hostages", "secured the freedom of captives": a thing of go-betweens."""
    things = [c for t in [*syntax.objects(verb), *syntax.patients(verb)] for c in syntax.conjuncts(t)]
    freed = (o for t in things if t.lower_ in _FREEDOM for o in syntax.obliques(t, "of"))
    return any(c.lemma_.lower() in _CAPTIVES for o in freed for c in (o, *o.subtree))


def _between_sides(verb: Token) -> bool:
    """ "carrying messages between the two camps", "passed proposals between the warring parties"."""
    carried = [t for t in syntax.objects(verb) if t.lemma_ in _MESSAGES]
    ends = [o for t in [verb, *carried] for o in syntax.obliques(t, "between", "among")]
    return verb.lemma_ in _CARRY and bool(carried) and any(o.lower_ in _SIDES for o in ends)


def _main_subject(scope: Scope, verb: Token) -> list[Mention]:
    """Who "plans to continue mediating", "would be happy to arbitrate": the subject of the main clause."""
    *_, root = syntax.predicates(verb)
    head = verb.head if verb.head.lower_ in _READY else root
    subject = syntax.own_subject(head) or syntax.subject(root)
    found = mentions_of(scope.parsed, syntax.conjuncts(subject) if subject is not None else [])
    return [m for m in found if m.acts and _alone(verb)]


def _calms(verb: Token) -> bool:
    """ "help the sides de-escalate", "bring the parties together"."""
    return verb.lemma_ in ("help", "bring", "get", "coax") and any(
        t.lower_ in ("sides", "parties") for t in syntax.objects(verb)
    )


def _striving(scope: Scope, verb: Token) -> list[Mention]:
    """Whose effort it is: "Egyptian efforts to arrange a truce", "Russia made every effort to help the sides"."""
    noun = verb.head
    if verb.dep_ not in ("acl", "advcl") or noun.lemma_ not in _EFFORTS:
        return []
    parsed = scope.parsed
    owners = [*parsed.mentions_at(noun), *mentions_of(parsed, [c for c in noun.children if c.dep_ == "nmod:poss"])]
    if not owners and noun.head.pos_ == "VERB":
        subject = syntax.subject(noun.head)
        owners = [m for m in mentions_of(parsed, [subject] if subject is not None else []) if m.head in ACTING]
    return [m for m in owners if not m.place]
