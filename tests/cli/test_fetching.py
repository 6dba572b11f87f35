"""`briefgen fetch` on the command line: exit codes, what is said where, and that nothing else uses the network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.cli import run
from briefgen.fetch.reading import read_sources
from tests.fetch.conftest import FEED_TYPE, Reply, Site, article, item, rss

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "sources.toml"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site, and a working directory with a sources.toml that names its feed."""
    site = Site()
    monkeypatch.chdir(tmp_path)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    home = f"http://127.0.0.1:{site.port}"
    site.routes |= {
        "/rss": Reply(rss(item(f"{home}/a"), item(f"{home}/gone", "It is gone")), type=FEED_TYPE),
        "/a": article("Four die at Dorn"),
    }
    limits = "[limits]\ndelay_seconds = 0\n"
    feed = f'[[feed]]\nurl = "{home}/rss"\nname = "Post"\n'
    Path("sources.toml").write_text(f'allow_hosts = ["127.0.0.1:{site.port}"]\n{limits}{feed}')
    yield site
    site.server.shutdown()
    site.server.server_close()


def test_fetch_then_build(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fetch"]) == 3
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "Post: 1 new"
    assert out.splitlines()[-1].startswith("stored: 1 article in articles/20")
    assert err.splitlines() == [f"briefgen: Post: http://127.0.0.1:{site.port}/gone: the server answered 404; given up"]
    asked = len(site.asked)
    assert run(["build", "articles", "--format", "md", "--no-store", "--quiet"]) == 0
    assert len(site.asked) == asked
    assert "Dorn" in Path("out/brief.md").read_text(encoding="utf-8")
    assert run(["fetch"]) == 0
    assert capsys.readouterr().out.splitlines() == ["Post: 0 new, 2 known", "stored: nothing new"]


def test_fetch_dry_run_tells_what_it_would_fetch(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fetch", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "Post: 2 to fetch"
    assert f"would fetch: http://127.0.0.1:{site.port}/a Four die at Dorn" in out
    assert not Path("articles").exists()


def test_fetch_shows_no_title_that_steers_a_terminal(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    link = f"http://127.0.0.1:{site.port}/a"
    site.routes["/rss"] = Reply(rss(item(link, "Dorn \x1b[2Jand & more")), type=FEED_TYPE)
    assert run(["fetch", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "Dorn" in out
    assert "\x1b" not in out


def test_fetch_where_nothing_can_be_had_is_one(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    feed = f'url = "http://127.0.0.1:{site.port}/rss"\nname = "Post"\ndelay_seconds = 0\n'
    Path("private.toml").write_text(f"[[feed]]\n{feed}")
    assert run(["fetch", "private.toml", "-o", "news"]) == 1
    out, err = capsys.readouterr()
    assert "private or local address" in err
    assert "--allow-host 127.0.0.1" in err
    assert out.splitlines()[0] == "Post: failed"
    assert site.asked == []
    assert run(["fetch", "private.toml", "-o", "news", "--allow-host", "127.0.0.1", "--quiet", "--dry-run"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["none.toml"], "no such file"),
        (["--since", "some day"], "--since: no moment can be read in 'some day'"),
        (["--contact", "a b"], "--contact: 'a b'"),
        (["--allow-host", "http://localhost/"], "--allow-host: 'http://localhost/'"),
        (["--what"], "No such option"),
    ],
)
def test_fetch_wrong_use_is_two(site: Site, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str) -> None:
    assert run(["fetch", *arguments]) == 2
    assert why in capsys.readouterr().err
    assert site.asked == []


def test_example_of_sources_names_all_that_can_be_set(tmp_path: Path) -> None:
    from briefgen.fetch.sources import Feed, Limits, MailFolder, Page, Sources

    sources = read_sources(EXAMPLE)
    assert [len(found) for found in (sources.feeds, sources.pages, sources.mail)] == [3, 1, 1]
    assert sources.feeds[2].limits == Limits(max_age_days=14, delay_seconds=5, total_seconds=180)
    text = EXAMPLE.read_text(encoding="utf-8")
    names = {*Limits.model_fields, *Feed.model_fields, *Page.model_fields, *MailFolder.model_fields}
    names |= {"allow_hosts", "contact", "parallel_hosts"} & set(Sources.model_fields)
    assert [name for name in names - {"limits"} if f"{name} =" not in text] == []
    plain = tmp_path / "sources.toml"
    shutil.copy(EXAMPLE, plain)
    uncommented = "\n".join(line.removeprefix("# ") if " = " in line else line for line in text.splitlines())
    plain.write_text(uncommented, encoding="utf-8")
    assert read_sources(plain).feeds == sources.feeds
