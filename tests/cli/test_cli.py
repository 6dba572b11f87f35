"""The command line: help that cannot drift, exit codes, precedence of settings, files that survive a failure."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from briefgen.cli import cli, run
from briefgen.cli.checking import file_name
from briefgen.model import Brief

STORY = (
    "BANGUI, Sept. 14 (Wire) — At least 12 soldiers were killed when rebels attacked a post near Bria, the army said."
)


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


COMMANDS = dict(commands(cli))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one article, as the working directory's `articles`, without settings from outside."""
    for name in [name for name in os.environ if name.startswith("BRIEFGEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "story.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "articles" / "story.meta.json").write_text('{"published": "2022-09-14"}', encoding="utf-8")
    return tmp_path


def build(*arguments: str) -> int:
    return run(["build", "articles", "--no-store", *arguments])


def brief_of(folder: Path, name: str = "out") -> Brief:
    return Brief.model_validate_json((folder / name / "brief.json").read_bytes())


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_command_has_help_and_examples(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    assert command.help
    assert command.epilog
    assert "Examples:" in command.epilog
    assert f"briefgen {path[0]}" in command.epilog
    for parameter in command.params:
        assert not isinstance(parameter, click.Option) or parameter.help, f"{parameter.name} has no help"


def test_every_command_stands_in_the_readme() -> None:
    readme = (Path(__file__).resolve().parent.parent.parent / "README.md").read_text(encoding="utf-8")
    assert [name for name in cli.commands if f"briefgen {name}" not in readme] == []


@pytest.mark.parametrize(
    "arguments", [["--help"], ["build", "--help"], ["--version"], ["completion", "bash"], ["schema"]]
)
def test_commands_that_only_tell_succeed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    assert capsys.readouterr().out


def test_every_file_that_the_readme_shows_is_there() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    targets = re.findall(r"\]\(([^)#:]+)\)", (root / "README.md").read_text(encoding="utf-8"))
    assert len(targets) >= 4
    assert [target for target in targets if not (root / target).is_file()] == []


def test_schema_describes_what_build_writes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build("--format", "json", "--quiet") == 0
    capsys.readouterr()
    run(["schema"])
    schema = json.loads(capsys.readouterr().out)
    assert set(schema["properties"]) == set(json.loads((folder / "out" / "brief.json").read_text()))


def test_build_writes_every_format_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build("--format", "md,html", "-f", "json") == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["brief.html", "brief.json", "brief.md"]
    out, err = capsys.readouterr()
    assert "1 article read" in out
    assert "out/brief.md" in out
    assert err == ""


def test_build_quiet_says_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build("--format", "md", "--quiet") == 0
    assert capsys.readouterr() == ("", "")


def test_build_with_skips_is_three_and_names_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "articles" / "empty.txt").write_bytes(b"")
    assert build("--format", "json") == 3
    assert "skipped empty.txt" in capsys.readouterr().err
    assert [entry.path for entry in brief_of(folder).skipped] == ["empty.txt"]


def test_build_strict_is_one_and_writes_nothing(folder: Path) -> None:
    (folder / "articles" / "empty.txt").write_bytes(b"")
    assert build("--strict") == 1
    assert not (folder / "out").exists()


def test_build_of_nothing_readable_is_one_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "articles" / "story.txt").write_bytes(b"")
    assert build() == 1
    assert "nothing readable" in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_build_of_a_folder_that_is_not_there_is_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "nowhere", "--no-store"]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_article_after_the_as_of_is_listed_and_is_no_skip(folder: Path) -> None:
    (folder / "articles" / "late.md").write_text(f"---\ndate: 2022-09-16\n---\n{STORY}", encoding="utf-8")
    assert build("--as-of", "2022-09-15", "--format", "json") == 0
    brief = brief_of(folder)
    assert [(entry.path, "after the as-of" in entry.reason) for entry in brief.skipped] == [("late.md", True)]
    assert str(brief.as_of) == "2022-09-15"


