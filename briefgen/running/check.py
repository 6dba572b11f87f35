"""What is wrong with a profile, before it is run: settings, sources, channels, template, places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from briefgen.errors import BriefgenError
from briefgen.profile import Profile, read_profile, timing_of
from briefgen.running.stages import channels_of


def faults(name: str, *, file: Path, environ: Mapping[str, str]) -> list[str]:
    """Every fault of the profile *name*, in words; where its table cannot be read, that alone."""
    try:
        profile = read_profile(name, file=file, environ=environ)
    except BriefgenError as error:
        return [str(error)]
    return [*_sources(profile), *_channels(profile), *_template(profile), *_places(profile)]


def outline(name: str, *, file: Path, environ: Mapping[str, str]) -> str:
    """The profile in a line: "articles of 2 days, 3 sources, to desk; 06:00 Europe/Vienna on weekdays"."""
    try:
        profile = read_profile(name, file=file, environ=environ)
    except BriefgenError:
        return "cannot be read"
    plan, timing = profile.plan, timing_of(profile)
    parts = [f"articles since {profile.settings.select.since} in {plan.articles.name}"]
    if plan.sources:
        parts.append("fetched from " + ", ".join(path.name for path in plan.sources))
    parts.append(f"to {', '.join(plan.channels)}" if plan.channels else "not delivered")
    when = "no schedule"
    if timing:
        when = f"{timing.clock} {timing.tz or ''}".rstrip() + (" on weekdays" if timing.weekdays else "")
    return f"{', '.join(parts)}; {when}"


def _sources(profile: Profile) -> Iterator[str]:
    from briefgen.fetch.reading import merged, read_sources

    found = []
    for path in profile.plan.sources:
        try:
            found.append(read_sources(path))
        except BriefgenError as error:
            yield str(error)
    try:
        merged(found)
    except BriefgenError as error:
        yield str(error)
    if not profile.plan.sources and not profile.plan.articles.is_dir():
        yield f"{profile.plan.articles}: no such folder, and no sources to fetch into it; name `sources` or `articles`"


def _channels(profile: Profile) -> Iterator[str]:
    told = profile.plan.notify_on_failure
    for name in dict.fromkeys([*profile.plan.channels, *([told] if told else [])]):
        try:
            channels_of(profile, (name,))
        except BriefgenError as error:
            yield str(error)


def _template(profile: Profile) -> Iterator[str]:
    from briefgen.render.templates import find_template

    try:
        find_template(profile.settings.template)
    except BriefgenError as error:
        yield str(error)


def _places(profile: Profile) -> Iterator[str]:
    articles, output = profile.plan.articles.absolute(), profile.settings.output.absolute()
    if articles.is_relative_to(output):
        yield f"{articles}: the articles lie in the output folder {output}, which is never read; keep them apart"
