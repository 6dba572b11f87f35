"""A brief as a mail message: HTML with a plain alternative, the documents attached, and the headers of a list.

Headers follow RFC 5322; List-Id RFC 2919, List-Unsubscribe RFC 2369, its one click RFC 8058, Auto-Submitted RFC 3834.
What a brief says enters headers only cleaned and on one line; a line end in a setting is refused when it is read.
"""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import quote

from briefgen.deliver.channel import Stamp
from briefgen.deliver.mail_settings import MailSettings
from briefgen.deliver.patterns import fill
from briefgen.delivery import Delivery, Document
from briefgen.errors import Refused

LONGEST_SUBJECT = 200
LONGEST_NAME = 60


def message_of(delivery: Delivery, stamp: Stamp, *, settings: MailSettings) -> EmailMessage:
    """The message for one recipient. Raises `Refused` where its headers cannot be written."""
    message = EmailMessage(policy=_policy())
    to = next((one for one in settings.recipients if parseaddr(one)[1] == stamp.target), stamp.target)
    documents = [found for format in settings.formats if (found := delivery.document(format))]
    unsubscribe = _unsubscribe(settings, recipient=stamp.target)
    try:
        message["From"], message["To"] = _mailbox(settings.sender), _mailbox(to)
        if settings.reply_to:
            message["Reply-To"] = _mailbox(settings.reply_to)
        message["Subject"] = _subject(delivery, settings.subject)
        message["Date"] = format_datetime(delivery.now)
        message["Message-ID"] = stamp.message_id
        _list_headers(message, delivery, settings=settings, unsubscribe=unsubscribe)
    except (ValueError, UnicodeError) as error:
        raise Refused(f"the message to {stamp.target} cannot have such headers: {error}") from error
    letter = delivery.letter(
        attached=[file_name(delivery, document) for document in documents],
        url=fill(settings.link, delivery.card) if settings.link else None,
        unsubscribe=unsubscribe,
    )
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    for document in documents:
        kind, _, subtype = document.media_type.partition(";")[0].partition("/")
        message.add_attachment(document.content, maintype=kind, subtype=subtype, filename=file_name(delivery, document))
    message["Content-Language"] = delivery.card.language  # now, since setting the content clears such headers
    return message


def file_name(delivery: Delivery, document: Document) -> str:
    """The name of an attached file: the title's words and the as-of.

    Letters of any script stay; what means something to a shell or a file system does not.
    """
    title = unicodedata.normalize("NFC", delivery.card.title)
    words = "-".join(re.findall(r"[^\W_]+", title))[:LONGEST_NAME].strip("-") or "brief"
    return f"{words}-{delivery.card.slug}.{document.format}"


def _subject(delivery: Delivery, pattern: str) -> str:
    text = "".join(c if c.isprintable() else " " for c in fill(pattern, delivery.card))
    text = " ".join(text.replace("\u200b", "").split())
    return text if len(text) <= LONGEST_SUBJECT else text[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _list_headers(message: EmailMessage, delivery: Delivery, *, settings: MailSettings, unsubscribe: str) -> None:
    domain = settings.domain
    message["List-Id"] = f"<{re.sub(r'[^a-z0-9]+', '-', (delivery.profile or 'briefs').lower()).strip('-')}.{domain}>"
    message["List-Unsubscribe"] = f"<{unsubscribe}>"
    if settings.one_click:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"


def _unsubscribe(settings: MailSettings, *, recipient: str) -> str:
    """The way out: as set, else a mail to whoever answers."""
    if settings.unsubscribe:
        return settings.unsubscribe.replace("{recipient}", quote(recipient, safe=""))
    return f"mailto:{quote(parseaddr(settings.reply_to or settings.sender)[1], safe='@')}?subject=unsubscribe"


def _mailbox(text: str) -> Address:
    name, plain = parseaddr(text)
    local, _, domain = plain.rpartition("@")
    return Address(display_name=name, username=local, domain=domain)


class _Whole(BaseHeader):
    """A header that is never folded inside its value: an address in it would come out broken."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        kwds["parse_tree"] = None
        kwds["decoded"] = value

    def fold(self, *, policy: Policy[Any]) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> EmailPolicy[Any]:
    registry = HeaderRegistry()
    for name in ("list-unsubscribe", "list-id", "message-id"):
        registry.map_to_type(name, _Whole)
    return SMTP.clone(header_factory=registry)
