"""Hostile acts told of in a side's words, and who is said to do them: the stuff of claims.

An act is a verb or adjective of the claims list ("shelled", "is behind"), any verb of violence of the parties list, a
nominal act that is told ("an ambush by the rebels started it"), or a hostile name as predicate ("is a puppet of").
"""

from __future__ import annotations

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.bodies import actors, acts
from briefgen.extract.claims.deeds import fault_of, is_deed, is_fault, is_reproached
from briefgen.extract.cues import Lexicon
from briefgen.extract.doers import bearer
from briefgen.extract.frames import complements, entry_holds, holds
from briefgen.extract.parties.scope import Words
from briefgen.knowledge.inflection import forms
from briefgen.knowledge.types import Word
from briefgen.parsed import Mention, ParsedArticle


def _forms(verbs: str) -> frozenset[str]:
    return frozenset(form for verb in verbs.split() for form in forms(verb, "VERB"))


_OWN_WAYS = frozenset(
    {
        "withdraw",
        "retreat",
        "surrender",
        "resist",
        "repel",
        "liberate",
        "rescue",
        "intercept",
        "advance",
        "fight",
        "clash",
        "retake",
        "recapture",
        "regain",
        "reclaim",
        "defend",
    }
)  # what a side says of itself, or no grievance
_TRYING = _forms("try attempt seek plot conspire scheme aim plan want wish strive endeavour endeavor threaten intend")
_HANDLED = _forms("handle direct control orchestrate mastermind plan plot run command finance guide arm supply train")
_LYING = _forms("lie rest fall belong")
# verbs whose object does what others answer for
_LETTING = _forms("let make have allow permit enable help watch see embolden encourage push lead force")
_YIELDING = frozenset(
    {"lose", "suffer", "leave", "abandon", "evacuate", "flee", "have", "be", "want", "fear", "sustain"}
)
_COMING = frozenset({"will", "wo", "would", "could", "can", "ca", "should", "must", "may", "might"})


def hostile_agents(
    parsed: ParsedArticle, token: Token, *, lexicon: Lexicon, words: Words, speech_cue: int | None = None
) -> list[Mention]:
    """Who is said to do the hostile act told of by *token*; empty where it tells of none, or of none done."""
    if token.dep_ == "acl" and holds([token.head], lexicon.content["weapon"]) and syntax.is_passive(token):
        return _armed_by(parsed, token, lexicon=lexicon)
    if holds([token], lexicon.content["guilt"]) and (found := _guilty(parsed, token, lexicon=lexicon)):
        return found
    if is_hostile(parsed, token, lexicon=lexicon, words=words):
        doer = hostile_doer(parsed, token, lexicon=lexicon)
        return doers_of(parsed, doer, lexicon=lexicon, places=_is_cleft(token)) or _in_what(
            parsed, token, lexicon=lexicon
        )
    if is_deed(parsed, token, lexicon) and _is_noted(token, lexicon=lexicon, speech_cue=speech_cue):
        subject = syntax.own_subject(token) if syntax.child(token, "cop") is not None else None
        found = fault_of(parsed, token, lexicon=lexicon)
        return found or ([] if subject is None else fault_of(parsed, subject, lexicon=lexicon))
    if token.pos_ == "VERB" and syntax.modality(token) == "real":
        return _suppliers(parsed, token, words)
    return []


def is_hostile(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon, words: Words) -> bool:
    """Whether *token* tells of a hostile act done or attempted, or names its subject by a hostile word."""
    if token.dep_ == "xcomp" and token.head.lower_ in _LETTING and syntax.objects(token.head):
        return False  # "let the contras use its soil" is the deed of who lets them
    if _is_test(token, lexicon):
        return False
    row = _row(parsed, token, lexicon)
    if row is None:
        told = _is_label(token, lexicon) or _is_violent(token, words) or _is_wrongly_done(token, lexicon)
        return told or _hurts_people(token, lexicon)
    if row.cls == "act":
        return _is_told(syntax.predicate_of(token))
    coming = any(c.dep_ == "aux" and c.lower_ in _COMING for c in token.children)
    return not coming and syntax.modality(syntax.predicate_of(token)) == "denied"


