"""Claims: what a fighting side or its backer alleges against another, and the denials that answer.

Three ways to allege are read: words of accusing ("accused Iran of …", "blamed …"), words of branding ("regards … as
terrorists"), and plain speech in which a side reports a hostile act of another ("Tbilisi said Russian troops had
fired …"). Observers' reports, threats, and a side's words on its own deeds are no claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.cues import Cue, Lexicon, actors, bearer, complements, cues, doers, entry_holds, holds, telling
from briefgen.extract.parties import parties
from briefgen.knowledge import Knowledge
from briefgen.model import Claim, Evidence, Party
from briefgen.parsed import Mention, ParsedArticle, Speech

_EACH_OTHER = frozenset({"other", "another"})
_DENYING = frozenset({"deny", "reject", "dismiss", "refute", "dispute", "rebut"})
_CLAIMING_ROLES = frozenset({"belligerent", "backer", "affected"})


@dataclass(frozen=True, slots=True)
class _Alleged:
    """A claim before merging: names, the act alleged, the words, and the token that one telling of it goes by."""

    claimant: str
    accused: str
    act: str | None
    evidence: Evidence
    where: int
    denial: bool = False


def claims(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[Claim]:
    """The allegations in an article, in order of the text; a denial names the claim that it answers."""
    lexicon = Lexicon.of(knowledge.words("claims"))
    sides = {party.name: party for party in parties(parsed, knowledge)}
    found = [item for item in _all(parsed, lexicon) if _may_claim(item, sides)]
    made: list[Claim] = []
    for item in sorted(_unique(found), key=lambda one: (one.denial, one.evidence.start, one.accused)):
        claim = _claim(item, made)
        if claim is not None:
            made.append(claim)
    yield from sorted(made, key=lambda claim: (claim.evidence[0].start, claim.claimant or "", claim.accused or ""))


def _all(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[_Alleged]:
    for cue in cues(parsed, lexicon):
        if cue.row.cls == "accuse":
            yield from _accused_by(parsed, cue, lexicon=lexicon)
        elif cue.row.cls == "brand":
            yield from _branded_by(parsed, cue, lexicon=lexicon)
        elif cue.row.cls == "accusation":
            yield from _accusation(parsed, cue, lexicon=lexicon)
        elif cue.row.cls == "complain":
            yield from _complained_by(parsed, cue, lexicon=lexicon)
    for speech in parsed.speeches:
        if not speech.carried and speech.speaker is not None and speech.speaker.actor is not None:
            yield from _reported_by(parsed, speech, speaker=speech.speaker, lexicon=lexicon)
    yield from _denials(parsed, lexicon)


def _accused_by(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> Iterator[_Alleged]:
    token = cue.token
    who = doers(parsed, cue, lexicon=lexicon)
    if any(c.lower_ in _EACH_OTHER for c in syntax.objects(token)):
        yield from _each_other(parsed, token, who)
        return
    blamed = syntax.obliques(token, "on") if token.lemma_ == "blame" else []
    accused = [
        m
        for t in blamed or syntax.patients(token)
        for m in actors(parsed, _antecedent(t), lexicon=lexicon, places=True)
    ]
    act = syntax.child(token, "obl", "advcl", "xcomp", "ccomp")
    yield from _pairs(parsed, token, who=who, accused=accused, act=act)


def _branded_by(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> Iterator[_Alleged]:
    token = cue.token
    governed = complements(token)
    if not holds(governed, lexicon.content["label"]):
        return
    branded = syntax.patients(token)[:1]
    accused = [m for t in branded for m in actors(parsed, _antecedent(t), lexicon=lexicon, places=True)]
    yield from _pairs(parsed, token, who=doers(parsed, cue, lexicon=lexicon), accused=accused, act=None)


def _accusation(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> Iterator[_Alleged]:
    token = cue.token
    who = doers(parsed, cue, lexicon=lexicon)
    head = token.head
    if not who and head.pos_ == "VERB" and token.dep_ == "obj" and head.lemma_ in ("trade", "exchange", "swap"):
        yield from _each_other(parsed, head, actors(parsed, syntax.subject(head), lexicon=lexicon))
        return
    clause = syntax.child(token, "acl", "ccomp", "acl:relcl")
    accused = actors(parsed, syntax.agent(clause), lexicon=lexicon) if clause is not None else []
    accused = accused or [m for t in syntax.obliques(token, "against") for m in actors(parsed, t, lexicon=lexicon)]
    yield from _pairs(parsed, token, who=who, accused=accused, act=clause)


def _complained_by(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> Iterator[_Alleged]:
    who = doers(parsed, cue, lexicon=lexicon)
    for token in complements(cue.token):
        if any(row.cls == "fault" for row in lexicon.at(token)):
            accused = _fault_of(parsed, token, lexicon=lexicon)
            yield from _pairs(parsed, cue.token, who=who, accused=accused, act=token)


def _reported_by(parsed: ParsedArticle, speech: Speech, *, speaker: Mention, lexicon: Lexicon) -> Iterator[_Alleged]:
    for token in parsed.doc[speech.start : speech.end]:
        if parsed.speech_over(token) != speech:
            continue
        accused = _hostile_agents(parsed, token, lexicon=lexicon, speech_cue=speech.cue)
        start, end = min(speech.start, speech.cue), max(speech.end, speech.cue + 1)
        if speech.speaker_tokens is not None:
            start, end = min(start, speech.speaker_tokens[0]), max(end, speech.speaker_tokens[1])
        span = syntax.clause_span(token) if speech.quoted or end - start > 60 else (start, end)
        yield from _named(parsed, [speaker], accused, span=span, act=token, where=speech.cue)


def _hostile_agents(
    parsed: ParsedArticle, token: Token, *, lexicon: Lexicon, speech_cue: int | None = None
) -> list[Mention]:
    """Who is said to do the hostile act told of by *token*; empty where it tells of none, or of none done."""
    rows = [row for row in lexicon.at(token) if row.cls in ("act", "fault") and entry_holds(token, row)]
    if not rows:
        return []
    row = rows[0]
    needs = row.attrs.get("needs")
    if isinstance(needs, str) and not holds(complements(token), lexicon.content[needs]):
        return []
    if row.cls == "fault":
        told = token.dep_ in ("nsubj", "nsubj:pass", "nsubj:outer") or (
            speech_cue is not None and token.head.i == speech_cue
        )
        if not told or syntax.modality(syntax.predicate_of(token)) != "real":
            return []
        return _fault_of(parsed, token, lexicon=lexicon)
    if syntax.modality(syntax.predicate_of(token)) != "real":
        return []
    doer = bearer(token) if row.pos == "ADJ" else syntax.agent(token)
    return actors(parsed, doer, lexicon=lexicon)


def _fault_of(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """Whose deed a noun tells of: "an incursion by Ugandan troops", "Chinese aggression", "the army's raid"."""
    owners = [*syntax.children(token, "nmod:poss", "compound", "amod"), *syntax.obliques(token, "by", "from")]
    own = [m for m in parsed.mentions_at(token) if not m.place]
    return own or [m for c in owners for m in actors(parsed, c, lexicon=lexicon)]


def _denials(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[_Alleged]:
    for token in parsed.doc:
        if token.lemma_ in _DENYING and token.pos_ == "VERB" and syntax.modality(token) == "real":
            span = syntax.clause_span(token)
            for mention in actors(parsed, syntax.agent(token), lexicon=lexicon):
                for actor in mention.actors:
                    evidence = parsed.evidence(*span, rule=f"claims.denial.{token.lemma_}")
                    yield _Alleged(actor.name, "", None, evidence, token.i, denial=True)


def _each_other(parsed: ParsedArticle, token: Token, who: Sequence[Mention]) -> Iterator[_Alleged]:
    names = list(dict.fromkeys(actor.name for mention in who for actor in mention.actors))
    evidence = parsed.evidence(*syntax.clause_span(token), rule=f"claims.each_other.{token.lemma_}")
    for claimant in names:
        for accused in names:
            if claimant != accused:
                yield _Alleged(claimant, accused, None, evidence, token.i)


def _pairs(
    parsed: ParsedArticle, token: Token, *, who: Sequence[Mention], accused: Sequence[Mention], act: Token | None
) -> Iterator[_Alleged]:
    yield from _named(parsed, who, accused, span=telling(token), act=act, where=token.i)


def _named(
    parsed: ParsedArticle,
    who: Sequence[Mention],
    accused: Sequence[Mention],
    *,
    span: tuple[int, int],
    act: Token | None,
    where: int,
) -> Iterator[_Alleged]:
    evidence = parsed.evidence(*span, rule=f"claims.{act.lemma_.lower() if act is not None else 'brand'}")
    words = None if act is None else parsed.evidence(*syntax.clause_span(act), rule="").quote
    together = {actor.name for mention in accused for actor in mention.actors}
    for mention in who:
        for actor in mention.actors:
            if actor.name in together:
                continue  # a side that did it too accuses nobody
            for other in accused:
                for against in other.actors:
                    yield _Alleged(actor.name, against.name, words, evidence, where)


def _antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for ("whom Turkey accuses"); *token* itself otherwise."""
    clause = token.head
    if token.lower_ in syntax.RELATIVES and clause.dep_ in ("acl:relcl", "acl"):
        return clause.head
    return token


def _may_claim(item: _Alleged, sides: dict[str, Party]) -> bool:
    party = sides.get(item.claimant)
    if party is None or party.role not in _CLAIMING_ROLES:
        return False
    return item.denial or item.accused not in party.backs


def _unique(found: Sequence[_Alleged]) -> list[_Alleged]:
    """One claim a telling and pair of sides; being branded is one claim a pair, however often it is told."""
    kept: dict[tuple[str, str, int, bool], _Alleged] = {}
    for item in found:
        brand = item.evidence.rule.endswith(".brand")
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
