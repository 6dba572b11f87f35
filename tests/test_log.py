"""Events as lines: for people and for machines, on the stream that was given and nowhere else."""

from __future__ import annotations

import io
import json
import logging

import pytest

from briefgen.log import event, logged


def test_logged_writes_json_a_line_an_event() -> None:
    stream = io.StringIO()
    with logged(stream, shape="json"):
        event("fetched", profile="morning", articles=12, seconds=4.25, note="two\nlines", nothing=None)
        event("failed", level=logging.ERROR, stage="deliver")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first.pop("time").endswith("Z")
    assert first == {
        "level": "info",
        "event": "fetched",
        "profile": "morning",
        "articles": 12,
        "seconds": 4.25,
        "note": "two\nlines",
    }
    assert (second["level"], second["event"], second["stage"]) == ("error", "failed", "deliver")


def test_logged_as_text_is_one_line_whatever_a_field_holds() -> None:
    stream = io.StringIO()
    with logged(stream, shape="text"):
        event("told", reason="two\nlines", name="a=b", empty="", good=True)
    assert stream.getvalue().endswith(' told reason="two\\nlines" name="a=b" empty="" good=true\n')
    assert stream.getvalue().count("\n") == 1


def test_event_outside_goes_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    with logged(io.StringIO(), shape="text"):
        pass
    event("fetched")
    assert capsys.readouterr() == ("", "")
