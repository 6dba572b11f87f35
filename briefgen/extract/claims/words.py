"""Words of accusing, branding and complaint: "accused Iran of …", "regards … as terrorists", "what it called …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.bodies import actors, acts
from briefgen.extract.claims.acts import antecedent, private_persons
from briefgen.extract.claims.deeds import fault_of, is_deed, told_elsewhere
from briefgen.extract.claims.pairs import Alleged, each_other, named
from briefgen.extract.claims.sides import Field, is_organ, organ_kinds, unnamed_forces
from briefgen.extract.cues import Cue, Lexicon, telling
from briefgen.extract.doers import doers
from briefgen.extract.frames import complements, holds
from briefgen.parsed import Mention, ParsedArticle

_ABOUT = ("of", "for", "over")  # what an accusation is about
_EACH_OTHER = frozenset({"each", "other", "another"})
_COLLECTIVE = frozenset(
    {"side", "they", "two", "both", "party", "each", "country", "neighbour", "neighbor", "nation", "rival", "foe"}
    | {"enemy", "adversary", "army", "military", "government", "archrival"}
)
_PAIR = ("one", "other")
_TRADING = frozenset({"trade", "exchange", "swap"})
_FOLLOWERS = frozenset({"follower", "supporter", "member", "fighter", "gunman", "loyalist", "partisan", "sympathiser"})
_DOORS = frozenset({"door", "doorstep", "feet", "foot", "hands"})  # "laid the blame at the door of …"
_NEAR = 4  # tokens from "what" to its verb
_FAR = 12  # the same where the verb is its relative clause
_PHRASE = 9  # tokens of the phrase after "what it called"
NAMING = frozenset(
    {
        *("call", "say", "describe", "term", "brand", "label", "consider", "regard", "see", "allege", "claim", "dub"),
        *("deem", "view", "portray", "characterise", "characterize", "denounce", "condemn", "decry", "perceive"),
    }
)


def accused_by(cue: Cue, *, lexicon: Lexicon, ground: Field) -> Iterator[Alleged]:
    """ "accused Iran of …", "blamed Iran for …", "which Iran is held responsible for", "accuse each other"."""
    parsed, token = ground.parsed, cue.token
    who = doers(parsed, cue, lexicon=lexicon) or _teller(token, ground)
    if any(_is_each_other(c) for c in syntax.objects(token)):
        names = list(dict.fromkeys(actor.name for mention in who for actor in mention.actors))
        each = any(c.lower_ == "each" for c in token.children if c.i < token.i)  # "each accusing the other"
        both = names if len(names) > 1 else _two_sides(token, ground, each=each, named=names)
        yield from each_other(parsed, token, both, act=_of_what(token))
        return
    where = cue.row.attrs.get("accused")
    patients = syntax.children(token, "iobj") or syntax.patients(token) or _related(token)
    accused = [] if isinstance(where, str) else _meant(parsed, patients, lexicon=lexicon)
    if not accused:
        prepositions = (where,) if isinstance(where, str) else ("on",) if token.lemma_ == "blame" else ()
        accused = _meant(parsed, _placed(token, prepositions), lexicon=lexicon)
    if not accused and token.lemma_ == "blame":
        faults = [t for t in patients if is_deed(parsed, t, lexicon)]
        accused = [m for t in faults for m in fault_of(parsed, t, lexicon=lexicon)]  # "blaming Turkey's offensive"
    if not accused and syntax.obliques(token, "as"):
        accused = _called(parsed, token, who=who, lexicon=lexicon)  # "charging the drills as practice for an invasion"
    accused = accused or [m for t in patients for m in _unnamed(t, who, lexicon=lexicon, ground=ground)]
    accused = accused or [m for t in patients for m in private_persons(parsed, t)]
    who = who or _left(parsed, token, accused, lexicon=lexicon, ground=ground)
    yield from _pairs(parsed, cue, who=who, accused=accused, act=_of_what(token))


def _left(
    parsed: ParsedArticle, token: Token, accused: Sequence[Mention], *, lexicon: Lexicon, ground: Field
) -> list[Mention]:
    """Who accuses where an unnamed organ does ("the Ministry accuses …"): whom the accused fight, if that is one."""
    organ = is_organ(parsed, syntax.agent(token), lexicon)
    kinds = organ_kinds(syntax.agent(token), lexicon)
    names = [a.name for m in accused for a in m.actors] or [m.person.name for m in accused if m.person is not None]
    return ground.foe_of(names, kinds=kinds, near=token) if organ and accused else []


def _unnamed(token: Token, who: Sequence[Mention], *, lexicon: Lexicon, ground: Field) -> list[Mention]:
    """Whose "the army" or "the rebels" are that are accused: those whom the accusers fight, if they are one."""
    kinds = unnamed_forces(ground.parsed, token, lexicon)
    names = [a.name for m in who for a in m.actors]
    if kinds is None or not names or any(a.kind in kinds for m in who for a in m.actors):
        return []
    return ground.foe_of(names, kinds=kinds)


def _teller(token: Token, ground: Field) -> list[Mention]:
    """Who speaks where the subject of an accusing verb names nobody: "The statement charged the army with …"."""
    teller = ground.tellers.get(token.i)
    agent = syntax.agent(token) if teller is None else None
    bodies = syntax.obliques(agent, "of") if agent is not None and agent.lemma_.lower() in _FOLLOWERS else []
    bodies += [c for o in bodies for c in syntax.children(o, "appos")]  # "followers of the main militia, the …"
    found = [m for o in bodies for m in ground.parsed.mentions_at(o) if m.actor is not None][:1]
    return found if teller is None else [teller]


def _meant(parsed: ParsedArticle, tokens: Sequence[Token], *, lexicon: Lexicon) -> list[Mention]:
    """Who is meant by the accused's phrases; there a place stands for its actor too."""
    meant = [o for t in tokens for o in (syntax.obliques(t, "of") if t.lower_ in _DOORS else [antecedent(t)])]
    found = [m for t in meant for m in actors(parsed, t, lexicon=lexicon, places=True)]
    return [m for m in found if m.head != "people" or acts(parsed, m)]  # "indicted a Turkish girl" accuses no state


