"""Mail to a real server on this machine: TLS, logins, replies of every sort, and lines that break."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
import trustme

from briefgen.deliver import Policy, channels_of, send
from briefgen.delivery import Ledger, Receipt
from briefgen.errors import UsageError
from briefgen.store import Deliveries
from tests.deliver.parcels import KILLS, Clock, Dying, Killed, full_delivery
from tests.deliver.servers import HANG_UP, Mailbox, mail_server

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # TLS is there before SMTP
SECRET = "correct horse, battery"


@pytest.fixture
def ledger(tmp_path: Path) -> Deliveries:
    return Deliveries(tmp_path / "briefgen.db")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def table(port: int, **more: Any) -> dict[str, Any]:
    """Settings of a mail channel to the server at *port*."""
    plain = {"kind": "mail", "host": "localhost", "port": port, "security": "none", "timeout_seconds": 5}
    return {**plain, "sender": "Desk <desk@example.org>", "recipients": ["a@example.org"], **more}


def mail(settings: dict[str, Any], *, ledger: Ledger, policy: Policy | None = None) -> list[Receipt]:
    clock = Clock()
    channels = channels_of({"desk": settings})
    return list(send(full_delivery(), channels=channels, ledger=ledger, policy=policy, clock=clock, sleep=clock.sleep))


def test_every_recipient_gets_a_message_of_his_own_over_one_line(ledger: Deliveries) -> None:
    box = Mailbox()
    with mail_server(box) as port:
        receipts = mail(table(port, recipients=["a@example.org", "Zoë <zoe@example.org>"]), ledger=ledger)
    assert [receipt.state for receipt in receipts] == ["delivered", "delivered"]
    assert box.recipients == [["a@example.org"], ["zoe@example.org"]]
    assert [message["To"] for message in box.messages] == ["a@example.org", "Zoë <zoe@example.org>"]
    assert box.connections == 1
    assert [message["Message-ID"] for message in box.messages] == [entry.message_id for entry in ledger.all()]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_encrypted_with_a_login_from_the_environment(
    security: str, ledger: Deliveries, authority: trustme.CA, ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_PASSWORD", SECRET)
    box = Mailbox()
    with mail_server(box, tls=security, authority=authority, password=SECRET) as port:
        settings = table(port, security=security, ca_file=ca_file, user="desk", password_env="DESK_PASSWORD")
        (receipt,) = mail(settings, ledger=ledger)
    assert receipt.state == "delivered", receipt.detail
    assert box.encrypted == [True]
    assert box.logins == [("desk", SECRET)]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_an_unknown_authority_stops_the_channel(
    security: str, ledger: Deliveries, authority: trustme.CA
) -> None:
    box = Mailbox()
    with mail_server(box, tls=security, authority=authority) as port:
        (receipt,) = mail(table(port, security=security), ledger=ledger)
    assert receipt.state == "later"
    assert "no safe connection" in receipt.detail
    assert "ca_file" in receipt.detail
    assert box.raw == []


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for(
    ledger: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_PASSWORD", SECRET)
    box = Mailbox()
    with mail_server(box) as port:
        settings = table(port, security="starttls", user="desk", password_env="DESK_PASSWORD")
        (receipt,) = mail(settings, ledger=ledger)
    assert receipt.state == "later"
    assert "STARTTLS" in receipt.detail
    assert (box.raw, box.logins) == ([], [])


def test_a_wrong_password_is_told_once_and_never_shown(
    ledger: Deliveries,
    authority: trustme.CA,
    ca_file: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("DESK_PASSWORD", SECRET)
    box = Mailbox()
    with mail_server(box, tls="starttls", authority=authority, password="another") as port:
        settings = table(
            port,
            security="starttls",
            ca_file=ca_file,
            user="desk",
            password_env="DESK_PASSWORD",
            recipients=["a@example.org", "b@example.org"],
        )
        receipts = mail(settings, ledger=ledger)
    assert [receipt.state for receipt in receipts] == ["later", "later"]
    assert "refuses the user or the password" in receipts[0].detail
    tried = len(box.logins)
    assert tried <= 3  # one attempt, by the ways of AUTH that the server offers
    told = " ".join([*(receipt.detail for receipt in receipts), *capfd.readouterr()])
    ours = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert SECRET not in told + ours
    assert SECRET.encode() not in ledger.path.read_bytes()


def test_a_password_that_the_server_repeats_is_hidden() -> None:
    from briefgen.deliver.passwords import hidden

    assert hidden(f"535 user desk password\r\n{SECRET} unknown", SECRET) == "535 user desk password [hidden] unknown"


def test_a_password_that_is_not_there_says_where_it_should_be(
    ledger: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESK_PASSWORD", raising=False)
    with mail_server(Mailbox()) as port:
        (receipt,) = mail(table(port, user="desk", password_env="DESK_PASSWORD"), ledger=ledger)
    assert receipt.state == "later"
    assert "DESK_PASSWORD is not set" in receipt.detail


def test_a_password_comes_from_the_keyring(
    ledger: Deliveries, authority: trustme.CA, ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    held = {("mail desk", "desk"): SECRET}
    monkeypatch.setattr(keyring, "get_password", lambda name, user: held.get((name, user)))
    box = Mailbox()
    with mail_server(box, tls="starttls", authority=authority, password=SECRET) as port:
        settings = table(port, security="starttls", ca_file=ca_file, user="desk", keyring="mail desk")
        assert [receipt.state for receipt in mail(settings, ledger=ledger)] == ["delivered"]
        (receipt,) = mail(settings | {"keyring": "other", "recipients": ["b@example.org"]}, ledger=ledger)
    assert receipt.state == "later"
    assert "keyring set other desk" in receipt.detail


def test_a_mailbox_that_is_busy_and_then_takes_it(ledger: Deliveries) -> None:
    box = Mailbox(at_rcpt={"a@example.org": ["451 greylisted, come again"]}, at_data=["452 disk full"])
    with mail_server(box) as port:
        (receipt,) = mail(table(port), ledger=ledger)
    assert receipt.state == "delivered"
    assert len(box.raw) == 1
    assert ledger.all()[0].attempts == 3


def test_a_mailbox_that_does_not_exist_fails_alone(ledger: Deliveries) -> None:
    box = Mailbox(at_rcpt={"gone@example.org": ["550 no such mailbox"]})
    with mail_server(box) as port:
        receipts = mail(table(port, recipients=["gone@example.org", "a@example.org"]), ledger=ledger)
    assert [(receipt.target, receipt.state) for receipt in receipts] == [
        ("gone@example.org", "failed"),
        ("a@example.org", "delivered"),
    ]
    assert "550 no such mailbox" in receipts[0].detail
    assert box.recipients == [["a@example.org"]]


def test_a_message_that_is_refused_for_good_is_not_sent_again(ledger: Deliveries) -> None:
    box = Mailbox(at_data=["552 too large"])
    with mail_server(box) as port:
        assert [receipt.state for receipt in mail(table(port), ledger=ledger)] == ["failed"]
        assert [receipt.state for receipt in mail(table(port), ledger=ledger)] == ["failed"]
    assert box.raw == []


def test_a_line_that_breaks_after_the_data_is_dialled_again_under_the_same_id(ledger: Deliveries) -> None:
    box = Mailbox(at_data=["250 OK", HANG_UP])
    with mail_server(box) as port:
        receipts = mail(table(port, recipients=["a@example.org", "b@example.org"]), ledger=ledger)
    assert [receipt.state for receipt in receipts] == ["delivered", "delivered"]
    assert box.connections == 2
    assert [message["Message-ID"] for message in box.messages] == [entry.message_id for entry in ledger.all()]


@pytest.mark.parametrize(("write_number", "after", "copies"), KILLS)
def test_only_a_kill_between_yes_and_record_mails_twice_and_under_one_id(
    ledger: Deliveries, write_number: int, after: bool, copies: int
) -> None:
    box = Mailbox()
    with mail_server(box) as port:
        with pytest.raises(Killed):
            mail(table(port), ledger=Dying(ledger, write_number, after))
        assert [receipt.target for receipt in mail(table(port), ledger=ledger)] == ["a@example.org"]
    assert len(box.raw) == copies
    assert {message["Message-ID"] for message in box.messages} == {entry.message_id for entry in ledger.all()}


def test_a_line_that_ended_while_idle_costs_no_attempt(ledger: Deliveries) -> None:
    box = Mailbox()
    with mail_server(box) as port:
        channels = channels_of({"desk": table(port, recipients=["a@example.org", "b@example.org"])})
        sent = send(full_delivery(), channels=channels, ledger=ledger, clock=Clock())
        assert next(sent).state == "delivered"
        box.hang_up()
        assert [receipt.state for receipt in sent] == ["delivered"]
    assert [entry.attempts for entry in ledger.all()] == [1, 1]
    assert box.connections == 2


def test_a_server_that_is_not_there_is_tried_again_and_put_off(ledger: Deliveries) -> None:
    with mail_server(Mailbox()) as port:
        pass
    (receipt,) = mail(table(port), ledger=ledger, policy=Policy(attempts=2))
    assert receipt.state == "later"
    assert "localhost: Connection refused" in receipt.detail
    assert ledger.pending()[0].attempts == 2


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"host": "mail.example.org"}, 'channel.desk: security = "none" would send in the clear'),
        ({"password": SECRET}, "channel.desk: a password does not belong into a settings file"),
        ({"user": "desk"}, "a user needs password_env or keyring"),
        ({"recipients": []}, "channel.desk.recipients"),
        ({"recipients": ["a@example.org, b@example.org"]}, "is no mail address"),
        ({"recipients": ["nobody"]}, "is no mail address"),
        ({"recipients": ["a@example.org\nBcc: x@example.org"]}, "line ends and control characters"),
        ({"sender": "Desk\r\nBcc: x@example.org <desk@example.org>"}, "line ends and control characters"),
        ({"subject": "{title}\nBcc: x@example.org"}, "line ends and control characters"),
        ({"subject": "{title.__class__}"}, "is no name"),
        ({"subject": "{title!r}"}, "is no name"),
        ({"unsubscribe": "https://example.org/x y"}, "channel.desk.unsubscribe"),
        ({"one_click": True}, "RFC 8058"),
        ({"colour": "red"}, "channel.desk.colour: no such setting"),
        ({"port": 0}, "channel.desk.port"),
    ],
)
def test_settings_that_cannot_be_used_are_told_with_their_place(more: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError) as raised:
        channels_of({"desk": table(25) | more})
    assert told in str(raised.value)
    assert SECRET not in str(raised.value)
