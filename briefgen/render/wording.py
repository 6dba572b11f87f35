"""Messages into sentences: a message id with parameters becomes a plain sentence in the language of the brief.

A wording is a template of a small language: `{a}` puts a parameter, `{a:bare}` in another form, `{a:hat|haben}` the
verb that agrees with it, `[, in {place}]` falls away where a parameter inside is missing, and ` || ` separates
alternatives, of which the first that can be filled is taken. `keypoint.toll` with `effect="killed"` is looked up as
`keypoint.toll.killed` first. The result is text, never markup; escaping is left to the format. A message without
wording becomes a quotation of its source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from briefgen.model import Message, Param
from briefgen.render.catalogue import Catalogue
from briefgen.render.phrases import Phrases
from briefgen.render.text import clean, nested

SELECTORS = ("telling", "effect", "stance", "type", "aspect", "kind", "reason")
SAME_WORDING = {"change.alliance": "keypoint.alliance", "change.reaction": "keypoint.reactions"}
BODY_ACTS = (".alliance", "implication.withdrawal", "implication.strain")
LONGEST_QUOTE = 180
ACTORS = frozenset(
    (
        *("a", "b", "by", "side", "sides", "party", "parties", "other", "others", "actor", "actors", "speaker"),
        *("speakers", "claimant", "accused", "attacker", "target", "victim", "toward", "mediator", "mediators"),
        *("alliance", "alliances", "ally", "allies", "member", "members", "patron", "backer", "backers", "supporters"),
        *("known", "bound", "backers_a", "backers_b", "pact_a", "pact_b"),
    )
)
TIMES = frozenset(("when", "since", "until", "date", "day"))
LONGEST_VALUE = 400
LABELS = {
    "effect": "effect",
    "stance": "stance",
    "type": "stance",
    "aspect": "aspect",
    "role": "role",
    "role_before": "role",
    "obligation": "obligation",
}
_PART = re.compile(r"\{(\w+)(?::([\w|][\w| ]*))?\}|(\[)|(\])")


class Missing(Exception):
    """A parameter that the wording needs is not there."""


@dataclass(frozen=True)
class Wording:
    """Words messages in one language; `phrases` knows how figures, actors, places and times are written."""

    catalogue: Catalogue
    phrases: Phrases

    def sentence(self, message: Message) -> str:
        """*message* as a sentence with its first letter capital and its stop; never raises on unknown ids."""
        return self._marked(message, self._worded(message) or self._fallback(message))

    def knows(self, id: str) -> bool:
        """Whether the table words *id*, itself or by a selector ("keypoint.toll" by "keypoint.toll.killed")."""
        return any(
            key == id or key.startswith((id + ".", SAME_WORDING.get(id, id) + ".")) for key in self.catalogue.texts
        )

    def label(self, id: str, **params: Param) -> str:
        """Fixed wording such as "section.gaps"; an unknown id gives its last part, readable."""
        text = self.catalogue.text(id)
        if text is None:
            return id.rpartition(".")[2].replace("_", " ")
        return self._fill(text, params) or text

    def _marked(self, message: Message, text: str) -> str:
        """*text*, with a mark where only the register of wars says that a side of which it tells fights."""
        known = message.params.get("known")
        if not known:
            return text
        if message.message.startswith("title."):
            return self.label("mark.known", text=text)
        return " ".join((text, self.label("mark.known_sides", known=known)))

    def _worded(self, message: Message) -> str | None:
        params = dict(message.params)
        if message.likelihood:
            params.setdefault("likelihood", self.label(f"likelihood.{message.likelihood}"))
        if message.evidence:
            params.setdefault("quote", self.phrases.shorten(message.evidence[0].quote, LONGEST_QUOTE))
        if message.message.endswith(BODY_ACTS) and params.get("by") == params.get("alliance"):
            params["by"] = None  # the body itself acts: "NATO gives help", not "NATO gives help within NATO"
        for id in _lookups(message.message, params):
            text = self.catalogue.text(id)
            sentence = self._fill(text, params) if text else None
            if sentence:
                return _sentence_case(sentence, stop=not message.message.startswith("title."))
        return None

    def _fill(self, text: str, params: Mapping[str, Param]) -> str | None:
        for alternative in text.split(" || "):
            try:
                return _expand(alternative, lambda name, form: self._value(name, form, params))
            except Missing:
                continue
        return None

    def _value(self, name: str, form: str | None, params: Mapping[str, Param]) -> str:
        made = self.phrases.put(name, params) if form is None else None
        if made is None and name == "does":
            made = self._does(params)
        if made is not None:
            if not made:
                raise Missing(name)
            return made
        value = params.get(name)
        if value is None or value == () or value == "":
            raise Missing(name)
        if isinstance(value, bool | int):
            return self.catalogue.number(int(value))
        items = [value] if isinstance(value, str) else list(value)
        if form is not None and "|" in form:
            one, many = form.split("|")
            return many if len(items) > 1 or self.phrases.is_plural(items[0]) else one
        return self.catalogue.listing([self._item(name, form, item) for item in items])

    def _item(self, name: str, form: str | None, item: str) -> str:
        if form in ("acc", "dat"):
            return self.phrases.actor(item, case=form)
        if form == "bare":
            return self.phrases.bare(item)
        if form == "raw":
            return clean(nested(item, marks=self._inner_marks()) if name == "quote" else item)
        if name == "article":
            return self._article(item)
        if form == "in" or form == "on":
            return self.phrases.place(item) if form == "in" else self.phrases.time(item)
        if name in LABELS:
            return self.label(f"{LABELS[name]}.{item}")
        if name in TIMES:
            return self.phrases.time(item)
        return self.phrases.actor(item) if name in ACTORS else self.phrases.shorten(item, LONGEST_VALUE)

    def _inner_marks(self) -> tuple[str, str]:
        """The marks of a quotation within one: "‘" and "’"."""
        first, _, last = self.catalogue.texts["phrase.inner"].partition("{quote:raw}")
        return first, last

    def _article(self, number: str) -> str:
        """ "article 5", "article IV"; a clause that is no article goes by its own name."""
        if number == "members":
            return self.label("phrase.member_list")
        numbered = re.fullmatch(r"[\dIVXLC]+[a-z]?(?:[.(]\w+\)?)*", number)
        return self.label("phrase.article", number=number) if numbered else clean(number)

    def _does(self, params: Mapping[str, Param]) -> str:
        """ "condemns Russia", "calls for restraint": a reaction in the present."""
        kind, toward = params.get("type"), params.get("toward")
        text = self.catalogue.text(f"stance_toward.{kind}") if toward else None
        return (self._fill(text, params) if text else None) or self.label(f"stance.{kind}")

    def _fallback(self, message: Message) -> str:
        """The words of the source, as a quotation; without a source, a sentence that says that wording is missing."""
        if message.evidence:
            text = self.catalogue.texts["generic.quote"]
            return self._fill(text, {"quote": self.phrases.shorten(message.evidence[0].quote, 400)}) or text
        return self.catalogue.texts["generic.nothing"].replace("{id}", clean(message.message))


def _lookups(id: str, params: Mapping[str, Param]) -> list[str]:
    """The ids to try, the most specific first.

    >>> _lookups("keypoint.toll", {"effect": "killed", "place": "Nice"})
    ['keypoint.toll.killed', 'keypoint.toll.other', 'keypoint.toll', 'keypoint.toll.any']
    """
    found = []
    for one in (id, SAME_WORDING.get(id)):
        if one:
            found += [f"{one}.{params[key]}" for key in SELECTORS if isinstance(params.get(key), str)]
            found += [f"{one}.{'one' if params.get('count') == 1 else 'other'}", one, f"{one}.any"]
    return found


def _expand(text: str, value: Callable[[str, str | None], str]) -> str:
    """Fill *text*; an optional part with a missing parameter vanishes, elsewhere `Missing` is raised.

    >>> _expand("{a} fell[ in {b}].", lambda name, form: {"a": "X"}[name])
    Traceback (most recent call last):
    ...
    KeyError: 'b'
    """
    stack: list[list[str]] = [[]]
    skipping = 0
    position = 0
    for part in _PART.finditer(text):
        literal, position = text[position : part.start()], part.end()
        if not skipping:
            stack[-1].append(literal)
        if part[3]:
            skipping += bool(skipping)
            if not skipping:
                stack.append([])
        elif part[4]:
            if skipping:
                skipping -= 1
            else:
                done = stack.pop()
                stack[-1].append("".join(done))
        elif not skipping:
            try:
                stack[-1].append(value(part[1], part[2]))
            except Missing:
                if len(stack) == 1:
                    raise
                stack.pop()
                skipping = 1
    return "".join(stack[0]) + text[position:]


def _sentence_case(text: str, *, stop: bool = True) -> str:
    """First letter capital, one space between words, a full stop at the end.

    >>> _sentence_case("the United States  said so")
    'The United States said so.'
    """
    text = " ".join(text.split())
    if stop and text[-1:] not in ".!?\u2026\u201d\u201c":
        text += "."
    return text[:1].upper() + text[1:]
