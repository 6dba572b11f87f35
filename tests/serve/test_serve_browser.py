"""The review in a real browser: the keyboard alone suffices, decisions persist, no script runs, all can be read."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from briefgen.review.decisions import Action
from briefgen.serve import guard_for, listen
from briefgen.serve.desk import Desk
from briefgen.serve.server import server_of
from tests.deliver.browsing import chromium
from tests.deliver.test_archive import named, shelve
from tests.deliver.test_archive_browser import AXE, _contrast, focused, press, wait
from tests.render import caucasus
from tests.serve.desks import Served, served, with_hashes

RUN_AXE = "const done = arguments[1]; axe.run(document, {runOnly: arguments[0]}).then(r => done(r.violations))"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def desk(tmp_path: Path, browser: Any) -> Iterator[tuple[Served, str]]:
    """A desk on a real server, and its address; whatever a page complained of before is forgotten."""
    made = served(tmp_path)
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        made.site.guard = guard_for("127.0.0.1", port)
        server = server_of(made.site, listening=listening)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    browser.get_log("browser")
    yield made, f"http://127.0.0.1:{port}"
    server.shutdown()
    thread.join(10)


def tab_to(browser: Any, what: str, *, most: int = 60) -> None:
    """Tab until the element whose text or id is *what* has the focus."""
    from selenium.webdriver.common.keys import Keys

    for _ in range(most):
        press(browser, Keys.TAB)
        if focused(browser).partition(" ")[2].strip() == what:
            return
    raise AssertionError(f"{what!r} is not reached by {most} tabs; the focus is on {focused(browser)!r}")


def go(browser: Any, *keys: str) -> None:
    """Press *keys* that lead to another page, and wait for it."""
    before = browser.find_element("tag name", "html").id
    press(browser, *keys)
    wait(browser, lambda: _ready(browser) and browser.find_element("tag name", "html").id != before)


def _ready(browser: Any) -> bool:
    return bool(browser.execute_script("return document.readyState === 'complete'"))


def test_keyboard_alone_accepts_rejects_corrects_and_takes_back(desk: tuple[Served, str], browser: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    made, address = desk
    browser.get(address)
    press(browser, Keys.TAB)
    assert focused(browser) == "A Skip to the content"
    tab_to(browser, "Review")
    go(browser, Keys.ENTER)
    tab_to(browser, "Begin with the first open fact")
    go(browser, Keys.ENTER)
    press(browser, Keys.TAB)
    assert focused(browser) == "A Show in the article"  # the page begins at the fact
    tab_to(browser, "Accept", most=1)
    go(browser, Keys.ENTER)
    tab_to(browser, "Reject", most=5)
    go(browser, Keys.SPACE)
    tab_to(browser, "Correct", most=6)
    press(browser, Keys.ENTER)
    tab_to(browser, "f-low", most=4)
    press(browser, "\b\b\b51", Keys.TAB, "51")
    tab_to(browser, "Save the correction", most=12)
    go(browser, Keys.ENTER)
    assert [one.action for one in made.decisions] == ["accept", "reject", "correct"]
    assert made.decisions[2].set == {"low": 51, "high": 51}
    browser.get(f"{address}/briefs/-/review")
    states = [one.text for one in browser.find_elements("css selector", ".facts .state:not(.is-open)")]
    assert states == ["accepted", "left out", "corrected"]
    tab_to(browser, made.fact("casualties", 1).headline + " [2]")
    go(browser, Keys.ENTER)
    tab_to(browser, "Undo", most=3)
    go(browser, Keys.ENTER)
    assert [one.action for one in made.decisions] == ["accept", "correct"]
    assert browser.get_log("browser") == []


def test_every_control_is_reached_by_tab_with_a_visible_focus(desk: tuple[Served, str], browser: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    made, address = desk
    browser.get(f"{address}/briefs/-/review/{made.fact('claims').key}")
    seen, outlines = set(), set()
    for _ in range(70):
        press(browser, Keys.TAB)
        name, outline = browser.execute_script(
            "const e = document.activeElement; return [e.href || e.id || e.value || e.textContent, "
            "e === document.body || e.matches('.skip') ? 'none' : getComputedStyle(e).outlineStyle]"
        )
        seen.add(name)
        outlines.add(outline)
    wanted = {link.get_attribute("href") for link in browser.find_elements("css selector", "a[href]")}
    assert wanted <= seen and {"accept", "reject", "note", "article", "facts"} <= seen
    assert outlines <= {"solid", "none"} and "solid" in outlines


def test_link_of_a_quote_scrolls_to_its_mark(desk: tuple[Served, str], browser: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    made, address = desk
    long = "A line that says nothing of the kind.\n\n" * 200
    quote = made.fact("claims").finding.evidence[0].quote
    _replaced(made, long + made.brief.title + "\n\n" + quote + "\n\n" + long)
    browser.get(f"{address}/briefs/-/review/{made.fact('claims').key}#fact")
    tab_to(browser, "Show in the article")
    press(browser, Keys.ENTER)
    wait(browser, lambda: _in_view(browser))


def _replaced(made: Served, text: str) -> None:
    """The article "morning" with another *text*, and the claim at its new place in it."""
    (made.root / "articles" / "morning.txt").write_text(text, encoding="utf-8")
    brief = made.brief
    claim = brief.situations[0].claims[0]
    start = text.index(claim.evidence[0].quote)
    moved = claim.evidence[0].model_copy(update={"start": start, "end": start + len(claim.evidence[0].quote)})
    claim = claim.model_copy(update={"evidence": (moved,)})
    situation = brief.situations[0].model_copy(update={"claims": (claim,), "disputes": ()})
    brief = with_hashes(brief.model_copy(update={"situations": (situation,)}), made.root / "articles")
    (made.out / "brief.json").write_text(brief.model_dump_json(), encoding="utf-8")


def _in_view(browser: Any) -> bool:
    script = """
        const mark = document.getElementById("mark-1").getBoundingClientRect();
        const pane = document.getElementById("article").getBoundingClientRect();
        return mark.top >= pane.top && mark.bottom <= pane.bottom && mark.top < window.innerHeight;
    """
    return bool(browser.execute_script(script))


def test_form_of_another_site_changes_nothing_in_a_browser(
    desk: tuple[Served, str], browser: Any, tmp_path: Path
) -> None:
    """Even one that knows the token: the browser tells where it comes from."""
    made, address = desk
    path = f"{address}/briefs/-/review/{made.fact('claims').key}"
    page = tmp_path / "attack.html"
    page.write_text(
        f'<form method="post" action="{path}"><input name="token" value="{made.site.guard.token}">'
        '<input name="action" value="reject"></form><script>document.forms[0].submit()</script>',
        encoding="utf-8",
    )
    browser.get(page.as_uri())
    wait(browser, lambda: "Not done" in browser.title)
    assert not made.review_file.exists()
    browser.get_log("browser")


def test_brief_runs_no_script_and_the_archive_finds_by_its_own(desk: tuple[Served, str], browser: Any) -> None:
    made, address = desk
    (made.out / "brief.html").write_text("<title>A brief</title><script>document.title = 'run'</script>")
    browser.get(f"{address}/briefs/-/brief.html")
    assert browser.title == "A brief"
    shelve(made.out / "web", named(caucasus.SEPT[13], "Shells on Jermuk"))
    browser.get(f"{address}/archive/web/")
    browser.get_log("browser")
    press(browser, "/", "jermuk")
    wait(browser, lambda: browser.find_element("id", "found").text == "1 brief found")
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("width", [320, 800, 1200])
def test_pages_never_scroll_sideways(desk: tuple[Served, str], browser: Any, width: int) -> None:
    made, address = desk
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        for path in ("", "/briefs/-/review", f"/briefs/-/review/{made.fact('claims').key}"):
            browser.get(address + path)
            assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_keeps_a_contrast_of_four_and_a_half(desk: tuple[Served, str], browser: Any, scheme: str) -> None:
    made, address = desk
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    _decided(made, 0, "accept")
    _decided(made, 1, "reject")
    try:
        for path in ("/briefs/-/review", f"/briefs/-/review/{made.fact('claims').key}?done={made.fact('claims').key}"):
            browser.get(address + path)
            pairs = browser.execute_script(
                """
                const under = (e) => { for (; e; e = e.parentElement) {
                  const c = getComputedStyle(e).backgroundColor; if (c !== "rgba(0, 0, 0, 0)") return c; } };
                return [...document.querySelectorAll("h1,h2,h3,h4,p,a,mark,input,textarea,button,span,summary,label,q")]
                  .filter((e) => e.offsetParent).map((e) => [getComputedStyle(e).color, under(e)]);
                """
            )
            assert len(pairs) > 40
            assert [pair for pair in pairs if _contrast(*pair) < 4.5] == []
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def _decided(made: Served, number: int, action: Action) -> None:
    """As a form would."""
    Desk(made.out, Lock(), by="Zoe").put(made.fact("claims", number), action, note="seen")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_axe_violation(desk: tuple[Served, str], browser: Any, scheme: str) -> None:
    path = os.environ.get("BRIEFGEN_AXE")
    if not path:
        pytest.skip("needs BRIEFGEN_AXE=path of axe.min.js")
    made, address = desk
    _decided(made, 0, "accept")
    pages = ["", "/no", "/briefs/-/review", *(f"/briefs/-/review/{made.fact('claims', n).key}" for n in (0, 1))]
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    try:
        for page in pages:
            browser.get(address + page)
            for summary in browser.find_elements("css selector", "summary"):
                summary.click()
            browser.execute_script(Path(path).read_text(encoding="utf-8"))
            violations = browser.execute_async_script(RUN_AXE, AXE)
            assert [(page, one["id"], one["nodes"][0]["html"]) for one in violations] == []
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
