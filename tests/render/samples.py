"""Briefs to render: built by hand from sentences of our own, as fusing and assessing would hand them over."""

from __future__ import annotations

from datetime import UTC, date, datetime

from briefgen.model import (
    AllianceFact,
    Brief,
    BriefSource,
    CasualtyReport,
    Change,
    Claim,
    Clause,
    DatedEvent,
    Dispute,
    DisputeSide,
    Evidence,
    Gap,
    Implication,
    Interval,
    KeyPoint,
    Message,
    Party,
    Reaction,
    Situation,
    Skipped,
    Source,
    Toll,
    TollReport,
)

TEXTS = {
    "morning": (
        "Yerevan put its losses at 49 soldiers on Tuesday. Shells fell on Goris, Jermuk and Sotk overnight. "
        "The Armenian cabinet turned to the Collective Security Treaty Organization and asked it for help. "
        "Baku says that Armenian saboteurs had mined its supply roads; Yerevan calls this untrue and speaks of "
        "an attack on its territory. Moscow says it brokered a truce from nine in the morning."
    ),
    "evening": (
        "By Wednesday the Armenian figure stood at 105 dead. Baku gave its own dead as 50. The United States "
        "asked both sides to stop at once. France wants the Security Council to take up the matter. Turkey "
        "stands by Azerbaijan. The European Union sent an envoy to mediate. Iran is worried about its border."
    ),
    "late": (
        "A truce took hold at eight in the evening, a member of the Armenian security council said. The "
        "alliance sent its secretary general on a fact-finding mission and no troops. The war of 2020 took more "
        "than 6,000 lives."
    ),
}
SEPT = [date(2022, 9, day) for day in range(1, 31)]


def ev(article: str, quote: str) -> Evidence:
    """Evidence for *quote* in an article of TEXTS."""
    start = TEXTS[article].index(quote)
    return Evidence(article=article, start=start, end=start + len(quote), quote=quote, rule="sample")


def day(number: int) -> Interval:
    """A day of September 2022."""
    return Interval(text=f"{number} Sept", start=SEPT[number - 1], end=SEPT[number - 1], precision="day")


def toll(side: str, figures: list[tuple[int, str, str, int]], *, effect: str = "killed", **more: object) -> Toll:
    """A toll of *side* from (figure, article, quote, day) reports, spoken by the side itself."""
    reports = tuple(
        TollReport(
            report=CasualtyReport(
                effect=effect,
                low=n,
                high=n,
                victims="soldiers",
                affiliation=side,
                attributed_to=side,
                evidence=(ev(article, quote),),
            ),
            speaker=side,
            outlet=f"The {article.title()} Wire",
            published=SEPT[published - 1],
        )
        for n, article, quote, published in figures
    )
    numbers = [n for n, *_ in figures]
    values: dict[str, object] = {
        "effect": effect,
        "affiliation": side,
        "victims": "soldiers",
        "low": min(numbers),
        "best": max(numbers),
        "high": max(numbers),
        "agreement": "differ" if len(set(numbers)) > 1 else "single",
        "rule": "latest",
        "reports": reports,
        "evidence": tuple(e for r in reports for e in r.report.evidence),
    }
    return Toll.model_validate(values | more)


