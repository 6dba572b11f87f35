"""Rules on help asked for and refused: each takes a token and yields what it says of a tie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliances.bonds import pact_before
from briefgen.extract.alliances.clauses import WILL, doer, is_real, pairs, undergoers
from briefgen.extract.alliances.focus import backed_by, home, recipient_before
from briefgen.extract.alliances.goods import is_material, is_rescue, is_wish, nominals, takers_of, whose
from briefgen.extract.alliances.help import granted
from briefgen.extract.alliances.pledges import is_only_thought
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import (
    case_of,
    child,
    children,
    clause_span,
    conjuncts,
    is_none,
    is_passive,
    modality,
    negated,
    objects,
    obliques,
    own_subject,
    predicate_of,
    subject,
)
from briefgen.parsed import Actor

_NOTHING = frozenset({"none", "nothing", "nobody", "little"})
_OFFICES = frozenset({"president", "premier", "minister", "government", "cabinet", "king", "emir", "junta", "regime"})
_FATE = frozenset({"fate", "lurch", "mercy", "wolves"})
_DESERTING = frozenset({"abandon", "desert", "forsake", "betray"})
_CALLED = frozenset({"call", "invite", "summon", "bring", "ask"})
_QUARREL = frozenset({"side", "party", "belligerent", "neighbour", "neighbor"})
_INVOKED = frozenset({"article", "articles", "clause", "consultation", "consultations"})


def asked(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Mali asked Algeria for troops", "called on Algeria to send arms", "requested drones from Turkey"."""
    if not scene.words.has(token, "ask") or negated(token) or is_only_thought(token):
        return
    askers = [a for a in scene.sides(doer(token)) if not scene.is_pact(a)]
    if not askers and _is_of_state(doer(token)):  # "the Prime Minister has written to …"
        askers = [land] if (land := home(scene)) is not None else []
    yield from _invoked(scene, token, askers)
    wishes = _wishes(scene, token)
    if not wishes and token.lemma_ == "turn":
        yield from _requests(scene, token, askers, [p for t in obliques(token, "to") for p in scene.pacts(t)])
    called_in = token.lemma_ in _CALLED and any(c.lower_ == "in" for c in children(token, "compound:prt", "advmod"))
    if called_in and not wishes:  # "whom Colombo invited in"
        yield from _requests(scene, token, askers, [a for t in undergoers(token) for a in scene.sides(t, places=True)])
    if wishes:
        targets = [a for t in _asked_ones(token, wishes) for a in scene.sides(t, places=True)]
        targets = targets or [a for w in wishes if w.pos_ != "VERB" for a in scene.owners(w)]  # "French helicopters"
        if not targets and (pact := pact_before(scene, token.i)) is not None:
            near = any(m.actor == pact for m in scene.parsed.mentions if token.sent.start <= m.start < token.i)
            targets = [pact] if near and any(a.id in scene.members(pact) for a in askers) else []
        yield from _requests(scene, token, askers, targets)


