"""The whole reading of a folder: what is an article, ids, order, and that no file ends a build."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from briefgen.load import load
from briefgen.settings import LoadSettings


def reasons(loaded) -> dict[str, str]:
    return {item.path: item.reason for item in loaded.skipped}


def test_load_leaves_out_what_is_no_article(read, story, tmp_path) -> None:
    loaded = read(
        {
            "a.txt": story, "README.md": story, "manifest.json": "{}", "briefgen.toml": "", "review.toml": "",
            ".b.txt": story,
            ".git/c.txt": story, "out/brief.md": story, "page.html": f"<p>{story}", "page_files/ad.html": f"<p>{story}",
            "picture.png": b"\x89PNG",
        },
        exclude=[tmp_path / "out"],
    )  # fmt: skip
    assert [article.source.path for article in loaded.articles] == ["a.txt", "page.html"]
    assert loaded.skipped == []


def test_load_order_depends_on_names_alone(read, story) -> None:
    loaded = read({"b/x.txt": story, "b.txt": story, "a/z.txt": story, "a/b/c.txt": story})
    assert [article.id for article in loaded.articles] == ["a/b/c", "a/z", "b/x", "b"]


def test_load_names_what_it_cannot_read(read) -> None:
    loaded = read({"old.doc": "x", "bag.zip": "PK"})
    assert "save it as .docx" in reasons(loaded)["old.doc"]
    assert "unpack" in reasons(loaded)["bag.zip"]


def test_load_ids_that_collide_get_their_hash(read, story) -> None:
    loaded = read({"a.txt": story, "a.md": story + " More.", "c.txt": story})
    ids = {article.source.path: article.id for article in loaded.articles}
    assert ids["a.txt"] == "a-" + hashlib.sha256(story.encode()).hexdigest()[:8]
    assert ids["a.md"] != ids["a.txt"] and ids["a.md"].startswith("a-")
    assert ids["c.txt"] == "c"


def test_load_ids_of_equal_texts_under_one_id_differ(read, story) -> None:
    record = json.dumps({"id": "same", "text": story})
    loaded = read({"a.jsonl": f"{record}\n{record}\n"})
    assert len({article.id for article in loaded.articles}) == 2


def test_load_meta_file_gives_id_and_source_and_leaves_the_text(read, story) -> None:
    meta = {
        "id": "dorn-1",
        "title": "Four die at Dorn",
        "source": "Valley Post",
        "published": "2021-05-03",
        "url": None,
    }
    loaded = read({"x.txt": story + "\r\nEnd.\r\n", "x.meta.json": json.dumps(meta)})
    (article,) = loaded.articles
    assert (article.id, article.title, article.source.outlet) == ("dorn-1", "Four die at Dorn", "Valley Post")
    assert article.source.published == date(2021, 5, 3)
    assert article.text == story + "\r\nEnd.\r\n"


def test_load_broken_meta_file_is_noted_and_the_article_read(read, story) -> None:
    loaded = read({"x.txt": story, "x.meta.json": "{"})
    assert len(loaded.articles) == 1
    assert "x.meta.json" in loaded.notes[0].text


def test_load_hashes_file_and_text(read, story) -> None:
    packed = gzip.compress(b"\xef\xbb\xbf" + story.encode())
    (article,) = read({"x.txt.gz": packed}).articles
    assert article.id == "x"
    assert article.text == story
    assert article.source.sha256_file == hashlib.sha256(packed).hexdigest()
    assert article.source.sha256_text == hashlib.sha256(story.encode()).hexdigest()


def test_load_reads_standard_input_by_its_content(story) -> None:
    settings = LoadSettings()
    for data, reader in (
        (story, "text"),
        (f"<!doctype html><p>{story}</p>", "html"),
        (json.dumps({"text": story}), "json"),
        (f"{json.dumps({'text': story})}\n{json.dumps({'text': story})}\n", "jsonl"),
        (f"From: a@b.example\nSubject: Four die at Dorn\nDate: Tue, 3 May 2022 10:00:00 +0000\n\n{story}", "mail"),
        (f"---\ntitle: Four die at Dorn\n---\n{story}", "markdown"),
    ):
        for content in (data.encode(), gzip.compress(data.encode())):
            loaded = load(["-"], settings=settings, stdin=io.BytesIO(content))
            assert loaded.articles[0].source.reader.split()[0] == reader
            assert loaded.articles[0].source.path == "-"


def test_load_empty_standard_input_is_skipped() -> None:
    assert load(["-"], settings=LoadSettings(), stdin=b"").skipped[0].path == "-"


def test_load_takes_a_file_whatever_its_name(tmp_path: Path, story) -> None:
    path = tmp_path / "dispatch"
    path.write_text(story)
    assert load([path], settings=LoadSettings()).articles[0].id == "dispatch"


def test_load_missing_path_is_skipped(tmp_path: Path) -> None:
    assert "not there" in load([tmp_path / "none.txt"], settings=LoadSettings()).skipped[0].reason


def test_load_link_loops_are_reported_and_end(read, story, tmp_path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "loop").symlink_to(".", target_is_directory=True)
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "whole-disk").symlink_to("/", target_is_directory=True)
    loaded = read({"sub/a.txt": story})
    assert [article.id for article in loaded.articles] == ["sub/a"]
    assert set(reasons(loaded)) == {"sub/up", "loop", "self.txt", "whole-disk"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_load_never_waits_for_a_pipe(read, story, tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a regular file" in reasons(read({"a.txt": story}))["pipe.txt"]


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"a" * 70_000_000)
    return stream.getvalue()


HOSTILE = {
    "empty.txt": (b"", "empty file"),
    "blank.txt": (b" \n \n", "white space only"),
    "short.txt": (b"no", "only 2 characters"),
    "long.txt": (b"The guard fired. " * 300_000, "split it into one file an article"),
    "cut.txt.gz": (gzip.compress(bytes(range(256)) * 400)[:300], "truncated gzip"),
    "bomb.txt.gz": (gzip.compress(b"a" * 70_000_000), "unpacks to more than"),
    "bomb.docx": (_bomb(), "unpacks to more than"),
    "junk.txt": (bytes(range(256)) * 50, "binary data"),
    "junk.eml": (bytes(range(256)) * 50, "binary data"),
    "junk.pdf": (b"\x00" * 500, "broken PDF"),
    "junk.docx": (b"\x00" * 500, "no .docx archive"),
    "deep.json": (b"[" * 100_000, "nested too deep"),
    "digits.json": (b'{"text": ' + b"9" * 9000 + b"}", "thousands of digits"),
    "other.json": (b'{"a": 1}', "no object with a text"),
    "null.json": (b"null", "no object with a text"),
    "script.html": (b"<html><body><script>draw()</script></body></html>", "no readable text"),
    "empty.eml": (b"Subject: Dorn\nFrom: a@b.example\n\n", "without text"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_load_hostile_file_is_skipped_with_its_reason(read, name) -> None:
    content, reason = HOSTILE[name]
    loaded = read({name: content})
    assert loaded.articles == []
    assert reason in reasons(loaded)[name]


def test_load_plug_in_that_fails_is_noted_and_harmless(read, story, monkeypatch) -> None:
    monkeypatch.setattr(
        "briefgen.plugins.load_all", lambda group: ({"odd": object()}, ("briefgen.readers: plug-in 'x' failed",))
    )
    loaded = read({"a.txt": story})
    assert len(loaded.articles) == 1
    assert [("odd" in note.text or "'x'" in note.text) for note in loaded.notes] == [True, True]


def test_load_plug_in_reader_wins_for_its_suffix(read, story, monkeypatch) -> None:
    from briefgen.load.record import Reader, Record

    reader = Reader(name="wire", version="9", suffixes=(".wire",), read=lambda file: [Record(text=story, id="w1")])
    monkeypatch.setattr("briefgen.plugins.load_all", lambda group: ({"wire": reader}, ()))
    (article,) = read({"a.wire": b"\x00\x01"}).articles
    assert (article.id, article.source.reader) == ("w1", "wire 9")


def test_load_reader_that_raises_becomes_a_reason(read, monkeypatch) -> None:
    from briefgen.load.record import Reader

    def broken(file):
        raise ZeroDivisionError("bad day")

    reader = Reader(name="wire", version="9", suffixes=(".wire",), read=broken)
    monkeypatch.setattr("briefgen.plugins.load_all", lambda group: ({"wire": reader}, ()))
    assert "ZeroDivisionError: bad day" in reasons(read({"a.wire": "x"}))["a.wire"]


def test_load_other_language_is_read_and_named(read) -> None:
    text = "Das Verteidigungsministerium teilte am Montag mit, dass drei Soldaten am Fluss verletzt wurden. " * 3
    assert read({"a.txt": text}).articles[0].source.language == "de"


def test_load_fallback_of_meta_file_fills_what_the_article_leaves_open(read, story) -> None:
    spare = {"title": "Spare", "published": "2021-05-04T10:00:00+02:00", "outlet": "Feed"}
    meta = json.dumps({"url": "https://a.example/x", "fallback": spare})
    silent, speaking = (
        read(
            {"x.html": f"<html><head>{head}</head><body><p>{story * 3}</p></body></html>", "x.meta.json": meta}
        ).articles[0]
        for head in (
            "",
            '<meta property="og:title" content="Own title of it"><meta property="og:site_name" content="Own Post">'
            '<meta property="article:published_time" content="2021-05-03">',
        )
    )
    assert (silent.title, silent.source.outlet) == ("Spare", "Feed")
    assert silent.source.published == datetime.fromisoformat("2021-05-04T10:00:00+02:00")
    assert (speaking.title, speaking.source.outlet) == ("Own title of it", "Own Post")
    assert speaking.source.published == date(2021, 5, 3)


def test_load_takes_the_day_of_fetching_only_as_an_assumed_date(read, story) -> None:
    name = "2026-03-01/x"
    fetched = json.dumps({"fetched": "2026-03-01T06:00:00+00:00"})
    assert read({f"{name}.html": f"<html><body><p>{story * 3}</p></body></html>"}).articles[0].source.published == date(
        2026, 3, 1
    )
    source = read({f"{name}.meta.json": fetched}).articles[0].source
    assert (source.published, source.date_assumed) == (date(2026, 3, 1), True)


def test_load_reads_the_charset_that_a_server_named(read) -> None:
    text = ("Vojska je ušla u Šabac i čeka naredbu. " * 5).encode("iso-8859-2")
    meta = '{"charset": "iso-8859-2"}'
    for name, data in (("x.txt", text), ("x.html", b"<html><body><p>" + text + b"</p></body></html>")):
        articles = read({name: data, "x.meta.json": meta}).articles
        assert all("Šabac" in article.text for article in articles)
