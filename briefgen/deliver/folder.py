"""The channel kind "folder": the documents as files, each as-of in a folder of its own or always in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from briefgen.deliver.channel import Carry, ChannelSettings, Kind, Stamp
from briefgen.deliver.files import deliver
from briefgen.deliver.patterns import Pattern, fill
from briefgen.delivery import Delivery, Document
from briefgen.errors import Refused
from briefgen.settings import Format


class FolderSettings(ChannelSettings):
    """`place` is the path below *folder*, without the suffix: "{slug}/brief" keeps all, "latest" only the last."""

    kind: Literal["folder"] = "folder"
    folder: Path
    place: Pattern = "{slug}/brief"
    formats: tuple[Format, ...] = ("md", "html", "pdf", "json")


def _targets(settings: FolderSettings) -> tuple[str, ...]:
    return (str(settings.folder),)


@contextmanager
def _open(settings: FolderSettings) -> Iterator[Carry]:
    def carry(delivery: Delivery, stamp: Stamp) -> str:
        path = _path(settings, delivery)
        for document in _documents(settings, delivery):
            deliver(document, folder=path.parent, stem=path.name)
        return _show(settings, delivery, stamp)

    yield carry


def _show(settings: FolderSettings, delivery: Delivery, stamp: Stamp) -> str:
    path = _path(settings, delivery)
    return " ".join([str(path), *(f".{document.format}" for document in _documents(settings, delivery))])


def _documents(settings: FolderSettings, delivery: Delivery) -> Iterator[Document]:
    yield from (found for format in settings.formats if (found := delivery.document(format)))


def _path(settings: FolderSettings, delivery: Delivery) -> Path:
    """Where the files go. Raises `Refused` where a title would lead out of the folder."""
    path = settings.folder / fill(settings.place, delivery.card)
    if not path.resolve().is_relative_to(settings.folder.resolve()) or not path.name:
        raise Refused(f"{path}: is not below {settings.folder}; use {{slug}} rather than a title in 'place'")
    return path


FOLDER = Kind("folder", FolderSettings, targets=_targets, open=_open, show=_show, replaces=True)
