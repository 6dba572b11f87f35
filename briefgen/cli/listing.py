"""`briefgen templates`, `knowledge`, `schema` and `completion`: what is there, and whether it is sound."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.group(
    invoke_without_command=True,
    epilog="""\b
    Examples:
      briefgen templates
      briefgen templates copy situation mytemplate
      briefgen build articles --template ./mytemplate
    """,
)
@click.pass_context
def templates(context: click.Context) -> None:
    """List the templates, or copy one as the start of your own."""
    if context.invoked_subcommand is None:
        context.invoke(list_templates)


@templates.command(
    "list",
    epilog="""\b
    Examples:
      briefgen templates list
    """,
)
def list_templates() -> None:
    """List the templates by name, each with what it is for."""
    from briefgen.render.templates import list_templates as found

    for template in found():
        click.echo(f"{template.name:12} {template.description}".rstrip())


@templates.command(
    "copy",
    epilog="""\b
    Examples:
      briefgen templates copy situation mytemplate
    """,
)
@click.argument("name")
@click.argument("folder", metavar="DIR")
def copy_template(name: str, folder: str) -> None:
    """Copy the template NAME into DIR, to be changed there and used by --template DIR."""
    from briefgen.render.templates import copy_template as copied

    copied(name, Path(folder))
    click.echo(f"copied to {folder}; use it by: briefgen build ... --template {folder}")


@click.group(
    epilog="""\b
    Examples:
      briefgen knowledge check
    """
)
def knowledge() -> None:
    """The tables of actors, names, places, pacts and words."""


@knowledge.command(
    "check",
    epilog="""\b
    Examples:
      briefgen knowledge check
    """,
)
def check_knowledge() -> int:
    """Check every row of every table, and name each fault with its file and line; exit code 1 on any."""
    from briefgen.knowledge.check import check

    faults = check()
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{len(faults)} faults" if faults else "no fault")
    return 1 if faults else 0


@click.command(
    epilog="""\b
    Examples:
      briefgen schema > brief.schema.json
    """
)
def schema() -> None:
    """Print the JSON Schema of brief.json."""
    from briefgen.model import Brief

    click.echo(json.dumps(Brief.model_json_schema(), indent=1, sort_keys=True))


@click.command(
    epilog="""\b
    Examples:
      briefgen completion bash >> ~/.bashrc
      briefgen completion fish > ~/.config/fish/completions/briefgen.fish
    """
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise click.ClickException(f"{shell}: no completion for this shell; there is one for bash, zsh and fish")
    root = context.find_root().command
    click.echo(found(root, {}, "briefgen", "_BRIEFGEN_COMPLETE").source())
