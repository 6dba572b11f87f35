"""Mails as the email library reads them: parts, names, headers; nothing that a brief says becomes a header."""

from __future__ import annotations

import io
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

import lxml.html
import pikepdf
import pytest
from hypothesis import given, settings as settings_of_hypothesis, strategies as st

from briefgen.deliver import Channel, Stamp, channels_of
from briefgen.deliver.mail_message import message_of
from briefgen.deliver.mail_settings import MailSettings, address
from briefgen.delivery import Delivery
from tests.deliver.parcels import NOON, delivery_of, full_delivery
from tests.render import samples

PLAIN = delivery_of(samples.empty(), formats=("md",))
STAMP = Stamp("zoe@example.org", "<0123456789abcdef0123456789abcdef@example.org>")


def settings(**more: Any) -> MailSettings:
    table = {
        "kind": "mail",
        "host": "localhost",
        "sender": "Lagezentrum Überblick <desk@example.org>",
        "recipients": ["Zoë Ångström, Žilina <zoe@example.org>"],
    }
    channel: Channel = channels_of(
        {"desk": table | {"recipients": ['"Zoë Ångström, Žilina" <zoe@example.org>']} | more}
    )[0]
    assert isinstance(channel.settings, MailSettings)
    return channel.settings


def read_back(delivery: Delivery, **more: Any) -> EmailMessage:
    """The message as it arrives: written to bytes and read again."""
    raw = message_of(delivery, STAMP, settings=settings(**more)).as_bytes()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))  # RFC 5322, 2.1.1
    raw.decode("ascii")
    return message_from_bytes(raw, _class=EmailMessage, policy=policy.default)  # type: ignore[return-value]


def test_message_has_plain_text_html_and_the_whole_pdf() -> None:
    message = read_back(full_delivery())
    assert message.get_content_type() == "multipart/mixed"
    body, pdf = message.iter_parts()
    assert body.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html"]  # type: ignore[attr-defined]
    assert pdf.get_content_type() == "application/pdf"
    assert pdf.get_filename() == "Armenia-and-Azerbaijan-armed-clashes-2022-09-15.pdf"  # type: ignore[attr-defined]
    content = pdf.get_content()  # type: ignore[attr-defined]
    document = full_delivery().document("pdf")
    assert document and content == document.content
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert len(opened.pages) > 1


def test_headers_are_those_of_a_list_that_a_program_writes() -> None:
    message = read_back(full_delivery(), reply_to="editor@example.org")
    assert message["From"] == "Lagezentrum Überblick <desk@example.org>"
    assert message["To"].addresses[0].display_name == "Zoë Ångström, Žilina"
    assert message["Reply-To"] == "editor@example.org"
    assert message["Subject"] == "Armenia and Azerbaijan: armed clashes, as of 15 September 2022"
    assert parsedate_to_datetime(message["Date"]) == NOON
    assert message["Message-ID"] == STAMP.message_id
    assert message["List-Id"] == "<briefs.example.org>"
    assert message["List-Unsubscribe"] == "<mailto:editor@example.org?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["MIME-Version"] == "1.0"


def test_one_click_to_unsubscribe_names_the_recipient_and_is_not_broken_by_its_length() -> None:
    url = "https://lists.example.org/unsubscribe/" + "a" * 200 + "?who={recipient}"
    message = read_back(full_delivery(), unsubscribe=url, one_click=True)
    assert message["List-Unsubscribe"] == "<" + url.replace("{recipient}", "zoe%40example.org") + ">"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_both_bodies_say_the_front_page_with_who_reports_it() -> None:
    message = read_back(full_delivery(), link="https://briefs.example.org/briefs/{slug}/")
    card = full_delivery().card
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain and page
    html = " ".join(lxml.html.fromstring(page.get_content()).text_content().split())
    text = " ".join(plain.get_content().split())
    for said in (card.bottom_line, *card.points, "The Evening Wire", "TLP:AMBER", "/briefs/2022-09-15/"):
        assert said in html
        assert said in text
    assert "No. 7" in text and "No. 7" in html
    assert "Armenia-and-Azerbaijan-armed-clashes-2022-09-15.pdf" in text


