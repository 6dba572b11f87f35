"""Claims: what a fighting side or its backer alleges against another, and the denials that answer.

Three ways to allege are read: words of accusing ("accused Iran of …", "blamed …"), words of branding ("regards … as
terrorists"), and plain speech in which a side reports a hostile act of another ("Tbilisi said Russian troops had
fired …"). Observers' reports, threats, and a side's words on its own deeds are no claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.claim_acts import antecedent, fault_of, hostile_agents, is_slur
from briefgen.extract.cues import Cue, Lexicon, cues, lexicon_of, telling
from briefgen.extract.doers import actors, acts, doers
from briefgen.extract.frames import complements, holds
from briefgen.extract.parties import parties
from briefgen.extract.party_scope import Words, party_words
from briefgen.knowledge import Knowledge
from briefgen.model import Claim, Evidence, Party
from briefgen.parsed import Actor, Mention, ParsedArticle, Speech

_EACH_OTHER = frozenset({"each", "other", "another"})
_COLLECTIVE = frozenset({"side", "they", "two", "both", "party", "each", "country", "neighbour", "neighbor"})
_PAIR = ("one", "other")
_SOURCES = frozenset(
    {"official", "police", "authority", "source", "officer", "governor", "mayor", "spokesman", "policeman"}
)
_TRADING = frozenset({"trade", "exchange", "swap"})
_NAMING = frozenset(
    {"call", "say", "describe", "term", "brand", "label", "consider", "regard", "see", "allege", "claim"}
)
_DENYING = frozenset({"deny", "reject", "dismiss", "refute", "dispute", "rebut"})
_CLAIMING_ROLES = frozenset({"belligerent", "backer", "affected"})
_CLAIMING_KINDS = frozenset({"state", "armed_group"})
_NEAR = 4  # tokens from "what" to its verb
_PHRASE = 9  # tokens of the phrase after "what it called"


@dataclass(frozen=True, slots=True)
class _Alleged:
    """A claim before merging: names, the act alleged, the words, and the token that one telling of it goes by."""

    claimant: str
    accused: str
    act: str | None
    evidence: Evidence
    where: int
    denial: bool = False
    mutual: bool = False
    aggrieved: bool = False  # the act is said to be done to the claimant's own


def claims(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[Claim]:
    """The allegations in an article, in order of the text; a denial names the claim that it answers."""
    lexicon = lexicon_of(knowledge, "claims", beside="reactions")
    sides = {party.name: party for party in parties(parsed, knowledge)}
    told = list(_all(parsed, lexicon, words=party_words(knowledge), sides=sides))
    found = [item for item in told if _may_claim(item, sides, told=told)]
    made: list[Claim] = []
    for item in sorted(_unique(found), key=lambda one: (one.denial, one.evidence.start, one.accused)):
        claim = _claim(item, made)
        if claim is not None:
            made.append(claim)
    yield from sorted(made, key=lambda claim: (claim.evidence[0].start, claim.claimant or "", claim.accused or ""))


def _all(parsed: ParsedArticle, lexicon: Lexicon, *, words: Words, sides: Mapping[str, Party]) -> Iterator[_Alleged]:
    for cue in cues(parsed, lexicon):
        if cue.row.cls == "accuse":
            yield from _accused_by(parsed, cue, lexicon=lexicon, sides=sides)
        elif cue.row.cls == "brand":
            yield from _branded_by(parsed, cue, lexicon=lexicon)
        elif cue.row.cls == "accusation":
            yield from _accusation(parsed, cue, lexicon=lexicon)
        elif cue.row.cls == "complain":
            yield from _complained_by(parsed, cue, lexicon=lexicon)
    for speech in parsed.speeches:
        speaker = speech.speaker or _shared_speaker(parsed, speech)
        if not speech.carried and speaker is not None and speaker.actor is not None and acts(parsed, speaker):
            yield from _reported_by(parsed, speech, speaker=speaker, lexicon=lexicon, words=words, sides=sides)
    yield from _so_called(parsed, lexicon)
    yield from _denials(parsed, lexicon)


def _shared_speaker(parsed: ParsedArticle, speech: Speech) -> Mention | None:
    """Who speaks where a second verb of saying has no subject: "It said the bridge had fallen and charged that …"."""
    cue = parsed.doc[speech.cue]
    alone = speech.speaker_tokens is None or cue.dep_ == "conj"
    if not alone or syntax.own_subject(cue) is not None:
        return None
    here = parsed.sentence_index(speech.cue)
    before = [s for s in parsed.speeches if s.cue < speech.cue and parsed.sentence_index(s.cue) == here]
    return before[-1].speaker if before else None


def _accused_by(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon, sides: Mapping[str, Party]) -> Iterator[_Alleged]:
    token = cue.token
    who = doers(parsed, cue, lexicon=lexicon) or _tellers(parsed, token)
    if any(c.lower_ in _EACH_OTHER for c in syntax.objects(token)):
        names = [actor.name for mention in who for actor in mention.actors]
        yield from _each_other(parsed, token, names or _two_sides(syntax.agent(token), sides))
        return
    where = cue.row.attrs.get("accused")
    patients = syntax.children(token, "iobj") or syntax.patients(token) or _related(token)
    accused = [] if isinstance(where, str) else _meant(parsed, patients, lexicon=lexicon)
    if not accused:
        prepositions = (where,) if isinstance(where, str) else ("on",) if token.lemma_ == "blame" else ()
        accused = _meant(parsed, _placed(token, prepositions), lexicon=lexicon)
    if not accused and token.lemma_ == "blame":
        faults = [t for t in patients if any(row.cls == "fault" for row in lexicon.at(t))]
        accused = [m for t in faults for m in fault_of(parsed, t, lexicon=lexicon)]  # "blaming Turkey's offensive"
    yield from _pairs(parsed, cue, who=who, accused=accused, act=_of_what(token))


def _tellers(parsed: ParsedArticle, token: Token) -> list[Mention]:
    """Who speaks by the paper that is the subject of an accusing verb: "The statement charged the army with …"."""
    told = [s.speaker for s in parsed.speeches if s.cue == token.i and s.speaker is not None and not s.carried]
    return [speaker for speaker in told[:1] if acts(parsed, speaker)]


def _meant(parsed: ParsedArticle, tokens: Sequence[Token], *, lexicon: Lexicon) -> list[Mention]:
    """Who is meant by the accused's phrases; there a place stands for its actor too."""
    return [m for t in tokens for m in actors(parsed, antecedent(t), lexicon=lexicon, places=True)]


