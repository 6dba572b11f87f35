"""The contract with render: every message that assess makes is in the table, which render words whole."""

from __future__ import annotations

import re
from pathlib import Path

import briefgen.assess
from briefgen.assess.messages import MESSAGES

SOURCE = Path(briefgen.assess.__file__).parent
MADE = re.compile(r'"((?:title|bottom_line|keypoint|gap|change|implication)\.[a-z_.]+)"')


def test_every_message_named_in_assess_and_fuse_is_in_the_table() -> None:
    files = [*SOURCE.rglob("*.py"), *(SOURCE.parent / "fuse").rglob("*.py")]
    named = {id for file in files for id in MADE.findall(file.read_text(encoding="utf-8"))}
    assert named - set(MESSAGES) == set()
