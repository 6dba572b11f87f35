"""What of a fact can be corrected, as fields read off the types of the model, and a filled form as values again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from briefgen.errors import UsageError
from briefgen.model import Finding
from briefgen.review import SETTABLE
from briefgen.review.decisions import FactKind, Value
from briefgen.serve.facts import words

LONGEST = 200
MOST = 100_000_000
_LABELS: Mapping[str, tuple[str, str]] = {  # of a field: its label, and a hint
    "accused": ("Accused", ""),
    "actor": ("Actor", ""),
    "affiliation": ("Side of the victims", ""),
    "alliance": ("Alliance", ""),
    "approx": ("Approximate", ""),
    "aspect": ("What of the alliance", ""),
    "attributed_to": ("Reported by", "Empty: the article says so itself."),
    "background": ("History, not this event", ""),
    "by": ("By", ""),
    "civilian": ("Civilians", ""),
    "claimant": ("Claimed by", ""),
    "effect": ("Effect", ""),
    "high": ("At most", "Empty: open above."),
    "kind": ("Kind", ""),
    "low": ("At least", "Empty: open below."),
    "role": ("Role", ""),
    "speaker": ("Through", "The person or office that speaks."),
    "toward": ("Toward", ""),
    "type": ("Reaction", ""),
}
_WORDS = {"type": "stance"}  # of a field: what its values are called by, where not by its own name
_TRUTHS: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True)
class Field:
    """One input: `value` as a form holds it, `options` of a choice as (value, words)."""

    name: str
    label: str
    hint: str
    shape: Literal["choice", "number", "text"]
    value: str
    required: bool
    options: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> str:
        """Its value in words."""
        return dict(self.options).get(self.value, self.value) or "not told"


def fields_of(finding: Finding, kind: FactKind, *, over: Mapping[str, Value] | None = None) -> list[Field]:
    """The fields of *finding* that can be corrected, with the values *over* it where there are some."""
    values = {**{name: getattr(finding, name) for name in SETTABLE[kind]}, **(over or {})}
    return [_field(type(finding), name, values[name]) for name in SETTABLE[kind]]


def changes(finding: Finding, kind: FactKind, form: Mapping[str, str]) -> dict[str, Value]:
    """What *form* says otherwise than *finding*; a field that is not in it stays.

    Raises `UsageError` naming the field whose value cannot be used.
    """
    read = {field.name: _read(field, form[field.name]) for field in fields_of(finding, kind) if field.name in form}
    return {name: value for name, value in read.items() if value != getattr(finding, name)}


def _field(model: type[Finding], name: str, value: Value) -> Field:
    label, hint = _LABELS[name]
    kind, required = _type(model.model_fields[name].annotation)
    if get_origin(kind) is Literal:
        options = tuple((str(one), words().label(f"{_WORDS.get(name, name)}.{one}")) for one in get_args(kind))
        return Field(name, label, hint, "choice", str(value), True, options)
    if kind is bool:
        options = (("yes", "yes"), ("no", "no")) if required else (("", "not told"), ("yes", "yes"), ("no", "no"))
        told = next(word for word, truth in _TRUTHS.items() if truth is value)
        return Field(name, label, hint, "choice", told, required, options)
    shape: Literal["number", "text"] = "number" if kind is int else "text"
    return Field(name, label, hint, shape, "" if value is None else str(value), required)


def _type(annotation: Any) -> tuple[Any, bool]:
    """The type without None, and whether None was no part of it.

    >>> _type(int | None), _type(str)
    ((<class 'int'>, False), (<class 'str'>, True))
    """
    if get_origin(annotation) in (Union, UnionType):
        inner: Sequence[Any] = [one for one in get_args(annotation) if one is not NoneType]
        return inner[0], len(inner) == len(get_args(annotation))
    return annotation, True


def _read(field: Field, text: str) -> Value:
    text = " ".join(text.split())
    if not text and field.required:
        raise UsageError(f"{field.label}: cannot be empty")
    if field.shape == "choice":
        if text not in dict(field.options):
            raise UsageError(f"{field.label}: {text[:40]!r} is none of the choices")
        return _TRUTHS[text] if ("yes", "yes") in field.options else text
    if not text:
        return None
    return _number(field, text) if field.shape == "number" else _text(field, text)


def _number(field: Field, text: str) -> int:
    digits = text.replace(",", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(MOST)) or int(digits) > MOST:
        raise UsageError(f"{field.label}: {text[:40]!r} is no whole number up to {MOST:,}")
    return int(digits)


def _text(field: Field, text: str) -> str:
    if len(text) > LONGEST or not text.isprintable():
        raise UsageError(f"{field.label}: takes up to {LONGEST} characters of plain text")
    return text
