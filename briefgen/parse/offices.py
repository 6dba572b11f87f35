"""Offices, ranks and spokesmen in the text, each with the actor that the words beside it name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from briefgen.knowledge import Knowledge
from briefgen.parse.names import fold
from briefgen.parse.scene import Link, Scene, actor_of
from briefgen.parsed import Actor

_FILL = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "PART", "X", "ADV", "DET"))
_LONGEST_OFFICE = 9  # tokens: "deputy special representative of the secretary-general"
_POSTED = frozenset(
    ("ambassador", "high commissioner", "consul", "consul general", "consul-general", "charge", "attache", "envoy")
)  # whoever is so "in London" is so of another state
_SENT = frozenset(("ambassador", "envoy", "representative", "delegate", "negotiator", "commissioner"))
PAST = frozenset(("former", "ex", "late", "ousted", "deposed", "then", "retired", "shadow", "exiled"))


@dataclass(frozen=True, slots=True)
class Office:
    """An office in the text: tokens [start, end), its words, its class, and the actor that it is an office of."""

    start: int
    end: int
    words: str
    cls: str
    actor: Actor | None
    phrase: int
    reach: int
    former: bool = False


def offices(scene: Scene) -> list[Office]:
    """Every office in the text, the longest phrase first, none inside another; with the actor named beside it."""
    doc, table = scene.doc, scene.lexicon.offices
    firsts = _first_words(scene.knowledge, tuple(table))
    found = []
    i = 0
    while i < len(doc):
        word = plain(doc[i].text)
        office = _office_at(scene, i, table) if word in firsts or word.removesuffix("s") in firsts else None
        if office is None:
            i += 1
            continue
        found.append(office)
        i = office.end
    return found


@lru_cache(maxsize=4)
def _first_words(knowledge: Knowledge, words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(part for word in words for part in (word.split()[0], word.replace("-", " ").split()[0]))


def plain(text: str) -> str:
    return fold(text).replace(".", "")


def _office_at(scene: Scene, i: int, table: Mapping[str, str]) -> Office | None:
    doc = scene.doc
    for length in range(min(_LONGEST_OFFICE, len(doc) - i), 0, -1):
        words = " ".join(plain(doc[i : i + length].text).split())
        cls = table.get(words) or (table.get(words[:-1]) if words.endswith("s") else None)
        if words == "pm" and (doc[i].text != "PM" or (i and doc[i - 1].like_num)):
            continue  # "3 pm"
        if cls and not (length == 1 and doc[i].pos_ in ("VERB", "AUX", "PRON", "ADV", "ADP", "DET")):
            if cls == "former":
                return None
            return _with_actor(scene, start=i, end=i + length, words=words, cls=cls)
    return None


def _with_actor(scene: Scene, *, start: int, end: int, words: str, cls: str) -> Office:
    """The office with the actor before it ("the Turkish president") or after it ("president of Turkey")."""
    first, link, former = _look_left(scene, start, sent=words.removesuffix("s").split()[-1] in _SENT)
    reach = end
    if cls == "staff":
        link = None
    own = _of_one_state(scene, words)
    if link is None and not _is_posted(scene, end, words=words, everywhere=own is not None and own.kind != "state"):
        link, reach = _look_right(scene, end, spokes=cls == "spokes" or "spokes" in words)
    actor = link.actor if link else own
    if actor is not None and actor.kind == "state" and _against_state(scene, first, end):
        actor = None
    return Office(start, end, words, cls, None if former else actor, first, reach, former)


def _is_posted(scene: Scene, end: int, *, words: str, everywhere: bool) -> bool:
    """ "the ambassador in Bangui", "the consul at Jeddah": where an envoy sits is not whose envoy he is, nor is it of
    an office known by its name, which is the same *everywhere*."""
    return (everywhere or words in _POSTED) and end < len(scene.doc) and scene.doc[end].lower_ in ("in", "at")


def _of_one_state(scene: Scene, words: str) -> Actor | None:
    """The state whose office this is by its name alone: "taoiseach"."""
    row = scene.knowledge.named(scene.lexicon.office_states.get(words, ""))
    return actor_of(row) if row else None


def _against_state(scene: Scene, start: int, end: int) -> bool:
    """ "Venezuelan opposition leader", "Tamil rebel commander": no officer of the state."""
    return any(token.lower_ in scene.lexicon.modifiers for token in scene.doc[start:end])


def _look_left(scene: Scene, start: int, *, sent: bool) -> tuple[int, Link | None, bool]:
    """The first token of the phrase that ends at *start*, the nearest actor in it, and whether the office is past.

    Of an officer who is *sent* it is the farthest: "Syria's UN ambassador" is Syria's, "the EU's Syria envoy" the EU's.
    """
    doc, link, former = scene.doc, None, False
    i = start
    while i > 0 and start - i < 9 and not doc[i].is_sent_start:
        token = doc[i - 1]
        inside = scene.link_at.get(i - 1)
        if inside is not None and inside.mode in ("plain", "pair"):
            if link is None or (sent and inside.mode == "plain"):
                link = inside
            i = inside.start
            continue
        if token.lower_ in PAST:
            former = True
        if token.pos_ not in _FILL and token.text not in ("'s", "’s", "-", "'", "’", "[", "("):
            break
        if token.pos_ == "DET":
            i -= 1
            break
        if token.text == "-" and i > 1 and doc[i - 2].whitespace_:
            break
        if (
            link is not None
            and token.pos_ in ("NOUN", "PROPN")
            and token.lower_ not in ("deputy", "acting", "state", "vice", "chief", "senior", "assistant")
        ):
            break
        i -= 1
    while i < start and doc[i].text in ("-", "'s", "’s", "'", "’", "[", "("):
        i += 1
    return i, link, former


def _look_right(scene: Scene, end: int, *, spokes: bool) -> tuple[Link | None, int]:
    """The actor of "of NAME", "for NAME" (spokesmen only) after an office, and where that phrase ends."""
    doc = scene.doc
    if end >= len(doc) or doc[end].lower_ not in ("of", "for", "in", "at", "from"):
        return None, end
    only_body = doc[end].lower_ == "for" and not spokes
    for i in range(end + 1, min(end + 9, len(doc))):
        link = scene.link_at.get(i)
        if link is not None:
            return (
                (link, link.end)
                if link.mode == "plain" and not (only_body and not _is_body(scene, link))
                else (None, end)
            )
        if doc[i].pos_ not in _FILL and doc[i].lower_ not in ("of", "and", "'s", "’s"):
            break
    return None, end


def _is_body(scene: Scene, link: Link) -> bool:
    """An organisation or a state's institution ("the US National Security Council"); "envoy for Syria" is neither."""
    if link.form in ("institution", "seat"):
        return True
    if link.actor.kind != "state":
        return link.actor.kind != "armed_group"
    words = list(scene.words(link.end, min(link.end + 4, len(scene.doc))))
    return any(scene.lexicon.heads.get(w) == "institution" for w in words)
