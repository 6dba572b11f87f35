"""Rules on forces abroad: deployed, stationed, withdrawn.

They run after the rules on ties, whose findings say who is allied with whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliances.bonds import whole_of
from briefgen.extract.alliances.clauses import doer, is_promised, is_real, pairs, reached, subjects
from briefgen.extract.alliances.focus import home
from briefgen.extract.alliances.scene import LATEST, Found, Scene
from briefgen.extract.syntax import (
    case_of,
    children,
    clause_span,
    conjuncts,
    first_conjunct,
    is_none,
    is_passive,
    objects,
    obliques,
    patients,
    subtree_span,
)
from briefgen.model import Aspect
from briefgen.parsed import Actor

_TROOPS = frozenset({"troops", "soldiers", "marines", "servicemen", "personnel"})
_AREAS = frozenset(
    {"area", "region", "town", "city", "country", "province", "bank", "enclave", "there", "border", "north"}
    | {
        "here",
        "garrison",
        "capital",
        "district",
        "territory",
        "islands",
        "island",
        "interior",
        "coast",
        "south",
        "east",
        "west",
    }
)
_LANDS = frozenset({"here", "there", "garrison", "country", "capital", "district", "territory", "interior", "island"})
_DECISIONS = frozenset({"decision", "order", "announcement", "move", "plan", "plans", "pledge", "vow"})
_SOLDIERLY = frozenset({"serve", "fight", "garrison", "hold", "man", "camp", "march"})
_OWNING = frozenset({"have", "keep", "maintain", "host"})
_DEPTH = 3  # "at a base in the north of Mali"
_INSIDE = (
    "in",
    "at",
    "across",
    "inside",
    "near",
    "throughout",
    "on",
    "around",
    "along",
    "within",
    "alongside",
    "off",
    "with",
)


def deployed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "The United States keeps troops in Japan", "Russian soldiers are based in Armenia"."""
    aspect: Aspect = "deployment" if is_real(token) else "commitment"
    if not scene.words.has(token, "deploy") or (aspect == "commitment" and not is_promised(token)):
        return
    owned = token.lemma_ in _OWNING and not is_passive(token)  # "has its headquarters in": of what it has alone
    forces = [t for t in (*patients(token), *([] if owned else subjects(token))) if scene.words.has(t, "force")]
    forces = forces or [t for t in objects(token) if t.pos_ == "NUM" and owned and _speaks_of_men(scene, token)]
    if not forces:
        return
    senders = [a for t in forces for a in _holders_of_force(scene, t)] or scene.sides(doer(token))
    where = _grounds([*obliques(token, *_INSIDE), *(t for force in forces for t in obliques(force, *_INSIDE))])
    where += [c for c in children(token, "advmod") if c.lower_ in _LANDS]  # "keeps 2,000 there"
    joint = whole_of(scene, token)
    if joint is not None:  # "has troops in Mali as part of the mission of the African Union"
        states = [a for a in dict.fromkeys(senders) if a.kind == "state"]
        yield from (Found((joint,), aspect, state, *clause_span(token), "deploy.part") for state in states)
        return
    yield from _placed(scene, token, senders, where, aspect, rule="deploy")


def posted(scene: Scene, token: Token) -> Iterator[Found]:
    """ "its base in Djibouti", "American troops at an air base in Japan": a force noun with its place beside it."""
    troops = token.lower_ in _TROOPS
    if not (scene.words.has(token, "post") or troops) or is_none(token):
        return
    where = _grounds([t for t in obliques(token, *_INSIDE) if t.i > token.i])
    where = where or _grounds([t for t in obliques(token.head, *_INSIDE) if 0 < t.i - token.i <= 4])
    owners = scene.owners(token) if where else []
    placed = _placed(scene, token, owners, where, "deployment", rule="post.troops" if troops else "post", nominal=True)
    yield from (fact for fact in placed if not troops or not fact.rule.endswith((".group", ".guest")))


