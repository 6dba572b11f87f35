"""Mail: the article in a message, whatever its wrapping."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "Fwd: Four die at Dorn – guards accused"
    made["Date"] = "Mon, 03 May 2021 10:00:00 +0400"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    return made


def test_mail_title_date_and_body(read, story) -> None:
    made = message(From="Valley News <desk@valley.example>")
    made.set_content(f"{story}\n\n-- \nUnsubscribe: https://valley.example/u\n")
    made.add_alternative(f"<p>{story}</p><p>Unsubscribe</p>", subtype="html", cte="base64")
    (article,) = read({"a.eml": made.as_bytes()}).articles
    assert article.title == "Four die at Dorn – guards accused"
    assert article.text == f"Four die at Dorn – guards accused\n\n{story}"
    assert article.source.published.isoformat() == "2021-05-03T10:00:00+04:00"
    assert article.source.outlet == "Valley News"


@pytest.mark.parametrize("sender", ["Jane Doe <jane@x.example>", "Press Alerts <a@x.example>"])
def test_mail_sender_that_is_no_outlet_is_none(read, story, sender) -> None:
    made = message(From=sender)
    made.set_content(story)
    assert read({"a.eml": made.as_bytes()}).articles[0].source.outlet is None


def test_mail_html_part_is_read_where_the_plain_one_is_a_stub(read, story) -> None:
    made = message()
    made.set_content("Your mail program cannot show this message.")
    made.add_alternative(f"<style>p{{}}</style><p>{story}</p><p>{story[:80]} again.</p>", subtype="html")
    assert story in read({"a.eml": made.as_bytes()}).articles[0].text


def test_mail_hard_wrapped_lines_are_joined(read, story) -> None:
    import textwrap

    made = message()
    made.set_content("\n\n".join([textwrap.fill(story, 70)] * 2))
    assert read({"a.eml": made.as_bytes()}).articles[0].text.split("\n\n")[1:] == [story, story]


def test_mail_unknown_charset_and_broken_headers_are_survived(read, story) -> None:
    raw = (
        b"Subject: =?x-none?B?//8=?=\nDate: once upon a time\nContent-Type: text/plain; charset=x-none\n\n"
        + story.encode()
    )
    (article,) = read({"a.eml": raw}).articles
    assert story in article.text
    assert article.source.published is None


def test_mail_forwarded_inline_takes_the_inner_headers(read, story) -> None:
    made = message(From="Jane Doe <jane@x.example>")
    made.set_content(
        "---------- Forwarded message ---------\nFrom: Valley Press <desk@valley.example>\n"
        f"Date: Sun, 2 May 2021 at 09:00\nSubject: Guards die at Dorn\nTo: <jane@x.example>\n\n{story}\n"
    )
    (article,) = read({"a.eml": made.as_bytes()}).articles
    assert (article.title, article.source.outlet) == ("Guards die at Dorn", "Valley Press")
    assert str(article.source.published) == "2021-05-02"


def test_mail_forwarded_as_attachment_is_the_inner_message(read, story) -> None:
    inner = EmailMessage()
    inner["Subject"], inner["From"] = "Guards die at Dorn", "Valley Press <desk@valley.example>"
    inner.set_content(story)
    outer = message()
    outer.set_content("See below.")
    outer.add_attachment(inner)
    assert read({"a.eml": outer.as_bytes()}).articles[0].title == "Guards die at Dorn"


def test_mail_base64_body_in_another_charset(read, story) -> None:
    body = base64.encodebytes(f"{story} “Enough.”".encode("cp1252"))
    head = b"Subject: Dorn\nContent-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: base64\n\n"
    assert "“Enough.”" in read({"a.eml": head + body}).articles[0].text
