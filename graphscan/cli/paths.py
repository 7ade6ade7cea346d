"""`graphscan paths`: routes between two ends that the user names."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from graphscan import pipeline
from graphscan.casefile import Case, open_case
from graphscan.cli import tables
from graphscan.cli.cases import DEFAULT_CASE, open_found
from graphscan.cli.options import case_option, config_option, exit_code_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.progress import stages
from graphscan.cli.text import clean, count
from graphscan.errors import SettingsError
from graphscan.search.query import PathQuery
from graphscan.settings import Settings, read_settings

_DEFAULT = Settings()
_QUERY = PathQuery()


@click.command("paths")
@click.argument(
    "inputs", nargs=-1, metavar="[DIR]...", type=click.Path(exists=True, path_type=Path)
)
@click.option("--from", "sender", default="", metavar="NAME", help="Where paths begin.")
@click.option("--to", "receiver", default="", metavar="NAME", help="Where paths end.")
@click.option("--via", multiple=True, metavar="CC|NAME", help="Must be between; may be repeated.")
@click.option(
    "--avoid", multiple=True, metavar="CC|NAME", help="Must not be there; may be repeated."
)
@click.option(
    "--hs", default="", metavar="PREFIX", help="First digits of the HS code of every leg."
)
@click.option("--after", metavar="DATE", help="First day on which a leg may depart, YYYY-MM-DD.")
@click.option("--before", metavar="DATE", help="Last day on which a leg may depart, YYYY-MM-DD.")
@click.option(
    "--max-legs", type=int, help=f"Longest path, in legs.  [default: {_DEFAULT.max_legs}]"
)
@click.option(
    "--max-wait",
    type=int,
    help=f"Longest wait between two legs, in days.  [default: {_DEFAULT.max_wait}]",
)
@click.option("--top", type=int, help=f"Paths listed; 0 lists all.  [default: {_QUERY.top}]")
@config_option
@case_option
@exit_code_option
@output_options
def command(
    output: Output,
    *,
    inputs: tuple[Path, ...],
    sender: str,
    receiver: str,
    via: tuple[str, ...],
    avoid: tuple[str, ...],
    hs: str,
    after: str | None,
    before: str | None,
    max_legs: int | None,
    max_wait: int | None,
    top: int | None,
    config: Path | None,
    case: Path | None,
    exit_code: bool,
) -> int:
    """List the paths by which goods could have come from one party to another, listed or not.

    --from and --to take the name of a party (or words of it), an identifier, an id of a list entry,
    a list code such as EL, or a country; several matches are all used and named. Without --from
    paths begin at U.S. exporters, without --to they end at listed parties. DIR is a folder that
    `scan` wrote, or one of files, which are read first; without it the case is asked.
    """
    settings = read_settings(config, max_legs=max_legs, max_wait=max_wait)
    query = PathQuery(
        sender=sender,
        receiver=receiver,
        via=via,
        avoid=avoid,
        hs=_hs_prefix(hs),
        after=_day(after, "--after"),
        before=_day(before, "--before"),
        top=_QUERY.top if top is None else top,
    )
    with _loaded(output, inputs, case, settings) as opened:
        document, meanings = pipeline.paths(opened, query, settings)
    for found in meanings:
        output.status(f"{clean(found.text)}: {clean(found.meaning)}", style="dim")
    _print(output, document)
    return 1 if exit_code and document["findings"] else 0


@contextlib.contextmanager
def _loaded(
    output: Output, inputs: Sequence[Path], case: Path | None, settings: Settings
) -> Iterator[Case]:
    """The case that is asked: of the files given, in memory, or the one found."""
    if not inputs:
        with open_found(case) as opened:
            yield opened
        return
    if case:
        msg = "Give DIR or --case, not both."
        raise click.UsageError(msg)
    written = inputs[0] / DEFAULT_CASE.name
    if len(inputs) == 1 and written.is_file():
        with open_found(written) as opened:
            yield opened
        return
    with open_case() as opened:
        with stages(output) as on_stage:
            pipeline.load_case(opened, inputs, settings, on_stage)
        yield opened


def _print(output: Output, document: dict[str, Any]) -> None:
    paths = document["findings"]
    if output.as_json:
        output.objects(paths)
        return
    total = document["run"]["counts"]
    output.line(f"{count(len(paths), 'path')}, {count(total['chains'], 'possible chain')}", "bold")
    if paths:
        output.table(tables.findings_table(paths, output.arrow))
    if total["truncated"]:
        output.line("The search stopped at its ceiling: there are more paths.", "yellow")


def _hs_prefix(text: str) -> str:
    digits = text.replace(".", "").replace(" ", "")
    if digits and not (digits.isascii() and digits.isdigit()):
        msg = f"--hs {text!r}"
        raise SettingsError(msg, cure="Give the first digits of an HS code: 8542.")
    return digits


def _day(text: str | None, option: str) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as err:
        msg = f"{option} {text!r}"
        raise SettingsError(msg, cure="Give a date as YYYY-MM-DD.") from err
