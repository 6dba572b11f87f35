"""What is answered at which address: briefs, archives, and, where editing was asked for, decisions.

Nothing changes but by POST, and where nothing may change there is no address that takes one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from werkzeug import Request, Response
from werkzeug.exceptions import Conflict, HTTPException, NotFound
from werkzeug.routing import Map, Rule

from briefgen.errors import BriefgenError, UsageError
from briefgen.review import FILE_NAME, read_review
from briefgen.serve.articles import Articles
from briefgen.serve.desk import Desk
from briefgen.serve.facts import Fact
from briefgen.serve.fields import changes, fields_of
from briefgen.serve.guard import ARCHIVE_POLICY, BRIEF_POLICY, FILE_POLICY, PAGE_POLICY, Guard, protected
from briefgen.serve.pages import page, style
from briefgen.serve.review import Review, review_of, shown_of
from briefgen.serve.shelf import Shelf

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MOST_BYTES = 64 * 1024  # of a form
LONGEST_NOTE = 2000
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "xml": "application/atom+xml; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_READING = (
    ("/", "shelf"),
    ("/assets/style.css", "style"),
    ("/briefs/<path:name>/brief.<format>", "document"),
    ("/briefs/<path:name>/review", "review"),
    ("/briefs/<path:name>/review/<kind>/<id>", "fact"),
    ("/archive/<archive>/", "archived"),
    ("/archive/<archive>/<path:place>", "archived"),
)
_EDITING = (("/briefs/<path:name>/review/<kind>/<id>", "decide"), ("/briefs/<path:name>/review/undo/<key>", "drop"))
Handler = Callable[..., Response]
T = TypeVar("T")


class _Request(Request):
    max_content_length = MOST_BYTES
    max_form_memory_size = MOST_BYTES
    max_form_parts = 100


@dataclass
class Site:
    """The WSGI application: briefs of *shelf* with the texts of *articles*, decided on only where it is *editable*."""

    shelf: Shelf
    articles: Articles
    guard: Guard
    editable: bool = False
    by: str = ""
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        rules = [Rule(path, endpoint=name, methods=["GET"]) for path, name in _READING]
        rules += [Rule(path, endpoint=name, methods=["POST"]) for path, name in _EDITING if self.editable]
        self._map = Map(rules, strict_slashes=False, merge_slashes=False)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, whatever it is."""
        request = _Request(environ)
        try:
            self.guard.check(request)
            response = self._answer(request)
        except HTTPException as error:
            response = self._failed(error.description or error.name, code=error.code or 500)
            response.headers.extend((key, value) for key, value in error.get_headers() if key == "Allow")
        except BriefgenError as error:
            response = self._failed(str(error), code=409)
        except Exception as error:
            response = self._failed(f"A fault in briefgen itself: {type(error).__name__}: {error}", code=500)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        endpoint, values = self._map.bind_to_environ(request.environ).match()
        if request.method == "POST":
            self.guard.check_change(request)
        handlers: dict[str, Handler] = {
            "shelf": self._shelf,
            "style": self._style,
            "document": self._document,
            "review": self._review,
            "fact": self._fact,
            "decide": self._decide,
            "drop": self._drop,
            "archived": self._archived,
        }
        return handlers[endpoint](request, **values)

    def _shelf(self, request: Request) -> Response:
        briefs = self.shelf.briefs()
        decided = {one.name: self._count(one.name) for one in briefs if not one.fault}
        archives = sorted(self.shelf.all_archives())
        return self._page("shelf", briefs=briefs, decided=decided, archives=archives, root=self.shelf.root)

    def _style(self, request: Request) -> Response:
        return protected(Response(style(), content_type=_TYPES["css"]), policy=FILE_POLICY)

    def _document(self, request: Request, *, name: str, format: str) -> Response:
        path = _found(self.shelf.document(name, format), "There is no such brief, or not in this format.")
        response = _file(path, policy=BRIEF_POLICY if format == "html" else FILE_POLICY)
        if format != "html":
            response.headers.set("Content-Disposition", "attachment", filename=path.name)
        return response

    def _archived(self, request: Request, *, archive: str, place: str = "") -> Response:
        path = _found(self.shelf.archived(archive, place), "There is no such page in the archive.")
        if path.suffix[1:] not in _TYPES:
            raise NotFound("There is no such page in the archive.")
        if path.name == "index.html" and not request.path.endswith(("/", "/index.html")):
            return _go(request.path + "/")  # so that the links in it lead where they should
        brief = place.startswith("briefs/")
        return _file(path, policy=BRIEF_POLICY if brief else ARCHIVE_POLICY)

    def _review(self, request: Request, *, name: str) -> Response:
        review = self._open(name)
        lacking = self.articles.texts(review.brief).lacking
        done = _done(request, review)
        return self._page("review", review=review, lacking=lacking, page=self._has_page(name), done=done)

    def _fact(self, request: Request, *, name: str, kind: str, id: str) -> Response:
        review = self._open(name)
        fact = _found(review.fact(f"{kind}/{id}"), "The brief holds no such fact (any more); look at its list again.")
        return self._fact_page(request, review, fact)

    def _decide(self, request: Request, *, name: str, kind: str, id: str) -> Response:
        review, desk = self._open(name), self._desk(name)
        fact = review.fact(f"{kind}/{id}")
        if fact is None:
            raise Conflict("The brief was built anew meanwhile and holds no such fact; look at its list again.")
        if review.fault:
            raise Conflict(review.fault)
        try:
            _act(request.form, fact, desk)
        except UsageError as error:
            return self._fact_page(request, review, fact, error=str(error))
        following = fact if request.form.get("action") == "undo" else self._open(name).next_open(fact)
        place = f"/{following.key}" if following else ""
        return _go(f"/briefs/{name}/review{place}", f"?done={fact.key}#{'fact' if following else 'facts'}")

    def _drop(self, request: Request, *, name: str, key: str) -> Response:
        self._open(name)
        self._desk(name).drop(key)
        return _go(f"/briefs/{name}/review", "#decisions")

    def _fact_page(self, request: Request, review: Review, fact: Fact, *, error: str = "") -> Response:
        main = fact.finding.evidence[0].article
        wanted = request.args.get("article", main)
        article = wanted if any(e.article == wanted for e in fact.passages) else main
        shown, quotes = shown_of(review, fact, article=article, texts=self.articles.texts(review.brief))
        decision = review.decision(fact)
        over = decision.set if decision and decision.action == "correct" else {}
        scope: dict[str, Any] = {"review": review, "fact": fact, "shown": shown, "quotes": quotes, "decision": decision}
        scope |= {"built": fields_of(fact.finding, fact.kind), "fields": fields_of(fact.finding, fact.kind, over=over)}
        scope |= {"typed": request.form.to_dict() if error else {}, "error": error}
        scope |= {"done": None if error else _done(request, review), "page": self._has_page(review.name)}
        return self._page("fact", status=422 if error else 200, **scope)

    def _open(self, name: str) -> Review:
        brief = _found(self.shelf.brief(name), "There is no such brief.")
        return review_of(name, brief, desk=self._desk(name))

    def _desk(self, name: str) -> Desk:
        return Desk(_found(self.shelf.folder(name), "There is no such brief."), self._lock, by=self.by)

    def _has_page(self, name: str) -> bool:
        return self.shelf.document(name, "html") is not None

    def _count(self, name: str) -> int | None:
        """The decisions in the file beside a brief, None where it cannot be read."""
        folder = self.shelf.folder(name)
        try:
            return len(read_review(folder / FILE_NAME)) if folder else 0
        except UsageError:
            return None

    def _failed(self, message: str, *, code: int) -> Response:
        return self._page("failed", message=message, status=code)

    def _page(self, name: str, *, status: int = 200, **scope: Any) -> Response:
        text = page(name, editable=self.editable, token=self.guard.token, **scope)
        return protected(Response(text, status=status, content_type=_TYPES["html"]), policy=PAGE_POLICY)


