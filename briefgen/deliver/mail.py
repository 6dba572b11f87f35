"""The channel kind "mail": one message a recipient by SMTP, over TLS, with the PDF attached.

Replies of a server sort as RFC 5321 says: 4xx may go well later, 5xx never will. Wrong passwords and certificates are
faults of the channel, not of a recipient.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr

from briefgen.deliver.channel import Carry, Kind, Stamp
from briefgen.deliver.mail_message import message_of
from briefgen.deliver.mail_settings import MailSettings
from briefgen.deliver.passwords import hidden, secret
from briefgen.delivery import Delivery
from briefgen.errors import ChannelUnusable, DeliveryError, Refused, TryLater

PORTS = {"starttls": 587, "tls": 465, "none": 25}


@contextmanager
def _open(settings: MailSettings) -> Iterator[Carry]:
    line = _Line(settings)
    try:
        yield line.carry
    finally:
        line.hang_up()


def reach(settings: MailSettings) -> str:
    """Greet the server, over TLS and with the login where they are set, and ask for nothing; what was reached.

    Raises `DeliveryError` saying what is wrong; no mail is sent.
    """
    line = _Line(settings)
    try:
        return line.greet()
    finally:
        line.hang_up()


@dataclass
class _Line:
    """A connection that is made when first needed, kept for the next recipient, and made anew after a fault."""

    settings: MailSettings
    client: smtplib.SMTP | None = None
    password: str | None = None

    def carry(self, delivery: Delivery, stamp: Stamp) -> str:
        message = message_of(delivery, stamp, settings=self.settings)
        try:
            client = self._connected()
            client.send_message(message)
            return _told(message)
        except (smtplib.SMTPException, OSError) as error:
            if not isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)):  # these leave the line up
                self.hang_up()
            raise _sorted(error, host=self.settings.host, password=self.password) from error

    def greet(self) -> str:
        """Connect and do nothing (NOOP); the server with its port, and how safe the line is."""
        host = self.settings.host
        try:
            client = self._connected()
            client.ehlo_or_helo_if_needed()
            code, said = client.noop()
        except (smtplib.SMTPException, OSError) as error:
            raise _sorted(error, host=host, password=self.password) from error
        if code != 250:
            raise TryLater(f"{host}: {code} {_text(said)}")
        port = self.settings.port or PORTS[self.settings.security]
        line = "in the clear" if self.settings.security == "none" else "over TLS"
        return f"{host}:{port} answers {line}" + (", login accepted" if self.settings.user and self.password else "")

    def hang_up(self) -> None:
        """End the connection, whatever state it is in."""
        client, self.client = self.client, None
        if client:
            with suppress(smtplib.SMTPException, OSError):
                client.quit()
            client.close()

    def _connected(self) -> smtplib.SMTP:
        if self.client is not None and not self._alive(self.client):  # it may have ended while others were waited for
            self.hang_up()
        if self.client is None:
            self.client = self._dialled()
        return self.client

    def _alive(self, client: smtplib.SMTP) -> bool:
        try:
            return bool(client.noop()[0] == 250)
        except (smtplib.SMTPException, OSError):
            return False

    def _dialled(self) -> smtplib.SMTP:
        settings = self.settings
        port, timeout = settings.port or PORTS[settings.security], settings.timeout_seconds
        self.password = secret(variable=settings.password_env, keyring=settings.keyring, user=settings.user or "")
        if settings.security == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, port, timeout=timeout, context=self._context())
        else:
            client = smtplib.SMTP(settings.host, port, timeout=timeout)
        self.client = client
        if settings.security == "starttls":
            client.starttls(context=self._context())
        if settings.user and self.password:
            client.login(settings.user, self.password)
        return client

    def _context(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=str(self.settings.ca_file) if self.settings.ca_file else None)
        except OSError as error:
            raise ChannelUnusable(f"{self.settings.ca_file}: no certificates can be read from it: {error}") from error


def _sorted(error: smtplib.SMTPException | OSError, *, host: str, password: str | None) -> DeliveryError:
    """What a fault means: never, later, or a channel that is set up wrongly; in words, without the password."""
    said = hidden(_words(error), password)
    if isinstance(error, ssl.SSLError):
        return ChannelUnusable(f"{host}: no safe connection: {said}; check host, security and ca_file")
    if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= 500:
        return ChannelUnusable(f"{host}: refuses the user or the password: {said}")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return ChannelUnusable(f"{host}: {said}; check security and user")
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code >= 500 and error.smtp_code != 552:
        return ChannelUnusable(f"{host}: does not take mail from this sender: {said}")
    code = _code(error)
    if code is not None and code >= 500:
        return Refused(f"{host}: {said}")
    return TryLater(f"{host}: {said}")


def _code(error: Exception) -> int | None:
    """The reply code of a server, None where the line failed before one."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(reply)}" for code, reply in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)


def _targets(settings: MailSettings) -> tuple[str, ...]:
    return tuple(parseaddr(recipient)[1] for recipient in settings.recipients)


def _show(settings: MailSettings, delivery: Delivery, stamp: Stamp) -> str:
    return _told(message_of(delivery, stamp, settings=settings))


def _told(message: EmailMessage) -> str:
    """The message in a line: its subject and what is attached."""
    files = [part.get_filename() or "?" for part in message.iter_attachments()]
    return f"“{message['Subject']}”" + (f" with {', '.join(files)}" if files else " without attachment")


MAIL = Kind("mail", MailSettings, targets=_targets, open=_open, show=_show)
