"""Briefs to render: built by hand from sentences of our own, as fusing and assessing would hand them over."""

from __future__ import annotations

from datetime import UTC, date, datetime

from briefgen.model import (
    AllianceFact,
    Brief,
    BriefSource,
    Change,
    Claim,
    DatedEvent,
    Evidence,
    Gap,
    Interval,
    KeyPoint,
    Message,
    Party,
    Reaction,
    Situation,
    Skipped,
    Source,
)
from tests.render.caucasus import SEPT, TEXTS, caucasus, day, ev, toll


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
        relations=True,
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
