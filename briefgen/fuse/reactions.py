"""The reactions of one story: one for an actor, speaker and type over all articles, in the order of stances."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.fuse.merging import all_evidence, earliest, grouped, only, place_in_text
from briefgen.fuse.names import Names
from briefgen.model import REACTION_TYPES, Reaction, ReactionType

_Key = tuple[str, str | None, ReactionType]


def merged_reactions(
    reactions: Sequence[Reaction], *, sides: frozenset[str] = frozenset(), names: Names
) -> tuple[Reaction, ...]:
    """Merged *reactions*, grouped by stance: by type, then by actor and speaker.

    What the fighting *sides* say is no reaction. A speaker told by surname is the one told in full; a reaction without
    a speaker joins its actor's named one.
    """
    ordered = sorted((r for r in reactions if names.actor(r.actor) not in sides), key=place_in_text)
    full = _full_names(ordered, names)
    groups = grouped(
        ordered, lambda r: (names.actor(r.actor), full.get((names.actor(r.actor), r.speaker or "")), r.type)
    )
    for key in [key for key in groups if key[1] is None]:
        named = sorted((k for k in groups if k[0] == key[0] and k[2] == key[2] and k[1]), key=str)
        if named:
            groups[named[0]] += groups.pop(key)
    made = [_reaction(key, group, names=names) for key, group in groups.items()]
    return tuple(sorted(made, key=lambda r: (REACTION_TYPES.index(r.type), r.actor, r.speaker or "")))


def _full_names(reactions: Sequence[Reaction], names: Names) -> dict[tuple[str, str], str]:
    """For each actor and speaker as worded the fullest form of that name; offices stay as they are."""
    by_actor = grouped([r for r in reactions if r.speaker], lambda r: names.actor(r.actor))
    found: dict[tuple[str, str], str] = {}
    for actor, group in by_actor.items():
        forms = sorted({r.speaker for r in group if r.speaker}, key=lambda form: (-len(form.split()), form))
        by_surname: dict[str, str] = {}
        for form in forms:
            surname = form.split()[-1] if form[:1].isupper() else form
            found[actor, form] = by_surname.setdefault(surname, form)
    return found


def _reaction(key: _Key, group: Sequence[Reaction], *, names: Names) -> Reaction:
    actor, speaker, kind = key
    best = sorted(group, key=lambda r: (r.speaker is None, not r.quoted, place_in_text(r)))
    return Reaction(
        actor=actor,
        speaker=speaker,
        type=kind,
        toward=only(names.maybe(r.toward) for r in group),
        quoted=any(r.quoted for r in group),
        when=earliest([r.when for r in group]),
        evidence=all_evidence(best),
        corrected=any(r.corrected for r in group),
    )