def _of_what(token: Token) -> Token | None:
    """What an accusation is about: "of shelling villages", "for the bombing", an infinitive or a clause."""
    aside = syntax.child(token, "advcl")  # "after talks collapsed" is none
    if aside is not None and _is_about(aside):
        return aside
    named = [c for c in syntax.obliques(token, *_ABOUT) if c.i > token.i]
    return syntax.child(token, "xcomp", "ccomp") or (named[0] if named else None)


def _is_about(token: Token) -> bool:
    return any(c.lower_ in _ABOUT for c in syntax.children(token, "mark", "case"))


def _related(token: Token) -> list[Token]:
    """The noun before a relative clause whose pronoun is the accused, wherever the pronoun hangs."""
    before = [t for t in token.subtree if t.lower_ in ("whom", "which", "who", "that")]
    return before[:1] if token.dep_ == "acl:relcl" and before and before[0].i - token.left_edge.i <= 1 else []


def _placed(token: Token, prepositions: Sequence[str]) -> list[Token]:
    """The nominals after *token* with one of *prepositions*, also where they hang on its object: "put the blame for the
    clash on the rebels"."""
    after = [t for t in token.subtree if t.i > token.i and t.dep_.startswith(("obl", "nmod"))]
    return [t for t in after if syntax.case_of(t) in prepositions and t.sent == token.sent][:1]


def _is_each_other(token: Token) -> bool:
    """ "each other", "the other", "one another"; not "another of its ministers"."""
    reciprocal = token.lower_ == "one" and any(c.lower_ == "another" for c in token.children)
    return reciprocal or (token.lower_ in _EACH_OTHER and syntax.child(token, "nmod") is None)


def _two_sides(token: Token, ground: Field, *, each: bool, named: Sequence[str] = ()) -> list[str]:
    """Who "each side", "the two" or "the neighbours" are where the parse does not say, or *named* but one of them: the
    two that fight, or that were named last."""
    agent = syntax.agent(token)
    if not each and (agent is None or not _is_collective(agent, ground.parsed)):
        return []
    fighting = [name for name in ground.sides if ground.fights(name)]
    if len(fighting) > len(_PAIR):
        near = [name for name in ground.named_before(token) if ground.fights(name)]
        fighting = near if near else ground.main_pair()
    return fighting if len(fighting) == len(_PAIR) and set(named) <= set(fighting) else []


