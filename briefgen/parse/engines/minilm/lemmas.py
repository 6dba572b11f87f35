"""Lemmas as edit scripts: what to do to a form to get its lemma, a small closed set that a classifier can learn.

A script is three parts joined by bars: how to treat case (`k` keep, `l` lower, `c` capitalise), how many characters
to cut off the end, and what to put there: `l|3|y` turns "Cities" into "city".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

_IN_LEXICON = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
_CASES: Final[Mapping[str, Callable[[str], str]]] = {"k": str, "l": str.lower, "c": str.capitalize}


def lemma_script(form: str, lemma: str) -> str:
    """The shortest script that turns `form` into `lemma`.

    >>> lemma_script("cities", "city"), lemma_script("Was", "be"), lemma_script("OBAMA", "Obama")
    ('k|3|y', 'k|3|be', 'c|0|')
    """
    candidates = [_script(case, cased(form), lemma) for case, cased in _CASES.items()]
    return min(candidates, key=lambda script: (_cost(script), "klc".index(script[0])))


def apply_script(script: str, form: str) -> str:
    """The lemma that `script` makes of `form`; the form itself where the script would leave nothing.

    >>> apply_script("k|3|y", "armies"), apply_script("k|9|", "a")
    ('army', 'a')
    """
    case, cut, ending = script.split("|", 2)
    stem = _CASES[case](form)
    keep = len(stem) - int(cut)
    if keep < 0:
        return form
    return stem[:keep] + ending or form


@lru_cache(maxsize=65_536)
def settle(form: str, upos: str, guess: str) -> str:
    """The lemma of `form` used as `upos`: the model's `guess` where LemmInflect's lexicon allows it, else the
    lexicon's.

    Names, function words and forms that the lexicon does not know keep the guess; its rules for unknown forms are not
    asked, as they make "oth" of "other" and "azerbaija" of "Azerbaijani".

    >>> settle("urged", "VERB", "urg"), settle("found", "VERB", "found"), settle("Taliban", "PROPN", "Taliban")
    ('urge', 'found', 'Taliban')
    >>> settle("Azerbaijani", "ADJ", "Azerbaijani"), settle("other", "ADJ", "other")
    ('Azerbaijani', 'other')
    """
    if upos not in _IN_LEXICON:
        return guess
    from lemminflect import getLemma

    known = getLemma(form.lower(), upos, lemmatize_oov=False)
    return guess if not known or guess in known else str(known[0])


def _script(case: str, form: str, lemma: str) -> str:
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return f"{case}|{len(form) - same}|{lemma[same:]}"


def _cost(script: str) -> int:
    _, cut, ending = script.split("|", 2)
    return int(cut) + len(ending)
