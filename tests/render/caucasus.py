"""The situation that most samples show: three articles of our own on a border war, with every kind of fact."""

from __future__ import annotations

from datetime import date

from briefgen.model import (
    AllianceFact,
    CasualtyReport,
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
