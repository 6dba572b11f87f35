"""From the findings of many articles to situations: each story and each loss once, each fact with all its sources."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from briefgen.fuse.alliances import is_of, merged_alliances
from briefgen.fuse.casualties import tolls
from briefgen.fuse.claims import disputes, merged_claims
from briefgen.fuse.headings import heading, period_of, place_of, situation_id
from briefgen.fuse.merging import counted
from briefgen.fuse.names import Names, names_of
from briefgen.fuse.parties import merged_parties
from briefgen.fuse.places import Gazetteer, gazetteer
from briefgen.fuse.placing import Ground
from briefgen.fuse.portions import named_in
from briefgen.fuse.positions import forms_of
from briefgen.fuse.reactions import merged_reactions
from briefgen.fuse.rehoming import rehomed
from briefgen.fuse.stories import stories
from briefgen.fuse.strands import Strand, strands, told_pairs
from briefgen.fuse.substance import is_situation
from briefgen.fuse.tellings import known_pairs, published_on, telling
from briefgen.fuse.timeline import merged_events
from briefgen.knowledge import Knowledge
from briefgen.model import Article, Findings, Situation
from briefgen.settings import FuseSettings

__all__ = ["fuse"]


def fuse(
    findings: Sequence[Findings], *, articles: Sequence[Article], knowledge: Knowledge, settings: FuseSettings
) -> tuple[Situation, ...]:
    """The situations that *findings* tell of, the weightiest first; the same for any order of the input.

    *articles* give each finding's outlet and time. An article that tells of two conflicts is part of two situations;
    one that tells of none, or of too little to be one, is part of no situation.
    """
    names, places = names_of(knowledge), gazetteer(knowledge)
    by_id = {article.id: article for article in articles}
    ordered = sorted(findings, key=lambda one: one.article)
    forms = forms_of(knowledge)
    tellings = [telling(one, article=by_id.get(one.article), names=names, forms=forms) for one in ordered]
    known = known_pairs(tellings, window_days=settings.story_window_days, soon_days=settings.toll_window_days)
    found = [strand for one in tellings for strand in strands(one, known=known, names=names, gazetteer=places)]
    groups = rehomed(
        stories(found, names=names, settings=settings), names=names, window_days=settings.story_window_days
    )
    made = [_situation(group, articles=by_id, names=names, gazetteer=places, settings=settings) for group in groups]
    kept = [one for one in made if is_situation(one, titles=_titles(one, by_id), names=names, settings=settings)]
    return tuple(sorted(_numbered(kept), key=_weight))


def _situation(
    group: Sequence[Strand],
    *,
    articles: Mapping[str, Article],
    names: Names,
    gazetteer: Gazetteer,
    settings: FuseSettings,
) -> Situation:
    whole = _joined([strand.findings for strand in group])
    sides = frozenset(name for strand in group for name in strand.sides)
    pairs = frozenset(pair for strand in group for pair in strand.pairs)
    told = told_pairs(group)
    fighting = frozenset(name for pair in pairs for name in pair)
    days = [day for strand in group if (day := published_on(articles.get(strand.article))) is not None]
    lasting = [fact for fact in whole.alliances if not days or is_of(fact, min(days))]
    parties = merged_parties(whole.parties, sides=sides, pairs=told, alliances=lasting, names=names)
    claims = merged_claims(whole.claims, names=names)
    head = heading(group, parties, names=names)
    made = tolls(
        whole.casualties,
        articles=articles,
        ground=Ground(
            sides={p.name: p.kind for p in parties if p.name in sides},
            enemies=pairs or frozenset(pair for strand in group for pair in strand.loose),
            spot=head.town if head.one_event else None,
            one_event=head.one_event,
        ),
        names=names,
        gazetteer=gazetteer,
        settings=settings,
    )
    events = merged_events(whole.events, names=names)
    families = {
        strand.article: names.outlet(articles[strand.article]) for strand in group if strand.article in articles
    }
    named = named_in(whole, names=names)
    parties = tuple(p for p in parties if p.role != "commentator" or p.name in named)  # the others are only mentioned
    return Situation(
        id=situation_id(head),
        title=head.title,
        place=place_of(head),
        period=period_of(made, events, days=days, window=settings.story_window_days),
        articles=tuple(dict.fromkeys(strand.article for strand in group)),
        parties=counted(parties, families=families),
        tolls=made,
        claims=counted(claims, families=families),
        disputes=disputes(claims, parties=parties),
        reactions=counted(merged_reactions(whole.reactions, sides=fighting, names=names), families=families),
        alliances=counted(merged_alliances(whole.alliances, names=names, opponents=told), families=families),
        timeline=counted(events, families=families),
    )


def _titles(situation: Situation, articles: Mapping[str, Article]) -> list[str]:
    return [title for id in situation.articles if (a := articles.get(id)) and (title := a.title)]


def _joined(shares: Sequence[Findings]) -> Findings:
    """The findings of several articles as one bundle."""
    return Findings(
        article="",
        parties=tuple(p for share in shares for p in share.parties),
        casualties=tuple(c for share in shares for c in share.casualties),
        reactions=tuple(r for share in shares for r in share.reactions),
        claims=tuple(c for share in shares for c in share.claims),
        alliances=tuple(f for share in shares for f in share.alliances),
        events=tuple(e for share in shares for e in share.events),
    )


def _numbered(made: Sequence[Situation]) -> list[Situation]:
    """*made* with ids of their own: of two with one id (the same sides, another time) the later gets a number."""
    seen: dict[str, int] = {}
    found = []
    for situation in sorted(made, key=lambda s: (_first_day(s), s.articles)):
        count = seen[situation.id] = seen.get(situation.id, 0) + 1
        found.append(situation if count == 1 else situation.model_copy(update={"id": f"{situation.id}-{count}"}))
    return found


def _first_day(situation: Situation) -> date:
    return situation.period.start if situation.period and situation.period.start else date.max


def _weight(situation: Situation) -> tuple[float, int, str]:
    """How many articles tell of it and how many died, both by their logarithm; then the number of facts.

    Four times the articles weigh as much as a hundred times the dead: a story told by many goes before a figure of one.
    """
    counted = [t.best or 0 for t in situation.tolls if t.effect == "killed" and not (t.background or t.disputed)]
    weight = 2 * math.log2(len(situation.articles) + 1) + 2 * math.log10(max(counted, default=0) + 1)
    facts = len(situation.claims) + len(situation.reactions) + len(situation.tolls) + len(situation.timeline)
    return (-round(weight, 6), -facts, situation.id)