def request(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Mali's appeal to Algeria for troops", "turned down a request from Georgia for missiles"."""
    if not scene.words.has(token, "request"):
        return
    wishes = [t for t in nominals(token, "for") if is_wish(scene, t)]
    wishes += [t for c in children(token, "acl") for t in conjuncts(c) if is_rescue(scene, t) or _lends(scene, t)]
    if not wishes:
        return
    askers = scene.owners(token) or [
        a for t in nominals(token, "from", "by", "of") for a in scene.sides(t, places=True)
    ]
    made = token.dep_ == "obj" and not scene.words.has(token.head, "refuse") and not scene.words.has(token.head, "heed")
    addressed = obliques(token.head, "to") if made else []  # "have addressed to Munich a request for succour"
    askers = askers or (scene.sides(doer(token.head)) if made and is_real(token.head) else [])
    targets = [a for t in (*nominals(token, "to"), *addressed) for a in scene.sides(t, places=True)]
    targets = targets or [a for w in wishes if w.pos_ != "VERB" for a in scene.owners(w)]
    if not targets and case_of(token) in ("despite", "notwithstanding", "in spite of", "against"):
        targets = [a for a in scene.sides(doer(predicate_of(token.head))) if a not in askers]
    verb = token.head
    refused = token.dep_ in ("obj", "nsubj:pass") and scene.words.has(verb, "refuse") and is_real(verb)
    verb = verb.head if verb.lower_ == "no" else verb  # "said no to a plea"
    refused = refused or (verb.lemma_ in ("say", "answer") and any(t.lower_ == "no" for t in verb.children))
    targets = targets or (scene.sides(doer(verb)) if refused else [])
    yield from _requests(scene, token, askers, targets)
    if refused:
        yield from granted(scene, verb, targets, askers, "help_refused", rule="refuse.request")


def refused(scene: Scene, token: Token) -> Iterator[Found]:
    """ "refused to arm Ukraine", "suspended arms deliveries to Turkey", a bare "Paris refused" after a request."""
    refuses, withholds = scene.words.has(token, "refuse"), scene.words.has(token, "withhold")
    if not (refuses or withholds) or not is_real(token):
        return
    deniers = scene.sides(doer(token))
    if withholds:
        yield from _withheld(scene, token, deniers)
        return
    clauses = [
        *children(token, "xcomp"),
        *(c for c in children(token, "ccomp") if c.tag_ == "VBG"),
        *(t for t in objects(token) if t.tag_ == "VBG"),
    ]
    inner = next((c for c in clauses if any(scene.words.has(c, cls) for cls in ("save", "give", "side"))), None)
    if inner is not None and token.lemma_ == "deny" and inner.tag_ == "VBG":  # what is said not to be so
        return
    if inner is not None and scene.words.has(inner, "give"):  # "ruled out sending envoys" refuses no arms
        inner = inner if any(t.pos_ == "PRON" or is_material(scene, t) for t in objects(inner)) else None
    if inner is not None:
        takers = _meant(scene, inner)
        yield from _refusals(scene, token, deniers, takers)
    elif any(scene.words.has(c, "stir") for c in children(token, "xcomp")):  # "declines to move"
        for denier in deniers:
            sides = recipient_before(scene, token.i, giver=denier) or backed_by(scene, denier)
            yield from [Found(sides, "help_refused", denier, *clause_span(token), "refuse.stir")] if sides else []
    elif not objects(token) and child(token, "xcomp", "ccomp") is None and token.lemma_ in ("refuse", "decline"):
        yield from _refusals(scene, token, deniers, [])


def unwilling(scene: Scene, token: Token) -> Iterator[Found]:
    """ "is not interested in getting involved", "was unwilling to intervene": no to one that it is tied to."""
    row = scene.words.row(token, "unwilling")
    if row is None or bool(row.attrs.get("negated")) != negated(token):
        return
    below = [c for c in token.subtree if c != token and c.i > token.i]
    if not any(scene.words.has(c, "save") or c.lemma_ in ("involve", "involved") for c in below):
        return
    deniers = scene.sides(subject(token))
    takers = [a for c in below for a in scene.sides(c, places=True) if c.dep_ in ("obj", "obl", "iobj")]
    near = [a for a in takers if any(scene.allied(a, denier) for denier in deniers)]
    yield from _refusals(scene, token, deniers, near)


def _is_of_state(token: Token | None) -> bool:
    """An office or organ of a state that is not said: that of the state which the article is about."""
    return token is not None and token.lower_ in _OFFICES and not any(c.dep_ == "nmod" for c in token.children)


def _lends(scene: Scene, token: Token) -> bool:
    """ "a request to lend the base"."""
    return scene.words.has(token, "give") and any(scene.words.has(t, "ground") for t in objects(token))


def deserted(scene: Scene, token: Token) -> Iterator[Found]:
    """ "England left the Danes to their fate", "deserted its ally": help that did not come."""
    if not scene.words.has(token, "abandon") or not is_real(token) or is_passive(token):
        return
    lurch = any(t.lower_ in _FATE for t in obliques(token, "to", "in"))
    for denier in scene.sides(doer(token)):
        left = [a for t in objects(token) for a in scene.sides(t, places=True)]
        left = [a for a in left if lurch or (token.lemma_ in _DESERTING and scene.allied(denier, a))]
        yield from granted(scene, token, [denier], left, "help_refused", rule="desert")


def shunned(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Servia will not stir", "Zambia can spare none", "stayed out", "ruled out troops": no to the one in need.

    The one in need is who asked in the sentences before, else the ally named last that is at war beside it.
    """
    idle, denied = scene.words.has(token, "shun"), scene.words.has(token, "stir") and modality(token) == "denied"
    will = any(c.lower_ in WILL for c in children(token, "aux"))
    firm = negated(token) and any(c.lower_ == "to" for c in children(token, "mark"))  # "is resolved not to budge"
    spares = scene.words.has(token, "spare") and any(t.lower_ in _NOTHING or is_none(t) for t in objects(token))
    idles = idle and is_real(token)
    refuses = denied and (will or (firm and token.dep_ == "xcomp"))
    if not (idles or refuses or spares) or is_passive(token):
        return
    for denier in scene.sides(doer(token)):
        sides = recipient_before(scene, token.i, giver=denier) or (() if idle else backed_by(scene, denier))
        if sides and not (idle and len(sides) == 1):
            yield Found(sides, "help_refused", denier, *clause_span(token), "shun")


def _meant(scene: Scene, token: Token) -> list[Actor]:
    """Whom the deed that is refused would have helped: "to arm Ukraine", "to enter the war at Germany's side"."""
    beside = obliques(token, "at", "on", "alongside", "beside")
    sides = [a for t in beside for a in (*scene.owners(t), *whose(scene, t))]
    if scene.words.has(token, "side") and sides:
        return sides
    return [a for t in (*objects(token), *takers_of(token, objects(token))) for a in scene.sides(t, places=True)]


def _wishes(scene: Scene, token: Token) -> list[Token]:
    """What is asked for: nouns of help and arms, or the verbs of what the one asked shall do."""
    nouns = [t for t in (*objects(token), *obliques(token, "for", "to")) if is_wish(scene, t)]
    verbs = [c for c in children(token, "xcomp", "ccomp", "advcl", "acl") if scene.words.has(c, "save")]
    verbs = [c for c in verbs if any(m.lower_ == "to" for m in children(c, "mark")) and is_rescue(scene, c)]
    return [*nouns, *verbs]


def _asked_ones(token: Token, wishes: Sequence[Token]) -> list[Token]:
    """Who is asked: the object, "on/to/from" phrases, the one whose help it is ("help from NATO", "NATO's help")."""
    found = [t for t in children(token, "obj", "iobj", "nsubj") if t not in wishes and t.i > token.i]
    found += obliques(token, "on", "upon", "to", "from", "of", "with", "in", "over")
    if token.dep_ in ("advcl", "xcomp", "acl") and not found:  # "has written to Paris asking for"
        found += obliques(token.head, "to")
    found += [s for w in wishes if w.pos_ == "VERB" and (s := own_subject(w)) is not None and s.i > token.i]
    found += [token.head for t in found if t.lower_ in ("which", "whom") and token.dep_ == "acl:relcl"]
    for wish in wishes:
        found += [*nominals(wish, "from", "of"), *children(wish, "nmod:poss")] if wish.pos_ == "NOUN" else []
    return [t for t in found if t not in wishes and not _is_both_sides(t)]


def _is_both_sides(token: Token) -> bool:
    """ "urged the two sides to protect workers": who quarrel with each other are admonished, not asked for help."""
    pair = children(token, "nummod", "det", "det:predet", "amod")
    return token.lemma_ in _QUARREL and (token.tag_ == "NNS" or bool(pair)) and not children(token, "nmod:poss")


def _requests(scene: Scene, token: Token, askers: Sequence[Actor], targets: Sequence[Actor]) -> Iterator[Found]:
    start, end = clause_span(token)
    for asker, target in pairs(askers, targets):
        pact = scene.pact_of(target)
        sides = (pact,) if pact else (asker, target)
        if not scene.is_pact(asker):
            yield Found(sides, "help_requested", asker, start, end, "ask")


def _invoked(scene: Scene, token: Token, askers: Sequence[Actor]) -> Iterator[Found]:
    """ "invoked Article 4 of the NATO treaty", "invoked NATO's Article 5"."""
    things = [t for t in (*objects(token), *obliques(token, "for", "under")) if t.lower_ in _INVOKED]
    pacts = [p for t in (token.subtree if things else ()) if t.i > token.i for p in scene.pacts(t)][:1]
    if (
        things
        and not pacts
        and any(scene.words.any((t, *children(t, "amod", "compound")), "pact") for t in token.subtree)
    ):
        last = pact_before(scene, token.i)  # "the mutual defence clause of the pact"
        pacts = [last] if last and all(a.id in scene.members(last) for a in askers) else []
    yield from _requests(scene, token, askers, pacts)


def _refusals(scene: Scene, token: Token, deniers: Sequence[Actor], takers: Sequence[Actor]) -> Iterator[Found]:
    """Refusals to those named, else to the last one who asked the denier in the sentences before."""
    if takers:
        yield from granted(scene, token, deniers, takers, "help_refused", rule="refuse")
        return
    here = scene.parsed.sentence_index(token)
    for tie in reversed(scene.ties):
        near = 0 <= here - scene.parsed.sentence_index(tie.start) <= 3
        for denier in deniers:
            other = scene.pact_of(denier) or denier
            if tie.aspect == "help_requested" and near and other in tie.sides and tie.by != denier:
                start, end = clause_span(token)
                yield Found(tie.sides, "help_refused", other, start, end, "refuse.answer")
                return
    owed = [t for denier in deniers for t in scene.ties_of(denier) if t.by == denier and t.aspect == "commitment"]
    if owed:
        start, end = clause_span(token)
        yield Found(owed[-1].sides, "help_refused", owed[-1].by, start, end, "refuse.owed")
    elif any(scene.is_pact(denier) for denier in deniers) and child(token, "xcomp") is not None:
        yield from granted(scene, token, deniers, deniers, "help_refused", rule="refuse")


def _withheld(scene: Scene, token: Token, deniers: Sequence[Actor]) -> Iterator[Found]:
    goods = [t for t in undergoers(token) if is_material(scene, t) or scene.words.has(t, "support")]
    parts = [part for t in goods for part in (t, *nominals(t, "of"))]
    takers = [a for thing in parts for t in nominals(thing, "to", "for") for a in scene.sides(t, places=True)]
    takers += [a for t in obliques(token, "to", "for") for a in scene.sides(t, places=True)] if goods else []
    wanting = [c for t in goods for c in children(t, "acl:relcl") if scene.words.has(c, "ask")]
    takers += [a for c in wanting for a in scene.sides(doer(c))]  # "the missiles that Cairo asked for"
    soft = [t for t in undergoers(token) if t.lower_ in ("aid", "help", "assistance")] if not goods else []
    fighters = [a for thing in soft for t in nominals(thing, "to", "for") for a in scene.sides(t)]
    takers += [a for a in fighters if scene.is_fighter(a)]  # "cut off aid to the Contras"
    deniers = deniers or [a for thing in goods for a in scene.owners(thing)]
    if not is_passive(token) or deniers:
        yield from granted(scene, token, deniers, takers, "help_refused", rule="withhold")
