"""Who is let in: by name, by origin, by token; and the headers of every answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.test import Client

from briefgen.errors import UsageError
from briefgen.serve.guard import guard_for, loopback
from tests.serve.desks import HERE, Served, served


@pytest.fixture
def desk(tmp_path: Path) -> Served:
    return served(tmp_path)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"])
def test_loopback_names_with_the_port_are_let_in(desk: Served, host: str) -> None:
    assert desk.get("/", Host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example:8000", "evil.example", "127.0.0.1:8001", "127.0.0.1", "localhost.:8000", "localhost"),
        *("127.0.0.1:8000.evil.example", "127.0.0.1:8000,evil.example", "10.0.0.1:8000", ""),
    ],
)
def test_any_other_host_is_refused(desk: Served, host: str) -> None:
    for path in ("/", "/assets/style.css", "/briefs/-/brief.json"):
        answer = desk.get(path, Host=host)
        assert (answer.status_code, "loopback" in answer.text) == (400, True)


def test_request_without_a_host_is_refused(desk: Served) -> None:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.url_scheme": "http", "SERVER_NAME": "x"}
    answer = Client(desk.site).open(environ_overrides={"HTTP_HOST": ""}, path="/")
    assert answer.status_code == 400 and environ


def test_port_80_goes_without_saying() -> None:
    assert {"localhost", "localhost:80"} <= guard_for("127.0.0.1", 80).hosts
    assert "localhost" not in guard_for("127.0.0.1", 8000).hosts


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "http://localhost:8000"},  # a name of ours, but not the one that was asked
        {"Origin": "https://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_form_of_another_site_changes_nothing(desk: Served, headers: dict[str, str]) -> None:
    fact = desk.fact("claims")
    answer = desk.post(f"/briefs/-/review/{fact.key}", headers=headers, action="accept")
    assert answer.status_code == 403
    assert not desk.review_file.exists()


@pytest.mark.parametrize("token", ["", "x", "ä\u2028", None])
def test_form_without_the_token_changes_nothing(desk: Served, token: str | None) -> None:
    form = {"action": "accept"} | ({} if token is None else {"token": token})
    path = f"/briefs/-/review/{desk.fact('claims').key}"
    answer = desk.client.post(path, base_url=HERE, headers={"Origin": HERE}, data=form)
    assert (answer.status_code, desk.review_file.exists()) == (403, False)


def test_token_is_another_one_in_each_run() -> None:
    assert guard_for("127.0.0.1", 1).token != guard_for("127.0.0.1", 1).token


def test_token_in_the_address_does_not_count(desk: Served) -> None:
    path = f"/briefs/-/review/{desk.fact('claims').key}?token={desk.site.guard.token}&action=accept"
    answer = desk.client.post(path, base_url=HERE, headers={"Origin": HERE}, data={})
    assert (answer.status_code, desk.review_file.exists()) == (403, False)


@pytest.mark.parametrize("path", ["/", "/assets/style.css", "/briefs/-/brief.html", "/briefs/-/review", "/nowhere"])
def test_every_answer_has_the_headers(desk: Served, path: str) -> None:
    headers = desk.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_names_of_this_machine_may_be_served(host: str) -> None:
    assert loopback(host) == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org", ""])
def test_nothing_but_this_machine_is_served(host: str) -> None:
    with pytest.raises(UsageError, match="only this machine"):
        loopback(host)
