"""How a case in TOML is read, and when what it expects is met by what was found.

A case is a `[[case]]` with `id`, `text`, and perhaps `day`, `title`, `note`; its `[[case.expect]]` tables are findings
of the kind that the folder is named after, by those fields that matter; without any, nothing of the kind may be found.
`[[case.forbid]]` tables must match nothing. With `exact = true` nothing may be found beyond what is expected.

A value is met when it equals the field. `"null"` stands for an absent value. A string is met by a part of `quote`,
`victims`, `act` and `what`; a list by every one of its items in the field; a table by its keys; a date by its ISO form.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from briefgen.explain import KINDS, explanation
from briefgen.model import Findings
from briefgen.parsed import ParsedArticle

FOLDER = Path(__file__).parent
KNOWN = "known_failures.toml"
PARTS = frozenset({"quote", "victims", "act", "what", "text"})  # a part of these is enough
ALIASES = {"timeline": "events"}
FOLDERS = (*KINDS, *ALIASES, "mentions", "quantities", "dates", "speeches")  # others have a runner of their own

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One case, the kind of finding that it is about, and whether it is known to fail."""

    kind: str
    id: str
    text: str
    day: date | None
    title: str | None
    expect: tuple[Table, ...]
    forbid: tuple[Table, ...]
    exact: bool
    known_failure: bool
    path: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which expectations were met, which not, what was found beyond them, and what was found though forbidden."""

    met: tuple[Table, ...]
    missed: tuple[Table, ...]
    extra: tuple[Table, ...]
    forbidden: tuple[Table, ...]

    def holds(self, case: Case) -> bool:
        """Whether the case passes."""
        nothing = not case.expect and not case.forbid
        return not self.missed and not self.forbidden and not (self.extra and (case.exact or nothing))


def cases(folder: Path = FOLDER) -> Iterator[Case]:
    """Every case under *folder*, in the order of the files' names."""
    for path in sorted(path for path in folder.glob("*/*.toml") if path.parent.name in FOLDERS):
        for table in tomllib.loads(path.read_text(encoding="utf-8")).get("case", []):
            yield _case(table, path)


def judge(case: Case, parsed: ParsedArticle, findings: Findings) -> Outcome:
    """Set what *case* expects against what was found; an item found meets one expectation at most."""
    found = list(_found(case.kind, parsed, findings))
    pairs = _pairs([[n for n, item in enumerate(found) if _meets(item, wanted)] for wanted in case.expect])
    met = [wanted for n, wanted in enumerate(case.expect) if n in pairs]
    missed = [wanted for n, wanted in enumerate(case.expect) if n not in pairs]
    extra = [item for n, item in enumerate(found) if n not in pairs.values()]
    forbidden = [item for item in found if any(_meets(item, table) for table in case.forbid)]
    return Outcome(tuple(met), tuple(missed), tuple(extra), tuple(forbidden))


def _pairs(choices: list[list[int]]) -> dict[int, int]:
    """The most pairs of an expectation and an item of its *choices* that go together (Kuhn's augmenting paths).

    >>> _pairs([[0, 1], [0], []])
    {1: 0, 0: 1}
    """
    taken: dict[int, int] = {}

    def place(wanted: int, tried: set[int]) -> bool:
        for item in choices[wanted]:
            if item not in tried:
                tried.add(item)
                if item not in taken or place(taken[item], tried):
                    taken[item] = wanted
                    return True
        return False

    for wanted in range(len(choices)):
        place(wanted, set())
    return {wanted: item for item, wanted in taken.items()}


def _case(table: Table, path: Path) -> Case:
    unknown = set(table) - {"id", "text", "day", "title", "note", "expect", "forbid", "exact"}
    if unknown:
        raise ValueError(f"{path}: case {table.get('id')!r}: no such key: {', '.join(sorted(unknown))}")
    day = table.get("day")
    return Case(
        kind=path.parent.name,
        id=table["id"],
        text=table["text"],
        day=date.fromisoformat(day) if isinstance(day, str) else day,
        title=table.get("title"),
        expect=tuple(table.get("expect", ())),
        forbid=tuple(table.get("forbid", ())),
        exact=bool(table.get("exact", False)),
        known_failure=path.name == KNOWN,
        path=path,
    )


def _found(kind: str, parsed: ParsedArticle, findings: Findings) -> Iterator[dict[str, Any]]:
    """The items of *kind*: findings with their main evidence's words and rule, or what the parser saw."""
    explained = explanation(parsed, findings)
    kind = ALIASES.get(kind, kind)
    if kind not in KINDS:
        yield from explained[kind]
        return
    for item in explained["findings"][kind]:
        evidence = item["evidence"][0]
        yield item | {"quote": evidence["quote"], "rule": evidence["rule"]}


def _meets(item: Table, wanted: Table) -> bool:
    return all(key in item and _equal(item[key], value, part=key in PARTS) for key, value in wanted.items())


def _equal(actual: Any, wanted: Any, *, part: bool) -> bool:
    if wanted == "null":
        return actual in (None, "", [])
    if isinstance(wanted, Mapping):
        return isinstance(actual, Mapping) and _meets(actual, wanted)
    if isinstance(wanted, Sequence) and not isinstance(wanted, str):
        return isinstance(actual, Sequence) and all(value in actual for value in wanted)
    if isinstance(wanted, date):
        return bool(actual == wanted.isoformat())
    if isinstance(wanted, str) and isinstance(actual, Mapping):
        return wanted in str(actual.get("text", ""))
    if part and isinstance(wanted, str) and isinstance(actual, str):
        return wanted.casefold() in actual.casefold()
    return bool(actual == wanted) and isinstance(actual, bool) == isinstance(wanted, bool)
