"""The stages in their order, and nothing else: load, clean, parse, extract, fuse, assess, render, deliver.

Every way to use briefgen (the command line, another program, a test) goes through the functions here. Each stage is a
verb and knows no other; what crosses from one to the next is a type of `model.py` or `parsed.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from briefgen.assess import assess
from briefgen.choose import Chosen, about, choose, dated, on_topic, today
from briefgen.clean import clean
from briefgen.deliver import deliver
from briefgen.delivery import Delivery, Document, Receipt
from briefgen.errors import PdfUnavailable
from briefgen.extract import extract
from briefgen.fuse import fuse
from briefgen.grades import table_of
from briefgen.jobs import Fault, run
from briefgen.knowledge import load_knowledge
from briefgen.load import Loaded, load
from briefgen.load.copies import fold_copies
from briefgen.model import Article, Brief, Findings, Moment, Skipped, day_of
from briefgen.parse import parse
from briefgen.parse.engines import load_engine
from briefgen.parsed import ParsedArticle
from briefgen.render import render
from briefgen.review import Decision, apply as review
from briefgen.settings import Format, SelectSettings, Settings

Tell = Callable[[str, int, int], None]  # the stage, how many are done, of how many
Recall = Callable[[Moment], tuple[int | None, Brief | None]]  # for an as-of: the brief's number, the brief before


@dataclass(frozen=True, slots=True)
class Reading:
    """What the articles say: findings an article, the articles that they are from, and what was not read.

    `unread` could not be read, `left_out` was not to be; `as_of` is today where `clock` says that nothing has a date;
    `unmet` are decisions of an editor that met no fact.
    """

    findings: list[Findings]
    articles: list[Article]
    as_of: Moment
    clock: bool
    unread: list[Skipped]
    left_out: list[Skipped]
    unmet: tuple[Decision, ...] = ()


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody how far a stage is."""


def build(
    loaded: Loaded,
    *,
    settings: Settings,
    decisions: Sequence[Decision] = (),
    recall: Recall | None = None,
    tell: Tell = silent,
) -> tuple[Brief, Reading]:
    """Make the brief of what was loaded; where nothing could be read it has no situation, and its list of skips why.

    An editor's *decisions* on facts are applied before these are fused.
    """
    settings = settings.model_copy(update={"grades": table_of(settings.grades)})
    reading = read(loaded, settings=settings, fold=True, tell=tell)
    knowledge = load_knowledge()
    number, before = recall(reading.as_of) if recall else (None, None)
    settings = settings.model_copy(update={"as_of": reading.as_of, "number": settings.number or number})
    applied = review(decisions, reading.findings)
    reading = replace(reading, findings=applied.findings, unmet=applied.unmet)
    situations = fuse(reading.findings, articles=reading.articles, knowledge=knowledge, settings=settings.fuse)
    brief = assess(
        situations,
        articles=reading.articles,
        skipped=[*reading.unread, *reading.left_out],
        knowledge=knowledge,
        settings=settings,
        before=before,
    )
    return brief.model_copy(update={"reviewed": applied.reviewed}), reading


def collect(
    paths: Sequence[str], *, settings: Settings, stdin: bytes | None = None, exclude: Sequence[Path] = ()
) -> Loaded:
    """The articles of *paths* (folders, files, "-"); what lies in the output folder or *exclude* is never one."""
    return load(paths, settings=settings.load, stdin=stdin, exclude=[settings.output, *exclude])


def read(loaded: Loaded, *, settings: Settings, fold: bool = False, tell: Tell = silent) -> Reading:
    """Choose, clean, parse and extract; with *fold*, copies of one story are read once."""
    chosen = choose(loaded.articles, as_of=settings.as_of, day=settings.date, select=settings.select)
    articles, off = on_topic(clean(chosen.articles), topics=settings.select.topic)
    if fold:
        articles = fold_copies(articles, settings=settings.load)
    task = partial(_extract, settings.engine, settings.relations)
    results: list[Findings | Fault] = []
    for result in run(task, articles, jobs=settings.jobs, seconds=settings.article_seconds):
        results.append(result)
        tell("reading", len(results), len(articles))
    return _selected(_reading(articles, results, chosen=chosen, skipped=loaded.skipped), off, select=settings.select)


