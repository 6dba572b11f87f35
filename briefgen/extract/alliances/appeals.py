"""Rules on help that is asked for, by verb or noun, and on the no that follows in the same breath.

"begged Moscow for troops and was told that none could be spared", "flew over Sirte at the request of Tripoli",
"rebuffing the American appeal": who asks and who is asked stand in many places, what is asked for anywhere after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract.alliances.clauses import doer, is_real, undergoers
from briefgen.extract.alliances.goods import is_civil, is_wish, nominals
from briefgen.extract.alliances.partner import actors_of, between, goods_in, is_partner, within
from briefgen.extract.alliances.pledges import is_only_thought
from briefgen.extract.alliances.scene import Found, Scene
from briefgen.extract.syntax import (
    case_of,
    children,
    clause_span,
    is_none,
    is_passive,
    negated,
    objects,
    obliques,
    own_subject,
    predicate_of,
    subtree_span,
)
from briefgen.model import Aspect
from briefgen.parsed import Actor

_WANTED = ("give", "save", "secure", "guard", "side", "deed", "deploy", "beside", "help", "rescue", "strike", "spare")
_ENDING = ("withdraw", "withhold", "end", "cease")
_ASKED = ("to", "on", "upon", "from", "of", "with", "at", "in")
_AT = ("at", "on", "upon", "following", "after", "in answer to", "in response to", "despite", "against", "to")
_SENT = frozenset(
    {"send", "address", "make", "issue", "dispatch", "go", "transmit", "telegraph", "submit", "put", "direct"}
)
_VAGUE = frozenset({"turn", "look", "want", "write"})
_VAIN = frozenset({"vain", "avail", "purpose"})
_NO = frozenset({"no", "not", "none", "nothing", "n't", "never", "nobody", "neither"})


def entreated(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Washington has asked Canberra to raise its contingent", "Tokyo was asked by London to join in the defence"."""
    if not scene.words.has(token, "ask") or token.lemma_ in _VAGUE or negated(token) or is_only_thought(token):
        return
    if not _wanted(scene, token):
        return
    askers = [a for a in actors_of(scene, token) if not scene.is_pact(a)]
    for asker in askers:
        asked = [a for a in _asked(scene, token) if is_partner(scene, asker, a)]
        yield from between(scene, asker, asked, aspect="help_requested", span=clause_span(token), rule="entreat")
        if asked and _is_in_vain(token):
            yield from _answers(scene, token, asked, asker)


def bid(scene: Scene, token: Token) -> Iterator[Found]:
    """ "at the request of the Honduran president", "in answer to its call": the doer of the clause was asked."""
    if not scene.words.has(token, "request") or case_of(token) not in _AT:
        return
    main = predicate_of(token.head)
    armed = scene.words.has(main, "strike") or bool(goods_in(scene, main)) or _are_armed(scene, main)
    if not armed or not is_real(main) or is_civil(main):
        return
    came = actors_of(scene, main)
    askers = [a for a in _askers(scene, token) if a not in came]
    there = nominals(main, "in", "into", "to", "at")  # "arrived in Jordan in answer to its call"
    for asker in askers or [a for t in there for a in scene.sides(t, places=True)]:
        asked = [a for a in came if is_partner(scene, asker, a)]
        yield from between(scene, asker, asked, aspect="help_requested", span=subtree_span(token), rule="bid")


def rebuffed(scene: Scene, token: Token) -> Iterator[Found]:
    """ "rebuffing the American appeal, declined to send minesweepers": asked, and refused."""
    verb = token.head
    if not scene.words.has(token, "request") or token.dep_ not in ("obj", "nsubj:pass"):
        return
    refuses, heeds = scene.words.has(verb, "refuse"), scene.words.has(verb, "heed")
    told = any(is_wish(scene, t) or scene.words.has(t, "force") for t in token.sent)
    if not (refuses or heeds) or not told or not (is_real(verb) or verb.tag_ == "VBG"):
        return
    for asker in _askers(scene, token):
        asked = [a for a in actors_of(scene, verb) if is_partner(scene, asker, a)]
        yield from between(scene, asker, asked, aspect="help_requested", span=subtree_span(token), rule="rebuff")
        if refuses:
            yield from _answers(scene, verb, asked, asker)


def sent(scene: Scene, token: Token) -> Iterator[Found]:
    """ "Male sent its S.O.S. to Delhi", "a formal request for air support went to Ankara"."""
    verb = token.head
    if not scene.words.has(token, "request") or token.dep_ not in ("obj", "nsubj", "nsubj:pass") or not is_real(verb):
        return
    if verb.lemma_ not in _SENT or not (token.text.isupper() or any(_is_arms(scene, t) for t in token.sent)):
        return
    wishes = nominals(token, "for")
    if wishes and not any(_is_arms(scene, t) for t in wishes):  # "a request for maps"
        return
    active = token.dep_ == "obj"
    for asker in _askers(scene, token) or (actors_of(scene, verb) if active else []):
        ends = [t for t in within(verb) if case_of(t) == "to"]
        asked = [a for t in ends for a in scene.sides(t, places=True) if is_partner(scene, asker, a)]
        yield from between(scene, asker, asked, aspect="help_requested", span=clause_span(verb), rule="sent")


def called_in(scene: Scene, token: Token) -> Iterator[Found]:
    """ "The Hungarian Government called in Soviet troops": those whose men are called."""
    inward = any(c.lower_ == "in" for c in children(token, "compound:prt", "advmod"))
    if token.lemma_ not in ("call", "invite", "summon") or not inward or not is_real(token):
        return
    men = [t for t in objects(token) if scene.words.has(t, "force") or scene.words.has(t, "means")]
    for asker in [a for a in actors_of(scene, token) if men and not scene.is_pact(a)]:
        asked = [a for t in men for a in scene.owners(t) if is_partner(scene, asker, a)]
        yield from between(scene, asker, asked, aspect="help_requested", span=clause_span(token), rule="call.in")


