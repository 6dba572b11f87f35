"""The settings of the channel kind "mail", checked when read: addresses, safety of the line, where the password is."""

from __future__ import annotations

import re
from contextlib import suppress
from email.utils import getaddresses, parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from briefgen.deliver.channel import ChannelSettings
from briefgen.deliver.patterns import OneLine, Pattern, one_line
from briefgen.settings import Format

_ADDRESS = re.compile(r"[!#-'*+\-/-9=?A-Z^-~.]+@([^\s@.\"(),:;<>\[\]\\]+\.)*[^\s@.\"(),:;<>\[\]\\]+", re.ASCII)


def address(text: str) -> str:
    """*text*, a mail address with or without a name. Raises `ValueError` where it is not exactly one.

    A domain in other letters is written in ASCII (IDNA); a name may have any letters.

    >>> address("Situation room <room@example.org>")
    '"Situation room" <room@example.org>'
    """
    found = getaddresses([one_line(text)])
    name, plain = found[0] if len(found) == 1 else ("", "")
    local, _, domain = plain.rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        plain = ""
    if not _ADDRESS.fullmatch(plain):
        raise ValueError(f'{text!r} is no mail address, such as desk@example.org or "Desk <desk@example.org>"')
    name = name.replace("\\", "").replace('"', "")
    return f'"{name}" <{plain}>' if name else plain


def domain_of(sender: str) -> str:
    """The domain of an address.

    >>> domain_of("Desk <desk@example.org>")
    'example.org'
    """
    return parseaddr(sender)[1].rpartition("@")[2]


Address = Annotated[str, AfterValidator(address)]


class MailSettings(ChannelSettings):
    """An account at a mail server, who gets mail, and how it looks.

    The password comes from the variable `password_env`, or from the keyring under the name `keyring`. `security`
    "none" is for a server on this machine; elsewhere it needs `insecure`, which also lets a password go in the clear.
    `formats` are attached. `link` leads to the brief on the web; `unsubscribe` is a mailto: or https: address, in which
    {recipient} is put, and `one_click` says that it takes RFC 8058's POST.
    """

    kind: Literal["mail"] = "mail"
    host: OneLine
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    insecure: bool = False
    ca_file: Path | None = None
    timeout_seconds: float = Field(default=60, gt=0)
    user: OneLine | None = None
    password_env: OneLine | None = None
    keyring: OneLine | None = None
    sender: Address
    recipients: tuple[Address, ...] = Field(min_length=1)
    reply_to: Address | None = None
    subject: Pattern = "{title}, as of {as_of}"
    link: Pattern | None = None
    unsubscribe: OneLine | None = Field(default=None, pattern=r"^(https:|mailto:)[!-~]+$")
    one_click: bool = False
    formats: tuple[Format, ...] = ("pdf",)

    @property
    def domain(self) -> str:
        """The domain of the sender."""
        return domain_of(self.sender)

    @model_validator(mode="before")
    @classmethod
    def _no_password(cls, table: Any) -> Any:
        if isinstance(table, dict) and "password" in table:
            raise ValueError("a password does not belong into a settings file; name a variable by password_env")
        return table

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if self.security == "none" and not (self.insecure or _is_here(self.host)):
            raise ValueError(f'security = "none" would send in the clear to {self.host}; use "starttls" or "tls"')
        if self.user and not (self.password_env or self.keyring):
            raise ValueError("a user needs password_env or keyring")
        if self.one_click and not (self.unsubscribe or "").startswith("https:"):
            raise ValueError("one_click needs an https: address as unsubscribe (RFC 8058)")
        return self


def _is_here(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")
