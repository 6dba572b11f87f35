"""Rules on standing ties: allies, patrons and proxies, members of pacts, and pacts that are signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from spacy.tokens import Token

from briefgen.extract.alliances.bonds import antecedents, pact_before
from briefgen.extract.alliances.clauses import BEFORE, doer, is_real, pairs
from briefgen.extract.alliances.focus import side_before
from briefgen.extract.alliances.goods import describing, nominals
from briefgen.extract.alliances.scene import Found, Scene, listed_after
from briefgen.extract.syntax import (
    case_of,
    children,
    clause_span,
    conjuncts,
    is_none,
    is_passive,
    modality,
    negated,
    noun_phrase,
    objects,
    obliques,
    own_subject,
    patients,
    subject,
    subtree_span,
)
from briefgen.model import Aspect
from briefgen.parsed import Actor

_UNIONS = frozenset({"coalition", "alliance", "umbrella", "union", "federation", "confederation", "front", "league"})
_SHAPES = frozenset({"use", "see", "regard", "view", "consider", "describe", "act", "serve", "cast", "portray", "know"})


def tied(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Serbia, an ally of Russia", "its ally, Sudan", "US ally Japan", "Hezbollah, a proxy of Iran"."""
    row = scene.words.row(token, "tie")
    if row is None or is_none(token) or _has_ended(scene, token) or not _holds(token):
        return
    ceased = token.dep_ in ("xcomp", "obj") and token.head.lemma_ in ("cease", "stop")
    owners = [a for t in nominals(token, "of", "to") for a in scene.sides(t, places=True)]
    owners = owners if owners and not children(token, "nmod:poss") else [*scene.owners(token), *owners]
    if not owners and token.dep_ in ("compound", "amod", "nmod:desc"):  # "its patron Iran", hung on "Iran"
        owners = [a for c in children(token.head, "nmod:poss") for a in scene.sides(c, loose=True)]
    if not owners and token.dep_ == "conj" and any(c.lower_ in ("another", "other") for c in token.children):
        owners = scene.named(token.head)  # "Assad, and another key backer, Russia"
    if "holder" in row.attrs and not row.attrs["holder"] and token.head.lemma_ == "use":
        owners = owners or scene.sides(doer(token.head))
    holders = _holders(scene, token)
    inner = [t for t in nominals(token, "of", "in", "from") if children(token, "nmod:poss")]
    if (not holders and "holder" in row.attrs) or (inner and not holders and case_of(inner[0]) == "of"):
        holders = [
            a for t in inner for a in scene.sides(t, places=True)
        ]  # "its backers in Chad", "its allies of the FNLA"
        owners = scene.owners(token)
    aspect = cast("Aspect", row.attrs["aspect"])
    start, end = _span(token)
    if ceased:  # "has ceased to be a friend"
        yield from (Found((o, h), "strain", None, start, end, "tie.ceased") for o, h in pairs(owners, holders))
        return
    alone = any(c.lower_ in ("a", "an") for c in children(token, "det"))
    if aspect == "membership" and not holders and alone:  # "a NATO ally"
        near = [p for c in children(token, "compound", "amod", "nmod:desc") for p in scene.pacts(c)]
        yield from (Found((p,), "membership", None, start, end, "tie.pact") for p in near[:1])
    if not owners and token.tag_ == "NNS" and children(token, "cop") and len(holders) == 2:
        owners, holders = holders[:1], holders[1:]  # "Chad and Niger are allies"
    for owner, holder in pairs(owners, holders):
        pact = scene.pact_of(owner) or scene.pact_of(holder)
        if pact is not None:
            yield Found((pact,), "membership", None, start, end, "tie.pact")
            continue
        by = None if "holder" not in row.attrs else (holder if row.attrs["holder"] else owner)
        yield Found((owner, holder), aspect, by, start, end, "tie")