def test_build_of_a_selection_lists_what_it_leaves_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "articles" / "early.md").write_text(f"---\ndate: 2022-09-01\n---\n{STORY}", encoding="utf-8")
    (folder / "articles" / "calm.md").write_text(
        "---\ndate: 2022-09-14\n---\nThe market of Ghent opened on Wednesday, and nobody there spoke of the weather.\n"
    )
    assert build("--since", "2 days", "--topic", "attack", "--place", "Bria", "--format", "json") == 0
    assert sorted((entry.path, entry.reason) for entry in brief_of(folder).skipped) == [
        ("calm.md", "not on the topic: attack"),
        ("early.md", "published 2022-09-01, before 2022-09-12"),
    ]
    assert "2 left out" in capsys.readouterr().out


def test_build_of_a_selection_that_holds_nothing_says_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build("--party", "Iceland") == 1
    assert "all 1 were left out: does not tell of the party: Iceland (1)" in capsys.readouterr().err
    assert not (folder / "out").exists()
    assert build("--since", "some day") == 2
    assert "--since: 'some day' cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["build"], ["nonsense"], ["build", "articles", "--nonsense"], ["build", "articles", "--format", "odt"]],
)
def test_wrong_use_is_two_and_one_line(arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("briefgen: ")
    assert err.count("\n") == 1


def test_build_without_pdf_libraries_is_four_and_keeps_the_rest(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefgen import pipeline
    from briefgen.errors import PdfUnavailable
    from briefgen.render import render

    def without_pdf(brief: Brief, *, formats: tuple[str, ...], **options: object) -> Iterator[object]:
        if "pdf" in formats:
            raise PdfUnavailable("cannot load library 'pango'; run: apt-get install ...")
        yield from render(brief, formats=formats, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "render", without_pdf)
    (folder / "articles" / "empty.txt").write_bytes(b"")  # four wins over three
    assert build("--format", "pdf,md,json") == 4
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["brief.json", "brief.md"]
    assert "no PDF: cannot load library" in capsys.readouterr().err


def test_build_that_fails_in_one_format_keeps_what_was_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build("--format", "json", "--quiet") == 0
    before = (folder / "out" / "brief.json").read_bytes()
    assert build("--format", "json,md", "--template", "no-such-template") == 1
    assert "no-such-template" in capsys.readouterr().err
    assert (folder / "out" / "brief.json").read_bytes() == before


def test_ctrl_c_is_130(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen import pipeline

    def interrupt(*arguments: object, **options: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "collect", interrupt)
    assert build() == 130


def test_a_fault_of_our_own_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from briefgen import pipeline

    def fail(*arguments: object, **options: object) -> object:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(pipeline, "collect", fail)
    assert build() == 1
    err = capsys.readouterr().err
    assert "--debug" in err
    assert err.count("\n") == 1
    with pytest.raises(ZeroDivisionError):
        run(["--debug", "build", "articles"])


def test_settings_come_from_flag_then_environment_then_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "briefgen.toml").write_text('title = "file"\nformats = ["json"]\n', encoding="utf-8")
    assert build("--quiet") == 0
    assert brief_of(folder).title == "file"
    monkeypatch.setenv("BRIEFGEN_TITLE", "environment")
    monkeypatch.setenv("BRIEFGEN_OUTPUT", "elsewhere")
    assert build("--quiet") == 0
    assert brief_of(folder, "elsewhere").title == "environment"
    assert build("--quiet", "--title", "flag", "-o", "third") == 0
    assert brief_of(folder, "third").title == "flag"


def test_output_inside_the_folder_is_never_read(folder: Path) -> None:
    for _ in range(2):
        assert build("--format", "md,json", "-o", "articles/out", "--quiet") == 0
    assert [source.article for source in brief_of(folder, "articles/out").sources] == ["story"]


def test_build_from_standard_input(folder: Path) -> None:
    line = [sys.executable, "-m", "briefgen", "build", "-", "--date", "2022-09-14", "--no-store", "-f", "json"]
    made = subprocess.run(line, input=STORY.encode(), capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    assert made.stderr == b""
    assert brief_of(folder).sources[0].source.date_assumed


def test_undated_articles_alone_say_that_today_is_the_as_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "articles" / "story.txt").write_text(STORY.replace("BANGUI, Sept. 14 (Wire) — ", ""), encoding="utf-8")
    (folder / "articles" / "story.meta.json").unlink()
    assert build("--format", "json") == 0
    assert "--date" in capsys.readouterr().err


def test_render_makes_any_format_of_a_brief(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build("--format", "md,json", "--quiet")
    assert run(["render", "out/brief.json", "--format", "md", "-o", "again"]) == 0
    assert (folder / "again" / "brief.md").read_bytes() == (folder / "out" / "brief.md").read_bytes()
    (folder / "out" / "brief.json").write_text('{"title": "x"}')
    assert run(["render", "out/brief.json"]) == 1
    assert "not a brief.json" in capsys.readouterr().err


def test_extract_writes_the_vocabulary_of_the_guidelines(folder: Path) -> None:
    (folder / "articles" / "sub").mkdir()
    (folder / "articles" / "sub" / "other.txt").write_text(STORY.replace("12", "30"), encoding="utf-8")
    assert run(["extract", "articles", "-o", "facts", "--quiet"]) == 0
    facts = json.loads((folder / "facts" / "story.json").read_text(encoding="utf-8"))
    assert {"parties", "casualties", "reactions", "claims", "alliances"} <= set(facts)
    assert (folder / "facts" / "sub" / "other.json").exists()


def test_extract_of_a_selection_tells_what_it_leaves_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "articles" / "late.md").write_text(f"---\ndate: 2022-09-16\n---\n{STORY}", encoding="utf-8")
    assert run(["extract", "articles", "-o", "facts", "--until", "2022-09-15"]) == 0
    assert "1 articles read, 0 not, 1 left out" in capsys.readouterr().out
    assert not (folder / "facts" / "late.json").exists()
    assert run(["extract", "articles", "-o", "facts", "--topic", "chess"]) == 1
    assert "all 2 were left out: not on the topic: chess (2)" in capsys.readouterr().err


def test_verify_tells_apart_what_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build("--format", "json", "--quiet")
    check = ["verify", "out/brief.json", "--sources", "articles"]
    assert run(check) == 0
    text = (folder / "out" / "brief.json").read_text(encoding="utf-8")
    (folder / "out" / "brief.json").write_text(text.replace("At least 12 soldiers", "At least 99 soldiers"))
    assert run(check) == 1
    (folder / "out" / "brief.json").write_text(text)
    (folder / "articles" / "story.txt").write_text(STORY + " More.", encoding="utf-8")
    assert run(check) == 1
    (folder / "articles" / "story.txt").unlink()
    capsys.readouterr()
    assert run([*check, "--json"]) == 1
    assert [failure["sort"] for failure in json.loads(capsys.readouterr().out)["failures"]] == ["missing"]


@pytest.mark.parametrize("what", ["articles/story.txt", STORY])
def test_explain_shows_what_was_seen(what: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", what, "--json", "--date", "2022-09-14"]) == 0
    explained = json.loads(capsys.readouterr().out)[0]
    assert {mention["text"] for mention in explained["quantities"]} >= {"At least 12"}
    assert run(["explain", what]) == 0
    assert "12" in capsys.readouterr().out


def test_templates_are_listed_and_copied(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates"]) == 0
    assert "situation" in capsys.readouterr().out
    assert run(["templates", "copy", "situation", "mine"]) == 0
    assert build("--template", "./mine", "--format", "md", "--quiet") == 0


def test_knowledge_check_finds_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["knowledge", "check"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("article", "name"),
    [
        ("a", "a"),
        ("a/b-1", "a/b-1"),
        ("../x", "_/x"),
        ("/etc/passwd", "etc/passwd"),
        ("a:b?*", "a_b__"),
        ("", "_"),
        ("é.1", "é.1"),
    ],
)
def test_file_name_stays_inside_the_folder(article: str, name: str) -> None:
    assert file_name(article) == name


def test_file_name_of_long_ids_differ() -> None:
    one, other = file_name("a" * 300 + "1"), file_name("a" * 300 + "2")
    assert one != other
    assert max(len(one), len(other)) < 140
