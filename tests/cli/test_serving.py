"""`briefgen serve`: listens on loopback, ends with Ctrl-C, and says what is wrong with where it should."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from briefgen.cli import run
from tests.render import samples


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "brief.json").write_text(samples.full().model_dump_json(), encoding="utf-8")
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def heed_ctrl_c() -> None:
    """A shell that runs the tests in the background has its children ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_serve_answers_and_ends_cleanly_with_ctrl_c(out: Path) -> None:
    command = [sys.executable, "-m", "briefgen", "serve", str(out), "--port", "0"]
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environ,
        preexec_fn=heed_ctrl_c if os.name == "posix" else None,
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
        with urlopen(address, timeout=30) as answer:
            assert b"Armenia and Azerbaijan" in answer.read()
            assert answer.headers["Server"] == "briefgen"
        server.send_signal(signal.SIGINT)
        rest, errors = server.communicate(timeout=30)
    finally:
        server.kill()
    assert (server.returncode, rest, errors) == (0, "", "")
    assert "read-only" in line


def test_port_in_use_is_told_with_what_to_do(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", str(out), "--port", str(port)]) == 2
    message = capsys.readouterr().err
    assert f"port {port}" in message and "--port" in message


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["nowhere"], "build a brief into it first"),
        (["out", "--sources", "nowhere"], "--sources nowhere"),
        (["out", "--host", "0.0.0.0"], "only this machine"),
        (["out", "--host", "example.org"], "only this machine"),
        (["out", "--port", "70000"], "--port"),
    ],
)
def test_wrong_use_is_told(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    monkeypatch.chdir(out.parent)
    assert run(["serve", *arguments, *([] if "--port" in arguments else ["--port", "0"])]) == 2
    assert reason in capsys.readouterr().err


def test_output_folder_of_the_settings_and_its_archive_channel_are_served(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from briefgen import serve

    served: list[serve.Site] = []
    monkeypatch.setattr(serve, "run", lambda site, listening: served.append(site))
    monkeypatch.chdir(out.parent)
    Path("briefgen.toml").write_text('output = "out"\n[channel.web]\nkind = "archive"\nfolder = "public"\n')
    assert run(["serve", "--port", "0", "--edit", "--by", "Zoe"]) == 0
    (site,) = served
    assert site.shelf.root == Path("out") and site.editable and site.by == "Zoe"
    assert site.shelf.archives == {"web": Path("public")}
    assert "decisions are written" in capsys.readouterr().out


def test_open_shows_the_address_in_the_browser(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import click

    from briefgen import serve

    opened: list[str] = []
    monkeypatch.setattr(serve, "run", lambda site, listening: time.sleep(0))
    monkeypatch.setattr(click, "launch", opened.append)
    assert run(["serve", str(out), "--port", "0", "--open"]) == 0
    assert opened[0].startswith("http://127.0.0.1:")
