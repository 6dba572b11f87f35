"""Lists of loss, as tables, wires and bulletins print them: a label and its number.

"Killed: 3. Wounded: 17", "DEAD 40", "People displaced: 52,000", "Turkish captives 1,930", and in older bulletins
"killed, one officer, six men; wounded, one officer".
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from briefgen.extract import syntax
from briefgen.extract.casualties.reading import Loss, Reading, as_state
from briefgen.extract.casualties.words import attr, frame_of, is_person
from briefgen.model import Effect
from briefgen.parsed import Quantity

_FRAMES = frozenset({"object", "state", "event"})
_MARKS = frozenset({":", "-", "–", "—", "="})
_BREAKS = frozenset({",", ";", "•", "-", "–", "*", ".", ":", "|", "·"})
_LONGEST = 3  # tokens before the word of loss in its label: "Number of people displaced"


def listed(reading: Reading) -> Iterator[Loss]:
    """Numbers that a mark joins to their label: surer than any reading of the words around."""
    doc = reading.parsed.doc
    for quantity in reading.quantities(2, len(doc)):
        mark, label = doc[quantity.start - 1], doc[quantity.start - 2]
        bulletin = mark.text == "," and _starts(label, reading) and label.i > 0 and label.nbor(-1).text in (":", ";")
        if (mark.text in _MARKS and mark.text != "-") or (mark.text == "-" and _starts(label, reading)) or bulletin:
            yield from _told(label, quantity, reading, whole=not bulletin)


def labelled(reading: Reading) -> Iterator[Loss]:
    """Numbers right after a label: "missing 2", "DEAD 40", "Turkish captives 1,930"."""
    doc = reading.parsed.doc
    for quantity in reading.quantities(1, len(doc)):
        label = doc[quantity.start - 1]
        loose = label.pos_ == "VERB" or syntax.children(label, "nsubj", "nsubj:pass", "aux:pass", "cop")
        if not loose and quantity.unit is None:
            yield from _told(label, quantity, reading, whole=label.pos_ == "NOUN")


def _told(label: Token, quantity: Quantity, reading: Reading, *, whole: bool) -> Iterator[Loss]:
    unit = None if quantity.unit is None else reading.parsed.doc[quantity.unit]
    if unit is not None and not is_person(unit, reading.lexicon, strict=True):
        return
    rows, word = reading.lexicon.at(label) or as_state(label, reading.lexicon), label
    if not rows and label.i and reading.lexicon.sorts.get(label.lower_) in ("plain", "civilian", "forces"):
        word = label.nbor(-1)  # "Missing persons: 31"
        rows = as_state(word, reading.lexicon)
    rows = tuple(row for row in rows if not attr(row, "needs") and not row.attrs.get("listed"))
    effects = [row.cls for row in rows if frame_of(row) in _FRAMES]
    if effects and (_starts(label, reading) or (whole and _is_whole(word, reading))):
        effect: Effect = effects[0]  # type: ignore[assignment]  # rows of the index are of the five effects
        yield Loss(effect, label, unit, "casualties.label", quantity)


def _starts(token: Token, reading: Reading) -> bool:
    """A word at the start of its line, sentence or item of a list."""
    if token.i == 0 or token.is_sent_start:
        return True
    before = token.nbor(-1)
    return before.is_space or (before.text in _BREAKS and before.i not in reading.by_token)


def _is_whole(label: Token, reading: Reading) -> bool:
    """A label of several words, of persons or of a side: "Civilian deaths", "Persons injured"."""
    words = [label]
    while len(words) <= _LONGEST and not _starts(words[0], reading):
        words.insert(0, words[0].nbor(-1))
    if not _starts(words[0], reading) or any(t.i in reading.by_token for t in words):
        return False
    return all(t.pos_ in ("ADJ", "NOUN", "PROPN", "ADP", "PRON", "DET") or t == label for t in words)
