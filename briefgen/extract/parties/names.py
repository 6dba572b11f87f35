"""What a party is called in this text: its surface forms, and the leaders that the text names."""

from __future__ import annotations

from briefgen.parsed import Actor, Mention, ParsedArticle

_FORMS = frozenset(("name", "acronym", "metonym", "demonym"))
_HEADS = frozenset(("actor", "forces", "institution"))
_LEAD = frozenset(("the", "a", "an", "both", "its", "their", "his", "her", "our", "these", "those", "this", "that"))
_NO_QUOTES = str.maketrans("", "", '“”"')
_MOST = 10


def aliases(parsed: ParsedArticle) -> dict[Actor, tuple[str, ...]]:
    """The surface forms of each actor in this text other than its canonical name, each once, in order.

    Possessive endings, articles and counts before them are left off: "the two Turkish jets'" gives "Turkish jets".
    """
    found: dict[Actor, dict[str, None]] = {}
    for mention in parsed.mentions:
        actor = mention.actor
        if actor is None or mention.form not in _FORMS or mention.head not in _HEADS or mention.place:
            continue
        text = surface(parsed, mention)
        if text and text.casefold() != actor.name.casefold():
            found.setdefault(actor, {})[text] = None
    return {actor: tuple(forms)[:_MOST] for actor, forms in found.items()}


def surface(parsed: ParsedArticle, mention: Mention) -> str:
    """The words of *mention* without article, count and possessive ending."""
    start, end = mention.start, mention.end
    doc = parsed.doc
    while start < end - 1 and (doc[start].lower_ in _LEAD or not doc[start].text[0].isupper()):
        start += 1
    while end > start + 1 and (doc[end - 1].text in ("'s", "’s", "'", "’") or doc[end - 1].is_punct):
        end -= 1
    return " ".join(doc[start:end].text.split()).translate(_NO_QUOTES)


def leaders(parsed: ParsedArticle) -> dict[Actor, tuple[str, ...]]:
    """The persons in office whom the text names for each actor, each once, in order."""
    found: dict[Actor, dict[str, None]] = {}
    for mention in parsed.mentions:
        person = mention.person
        if person and person.office and person.actor and mention.form == "person":
            found.setdefault(person.actor, {})[person.name] = None
    return {actor: tuple(names)[:_MOST] for actor, names in found.items()}