def allied(scene: Scene, token: Token) -> Iterator[Found]:
    """ "is allied with Al-Qaeda", "Iran-aligned Hezbollah", "rebels affiliated with Ankara"."""
    ended = any(c.lower_ in ("formerly", "once", "previously") for c in children(token, "advmod", "mark"))
    if not scene.words.has(token, "allied") or ended or negated(token) or modality(token) in ("denied", "hypothetical"):
        return
    with_whom = [a for t in obliques(token, "with", "to") for a in scene.sides(t, places=True)]
    relative = token.dep_ == "acl:relcl" and any(t.lower_ in ("which", "whom") for t in obliques(token, "with", "to"))
    before = [c for c in token.children if c.i < token.i and c.dep_.split(":")[0] in BEFORE]
    if relative:  # "Chad, with which Sudan has partnered"
        who, with_whom = scene.sides(own_subject(token)), scene.sides(token.head, places=True)
    elif token.dep_ == "acl:relcl":
        inner = [a for t in obliques(token.head, "of", "by") for a in scene.sides(t)]
        who = scene.sides(token.head) or inner  # "the presence of the YPG, which is aligned to …"
    elif token.dep_ in ("amod", "acl"):
        who = scene.sides(token.head)
        with_whom = with_whom or [a for c in before for a in scene.sides(c, places=True, loose=True)]
    else:
        who = scene.sides(subject(token))
    start, end = _span(token)
    for one, other in pairs(who, with_whom):
        pact = scene.pact_of(one) or scene.pact_of(other)
        sides = (pact,) if pact else (one, other)
        yield Found(sides, "membership", None, start, end, "allied")


