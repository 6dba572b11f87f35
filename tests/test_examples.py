"""The examples work: every setting, the template, the plug-in."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from briefgen import plugins
from briefgen.cli import run
from briefgen.profile import Plan, read_profile
from briefgen.settings import Settings, read_settings

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@pytest.fixture
def telex(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plug-in as if installed: its package on the path and its entry points registered."""
    monkeypatch.syspath_prepend(str(EXAMPLES / "plugin"))
    points = {
        "briefgen.readers": EntryPoint("telex", "briefgen_telex.reader:READER", "briefgen.readers"),
        "briefgen.extractors": EntryPoint("curfews", "briefgen_telex.curfews:extract", "briefgen.extractors"),
        "briefgen.channels": EntryPoint("wire", "briefgen_telex.wire:KIND", "briefgen.channels"),
    }
    monkeypatch.setattr(plugins, "entry_points", lambda group: tuple(p for g, p in points.items() if g == group))


def test_example_settings_are_the_defaults_and_name_all() -> None:
    assert read_settings(flags={}, environ={}, file=EXAMPLES / "briefgen.toml", required=True) == Settings()
    text = (EXAMPLES / "briefgen.toml").read_text(encoding="utf-8")
    missing = [
        name for name in Settings.model_fields if not any(f in text for f in (f"{name} =", f"[{name}]", f"[{name}."))
    ]
    assert missing == ["number"]


def test_example_profile_can_be_read(tmp_path: Path) -> None:
    text = (EXAMPLES / "briefgen.toml").read_text(encoding="utf-8")
    lines = text[text.index("# [profile.morning]") :].splitlines()
    file = tmp_path / "briefgen.toml"
    file.write_text("\n".join(line.removeprefix("# ") for line in lines), encoding="utf-8")
    profile = read_profile("morning", file=file, environ={})
    assert set(Plan.model_fields) == set(profile.plan.model_fields_set)  # none is left out of the example
    assert profile.settings.output == tmp_path / "out" / "morning"


def test_example_template_changes_what_it_says(tmp_path: Path, seeds: Path) -> None:
    template = str(EXAMPLES / "template")
    article = str(seeds / "2022-09-14-meridian-wire.txt")
    options = ["--template", template, "--format", "md,html", "-o", str(tmp_path), "--no-store", "--quiet"]
    assert run(["build", article, *options]) == 0
    markdown = (tmp_path / "brief.md").read_text(encoding="utf-8")
    assert markdown.lstrip().startswith("*Night desk bulletin")
    assert "## Key points" in markdown
    assert "#2c5f3a" in (tmp_path / "brief.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("telex")
def test_example_plugin_reads_and_extracts(tmp_path: Path) -> None:
    sample = str(EXAMPLES / "plugin" / "sample")
    assert run(["build", sample, "--format", "json", "-o", str(tmp_path), "--no-store", "--quiet"]) == 0
    text = (tmp_path / "brief.json").read_text(encoding="utf-8")
    assert "NILE BUREAU" in text
    assert "plugin.curfews" in text
    assert "briefgen_telex" in sys.modules


@pytest.mark.usefixtures("telex")
def test_example_plugin_delivers_once_to_each_station(
    tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    table = '[channel.telex]\nkind = "wire"\nspool = "spool"\nstations = ["east", "west"]\n'
    (tmp_path / "briefgen.toml").write_text(table, encoding="utf-8")
    assert run(["build", str(seeds / "2022-09-14-meridian-wire.txt"), "--format", "json", "--quiet"]) == 0
    assert run(["deliver", "--last", "--channel", "telex", "--quiet"]) == 0
    spooled = sorted((tmp_path / "spool").iterdir())
    assert [path.name for path in spooled] == ["east-2022-09-14.telex", "west-2022-09-14.telex"]
    assert spooled[0].read_text(encoding="ascii").startswith("ZCZC BRIEFGEN 2022-09-14\n")
    assert run(["deliver", "--last", "--channel", "telex"]) == 0
    assert capsys.readouterr().out.count("has it already") == 2


def test_example_plugin_registers_what_it_holds() -> None:
    text = (EXAMPLES / "plugin" / "pyproject.toml").read_text(encoding="utf-8")
    for line in ("briefgen_telex.reader:READER", "briefgen_telex.curfews:extract", "briefgen_telex.wire:KIND"):
        assert line in text


def test_finished_briefs_are_of_this_schema_and_hold_against_the_seeds(seeds: Path) -> None:
    assert run(["verify", str(EXAMPLES / "briefs" / "situation.json"), "--sources", str(seeds)]) == 0
    names = {path.name for path in (EXAMPLES / "briefs").iterdir()}
    assert names == {f"situation.{kind}" for kind in ("html", "json", "md", "pdf")} | {
        "flash.pdf",
        "digest.pdf",
        "memo.pdf",
    }
