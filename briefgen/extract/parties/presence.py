"""Signs of mere presence: who acts in the text at all has a word in it, and whose troops it tells of has a part in it.

They weigh little: they settle the role only of those of whom the text says nothing plainer.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.parties.scope import Scope, Sign, mentions_of, sign_of
from briefgen.parsed import Actor, Mention

_DOES = 1.0
_ATTACKED = 2.6
_ATTACKERS = frozenset(
    ("attacker", "gunman", "assailant", "shooter", "bomber", "hijacker", "perpetrator", "killer", "assassin", "suspect")
)
_PRESENT = 1.0
_ABROAD = 1.6
_POLICE = frozenset(("police", "policeman", "policemen", "officer", "officers", "guard", "guards", "veterans", "pilot"))
_DRILLS = frozenset(("drill", "exercise", "manoeuvre", "maneuver", "wargame"))
_LENT = frozenset(("contingent", "trainer", "instructor", "adviser", "advisor", "peacekeeper", "volunteer"))
_OFFICES = frozenset(
    ("government", "minister", "ministers", "ministry", "spokesman", "official", "officials", "cabinet")
)
_ORGANS = frozenset(
    (
        "office",
        "council",
        "secretary-general",
        "chief",
        "head",
        "delegate",
        "representative",
        "commission",
        "parliament",
        "assembly",
        "senate",
        "secretariat",
        "consul",
        "legation",
        "commissioner",
        "envoy",
        "members",
        "leaders",
    )
)
_STATES = frozenset(
    ("have", "remain", "lie", "stand", "border", "become", "seem", "appear", "mean", "need", "belong", "contain", "own")
)
_WHERE = ("in", "at", "on", "near", "around", "from", "into", "inside", "across", "off")


def presence_signs(scope: Scope) -> Iterator[Sign]:
    """The signs that every acting state or body, and every state's troops, give of themselves."""
    for mention in scope.parsed.mentions:
        root = scope.parsed.doc[mention.root]
        if mention.place and mention.form == "metonym" and _speaks_from(scope, root):
            yield from sign_of(mention, "commentator", _DOES, "from")
        if mention.person is not None and not mention.actors and _named_attacker(root):
            yield from sign_of(mention, "belligerent", _ATTACKED, "assails")
        if mention.place or not mention.actors:
            continue
        if mention.head in ("actor", "institution", "person") and _does(root):
            yield from sign_of(mention, "commentator", _DOES, "does")
        elif mention.head == "forces" and mention.actors[0].kind == "state":
            yield from _troops(scope, mention, root)


def _named_attacker(root: Token) -> bool:
    """ "the attacker, NAME", "gunman NAME", "NAME, the bomber"."""
    beside = [root.head] if root.dep_ in ("appos", "flat", "nmod:desc") else []
    beside += [c for c in root.children if c.dep_ in ("appos", "compound", "nmod:desc")]
    return any(t.lower_ in _ATTACKERS for t in beside)


def _does(root: Token) -> bool:
    """A subject, alone or in a list of subjects, or whose organ is ("the League's secretary-general")."""
    organ = root.dep_ in ("nmod:poss", "compound") and root.head.lower_ in _ORGANS
    first = syntax.first_conjunct(root.head if organ else root)
    verb = first.head
    return first.dep_ == "nsubj" and verb.pos_ == "VERB" and verb.lemma_ not in _STATES


def _speaks_from(scope: Scope, root: Token) -> bool:
    """ "From Petrograd it is declared that …", "In Bonn the minister called …": nobody else is named as speaking."""
    verb = root.head
    case = syntax.case_of(root)
    if case not in ("from", "at", "in") or verb.pos_ != "VERB" or root.i > verb.i:
        return False
    speaks = scope.words.classes(verb) & {"speak", "react", "refuse", "ask"}
    subject = syntax.own_subject(verb)
    if not speaks or subject is None:
        return False
    nobody = subject.lower_ == "it" or not scope.parsed.mentions_at(subject)
    return nobody and (subject.lower_ == "it" or "office" in subject.lower_ or subject.lower_ in _OFFICES)


def _troops(scope: Scope, mention: Mention, root: Token) -> Iterator[Sign]:
    """ "a Moroccan brigade has been in Syria", "French jets over Mali": abroad, lent, they help, at home they fight."""
    if root.lower_ in _POLICE or _drills(root):
        return
    if _evacuates(scope, syntax.predicate_of(root)):
        yield from sign_of(mention, "commentator", _DOES, "does")
        return
    land = _land(scope, root)
    own = set(mention.actors)
    if (land is not None and land not in own) or root.lemma_.lower() in _LENT:
        yield from sign_of(mention, "backer", _ABROAD, "abroad")
    else:
        yield from sign_of(mention, "belligerent", _PRESENT, "present")


def _drills(root: Token) -> bool:
    """ "the manoeuvres of the Third Corps", "the brigade ended its exercises": troops that play at war."""
    return any(t.lemma_.lower() in _DRILLS for t in (root.head, *syntax.objects(root.head)))


def _evacuates(scope: Scope, verb: Token) -> bool:
    """ "commandos flew out 388 people", "paratroopers landed to bring out foreigners": they take no part."""
    aims = [c for c in verb.children if c.dep_ in ("advcl", "xcomp")]
    return any("evacuate" in scope.words.classes(t) for t in (verb, *aims))


def _land(scope: Scope, root: Token) -> Actor | None:
    """The state that the clause or phrase of the troops places them in."""
    verb = syntax.predicate_of(root)
    places = [*syntax.obliques(root, *_WHERE), *syntax.obliques(verb, *_WHERE)]
    places += [verb] if syntax.case_of(verb) in _WHERE else []  # "has been in Syria"
    for place in places:
        for mention in mentions_of(scope.parsed, [place]):
            if mention.place and mention.actor is not None and mention.actor.kind == "state":
                return mention.actor
        state = scope.state_of(place)
        if state is not None:
            return state
    return None
