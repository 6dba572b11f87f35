"""Right-to-left words in the order and the forms in which they are drawn, for SVG on paper.

WeasyPrint draws the text of an SVG letter by letter, from left to right and unjoined; so a chart label that goes to
paper gets its Arabic letters as presentation forms (Unicode, Arabic Presentation Forms-A and -B) and its right-to-left
stretches turned around. Screens do this themselves and get the plain text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_STRETCH = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff](?:.*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff])?")
_FENCES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def visual(text: str) -> str:
    """*text* as drawn from left to right.

    >>> visual("Army of \u05d0\u05d1\u05d2 (north)")
    'Army of \u05d2\u05d1\u05d0 (north)'
    """
    return _STRETCH.sub(lambda match: _turned(match[0]), text.translate(_FENCES))


def _turned(stretch: str) -> str:
    """A right-to-left stretch turned around, the left-to-right words and numbers in it kept as they are."""
    turned = _joined(stretch).translate(_MIRRORED)[::-1]
    return re.sub(r"[^\W\u0590-\u08ff\ufb1d-\ufeff]+", lambda match: match[0][::-1], turned)


def _joined(text: str) -> str:
    """Arabic letters in the forms that their neighbours ask for; other text as it is."""
    forms = _forms()
    text = re.sub(r"\u0644[\u0622\u0623\u0625\u0627]", lambda match: forms.get(match[0], {}).get("key", match[0]), text)
    shaped = []
    for number, letter in enumerate(text):
        own = forms.get(letter)
        if own is None:
            shaped.append(letter)
            continue
        before, after = _neighbour(text, number, -1), _neighbour(text, number, 1)
        joins_before = "initial" in forms.get(before, {}) and "final" in own
        joins_after = "initial" in own and "final" in forms.get(after, {})
        form = {(False, False): "isolated", (True, False): "final", (False, True): "initial", (True, True): "medial"}
        shaped.append(own.get(form[joins_before, joins_after], letter))
    return "".join(shaped)


def _neighbour(text: str, number: int, step: int) -> str:
    """The next letter in a direction, marks passed over; "" at the end."""
    number += step
    while 0 <= number < len(text) and unicodedata.combining(text[number]):
        number += step
    return text[number] if 0 <= number < len(text) else ""


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    """Presentation forms by letter: isolated, final, initial, medial. Lam with alef stands under its isolated form."""
    found: dict[str, dict[str, str]] = {}
    for point in (*range(0xFB50, 0xFC00), *range(0xFE70, 0xFEFD)):
        kind, *base = unicodedata.decomposition(chr(point)).split() or [""]
        letters = "".join(chr(int(part, 16)) for part in base)
        if kind.startswith("<") and letters and " " not in letters:
            found.setdefault(letters, {})[kind.strip("<>")] = chr(point)
    for letters, forms in list(found.items()):
        if len(letters) == 2 and "isolated" in forms:
            forms["key"] = forms["isolated"]
            found[forms["isolated"]] = {"isolated": forms["isolated"], "final": forms.get("final", forms["isolated"])}
    return found
