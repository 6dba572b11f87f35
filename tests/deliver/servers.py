"""A mail server for tests: keeps what it is sent, or answers what a script says."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

HANG_UP = "hang up"  # an answer that is none: the line breaks


@dataclass
class Mailbox:
    """What arrived, and what is to be answered first: replies at RCPT (by recipient) and at DATA, in order."""

    at_rcpt: dict[str, list[str]] = field(default_factory=dict)
    at_data: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    connections: int = 0
    lines: list[tuple[Any, Any]] = field(default_factory=list)

    @property
    def messages(self) -> list[EmailMessage]:
        """What arrived, as the email library reads it."""
        return [message_from_bytes(raw, _class=EmailMessage, policy=policy.default) for raw in self.raw]  # type: ignore[list-item]

    def hang_up(self) -> None:
        """Break every line, as a server does that has waited long enough."""
        for loop, transport in self.lines:
            loop.call_soon_threadsafe(transport.abort)
        time.sleep(0.2)

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: Any) -> Any:
        self.connections += session.ssl is None
        session.host_name = hostname
        self.lines.append((server.loop, server.transport))
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.at_rcpt.get(address):
            return self.at_rcpt[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.at_data.pop(0) if self.at_data else "250 OK"
        if answer == HANG_UP:
            server.transport.abort()
            return "421 gone"
        if answer.startswith("250"):
            self.raw.append(envelope.original_content)
            self.recipients.append(envelope.rcpt_tos)
            self.encrypted.append(server.transport.get_extra_info("sslcontext") is not None)
        return answer


@contextmanager
def mail_server(
    mailbox: Mailbox, *, tls: str = "none", authority: trustme.CA | None = None, password: str | None = None
) -> Iterator[int]:
    """The port of a server on this machine: *tls* "none", "starttls" or "tls"; with *password* it wants a login."""

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        login = (data.login.decode(), data.password.decode())
        mailbox.logins.append(login)
        return AuthResult(success=login == ("desk", password), handled=False)

    context = _context(authority) if authority else None
    options: dict[str, Any] = {"auth_required": password is not None, "auth_require_tls": tls != "tls"}
    options["authenticator"] = authenticate if password is not None else None
    if tls == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=_free(), ssl_context=context if tls == "tls" else None, **options
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def _context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
