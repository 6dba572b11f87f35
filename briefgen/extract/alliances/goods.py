"""What is given, asked for or promised among allies: arms, men, military aid; and who gets it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from briefgen.extract.alliances.scene import Scene
from briefgen.extract.syntax import children, conjuncts, objects, obliques
from briefgen.parsed import Actor

_CIVIL = frozenset(
    {"humanitarian", "medical", "food", "relief", "financial", "economic", "legal", "technical", "development", "flood"}
    | {
        "victim",
        "victims",
        "refugee",
        "refugees",
        "survivors",
        "earthquake",
        "clearing",
        "rubble",
        "consular",
        "police",
    }
    | {"diplomatic", "typhoon", "hurricane", "cyclone", "tsunami", "quake", "famine", "drought", "wildfire", "vaccine"}
)
_DISASTERS = frozenset(
    {"earthquake", "quake", "typhoon", "hurricane", "cyclone", "tsunami", "famine", "flood", "floods", "landslide"}
)
_SPOKEN = frozenset({"statement", "message", "word", "expression", "declaration", "show", "gesture", "vote", "speech"})
_OPENING = 40  # tokens: a title and its first sentence
_COINS = frozenset(
    {"dollar", "euro", "pound", "franc", "rouble", "ruble", "mark", "lira", "worth", "dollars", "florin"}
)
_STORES = frozenset(
    {"hands", "treasury", "coffers", "arsenal", "arsenals", "ranks", "war-chest"}
)  # "into the hands of"


def is_material(scene: Scene, token: Token) -> bool:
    """Whether a noun is arms, men or military aid: "tanks", "military assistance", "a shipment of rifles"."""
    if _is_model(token):
        return True
    row = scene.words.row(token, "material")
    if row is not None and row.attrs.get("soft") and not is_civil(token):
        inside = any(is_material(scene, t) for t in nominals(token, "of"))
        return inside or scene.words.any(describing(token), "military")
    if row is not None or scene.words.has(token, "support"):
        return not is_civil(token)
    if token.lemma_.lower() in _SPOKEN:
        return False
    described = children(token, "compound", "nmod:desc")
    hard = [c for c in described if (found := scene.words.row(c, "material")) and not found.attrs.get("soft")]
    money = token.text[:1] in "$€£" or token.pos_ in ("SYM", "NUM") or token.lemma_.lower() in _COINS
    inner = [t for t in nominals(token, *(("of", "in") if money else ("of",))) if is_material(scene, t)]
    return bool(hard or inner) and not is_civil(token)


def _is_model(token: Token) -> bool:
    """ "F-16s", "S-300s", "MiG-29s": letters, a hyphen and a number, which a tokeniser takes apart."""
    after = token.doc[token.i + 1 : token.i + 3]
    short = token.pos_ == "PROPN" and len(token.text) < 4 and token.text[0].isupper()
    return short and len(after) == 2 and after[0].text == "-" and after[1].text[:1].isdigit()


def is_wish(scene: Scene, token: Token) -> bool:
    """Whether what is asked for is help in arms: as `is_material`, and plain "help", "assistance", "protection"."""
    if scene.words.has(token, "material") or scene.words.has(token, "support"):
        return not is_civil(token)
    return is_material(scene, token)


def is_rescue(scene: Scene, token: Token) -> bool:
    """Whether a verb of what is wanted is help in arms: "intervene", "send troops", "come to its aid", "help us"."""
    row = scene.words.row(token, "save")
    needs = row.attrs.get("object") if row else None
    things = objects(token)
    if needs == "material":
        return any(is_material(scene, t) or scene.words.has(t, "force") for t in things)
    if needs == "side":
        own = [t for t in things if t.pos_ == "PRON" or scene.words.has(t, "own")]
        return not things or bool(own) or any(scene.sides(t, places=True) for t in things)
    if needs == "aid":
        ends = obliques(token, "to")
        return any(scene.words.has(t, "secure") or scene.words.has(t, "aid") or is_wish(scene, t) for t in ends)
    return row is not None


def are_troops(scene: Scene, goods: Sequence[Token]) -> bool:
    """Whether men alone are sent, who may come as friends or as foes."""
    return all(scene.words.has(thing, "force") and not scene.words.has(thing, "means") for thing in goods)


def takers_of(token: Token, goods: Sequence[Token]) -> list[Token]:
    """Who gets it: the indirect object, "to" and "for" phrases, the object of "supply … with"."""
    found = [*children(token, "iobj"), *obliques(token, "to", "for")]
    found += [t for thing in goods for t in nominals(thing, "to", "for")]
    found += [t for t in objects(token) if t not in goods]
    lent = [o for o in obliques(token, "at") if o.lower_ == "disposal"]
    found += [t for o in lent for t in (*nominals(o, "of"), *children(o, "nmod:poss"))]
    found += obliques(token, "with") if token.lemma_ == "share" else []
    found += [t for o in obliques(token, "into") if o.lower_ in _STORES for t in nominals(o, "of")]
    return found


def describing(token: Token) -> list[Token]:
    """The adjectives and nouns before a noun, with what is joined to them."""
    return [t for c in children(token, "amod", "compound", "nmod:desc") for t in (c, *children(c, "conj", "compound"))]


def is_civil(token: Token) -> bool:
    """Whether what is given is no help in arms: relief, money for the economy, doctors, all after an earthquake."""
    return any(t.lower_ in _CIVIL for t in token.subtree) or any(t.lower_ in _DISASTERS for t in token.doc[:_OPENING])


def nominals(token: Token, *cases: str) -> list[Token]:
    """What stands under a noun after one of *cases*, conjuncts too."""
    return [item for t in obliques(token, *cases) for item in conjuncts(t)]


def whose(scene: Scene, token: Token) -> list[Actor]:
    """The sides after "of" under a noun, places too."""
    return [a for t in nominals(token, "of") for a in scene.sides(t, places=True)]
