"""Turns the names found into mentions: whose noun phrase it is, what its head makes of it, whether it locates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.parse.locative import only_place
from briefgen.parse.phrases import case_of, noun_over, phrase_start, role_of
from briefgen.parse.scene import MENTION_FORMS, Link, Scene, lemma
from briefgen.parse.wordset import wordset
from briefgen.parsed import HeadKind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOMINAL = frozenset(("nsubj", "nsubj:pass", "obj", "obl", "nmod", "conj", "iobj", "obl:agent"))
_VOICES = frozenset(("radio", "television"))
_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
_TOWNS = frozenset(("capital", "seat", "territory"))
_ORGAN_OF: dict[str, HeadKind] = {"forces": "forces", "institution": "institution", "people": "people"}
_CIVIL_VERBS = wordset(
    "fled died lived live vote voted queued queue gathered gather protested protest celebrated mourned "
    "fear feared pray prayed marched left leave suffered suffer rallied hope hoped want wanted arrived "
    "arrive seek sought crossed flee die"
)


def link_names(scene: Scene) -> None:
    """Add a mention for each name of *scene* that no mention covers yet."""
    for link in scene.links:
        if _is_word(scene, link):
            continue
        if not scene.free(link.start, link.end):
            _share_head(scene, link)
            continue
        mention = _mention(scene, link)
        if mention is not None:
            scene.add(mention)


def _share_head(scene: Scene, link: Link) -> None:
    """ "Turkish and American forces", "FARC and ELN men": the second shares the noun of the phrase that covers it."""
    top = noun_over(scene.doc[link.root])
    for mention in scene.headed(top.i):
        covers = mention.start <= link.start and link.end <= mention.root
        if covers and mention.person is None and link.actor not in mention.actors and link.mode == "plain":
            scene.add(
                Mention(link.start, mention.end, mention.root, MENTION_FORMS[link.form], mention.head, (link.actor,))
            )
            return


def _is_word(scene: Scene, link: Link) -> bool:
    """ "US" tagged as a pronoun, "IS" as a verb, in a line of capitals."""
    token = scene.doc[link.start]
    return (
        link.end - link.start == 1
        and token.pos_ in ("PRON", "AUX", "VERB", "ADV", "ADP", "CCONJ")
        and link.form in ("acronym", "name")
    )


def _mention(scene: Scene, link: Link) -> Mention | None:
    token = scene.doc[link.root]
    if _names_site(scene, link):
        return _simple(link, head="other", place=True)
    if in_other_name(scene, link):
        return None
    if link.mode == "prefix":
        return None
    if link.mode in ("tie", "pair"):
        return _simple(link, head="other")
    top = noun_over(token)
    if top.i >= link.end:
        return _modifier(scene, link, top)
    return _standing(scene, link, token)


def _simple(link: Link, *, head: HeadKind, place: bool = False) -> Mention:
    return Mention(link.start, link.end, link.root, MENTION_FORMS[link.form], head, (link.actor,), place=place)


def _names_site(scene: Scene, link: Link) -> bool:
    """ "Damascus University": a building in the capital, and so a place."""
    after = scene.doc[link.end] if link.end < len(scene.doc) else None
    return after is not None and link.form == "capital" and _capital(after) and after.lower_ in scene.lexicon.sites


def in_other_name(scene: Scene, link: Link) -> bool:
    """Whether it is part of another proper name: "Moscow Times", "Bank of Ghana", "New Mexico", "Paris Hilton"."""
    doc, lexicon = scene.doc, scene.lexicon
    after = doc[link.end] if link.end < len(doc) else None
    before = doc[link.start - 1] if link.start else None
    apart = after is not None and _capital(after) and after.lower_ in lexicon.apart and link.form != "institution"
    if apart and not (link.form == "capital" and after is not None and after.lower_ in _VOICES):
        return True  # "Cairo Radio" speaks for Egypt
    if (
        before is not None
        and _capital(before)
        and before.lower_.rstrip(".") in _before(scene)
        and not before.is_sent_start
    ):
        return True
    if before is not None and before.lower_ == "of" and link.start > 1:
        title = doc[link.start - 2]
        if _capital(title) and title.lower_ in lexicon.apart and not title.is_sent_start:
            return True
    return _in_person(scene, link) or _flat_name(scene, link) or _names_accord(scene, link)


def _names_accord(scene: Scene, link: Link) -> bool:
    """ "the Minsk agreements", "the Doha peace talks": called by their town, whose government has no part in them.

    "Minsk's talks" are the government's own.
    """
    if link.form not in _TOWNS or link.mode != "plain":
        return False
    top = noun_over(scene.doc[link.root])
    words = scene.words(link.end, top.i)
    between = set(_POSSESSIVE).intersection(words) or scene.lexicon.head_class(words)
    return top.i >= link.end and not between and top.lower_ in scene.lexicon.accords


def _flat_name(scene: Scene, link: Link) -> bool:
    """ "Kenya Moore": a further name joined to the last token, that is no office and no name of the knowledge base."""
    if link.form not in ("name", "capital") or link.end >= len(scene.doc):
        return False
    after = scene.doc[link.end]
    joined = after.dep_.startswith("flat") and after.head.i == link.root and after.pos_ == "PROPN"
    return joined and after.i not in scene.link_at and after.lower_ not in scene.lexicon.offices


def _before(scene: Scene) -> frozenset[str]:
    return frozenset(w for row in scene.knowledge.words("heads") if row.cls == "apart_before" for w in row.words)


def _capital(token: Token) -> bool:
    return token.text[:1].isupper()


def _in_person(scene: Scene, link: Link) -> bool:
    doc = scene.doc
    if doc[link.start].ent_type_ != "PERSON" or link.form not in ("name", "capital"):
        return False
    before, after = max(0, link.start - 1), min(len(doc) - 1, link.end)
    for i in (before, after):
        token = doc[i]
        if (
            link.start <= i < link.end
            or token.ent_type_ != "PERSON"
            or scene.sentence_of[i] != scene.sentence_of[link.start]
        ):
            continue
        if (
            token.is_alpha
            and i not in scene.link_at
            and token.lower_ not in scene.lexicon.offices
            and doc[min(i, link.start)].whitespace_ == " "
        ):
            return i > link.start or token.pos_ == "PROPN"
    return False


def _modifier(scene: Scene, link: Link, top: Token) -> Mention | None:
    """The name stands before a noun: the noun says what the phrase is."""
    if link.form == "adjective" and _before_group(scene, link, top):
        return _simple(link, head="other")
    words = scene.words(link.end, top.i + 1)
    words = [w for w in words if w not in _POSSESSIVE and w != "-"]
    cls = scene.lexicon.head_class(words) or _office_class(scene, words)
    possessive = any(scene.doc[i].text in _POSSESSIVE for i in range(link.end, min(link.end + 1, top.i)))
    state = link.actor.kind == "state"
    if not state and cls in (None, "rebels") and _describes(scene, words):
        return _phrase(scene, link, top, "actor")
    if cls in ("rebels", "ethnic") or (cls and scene.made_other(phrase_start(top), top.i)):
        if not state:
            return _phrase(scene, link, top, "forces")
        return _simple(link, head="other", place=True)
    if cls in _ORGAN_OF and link.form == "capital" and cls == "people":
        return _simple(link, head="other", place=True)
    if state and words[-1:] == ["fighter"]:
        return _phrase(scene, link, top, "people")
    if cls in _ORGAN_OF:
        return _phrase(scene, link, top, _ORGAN_OF[cls])
    if cls == "office":
        return _phrase(scene, link, top, "institution" if top.tag_ in ("NNS", "NNPS") else "person")
    return _belonging(scene, link, top, possessive=possessive)


def _before_group(scene: Scene, link: Link, top: Token) -> bool:
    """ "the Russian Wagner group": the phrase is the group's."""
    inner = (scene.link_at.get(i) for i in range(link.end, top.i + 1))
    return any(one is not None and one.actor.kind == "armed_group" and one.mode == "plain" for one in inner)


