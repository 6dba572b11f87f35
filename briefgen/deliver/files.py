"""Documents as files, each written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from briefgen.delivery import Document, Receipt
from briefgen.errors import BriefgenError
from briefgen.parts import END, part_prefix, sweep


def deliver(document: Document, *, folder: Path, stem: str = "brief") -> Receipt:
    """Write *document* to FOLDER/STEM.FORMAT; the folder is made when it is not there.

    Raises `BriefgenError` when it cannot be written; an older file of that name then stays as it was.
    """
    path = folder / f"{stem}.{document.format}"
    sweep((folder,))
    write_file(path, document.content)
    return Receipt(channel="files", target=str(path), detail=f"{len(document.content)} bytes")


def write_file(path: Path, content: bytes) -> None:
    """Write *content* to *path* at once: a reader meets the old file or the new one, never a part."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=part_prefix(path.name), suffix=END)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        place = "choose another place (-o, or the folder of a channel)"
        raise BriefgenError(f"{path}: cannot be written: {error.strerror or error}; {place}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
