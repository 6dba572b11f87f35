"""From a parsed article to its findings: each extractor reads the article once and yields findings of its kind.

The built-in ones stand in `EXTRACTORS`, by module and function, so that nothing heavy is imported before it is needed;
other packages add theirs through the entry-point group `briefgen.extractors`. An extractor is a callable
`(ParsedArticle, Knowledge) -> Iterable[Finding]`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import import_module

from briefgen import plugins
from briefgen.knowledge import Knowledge
from briefgen.model import AllianceFact, CasualtyReport, Claim, DatedEvent, Finding, Findings, Party, Reaction
from briefgen.parsed import ParsedArticle

Extractor = Callable[[ParsedArticle, Knowledge], Iterable[Finding]]

EXTRACTORS = (
    "briefgen.extract.parties.extractor:parties",
    "briefgen.extract.casualties.extractor:casualties",
    "briefgen.extract.reactions.extractor:reactions",
    "briefgen.extract.claims.extractor:claims",
    "briefgen.extract.alliances.extractor:alliances",
    "briefgen.extract.timeline:timeline",
)
KINDS: dict[type[Finding], str] = {
    Party: "parties",
    CasualtyReport: "casualties",
    Reaction: "reactions",
    Claim: "claims",
    AllianceFact: "alliances",
    DatedEvent: "events",
}


def extract(parsed: ParsedArticle, *, knowledge: Knowledge) -> Findings:
    """All findings of an article, each kind in the order in which its extractors yield them.

    Raises `TypeError` where an extractor yields what is no finding. A plug-in that fails is named in the log and its
    findings are left out; a built-in one's exception is the caller's to handle.
    """
    found: dict[str, list[Finding]] = {kind: [] for kind in KINDS.values()}
    for extractor in (*_built_in(), *_plugged_in()):
        for finding in extractor(parsed, knowledge):
            found[_kind(finding)].append(finding)
    return Findings(article=parsed.article.id, **found)


def _kind(finding: Finding) -> str:
    for cls, kind in KINDS.items():
        if isinstance(finding, cls):
            return kind
    raise TypeError(f"an extractor yielded {finding!r}, which is none of: {', '.join(cls.__name__ for cls in KINDS)}")


@lru_cache(maxsize=1)
def _built_in() -> tuple[Extractor, ...]:
    pairs = (path.split(":") for path in EXTRACTORS)
    return tuple(getattr(import_module(module), name) for module, name in pairs)


def _plugged_in() -> tuple[Extractor, ...]:
    return _guarded_plugins(plugins.names("briefgen.extractors"))


@lru_cache(maxsize=4)
def _guarded_plugins(names: tuple[str, ...]) -> tuple[Extractor, ...]:
    """The plug-ins of these names; one that fails to import is reported once."""
    if not names:
        return ()
    loaded, faults = plugins.load_all("briefgen.extractors")
    for fault in faults:
        logging.getLogger("briefgen").warning(fault)
    return tuple(_guarded(name, extractor) for name, extractor in loaded.items())


def _guarded(name: str, extractor: Extractor) -> Extractor:
    def run(parsed: ParsedArticle, knowledge: Knowledge) -> Iterable[Finding]:
        try:
            return list(extractor(parsed, knowledge))
        except Exception as error:
            told = f"extractor plug-in {name!r} failed on {parsed.article.id}: {type(error).__name__}: {error}"
            logging.getLogger("briefgen").warning(told)
            return ()

    return run
