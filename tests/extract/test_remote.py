"""Powers from afar: which of the belligerents lie far from the fight."""

from __future__ import annotations

import pytest

from briefgen.extract.reactions.remote import remote
from briefgen.knowledge import load_knowledge
from briefgen.model import Evidence, Party


def side(name: str, kind: str = "state", role: str = "belligerent") -> Party:
    here = Evidence(article="a", start=0, end=1, quote="x", rule="parties.fought")
    return Party(name=name, kind=kind, role=role, evidence=(here,))


@pytest.mark.parametrize(
    ("sides", "far"),
    [
        ([side("United States"), side("Syria"), side("Turkey")], {"United States"}),
        ([side("France"), side("Boko Haram", "armed_group")], {"France"}),
        ([side("Argentina"), side("United Kingdom")], set()),
        ([side("Russia"), side("Ukraine"), side("Belarus")], set()),
        ([side("United States", role="backer"), side("Syria"), side("Turkey")], set()),
        ([side("United States")], set()),
    ],
)
def test_remote_names_who_fights_far_from_home(sides: list[Party], far: set[str]) -> None:
    assert remote(sides, load_knowledge()) == far