def _of_what(token: Token) -> Token | None:
    """What an accusation is about: "of shelling villages", "for the bombing", an infinitive or a clause."""
    named = [c for c in syntax.obliques(token, "of", "for", "over") if c.i > token.i]
    return syntax.child(token, "advcl", "xcomp", "ccomp") or (named[0] if named else None)


def _related(token: Token) -> list[Token]:
    """The noun before a relative clause whose pronoun is the accused, wherever the pronoun hangs."""
    before = [t for t in token.subtree if t.lower_ in ("whom", "which", "who", "that")]
    return before[:1] if token.dep_ == "acl:relcl" and before and before[0].i - token.left_edge.i <= 1 else []


def _placed(token: Token, prepositions: Sequence[str]) -> list[Token]:
    """The nominals after *token* with one of *prepositions*, also where they hang on its object: "put the blame for the
    clash on the rebels"."""
    after = [t for t in token.subtree if t.i > token.i and t.dep_.startswith(("obl", "nmod"))]
    return [t for t in after if syntax.case_of(t) in prepositions and t.sent == token.sent][:1]


def _two_sides(agent: Token | None, sides: Mapping[str, Party]) -> list[str]:
    """Who "each side" or "the two" are where the parse does not say: the two that fight, if they are two."""
    fighting = [name for name, party in sides.items() if party.role == "belligerent"]
    collective = agent is not None and agent.lemma_.lower() in _COLLECTIVE
    return fighting if collective and len(fighting) == len(_PAIR) else []


