"""Words of accusing, branding and complaint: "accused Iran of …", "regards … as terrorists", "what it called …"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.claim_acts import antecedent, fault_of
from briefgen.extract.claim_pairs import Alleged, each_other, named
from briefgen.extract.cues import Cue, Lexicon, telling
from briefgen.extract.doers import actors, acts, doers
from briefgen.extract.frames import complements, holds
from briefgen.model import Party
from briefgen.parsed import Mention, ParsedArticle

_EACH_OTHER = frozenset({"each", "other", "another"})
_COLLECTIVE = frozenset({"side", "they", "two", "both", "party", "each", "country", "neighbour", "neighbor"})
_PAIR = ("one", "other")
_TRADING = frozenset({"trade", "exchange", "swap"})
_NEAR = 4  # tokens from "what" to its verb
_PHRASE = 9  # tokens of the phrase after "what it called"
NAMING = frozenset(
    {"call", "say", "describe", "term", "brand", "label", "consider", "regard", "see", "allege", "claim"}
)


def accused_by(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon, sides: Mapping[str, Party]) -> Iterator[Alleged]:
    token = cue.token
    who = doers(parsed, cue, lexicon=lexicon) or _tellers(parsed, token)
    if any(c.lower_ in _EACH_OTHER for c in syntax.objects(token)):
        names = [actor.name for mention in who for actor in mention.actors]
        yield from each_other(parsed, token, names or _two_sides(syntax.agent(token), sides))
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


def branded_by(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> Iterator[Alleged]:
    token = cue.token
    governed = complements(token)
    if not holds(governed, lexicon.content["label"]):
        return
    branded = syntax.patients(token)[:1]
    accused = _meant(parsed, branded, lexicon=lexicon)
    accused = accused or [m for t in branded for m in fault_of(parsed, t, lexicon=lexicon)]  # "calls the drills by …"
    yield from _pairs(parsed, cue, who=doers(parsed, cue, lexicon=lexicon), accused=accused, act=None)


def accusation(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> Iterator[Alleged]:
    token = cue.token
    who = doers(parsed, cue, lexicon=lexicon)
    head = token.head
    if head.pos_ == "VERB" and token.dep_ == "obj" and head.lemma_ in _TRADING:
        mutual = actors(parsed, syntax.subject(head), lexicon=lexicon)
        yield from each_other(parsed, head, [actor.name for mention in mutual for actor in mention.actors])
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


def complained_by(parsed: ParsedArticle, cue: Cue, *, lexicon: Lexicon) -> Iterator[Alleged]:
    """ "complained of an incursion by …", "condemned the launch by … as a disguised test", "denounced … aggression"."""
    who = doers(parsed, cue, lexicon=lexicon)
    branded = syntax.objects(cue.token) if syntax.obliques(cue.token, "as") else []
    for token in dict.fromkeys([*branded, *complements(cue.token)]):
        if token in branded or any(row.cls == "fault" for row in lexicon.at(token)):
            accused = fault_of(parsed, token, lexicon=lexicon)
            rule = f"{'brand' if token in branded else 'complain'}.{cue.token.lemma_.lower()}"
            span = telling(cue.token)
            yield from named(parsed, who, accused, span=span, act=token, where=cue.token.i, rule=rule)


def so_called(parsed: ParsedArticle, lexicon: Lexicon) -> Iterator[Alleged]:
    """ "what it called a Chinese act of aggression": the words after the verb name the accused and the fault."""
    for token in parsed.doc:
        clause = token.head
        if token.lower_ == "what" and clause.lemma_ not in NAMING:
            clause = next((c for c in token.children if c.lemma_ in NAMING and c.dep_.startswith("acl")), token)
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
            yield from named(parsed, who, accused, span=span, act=None, where=clause.i, rule=rule)


def _pairs(
    parsed: ParsedArticle, cue: Cue, *, who: Sequence[Mention], accused: Sequence[Mention], act: Token | None
) -> Iterator[Alleged]:
    rule = f"{cue.row.cls}.{cue.token.lemma_.lower()}"
    yield from named(parsed, who, accused, span=telling(cue.token), act=act, where=cue.token.i, rule=rule)
