"""Chat services by Apprise: one message with the PDF, the address kept secret, a word on how to get a missing extra."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from briefgen.deliver import Policy, channels_of, send
from briefgen.delivery import Receipt
from briefgen.errors import UsageError
from briefgen.store import Deliveries
from tests.deliver.parcels import Clock, full_delivery

TOKEN = "s3cr3t-t0ken"


class Service(ThreadingHTTPServer):
    """Takes what Apprise's json:// posts."""

    posts: list[dict[str, Any]]
    status: int = 200


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert isinstance(self.server, Service)
        if self.server.status == 200:
            self.server.posts.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service(("127.0.0.1", 0), _Handler)
    server.posts = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def address(service: Service, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"json://127.0.0.1:{service.server_address[1]}/{TOKEN}"
    monkeypatch.setenv("BRIEFS_CHAT", url)
    return url


def post(tmp_path: Path, **more: Any) -> Receipt:
    table = {"kind": "apprise", "url_env": "BRIEFS_CHAT", **more}
    ledger, clock = Deliveries(tmp_path / "briefgen.db"), Clock()
    channels = channels_of({"chat": table})
    policy = Policy(attempts=2)
    (receipt,) = send(full_delivery(), channels=channels, ledger=ledger, policy=policy, clock=clock, sleep=clock.sleep)
    return receipt


@pytest.mark.usefixtures("address")
def test_a_message_has_title_bottom_line_link_and_pdf(tmp_path: Path, service: Service) -> None:
    receipt = post(tmp_path, link="https://briefs.example.org/briefs/{slug}/")
    assert (receipt.state, receipt.target) == ("delivered", "BRIEFS_CHAT")
    (sent,) = service.posts
    assert sent["title"] == "Armenia and Azerbaijan: armed clashes, as of 15 September 2022"
    assert sent["message"].split("\n") == [
        full_delivery().card.bottom_line,
        "https://briefs.example.org/briefs/2022-09-15/",
    ]
    (attached,) = sent["attachments"]
    assert attached["filename"] == "Armenia-and-Azerbaijan-armed-clashes-2022-09-15.pdf"


@pytest.mark.usefixtures("address")
def test_a_service_that_says_no_is_tried_again_and_put_off_without_its_address(
    tmp_path: Path, service: Service, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    service.status = 503
    receipt = post(tmp_path)
    assert receipt.state == "later"
    assert "2 attempts" in receipt.detail
    assert TOKEN not in receipt.detail + caplog.text + "".join(capfd.readouterr())
    assert TOKEN.encode() not in (tmp_path / "briefgen.db").read_bytes()


def test_an_address_that_apprise_does_not_know_is_told_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFS_CHAT", f"nonsense-{TOKEN}")
    receipt = post(tmp_path)
    assert (receipt.state, TOKEN in receipt.detail) == ("later", False)
    assert "no address that Apprise knows" in receipt.detail


@pytest.mark.usefixtures("address")
def test_a_missing_extra_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    receipt = post(tmp_path)
    assert receipt.state == "later"
    assert "pip install 'briefgen[notify]'" in receipt.detail


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"url": f"slack://{TOKEN}"}, "does not belong into a settings file"),
        ({"keyring": "chat"}, "one of them"),
        ({"url_env": None}, "url_env"),
    ],
)
def test_settings_that_cannot_be_used_are_told(tmp_path: Path, more: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError) as raised:
        post(tmp_path, **more)
    assert told in str(raised.value)
    assert TOKEN not in str(raised.value)
