"""Stories of an invented country, and a short way to load what a test wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.load import Loaded, load
from briefgen.settings import LoadSettings

STORY = (
    "The border guard of Riverland said on Tuesday that four of its men were killed near the bridge at Dorn. "
    "Hillmark denied that its soldiers had opened fire and called for an inquiry."
)


@pytest.fixture
def story() -> str:
    return STORY


@pytest.fixture
def read(tmp_path: Path):
    """Write files by name and load the folder."""

    def write_and_load(files: dict[str, str | bytes], **options: object) -> Loaded:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load([tmp_path], settings=LoadSettings(), **options)  # type: ignore[arg-type]

    return write_and_load
