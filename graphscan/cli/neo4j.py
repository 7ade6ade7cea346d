"""`graphscan neo4j`: a case on a shared Neo4j server."""

from __future__ import annotations

import dataclasses
import functools
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from graphscan import stores
from graphscan.casefile import open_case
from graphscan.cli.cases import find_case
from graphscan.cli.options import (
    case_option,
    config_option,
    exit_code_option,
    output_options,
    server_options,
    server_password,
)
from graphscan.cli.output import Output
from graphscan.cli.path_query import path_options, tell_meanings
from graphscan.cli.progress import stages
from graphscan.cli.query import answer_options, print_answer, refuse_both
from graphscan.cli.text import clean, count
from graphscan.errors import SettingsError, StoreError
from graphscan.pipeline import Stage
from graphscan.search.query import PathQuery
from graphscan.settings import read_settings
from graphscan.stores.asked import QUERY
from graphscan.stores.cypher import find_query

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group("neo4j")
def command() -> None:
    """Put a case on a Neo4j server, to ask and browse it together."""


def _case_to_send(function: Command) -> Command:
    """Add the case, and its name on the server."""
    for option in (
        click.option(
            "--name", metavar="NAME", help="Name of the case there. Default: the case file's name."
        ),
        click.argument(
            "path",
            metavar="[CASE]",
            required=False,
            type=click.Path(dir_okay=False, path_type=Path),
        ),
        config_option,
        case_option,
    ):
        function = option(function)
    return function


def only_in_a_case(function: Callable[..., int]) -> Callable[..., int]:
    """Refuse, with the reason, what `graphscan paths` works out from all chains of a case."""
    whole = ("--count", "--explain", "--choke-points")

    @functools.wraps(function)
    def wrapped(*args: Any, **options: Any) -> int:
        for flag in whole:
            if options.pop(flag.strip("-").replace("-", "_")):
                what = f"{flag} needs the case itself: a server lists journeys"
                raise SettingsError(what, cure=f"Ask `graphscan paths {flag}`.")
        return function(*args, **options)

    named: Callable[..., int] = wrapped
    for flag in whole:
        named = click.option(flag, is_flag=True, hidden=True, help="Refused here.")(named)
    return named


@command.command("push")
@click.option("--wipe", is_flag=True, help="Remove what is there under the name of the case first.")
@_case_to_send
@server_options
@output_options
def push(
    output: Output,
    *,
    wipe: bool,
    path: Path | None,
    name: str | None,
    config: Path | None,
    case: Path | None,
    **server: Any,
) -> int:
    """Write a case to a server: parties, legs, interests, list entries, runs and findings.

    Pushing twice changes nothing. A push that was cut off goes on where it is made again. Other
    cases on the server are left alone.
    """
    settings = read_settings(config)
    found = find_case(path or case)
    password = server_password(server["user"], os.environ.get("NEO4J_PASSWORD"), server["uri"])
    with open_case(found, read_only=True) as opened, stages(output) as on_stage:
        report = stores.push(
            opened,
            **server,
            password=password,
            settings=settings,
            on_progress=lambda kind, done, total: on_stage(
                Stage(name=f"push {kind}", done=done, total=total, finished=done == total)
            ),
            name=name,
            wipe=wipe,
        )
    if output.as_json:
        output.objects([dataclasses.asdict(report)])
        return 0
    output.line(
        f"{output.tick} {clean(report.case)}: {count(report.parties, 'party', 'parties')}, "
        f"{count(report.shipments, 'leg')}, {count(report.entries, 'list entry', 'list entries')}"
        + (", an older state replaced" if report.replaced else "")
        + (", there already" if report.unchanged else "")
    )
    output.line("Next: graphscan query --list", "dim")
    return 0


@command.command("verify")
@_case_to_send
@server_options
@output_options
def verify(
    output: Output,
    *,
    path: Path | None,
    name: str | None,
    config: Path | None,
    case: Path | None,
    **server: Any,
) -> int:
    """Compare what a server holds of a case with the case: counts and hashes of every kind of rows.

    Exits with 2 where they differ.
    """
    settings = read_settings(config)
    found = find_case(path or case)
    password = server_password(server["user"], os.environ.get("NEO4J_PASSWORD"), server["uri"])
    with open_case(found, read_only=True) as opened:
        compared = stores.verify(opened, **server, password=password, settings=settings, name=name)
    if output.as_json:
        output.objects(dataclasses.asdict(one) for one in compared)
    for one in () if output.as_json else compared:
        sign = "equal" if one.equal else "DIFFERENT"
        output.line(f"{one.kind}: {one.here:,} here, {one.there:,} there, {sign}")
    different = [one.kind for one in compared if not one.equal]
    if different:
        what = f"the server holds other {', '.join(different)} than the case"
        raise StoreError(what, where="neo4j verify", cure="Push again with --wipe.")
    return 0


@command.command("paths")
@path_options
@only_in_a_case
@click.option(
    "--name", default="", metavar="NAME", help="Name of the case there. Default: the only one."
)
@answer_options
@config_option
@server_options
@exit_code_option
@output_options
def paths(
    output: Output,
    *,
    query: PathQuery,
    limits: Mapping[str, Any],
    name: str,
    as_csv: bool,
    timeout: float,
    config: Path | None,
    exit_code: bool,
    **server: Any,
) -> int:
    """List the paths by which goods could have come from one party to another, of a server.

    Words and options are those of `graphscan paths`, and so are the journeys. A path is one journey
    here; there are no scores on a server: certain ones come first, then the fewest legs, then the
    earliest departure. Waits and lengths are those of graphscan.toml, whatever the push had.
    """
    refuse_both(output, as_csv=as_csv)
    settings = read_settings(config, **limits)
    file = find_query(QUERY)
    file.read_parameters({"case": name, "max_legs": settings.max_legs})  # before it asks a password
    password = server_password(server["user"], os.environ.get("NEO4J_PASSWORD"), server["uri"])
    found = stores.ask_paths(
        query, settings, case=name, **server, password=password, timeout=timeout
    )
    tell_meanings(output, found.meanings)
    told = count(len(found.journeys), "journey")
    print_answer(output, found.journeys, [told], as_csv=as_csv)
    return 1 if exit_code and len(found.journeys) else 0


@command.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_case_to_send
@output_options
def export(
    output: Output,
    *,
    folder: Path,
    path: Path | None,
    name: str | None,
    config: Path | None,
    case: Path | None,
) -> int:
    """Write a case as CSV files into a new FOLDER, for `neo4j-admin database import full`.

    For first loads of a million rows and more. The import replaces the whole database; a push
    afterwards makes its indexes.
    """
    settings = read_settings(config)
    with open_case(find_case(path or case), read_only=True) as opened:
        report = stores.export(opened, folder, settings=settings, name=name)
    if output.as_json:
        output.objects([dataclasses.asdict(report)])
        return 0
    output.line(f"{output.tick} {count(len(report.files), 'file')} in {clean(report.folder)}")
    output.line("Next, in that folder, with the server stopped:", "dim")
    output.line("  neo4j-admin database import full @import.args neo4j", "dim")
    output.line("then start it, and: graphscan neo4j push", "dim")
    return 0