def _is_collective(agent: Token, parsed: ParsedArticle) -> bool:
    """Two sides in one word: a plural with nobody's name and no place about it; not "the rivals in Kenya"."""
    about = [*syntax.modifiers(agent), *syntax.children(agent, "conj", "nmod", "acl", "acl:relcl")]
    plural = agent.tag_ in ("NNS", "NNPS") or agent.pos_ in ("PRON", "NUM", "DET")
    pairs = plural or any(c.lower_ in ("each", "both", "either") for c in about)
    alone = all(
        c.dep_ in ("det", "nummod", "amod", "compound")
        and (c.text.islower() or c.is_sent_start)
        and not parsed.mentions_at(c)
        for c in about
    )
    return agent.lemma_.lower() in _COLLECTIVE and pairs and alone


def branded_by(cue: Cue, *, lexicon: Lexicon, ground: Field) -> Iterator[Alleged]:
    """ "regards the PKK as terrorists", "calls the drills a rehearsal for war", "called it an Israeli aggression"."""
    parsed, token = ground.parsed, cue.token
    who = doers(parsed, cue, lexicon=lexicon) or _teller(token, ground)
    accused: list[Mention] = []
    if holds(complements(token), lexicon.content["label"]):
        branded = syntax.patients(token)[:1]
        accused = _meant(parsed, branded, lexicon=lexicon)
        accused = accused or [
            m for t in branded for m in fault_of(parsed, t, lexicon=lexicon)
        ]  # "calls the drills by …"
    accused = accused or _called(parsed, token, who=who, lexicon=lexicon)
    who = who or _left(parsed, token, accused, lexicon=lexicon, ground=ground)
    yield from _pairs(parsed, cue, who=who, accused=accused, act=None)


