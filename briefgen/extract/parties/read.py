"""The parts of actors as the relation model reads them, set against those that the signs speak for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, cast

from briefgen.model import Role
from briefgen.parsed import Actor, ParsedArticle

OVERRULES: Final = 0.7
"""From this share on the model's role goes before that of the signs."""
OVERRULES_GROUP: Final = 0.9
"""The same for an armed group, which is there to fight."""
ADDS: Final = 0.7
"""From this share on an actor of which no sign tells enough is a party."""
ADDS_SIDE: Final = 0.85
"""The same for one that would take a side, or stand between them, on the model's word alone."""
DROPS: Final = 0.95
"""From this share on that it is none an actor is left out."""
_NONE: Final = "none"
_BYSTANDERS: Final = frozenset({"affected", "commentator", _NONE})


def weighed(
    roles: Mapping[str, Role],
    *,
    parsed: ParsedArticle,
    names: Collection[str],
    known: Collection[str],
    helpers: Collection[str],
) -> dict[str, Role]:
    """*roles* with what the model is surer of; *names* are those with a sign, *known* those with a part by register.

    No *helpers*, of whom the brief says that they help a side, are made bystanders.
    """
    found = dict(roles)
    for actor, shares in parsed.parts.items():
        if actor.name not in names or actor.name in known:
            continue
        role = max(shares, key=lambda name: shares[name])
        if actor.name in helpers and role in _BYSTANDERS:
            continue
        if shares[role] >= _least(actor, role, told=actor.name in roles):
            if role == _NONE:
                found.pop(actor.name, None)
            else:
                found[actor.name] = cast(Role, role)
    return found


def _least(actor: Actor, role: str, *, told: bool) -> float:
    if role == _NONE:
        return DROPS
    if not told:
        return ADDS if role in _BYSTANDERS else ADDS_SIDE
    return OVERRULES_GROUP if actor.kind == "armed_group" else OVERRULES
