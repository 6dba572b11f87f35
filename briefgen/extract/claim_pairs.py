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
    words = None if act is None else parsed.evidence(*syntax.clause_span(act), rule="").quote
    together = {actor.name for mention in accused for actor in mention.actors}
    for mention in who:
        for actor in mention.actors:
            if actor.name in together:
                continue  # a side that did it too accuses nobody
            for other in accused:
                for against in other.actors:
                    hurt = act is not None and _is_hurt(parsed, act, actor)
                    yield Alleged(actor.name, against.name, words, evidence, where, aggrieved=hurt)


def each_other(parsed: ParsedArticle, token: Token, who: Sequence[str]) -> Iterator[Alleged]:
    names = list(dict.fromkeys(who))
    evidence = parsed.evidence(*syntax.clause_span(token), rule=f"claims.each_other.{token.lemma_}")
    for claimant in names:
        for accused in names:
            if claimant != accused:
                yield Alleged(claimant, accused, None, evidence, token.i, mutual=True)


def _is_hurt(parsed: ParsedArticle, act: Token, own: Actor) -> bool:
    """Whether the act is done to something of the claimant's: "had rammed its boat", "fired on Georgian villages"."""
    hit = [*syntax.objects(act), *syntax.patients(act), *syntax.obliques(act, "on", "at", "against", "into")]
    inner = [c for t in hit for c in t.children if c.dep_ in ("nmod:poss", "amod", "compound")]
    return any(own in m.actors for t in [*hit, *inner] for m in parsed.mentions_at(t))