def _called(parsed: ParsedArticle, token: Token, *, who: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Whose a deed is that is called something hostile: by its name ("an Israeli aggression"), by its own owner, or by
    who was told of to do it before ("the raid", "such drills")."""
    told = [
        *syntax.children(token, "xcomp", "ccomp"),
        *syntax.obliques(token, "as"),
        *syntax.children(token, "obj")[1:],
    ]
    names = [c for o in told for c in o.subtree]
    if not (holds(names, lexicon.content["label"]) or any(is_deed(parsed, t, lexicon) for t in names)):
        return []
    own = {actor for mention in who for actor in mention.actors}
    branded = [t for t in syntax.patients(token)[:1] if t.pos_ == "NOUN" or t.lower_ == "it"]
    for noun in (*names, *branded):
        if noun in branded or is_deed(parsed, noun, lexicon):
            found = [m for m in fault_of(parsed, noun, lexicon=lexicon) if not own & set(m.actors)]
            if found:
                return found
    return [m for t in branded for m in told_elsewhere(parsed, t, other_than=who, lexicon=lexicon)]


def accusation(cue: Cue, *, lexicon: Lexicon, ground: Field) -> Iterator[Alleged]:
    parsed, token = ground.parsed, cue.token
    who = doers(parsed, cue, lexicon=lexicon)
    head = token.head
    if head.pos_ == "VERB" and token.dep_ == "obj" and head.lemma_ in _TRADING:
        mutual = actors(parsed, syntax.subject(head), lexicon=lexicon)
        about = [c for c in token.children if c.dep_.startswith(("nmod", "acl")) and _is_about(c)]
        names = list(dict.fromkeys(actor.name for mention in mutual for actor in mention.actors))
        both = names if len(names) > 1 else _two_sides(head, ground, each=False, named=names)
        yield from each_other(parsed, head, both, act=about[0] if about else _of_what(head))
        return
    clause = syntax.child(token, "acl", "ccomp", "acl:relcl")
    denying = head.pos_ == "VERB" and token.dep_ == "obj" and holds([head], lexicon.content["denying"])
    accused = actors(parsed, syntax.agent(clause), lexicon=lexicon) if clause is not None else []
    if not accused:
        laid = _placed(head, ("on", "upon")) if token.lemma_ == "blame" else []
        against = [*syntax.obliques(token, "against"), *laid]
        accused = [m for t in against for m in actors(parsed, t, lexicon=lexicon, places=True)]
    for fault in () if accused else syntax.obliques(token, "of"):
        if is_deed(parsed, fault, lexicon):
            accused = fault_of(parsed, fault, lexicon=lexicon)
    if not accused and denying:  # "Syria denied a charge by Iraq that bombers were crossing the border"
        accused = actors(parsed, syntax.agent(head), lexicon=lexicon)
    yield from _pairs(parsed, cue, who=who, accused=accused, act=clause)


def complained_by(cue: Cue, *, lexicon: Lexicon, ground: Field) -> Iterator[Alleged]:
    """ "complained of an incursion by …", "condemned the launch by … as a disguised test", "denounced … aggression"."""
    parsed, token = ground.parsed, cue.token
    who = doers(parsed, cue, lexicon=lexicon) or _teller(token, ground)
    span = telling(token)
    blamed = [m for t in syntax.objects(token) for m in actors(parsed, antecedent(t), lexicon=lexicon)]
    if blamed and _of_what(token) is not None:
        yield from named(parsed, who, blamed, span=span, act=_of_what(token), where=token.i, rule=_rule(cue))
        return
    for proof in syntax.obliques(token, "as"):
        clause = syntax.child(proof, "acl", "ccomp")  # "denounced the sale as proof that Chad is …"
        accused = [] if clause is None else actors(parsed, syntax.agent(clause), lexicon=lexicon)
        yield from named(parsed, who, accused, span=span, act=clause, where=token.i, rule=_rule(cue, "brand"))
    branded = syntax.objects(token) if syntax.obliques(token, "as") else []
    for noun in dict.fromkeys([*branded, *complements(token)]):
        if noun in branded or is_deed(parsed, noun, lexicon):
            accused = fault_of(parsed, noun, lexicon=lexicon)
            if noun in branded and not accused:
                accused = told_elsewhere(parsed, noun, other_than=who, lexicon=lexicon)
            rule = _rule(cue, "brand" if noun in branded else None)
            tellers = who or _left(parsed, token, accused, lexicon=lexicon, ground=ground)
            yield from named(parsed, tellers, accused, span=span, act=noun, where=token.i, rule=rule)


def _rule(cue: Cue, cls: str | None = None) -> str:
    return f"{cls or cue.row.cls}.{cue.token.lemma_.lower()}"


def so_called(*, lexicon: Lexicon, ground: Field) -> Iterator[Alleged]:
    """ "what it called a Chinese act of aggression": the words after the verb name the fault and the accused."""
    parsed = ground.parsed
    for token in parsed.doc:
        clause = _naming_clause(token) if token.lower_ == "what" else None
        if clause is None:
            continue
        said = list(parsed.doc[clause.i + 1 : min(clause.i + 2 + _PHRASE, clause.sent.end)])
        deed = any(is_deed(parsed, t, lexicon) for t in said)
        wrong = deed or holds(said, lexicon.content["label"])
        who = actors(parsed, syntax.agent(clause), lexicon=lexicon) or _around(parsed, clause)
        own = {actor for mention in who for actor in mention.actors}
        accused = [m for t in said for m in parsed.mentions_at(t) if not own & set(m.actors)][:1]
        accused = accused or (ground.foe_of([actor.name for actor in own]) if own and deed else [])
        if wrong and accused:
            span = syntax.trim(token, token.i, said[-1].i + 1)
            rule = f"so_called.{clause.lemma_}"
            yield from named(parsed, who, accused, span=span, act=None, where=clause.i, rule=rule)


def _naming_clause(what: Token) -> Token | None:
    """The verb of "what … called", wherever a parser hangs the two; near it, or a relative clause of it."""
    found = [c for c in what.children if c.lemma_ in NAMING and c.dep_.startswith("acl")]
    head = [what.head] if what.head.lemma_ in NAMING and 0 < what.head.i - what.i <= _NEAR else []
    return next(iter([*head, *(c for c in found if c.i - what.i <= _FAR)]), None)


def _around(parsed: ParsedArticle, clause: Token) -> list[Mention]:
    """Who speaks where "what it called" says no more than a pronoun: the speaker of the words that it stands in."""
    subject = syntax.own_subject(clause)
    speech = (
        parsed.speech_over(clause) if subject is not None and subject.lower_ in ("it", "they", "he", "she") else None
    )
    return [] if speech is None or speech.speaker is None or speech.quoted else [speech.speaker]


def _pairs(
    parsed: ParsedArticle, cue: Cue, *, who: Sequence[Mention], accused: Sequence[Mention], act: Token | None
) -> Iterator[Alleged]:
    yield from named(parsed, who, accused, span=telling(cue.token), act=act, where=cue.token.i, rule=_rule(cue))