def standing(scene: Scene, token: Token) -> Iterator[Found]:
    """ "New Zealanders are serving in South Vietnam", "Two Russian brigades hold a sector of the French front"."""
    if not scene.words.has(token, "stand") or not is_real(token):
        return
    held = [t for t in objects(token) if scene.words.has(t, "line")]
    if (objects(token) and not held) or (token.lemma_ == "see" and not is_passive(token)):
        return
    where = _grounds([*obliques(token, *_INSIDE), *held])
    for men in [t for t in subjects(token) if _are_men(scene, t) and not is_none(t)]:
        yield from _placed(scene, token, _holders_of_force(scene, men), where, "deployment", rule="stand")


def lying(scene: Scene, token: Token) -> Iterator[Found]:
    """ "There are 900 Cuban soldiers in Angola", "a Moroccan brigade has been in Syria since summer"."""
    top = first_conjunct(token)
    if top.dep_ not in ("nsubj", "nsubj:pass") or is_none(token) or not scene.words.has(token, "force"):
        return
    verb = top.head
    there = verb.lemma_ == "be" and bool(children(verb, "expl"))
    placed = bool(children(verb, "cop")) and case_of(verb) in _INSIDE
    if (there or placed) and is_real(verb):
        where = _grounds([verb] if placed else obliques(verb, *_INSIDE))
        yield from _placed(scene, verb, _holders_of_force(scene, token), where, "deployment", rule="lie")


def withdrawn(scene: Scene, token: Token) -> Iterator[Found]:
    """ "NATO pulled its soldiers out of Afghanistan", "Niger withdrew from ECOWAS", "the NATO mission ended"."""
    leaves, ends = scene.words.has(token, "withdraw"), scene.words.has(token, "end")
    decided = token.dep_ == "acl" and token.head.lower_ in _DECISIONS
    breaks = scene.words.has(token, "break")
    if not (leaves or ends or breaks) or not (is_real(token) or is_promised(token) or decided):
        return
    start, end = clause_span(token)
    from_what = [
        t for o in (*obliques(token, "from", "of"), *objects(token)) for t in (o, *children(o, "appos", "flat"))
    ]
    quits = token.lemma_ in ("quit", "leave")
    pacts = [p for t in from_what for p in scene.pacts(t, officers=quits)] if leaves or breaks else []
    left = pacts[:1]  # "has denounced the Triple Alliance"
    leavers = scene.sides(doer(token))
    for pact in left:
        for state in [a for a in leavers if a.kind == "state"]:
            yield Found((pact,), "withdrawal", state, start, end, "leave")
    men = [*patients(token), *subjects(token)]  # "the last of its troops"
    forces = [f for t in men for f in (t, *obliques(t, "of")) if scene.words.has(f, "force")]
    forces = forces or [t for t in men if _is_folk(scene, t) and not objects(token)]  # "the Cubans are going home"
    if not forces or left or breaks:
        return
    senders = [a for t in forces for a in _holders_of_force(scene, t, natives=True)] or leavers
    where = _grounds([t for top in (token, *forces) for t in reached(top, *_INSIDE, "from", "out", "out of")])
    where += [t for t in (*obliques(token, "of"), *objects(token)) if t not in forces]
    yield from _placed(scene, token, senders, where, "withdrawal", rule="withdraw")