def inspect(articles: Iterable[Article], *, settings: Settings) -> Iterator[tuple[ParsedArticle, Findings]]:
    """Each article as parsed, with its findings, for a reader who wants to see why."""
    for article in clean([dated(article, day=settings.date) for article in articles]):
        parsed = _parse(settings.engine, settings.relations, article)
        yield parsed, extract(parsed, knowledge=load_knowledge())


def publish(brief: Brief, *, settings: Settings) -> Iterator[Receipt | PdfUnavailable]:
    """Render and write each format in turn; a PDF that cannot be made on this machine stops no other format."""
    for name in settings.formats:
        try:
            for document in render(brief, formats=(name,), template=settings.template, settings=settings.render):
                yield deliver(document, folder=settings.output)
        except PdfUnavailable as error:
            yield error


def rendered(brief: Brief, *, formats: Iterable[Format], settings: Settings) -> tuple[tuple[Document, ...], str]:
    """The documents of *brief* in *formats*, and why the PDF could not be made on this machine ("" where it was)."""
    documents: list[Document] = []
    try:  # the PDF is made last, so that the others are kept
        documents.extend(render(brief, formats=formats, template=settings.template, settings=settings.render))
    except PdfUnavailable as error:
        return tuple(documents), str(error)
    return tuple(documents), ""


def prepare(
    brief: Brief,
    *,
    formats: Iterable[Format],
    settings: Settings,
    now: datetime,
    profile: str = "",
    made: Sequence[Document] = (),
) -> Delivery:
    """What channels carry: *brief* in *formats*, its card, and what writes mails and web pages; for `deliver.send`.

    Where the PDF cannot be made on this machine the delivery goes without it and says so in `lacking`. Documents that
    are *made* already are not rendered again.
    """
    from briefgen.render.letter import card_of, letters_of
    from briefgen.render.site import site_of

    wanted = set(formats)
    there = [document for document in made if document.format in wanted]
    documents, lacking = rendered(brief, formats=wanted - {one.format for one in there}, settings=settings)
    letters = letters_of(brief, template=settings.template, settings=settings.render)
    return Delivery(
        brief=brief,
        card=card_of(brief, view=letters.view, profile=profile),
        documents=(*there, *documents),
        letter=letters,
        site=site_of(template=settings.template, settings=settings.render),
        now=now,
        profile=profile,
        lacking=lacking,
    )


def _extract(engine: str, relations: bool, article: Article) -> Findings:
    return extract(_parse(engine, relations, article), knowledge=load_knowledge())


def _parse(engine: str, relations: bool, article: Article) -> ParsedArticle:
    day = day_of(article.source.published)
    return parse(article, engine=load_engine(engine), knowledge=load_knowledge(), day=day, relations=relations)


def _reading(
    articles: Sequence[Article], results: Sequence[Findings | Fault], *, chosen: Chosen, skipped: Sequence[Skipped]
) -> Reading:
    pairs = list(zip(articles, results, strict=True))
    faults = [_skipped(article, result) for article, result in pairs if isinstance(result, Fault)]
    return Reading(
        findings=[result for result in results if isinstance(result, Findings)],
        articles=[article for article, result in pairs if isinstance(result, Findings)],
        as_of=chosen.as_of or today(),
        clock=chosen.as_of is None,
        unread=[*skipped, *chosen.unread, *faults],
        left_out=chosen.left_out,
    )


def _selected(reading: Reading, off: Sequence[Skipped], *, select: SelectSettings) -> Reading:
    """*reading* without what tells of none of the parties and places asked for; *off* was left out before it."""
    pairs = list(zip(reading.articles, reading.findings, strict=True))
    kept, out = about(pairs, select=select, knowledge=load_knowledge())
    return replace(
        reading,
        articles=[article for article, _ in kept],
        findings=[findings for _, findings in kept],
        left_out=[*reading.left_out, *off, *out],
    )


def _skipped(article: Article, fault: Fault) -> Skipped:
    """*article* as skipped, naming the copies that were to be read through it."""
    copies = f" (and its copies: {', '.join(article.source.carried_by)})" if article.source.carried_by else ""
    return Skipped(path=article.source.path, reason=fault.reason + copies)
