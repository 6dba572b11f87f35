"""A folder of hostile files builds: each is read, or skipped with a reason that a user understands."""

from __future__ import annotations

import gzip

import pytest

from briefgen.cli import run
from briefgen.model import Brief

STORY = "DILI, Sept. 14 (Wire) — Two police officers were killed in a clash with gunmen near Baucau, the police said.\n"
EMPTY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
HOSTILE = {
    "brackets.txt": ("(" * 50_000 + ")" * 50_000).encode(),
    "one-word.txt": b"a" * 300_000,
    "numbers.txt": b"12,000,000 and " * 20_000,
    "and.txt": ("Armenia and " * 5_000 + "Azerbaijan fought.").encode(),
    "quotes.txt": "“".encode() * 20_000,
    "bidi.txt": ("\u202e" * 200 + STORY).encode(),
    "controls.txt": bytes(range(256)) * 40,
    "script.html": b"<html><body><article><p><script>alert(1)</script>{{7*7}} "
    + STORY.encode() * 4
    + b"</p></article>",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Brief, str]:
    """The exit code, the brief and the Markdown of the hostile folder."""
    folder = tmp_path_factory.mktemp("hostile")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "good.txt").write_text(STORY, encoding="utf-8")
    (articles / "empty.txt").write_bytes(b"")
    (articles / "huge.txt").write_bytes(STORY.encode() * (50 * 1024 * 1024 // len(STORY.encode())))
    (articles / "cut.txt.gz").write_bytes(gzip.compress(STORY.encode() * 500)[:-40])
    (articles / "blank.pdf").write_bytes(EMPTY_PDF)
    (articles / "invalid.txt").write_bytes(STORY.encode().replace(b"\xe2\x80\x94", b"\xff\xfe\x80"))
    deep = STORY.replace("Two police officers", "Seven fishermen").replace("Baucau", "Viqueque")
    (articles / "deep.html").write_text("<div>" * 10_000 + deep + "</div>" * 10_000, encoding="utf-8")
    (articles / "broken.json").write_text('{"title": "x", "text": ', encoding="utf-8")
    for name, content in HOSTILE.items():
        (articles / name).write_bytes(content)
    (articles / "loop").symlink_to(articles, target_is_directory=True)
    (folder / "settings.toml").write_text("article_seconds = 20\n", encoding="utf-8")
    line = ["build", str(articles), "-o", str(folder / "out"), "--format", "md,html,json", "--no-store", "--quiet"]
    code = run([*line, "--config", str(folder / "settings.toml")])
    text = (folder / "out" / "brief.md").read_text(encoding="utf-8")
    return code, Brief.model_validate_json((folder / "out" / "brief.json").read_bytes()), text


@pytest.mark.slow
def test_hostile_folder_is_built_with_skips(made: tuple[int, Brief, str]) -> None:
    code, brief, _ = made
    assert code == 3
    assert {"good", "deep"} <= {source.article for source in brief.sources}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty.txt", "empty"),
        ("huge.txt", "characters"),
        ("cut.txt.gz", ""),
        ("blank.pdf", "text"),
        ("broken.json", ""),
        ("loop", "link"),
    ],
)
def test_hostile_file_is_skipped_with_a_reason(name: str, reason: str, made: tuple[int, Brief, str]) -> None:
    reasons = [entry.reason for entry in made[1].skipped if name in entry.path]
    assert len(reasons) == 1
    assert len(reasons[0]) > 5
    assert reason in reasons[0].lower()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["invalid", "deep", *(name.rpartition(".")[0] for name in HOSTILE)])
def test_hostile_file_is_read_or_skipped(name: str, made: tuple[int, Brief, str]) -> None:
    brief = made[1]
    copies = {carried for source in brief.sources for carried in source.source.carried_by}
    read = any(source.article == name for source in brief.sources) or any(name in carried for carried in copies)
    assert read or any(name in entry.path + entry.reason for entry in brief.skipped)


@pytest.mark.slow
def test_hostile_text_is_not_run(made: tuple[int, Brief, str]) -> None:
    assert "49" not in made[2].replace("sha", "")
    assert "<script>" not in made[2]
