"""The archive in a real browser, from the disk and from a server: search finds, the keyboard alone suffices."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from briefgen.delivery import Delivery
from tests.deliver.browsing import chromium
from tests.deliver.parcels import delivery_of
from tests.deliver.test_archive import shelve
from tests.render import samples

HOSTILE = '</script><img src=x onerror="document.title=1"> Tavush'
AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of four briefs, one of them with a title that attacks, one of another year."""
    folder = tmp_path_factory.mktemp("archive") / "site"
    shelve(
        folder,
        _full(date(2021, 12, 30), title="Truce in Sotk"),
        _full(date(2022, 9, 13), title="Shells on Jermuk"),
        delivery_of(samples.several().model_copy(update={"as_of": date(2022, 9, 14)}), formats=("html", "json")),
        _full(date(2022, 9, 15), title=HOSTILE),
    )
    return folder


def _full(as_of: date, *, title: str) -> Delivery:
    brief = samples.full().model_copy(update={"as_of": as_of, "title": title})
    return delivery_of(brief, formats=("html", "json"))


@pytest.fixture(scope="module", params=["disk", "server"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Where the archive is read from."""
    if request.param == "disk":
        yield site.as_uri()
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def index(browser: Any, address: str) -> Any:
    """The browser on the index; whatever a page complained of is a failure."""
    browser.get(f"{address}/index.html")
    browser.get_log("browser")
    return browser


def press(browser: Any, *keys: str) -> None:
    """Keys to whatever has the focus."""
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def focused(browser: Any) -> str:
    """The focused element, as "TAG text or id"."""
    script = "const e = document.activeElement; return e.tagName + ' ' + (e.id || e.textContent)"
    return str(browser.execute_script(script))


def found(browser: Any, count: str) -> list[str]:
    """The titles found, once the status line says *count*."""
    wait(browser, lambda: browser.find_element("id", "found").text == count)
    return [link.text for link in browser.find_elements("css selector", "#results h2 a")]


def wait(browser: Any, condition: Callable[[], bool]) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 10).until(lambda _: condition())


def test_search_finds_by_place_party_and_words_without_case_or_marks(index: Any) -> None:
    press(index, "/", "batken")
    assert found(index, "1 brief found") == ["Two borders on fire"]
    press(index, *"\b" * 6, "JÉRMUK shells")
    assert "Shells on Jermuk" in found(index, "4 briefs found")
    press(index, *"\b" * 13, "nowhere")
    assert found(index, "No brief found") == []
    assert not index.find_element("id", "browse").is_displayed()
    assert index.get_log("browser") == []


def test_search_shows_where_it_found_the_words(index: Any) -> None:
    press(index, "/", "sotk truce")
    wait(index, lambda: bool(index.find_elements("css selector", "#results mark")))
    marks = {mark.text.lower() for mark in index.find_elements("css selector", "#results mark")}
    assert marks == {"sotk", "truce"}


def test_keyboard_alone_searches_opens_a_brief_and_comes_back(index: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    press(index, Keys.TAB)
    assert focused(index) == "A Skip to the briefs"
    press(index, "/")
    assert focused(index) == "INPUT q"
    press(index, "kyrgyzstan")
    assert found(index, "1 brief found") == ["Two borders on fire"]
    press(index, Keys.ARROW_DOWN)
    assert focused(index) == "A Two borders on fire"
    press(index, Keys.ARROW_UP)
    assert focused(index) == "INPUT q"
    press(index, Keys.ENTER)
    assert focused(index) == "A Two borders on fire"
    press(index, Keys.ENTER)
    wait(index, lambda: "/briefs/2022-09-14/" in index.current_url)
    assert index.find_element("tag name", "h1").text.replace("\u2060", "") == "Two borders on fire"
    press(index, Keys.TAB, Keys.TAB)
    assert focused(index) == "A All briefs"
    press(index, Keys.ENTER)
    wait(index, lambda: index.current_url.endswith("/index.html") and "/briefs/" not in index.current_url)


def test_escape_ends_the_search_and_every_link_can_be_reached_by_tab(index: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    press(index, "/", "sotk")
    wait(index, lambda: index.find_element("id", "results").is_displayed())
    press(index, Keys.ESCAPE)
    wait(index, lambda: index.find_element("id", "browse").is_displayed())
    assert not index.find_element("id", "results").is_displayed()
    assert index.find_element("id", "found").text == ""
    index.get(index.current_url)
    reached = set()
    for _ in range(60):
        press(index, Keys.TAB)
        reached.add(index.execute_script("return document.activeElement.href || document.activeElement.id"))
    links = {link.get_attribute("href") for link in index.find_elements("css selector", "a")}
    assert links <= reached


def test_a_title_that_attacks_is_shown_as_text_also_by_the_search(index: Any) -> None:
    press(index, "/", "tavush")
    assert found(index, "1 brief found") == [HOSTILE]
    assert not index.find_elements("css selector", "img")
    assert index.title == "Situation briefs"
    assert index.get_log("browser") == []


def test_without_scripts_all_is_there_but_the_search(browser: Any, address: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{address}/index.html")
        assert not browser.find_element("css selector", "form.search").is_displayed()
        titles = [title.text for title in browser.find_elements("css selector", "h3")]
        assert titles == [HOSTILE, "Two borders on fire", "Shells on Jermuk", "Truce in Sotk"]
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_pages_and_briefs_keep_their_policy_and_use_the_fonts_of_the_briefs(index: Any, address: str) -> None:
    for page in ("index.html", "years/2021.html", "briefs/2022-09-14/index.html"):
        index.get(f"{address}/{page}")
        assert index.execute_script(
            "return document.fonts.ready.then(() => document.fonts.check('600 1em \"Brief Serif\"'))"
        )
        assert "Brief Serif" in index.execute_script("return getComputedStyle(document.querySelector('h1')).fontFamily")
        assert index.get_log("browser") == []


@pytest.mark.parametrize("width", [320, 1200])
def test_pages_never_scroll_sideways(index: Any, width: int) -> None:
    index.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    try:
        assert index.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    finally:
        index.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_keep_a_contrast_of_four_and_a_half(index: Any, scheme: str) -> None:
    index.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    press(index, "/", "sotk")
    wait(index, lambda: bool(index.find_elements("css selector", "#results mark")))
    pairs = index.execute_script(
        """
        const under = (e) => { for (; e; e = e.parentElement) {
          const c = getComputedStyle(e).backgroundColor; if (c !== "rgba(0, 0, 0, 0)") return c; } };
        return [...document.querySelectorAll("h1, label, p, a, mark, input, span, h2")].filter((e) => e.offsetParent)
          .map((e) => [getComputedStyle(e).color, under(e)]);
        """
    )
    assert len(pairs) > 10
    assert [pair for pair in pairs if _contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("page", ["index.html", "years/2022.html", "briefs/2022-09-15/index.html"])
def test_pages_have_no_axe_violation(index: Any, address: str, page: str) -> None:
    path = os.environ.get("BRIEFGEN_AXE")
    if not path:
        pytest.skip("needs BRIEFGEN_AXE=path of axe.min.js")
    index.get(f"{address}/{page}")
    index.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    index.execute_script(Path(path).read_text(encoding="utf-8"))
    script = "const done = arguments[1]; axe.run(document, {runOnly: arguments[0]}).then((r) => done(r.violations))"
    violations = index.execute_async_script(script, AXE)
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []


def _contrast(one: str, other: str) -> float:
    """The contrast of two CSS colours, "rgb(1, 2, 3)" each (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