def declined(scene: Scene, token: Token) -> Iterator[Found]:
    """ "was asked by London to join in and politely declined", "asked by Paris …, pleads empty coffers"."""
    if token.lemma_ not in ("decline", "refuse", "demur", "plead", "balk", "baulk") or objects(token) == [token]:
        return
    here = [t for t in scene.ties if t.aspect == "help_requested" and token.sent.start <= t.start < token.i]
    finite = token.tag_ in ("VBD", "VBZ", "VBP") and not negated(token)
    bare = not children(token, "xcomp", "ccomp") and (not objects(token) or token.lemma_ == "plead")
    if not (here and finite and bare):
        return
    top = next((t for t in (token, *(x.head for x in _up(token))) if own_subject(t) is not None), None)
    deniers = scene.sides(own_subject(top)) if top is not None else []
    for told in here:
        others = [a for a in told.sides if a == told.by]
        for denier in [a for a in deniers if a in told.sides and a != told.by]:
            yield from between(scene, denier, others, aspect="help_refused", span=clause_span(token), rule="decline")


def _up(token: Token) -> Iterator[Token]:
    """The verbs that *token* is joined to or completes, itself first."""
    for _ in range(4):
        yield token
        if token.dep_ not in ("conj", "xcomp") or token.head == token:
            return
        token = token.head


def _is_arms(scene: Scene, token: Token) -> bool:
    return is_wish(scene, token) or scene.words.has(token, "force")


def _answers(scene: Scene, token: Token, asked: Sequence[Actor], asker: Actor) -> Iterator[Found]:
    """The no of each of those asked."""
    aspect: Aspect = "help_refused"
    for one in asked:
        yield from between(scene, one, [asker], aspect=aspect, span=clause_span(token), rule="rebuff")


def _wanted(scene: Scene, token: Token) -> bool:
    """Whether what is asked for is help in arms: a noun after "for", or a verb of giving, saving or joining."""
    apart = {t for c in children(token, "parataxis", "conj", "advcl", "ccomp") for t in c.subtree}
    wished = [t for t in token.subtree if case_of(t) == "for" and t.i > token.i and t not in apart]
    wished += [t for c in children(token, "advcl", "acl", "ccomp") for t in _for(c)]
    nouns = [t for t in (*objects(token), *wished) if not is_none(t)]
    if any(is_wish(scene, t) or scene.words.has(t, "force") for t in nouns if not is_civil(t)):
        return True
    inside = [t for n in nouns for c in children(n, "acl") for t in (n, *within(c))]  # "the right to buy jets"
    if any(scene.words.has(t, "material") or scene.words.has(t, "force") for t in inside):
        return True
    verbs = [c for c in children(token, "xcomp", "ccomp", "advcl") if not is_civil(c)]
    return any(_is_help(scene, v) for v in verbs)


def _for(clause: Token) -> list[Token]:
    """ "asked for two dozen jets to replace …": the subject of an infinitive with "for"."""
    marked = any(c.lower_ == "for" for c in children(clause, "mark", "case"))
    return children(clause, "nsubj") if marked else []


def _is_help(scene: Scene, verb: Token) -> bool:
    if any(scene.words.has(verb, cls) for cls in _ENDING) or negated(verb):
        return False
    if not any(c.lower_ in ("to", "that") for c in children(verb, "mark")):
        return False
    if any(scene.words.has(verb, cls) for cls in _WANTED):
        goods = goods_in(scene, verb)
        fought = [t for t in nominals(verb) if scene.words.has(t, "secure") or scene.words.has(t, "aid")]
        return bool(goods or fought)
    return False


def _asked(scene: Scene, token: Token) -> list[Actor]:
    """Who is asked: the object, the subject of a passive, "to", "on", "from" phrases; a town there is its state."""
    spots = [*children(token, "iobj"), *undergoers(token), *objects(token)]
    ends = nominals(token, *_ASKED) + [t for o in objects(token) for t in nominals(o, "from", "of", "to", "at", "in")]
    passive = is_passive(token)
    after = [m for m in scene.parsed.mentions if token.i < m.start and m.end < token.sent.end]
    spots += [token.doc[m.root] for m in after if token.doc[m.end].lower_ == "for"]  # "France for a frigate"
    for tops in (spots, [] if passive else ends):
        found = [a for t in tops for a in (scene.sides(t, places=True) or scene.states_of_town(t))]
        if found:
            return list(dict.fromkeys(found))
    return []


def _askers(scene: Scene, token: Token) -> list[Actor]:
    named = [a for t in nominals(token, "of", "from", "by") for a in scene.sides(t, places=True)]
    return [a for a in (scene.owners(token) or named) if not scene.is_pact(a)]


def _are_armed(scene: Scene, verb: Token) -> bool:
    """Whether men or arms are what comes, strikes or flies."""
    who = doer(verb)
    parsed = scene.parsed
    forces = who is not None and any(m.head == "forces" for m in parsed.mentions_at(who))
    return who is not None and (forces or scene.words.has(who, "force") or scene.words.has(who, "means"))


def _is_in_vain(token: Token) -> bool:
    """ "in vain", "to no avail", "and was told that none could be spared"."""
    if any(t.lower_ in _VAIN for t in obliques(token, "in", "to")):
        return True
    told = [
        c
        for c in children(token, "conj")
        if c.lemma_ in ("tell", "refuse", "rebuff", "inform", "turn") and is_passive(c)
    ]
    return any(c.lemma_ != "tell" or any(t.lower_ in _NO for t in c.subtree) for c in told)
