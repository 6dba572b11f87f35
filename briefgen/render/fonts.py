"""The bundled faces as `@font-face` rules: only the files whose characters a document uses, as data URIs.

Each subset is a family of its own ("Brief Serif", "Brief Serif Ext", …), listed one after the other, because that is
what browsers and WeasyPrint treat alike. `missing` tells which characters no bundled face has.
"""

from __future__ import annotations

import tomllib
import unicodedata
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SUBSETS = {
    "latin": "",
    "latin-ext": " Ext",
    "cyrillic": " Cyrillic",
    "cyrillic-ext": " Cyrillic Ext",
    "greek": " Greek",
    "vietnamese": " Viet",
    "arabic": " Arabic",
    "hebrew": " Hebrew",
    "armenian": " Armenian",
    "georgian": " Georgian",
}


@dataclass(frozen=True, slots=True)
class Face:
    """A font file and the characters it covers."""

    file: str
    family: str
    subset: str
    weight: int
    style: str
    covers: frozenset[int]


@lru_cache(maxsize=1)
def faces() -> tuple[Face, ...]:
    """The bundled faces in order of preference."""
    text = files("briefgen.render").joinpath("fonts/faces.toml").read_text(encoding="utf-8")
    return tuple(
        Face(f["file"], f["family"], f["subset"], f["weight"], f["style"], frozenset(_points(f["covers"])))
        for f in tomllib.loads(text)["face"]
    )


def used_faces(text: str) -> tuple[Face, ...]:
    """The faces that *text* needs: the Latin ones always, another subset when a character is not in one before it."""
    wanted = {ord(c) for c in text if not _invisible(c)}
    chosen: list[Face] = []
    for family in ("Brief Serif", "Brief Sans", "Brief World"):
        left = set(wanted)
        for subset in SUBSETS:
            group = [face for face in faces() if (face.family, face.subset) == (family, subset)]
            if group and (subset == "latin" or left & group[0].covers):
                chosen += group
                left -= group[0].covers
        if family == "Brief Sans":
            wanted = left
    return tuple(chosen)


def font_css(chosen: Iterable[Face]) -> str:
    """`@font-face` rules for *chosen* with the files inside."""
    rules = []
    for face in chosen:
        data = files("briefgen.render").joinpath(f"fonts/{face.file}").read_bytes()
        rules.append(
            f'@font-face{{font-family:"{face.family}{SUBSETS[face.subset]}";font-weight:{face.weight};'
            f"font-style:{face.style};font-display:swap;"
            f"src:url(data:font/woff2;base64,{b64encode(data).decode()}) format('woff2')}}"
        )
    return "\n".join(rules)


def stack(family: str, chosen: Iterable[Face], *, fallback: str) -> str:
    """The `font-family` value of "serif" or "sans" text, with the families of *chosen* and *fallback* at the end."""
    names = dict.fromkeys(f'"{f.family}{SUBSETS[f.subset]}"' for f in chosen if f.family in (family, "Brief World"))
    return ",".join([*names, *([fallback] if fallback else [])])


def missing(text: str) -> str:
    """The characters of *text* that no bundled face has, each once, in order.

    >>> missing("Kyiv Київ")
    ''
    """
    covered = frozenset().union(*(face.covers for face in faces() if face.family != "Brief Serif"))
    return "".join(dict.fromkeys(c for c in text if ord(c) not in covered and not _invisible(c)))


def _invisible(c: str) -> bool:
    return c.isspace() or unicodedata.category(c) in ("Cf", "Cc")


def _points(ranges: str) -> Iterable[int]:
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)