def _act(form: Mapping[str, str], fact: Fact, desk: Desk) -> None:
    """Do what the pressed button says. Raises `UsageError` where it cannot be done."""
    note = " ".join(form.get("note", "").split())
    if len(note) > LONGEST_NOTE:
        raise UsageError(f"a note takes up to {LONGEST_NOTE:,} characters")
    match form.get("action", ""):
        case "undo":
            desk.undo(fact)
        case "accept":
            desk.put(fact, "accept", note=note)
        case "reject":
            desk.put(fact, "reject", note=note)
        case "correct":
            desk.put(fact, "correct", set=changes(fact.finding, fact.kind, form), note=note)
        case _:
            raise UsageError("no such decision; press one of the buttons")


def _done(request: Request, review: Review) -> Fact | None:
    """The fact that was decided on just before this page."""
    return review.fact(request.args.get("done", ""))


def _go(path: str, rest: str = "") -> Response:
    """On to another page, which is asked for by GET."""
    return protected(Response(status=303, headers={"Location": quote(path) + rest}), policy=FILE_POLICY)


def _file(path: Path, *, policy: str) -> Response:
    return protected(Response(path.read_bytes(), content_type=_TYPES[path.suffix[1:]]), policy=policy)


def _found(value: T | None, message: str) -> T:
    if value is None:
        raise NotFound(message)
    return value
