"""Parties of one story where no article of a case can be so tangled."""

from __future__ import annotations

from briefgen.fuse.names import names_of
from briefgen.fuse.parties import merged_parties
from briefgen.knowledge import load_knowledge
from tests.fuse.findings import build


def test_helper_of_both_of_one_pair_backs_who_is_of_another() -> None:
    helped = ("Bolivia", "Ecuador", "Peru")
    _, found = build(
        {
            "id": "a",
            "parties": [{"name": name, "role": "belligerent"} for name in ("Brazil", "Paraguay", *helped)],
            "alliances": [
                {"alliance": "–".join(sorted(("Brazil", name))), "aspect": "help_granted", "by": "Brazil"}
                for name in helped
            ],
        }
    )
    merged = merged_parties(
        found.parties,
        sides=frozenset({"Paraguay", *helped}),
        pairs=frozenset({("Ecuador", "Peru"), ("Bolivia", "Paraguay")}),
        alliances=found.alliances,
        names=names_of(load_knowledge()),
    )
    assert [(party.role, party.backs) for party in merged if party.name == "Brazil"] == [("backer", ("Bolivia",))]