def _branded_by(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> Iterator[_Alleged]:
    token = cue.token
    governed = complements(token)
    if not holds(governed, lexicon.content["label"]):
        return
    branded = syntax.patients(token)[:1]
    accused = _meant(parsed, branded, lexicon=lexicon)
    accused = accused or [m for t in branded for m in fault_of(parsed, t, lexicon=lexicon)]  # "calls the drills by …"
    yield from _pairs(parsed, cue, who=doers(parsed, cue, lexicon=lexicon), accused=accused, act=None)


def _accusation(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> Iterator[_Alleged]:
    token = cue.token
    who = doers(parsed, cue, lexicon=lexicon)
    head = token.head
    if head.pos_ == "VERB" and token.dep_ == "obj" and head.lemma_ in _TRADING:
        mutual = actors(parsed, syntax.subject(head), lexicon=lexicon)
        yield from _each_other(parsed, head, [actor.name for mention in mutual for actor in mention.actors])
        return
    clause = syntax.child(token, "acl", "ccomp", "acl:relcl")
    accused = actors(parsed, syntax.agent(clause), lexicon=lexicon) if clause is not None else []
    if not accused:
        laid = _placed(head, ("on", "upon")) if token.lemma_ == "blame" else []
        against = [*syntax.obliques(token, "against"), *laid]
        accused = [m for t in against for m in actors(parsed, t, lexicon=lexicon, places=True)]
    for fault in () if accused else syntax.obliques(token, "of"):
        if any(row.cls == "fault" for row in lexicon.at(fault)):
            accused = fault_of(parsed, fault, lexicon=lexicon)
    yield from _pairs(parsed, cue, who=who, accused=accused, act=clause)


def _complained_by(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> Iterator[_Alleged]:
    """ "complained of an incursion by …", "condemned the launch by … as a disguised test", "denounced … aggression"."""
    who = doers(parsed, cue, lexicon=lexicon)
    branded = syntax.objects(cue.token) if syntax.obliques(cue.token, "as") else []
    for token in dict.fromkeys([*branded, *complements(cue.token)]):
        if token in branded or any(row.cls == "fault" for row in lexicon.at(token)):
            accused = fault_of(parsed, token, lexicon=lexicon)
            rule = f"{'brand' if token in branded else 'complain'}.{cue.token.lemma_.lower()}"
            span = telling(cue.token)
            yield from _named(parsed, who, accused, span=span, act=token, where=cue.token.i, rule=rule)


def _reported_by(
    parsed: ParsedArticle,
    speech: Speech,
    *,
    speaker: Mention,
    lexicon: Lexicon,
    words: Words,
    sides: Mapping[str, Party],
) -> Iterator[_Alleged]:
    for token in parsed.doc[speech.start : speech.end]:
        if parsed.speech_over(token) != speech:
            continue
        accused = hostile_agents(parsed, token, lexicon=lexicon, words=words, speech_cue=speech.cue)
        accused = accused or _enemies(parsed, token, speaker=speaker, sides=sides, lexicon=lexicon)
        if speech.quoted and is_slur(token, lexicon):
            accused = [m for m in parsed.mentions_at(token) if m.head in ("forces", "actor") and not m.place]
        if _is_source(parsed, speaker):
            accused = [m for m in accused if any(actor.kind == "state" for actor in m.actors)]
        start, end = min(speech.start, speech.cue), max(speech.end, speech.cue + 1)
        if speech.speaker_tokens is not None:
            start, end = min(start, speech.speaker_tokens[0]), max(end, speech.speaker_tokens[1])
        span = syntax.clause_span(token) if speech.quoted or end - start > 60 else (start, end)
        yield from _named(
            parsed, [speaker], accused, span=span, act=token, where=speech.cue, rule=f"report.{token.lemma_.lower()}"
        )


def _enemies(
    parsed: ParsedArticle, token: Token, *, speaker: Mention, sides: Mapping[str, Party], lexicon: Lexicon
) -> list[Mention]:
    """ "enemy aircraft bombed the town", in a side's words: the one side that it fights."""
    doer = syntax.agent(token) if any(row.cls == "act" for row in lexicon.at(token)) else None
    if doer is None or parsed.mentions_at(doer) or syntax.modality(token) != "real":
        return []
    if not holds([doer, *syntax.children(doer, "compound", "amod")], lexicon.content["enemy"]):
        return []
    own = {actor.name for actor in speaker.actors}
    foes = [name for name, party in sides.items() if party.role == "belligerent" and name not in own]
    named = [m for m in parsed.mentions if m.actor is not None and m.actor.name in foes]
    return named[:1] if len(foes) == 1 else []


def _is_source(parsed: ParsedArticle, speaker: Mention) -> bool:
    """True for unnamed officials, police, governors: of what an armed group did they tell as a source of facts."""
    return speaker.person is None and parsed.doc[speaker.root].lemma_.lower() in _SOURCES


def _denials(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[_Alleged]:
    untrue = lexicon.content["stand:denies"]
    for token in parsed.doc:
        denies = token.lemma_ in _DENYING or (token.lemma_ in _NAMING and holds(complements(token), untrue))
        if denies and token.pos_ == "VERB" and syntax.modality(token) == "real":
            span = syntax.clause_span(token)
            for mention in actors(parsed, syntax.agent(token), lexicon=lexicon):
                for actor in mention.actors:
                    evidence = parsed.evidence(*span, rule=f"claims.denial.{token.lemma_}")
                    yield _Alleged(actor.name, "", None, evidence, token.i, denial=True)


def _so_called(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[_Alleged]:
    """ "what it called a Chinese act of aggression": the words after the verb name the accused and the fault."""
    for token in parsed.doc:
        clause = token.head
        if token.lower_ == "what" and clause.lemma_ not in _NAMING:
            clause = next((c for c in token.children if c.lemma_ in _NAMING and c.dep_.startswith("acl")), token)
        if token.lower_ != "what" or clause is token or clause.i - token.i > _NEAR:
            continue
        said = list(parsed.doc[clause.i + 1 : min(clause.i + 2 + _PHRASE, clause.sent.end)])
        wrong = any(row.cls == "fault" for t in said for row in lexicon.at(t)) or holds(said, lexicon.content["label"])
        who = actors(parsed, syntax.agent(clause), lexicon=lexicon)
        own = {actor for mention in who for actor in mention.actors}
        accused = [m for t in said for m in parsed.mentions_at(t) if not own & set(m.actors)][:1]
        if wrong and accused:
            span = syntax.trim(token, token.i, said[-1].i + 1)
            rule = f"so_called.{clause.lemma_}"
            yield from _named(parsed, who, accused, span=span, act=None, where=clause.i, rule=rule)


def _each_other(parsed: ParsedArticle, token: Token, who: Sequence[str]) -> Iterator[_Alleged]:
    names = list(dict.fromkeys(who))
    evidence = parsed.evidence(*syntax.clause_span(token), rule=f"claims.each_other.{token.lemma_}")
    for claimant in names:
        for accused in names:
            if claimant != accused:
                yield _Alleged(claimant, accused, None, evidence, token.i, mutual=True)


def _pairs(
    parsed: ParsedArticle, cue: Cue, *, who: Sequence[Mention], accused: Sequence[Mention], act: Token | None
) -> Iterator[_Alleged]:
    rule = f"{cue.row.cls}.{cue.token.lemma_.lower()}"
    yield from _named(parsed, who, accused, span=telling(cue.token), act=act, where=cue.token.i, rule=rule)


def _named(
    parsed: ParsedArticle,
    who: Sequence[Mention],
    accused: Sequence[Mention],
    *,
    span: tuple[int, int],
    act: Token | None,
    where: int,
    rule: str,
) -> Iterator[_Alleged]:
    evidence = parsed.evidence(*span, rule=f"claims.{rule}")
    words = None if act is None else parsed.evidence(*syntax.clause_span(act), rule="").quote
    together = {actor.name for mention in accused for actor in mention.actors}
    for mention in who:
        for actor in mention.actors:
            if actor.name in together:
                continue  # a side that did it too accuses nobody
            for other in accused:
                for against in other.actors:
                    hurt = act is not None and _is_hurt(parsed, act, actor)
                    yield _Alleged(actor.name, against.name, words, evidence, where, aggrieved=hurt)


def _is_hurt(parsed: ParsedArticle, act: Token, own: Actor) -> bool:
    """Whether the act is done to something of the claimant's: "had rammed its boat", "fired on Georgian villages"."""
    hit = [*syntax.objects(act), *syntax.patients(act), *syntax.obliques(act, "on", "at", "against", "into")]
    inner = [c for t in hit for c in t.children if c.dep_ in ("nmod:poss", "amod", "compound")]
    return any(own in m.actors for t in [*hit, *inner] for m in parsed.mentions_at(t))


def _may_claim(item: _Alleged, sides: Mapping[str, Party], *, told: Sequence[_Alleged]) -> bool:
    """True where a side or its backer speaks, or whoever says that the act was done to its own.

    A state or group of no settled role is a side where it is accused in turn, or where none else fights the accused.
    """
    party = sides.get(item.claimant)
    if item.mutual or (item.aggrieved and (party is None or party.role != "mediator")):
        return True
    if party is not None and party.role in _CLAIMING_ROLES:
        return item.denial or item.accused not in party.backs
    condemns = item.evidence.rule.startswith("claims.complain.")  # an outsider's condemnation is a reaction
    if item.denial or condemns or party is None or party.kind not in _CLAIMING_KINDS:
        return False
    fighting = {name for name, side in sides.items() if side.role == "belligerent"}
    answered = any((other.claimant, other.accused) == (item.accused, item.claimant) for other in told)
    return answered or not fighting - {item.claimant, item.accused}


def _unique(found: Sequence[_Alleged]) -> list[_Alleged]:
    """One claim a telling and pair of sides; being branded is one claim a pair, however often it is told."""
    kept: dict[tuple[str, str, int, bool], _Alleged] = {}
    for item in found:
        brand = item.evidence.rule.startswith("claims.brand.")
        kept.setdefault((item.claimant, item.accused, -1 if brand else item.where, item.denial), item)
    return list(kept.values())


def _claim(item: _Alleged, made: Sequence[Claim]) -> Claim | None:
    if not item.denial:
        return Claim(claimant=item.claimant, accused=item.accused, act=item.act, evidence=(item.evidence,))
    answered = [c for c in made if c.accused == item.claimant and c.denies is None]
    before = [c for c in answered if c.evidence[0].start <= item.evidence.start]
    if not before:
        return None
    claim = max(before, key=lambda c: c.evidence[0].start)
    return Claim(
        claimant=item.claimant, accused=claim.claimant, act=claim.act, denies=claim.id, evidence=(item.evidence,)
    )
