"""What a statement's predicate judges: that a thing is an outrage, a danger, a lie or a step forward, or bodes ill;
that another actor does wrong."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import complements, holds, is_infinitive
from briefgen.extract.reactions.stand_words import COMING, INTENDED, has_aux, is_of, words_of
from briefgen.model import ReactionType
from briefgen.parsed import Mention, ParsedArticle

_JUDGED: tuple[ReactionType, ...] = ("condemns", "accuses", "expresses_concern", "warns", "supports", "denies")
_PREDICATIVE = ("pose", "face", "bear", "have", "remain", "become", "represent", "constitute", "mean", "amount", "mark")
_HELD = ("as", "for")  # "sees it as a threat", "takes it for a provocation"
_LEADING = frozenset(
    {
        "lead",
        "bring",
        "push",
        "drag",
        "take",
        "drive",
        "cause",
        "result",
        "end",
        "pull",
        "draw",
        "pay",
        "mean",
        "suffer",
    }
)
_THERE = frozenset({"there", "is", "was", "'s", "be", "are", "were"})
_BORE = frozenset({"bore", "borne"})  # which an engine may take for "to bore"
_DECLARING = frozenset({"declaration", "act"})  # "of war"
_WAR = frozenset({"war", "aggression", "hostility"})
_LYING = frozenset({"lie", "run", "lead", "pass", "go", "begin", "start"})  # "the path to peace runs through …"


def judged(token: Token, lexicon: Lexicon) -> ReactionType | None:
    weighed = _predicated(token)
    subject = syntax.own_subject(token)
    named = [*weighed, *([subject] if subject is not None else [])]
    if syntax.negated(token) or any(syntax.is_none(item) for item in weighed):
        return _ruled_out(token, named, lexicon=lexicon)
    for kind in _JUDGED:
        if holds(weighed, words_of(kind, lexicon)):
            unreal = kind == "condemns" and has_aux(token, COMING)
            return "warns" if unreal else None if kind == "accuses" and is_infinitive(token) else kind
    if subject is not None and _is_reproach(subject, lexicon):
        return "condemns"
    if _breaks_law(token, lexicon):
        return "condemns"
    if _on_the_table(token):
        armed = subject is not None and any(c.lower_ == "military" for c in subject.children)
        return "warns" if armed else "statement"
    if _is_prescribed(token, weighed, subject=subject, lexicon=lexicon):
        return "statement"
    if subject is not None and _feels_with(token, subject, lexicon=lexicon):
        return "supports"
    return "warns" if _forebodes(token, lexicon) or _runs_out(token, subject) else None


def _is_prescribed(token: Token, weighed: list[Token], *, subject: Token | None, lexicon: Lexicon) -> bool:
    """ "is the only way", "the time for talk is over", "the path to peace runs through talks", "it is up to the parties
    to decide"."""
    ended = token.lower_ in ("over", "up") and subject is not None and is_of(subject, "ended", lexicon)
    leads = token.lemma_ in _LYING and subject is not None and is_of(subject, "prescribed", lexicon)
    left = [c.lower_ for c in syntax.children(token, "case")]
    left_to = "up" in left and syntax.child(token, "acl", "xcomp", "ccomp", "csubj") is not None
    return ended or leads or left_to or holds(weighed, words_of("prescribed", lexicon))


def _feels_with(token: Token, subject: Token, *, lexicon: Lexicon) -> bool:
    """ "Our thoughts are with the victims", "our hearts go out to them"."""
    towards = syntax.case_of(token) == "with" or token.lemma_ == "go"
    return is_of(subject, "heartfelt", lexicon) and (towards or bool(syntax.obliques(token, "with", "to")))


def _runs_out(token: Token, subject: Token | None) -> bool:
    """ "time was running out"."""
    out = any(c.lower_ == "out" for c in syntax.children(token, "compound:prt", "advmod"))
    return out and token.lemma_ == "run" and subject is not None and subject.lemma_ in ("time", "patience")


def _breaks_law(token: Token, lexicon: Lexicon) -> bool:
    """ "The raid violated international law": said of a deed; said of an actor it accuses."""
    return is_of(token, "breaching", lexicon) and holds(complements(token), words_of("norms", lexicon))


def _ruled_out(token: Token, named: list[Token], *, lexicon: Lexicon) -> ReactionType | None:
    """What a denied predicate says: "had no links to", "does not exist"; "there is no military solution"."""
    content = lexicon.content
    if has_aux(token, COMING) and holds(complements(token), content.get("stand:unanswered", frozenset())):
        return "warns"
    untrue = token.lemma_.lower() in content.get("stand:untrue", frozenset()) and syntax.own_subject(token) is not None
    parted = token.lemma_ == "have" and any(t.lower_ == "nothing" for t in named)  # "has nothing to do with"
    if untrue or parted or holds(named, content.get("stand:unfounded", frozenset())):
        return "statement" if has_aux(token, COMING) else "denies"  # "would have no part in it"
    unsolved = token.lemma_.lower() in content.get("stand:solving", frozenset()) and has_aux(token, COMING)
    return "statement" if unsolved or holds(named, content.get("stand:excluded", frozenset())) else None


