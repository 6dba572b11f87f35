"""The command line: parse options, call, print. What each command does lives in the pipeline and the stages.

Exit codes: 0 done · 1 failed, nothing readable or fetched, or a skip under --strict · 2 wrong use · 3 built with skips,
fetched with failures · 4 built without the PDF, since its libraries are missing (wins over 3) · 5 built, but not
delivered to everyone (wins over 4) · 6 the profile is being run already · 130 stopped by
Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from briefgen import __version__
from briefgen.cli.building import build, render
from briefgen.cli.checking import explain, extract, verify
from briefgen.cli.delivering import deliver, deliveries
from briefgen.cli.doctor import doctor
from briefgen.cli.fetching import fetch
from briefgen.cli.history import changes, history
from briefgen.cli.listing import completion, knowledge, schema, templates
from briefgen.cli.running import profiles, run as run_profile
from briefgen.cli.scheduling import schedule
from briefgen.cli.serving import serve
from briefgen.cli.watching import watch
from briefgen.errors import BriefgenError

COMMANDS = (
    *(fetch, build, extract, render, deliver, deliveries, verify, explain, history, changes),
    *(run_profile, profiles, schedule, serve, watch, doctor),
    *(templates, knowledge, schema, completion),
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="""\b
    Examples:
      briefgen build articles                    brief.md, .html, .pdf and .json in out/
      briefgen build articles --as-of 2022-09-14 --title "South Caucasus" -o today
      briefgen verify out/brief.json --sources articles
    Options also come from briefgen.toml and from variables such as BRIEFGEN_FORMAT.
    """,
)
@click.version_option(__version__, prog_name="briefgen")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Turn news articles on armed conflict into a brief in which every sentence names its source."""


for command in COMMANDS:
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    code = run(arguments)
    sys.stdout.flush()
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """The exit code of `briefgen` with *arguments*; every error is told in one line on stderr."""
    debug = "--debug" in (sys.argv[1:] if arguments is None else arguments)
    try:
        code = cli.main(
            args=None if arguments is None else list(arguments), prog_name="briefgen", standalone_mode=False
        )
        return code if isinstance(code, int) else 0
    except click.exceptions.Abort:
        return _fail("stopped", code=130)
    except click.UsageError as error:
        help_line = f" (see: {error.ctx.command_path} --help)" if error.ctx else ""
        return _fail(error.format_message() + help_line, code=2)
    except click.ClickException as error:
        return _fail(error.format_message(), code=1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except BriefgenError as error:
        if debug:
            raise
        return _fail(str(error), code=error.exit_code)
    except Exception as error:
        if debug:
            raise
        return _fail(f"a fault in briefgen itself: {type(error).__name__}: {error} (--debug shows where)", code=1)


def _fail(message: str, *, code: int) -> int:
    click.echo("briefgen: " + " ".join(message.split()), err=True)
    return code
