"""Finds the names of the knowledge base in a text: an Aho-Corasick automaton, then boundaries, case and context.

Matching runs over a folded copy of the text (lower case, no accents, plain quotes and dashes) of the same length, so
that offsets are those of the text. Case is then checked against the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from briefgen.knowledge import Knowledge
from briefgen.knowledge.types import ActorRow, Name, NameForm
from briefgen.parse.wordset import wordset

Mode = Literal[
    "plain",
    "tie",  # "Turkish-backed": a tie to the actor, not the actor
    "prefix",  # "pro-Assad", "anti-Taliban", "post-Isis"
    "pair",  # "US-Turkish", "Iran-Iraq"
]

_QUOTES = dict.fromkeys("‘’‛ʼʹ´`′", "'") | dict.fromkeys("“”„‟″«»", '"')
_DASHES = dict.fromkeys("‐‑‒–—−", "-")
_SPACES = dict.fromkeys("\u00a0\u2007\u202f\n\t\r", " ")
_TIE = re.compile(
    r"-(?:led|backed|held|controlled|based|affiliated|linked|sponsored|funded|occupied|brokered|mediated|allied|aligned"
    r"|friendly|style|born|run|ruled|made|trained|supplied|designated|supported|armed|inspired|owned|built|dominated"
    r"|administered|annexed|proposed|sanctioned|hosted|recognised|recognized|installed|wide|speaking|loyal|drafted"
    r"|financed|imposed|organised|organized|flagged|registered|besieged|appointed|facilitated|protected|equipped|drawn"
    r"|bound|educated|language|focused|heavy|majority|era|related|themed|manned|operated|launched|ordered|declared)\b"
)
_BEFORE = re.compile(r"(\w+)-$")
_PREFIXES = wordset("pro anti non post pre ex neo trans intra inter mid counter un cross former self sub greater")
_LOOSE_TAILS = wordset(
    "party army front force forces movement council militia brigade brigades group coalition alliance "
    "union units programme program agency organisation organization network commission committee treaty "
    "bloc parliament league ministry department government court commissioner high for refugees of and "
    "the guard guards resistance workers fighters people people's defence defense security assembly "
    "general secretariat bank fund"
)


_ARMED = re.compile(
    r"\b(?:rebel|militia|militant|insurgent|guerrilla|separatist|jihadist|armed group|fighters|ceasefire|troops|ambush)"
)
_COMMON_ORGANS = frozenset(("Foreign Office", "Treasury", "Ministry of Defence", "MoD", "Congress"))
_PLACE = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: characters [start, end), its candidate rows (one actor after `settle`), and how it stands there."""

    start: int
    end: int
    names: tuple[Name, ...]
    mode: Mode = "plain"

    @property
    def actor(self) -> str:
        """The id of the actor meant: that of the first candidate."""
        return self.names[0].actor

    @property
    def form(self) -> NameForm:
        """The form of the first candidate."""
        return self.names[0].form


@dataclass(frozen=True)
class NameIndex:
    """The automaton over folded patterns, and the rows behind each pattern."""

    automaton: Any
    rows: tuple[tuple[Name, ...], ...]


@lru_cache(maxsize=1 << 14)
def _fold_char(char: str) -> str:
    plain = _QUOTES.get(char) or _DASHES.get(char) or _SPACES.get(char)
    if plain:
        return plain
    base = unicodedata.normalize("NFKD", char)[0]
    lower = base.lower()
    return lower if len(lower) == 1 else char


def fold(text: str) -> str:
    """*text* in lower case, without accents, quotes and dashes plain; as long as it was.

    >>> fold("Erdoğan’s PARTY – N’Djamena")
    "erdogan's party - n'djamena"
    """
    return "".join(map(_fold_char, text))


@lru_cache(maxsize=4)
def name_index(knowledge: Knowledge) -> NameIndex:
    """The index of every name of *knowledge*, built once."""
    import ahocorasick_rs

    patterns: dict[str, list[Name]] = {}
    for name in (*knowledge.names, *knowledge.era_names):
        folded = fold(name.text)
        if len(folded) > 1:
            patterns.setdefault(folded, []).append(name)
    automaton = ahocorasick_rs.AhoCorasick(list(patterns), matchkind=ahocorasick_rs.MatchKind.Standard)
    return NameIndex(automaton, tuple(tuple(rows) for rows in patterns.values()))


def find_names(text: str, *, knowledge: Knowledge) -> list[Hit]:
    """The names in *text*, longest first where they overlap, in order; still with every candidate actor."""
    index = name_index(knowledge)
    folded = fold(text)
    found = []
    for pattern, start, end in index.automaton.find_matches_as_indexes(folded, overlapping=True):
        if not _bounded(folded, start, end):
            continue
        names = tuple(name for name in index.rows[pattern] if _case_fits(name, text, start=start, end=end))
        if names:
            found.append(Hit(start, end, names, _mode(text, folded, start=start, end=end)))
    return _longest(found)