def test_html_loads_nothing_and_runs_nothing() -> None:
    page = read_back(full_delivery()).get_body(("html",))
    assert page
    tree = lxml.html.fromstring(page.get_content())
    assert not tree.xpath("//script | //link | //img | //iframe | //form | //object | //@src | //@onclick")
    assert "url(" not in page.get_content()
    assert len(page.get_content()) < 100_000  # Gmail cuts longer ones


@pytest.mark.parametrize("formats", [[], ["md", "json"]])
def test_attachments_are_those_asked_for(formats: list[str]) -> None:
    delivery = delivery_of(formats=("md", "json"))
    message = read_back(delivery, formats=formats)
    assert [str(part.get_filename())[-5:].rpartition(".")[2] for part in message.iter_attachments()] == formats


def test_a_hostile_brief_makes_no_header_no_tag_and_no_path() -> None:
    title = "Border\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script> \u202e../../etc/passwd\x00\u2028X: y"
    brief = samples.hostile().model_copy(update={"title": title, "handling": "x\r\nX-Evil: 1"})
    message = read_back(
        delivery_of(brief, formats=("pdf",)), subject="{title} {handling} {bottom_line}", link="{title}"
    )
    assert set(message.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "Auto-Submitted"),
        *("Content-Language", "MIME-Version", "Content-Type"),
    }
    assert len(message["Subject"]) <= 200
    assert message["Subject"].isprintable()
    (name,) = [part.get_filename() for part in message.iter_attachments()]
    assert name and name.startswith("Border-Bcc-all-example-org-script") and "/" not in name and ".." not in name
    page = message.get_body(("html",))
    assert page
    tree = lxml.html.fromstring(page.get_content())
    assert not tree.xpath("//script | //@href[starts-with(., 'javascript')]")


def test_a_letter_is_in_the_language_of_the_brief() -> None:
    message = read_back(delivery_of(language="de"), formats=[])
    assert message["Content-Language"] == "de"
    assert "15. September 2022" in message["Subject"]
    plain = message.get_body(("plain",))
    assert (plain and "Kernpunkte" in plain.get_content()) or "Wichtigste" in plain.get_content()  # type: ignore[union-attr]


def test_a_domain_in_other_letters_is_written_in_ascii() -> None:
    message = read_back(delivery_of(), sender="Büro <buero@müller.example>", formats=[])
    assert message["From"].addresses[0].domain == "xn--mller-kva.example"


def test_a_profile_is_its_own_list() -> None:
    message = read_back(delivery_of(profile="Horn of Africa"), formats=[])
    assert message["List-Id"] == "<horn-of-africa.example.org>"


@given(title=st.text(max_size=300), line=st.text(max_size=300))
@settings_of_hypothesis(max_examples=50, deadline=None)
def test_no_text_of_a_brief_changes_the_headers(title: str, line: str) -> None:
    delivery = PLAIN
    card = delivery.card.model_copy(update={"title": title, "bottom_line": line})
    message = read_back(replace(delivery, card=card), subject="{title}: {bottom_line}", formats=["md"])
    assert list(message.keys()).count("Subject") == 1
    assert set(message.keys()) == set(read_back(delivery, formats=["md"]).keys())
    assert len(list(message.iter_parts())) == 2


LETTERS = st.characters(categories=("L", "N", "P"), exclude_characters='"\\\\')


@given(name=st.text(LETTERS, max_size=40), plain=st.emails())
@settings_of_hypothesis(max_examples=60, deadline=None)
def test_a_name_in_any_letters_is_read_back_with_its_one_mailbox(name: str, plain: str) -> None:
    message = read_back(PLAIN, sender=f'"{name}" <{plain}>', formats=[])
    (mailbox,) = message["From"].addresses
    read = mailbox.display_name.replace(" ", "")  # Python's reader keeps the space of a fold between encoded words
    assert (mailbox.addr_spec.lower(), read) == (plain.lower(), name)


@given(text=st.text(max_size=80) | st.from_regex(r"[^@]*<?[a-z.]+@[a-z.,;\r\n ]+>?.*", fullmatch=True))
@settings_of_hypothesis(max_examples=200, deadline=None)
def test_an_address_is_refused_or_of_one_line_and_one_mailbox(text: str) -> None:
    try:
        found = address(text)
    except ValueError:
        return
    assert found.isprintable()
    assert len(getaddresses([found])) == 1
