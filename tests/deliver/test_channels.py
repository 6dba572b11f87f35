"""Channels from settings: the built-in kinds, those of plug-ins, and every fault told with its place."""

from __future__ import annotations

import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from briefgen import plugins
from briefgen.deliver import channels_of, formats_of
from briefgen.deliver.archive import ArchiveSettings
from briefgen.errors import PluginError, UsageError
from briefgen.settings import Settings, named_tables, read_settings
from tests.deliver.parcels import EchoSettings, echo

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "delivery.toml"
PIGEON = echo(lambda delivery, stamp: "flown").kind


@pytest.fixture
def pigeon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plug-ins: one that offers a kind, one that offers something else."""
    points = (
        EntryPoint("pigeon", "tests.deliver.test_channels:PIGEON", "briefgen.channels"),
        EntryPoint("stone", "tests.deliver.test_channels:EXAMPLE", "briefgen.channels"),
    )
    monkeypatch.setattr(plugins, "entry_points", lambda group: points if group == "briefgen.channels" else ())


def test_the_example_sets_up_one_channel_of_each_kind() -> None:
    assert read_settings(flags={}, environ={}, file=EXAMPLE, required=True) == Settings()
    channels = channels_of(named_tables("channel", file=EXAMPLE), folder=Path("/srv"))
    assert isinstance(channels[1].settings, ArchiveSettings) and channels[1].settings.folder == Path("/srv/site")
    assert [(channel.name, channel.kind.name) for channel in channels] == [
        ("share", "folder"),
        ("web", "archive"),
        ("desk", "mail"),
        ("chat", "apprise"),
    ]
    assert formats_of(channels) == ("md", "html", "pdf", "json")


def test_the_example_names_every_setting_that_a_user_may_want() -> None:
    tables: dict[str, Any] = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))["channel"]
    rare = {"port", "insecure", "ca_file", "timeout_seconds", "keyring", "one_click", "title"}
    for channel in channels_of(tables):
        missing = set(type(channel.settings).model_fields) - set(tables[channel.name]) - rare
        assert missing == set(), channel.name


@pytest.mark.usefixtures("pigeon")
def test_a_plugin_brings_a_kind() -> None:
    (channel,) = channels_of({"loft": {"kind": "pigeon", "targets": ["x"]}})
    assert isinstance(channel.settings, EchoSettings)


@pytest.mark.usefixtures("pigeon")
def test_a_plugin_that_offers_no_kind_is_named() -> None:
    with pytest.raises(PluginError, match=r"'stone' offers a .*Path, not a Kind"):
        channels_of({"loft": {"kind": "stone"}})


@pytest.mark.usefixtures("pigeon")
@pytest.mark.parametrize(
    ("tables", "names", "told"),
    [
        ({}, None, "no channel is set up"),
        ({"web": {"kind": "folder", "folder": "x"}}, ["desk"], "no channel named desk; there is: web"),
        ({"web": {"folder": "x"}}, None, "channel.web: must be a table with a kind: folder, mail, archive, apprise"),
        ({"web": "hunter2"}, None, "channel.web: must be a table"),
        (
            {"web": {"kind": "fax"}},
            None,
            "channel.web.kind: no kind 'fax'; there is: folder, mail, archive, apprise, pi",
        ),
        ({"web": {"kind": "folder"}}, None, "channel.web.folder: is missing"),
        ({"web": {"kind": "folder", "folder": "x", "formats": ["odt"]}}, None, "channel.web.formats"),
        ({"web": {"kind": "folder", "folder": "x", "place": "{colour}"}}, None, "'{colour}' is no name"),
    ],
)
def test_faults_are_told_with_their_place(tables: dict[str, Any], names: list[str] | None, told: str) -> None:
    with pytest.raises(UsageError) as raised:
        channels_of(tables, names)
    assert told in str(raised.value)
    assert "hunter2" not in str(raised.value)
