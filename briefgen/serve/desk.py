"""The decisions on a brief as its editor sees and changes them: read anew each time, written whole, one at a time.

A brief heeds the review.toml beside it; one of a profile also those of its other days. A decision is changed where it
stands, and a new one goes beside its own brief. A file that cannot be read is never written over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from briefgen.deliver.files import write_file
from briefgen.errors import UsageError
from briefgen.review import FILE_NAME, Decision, covers, decide, files_for, identity, read_review, review_bytes
from briefgen.review.decisions import Action, Value
from briefgen.review.file import MOST_BYTES
from briefgen.serve.facts import Fact

HEARTBEAT = "heartbeat.json"  # by this the output folder of a profile is known


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision and the file in which it stands."""

    decision: Decision
    path: Path

    @property
    def key(self) -> str:
        """A name for it that is the same as long as it says the same."""
        text = json.dumps(self.decision.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Desk:
    """The decisions on the brief in *folder*; *lock* is one for all desks of a server, *by* signs the decisions."""

    folder: Path
    lock: Lock
    by: str = ""

    def decisions(self) -> tuple[Standing, ...]:
        """All that the brief heeds, in the order in which they are applied. Raises `UsageError` for a broken file."""
        return tuple(Standing(decision, path) for path in self._files() for decision in _read(path, self.folder))

    def put(self, fact: Fact, action: Action, *, set: Mapping[str, Value] | None = None, note: str = "") -> None:
        """Decide *action* on *fact*, in place of what was decided on it before. Raises `UsageError` where it cannot."""
        with self.lock:
            before = standing_on(fact, self.decisions())
            made = _decision(fact, action, set=set or {}, note=note, by=self.by, before=before)
            target = before.path if before else self.folder / FILE_NAME
            self._rewrite(lambda decision: _on(decision, fact), target=target, made=made)

    def undo(self, fact: Fact) -> None:
        """Take back whatever was decided on *fact*."""
        with self.lock:
            self._rewrite(lambda decision: _on(decision, fact))

    def drop(self, key: str) -> None:
        """Take back the decision with *key*, on whatever it is."""
        with self.lock:
            gone = {id(one.decision): one.decision for one in self.decisions() if one.key == key}.values()
            self._rewrite(lambda decision: decision in gone)

    def pending(self) -> bool:
        """Whether something was decided since the brief was built, as far as the times of the files tell."""
        try:
            built = (self.folder / "brief.json").stat().st_mtime
            return any(path.stat().st_mtime > built for path in self._files() if path.exists())
        except OSError:
            return False

    def _files(self) -> list[Path]:
        days = (self.folder.parent / HEARTBEAT).is_file()
        paths = files_for(self.folder.parent, days=True) if days else []
        return sorted({*paths, self.folder / FILE_NAME})

    def _rewrite(
        self, gone: Callable[[Decision], bool], *, target: Path | None = None, made: Decision | None = None
    ) -> None:
        """Leave out what is *gone* in every file, with *made* at the first place that came free in *target*."""
        read = {path: _read(path, self.folder) for path in self._files()}
        for path, decisions in read.items():
            kept = [None if gone(decision) else decision for decision in decisions]
            if path == target and made:
                kept = [made if one is None and n == kept.index(None) else one for n, one in enumerate(kept)]
                kept += [] if made in kept else [made]
            left = [decision for decision in kept if decision is not None]
            if left != list(decisions):
                _write(path, left)


def standing_on(fact: Fact, decisions: Sequence[Standing]) -> Standing | None:
    """The decision on *fact* that counts: the last one."""
    return next((one for one in reversed(decisions) if _on(one.decision, fact)), None)


def unmet(facts: Sequence[Fact], decisions: Sequence[Standing]) -> list[Standing]:
    """The decisions on no fact of the brief: what was left out, and what an article no longer says."""
    return [one for one in decisions if not any(_on(one.decision, fact) for fact in facts)]


def _on(decision: Decision, fact: Fact) -> bool:
    """Whether *decision* is on *fact*, or is the correction behind it: one that made it a fact told elsewhere too."""
    if decision.kind != fact.kind:
        return False
    return covers(decision, fact.finding, fact.kind) or (fact.finding.corrected and _behind(decision, fact))


def _behind(decision: Decision, fact: Fact) -> bool:
    told = {**decision.was, **{name: value for name, value in decision.set.items() if name in decision.was}}
    places = {(passage.article, passage.quote) for passage in decision.passages}
    same = told == identity(fact.finding, fact.kind) and decision.action == "correct"
    return same and any((e.article, e.quote) in places for e in fact.finding.evidence)


def _decision(
    fact: Fact, action: Action, *, set: Mapping[str, Value], note: str, by: str, before: Standing | None
) -> Decision:
    """The new decision. Where the brief holds the fact as corrected *before*, it goes on from what was read first."""
    now = datetime.now(UTC).replace(microsecond=0)
    finding = fact.finding
    if finding.corrected and before is None:
        raise UsageError("its correction was taken back; build the brief again before you decide on this fact")
    old = before.decision if before and finding.corrected else None
    merged = {**(old.set if old else {}), **set}
    made = decide(finding, fact.kind, action, set=merged, note=note, by=by, at=now)
    if not old:
        return made
    passages = dict.fromkeys((*old.passages, *made.passages))
    return made.model_copy(update={"was": old.was, "set": merged, "passages": tuple(passages)})


def _read(path: Path, folder: Path) -> tuple[Decision, ...]:
    """The decisions in *path*, unless it is a link that leads away from the folders of the brief."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder.parent.resolve()):
        raise UsageError(f"{path}: is a link that leads out of the folder; put the file itself there")
    return read_review(path)


def _write(path: Path, decisions: Sequence[Decision]) -> None:
    content = review_bytes(decisions)
    if len(content) > MOST_BYTES:
        raise UsageError(f"{path}: is full ({MOST_BYTES // 1024 // 1024} MB); take back what no longer matters")
    write_file(path, content)