def caucasus() -> Situation:
    """A clash with tolls on both sides, accusations, reactions, an alliance asked for help, and a truce."""
    armenia = toll(
        "Armenia",
        [
            (49, "morning", "Yerevan put its losses at 49 soldiers", 13),
            (105, "evening", "the Armenian figure stood at 105 dead", 14),
        ],
    )
    baku = toll("Azerbaijan", [(50, "evening", "Baku gave its own dead as 50", 14)])
    war = Toll(
        effect="killed",
        low=6000,
        best=6000,
        high=None,
        open_above=True,
        background=True,
        place="Nagorno-Karabakh",
        when=Interval(text="2020", start=date(2020, 1, 1), end=date(2020, 12, 31), precision="year"),
        evidence=(ev("late", "took more than 6,000 lives"),),
    )
    mined = Claim(
        claimant="Azerbaijan",
        accused="Armenia",
        evidence=(ev("morning", "Armenian saboteurs had mined its supply roads"),),
    )
    attack = Claim(
        claimant="Armenia",
        accused="Azerbaijan",
        denies=mined.id,
        evidence=(ev("morning", "Yerevan calls this untrue and speaks of an attack on its territory"),),
    )
    cstoname = "Collective Security Treaty Organization"
    asked = ev("morning", "asked it for help")
    parties = (
        Party(
            name="Armenia",
            kind="state",
            role="belligerent",
            aliases=("Yerevan",),
            fights=("Azerbaijan",),
            evidence=(ev("morning", "Yerevan put its losses"),),
        ),
        Party(
            name="Azerbaijan",
            kind="state",
            role="belligerent",
            aliases=("Baku",),
            fights=("Armenia",),
            evidence=(ev("evening", "Baku gave its own dead"),),
        ),
        Party(
            name="Turkey",
            kind="state",
            role="backer",
            backs=("Azerbaijan",),
            evidence=(ev("evening", "Turkey stands by Azerbaijan"),),
        ),
        Party(
            name="Russia",
            kind="state",
            role="mediator",
            aliases=("Moscow",),
            evidence=(ev("morning", "Moscow says it brokered a truce"),),
        ),
        Party(name=cstoname, kind="intergovernmental", role="commentator", evidence=(asked,)),
    )
    reactions = (
        Reaction(
            actor="United States",
            speaker="secretary of state",
            type="calls_for_ceasefire",
            when=day(14),
            evidence=(ev("evening", "The United States asked both sides to stop at once"),),
        ),
        Reaction(
            actor="France",
            type="calls_for_action",
            toward="United Nations",
            evidence=(ev("evening", "France wants the Security Council to take up the matter"),),
        ),
        Reaction(
            actor="Turkey",
            type="supports",
            toward="Azerbaijan",
            evidence=(ev("evening", "Turkey stands by Azerbaijan"),),
        ),
        Reaction(
            actor="European Union",
            type="mediates",
            evidence=(ev("evening", "The European Union sent an envoy to mediate"),),
        ),
        Reaction(actor="Iran", type="expresses_concern", evidence=(ev("evening", "Iran is worried about its border"),)),
    )
    truce = ev("late", "A truce took hold at eight in the evening")
    return Situation(
        id="s-cau",
        title=Message(message="title.clash", params={"a": "Armenia", "b": "Azerbaijan"}),
        place="Goris",
        period=Interval(text="", start=SEPT[12], end=SEPT[14], precision="day"),
        articles=tuple(TEXTS),
        bottom_line=Message(
            message="bottom_line.clash_toll",
            params={
                "a": "Armenia",
                "b": "Azerbaijan",
                "best": 155,
                "open_above": True,
                "when": "2022-09-13/2022-09-14",
            },
            evidence=armenia.evidence + baku.evidence,
        ),
        key_points=(
            KeyPoint(
                message="keypoint.toll",
                params={
                    "effect": "killed",
                    "best": 105,
                    "low": 105,
                    "high": 105,
                    "affiliation": "Armenia",
                    "victims": "soldiers",
                    "speaker": "Armenia",
                },
                evidence=armenia.evidence[1:],
            ),
            KeyPoint(
                message="keypoint.toll",
                params={
                    "effect": "killed",
                    "best": 50,
                    "affiliation": "Azerbaijan",
                    "victims": "soldiers",
                    "speaker": "Azerbaijan",
                },
                evidence=baku.evidence,
            ),
            KeyPoint(
                message="keypoint.claims_mutual",
                params={"a": "Armenia", "b": "Azerbaijan"},
                evidence=mined.evidence + attack.evidence,
            ),
            KeyPoint(message="keypoint.truce", params={"when": "2022-09-14", "speaker": "Armenia"}, evidence=(truce,)),
            KeyPoint(
                message="keypoint.alliance",
                params={"alliance": cstoname, "aspect": "help_requested", "by": "Armenia"},
                evidence=(asked,),
            ),
        ),
        parties=parties,
        tolls=(armenia, baku, war),
        claims=(mined, attack),
        disputes=(
            Dispute(
                sides=(
                    DisputeSide(claimant="Azerbaijan", claims=(mined,), supporters=("Turkey",)),
                    DisputeSide(claimant="Armenia", claims=(attack,)),
                ),
                evidence=mined.evidence + attack.evidence,
            ),
        ),
        reactions=reactions,
        alliances=(
            AllianceFact(alliance=cstoname, aspect="help_requested", by="Armenia", evidence=(asked,)),
            AllianceFact(
                alliance=cstoname,
                aspect="decision",
                evidence=(
                    ev("late", "The alliance sent its secretary general on a fact-finding mission and no troops"),
                ),
            ),
            AllianceFact(
                alliance="Azerbaijan–Turkey",
                aspect="commitment",
                by="Turkey",
                evidence=(ev("evening", "Turkey stands by Azerbaijan"),),
            ),
        ),
        implications=(
            Implication(
                message="implication.clause_invoked",
                params={"alliance": cstoname, "article": "4", "obligation": "defence", "by": "Armenia"},
                inferred=True,
                evidence=(asked,),
                clauses=(
                    Clause(
                        id="csto-4",
                        alliance="CSTO",
                        article="4",
                        obligation="defence",
                        text="An attack on one member is taken as an attack on all.",
                        source="treaty of 15 May 1992",
                    ),
                ),
            ),
        ),
        timeline=(
            DatedEvent(
                when=day(13),
                what="Shells fell on Goris, Jermuk and Sotk overnight.",
                place="Jermuk",
                evidence=(ev("morning", "Shells fell on Goris, Jermuk and Sotk overnight"),),
            ),
            DatedEvent(
                when=day(13),
                what="Moscow says it brokered a truce from nine in the morning.",
                evidence=(ev("morning", "Moscow says it brokered a truce from nine in the morning"),),
            ),
            DatedEvent(when=day(14), what="A truce took hold at eight in the evening.", evidence=(truce,)),
        ),
        gaps=(
            Gap(message="gap.no_independent", params={}),
            Gap(
                message="gap.claim_unanswered",
                params={"claimant": "Armenia", "accused": "Azerbaijan"},
                evidence=attack.evidence,
            ),
        ),
    )


