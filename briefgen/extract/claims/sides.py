"""Who stands against whom, and so who is meant where a text does not say: the side that is left when one is known.

"The Ministry states that Bulgarian bands have burnt a village" is told by whom Bulgaria fights; "the rebels said that
soldiers had burnt it" accuses whom the rebels fight. Only where one side is left is anything inferred.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field as dataclass_field

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.cues import Lexicon
from briefgen.extract.frames import holds
from briefgen.knowledge import Knowledge
from briefgen.model import Party, day_of
from briefgen.parsed import Mention, ParsedArticle

_Ties = Mapping[str, frozenset[str]]
_NONE: frozenset[str] = frozenset()
_PARAGRAPH = 400  # tokens: a text without paragraphs stays linear
_GROUP_KINDS = frozenset({"armed_group"})
_STATE_KINDS = frozenset({"state", "alliance", "intergovernmental", "organisation"})


@dataclass(frozen=True)
class Field:
    """The parties of an article by name, whom each fights, on whose side each is.

    `firsts` has the first mention of each actor, `tellers` who speaks, by the position of the verb of saying.
    """

    parsed: ParsedArticle
    sides: Mapping[str, Party]
    enemies: _Ties
    friends: _Ties
    firsts: Mapping[str, Mention]
    tellers: Mapping[int, Mention] = dataclass_field(
        default_factory=dict
    )  # who speaks, by the token of the verb of saying

    def fights(self, name: str) -> bool:
        party = self.sides.get(name)
        return party is not None and party.role == "belligerent"

    def foe_of(
        self, names: Collection[str], *, kinds: Collection[str] | None = None, near: Token | None = None
    ) -> list[Mention]:
        """A mention of the one side that *names* fight, of one of *kinds* where asked; empty where several may be.

        Of several the one that alone is named in the paragraph before *near*.
        """
        left = [other for other in self.sides if self.fights(other) and other not in names]
        left = left or [other for name in names for other in self.enemies.get(name, _NONE)]
        left = [other for other in left if not any(other in self.friends.get(name, _NONE) for name in names)]
        known = [other for other in left if any(other in self.enemies.get(name, _NONE) for name in names)]
        left = [other for other in known or left if kinds is None or self.sides[other].kind in kinds]
        if len(left) > 1 and near is not None:
            left = [other for other in self.named_before(near) if other in left]
        return [self.firsts[name] for name in left if name in self.firsts] if len(left) == 1 else []

    def main_pair(self) -> list[str]:
        """The two known foes of whom the article speaks most; empty where no two are known to fight each other."""
        counts = Counter(a.name for m in self.parsed.mentions for a in m.actors if self.fights(a.name))
        pairs = [(one, other) for one in counts for other in self.enemies.get(one, _NONE) if other in counts]
        ranked = sorted((counts[one] + counts[other], one, other) for one, other in pairs)
        return list(ranked[-1][1:]) if ranked else []

    def named_before(self, token: Token) -> list[str]:
        """The sides that are named in the paragraph before *token*, each once, in the order of the text."""
        doc, first = self.parsed.doc, max(0, token.i - _PARAGRAPH)
        start = next((t.i for t in reversed(doc[first : token.i]) if "\n" in t.text_with_ws), first)
        over = (m for t in doc[start : token.i] for m in self.parsed.mentions_at(t))
        return list(dict.fromkeys(a.name for m in over for a in m.actors if a.name in self.sides))


def field(parsed: ParsedArticle, sides: Mapping[str, Party], knowledge: Knowledge) -> Field:
    """The field of an article: what its parties say of each other, and the conflicts known of its year.

    Those who fight each other in one war are no friends for standing together in another.
    """
    enemies: dict[str, set[str]] = defaultdict(set)
    friends: dict[str, set[str]] = defaultdict(set)
    for party in sides.values():
        for others, ties in ((party.fights, enemies), (party.backs, friends)):
            for other in others:
                ties[party.name].add(other)
                ties[other].add(party.name)
    for here, there in _known(parsed, sides, knowledge):
        for name in here:
            enemies[name] |= there
            friends[name] |= here - {name}
    named = ((m.actor.name, m) for m in reversed(parsed.mentions) if m.actor is not None)
    return Field(
        parsed,
        sides,
        {name: frozenset(found) for name, found in enemies.items()},
        {name: frozenset(found - enemies[name]) for name, found in friends.items()},
        firsts=dict(named),
    )


def _known(
    parsed: ParsedArticle, sides: Mapping[str, Party], knowledge: Knowledge
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """The two camps, backers with them, of each conflict of the article's day, by names of its parties; both ways."""
    day = day_of(parsed.article.source.published)
    ids = {a.id: a.name for m in parsed.mentions for a in m.actors if a.id is not None and a.name in sides}
    for conflict in knowledge.conflicts if day is not None else ():
        if day is None or not conflict.told_in(day):
            continue
        camps = [frozenset(ids[id] for id in camp if id in ids) for camp in conflict.camps]
        yield from ((here, there) for here in camps for there in camps if here is not there and here and there)


def is_organ(parsed: ParsedArticle, token: Token | None, lexicon: Lexicon) -> bool:
    """Whether *token* heads a phrase for an organ of a side that it does not name: "the Ministry", "army officers"."""
    if token is None or not holds([token, *syntax.children(token, "compound")], lexicon.content["organ"]):
        return False
    named = any(m.actors for t in token.subtree for m in parsed.mentions_at(t))
    owner = syntax.child(token, "nmod:poss")  # "the Admiral's dispatches"
    owned = owner is not None and not holds([owner], lexicon.content["organ"])
    return not named and not owned and not syntax.obliques(token, "for")


def organ_kinds(token: Token | None, lexicon: Lexicon) -> frozenset[str] | None:
    """The kinds of side that have such an organ: a ministry or a navy is a state's; None where any may have it."""
    words = [] if token is None else [token, *token.subtree]
    return _STATE_KINDS if holds(words, lexicon.content["state_organ"]) else None


def unnamed_forces(parsed: ParsedArticle, token: Token, lexicon: Lexicon) -> frozenset[str] | None:
    """The kinds of side whose forces a phrase without a name may be: "soldiers", "the army", "the rebels"."""
    bare = token.tag_ in ("NNS", "NNPS") or any(c.lower_ in ("the", "these") for c in syntax.children(token, "det"))
    words = [token, *syntax.children(token, "compound", "amod")]
    if not bare or any(m.actors for t in token.subtree for m in parsed.mentions_at(t)):
        return None
    if holds(words, lexicon.content["rebel_force"]):
        return _GROUP_KINDS
    return _STATE_KINDS if holds(words, lexicon.content["state_force"]) else None