def hostile_doer(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> Token | None:
    """The doer of the act at *token*: its agent, who a name is said of, who does "nothing to stop" it."""
    row = _row(parsed, token, lexicon)
    if row is not None and row.pos == "ADJ":
        return bearer(token)
    if row is None and syntax.child(token, "cop") is not None:
        return syntax.own_subject(token)
    doer = syntax.agent(token) or _stray(token)
    if doer is None and syntax.is_passive(token) and token.lower_ in _HANDLED:
        return next(iter(syntax.obliques(token, "from")), None)  # "had been handled from Rawalpindi"
    undone = doer is not None and syntax.is_none(doer) and doer.dep_ == "obj"
    return syntax.agent(doer.head) if doer is not None and undone else doer


def _stray(token: Token) -> Token | None:
    """The noun right before a verb without a subject, which a parser has joined to a noun before it: "in Lom and
    nearby hamlets Bulgarian bands have burnt …"."""
    if token.pos_ != "VERB" or syntax.is_passive(token) or token.dep_ not in ("ROOT", "ccomp", "parataxis"):
        return None
    first = min([token.i, *(c.i for c in token.children if c.dep_ in ("aux", "advmod", "neg"))])
    before = token.doc[first - 1] if first > token.sent.start else None
    return before if before is not None and before.dep_ == "conj" and before.pos_ in ("NOUN", "PROPN") else None


def _row(parsed: ParsedArticle, token: Token, lexicon: Lexicon) -> Word | None:
    """The row of acts or duties that stands at *token* with all that it needs."""
    named = lexicon.rows.get((token.lower_, "ADJ"), ()) if token.tag_ == "VBN" else ()
    rows = (
        row
        for row in (*named, *lexicon.at(token))
        if row.cls in ("act", "duty") and _is_meant(parsed, token, row, lexicon)
    )
    return next(rows, None)


def _is_told(predicate: Token) -> bool:
    """Done, or attempted in earnest: "had shelled", "was trying to seize", "wants to starve us"."""
    if syntax.modality(predicate) == "real":
        return True
    trying = predicate.dep_ == "xcomp" and predicate.head.lower_ in _TRYING and not syntax.negated(predicate)
    guessed = any(c.dep_ == "aux" and c.lower_ in ("may", "might") for c in predicate.head.children)
    return trying and (guessed or syntax.modality(predicate.head) == "real") and not syntax.negated(predicate.head)


def _is_noted(token: Token, *, lexicon: Lexicon, speech_cue: int | None) -> bool:
    """Whether a side asserts the deed of a noun: as subject, as what it tells of, noted or suffered, or reproached."""
    told = token.dep_ in ("nsubj", "nsubj:pass", "nsubj:outer") or syntax.child(token, "cop") is not None
    noted = token.dep_ in ("obj", "obl", "obl:agent") and holds([token.head], lexicon.content["noting"])
    said = speech_cue is not None and (
        token.head.i == speech_cue or holds([token], lexicon.content["loaded"]) or is_reproached(token, lexicon)
    )
    return (told or noted or said) and syntax.modality(syntax.predicate_of(token)) == "real"


def _guilty(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """On whom guilt is said to lie: "the blame lies with …", "responsibility rests on …"."""
    lies = token.dep_ == "nsubj" and token.head.lower_ in _LYING and syntax.modality(token.head) == "real"
    borne = syntax.obliques(token.head, "with", "on", "upon", "at", "to") if lies else []
    return [m for t in borne for m in actors(parsed, t, lexicon=lexicon, places=True)]


def _armed_by(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """Whose weapon it was that hit: "was killed by a shell fired by Serb gunners", "struck a mine laid by Iran"."""
    above = next((t for t in token.head.ancestors if t.pos_ in ("VERB", "AUX")), None)
    if above is None or syntax.modality(above) != "real":
        return []
    hit = token.head.dep_.startswith("obl") and syntax.is_passive(above)
    whence = syntax.obliques(token, "from") if hit else []  # "was hit by missiles fired from Armenia"
    found = doers_of(parsed, syntax.agent(token), lexicon=lexicon)
    return found or [m for t in whence for m in actors(parsed, t, lexicon=lexicon, places=True)]


def _in_what(parsed: ParsedArticle, token: Token, *, lexicon: Lexicon) -> list[Mention]:
    """Whose act it happened in: "were killed in Pakistani artillery fire", "died by a Serb shell"."""
    if not syntax.is_passive(token):
        return []
    acts = [t for t in syntax.obliques(token, "in", "by", "during", "under", "from") if is_fault(t, lexicon)]
    return [m for t in acts for m in fault_of(parsed, t, lexicon=lexicon)]


def _suppliers(parsed: ParsedArticle, token: Token, words: Words) -> list[Mention]:
    """From whom a side is said to get arms or men: "receives recruits and munitions from Rwanda"."""
    things = [c for t in syntax.objects(token) for c in syntax.conjuncts(t)]
    kinds = {cls for t in things for cls in words.nouns.get(t.lower_, ())}
    if "receive" not in words.classes(token) or not kinds & {"arms", "gear", "soldiers"}:
        return []
    sources = [*syntax.obliques(token, "from"), *(o for t in things for o in syntax.obliques(t, "from"))]
    return [m for o in sources for c in syntax.conjuncts(o) for m in parsed.mentions_at(c) if m.actors]


def _is_meant(parsed: ParsedArticle, token: Token, row: Word, lexicon: Lexicon) -> bool:
    """Whether an entry of *row* stands at *token* with what it needs among its complements."""
    needs = row.attrs.get("needs")
    if not entry_holds(token, row):
        return False
    if needs == "armed_group":
        return token.dep_ != "acl:relcl" and _helps_group(parsed, token, bound=row.pos == "ADJ")
    return not isinstance(needs, str) or holds(complements(token), lexicon.content[needs])


def is_harm(token: Token) -> bool:
    """Any act upon somebody or something, as told of an enemy: "the invaders despatched the wounded"."""
    upon = [*syntax.objects(token), *syntax.obliques(token, "on", "upon", "at", "into")]
    return token.pos_ == "VERB" and bool(upon) and token.lemma_ not in _OWN_WAYS | _YIELDING and _is_told(token)


def _hurts_people(token: Token, lexicon: Lexicon) -> bool:
    """Any act upon people or their homes that is no kindness: "had run over children", "drove out the villagers"."""
    upon = syntax.objects(token) or syntax.obliques(token, "on", "upon", "over", "into", "at", "against")
    kind = holds([token], lexicon.content["kind"]) or token.dep_ in ("acl", "amod", "advcl", "xcomp", "acl:relcl")
    people = holds([syntax.nominal_head(t) for t in upon], lexicon.content["harmless"])
    return people and not kind and is_harm(token)


def _is_test(token: Token, lexicon: Lexicon) -> bool:
    """ "launched a ballistic missile": into the air, where nothing says at whom."""
    launched = holds([token], lexicon.content["launching"]) and holds(syntax.objects(token), lexicon.content["flying"])
    aimed = [*syntax.obliques(token, "at", "on", "against", "upon"), *syntax.children(token, "advcl", "conj")]
    return launched and not aimed


def _is_cleft(token: Token) -> bool:
    """ "it was Chad which had launched …": the clause after the noun is what is said of it."""
    subject = syntax.own_subject(token.head) or syntax.child(token.head, "expl")
    return syntax.child(token.head, "cop") is not None and subject is not None and subject.lower_ == "it"


def _is_wrongly_done(token: Token, lexicon: Lexicon) -> bool:
    """Whatever is said to be done "deliberately", "illegally", "treacherously"."""
    done = token.pos_ == "VERB" and token.dep_ not in ("acl", "amod") and _is_told(token)
    return done and holds(syntax.children(token, "advmod"), lexicon.content["wrongly"])


def _helps_group(parsed: ParsedArticle, token: Token, *, bound: bool) -> bool:
    """ "is letting the contras use …", "works with the YPG", "is bound to the PKK": a group among what is governed."""
    helped = syntax.obliques(token, "with", *(("to", "for", "from") if bound or syntax.objects(token) else ()))
    helped += [] if bound else [*syntax.patients(token), *syntax.children(token, "iobj")]
    helped = [t for t in helped if t != syntax.agent(token)]
    return any(actor.kind == "armed_group" for t in helped for m in parsed.mentions_at(t) for actor in m.actors)


def _is_violent(token: Token, words: Words) -> bool:
    """A violence that the claims list does not name: "had bayoneted", "blew up", "dropped bombs"."""
    aside = token.dep_ in ("acl", "amod", "acl:relcl") and not _is_cleft(token)  # "the journalist captured by rebels"
    if aside or token.pos_ != "VERB" or token.lemma_ in _OWN_WAYS or not _is_told(token):
        return False
    classes = words.classes(token)
    things = [*syntax.objects(token), *syntax.patients(token)]
    launched = "launch" in classes and any("operation" in words.nouns.get(t.lower_, ()) for t in things)
    hits = things or syntax.obliques(token, "on", "at", "against", "into", "upon", "from")
    return launched or bool("fight" in classes and hits)


def doers_of(parsed: ParsedArticle, doer: Token | None, *, lexicon: Lexicon, places: bool = False) -> list[Mention]:
    """Who the doer of an act is: its mention, or whose it is ("a coast guard ship", "Israeli jets")."""
    if doer is None:
        return []
    doer = antecedent(doer)
    if holds([doer], lexicon.content["lifeless"]):
        return []  # "UN sanctions are failing"
    found = [m for m in actors(parsed, doer, lexicon=lexicon, places=places) if m.head != "people" or acts(parsed, m)]
    paid = [c for c in syntax.obliques(doer, "in", "under") if holds([c], lexicon.content["pay"])]
    found = found or [m for c in paid for m in fault_of(parsed, c, lexicon=lexicon)]  # "irregulars in Greek pay"
    found = found or private_persons(parsed, doer)
    owners = [c for t in syntax.conjuncts(doer) for c in syntax.children(t, "compound", "amod", "nmod:poss")]
    return found or [m for c in owners for m in parsed.mentions_at(c) if not m.place]


def private_persons(parsed: ParsedArticle, token: Token) -> list[Mention]:
    """The named person at *token* who stands for nobody: "Tarik Sel threw stones at them"."""
    return [m for m in parsed.mentions_at(token) if m.person is not None and not m.actors]


def _is_label(token: Token, lexicon: Lexicon) -> bool:
    """ "is a puppet of …", "is a terrorist state": a nominal predicate that names the subject by a hostile word."""
    named = syntax.child(token, "cop") is not None and syntax.modality(token) == "real"
    words = lexicon.content["label"] | lexicon.content["culprit"]
    return named and holds([token, *syntax.children(token, "amod", "compound")], words)


def is_slur(token: Token, lexicon: Lexicon) -> bool:
    """A hostile name for the other side as the subject: "the terrorists have fled", "most of the terrorists"."""
    heads = (token, token.head) if token.dep_ == "nmod" and syntax.case_of(token) == "of" else (token,)
    known = any(c.lower_ in ("the", "these", "those") for c in syntax.children(token, "det"))
    subject = heads[-1].dep_ == "nsubj" and syntax.case_of(heads[-1]) == ""
    return known and subject and holds([token], lexicon.content["slur"])


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for ("whom Turkey accuses"); *token* itself otherwise."""
    if token.lower_ not in syntax.RELATIVES:
        return token
    above = (t for t in token.ancestors if t.dep_ in ("acl:relcl", "acl"))
    return next((clause.head for clause in above), token)
