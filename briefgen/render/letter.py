"""What a brief says where there is no room for it: its card for lists and feeds, and the body of a mail.

Mail programs know no embedded fonts and little CSS, so the mail says only the front page, in plain HTML and as plain
text; the brief itself is attached or linked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from briefgen.delivery import Card, Letter
from briefgen.errors import RenderError
from briefgen.model import Brief, Moment, Param, moment_key
from briefgen.render.build import build_view, wording_for
from briefgen.render.templates import Template, environment, find_template, with_handling
from briefgen.render.text import clean
from briefgen.render.view import BriefView, Line
from briefgen.render.wording import Wording
from briefgen.settings import RenderSettings

MOST_WORDS = 200  # names that a brief can be found by
MOST_LINES = 40  # sentences


def card_of(brief: Brief, *, view: BriefView, profile: str = "") -> Card:
    """The card of *brief* in the words of its view."""
    return Card(
        slug=slug_of(brief.as_of, profile=profile),
        profile=profile,
        number=brief.number,
        title=view.title,
        when=view.as_of,
        instant=_instant(brief.as_of),
        since=view.previous,
        language=view.language,
        handling=view.handling,
        bottom_line=view.bottom_line.text if view.bottom_line else "",
        points=tuple(line.text for line in view.key_points),
        lines=_lines(view),
        words=_words(brief, view),
    )


def slug_of(as_of: Moment, *, profile: str = "") -> str:
    """The name of a brief in links and files.

    >>> slug_of(datetime(2022, 9, 14, 6, tzinfo=UTC), profile="Horn of Africa")
    'horn-of-africa-2022-09-14T0600Z'
    """
    key = moment_key(as_of)
    moment = datetime.fromisoformat(key).strftime("%Y-%m-%dT%H%MZ") if "T" in key else key
    name = "".join(c if c.isascii() and c.isalnum() else " " for c in profile.lower()).split()
    return "-".join([*name, moment])


@dataclass(frozen=True)
class Letters:
    """Writes the mail about one brief: a `LetterWriter`."""

    view: BriefView
    template: Template
    wording: Wording

    def __call__(self, *, attached: Sequence[str], url: str | None, unsubscribe: str | None) -> Letter:
        """The body of a mail. Raises `RenderError` when the template fails."""
        scope = self._scope() | {"attached": attached, "url": url, "unsubscribe": unsubscribe}
        return Letter(html=self._render("html", scope, autoescape=True), text=self._render("txt", scope))

    def _render(self, suffix: str, scope: Mapping[str, Any], *, autoescape: bool = False) -> str:
        from jinja2 import TemplateError

        env = environment(self.template, autoescape=autoescape)
        env.filters["capitalise"] = lambda text: text[:1].upper() + text[1:]
        try:
            return env.get_template(f"letter/letter.{suffix}.j2").render(scope)
        except (TemplateError, KeyError, TypeError, RecursionError) as error:
            raise RenderError(f"template {self.template.name}: letter.{suffix}: {error}") from error

    def _scope(self) -> dict[str, Any]:
        outlets = {row.number: row.outlet or row.title for row in self.view.sources}

        def t(id: str, **params: Param) -> str:
            return self.template.wording.get(id) or self.wording.label(id, **params)

        def said_by(line: Line) -> str:
            return "; ".join(dict.fromkeys(outlets[quote.number] for quote in line.quotes if quote.number in outlets))

        return {
            "brief": self.view,
            "t": t,
            "said_by": said_by,
            "theme": self.template.theme,
            "dark": self.template.dark,
        }


def letters_of(brief: Brief, *, template: str, settings: RenderSettings) -> Letters:
    """What writes the mails about *brief*."""
    chosen = find_template(template)
    settings = with_handling(settings, brief=brief, template=chosen)
    return Letters(build_view(brief, settings=settings), chosen, wording_for(settings))


def _instant(moment: Moment) -> datetime:
    """The last instant of an as-of, which a day reaches at its end."""
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return datetime.combine(moment, time(23, 59, 59), tzinfo=UTC)


def _lines(view: BriefView) -> tuple[str, ...]:
    """What each situation says, without what the front page says."""
    said: list[str] = []
    for situation in view.situations:
        lines = [*([situation.bottom_line] if situation.bottom_line else []), *situation.key_points]
        said += [situation.title, *(line.text for line in lines)]
        said += [f"{row.actor}: {row.text}" for row in situation.reactions]
        said += [event.text for event in situation.timeline]
    return tuple(dict.fromkeys(line for line in said if line not in view.shown and line != view.title))[:MOST_LINES]


def _words(brief: Brief, view: BriefView) -> tuple[str, ...]:
    """Names to be found by: parties, places, outlets."""
    names = [party.name for situation in brief.situations for party in situation.parties]
    places = [situation.place for situation in brief.situations]
    places += [toll.place for situation in brief.situations for toll in situation.tolls]
    found = [*names, *(place for place in places if place), *(row.outlet for row in view.sources if row.outlet)]
    return tuple(dict.fromkeys(map(clean, found)))[:MOST_WORDS]
