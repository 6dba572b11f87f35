"""Words as the English treebanks of Universal Dependencies cut them: spaCy's English rules with other hyphens and
units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PREFIXES: Final = """
    anti bi co counter cross cyber de e ex extra hyper infra inter intra macro mega micro mid mini mono multi neo non
    over pan para poly post pre pro pseudo quasi re semi sub super supra tele trans tri ultra un under uni vice
"""
PREFIXES: Final = frozenset(_PREFIXES.split())
"""Bound forms that stay on their word ("anti-aircraft"); other hyphens inside a word are words of their own."""

_ABBREVIATIONS: Final = """
    Lt. Col. Gen. Maj. Capt. Sgt. Cpl. Brig. Cmdr. Adm. Pvt. Gov. Sen. Rep. Sec. Amb. Hon. Rev. Prof. Dr. Mr. Mrs. Ms.
    Messrs. St. Mt. Ft. Nos. Jr. Sr. vs. Inc. Corp. Ltd. Co. Bros. Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct.
    Nov. Dec. Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Ky. La. Md. Mich. Minn. Miss. Mo. Mont.
    Neb. Nev. Okla. Ore. Pa. Tenn. Tex. Va. Vt. Wash. Wis. U.S. U.N. U.K. U.S.A. E.U. D.C. U.A.E. D.R. a.m. p.m. i.e.
    e.g. etc. approx. Vol. Ph.D.
"""
"""Words that keep their full stop."""

_HYPHENS: Final = "-–—‐‑‒―~"
_INFIX: Final = re.compile(
    r"\.\.+|…"
    r"|(?<=[^\W\d_])\.(?=[\"'“”‘’]?[A-Z][a-z])(?<=[a-z]\.)"
    r"|(?<=[^\W_])[,!?](?=[^\W\d_])"
    rf"|(?<=[\w.%'’\"”)\]])(?:--+|[{_HYPHENS}])(?=[\w$£€\"“'‘(\[])"
    r"|(?<=[^\W_])[:<>=/;](?=[^\W\d_])"
    r"|(?<=\w)[\"“”()\[\]](?=\w)"
    r"|(?<=[0-9])[+*^](?=[0-9-])"
)
_LINK: Final = re.compile(r"^(?:https?://|www\.)\S+$|^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$", re.IGNORECASE)
_KEPT: Final = re.compile(r"^\d{1,4}(?:[/.]\d{1,4}){1,2}$|^\d+(?:-\d+){2,}$|^[!?]{2,}$|^([=*_#])\1+$")
_RUN: Final = re.compile(r"\S+")
LONGEST_RUN: Final = 1_000
"""Signs in a row without space that are cut as one; spaCy's time grows with the square of such a run."""


@lru_cache(maxsize=1)
def english_tokenizer() -> Callable[[str], Doc]:
    """spaCy's English tokenizer with this module's infixes, made once a process; its time is linear in the text."""
    import spacy
    from spacy.util import compile_prefix_regex, compile_suffix_regex

    language = spacy.blank("en")
    defaults = language.Defaults
    tokenizer: Any = language.tokenizer
    prefixes = [*(defaults.prefixes or ()), rf"[{_HYPHENS}](?=[\w$£€\"“'‘])", "~"]
    suffixes = [*(defaults.suffixes or ()), rf"(?<=[\w.,!?'’\"”)])[{_HYPHENS}]+", r"(?<=\d)(?:years|yrs)"]
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.infix_finditer = _infixes
    tokenizer.token_match = _whole
    for word in _ABBREVIATIONS.split():
        tokenizer.add_special_case(word, [{"ORTH": word}])
    return partial(_in_runs, tokenizer=tokenizer)


def _in_runs(text: str, *, tokenizer: Callable[[str], Doc]) -> Doc:
    """The words of `text`; in a run longer than `LONGEST_RUN` a word ends where that many signs are over."""
    from spacy.tokens import Doc

    runs = _RUN.finditer(text)
    cuts = [at for run in runs for at in range(run.start() + LONGEST_RUN, run.end(), LONGEST_RUN)]
    parts = [tokenizer(text[start:end]) for start, end in pairwise([0, *cuts, len(text)])]
    if len(parts) == 1:
        return parts[0]
    tokens = [token for part in parts for token in part]
    return Doc(parts[0].vocab, words=[t.text for t in tokens], spaces=[bool(t.whitespace_) for t in tokens])


def _infixes(text: str) -> Iterator[re.Match[str]]:
    """Places inside a word where it is cut; a hyphen after a bound form is none.

    >>> [match.start() for match in _infixes("anti-government-backed")]
    [15]
    """
    start = 0
    for match in _INFIX.finditer(text):
        if match[0] in {"-", "‐", "‑"} and text[start : match.start()].lower() in PREFIXES:
            continue
        start = match.end()
        yield match


def _whole(text: str) -> re.Match[str] | None:
    """A match where `text` stays one word whatever it holds: links, addresses, dates, rules of one sign."""
    return _LINK.match(text) or _KEPT.match(text)