def settle(hits: Sequence[Hit], *, text: str, knowledge: Knowledge, year: int | None) -> list[Hit]:
    """Each hit with the one actor that the rest of the text speaks for; hits that nothing speaks for are left out.

    A short acronym of an armed group or agency, and a form marked as often something else, needs company: a country of
    that actor or a place in it, its full name, or words of armed struggle.
    """
    hits = list(_of_the_time(hits, year))
    known = _places(text, knowledge) | {
        hit.actor for hit in hits if len({n.actor for n in hit.names}) == 1 and not _doubtful(hit, knowledge)
    }
    company = 2 if _ARMED.search(text) else 0
    settled = []
    for hit in hits:
        ranked = sorted(hit.names, key=lambda n: -_support(n, known=known, year=year, knowledge=knowledge))
        best = ranked[0]
        single = len({n.actor for n in hit.names}) == 1 and best.form != "institution"
        alone = company if single and not best.careful else 0
        support = _support(best, known=known, year=year, knowledge=knowledge) + alone
        if support >= (2 if _doubtful_name(best, knowledge) else 0):
            settled.append(Hit(hit.start, hit.end, tuple(n for n in ranked if n.actor == best.actor), hit.mode))
    return settled


def _of_the_time(hits: Sequence[Hit], year: int | None) -> Iterator[Hit]:
    """Each hit with the actors that its name had in *year*: where it then was one actor's name, with that one alone."""
    for hit in hits:
        then = tuple(n for n in hit.names if n.years and year is not None and n.years[0] <= year <= n.years[1])
        names = then or tuple(n for n in hit.names if not n.years)
        if names:
            yield Hit(hit.start, hit.end, names, hit.mode)


def _places(text: str, knowledge: Knowledge) -> set[str]:
    """The states of the towns and regions that the text names, each town in its most populous reading."""
    found = set()
    for name in set(_PLACE.findall(text)):
        rows = knowledge.places.get(name.casefold())
        if rows:
            found.add(rows[0].state)
    return found


def _doubtful(hit: Hit, knowledge: Knowledge) -> bool:
    return all(_doubtful_name(name, knowledge) for name in hit.names)


def _doubtful_name(name: Name, knowledge: Knowledge) -> bool:
    """Short acronyms of groups and agencies, and forms marked as often something else."""
    actor = knowledge.actors.get(name.actor)
    if actor is None or (actor.kind in ("state", "intergovernmental") and name.form != "institution"):
        return False
    if name.form == "institution":
        return name.careful or name.text in _COMMON_ORGANS
    return name.careful or (name.form == "acronym" and len(name.text) <= 3)


def _support(name: Name, *, known: set[str], year: int | None, knowledge: Knowledge) -> int:
    actor = knowledge.actors.get(name.actor)
    if actor is None:
        return -9
    score = 4 if name.actor in known else 0
    score += 3 if known.intersection(actor.countries) or actor.parent in known else 0
    score += 1 if actor.kind == "state" else 0
    score -= 1 if name.careful else 0
    return score - (9 if not name.years and _outside(actor, year) else 0)


def _outside(actor: ActorRow, year: int | None) -> bool:
    """Not yet founded in *year*, or gone for more than thirty years."""
    if year is None:
        return False
    return bool((actor.since and actor.since > year) or (actor.until and actor.until < year - 30))


def _bounded(folded: str, start: int, end: int) -> bool:
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    if before.isalnum() or before in "_@#" or after.isalnum() or after in "_$@":
        return False
    if before == "." and start > 1 and folded[start - 2].isalnum() and folded[end - 1] != ".":
        return False
    return not (before == "'" and start > 1 and folded[start - 2].isalnum())


def _case_fits(name: Name, text: str, *, start: int, end: int) -> bool:
    found = text[start:end]
    if name.exact:
        return [c.isupper() for c in found] == [c.isupper() for c in name.text]
    if found.isupper():
        return True
    if name.text[0].isupper() and not found[0].isupper():
        return False
    words, wanted = found.split(), name.text.split()
    if len(words) != len(wanted):
        return found[0].isupper() or name.text[0].islower()
    loose = not name.text.startswith("the ")  # "the league" of 1935 is a football league
    return all(
        _word_fits(word, want) or (n and loose and word in _LOOSE_TAILS)
        for n, (word, want) in enumerate(zip(words, wanted, strict=True))
    )


def _word_fits(word: str, want: str) -> bool:
    return not want[0].isupper() or word[0].isupper() or not word[0].isalpha()


def _mode(text: str, folded: str, *, start: int, end: int) -> Mode:
    if end < len(text) and folded[end] == "-" and text[end] != "—" and folded[end + 1 : end + 2].isalpha():
        return "tie" if _TIE.match(folded, end) else "pair"
    before = _BEFORE.search(folded, max(0, start - 24), start)
    if before and text[start - 1] != "—":
        return "prefix" if before.group(1) in _PREFIXES else "pair"
    return "plain"


def _longest(hits: list[Hit]) -> list[Hit]:
    """Of overlapping hits the longest; of equals the first."""
    taken: list[Hit] = []
    last = -1
    for hit in sorted(_drop_inner(hits), key=lambda h: (h.start, h.start - h.end)):
        if hit.start >= last:
            taken.append(hit)
            last = hit.end
    return taken


def _drop_inner(hits: list[Hit]) -> Iterator[Hit]:
    """Without the hits that lie inside a longer one, in linear time after sorting."""
    reach = -1
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if hit.end > reach:
            yield hit
            reach = hit.end