def _is_reproach(subject: Token, lexicon: Lexicon) -> bool:
    """ "This reckless act …", "These provocations …": the subject itself condemns what it names."""
    pointed = any(c.lower_ in syntax.POINTING for c in syntax.children(subject, "det"))
    words = [subject, *syntax.children(subject, "amod", "conj")]
    return pointed and holds(words, lexicon.content.get("stand:condemns", frozenset()))


def _on_the_table(token: Token) -> bool:
    subject = syntax.own_subject(token)
    where = [token, *syntax.obliques(token, "on"), *syntax.children(token, "xcomp")]
    return subject is not None and subject.lemma_ == "option" and any(t.lower_ == "table" for t in where)


def _predicated(token: Token) -> list[Token]:
    """What is said of the subject: a nominal predicate with its adjectives, or what a verb like "pose" or "call … an
    outrage" takes; nothing for other verbs."""
    if syntax.child(token, "cop") is not None:
        of = [c for c in token.children if c.dep_ == "nmod" and syntax.case_of(c) == "of"]
        return [token, *(c for c in token.children if c.dep_ in ("case", "amod", "xcomp", "conj")), *of]
    if token.pos_ not in ("VERB", "AUX"):
        return []
    named = [c for c in token.children if c.dep_ == "xcomp" and c.pos_ in ("NOUN", "ADJ")]
    held = [c for c in token.children if syntax.case_of(c) in _HELD and c.dep_.startswith(("obl", "nmod"))]
    if token.lemma_.lower() in _PREDICATIVE or token.lower_ in _THERE or token.lower_ in _BORE:
        held += [c for c in token.children if c.dep_ in ("obj", "obl", "nsubj") and c.i > token.i]
    phrases = [*named, *held]
    return [t for item in phrases for t in (item, *syntax.children(item, "amod", "conj", "compound"))]


def _forebodes(token: Token, lexicon: Lexicon) -> bool:
    """ "could spill over", "will pay a heavy price", "would be punished"; "is playing with fire"."""
    perilled = words_of("warns", lexicon) | words_of("dreaded", lexicon)
    if token.lemma_ == "play" and any(t.lower_ == "fire" for t in syntax.obliques(token, "with")):
        return True
    if not has_aux(token, COMING) and token.lemma_ != "risk":
        return False
    leads = token.pos_ == "VERB" and token.lemma_.lower() in _LEADING and holds(complements(token), perilled)
    visited = syntax.is_passive(token) and has_aux(token, INTENDED) and is_of(token, "visited", lexicon)
    return leads or visited or _means_war(token, lexicon) or is_of(token, "forebodes", lexicon)


def _means_war(token: Token, lexicon: Lexicon) -> bool:
    """ "would be treated as a declaration of war", "would be an act of war", "will be seen as an attack on us all"."""
    itself = [token] if syntax.child(token, "cop") is not None else []
    held = syntax.obliques(token, "as", "to") if is_of(token, "taken_for", lexicon) else []
    acts = [t for t in (*itself, *held) if t.lemma_ in _DECLARING]
    declared = any(o.lemma_ in _WAR for t in acts for o in syntax.obliques(t, "of"))
    return has_aux(token, COMING) and (declared or any(t.lemma_ in ("attack", "aggression") for t in held))


def alleged(
    token: Token, *, own: bool, parsed: ParsedArticle, speaker: Mention, lexicon: Lexicon
) -> ReactionType | None:
    """What another actor is reproached with, by itself or as what there is evidence of: "Damascus is starving its own
    people", "we have proof that Damascus arms them". Attacks as such are facts told."""
    if syntax.negated(token):
        return None
    clauses = [token] if not own else list(_proved(token, lexicon))
    if not own and _bears_mark(token, lexicon):
        return "accuses"
    return "accuses" if any(_wrongs(c, parsed=parsed, speaker=speaker, lexicon=lexicon) for c in clauses) else None


def _proved(token: Token, lexicon: Lexicon) -> Iterator[Token]:
    """The clauses under a noun of proof: "had evidence that …"."""
    for noun in syntax.objects(token):
        if is_of(noun, "proof", lexicon):
            yield from syntax.children(noun, "acl", "ccomp", "acl:relcl")
    yield from (c for c in syntax.children(token, "ccomp") if is_of(token, "knowing", lexicon))


def _bears_mark(token: Token, lexicon: Lexicon) -> bool:
    """ "bore the hallmarks of the regime"."""
    bears = token.lemma_ in ("bear", "have") or token.lower_ in _BORE
    return bears and holds(syntax.objects(token), words_of("hallmark", lexicon))


def _wrongs(token: Token, *, parsed: ParsedArticle, speaker: Mention, lexicon: Lexicon) -> bool:
    words = words_of("reproached", lexicon)
    verbs = [token, *(t for t in complements(token) if t.pos_ == "VERB" and t.tag_ in ("VB", "VBG"))]
    subject = syntax.own_subject(token)
    if subject is None or syntax.modality(token) != "real":
        return False
    reviled = syntax.child(token, "cop") is not None and holds(_predicated(token), words_of("reviles", lexicon))
    deed = token.pos_ in ("VERB", "ADJ") and any(
        t.lemma_.lower() in words for verb in verbs for t in syntax.conjuncts(verb)
    )
    if not deed and not reviled:
        return False
    others = [m for m in parsed.mentions_at(subject) if not m.place and m.head in ("actor", "forces", "institution")]
    return any(set(m.actors) - set(speaker.actors) for m in others)
