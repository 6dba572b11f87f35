"""The channel kind "apprise": a short message with the PDF to Slack, Teams, Telegram, Matrix and many others.

The address of a service holds its secret, so it is never in a settings file: a variable or the keyring has it, and the
target goes by the name of that. Needs the extra `notify` (pip install 'briefgen[notify]').
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import model_validator

from briefgen.deliver.channel import Carry, ChannelSettings, Kind, Stamp
from briefgen.deliver.mail_message import file_name
from briefgen.deliver.passwords import secret
from briefgen.deliver.patterns import OneLine, Pattern, fill
from briefgen.delivery import Delivery
from briefgen.errors import ChannelUnusable, TryLater
from briefgen.settings import Format

EXTRA = "pip install 'briefgen[notify]'"


class ChatSettings(ChannelSettings):
    """`url_env` names the variable, or `keyring` the entry, with one Apprise address (slack://…, tgram://…).

    `title` and `message` are patterns; `link` leads to the brief on the web; `formats` are attached where the service
    takes files.
    """

    kind: Literal["apprise"] = "apprise"
    url_env: OneLine | None = None
    keyring: OneLine | None = None
    title: Pattern = "{title}, as of {as_of}"
    message: Pattern = "{bottom_line}"
    link: Pattern | None = None
    formats: tuple[Format, ...] = ("pdf",)

    @model_validator(mode="before")
    @classmethod
    def _no_url(cls, table: Any) -> Any:
        if isinstance(table, dict) and {"url", "urls"} & set(table):
            raise ValueError("an Apprise address holds a secret and does not belong into a settings file; use url_env")
        return table

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if bool(self.url_env) == bool(self.keyring):
            raise ValueError("needs url_env or keyring, one of them")
        return self


def _targets(settings: ChatSettings) -> tuple[str, ...]:
    return (settings.url_env or f"keyring {settings.keyring}",)


@contextmanager
def _open(settings: ChatSettings) -> Iterator[Carry]:
    def carry(delivery: Delivery, stamp: Stamp) -> str:
        service = _service(settings)
        with tempfile.TemporaryDirectory(prefix="briefgen-") as folder:
            files = _files(settings, delivery, Path(folder))
            sent = service.notify(
                title=fill(settings.title, delivery.card),
                body=_body(settings, delivery),
                attach=files or None,
                body_format="text",
                interpret_escapes=False,
            )
        if not sent:
            raise TryLater(f"{stamp.target}: the service did not take the message")
        return _show(settings, delivery, stamp)

    yield carry


def _service(settings: ChatSettings) -> Any:
    try:
        import apprise
    except ImportError:
        raise ChannelUnusable(f"the extra for chat services is not installed: {EXTRA}") from None
    address = secret(variable=settings.url_env, keyring=settings.keyring, user="briefgen") or ""
    service = apprise.Apprise(asset=apprise.AppriseAsset(async_mode=False, secure_logging=True))
    if not service.add(address):
        where = settings.url_env or settings.keyring
        raise ChannelUnusable(f"{where}: holds no address that Apprise knows, such as slack://TOKEN/#channel")
    return service


def _body(settings: ChatSettings, delivery: Delivery) -> str:
    parts = [fill(settings.message, delivery.card), fill(settings.link, delivery.card) if settings.link else ""]
    return "\n".join(part for part in parts if part) or delivery.card.title


def _files(settings: ChatSettings, delivery: Delivery, folder: Path) -> list[str]:
    paths = []
    for document in (found for format in settings.formats if (found := delivery.document(format))):
        path = folder / file_name(delivery, document)
        path.write_bytes(document.content)
        paths.append(str(path))
    return paths


def _show(settings: ChatSettings, delivery: Delivery, stamp: Stamp) -> str:
    return f"“{fill(settings.title, delivery.card)}”"


CHAT = Kind("apprise", ChatSettings, targets=_targets, open=_open, show=_show)
