"""`graphscan neo4j`: a case on a shared Neo4j server."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import click

from graphscan import stores
from graphscan.casefile import open_case
from graphscan.cli.cases import find_case
from graphscan.cli.options import (
    case_option,
    config_option,
    output_options,
    server_options,
    server_password,
)
from graphscan.cli.output import Output
from graphscan.cli.progress import stages
from graphscan.cli.text import clean, count
from graphscan.pipeline import Stage
from graphscan.settings import read_settings


@click.group("neo4j")
def command() -> None:
    """Put a case on a Neo4j server, to ask and browse it together."""


@command.command("push")
@click.option(
    "--name", metavar="NAME", help="Name of the case there. Default: the case file's name."
)
@config_option
@case_option
@server_options
@output_options
def push(
    output: Output,
    *,
    name: str | None,
    config: Path | None,
    case: Path | None,
    uri: str,
    user: str,
    database: str,
) -> int:
    """Write the parties and legs of the case to a server. Pushing twice changes nothing."""
    settings = read_settings(config)
    found = find_case(case)
    password = server_password(user, os.environ.get("NEO4J_PASSWORD"))
    with open_case(found, read_only=True) as opened, stages(output) as on_stage:
        report = stores.push(
            opened,
            uri=uri,
            user=user,
            password=password,
            database=database,
            settings=settings,
            on_progress=lambda kind, done, total: on_stage(
                Stage(name=f"push {kind}", done=done, total=total, finished=done == total)
            ),
            name=name,
        )
    if output.as_json:
        output.objects([dataclasses.asdict(report)])
        return 0
    output.line(
        f"{output.tick} {clean(report.case)}: {count(report.parties, 'party', 'parties')}, "
        f"{count(report.shipments, 'leg')}, {count(report.entries, 'list entry', 'list entries')}"
        + (", an older state replaced" if report.replaced else "")
    )
    output.line("Next: graphscan query --list", "dim")
    return 0