def _describes(scene: Scene, words: list[str]) -> bool:
    """Whether the noun only says what the named body is: "the CSTO military alliance", "the Boko Haram group"."""
    for length in range(min(3, len(words)), 0, -1):
        rows = scene.lexicon.descriptions.get(" ".join(words[-length:]), ())
        if any(row.cls in ("group", "alliance") for row in rows):
            return True
    return False


def _office_class(scene: Scene, words: list[str]) -> str | None:
    for length in range(min(4, len(words)), 0, -1):
        cls = scene.lexicon.offices.get(" ".join(words[-length:]))
        if cls in ("national", "office", "spokes"):
            return "office" if cls != "spokes" else "institution"
    return None


def _belonging(scene: Scene, link: Link, top: Token, *, possessive: bool) -> Mention:
    """A thing of the actor's: the name itself where it owns ("Peru's demand"), else the phrase ("Peruvian posts")."""
    word = lemma(top)
    if link.form in ("capital", "seat"):
        acts = (possessive and scene.lexicon.is_in(word, "actor_noun")) or (
            possessive and not scene.lexicon.is_in(word, "place_noun") and link.form == "seat"
        )
        return _simple(link, head="actor" if acts and possessive else "other", place=not acts)
    if possessive:
        return _simple(
            link,
            head="actor",
            place=scene.lexicon.is_in(word, "place_noun") and word not in ("war", "side", "ambassador", "envoy"),
        )
    if link.form in ("adjective", "people"):
        return _phrase(scene, link, top, "other")
    return _simple(link, head="other", place=scene.lexicon.is_in(word, "place_noun"))