def departed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "NATO's withdrawal from Afghanistan", "the end of the NATO combat mission"."""
    row = scene.words.row(token, "departure")
    if row is None or is_none(token):
        return
    whose = [t for t in obliques(token, "of") if scene.words.has(t, "force")]
    if row.attrs.get("of_force") and not whose:
        return
    owners = [a for t in (token, *whose) for a in (*scene.owners(t), *scene.among(t, "of"))]
    forces = [c for c in children(token, "compound") if scene.words.has(c, "force")]
    if not owners and forces and token.dep_ == "obj":  # "announced a troop withdrawal from Mali"
        owners = scene.sides(doer(token.head))
    where = _grounds([t for w in (token, *whose) for t in obliques(w, *_INSIDE, "from", "out of")])
    yield from _placed(scene, token, owners, where, "withdrawal", rule="depart", nominal=True)


def _placed(
    scene: Scene,
    token: Token,
    senders: Sequence[Actor],
    where: Sequence[Token],
    aspect: Aspect,
    *,
    rule: str,
    nominal: bool = False,
) -> Iterator[Found]:
    """Forces of *senders* at a place: a pact's own, an ally's in a pact's base, or one state's in another's land."""
    start, end = subtree_span(token) if nominal else clause_span(token)
    near = [p for t in where for c in (t, *children(t, "compound", "amod", "nmod:desc")) for p in scene.pacts(c)]
    fronts = {t.i for t in where if scene.words.has(t, "line")}  # "the German front"
    where = [t for t in where if case_of(t) != "with" or any(m.head == "forces" for m in scene.parsed.mentions_at(t))]
    hosts = [a for t in where for a in (*scene.sides(t, places=True, loose=t.i in fronts), *scene.states_of_town(t))]
    named = [a for t in where for a in (*_lands(scene, t), *scene.states_of_town(t))]
    if not named and aspect == "deployment" and any(t.lower_ in _LANDS for t in where):
        land = _land_before(scene, token, senders) if any(t.lower_ == "there" for t in where) else home(scene)
        named += [land] if land is not None else []
    for sender in dict.fromkeys(senders):
        pact = scene.pact_of(sender)
        if pact is not None or near:
            told = pact or near[0]
            yield Found((told,), aspect, pact or sender, start, end, rule)
            continue
        allies = [other for _, other in pairs([sender], hosts) if scene.allied(sender, other)]
        foreign = [host for host in hosts if host.name != sender.name]
        located = bool(foreign) or any(t.lower_ in _AREAS or t.pos_ == "PROPN" for t in where)
        located = located or any(scene.words.has(t, "tie") for t in where)
        tie = (
            _fighter_tie(scene, sender, foreign, token.i) if aspect != "commitment" and not allies and located else None
        )
        coalition = _coalition_of(scene, sender, foreign) if aspect == "withdrawal" and not allies else None
        if not allies and tie is None and coalition is None:  # "France has 400 men in Syria": in the coalition there
            coalition = force_in(scene, named, sender)
        if tie is not None:
            yield Found(tie.sides, aspect, sender, start, end, f"{rule}.group")
        elif coalition is not None:
            yield Found((coalition,), aspect, sender, start, end, f"{rule}.coalition")
        else:
            guest = [] if allies else [host for host in named if scene.is_guest(sender, host)][:1]
            yield from (Found((sender, other), aspect, sender, start, end, rule) for other in dict.fromkeys(allies))
            yield from (Found((sender, host), aspect, sender, start, end, f"{rule}.guest") for host in guest)


def _grounds(tops: Sequence[Token]) -> list[Token]:
    """The places meant by *tops*: themselves, whose they are, what they lie in ("at a base in the north of Mali")."""
    found, queue = list[Token](), [item for top in tops for item in conjuncts(top)]
    for _ in range(_DEPTH):
        found += [*queue, *(c for t in queue for c in children(t, "nmod:poss"))]
        queue = [inner for t in queue for inner in obliques(t, *_INSIDE, "of", "outside")]
    return found


def _land_before(scene: Scene, token: Token, senders: Sequence[Actor]) -> Actor | None:
    """The state last named before *token* other than *senders*: what "there" stands for."""
    for mention in reversed([m for m in scene.parsed.mentions if m.start < token.i]):
        if mention.actor is not None and mention.actor.kind == "state" and mention.actor not in senders:
            return mention.actor
    return None


def _lands(scene: Scene, token: Token) -> list[Actor]:
    """The states that are named as places at *token*, not only meant by "the country"."""
    mentions = [m for m in scene.parsed.mentions_at(token) if m.form != "description" and m.head != "people"]
    return [a for m in mentions for a in m.actors if a.kind == "state" and (m.place or m.head == "other")]


def _are_men(scene: Scene, token: Token) -> bool:
    """Soldiers, a base, and a people that does what soldiers do: "New Zealanders are serving in Vietnam"."""
    mentions = scene.parsed.mentions_at(token)
    folk = _is_folk(scene, token) and token.head.lemma_ in _SOLDIERLY
    return (
        folk or any(m.head == "forces" for m in mentions) or (scene.words.has(token, "force") and not _is_staff(token))
    )


