"""`briefgen doctor`: whether all that a brief needs is there, each check with what to do."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import click

from briefgen.cli.options import settings_file


@click.command(
    epilog="""\b
    Examples:
      briefgen doctor
      briefgen doctor --network               also ask the mail servers; no mail is sent
      briefgen doctor --json
    Exit codes: 0 nothing has failed (warnings may stand); 1 something has.
    """
)
@click.option("--network", is_flag=True, help="Also greet the mail servers of the channels.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.option("--config", metavar="FILE", help="Settings file (default: briefgen.toml here).")
def doctor(network: bool, as_json: bool, config: str | None) -> int:
    """Check the language model, fonts, PDF, disk, histories, profiles, timers, last runs and mail servers."""
    from datetime import UTC, datetime

    from briefgen.doctor import Scene, examine
    from briefgen.schedule import Machine

    scene = Scene(
        settings_file(config), environ=os.environ, machine=Machine.this(), now=datetime.now(UTC), network=network
    )
    checks = []
    for check in examine(scene):
        checks.append(check)
        if not as_json:
            click.echo(f"{check.state:4}  {check.name}: {' '.join(check.said.split())}")
            if check.advice:
                click.echo(f"      {check.advice}")
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=1))
    return 1 if any(check.state == "fail" for check in checks) else 0
