"""briefgen turns news articles on armed conflict into a brief in which every sentence is traceable to its source.

The public API, loaded when first used, so that `import briefgen` costs nothing:

    from briefgen import Settings, build, collect, publish

    settings = Settings(title="South Caucasus")
    brief, reading = build(collect(["articles"], settings=settings), settings=settings)
    receipts = list(publish(brief, settings=settings))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefgen.errors import BriefgenError
    from briefgen.model import Article, Brief, Findings
    from briefgen.pipeline import build, collect, inspect, publish, read
    from briefgen.settings import Settings

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Brief",
    "BriefgenError",
    "Findings",
    "Settings",
    "build",
    "collect",
    "inspect",
    "publish",
    "read",
]

_HOMES = {
    "BriefgenError": "briefgen.errors",
    **dict.fromkeys(("Article", "Brief", "Findings"), "briefgen.model"),
    "Settings": "briefgen.settings",
    **dict.fromkeys(("build", "collect", "inspect", "publish", "read"), "briefgen.pipeline"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'briefgen' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
