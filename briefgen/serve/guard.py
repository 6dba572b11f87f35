"""Who may ask and who may change: the checks that come before any page, and the headers that go with each.

A page of another site can make a browser send requests here. Its name cannot pass for ours (the Host header, against
DNS rebinding), it cannot send a form from its own origin (Origin, Sec-Fetch-Site), and it cannot know the token.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address

from werkzeug import Request, Response
from werkzeug.exceptions import BadRequest, Forbidden

from briefgen.errors import UsageError

_NAMES = ("127.0.0.1", "localhost", "[::1]")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with "no-referrer" browsers would call the origin of our own forms "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_NOTHING = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
PAGE_POLICY = f"{_NOTHING}; style-src 'self'; font-src data:; img-src data:; form-action 'self'"
BRIEF_POLICY = f"{_NOTHING}; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; sandbox"
BRIEF_POLICY += " allow-popups allow-popups-to-escape-sandbox"  # links in a brief may open in another tab
ARCHIVE_POLICY = (
    f"{_NOTHING}; script-src 'self'; style-src 'self'; font-src data:; img-src data:; form-action 'none'; "
    "sandbox allow-scripts"
)
FILE_POLICY = f"{_NOTHING}; form-action 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets in who asks for *hosts* ("localhost:8000"); `token` stands in each form of this run."""

    hosts: frozenset[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def check(self, request: Request) -> None:
        """Refuse a request that names another host, or none. Raises `BadRequest`."""
        if request.environ.get("HTTP_HOST", "").lower() not in self.hosts:
            raise BadRequest("This server answers only by its own loopback name; open the address that it printed.")

    def check_change(self, request: Request) -> None:
        """Refuse a change that does not come from a form of our own. Raises `Forbidden`."""
        origin = request.headers.get("Origin")
        here = request.environ.get("HTTP_HOST", "").lower()
        if origin is not None and origin.lower() != f"http://{here}":
            raise Forbidden("This form was sent from another site.")
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise Forbidden("This form was sent from another site.")
        if not hmac.compare_digest(request.form.get("token", "").encode(), self.token.encode()):
            raise Forbidden("This form is of an earlier run of briefgen serve; load the page again.")


def guard_for(host: str, port: int) -> Guard:
    """The guard of a server on *host* and *port*; a browser leaves out the port 80."""
    names = {*_NAMES, f"[{host}]" if ":" in host else host.lower()}
    return Guard(frozenset({f"{name}:{port}" for name in names} | (names if port == 80 else set())))


def loopback(host: str) -> str:
    """*host*, where it is a name of this machine for itself. Raises `UsageError` for any other.

    >>> loopback("127.0.0.1")
    '127.0.0.1'
    """
    try:
        own = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        own = False
    if not own:
        raise UsageError(
            f"--host {host}: only this machine itself may be served (127.0.0.1, localhost, ::1), since whoever reaches "
            "the pages may read the articles; put briefs on a web server with an archive channel instead"
        )
    return host


def protected(response: Response, *, policy: str) -> Response:
    """*response* with the headers of every answer and the content *policy* of this one."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers["Content-Security-Policy"] = policy
    return response