def sources(*names: str) -> tuple[BriefSource, ...]:
    """Entries of the source list for articles of TEXTS or invented ids."""
    return tuple(
        BriefSource(
            number=number,
            article=name,
            title=f"The {name} report",
            source=Source(
                path=f"{name}.txt",
                outlet=f"The {name.title()} Wire",
                url=f"https://news.example/{name}",
                published=datetime(2022, 9, 12 + number, 6, tzinfo=UTC),
            ),
        )
        for number, name in enumerate(names, 1)
    )


def full() -> Brief:
    """One situation with everything, and changes since the brief before."""
    situation = caucasus()
    return Brief(
        generator="briefgen 0.1.0",
        engine="minilm",
        title="Armenia and Azerbaijan: armed clashes",
        number=7,
        as_of=date(2022, 9, 15),
        period=(SEPT[12], SEPT[14]),
        previous=date(2022, 9, 14),
        handling="TLP:AMBER",
        situations=(situation,),
        bottom_line=situation.bottom_line,
        key_points=situation.key_points,
        changes=(
            Change(
                message="change.toll",
                kind="revised_up",
                subject="toll",
                before="49",
                after="105",
                evidence=situation.tolls[0].evidence,
                params={
                    "kind": "revised_up",
                    "effect": "killed",
                    "affiliation": "Armenia",
                    "victims": "soldiers",
                    "low_before": 49,
                    "best_before": 49,
                    "low_after": 105,
                    "best_after": 105,
                },
            ),
            Change(
                message="change.reaction",
                kind="new",
                subject="reaction",
                after="Iran",
                params={"kind": "new", "actors": ("Iran",), "type": "expresses_concern"},
                evidence=situation.reactions[4].evidence,
            ),
        ),
        sources=sources(*TEXTS),
        skipped=(Skipped(path="broken.pdf", reason="no text in this PDF; scanned pages need OCR"),),
    )


def empty() -> Brief:
    """A brief whose sources tell of no conflict."""
    return Brief(title="", as_of=date(2022, 9, 15), sources=sources("morning"))


def several() -> Brief:
    """Two situations, with a brief's own bottom line."""
    second = caucasus().model_copy(
        update={
            "id": "s-fer",
            "title": Message(message="title.clash", params={"a": "Kyrgyzstan", "b": "Tajikistan"}),
            "place": "Batken",
            "tolls": (),
            "disputes": (),
            "claims": (),
            "reactions": (),
            "alliances": (),
            "implications": (),
            "timeline": (),
        }
    )
    return full().model_copy(update={"situations": (caucasus(), second), "title": "Two borders on fire"})