def _phrase(scene: Scene, link: Link, top: Token, head: HeadKind) -> Mention:
    start = min(link.start, phrase_start(top))
    start = _after_coordinate(scene, start, link)
    end = max(_name_tail(scene, top), link.end)
    return Mention(start, end, top.i, MENTION_FORMS[link.form], head, (link.actor,))


def _name_tail(scene: Scene, top: Token) -> int:
    """Past "of Foreign Affairs" after a capitalised "Ministry", "Department", "Council"."""
    i = int(top.i) + 1
    if (
        not _capital(top)
        or i + 1 >= len(scene.doc)
        or scene.doc[i].lower_ not in ("of", "for")
        or i + 1 in scene.link_at
    ):
        return i
    end = i + 1
    while (
        end < len(scene.doc)
        and end - i < 6
        and (_capital(scene.doc[end]) or scene.doc[end].lower_ == "and")
        and end not in scene.link_at
    ):
        end += 1
    while end > i + 1 and not _capital(scene.doc[end - 1]):
        end -= 1
    return end if end > i + 1 else i


def _after_coordinate(scene: Scene, start: int, link: Link) -> int:
    """In "Russian and Turkish forces" the second phrase begins at "Turkish"."""
    others = [i for i in range(start, link.start) if i in scene.link_at and scene.link_at[i].actor != link.actor]
    return link.start if others else start


def _standing(scene: Scene, link: Link, token: Token) -> Mention | None:
    """The name is the head of its own phrase, or hangs after a noun by "of"."""
    over = _noun_before_of(scene, token)
    nation = link.form == "people" or _nation(scene, link, token)
    if over is not None and not (nation and link.form == "adjective"):
        return _of_phrase(scene, link, over)
    if link.form == "territory":
        return _simple(link, head="other", place=True)
    if nation:
        return _people(scene, link, token)
    if link.form == "adjective":
        return _bare_adjective(link, token)
    if link.form == "institution":
        armed = scene.lexicon.head_class(scene.words(link.start, link.end)) == "forces"
        return _simple(link, head="forces" if armed else "institution")
    if link.form == "seat":
        return _simple(link, head="institution", place=_at_seat(token))
    if link.actor.kind != "state" and link.form != "capital":
        return _simple(link, head="actor")
    place = only_place(token, lexicon=scene.lexicon, capital=link.form == "capital") and not _listed(scene, link)
    return _simple(link, head="actor", place=place)


