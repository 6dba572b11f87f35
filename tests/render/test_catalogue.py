"""Languages: every English wording has a German one, and templates ask only for wordings that there are."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import briefgen
from briefgen.model import Message
from briefgen.render import render
from briefgen.render.build import build_view, wording_for
from briefgen.render.catalogue import flatten, load_catalogue
from briefgen.render.templates import builtin_folder
from briefgen.settings import RenderSettings
from tests.render import samples

MESSAGES = Path(briefgen.__file__).parent / "render" / "messages"
RENDER = Path(briefgen.__file__).parent / "render"
NAMES = re.compile(r"\{(\w+)")


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return dict(flatten(tomllib.loads((MESSAGES / "en.toml").read_text(encoding="utf-8"))["messages"]))


@pytest.fixture(scope="module", params=sorted(path.stem for path in MESSAGES.glob("*.po")))
def entries(request: pytest.FixtureRequest) -> dict[str, tuple[str, str]]:
    with (MESSAGES / f"{request.param}.po").open("rb") as file:
        return {m.context: (str(m.id), str(m.string)) for m in read_po(file) if m.id and m.context}


def test_nothing_is_left_untranslated(english: dict[str, str], entries: dict[str, tuple[str, str]]) -> None:
    assert not [id for id in english if not entries.get(id, ("", ""))[1]]


def test_translations_are_of_the_english_that_stands(
    english: dict[str, str], entries: dict[str, tuple[str, str]]
) -> None:
    assert not [id for id, (source, _) in entries.items() if id in english and source != english[id]]


def test_translations_ask_for_no_parameter_of_their_own(
    english: dict[str, str], entries: dict[str, tuple[str, str]]
) -> None:
    made = {"ally", "ends", "pact", "alliance", "name", "range", "were", "are", "by", "tally", "figure", "group"}
    for id, (_, text) in entries.items():
        if id in english:
            assert set(NAMES.findall(text)) - made <= set(NAMES.findall(english[id])), id


def test_templates_and_code_ask_only_for_wordings_there_are(english: dict[str, str]) -> None:
    sources = [*builtin_folder().rglob("*.j2"), *RENDER.rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    asked = set(re.findall(r'(?:\bt|label)\(\s*"([a-z_]+\.[a-z_]+)"', text))
    assert len(asked) > 60
    assert not asked - set(english)


def test_no_wording_is_left_over(english: dict[str, str]) -> None:
    """Labels that nothing asks for any more; families that are looked up by a value are left out."""
    sources = [*builtin_folder().rglob("*.j2"), *RENDER.rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    fixed = ("column", "header", "mark", "table", "note", "told", "source", "narrative", "chart", "claim")
    unused = [id for id in english if id.startswith(tuple(f"{f}." for f in fixed)) and f'"{id}"' not in text]
    assert not unused


@pytest.mark.parametrize("format", ["html", "md"])
def test_a_german_brief_holds_no_english_wording(format: str, english: dict[str, str]) -> None:
    (document,) = render(samples.full(), formats=[format], settings=RenderSettings(language="de"))  # type: ignore[list-item]
    text = document.content.decode()
    assert 'lang="de"' in text or format == "md"
    fixed = [id for id in english if id.startswith(("section.", "column.", "header.", "method.", "mark."))]
    german = load_catalogue("de").texts
    for id in fixed:
        for part in re.split(r"\{[^}]*\}|\[|\]", english[id]):
            if len(part.strip()) > 5 and part.strip() not in german[id]:
                assert f">{part.strip()}<" not in text and f"# {part.strip()}\n" not in text, id


def test_german_declines_and_dates() -> None:
    wording = wording_for(RenderSettings(language="de"))
    assert wording.phrases.actor("Iran", case="dat") == "dem Iran"
    assert wording.phrases.bare("Turkey") == "Türkei"
    assert wording.phrases.span(date(2022, 9, 13), date(2022, 9, 15)) == "13.–15. September 2022"
    assert wording.catalogue.number(12345) == "12.345"


def test_the_neutral_title_of_a_brief_is_put_into_its_language() -> None:
    brief = samples.several().model_copy(update={"title": "Armenia–Azerbaijan · Kyrgyzstan–Tajikistan"})
    view = build_view(brief, settings=RenderSettings(language="de"))
    assert view.title == "Armenien–Aserbaidschan · Kirgisistan–Tadschikistan"


def test_a_title_of_the_users_own_stays() -> None:
    view = build_view(samples.several(), settings=RenderSettings(language="de"))
    assert view.title == "Two borders on fire"


@pytest.mark.parametrize(
    ("id", "params", "start"),
    [
        ("keypoint.claims", {"claimant": "United States", "accused": "Iran"}, "Die Vereinigten Staaten beschuldigen"),
        ("keypoint.claims", {"claimant": "Iran", "accused": "United States"}, "Der Iran beschuldigt die"),
        ("keypoint.claims", {"claimant": ("France", "Germany"), "accused": "Iran"}, "Frankreich und Deutschland besch"),
        ("bottom_line.attack", {"target": "Philippines"}, "Die Philippinen wurden angegriffen"),
        ("bottom_line.attack", {"target": "Turkey"}, "Die Türkei wurde angegriffen"),
        ("implication.patron_tied_down", {"patron": "Taliban"}, "Den Quellen nach sind die Taliban"),
        ("implication.patron_tied_down", {"patron": "Russia"}, "Den Quellen nach ist Russland"),
        ("chart.relation_backs", {"a": "Netherlands", "b": "Mali"}, "Niederlande unterstützen Mali"),
    ],
)
def test_german_verbs_agree_with_their_subject(id: str, params: dict[str, object], start: str) -> None:
    wording = wording_for(RenderSettings(language="de"))
    told = wording.sentence(Message.model_validate({"message": id, "params": params}))
    assert told.startswith(start)
