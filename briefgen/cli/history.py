"""`briefgen history` and `briefgen changes`: what was built before, and what changed between two briefs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from briefgen.settings import Settings


@contextmanager
def opened(settings: Settings, *, no_store: bool) -> Iterator[None]:
    yield None


@click.command()
def history():
    pass


@click.command()
def changes():
    pass