HOSTILE = (
    "<script>alert(1)</script> {{7*7}} \u202egnp.exe\u202c **x** [a](javascript:b) | `c` </style> &amp; " + "A" * 5000
)


def hostile() -> Brief:
    """Every free text of the brief replaced by an attack."""
    bad = Evidence(article="morning", start=0, end=len(HOSTILE), quote=HOSTILE, rule="x")
    who = HOSTILE[:120]
    situation = Situation(
        id="s",
        title=Message(message="title.clash", params={"a": HOSTILE, "b": who}),
        place=who,
        articles=("morning",),
        key_points=(
            KeyPoint(message="keypoint.attack", params={"target": HOSTILE}, evidence=(bad,)),
            KeyPoint(message="no.such.id", evidence=(bad,)),
        ),
        parties=(
            Party(
                name=HOSTILE,
                kind="state",
                role="belligerent",
                aliases=(HOSTILE,),
                fights=(who,),
                leaders=(HOSTILE,),
                evidence=(bad,),
            ),
            Party(name=who, kind="state", role="belligerent", backs=(HOSTILE,), evidence=(bad,)),
        ),
        tolls=(
            toll("Armenia", [(3, "morning", "Yerevan", 13)], place=HOSTILE, affiliation=HOSTILE, victims=HOSTILE),
            toll("x", [(10**9, "morning", "Yerevan", 13)]),
        ),
        claims=(Claim(claimant=HOSTILE, accused=who, evidence=(bad,)),),
        reactions=tuple(
            Reaction(actor=who + str(n), speaker=HOSTILE, type="condemns", toward=HOSTILE, evidence=(bad,))
            for n in range(4)
        ),
        alliances=(AllianceFact(alliance=HOSTILE, aspect="strain", by=who, evidence=(bad,)),),
        timeline=(DatedEvent(when=Interval(text=HOSTILE), what=HOSTILE, place=who, evidence=(bad,)),),
        gaps=(Gap(message="gap.no_toll_from_side", params={"party": HOSTILE}),),
    )
    source = sources("morning")[0]
    origin = source.source.model_copy(
        update={"outlet": HOSTILE, "url": "javascript:alert(1)", "path": who, "carried_by": (who,)}
    )
    return Brief(
        title=HOSTILE,
        handling=who,
        generator=who,
        as_of=date(2022, 9, 15),
        situations=(situation,),
        sources=(source.model_copy(update={"title": HOSTILE, "source": origin}),),
        skipped=(Skipped(path=who, reason=HOSTILE),),
    )


def crowded() -> Brief:
    """Sixty reactions, long names, right-to-left and Chinese names, many tolls and parties."""
    names = [
        "الجيش السوري الحر",
        "צבא ההגנה",
        "中华人民共和国",
        "Հայաստան",
        "საქართველო",
        "Україна",
        "Democratic Forces for the Liberation of the Great and Unpronounceable Highlands of the North",
    ]
    actors = names + [f"Republic of Number {n}" for n in range(23)]
    types = ("condemns", "calls_for_restraint", "calls_for_ceasefire", "expresses_concern", "offers_aid", "warns")
    evidence = (ev("evening", "France wants the Security Council to take up the matter"),)
    reactions = tuple(
        Reaction(actor=actor, type=types[(n + k) % 6], speaker="foreign minister", evidence=evidence)
        for n, actor in enumerate(actors)
        for k in (0, 2)
    )
    base = caucasus()
    tolls = tuple(
        toll(name, [(40 + 9 * n, "evening", "Baku gave its own dead as 50", 14)], effect=effect)
        for n, name in enumerate(names)
        for effect in ("killed", "injured", "displaced")
    )
    parties = base.parties + tuple(
        Party(name=n, kind="armed_group", role="belligerent", fights=("Armenia",), evidence=evidence) for n in names
    )
    events = tuple(
        DatedEvent(when=day(1 + n % 28), what=f"Event number {n} took place.", evidence=evidence) for n in range(40)
    )
    situation = base.model_copy(update={"reactions": reactions, "tolls": tolls, "parties": parties, "timeline": events})
    return full().model_copy(update={"situations": (situation,), "key_points": base.key_points * 2})
