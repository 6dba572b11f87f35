"""An allegation before merging: who is set against whom, by which words, and whose hurt it tells of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.model import Evidence
from briefgen.parsed import Actor, Mention, ParsedArticle


@dataclass(frozen=True, slots=True)
class Alleged:
    """A claim before merging: names, the act alleged, the words, and the token that one telling of it goes by."""

    claimant: str
    accused: str
    act: str | None
    evidence: Evidence
    where: int
    denial: bool = False
    mutual: bool = False
    aggrieved: bool = False  # the act is said to be done to the claimant's own
    abetting: bool = False  # the act is said to help an armed group
    private: bool = False  # the accused is a person who stands for nobody


def named(
    parsed: ParsedArticle,
    who: Sequence[Mention],
    accused: Sequence[Mention],
    *,
    span: tuple[int, int],
    act: Token | None,
    where: int,
    rule: str,
) -> Iterator[Alleged]:
    evidence = parsed.evidence(*span, rule=f"claims.{rule}")
    words = _told(parsed, act)
    speaking = {actor for mention in who for actor in mention.actors}
    # they do not accuse themselves
    accused = [m for m in accused if m.form != "pronoun" or not speaking & set(m.actors)]
    together = {actor.name for mention in accused for actor in mention.actors}
    for mention in who:
        for actor in mention.actors:
            if actor.name in together:
                continue  # a side that did it too accuses nobody
            for other in accused:
                hurt = act is not None and _is_hurt(parsed, act, actor)
                for against in other.actors:
                    helps = act is not None and against.kind == "state" and _names_group(parsed, act)
                    yield Alleged(actor.name, against.name, words, evidence, where, aggrieved=hurt, abetting=helps)
                if other.person is not None and not other.actors:
                    yield Alleged(actor.name, other.person.name, words, evidence, where, private=True)


def each_other(
    parsed: ParsedArticle, token: Token, who: Sequence[str], *, act: Token | None = None
) -> Iterator[Alleged]:
    words = _told(parsed, act)
    evidence = parsed.evidence(*syntax.clause_span(token), rule=f"claims.each_other.{token.lemma_}")
    for claimant in who:
        for accused in who:
            if claimant != accused:
                yield Alleged(claimant, accused, words, evidence, token.i, mutual=True)


def _told(parsed: ParsedArticle, act: Token | None) -> str | None:
    """The act in the words of the text."""
    if act is None:
        return None
    start, end = syntax.noun_phrase(act) if act.dep_.startswith(("obl", "nmod")) else syntax.clause_span(act)
    start = act.i if act.dep_ == "acl" else start  # without the noun: "accusations of shelling villages"
    return parsed.evidence(start, end, rule="").quote


def _is_hurt(parsed: ParsedArticle, act: Token, own: Actor) -> bool:
    """Whether the act is done to something of the claimant's: "had rammed its boat", "fired on Georgian villages"."""
    hit = [*syntax.objects(act), *syntax.patients(act), *syntax.obliques(act, "on", "at", "against", "into")]
    inner = [c for t in hit for c in t.children if c.dep_ in ("nmod:poss", "amod", "compound")]
    return any(own in m.actors for t in [*hit, *inner] for m in parsed.mentions_at(t))


def _names_group(parsed: ParsedArticle, act: Token) -> bool:
    """Whether the act is told with an armed group in it: "arming the rebels", "gives the front shelter"."""
    return any(a.kind == "armed_group" for t in act.subtree for m in parsed.mentions_at(t) for a in m.actors)
