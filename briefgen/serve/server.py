"""Listens on loopback, answers each request in a thread of its own, and ends with Ctrl-C."""

from __future__ import annotations

import errno
import socket
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from briefgen.errors import UsageError
from briefgen.serve.guard import loopback
from briefgen.serve.site import Site


class _Handler(WSGIRequestHandler):
    """Says nothing of requests, which a stranger's page may make, and waits for none longer than a minute."""

    timeout = 60

    def log(self, type: str, message: str, *args: Any) -> None:
        pass

    def version_string(self) -> str:
        return "briefgen"


def listen(host: str, port: int) -> socket.socket:
    """A socket on *host*, a loopback name, and *port* (0: any that is free). Raises `UsageError` where it cannot."""
    family = socket.AF_INET6 if ":" in loopback(host) else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            reason = "in use, perhaps by another briefgen serve; end that one, or choose another port with --port"
        elif isinstance(error, PermissionError):
            reason = f"{reason}; choose one above 1023 with --port"
        raise UsageError(f"port {port} of {host}: {reason}") from None


def run(site: Site, *, listening: socket.socket) -> None:
    """Answer until Ctrl-C."""
    with listening:
        server = server_of(site, listening=listening)
    server.serve_forever()


def server_of(site: Site, *, listening: socket.socket) -> BaseWSGIServer:
    """A server on a copy of the socket *listening*; `serve_forever` and `shutdown` are its own."""
    host, port = listening.getsockname()[:2]
    return make_server(host, port, site, threaded=True, request_handler=_Handler, fd=listening.fileno())
