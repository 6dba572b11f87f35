"""The folder channel: files where the pattern says, never outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefgen.deliver import channels_of, send
from briefgen.delivery import Receipt
from briefgen.store import Deliveries
from tests.deliver.parcels import Clock, delivery_of
from tests.render import samples


def put(folder: Path, *, title: str = "Border", **more: Any) -> list[Receipt]:
    table = {"kind": "folder", "folder": str(folder), "formats": ["md", "json"], **more}
    delivery = delivery_of(samples.full().model_copy(update={"title": title}), formats=("md", "json"))
    ledger = Deliveries(folder.parent / "briefgen.db")
    return list(send(delivery, channels=channels_of({"share": table}), ledger=ledger, clock=Clock()))


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_documents_go_into_a_folder_of_their_as_of(tmp_path: Path) -> None:
    (receipt,) = put(tmp_path / "share")
    assert files(tmp_path / "share") == ["2022-09-15/brief.json", "2022-09-15/brief.md"]
    assert receipt.detail == f"{tmp_path}/share/2022-09-15/brief .md .json"


def test_a_fixed_place_holds_the_last_brief(tmp_path: Path) -> None:
    for title in ("Border", "Badme"):
        assert put(tmp_path / "share", title=title, place="latest")[0].state == "delivered"
    assert files(tmp_path / "share") == ["latest.json", "latest.md"]
    assert "# Badme" in (tmp_path / "share" / "latest.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ["../../etc/cron.d/x", "/etc/x", "..", "a/../../b"])
def test_a_title_leads_nowhere_outside(tmp_path: Path, title: str) -> None:
    (receipt,) = put(tmp_path / "deep" / "share", title=title, place="{title}")
    assert receipt.state == "failed"
    assert "is not below" in receipt.detail
    assert not list((tmp_path / "deep").rglob("*.md"))