def _listed(scene: Scene, link: Link) -> bool:
    """A state after a comma after another state is an item of a list, not the land of a town."""
    return (
        link.start > 1
        and scene.doc[link.start - 1].text == ","
        and link.start - 2 in scene.link_at
        and link.form == "name"
        and scene.link_at[link.start - 2].form == "name"
        and not _preposed(scene.doc[link.root])
    )


def _preposed(token: Token) -> bool:
    return case_of(token) in ("in", "near", "at", "across", "from", "to", "of", "into", "through")


def _at_seat(token: Token) -> bool:
    cases = [c.lower_ for c in token.lefts if c.dep_ == "case"]
    return bool(cases) and cases[-1] in (
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "around",
        "to",
        "into",
        "towards",
        "toward",
        "opposite",
        "over",
    )


def _noun_before_of(scene: Scene, token: Token) -> Token | None:
    """ "government" for "the government of Nigeria"."""
    if token.dep_ != "nmod" or token.head.i >= token.i:
        return None
    cases = [c.lower_ for c in token.lefts if c.dep_ == "case"]
    return token.head if cases == ["of"] and token.i - token.head.i <= 5 else None


def _of_phrase(scene: Scene, link: Link, over: Token) -> Mention | None:
    lexicon = scene.lexicon
    words = [w for w in scene.words(phrase_start(over), over.i + 1) if w not in ("the", "a", "an")]
    cls = lexicon.head_class(words) or _office_class(scene, words)
    if _capital(over) and not over.is_sent_start:
        if lemma(over) in lexicon.state_heads and lemma(over) != "government":
            return Mention(phrase_start(over), link.end, over.i, MENTION_FORMS[link.form], "actor", (link.actor,))
        if cls is None:
            return _simple(link, head="other", place=True)
    if cls in _ORGAN_OF and not scene.made_other(phrase_start(over), over.i) and link.form != "people":
        return Mention(phrase_start(over), link.end, over.i, MENTION_FORMS[link.form], _ORGAN_OF[cls], (link.actor,))
    if cls == "office":
        return Mention(phrase_start(over), link.end, over.i, MENTION_FORMS[link.form], "person", (link.actor,))
    if link.form == "people":
        return _simple(link, head="people")
    if link.form == "institution":
        return _simple(link, head="institution")
    if link.form == "adjective":
        return None
    if link.actor.kind != "state":
        return _simple(link, head="actor")
    place = only_place(scene.doc[link.root], lexicon=lexicon, capital=link.form in ("capital", "territory"))
    return _simple(link, head="other" if link.form == "territory" else "actor", place=place)


def _nation(scene: Scene, link: Link, token: Token) -> bool:
    """ "the French", "33 British" without a noun: the nation or some of it, as "the Germans", "33 Germans" are."""
    alone = link.form == "adjective" and link.mode == "plain" and token.dep_ in _NOMINAL
    before = scene.doc[link.start - 1] if link.start else token
    return alone and (before.lower_ == "the" or (before.pos_ == "NUM" and before.head == token))


def _bare_adjective(link: Link, token: Token) -> Mention | None:
    """ "a Syrian", "two Iraqis were held": people; "he is Syrian" and headline adjectives are nothing."""
    if token.pos_ in ("NOUN", "PROPN") and token.dep_ in _NOMINAL:
        return _simple(link, head="people")
    return _simple(link, head="other") if token.pos_ == "ADJ" and token.dep_ == "conj" else None


def _people(scene: Scene, link: Link, token: Token) -> Mention:
    """ "the Russians" as subject or agent of what armies and governments do act; all other peoples are people."""
    words = {c.lower_ for c in token.children}
    definite = "the" in words and not any(c.dep_ in ("nummod", "amod", "acl", "acl:relcl") for c in token.children)
    node = role_of(token)
    verb = node.head.pos_ == "VERB" and node.head.lower_ not in _CIVIL_VERBS
    if definite and verb and node.dep_ in ("nsubj", "obl:agent", "obl", "obj"):
        return Mention(phrase_start(token), link.end, link.root, "demonym", "actor", (link.actor,))
    return Mention(min(link.start, phrase_start(token)), link.end, link.root, "demonym", "people", (link.actor,))