def _speaks_of_men(scene: Scene, token: Token) -> bool:
    """Whether soldiers came up in this or the sentence before, so that a bare number counts them."""
    here = scene.parsed.sentence_index(token)
    near = [m for m in scene.parsed.mentions if m.start < token.i and m.head == "forces"]
    return bool(near) and here - scene.parsed.sentence_index(near[-1].start) <= 1


def _is_folk(scene: Scene, token: Token) -> bool:
    """A people by its own name: "the Cubans"."""
    mentions = scene.parsed.mentions_at(token)
    return token.text[:1].isupper() and any(m.form == "demonym" and m.head in ("people", "actor") for m in mentions)


def _is_staff(token: Token) -> bool:
    """ "members of the team": men of something that is perhaps no army."""
    return token.lemma_.lower() in ("member", "mission", "observer", "monitor", "crew", "volunteer")


def _holders_of_force(scene: Scene, token: Token, *, natives: bool = False) -> list[Actor]:
    """Whose soldiers: "Russian soldiers", "NATO's mission", "peacekeepers of the African Union".

    The men of a group "from Chad" count as Chad's only with *natives*.
    """
    own = [a for m in scene.parsed.mentions_at(token) if m.form in ("demonym", "name", "acronym") for a in m.actors]
    named = [*own, *scene.owners(token)]
    from_land = natives or not any(a.kind == "armed_group" for a in named)
    found = [*named, *scene.among(token, "of", *(("from",) if from_land else ()))]
    return [a for a in dict.fromkeys(found) if a.kind == "state" or scene.pact_of(a)]


def _coalition_of(scene: Scene, leader: Actor, hosts: Sequence[Actor]) -> Actor | None:
    """The coalition that bears its leader's name and fights in one of *hosts* on the day: "US-led coalition"."""
    own = {form.lower() for form in scene.forms(leader)}
    year = 0 if scene.day == LATEST else scene.day.year
    for row in scene.knowledge.actors.values():
        led = row.sort == "coalition" and row.name.lower().partition("-led")[0] in own
        on = not year or ((row.since or year) <= year <= (row.until or year))
        if led and on and {host.id for host in hosts} & set(row.countries):
            return Actor(name=row.name, kind=row.kind, id=row.id)
    return None


def force_in(scene: Scene, hosts: Sequence[Actor], sender: Actor) -> Actor | None:
    """The coalition that fights in one of *hosts* on the day, or the pact of *sender* with a mission there.

    A pact's mission counts where the article names the pact.
    """
    year = scene.day.year if scene.day != LATEST else 0
    ids = {host.id for host in hosts if host != sender}
    named = {pact.id for pact in scene.named_pacts()}
    for row in scene.knowledge.actors.values() if ids and sender.kind == "state" else ():
        on = bool(year) and (row.since or year) <= year <= (row.until or year)
        if not on or not ids & set(row.countries) or sender.id in row.countries:
            continue
        body = scene.pact_of(Actor(name=row.name, kind=row.kind, id=row.id))
        own = body is not None and sender.id in scene.members(body) and body.id in named
        common = row.sort == "coalition" and not row.parent and not any(scene.are_foes(sender, h) for h in hosts)
        if body is not None and (common or (row.sort == "mission" and own)):
            return body
    return None


def _fighter_tie(scene: Scene, actor: Actor, hosts: Sequence[Actor], at: int) -> Found | None:
    """The tie of an actor to an armed group that the article tells of, nearest before *at*; *hosts*: where."""
    for tie in sorted(scene.ties, key=lambda tie: (tie.start > at, abs(tie.start - at))):
        other = next((side for side in tie.sides if side != actor), None)
        if actor not in tie.sides or other is None or not scene.is_fighter(other) or tie.by not in (actor, None):
            continue
        row = scene.knowledge.actor(other.id) if other.id else None
        if not hosts or (row and {host.id for host in hosts} & set(row.countries)):
            return tie
    return None
