"""Mail: the article in a message, its subject as title, its day, and who sent it; forwarded stories too.

The plain part is read unless it is only a stub beside an HTML part. A signature (after "-- ") is no part of the article
and is left out, as are attachments. Hard-wrapped lines are joined again, because a sentence is no line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr

from briefgen.errors import LoadError
from briefgen.load.decoding import decode
from briefgen.load.moments import Moment, read_moment
from briefgen.load.outlets import sender
from briefgen.load.plain import refuse_huge
from briefgen.load.record import RawFile, Reader, Record

_REPLY = re.compile(r"^(?:(?:re|fwd?|wg|aw|tr|rv)\s{0,2}:|\[[^\]\n]{1,40}\])\s{0,4}", re.IGNORECASE)
_FORWARD = re.compile(
    r"^[ \t>]{0,4}(?:-{3,12} ?(?:forwarded message|original message|weitergeleitete nachricht) ?-{3,12}"
    r"|begin forwarded message:)[ \t]*\n"
    r"(?P<head>(?:[ \t>]{0,4}\n){0,2}(?:[ \t>]{0,4}\*?[A-Z][A-Za-z-]{1,20}:\*?[^\n]{0,500}\n){1,10})",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = re.compile(r"[ \t>]*\*?(?P<name>[A-Za-z-]+):\*?[ \t]*(?P<value>[^\n]*)")
_SIGNATURE = re.compile(r"\n-- ?\n(?!.*\n-- ?\n)", re.DOTALL)
_MOST_PARTS = 200
_WRAP = 82


def read(file: RawFile) -> Iterator[Record]:
    """The message's article. Raises `LoadError` where no part of it is text."""
    message = _innermost(BytesParser(policy=policy.compat32).parsebytes(file.data))
    plain, html = _parts(message)
    notes = [part.note for part in (plain, html) if part and part.note]
    text = unwrap(_body(plain.text)) if plain else ""
    if html and len(text) < 200:
        refuse_huge(file)
        from briefgen.load.html import strip_markup

        rich = strip_markup(html.text)
        text = rich if len(rich) > 2 * len(text) else text
    if not text.strip():
        raise LoadError("a mail without text: only attachments or pictures; save the article itself")
    forwarded = _forwarded(text)
    subject = forwarded.get("subject") or _header(message, "Subject")
    name = parseaddr(forwarded.get("from") or _header(message, "From") or "")[0]
    day = read_moment(forwarded.get("date")) or read_moment(_header(message, "Date"))
    yield _record(text, subject=subject, name=name, day=day, message=message, notes=notes)


def unwrap(text: str) -> str:
    """Paragraphs whose lines were broken at a fixed width, as one line each; others stay as they are.

    >>> unwrap("A patrol of the guard came under fire on the road east\\nof the town. Two were hurt.\\n\\nTalks go on.")
    'A patrol of the guard came under fire on the road east of the town. Two were hurt.\\n\\nTalks go on.'
    """
    return "\n\n".join(_joined(paragraph) for paragraph in re.split(r"\n[ \t]*\n\s*", text.strip("\n")))


def _record(
    text: str, *, subject: str | None, name: str, day: Moment | None, message: Message, notes: list[str]
) -> Record:
    while subject and (match := _REPLY.match(subject)):
        subject = subject[match.end() :]
    return Record(
        text=text,
        title=subject or None,
        published=day,
        outlet=_header(message, "X-Publication") or _header(message, "Organization"),
        fallback_outlet=sender(name),
        url=_header(message, "Archived-At") or None,
        language=(_header(message, "Content-Language") or "").split(",")[0] or None,
        notes=notes,
    )


def _innermost(message: Message, depth: int = 0) -> Message:
    """The message forwarded as an attachment, if there is one: it is the article."""
    if depth < 3 and message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message) and part.get_content_type() == "message/rfc822" and part.is_multipart():
                inner = part.get_payload(0)
                return _innermost(inner, depth + 1) if isinstance(inner, Message) else message
    return message


def _parts(message: Message) -> tuple[_Part | None, _Part | None]:
    plain: _Part | None = None
    html: _Part | None = None
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        match part.get_content_type():
            case "text/plain" if plain is None:
                plain = _Part.of(part)
            case "text/html" if html is None:
                html = _Part.of(part)
            case _:
                pass
    return plain, html


class _Part:
    """A text part, decoded."""

    def __init__(self, text: str, note: str | None) -> None:
        self.text, self.note = text, note

    @classmethod
    def of(cls, part: Message) -> _Part | None:
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes) or not payload.strip():
            return None
        try:
            charset = part.get_content_charset()
        except (LookupError, ValueError, UnicodeError):
            charset = None
        decoded = decode(payload, declared=charset)
        text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
        flowed = str(part.get_param("format") or "").lower() == "flowed"
        return cls(re.sub(r" \n(?!\n|-- \n)", " ", text) if flowed else text, decoded.note)


def _body(text: str) -> str:
    """The text before its signature, where that is near the end."""
    match = _SIGNATURE.search(text, max(0, len(text) - 3000))
    return text[: match.start()] if match else text


def _joined(paragraph: str) -> str:
    lines = [line.strip() for line in paragraph.split("\n")]
    full = [line for line in lines[:-1] if len(line) >= 45]
    if len(lines) < 2 or max(map(len, lines)) > _WRAP or len(full) < len(lines) - 1:
        return paragraph
    return " ".join(lines)


def _forwarded(text: str) -> dict[str, str]:
    match = _FORWARD.search(text[:20_000] + "\n")
    if not match:
        return {}
    found = (_HEADER.match(line) for line in match["head"].split("\n"))
    return {line["name"].lower(): line["value"].strip() for line in found if line}


def _header(message: Message, name: str) -> str | None:
    """A header's text with encoded words decoded, None where it is absent, blank or beyond repair."""
    from email.header import decode_header

    value = message.get(name)
    if value is None:
        return None
    try:
        chunks = decode_header(str(value)[:4000])
        text = "".join(c if isinstance(c, str) else decode(c, declared=charset).text for c, charset in chunks if c)
    except (LoadError, ValueError, LookupError):
        return None
    return " ".join(text.split()) or None


READER = Reader(name="mail", version="1", suffixes=(".eml",), read=read)
