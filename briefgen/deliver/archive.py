"""The channel kind "archive": a static site of all briefs in a folder, to be served or opened from the disk.

A brief lies in `briefs/SLUG/` for good; `shelf.json` there holds what the index says of it, so that the site is made
anew from its own folder at every delivery. Each file is replaced whole and the index comes last: an update that is
killed leaves pages that all work, and the next one completes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError

from briefgen.deliver.channel import Carry, ChannelSettings, Kind, Stamp
from briefgen.deliver.files import write_file
from briefgen.deliver.patterns import OneLine
from briefgen.delivery import Delivery, Shelved, content_of
from briefgen.errors import ChannelUnusable, Refused
from briefgen.parts import make_folder, sweep
from briefgen.settings import Format

SHELF = "shelf.json"


def _base(url: str) -> str:
    return url if url.endswith("/") else url + "/"


class ArchiveSettings(ChannelSettings):
    """`base_url` is where the folder is served; a feed, which needs full addresses, is made only with it."""

    kind: Literal["archive"] = "archive"
    folder: Path
    title: OneLine = ""
    base_url: Annotated[str, Field(pattern=r"^https?://[!#-;=?-~]+$"), AfterValidator(_base)] | None = None
    formats: tuple[Format, ...] = ("html", "pdf", "json")


def _targets(settings: ArchiveSettings) -> tuple[str, ...]:
    return (str(settings.folder),)


@contextmanager
def _open(settings: ArchiveSettings) -> Iterator[Carry]:
    def carry(delivery: Delivery, stamp: Stamp) -> str:
        try:
            return _update(settings, delivery)
        except OSError as error:
            raise ChannelUnusable(f"{settings.folder}: cannot be written: {error.strerror or error}") from error

    yield carry


def _update(settings: ArchiveSettings, delivery: Delivery) -> str:
    """Put the brief on the shelf, then make the pages of the whole site anew, first without what killed ones left."""
    sweep(_places(settings.folder))
    _shelve(settings, delivery)
    shelf = list(_shelf(settings.folder))
    pages = list(delivery.site.pages(shelf, title=settings.title, base_url=settings.base_url))
    for path, content in pages:
        _write(settings.folder / path, content)
    return f"{_page(settings, delivery)} ({len(shelf)} in the archive)"


def _shelve(settings: ArchiveSettings, delivery: Delivery) -> None:
    """The folder of the brief: made beside its place and moved there whole, or, where it is there, file by file."""
    folder = settings.folder / "briefs" / delivery.card.slug
    files = {f"brief.{one.format}": one.content for one in delivery.documents if one.format in settings.formats}
    page = files.pop("brief.html", None)
    if page is None:
        raise Refused("an archive needs the HTML of a brief; let 'formats' of the channel name it")
    files["index.html"] = delivery.site.frame(page)
    files[SHELF] = (_shelved(folder, delivery, settings).model_dump_json(indent=1) + "\n").encode()
    if folder.is_dir():
        for name, content in files.items():
            _write(folder / name, content)
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = make_folder(folder.parent, folder.name)
    try:
        for name, content in files.items():
            write_file(fresh / name, content)
        fresh.chmod(folder.parent.stat().st_mode & 0o777)
        fresh.rename(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _shelved(folder: Path, delivery: Delivery, settings: ArchiveSettings) -> Shelved:
    """What the index says of the brief; it counts as updated only when it says something else than before."""
    content = content_of(delivery.brief)
    before = _read(folder / SHELF) if (folder / SHELF).is_file() else None
    same = before is not None and before.content == content
    return Shelved(
        card=delivery.card,
        content=content,
        updated=before.updated if before and same else delivery.now,
        files={one.format: len(one.content) for one in delivery.documents if one.format in settings.formats},
    )


def _shelf(folder: Path) -> Iterator[Shelved]:
    for path in sorted((folder / "briefs").glob(f"[!.]*/{SHELF}")):
        yield _read(path)


def _read(path: Path) -> Shelved:
    try:
        return Shelved.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ChannelUnusable(
            f"{path}: is no entry of an archive ({error.errors()[0]['msg']}); remove the folder {path.parent} and "
            "deliver its brief again"
        ) from None


def _write(path: Path, content: bytes) -> None:
    """Write what is not there yet as it is."""
    if not path.is_file() or path.read_bytes() != content:
        write_file(path, content)


def _places(folder: Path) -> Iterator[Path]:
    """Every folder of the site that files are written to."""
    yield from (folder, folder / "assets", folder / "years", folder / "briefs")
    yield from (folder / "briefs").glob("[!.]*/")


def _page(settings: ArchiveSettings, delivery: Delivery) -> str:
    below = f"briefs/{delivery.card.slug}/"
    return settings.base_url + below if settings.base_url else str(settings.folder / below / "index.html")


def _show(settings: ArchiveSettings, delivery: Delivery, stamp: Stamp) -> str:
    return _page(settings, delivery)


ARCHIVE = Kind("archive", ArchiveSettings, targets=_targets, open=_open, show=_show, replaces=True)