def belonging(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Albania is a member of NATO", "NATO member Albania", "Albania joined NATO"."""
    start, end = _span(token)
    if scene.words.has(token, "member"):
        pacts = [p for c in children(token, "compound", "nmod:poss", "amod", "nmod:desc") for p in scene.pacts(c)]
        pacts += [p for t in nominals(token, "of", "in", "to") for p in scene.pacts(t)]
        pacts += scene.pacts(token) if scene.parsed.mentions_at(token)[:1] and not pacts else []  # "the NATO state"
        if not pacts and token.lemma_ == "member" and any(c.lower_ == "a" for c in children(token, "det")):
            last = pact_before(scene, token.i)  # "Poland, herself a member"
            ids = {a.id for t in _equals(token) for a in scene.sides(t)}
            pacts += [last] if last is not None and ids & scene.members(last) else []
        if pacts and any(c.lower_ == "longer" for c in children(token, "advmod")):
            leavers = [a for t in _equals(token) for a in scene.sides(t) if a.kind == "state"]
            yield from (Found((pacts[0],), "withdrawal", a, start, end, "member.gone") for a in leavers)
            return
        if not pacts or is_none(token) or _has_ended(scene, token) or not _holds(token):
            return
        sent = [a for t in _equals(token) for m in scene.parsed.mentions_at(t) if m.head == "forces" for a in m.actors]
        if sent:  # "Kenyan troops are part of the mission"
            yield from (Found((pacts[0],), "deployment", actor, start, end, "member.forces") for actor in sent)
        elif _is_held(scene, token):
            yield Found((pacts[0],), "membership", None, start, end, "member")
    elif (
        scene.words.has(token, "join") and is_real(token) and not any(c.lower_ == "to" for c in children(token, "mark"))
    ):
        pacts = [p for t in (*objects(token), *obliques(token, "to", "in", "by")) for p in scene.pacts(t)]
        if any(c.lower_ == "which" for c in (*objects(token), *obliques(token, "to"))):
            pacts += [p for t in antecedents(token) for p in scene.pacts(t)]  # "an alliance to which Chad belongs"
        if token.lemma_ == "contribute" and objects(token):  # "contributed rice to the mission"
            return
        joiners = patients(token) if is_passive(token) else [doer(token)]  # "which is bound to the pact by a treaty"
        if pacts and any(a.kind == "state" for t in joiners for a in scene.sides(t)):
            yield Found((pacts[0],), "membership", None, start, end, "join")


def listed(scene: Scene, token: Token) -> Iterator[Found]:
    """A pact with its members: "unites Mali, Niger and Burkina Faso", "ANZUS, the pact of Australia and …"."""
    if scene.words.has(token, "include") and is_real(token):
        pacts = scene.pacts(subject(token))
        members = [*objects(token), *obliques(token, "of", "together")]
    elif scene.words.has(token, "pact"):
        pacts = scene.pacts(token) or [p for t in _equals(token) for p in scene.pacts(t)]
        outer = [t for t in nominals(token, "of", "between") if t not in _equals(token)]
        members = [inner for t in outer for inner in (nominals(t, "of") or [t])]  # "of the republics of A, B and C"
    else:
        return
    if token.lower_ in _UNIONS and not pacts:  # "Viv Ansanm, a coalition of gangs"
        bodies = [a for t in _equals(token) for a in scene.sides(t) if scene.is_fighter(a)]
        parts = [t for t in nominals(token, "of") if t.tag_ == "NNS" and (scene.words.has(t, "force") or _is_band(t))]
        yield from (Found((a,), "membership", None, *_span(token), "union") for a in bodies[:1] if parts)
    states = {a for t in members for a in scene.sides(t, places=True) if a.kind == "state"}
    if not pacts and len(states) >= 3 and scene.words.any(describing(token), "military"):
        ids = {a.id for a in states}
        pacts = [p for p in scene.named_pacts() if ids <= scene.members(p)]  # "the defence alliance of A, B and C"
    if pacts and len(states) >= 2:
        start, end = _span(token)
        yield Found((pacts[0],), "membership", None, start, end, "members")


def signed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Russia and North Korea signed a mutual defence treaty"."""
    if not scene.words.has(token, "sign") or not is_real(token):
        return
    things = [t for t in (*objects(token), *obliques(token, "on", "to")) if scene.words.has(t, "pact")]
    about = {t.i: [t, *nominals(t, "on", "for", "of")] for t in things}
    military = [
        t
        for t in things
        if any(scene.words.has(part, "league") or scene.words.any(describing(part), "military") for part in about[t.i])
    ]
    signers = scene.sides(doer(token))
    partners = obliques(token, "with")
    if any(t.lower_ in ("which", "whom") for t in partners):
        partners = [*partners, *antecedents(token)]
    others = [a for t in partners for a in scene.sides(t, places=True)]
    others += [a for thing in military for t in nominals(thing, "with", "between") for a in scene.sides(t, places=True)]
    signer = doer(token)
    if military and others and not signers and signer is not None and signer.lower_ in ("it", "they"):
        signers = side_before(scene, token, but=others)
    sides = [s for s in dict.fromkeys([*signers, *others]) if scene.pact_of(s) is None]
    members = {side.id for side in sides}
    register = (row for row in scene.knowledge.pacts.values() if row.actor and members == row.members_at(scene.day))
    body = next((scene.actor_of(row.actor) for row in register if row.actor), None) if len(sides) > 2 else None
    if military and len(sides) > 2:
        yield Found((body,) if body else tuple(sides), "membership", None, *clause_span(token), "sign")
    if military and len(sides) == 2:
        start, end = clause_span(token)
        yield Found((sides[0], sides[1]), "membership", None, start, end, "sign")


def standing(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Moscow has a mutual defence treaty with Pyongyang": a pact that stands, without the day of its signing."""
    holds = token.dep_ == "obj" and token.head.lemma_ in ("have", "share", "maintain", "keep") and is_real(token.head)
    if not scene.words.has(token, "pact") or not holds or is_none(token):
        return
    about = [token, *nominals(token, "of")]
    if not any(scene.words.has(t, "league") or scene.words.any(describing(t), "military") for t in about):
        return
    sides = [
        *scene.sides(doer(token.head)),
        *(a for part in about for t in nominals(part, "with") for a in scene.sides(t, places=True)),
    ]
    found = [side for side in dict.fromkeys(sides) if scene.pact_of(side) is None]
    if len(found) == 2:
        yield Found((found[0], found[1]), "membership", None, *clause_span(token.head), "standing")


def leagued(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Washington's alliance with the Syrian Democratic Forces", "the South Korea-US alliance"."""
    falls = token.dep_ in ("nsubj", "obj") and any(scene.words.has(token.head, c) for c in ("divide", "firm", "pledge"))
    if not scene.words.has(token, "league") or is_none(token) or _has_ended(scene, token) or falls:
        return
    civil = [
        c for c in children(token, "amod", "compound") if c.lower_ in ("trade", "business", "economic", "political")
    ]
    others = [a for t in obliques(token, "with", "between", "of") for a in scene.sides(t, places=True, loose=True)]
    others += _makers(scene, token) if len(others) == 1 and not scene.owners(token) else []
    sides = [s for s in dict.fromkeys([*scene.owners(token), *others]) if scene.pact_of(s) is None]
    start, end = _span(token)
    if len(sides) == 2 and not civil:
        yield Found((sides[0], sides[1]), "membership", None, start, end, "league")
    elif len(sides) > 2 and not civil:  # "Sudan's alliances with Chad and Niger"
        owners = [a for c in children(token, "nmod:poss") for a in scene.sides(c, loose=True)]
        for one, other in pairs(owners[:1], others):
            yield Found((one, other), "membership", None, start, end, "league")


def _makers(scene: Scene, token: Token) -> list[Actor]:
    """Who is in an alliance, or makes one: "Prussia, in alliance with Italy,", "the militia forged an alliance"."""
    above = token.head
    if case_of(token) == "in":
        found = scene.sides(above)
        return found or scene.sides(subject(above))
    made = token.dep_ == "obj" and scene.words.has(above, "forge") and is_real(above)
    return scene.sides(doer(above)) if made else []


def joined(scene: Scene, token: Token) -> Iterator[Found]:
    """ "threw in its lot with Austria", "joined forces with the Taliban", "has close links to Al-Qaeda"."""
    if not scene.words.has(token, "bond") or token.dep_ not in ("obj", "nsubj:pass") or is_none(token):
        return
    verb = token.head
    row = scene.words.row(token, "bond")
    loose = bool(row and row.attrs.get("loose"))  # "close links": said of armed groups only
    if not scene.words.has(verb, "forge") or not is_real(verb):
        return
    others = [a for t in (token, verb) for o in obliques(t, "with", "to") for a in scene.sides(o, places=True)]
    for one, other in pairs(scene.sides(doer(verb)), list(dict.fromkeys(others))):
        if loose and not (scene.is_fighter(one) or scene.is_fighter(other)):
            continue
        pact = scene.pact_of(one) or scene.pact_of(other)
        yield Found((pact,) if pact else (one, other), "membership", None, *clause_span(verb), "joined")


def _holders(scene: Scene, token: Token) -> list[Actor]:
    """Who bears the name of the tie: its apposition, its subject, the noun that it describes."""
    found = [a for t in _equals(token) for a in scene.sides(t, places=True)]
    listed = listed_after(scene, token)
    found = listed if listed and set(found) <= set(listed) else found
    if not found and token.pos_ == "NOUN":  # "their Syrian rebel proxies"
        plural = token.tag_ == "NNS" and children(token, "nmod:poss")
        heads = ("forces", "other") if plural else ("forces",)  # "his Russian allies"
        own = [m for m in scene.parsed.mentions_at(token) if m.form in ("demonym", "name") and m.head in heads]
        found = [a for m in own for a in m.actors]
    if not found and token.dep_ in ("compound", "amod", "nmod:desc") and token.head.i > token.i:
        found = scene.sides(token.head)
    if not found and token.dep_ in ("nsubj", "obj", "obl", "nsubj:pass"):
        near = [c for c in children(token.head, "nsubj", "obj") if c.i == token.i + 1]
        found = [a for t in near for a in scene.sides(t)]  # "NATO member Poland": two subjects side by side
    if not found:
        found = [a for item in conjuncts(token)[1:] if item.i == token.i + 1 for a in scene.sides(item)]
    return found


def _equals(token: Token) -> list[Token]:
    """What is the same as *token*: appositions, the subject of its copula, what it is seen as, "known as"."""
    found = [item for t in children(token, "appos", "flat") for item in conjuncts(t)]
    top = token
    while top.dep_ == "conj" and top.head != top and own_subject(top) is None:
        top = top.head
    if token.dep_ == "appos" or (token.dep_ == "conj" and token.i and _follows_comma(token)):
        found.append(token.head)
    if any(c.dep_ == "cop" for c in top.children):
        found += [s] if (s := subject(top)) is not None else []
    if top.dep_ in ("obl", "xcomp", "nmod", "obj") and any(c.lower_ == "as" for c in children(top, "case", "mark")):
        verb = top.head
        if verb.lemma_ in _SHAPES:
            seen = [t for t in (*objects(verb), subject(verb)) if t is not None and t != token]
            relative = verb.dep_ == "acl:relcl" and verb.lemma_ == "use"
            found += [verb.head] if relative else seen[:1]
    if top.dep_ == "obl" and case_of(top) == "among" and top.head.lemma_ in ("count", "number", "rank", "include"):
        found += objects(top.head)  # "counts Somalia among its allies"
    if token.dep_ in ("xcomp", "obj") and token.head.lemma_ in ("remain", "become", "stay", "prove"):
        found += [s] if (s := subject(token.head)) is not None else []
    for clause in children(token, "acl", "acl:relcl"):
        if clause.lemma_ in ("know", "call", "name"):
            found += [*obliques(clause, "as"), *children(clause, "xcomp")]
    return found


def _follows_comma(token: Token) -> bool:
    """Whether a "conjunct" is an apposition: a comma, no conjunction, before it ("the YPG, partners of …")."""
    before = token.doc[token.left_edge.i - 1] if token.left_edge.i > token.sent.start else None
    inside = [c for c in token.children if c.i < token.i and c.dep_ in ("cc", "punct")]
    marks = [c.lower_ for c in inside] + ([before.lower_] if before is not None else [])
    return "," in marks and not any(c.dep_ == "cc" for c in inside)


def _is_held(scene: Scene, token: Token) -> bool:
    """Whether a member is named or meant: a state beside the word, or the plural of "both are members of NATO"."""
    if any(a.kind != "person" for a in _holders(scene, token)):
        return True
    if token.dep_ == "appos" and scene.parsed.mentions_at(token.head):
        return True
    if token.head.lower_ in ("all", "both", "each") and token.dep_ == "nmod":
        return True  # "all of them members of the pact"
    if token.tag_ == "NNS" and any(c.dep_ == "nummod" for c in token.children):
        return True  # "the two CSTO states"
    return token.tag_ == "NNS" and any(c.dep_ == "cop" or c.lower_ in ("both", "all") for c in token.children)


def _is_band(token: Token) -> bool:
    return token.lemma_.lower() in (
        "gang",
        "group",
        "militia",
        "faction",
        "movement",
        "party",
        "rebel",
        "clan",
        "tribe",
    )


def _holds(token: Token) -> bool:
    """Whether the tie is said to be: not "is no ally", "wants to become a member"."""
    if (
        token.dep_ in ("ROOT", "ccomp", "conj", "acl:relcl", "xcomp", "advcl", "parataxis")
        and modality(token) != "real"
        and not _is_granted(token)
    ):
        return False
    verb = token.head
    if verb.lemma_ == "become" and any(c.lower_ == "to" for c in children(verb, "mark", "aux")):
        return False  # "is to become a member"
    becoming = token.dep_ in ("obj", "xcomp", "obl") and verb.lemma_ in ("become", "seek", "make", "want", "remain")
    return not becoming or modality(verb) == "real"


def _is_granted(token: Token) -> bool:
    """ "may be strong allies, but …": what one grants before one limits it."""
    may = any(c.lower_ in ("may", "might") for c in children(token, "aux")) and not negated(token)
    return may and any(c.lower_ in ("but", "yet") for t in children(token, "conj") for c in children(t, "cc"))


def _has_ended(scene: Scene, token: Token) -> bool:
    until = any(t.lower_ in ("until", "till") and t.i < token.i for t in token.subtree)
    return until or scene.words.any(describing(token), "former")


def _span(token: Token) -> tuple[int, int]:
    if token.dep_ == "appos":
        start, end = subtree_span(token)
        return min(start, noun_phrase(token.head)[0]), end
    if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("amod", "acl"):
        return clause_span(token)
    return subtree_span(token.head if token.dep_ in ("amod", "acl", "compound") else token)
