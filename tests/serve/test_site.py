"""The pages: what they show and what they let through, with texts that attack and folders that mislead."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from briefgen.model import Claim, Evidence
from briefgen.serve import Shelf
from tests.deliver.test_archive import named, shelve
from tests.render import caucasus, samples
from tests.serve.desks import ARTICLES, HERE, Served, marks, served, with_hashes, write_articles

HOSTILE = "</title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u202e"


@pytest.fixture
def desk(tmp_path: Path) -> Served:
    return served(tmp_path)


@pytest.fixture
def reading(tmp_path: Path) -> Served:
    """The same, read-only."""
    return served(tmp_path, editable=False)


def test_list_shows_briefs_with_their_files_and_tells_broken_ones(desk: Served) -> None:
    older = desk.out / "2022-09-14"
    older.mkdir()
    brief = desk.brief.model_copy(update={"title": "The day before", "as_of": caucasus.SEPT[13]})
    (older / "brief.json").write_text(brief.model_dump_json(), encoding="utf-8")
    (desk.out / "broken").mkdir()
    (desk.out / "broken" / "brief.json").write_text("{}", encoding="utf-8")
    page = desk.get("/").text
    assert page.index("Armenia and Azerbaijan") < page.index("The day before") < page.index("not a brief.json")
    links = {str(link) for link in lxml.html.fromstring(page).xpath("//a/@href")}
    assert {"/briefs/-/brief.html", "/briefs/-/brief.md", "/briefs/2022-09-14/review"} <= links
    assert "/briefs/-/brief.pdf" not in links


def test_list_says_what_to_do_where_there_is_no_brief(desk: Served) -> None:
    (desk.out / "brief.json").unlink()
    assert "briefgen build" in desk.get("/").text


def test_profiles_briefs_are_found_two_folders_deep(desk: Served) -> None:
    folder = desk.out / "morning" / "2022-09-14"
    folder.mkdir(parents=True)
    (folder / "brief.json").write_bytes((desk.out / "brief.json").read_bytes())
    assert desk.get("/briefs/morning/2022-09-14/review").status_code == 200


@pytest.mark.parametrize("name", ["a b", "a#b?c=d", "100%", "ä", "a&b", 'q"t', "review", "<b>"])
def test_folder_of_any_name_is_linked_and_decided_on(desk: Served, name: str) -> None:
    (desk.out / name).mkdir()
    (desk.out / "brief.json").replace(desk.out / name / "brief.json")
    (link,) = lxml.html.fromstring(desk.get("/").text).xpath("//a[@class='go']/@href")
    review = lxml.html.fromstring(desk.get(link).text)
    place = review.xpath("//a[@class='button']/@href")[0].partition("#")[0]
    answer = desk.post(place, action="accept")
    assert answer.status_code == 303 and (desk.out / name / "review.toml").is_file()
    assert desk.get(answer.headers["Location"]).status_code == 200


def test_folder_whose_name_is_no_text_breaks_nothing(desk: Served) -> None:
    try:
        (desk.out / "a\udcff").mkdir()
    except (OSError, UnicodeError):
        pytest.skip("needs a file system that takes any bytes as a name")
    (desk.out / "a\udcff" / "brief.json").write_text("{}", encoding="utf-8")
    assert "Armenia and Azerbaijan" in desk.get("/").text


def test_brief_is_shown_as_it_stands_without_a_way_to_run_anything(desk: Served) -> None:
    answer = desk.get("/briefs/-/brief.html")
    assert answer.data == (desk.out / "brief.html").read_bytes()
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "script" not in policy and "form-action 'none'" in policy


def test_other_formats_are_downloads(desk: Served) -> None:
    answer = desk.get("/briefs/-/brief.md")
    assert answer.headers["Content-Disposition"] == "attachment; filename=brief.md"
    assert answer.content_type == "text/markdown; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        *("/briefs/-/brief.db", "/briefs/-/brief.pdf", "/briefs/nowhere/brief.html", "/briefs/.hidden/brief.html"),
        *("/briefs/../out/brief.html", "/briefs/-/../secret/brief.html", "/briefs/%2e%2e/secret/brief.html"),
        *("/briefs/..%2fsecret/brief.html", "/briefs/%5c..%5csecret/brief.html", "/briefs/-/brief.%00html"),
        *("/briefs//etc/brief.html", "/briefs/link/brief.html", "/briefs/sub/brief.html", "/assets/../brief.md"),
        *("/briefs/inner/brief.md", "/briefs/-/review/claims/nope", "/briefs/-/review/nope/x"),
    ],
)
def test_nothing_outside_the_folder_is_served(desk: Served, path: str) -> None:
    secret = desk.root / "secret"
    (desk.out / "inner").mkdir()
    for folder in (secret, desk.out / ".hidden"):
        folder.mkdir()
    for folder in (secret, desk.out / ".hidden", desk.out / "inner"):
        (folder / "brief.json").write_bytes((desk.out / "brief.json").read_bytes())
    for folder in (secret, desk.out / ".hidden"):
        (folder / "brief.html").write_text("SECRET", encoding="utf-8")
    (desk.out / "link").symlink_to(secret, target_is_directory=True)
    (desk.out / "inner" / "brief.md").symlink_to(secret / "brief.html")
    answer = desk.get(path)
    assert answer.status_code == 404
    assert "SECRET" not in answer.text


def test_link_inside_the_folder_is_followed(desk: Served) -> None:
    (desk.out / "day").mkdir()
    (desk.out / "brief.json").replace(desk.out / "day" / "brief.json")
    (desk.out / "latest").symlink_to("day", target_is_directory=True)
    assert desk.get("/briefs/latest/review").status_code == 200


def test_fact_stands_beside_its_article_with_the_quote_marked(desk: Served) -> None:
    page = desk.page(desk.fact("claims"))
    assert marks(page) == ["Armenian saboteurs had mined its supply roads"]
    tree = lxml.html.fromstring(page)
    assert tree.get_element_by_id("article").text_content() == ARTICLES["morning"]
    assert tree.xpath("//*[@class='quotes']//a/@href")[0] == "#mark-1"


def test_fact_of_several_articles_shows_the_one_that_is_asked_for(desk: Served) -> None:
    both = desk.fact("parties").finding.evidence + desk.fact("claims").finding.evidence
    extra = caucasus.ev("late", "A truce took hold at eight in the evening")
    party = desk.fact("parties").finding.model_copy(update={"evidence": (*both, extra)})
    situation = desk.brief.situations[0].model_copy(update={"parties": (party,)})
    brief = desk.brief.model_copy(update={"situations": (situation,)})
    (desk.out / "brief.json").write_text(brief.model_dump_json(), encoding="utf-8")
    path = f"/briefs/-/review/parties/{party.id}"
    assert len(marks(desk.get(path).text)) == 2
    assert marks(desk.get(f"{path}?article=late").text) == [extra.quote]
    assert len(marks(desk.get(f"{path}?article=../../etc/passwd").text)) == 2


def test_hostile_words_are_shown_as_words(tmp_path: Path) -> None:
    texts = {"morning": f"{HOSTILE} said so.", "evening": ARTICLES["evening"], "late": ARTICLES["late"]}
    write_articles(tmp_path / "articles", texts)
    spot = Evidence(article="morning", start=0, end=len(HOSTILE), quote=HOSTILE, rule="r")
    claim = Claim(claimant=HOSTILE, accused=HOSTILE, evidence=(spot,))
    full = samples.full()
    situation = full.situations[0].model_copy(update={"claims": (claim,), "disputes": ()})
    sources = tuple(
        one.model_copy(
            update={"title": HOSTILE, "source": one.source.model_copy(update={"url": "javascript:alert(1)"})}
        )
        for one in full.sources
    )
    brief = full.model_copy(update={"title": HOSTILE, "situations": (situation,), "sources": sources})
    desk = served(tmp_path, brief=brief)
    write_articles(tmp_path / "articles", texts)
    hashed = with_hashes(brief, tmp_path / "articles")
    (desk.out / "brief.json").write_text(hashed.model_dump_json(), encoding="utf-8")
    desk.decide(desk.fact("claims"), "accept", note=HOSTILE)
    fact = desk.page(desk.fact("claims"))
    for page in (desk.get("/").text, desk.get("/briefs/-/review").text, fact):
        tree = lxml.html.fromstring(page)
        assert tree.xpath("//script | //img | //@onerror | //@src | //a[starts-with(@href, 'javascript')]") == []
        assert "<script>alert" not in page
    assert len(marks(fact)) == 1 and "&lt;script&gt;" in marks(fact)[0]
    assert "data-" not in fact and desk.decisions[0].note == HOSTILE


def test_changed_and_missing_sources_are_told_and_the_quote_stands_alone(desk: Served) -> None:
    fact = desk.fact("claims")
    (desk.root / "articles" / "morning.txt").write_text(ARTICLES["morning"].replace("49", "50"), encoding="utf-8")
    (desk.root / "articles" / "late.txt").unlink()
    page = desk.page(fact)
    assert "not the file that the brief was made from" in page
    assert marks(page) == [] and fact.finding.evidence[0].quote in page
    overview = desk.get("/briefs/-/review").text
    assert "2 of 3 articles cannot be shown" in overview and "not there" in overview
    write_articles(desk.root / "articles", ARTICLES)
    assert marks(desk.page(fact)) == [fact.finding.evidence[0].quote]


def test_without_sources_the_quotes_stand_alone(tmp_path: Path) -> None:
    desk = served(tmp_path, sources=False)
    page = desk.page(desk.fact("claims"))
    assert "start with --sources" in page and desk.fact("claims").finding.evidence[0].quote in page


def test_read_only_shows_all_and_has_no_form_and_no_address_to_send_one_to(reading: Served) -> None:
    fact = reading.fact("claims")
    for path in ("/", "/briefs/-/review", f"/briefs/-/review/{fact.key}"):
        page = reading.get(path).text
        assert "<form" not in page and reading.site.guard.token not in page
    answer = reading.decide(fact, "accept")
    assert (answer.status_code, "POST" in answer.headers["Allow"]) == (405, False)
    assert reading.post("/briefs/-/review/undo/0123456789abcdef").status_code == 405
    assert not reading.review_file.exists()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(desk: Served, method: str) -> None:
    path = f"/briefs/-/review/{desk.fact('claims').key}"
    answer = desk.client.open(path, base_url=HERE, method=method, headers={"Origin": HERE})
    assert answer.status_code in (200, 405) and not desk.review_file.exists()
    assert answer.status_code == 405


def test_get_changes_nothing(desk: Served) -> None:
    path = f"/briefs/-/review/{desk.fact('claims').key}?action=accept&token={desk.site.guard.token}"
    assert desk.get(path).status_code == 200
    assert not desk.review_file.exists()


def test_large_form_is_refused(desk: Served) -> None:
    answer = desk.decide(desk.fact("claims"), "accept", note="x" * 70_000)
    assert (answer.status_code, desk.review_file.exists()) == (413, False)
    fields = {f"f{number}": "x" for number in range(200)}
    path = f"/briefs/-/review/{desk.fact('claims').key}"
    data = {"token": desk.site.guard.token, "action": "accept", **fields}
    many = desk.client.post(
        path, base_url=HERE, headers={"Origin": HERE}, data=data, content_type="multipart/form-data"
    )
    assert (many.status_code, desk.review_file.exists()) == (413, False)


def test_archive_in_the_folder_is_linked_and_shown(desk: Served) -> None:
    shelve(desk.out / "web", named(caucasus.SEPT[13], "Shells on Jermuk"))
    assert "/archive/web/" in desk.get("/").text
    index = desk.get("/archive/web/")
    assert "Shells on Jermuk" in index.text
    assert "script-src 'self'" in index.headers["Content-Security-Policy"]
    assert desk.get("/archive/web/assets/search.js").content_type == "text/javascript; charset=utf-8"
    brief = desk.get("/archive/web/briefs/2022-09-14/")
    assert brief.status_code == 200 and "script-src" not in brief.headers["Content-Security-Policy"]
    assert desk.get("/archive/web/briefs/2022-09-14").headers["Location"].endswith("/briefs/2022-09-14/")
    assert desk.get("/archive/web/../brief.json").status_code == 404
    assert desk.get("/archive/web/briefs/2022-09-14/shelf.txt").status_code == 404


def test_archive_named_by_a_channel_may_lie_elsewhere(desk: Served) -> None:
    shelve(desk.root / "public", named(caucasus.SEPT[13], "Shells on Jermuk"))
    shelf = desk.site.shelf
    desk.site.shelf = Shelf(shelf.root, shelf.read, archives={"desk": desk.root / "public"})
    assert "Shells on Jermuk" in desk.get("/archive/desk/index.html").text


def test_fault_of_our_own_is_told_without_a_traceback(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Shelf, "briefs", lambda self: [][0])
    answer = desk.get("/")
    assert answer.status_code == 500 and "fault in briefgen itself" in answer.text and "Traceback" not in answer.text
