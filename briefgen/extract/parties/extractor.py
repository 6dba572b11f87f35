"""Parties: every actor with a part in the conflict, its role weighed over the whole article.

Each clause and each noun of violence, backing, mediation, suffering or speech gives weight to a role of the actors in
it (`evidence`); an actor that gathers enough becomes a party, its role the one that the weights and the kind of
actor speak for. Places and states that are merely named gather nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from briefgen.extract.parties.evidence import signs
from briefgen.extract.parties.names import aliases, leaders
from briefgen.extract.parties.roles import Tally, roles_of, tally
from briefgen.extract.parties.scope import Sign
from briefgen.extract.parties.wars import at_home
from briefgen.knowledge import Knowledge
from briefgen.model import Evidence, Party, Role
from briefgen.parsed import ParsedArticle, ParsedKey

_OPPOSING = frozenset(("violence", "fought", "attacked", "war", "launch", "truce"))
_SAYING = ("speak", "react", "speech")
_SHOWN = 3  # pieces of evidence kept a party


def parties(parsed: ParsedArticle, knowledge: Knowledge) -> Iterator[Party]:
    """The parties of an article, in order of their first telling mention."""
    yield from _parties(ParsedKey(parsed), knowledge)


def onlookers(parsed: ParsedArticle, knowledge: Knowledge) -> frozenset[str]:
    """The states and bodies among the belligerents that take no chief part in the fighting, as far as is told.

    Of what is told of them little is fighting: a fourth of what is told of the chief side; where nobody trades blows
    with them, a third, or far less than they say. Troops that are merely somewhere do not count. In a tension such
    a state threatens, protests and mediates as outsiders do: its words are reactions. Whose land a known war is fought
    in looks on at nothing.
    """
    tallies = _tallies(ParsedKey(parsed), knowledge)
    chief = max((_fought(entry) for entry in tallies.values()), default=0.0)
    sides = (party for party in parties(parsed, knowledge) if party.role == "belligerent")
    found = (party for party in sides if party.kind not in ("armed_group", "person"))
    minor = frozenset(party.name for party in found if _is_minor(tallies[party.name], party, chief=chief))
    return minor - at_home(parsed, knowledge)


def _is_minor(entry: Tally, party: Party, *, chief: float) -> bool:
    fought = _fought(entry)
    said = sum(entry.rules.get(rule, 0.0) for rule in _SAYING)
    alone = not party.fights and (3 * fought <= chief or 2.5 * fought < said)
    return alone or 4 * fought <= chief


def _fought(entry: Tally) -> float:
    return entry.weights["belligerent"] - entry.rules.get("present", 0.0)


@lru_cache(maxsize=2)
def _tallies(key: ParsedKey, knowledge: Knowledge) -> Mapping[str, Tally]:
    return tally(signs(key.parsed, knowledge), parsed=key.parsed, knowledge=knowledge)


@lru_cache(maxsize=2)
def _parties(key: ParsedKey, knowledge: Knowledge) -> tuple[Party, ...]:
    parsed, tallies = key.parsed, _tallies(key, knowledge)
    roles, by_model = roles_of(tallies, knowledge, parsed=parsed)
    foes, forms, leading = _foes(tallies, roles), aliases(parsed), leaders(parsed)
    found = []
    for name in sorted(roles, key=lambda name: tallies[name].signs[0].start):
        entry, role = tallies[name], roles[name]
        telling = [sign for sign in entry.signs if sign.role == role]
        actor = entry.actor
        untold = "read" if name in by_model else "known"
        party = Party(
            name=name,
            aliases=forms.get(actor, ()) if actor else (),
            kind=actor.kind if actor else "person",
            role=role,
            leaders=leading.get(actor, ()) if actor else (),
            fights=foes.get(name, ()),
            backs=_backed(entry.signs, known=roles, own=name) if role == "backer" else (),
            evidence=_evidence(parsed, telling) if telling else _evidence(parsed, entry.signs, rule=untold),
        )
        found.append(party)
    return tuple(found)


def _evidence(parsed: ParsedArticle, signs: Sequence[Sign], *, rule: str = "") -> tuple[Evidence, ...]:
    """The first of the signs; *rule* where the role has another source and the signs only show the actor."""
    return tuple(parsed.evidence(s.start, s.end, rule=f"parties.{rule or s.rule}") for s in signs[:_SHOWN])


def _foes(tallies: Mapping[str, Tally], roles: Mapping[str, Role]) -> dict[str, tuple[str, ...]]:
    """Whom each belligerent is set against in any clause, both ways."""
    found: dict[str, dict[str, None]] = {}
    for name, role in roles.items():
        for sign in tallies[name].signs if role == "belligerent" else ():
            for other in sign.others if sign.role == "belligerent" and sign.rule in _OPPOSING else ():
                if other.name != name and roles.get(other.name) == "belligerent":
                    found.setdefault(name, {})[other.name] = None
                    found.setdefault(other.name, {})[name] = None
    return {name: tuple(others) for name, others in found.items()}


def _backed(signs: Iterable[Sign], *, known: Mapping[str, Role], own: str) -> tuple[str, ...]:
    """Those helped in the clauses that make this party a backer, themselves parties."""
    seen = (other.name for sign in signs if sign.role == "backer" for other in sign.others)
    return tuple(dict.fromkeys(name for name in seen if name in known and name != own))
