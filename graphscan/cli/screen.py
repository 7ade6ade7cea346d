"""`graphscan screen`: names against the lists of a case."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import click
from rich import box
from rich.table import Table
from rich.text import Text

from graphscan.cli.cases import open_found
from graphscan.cli.options import case_option, exit_code_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.text import clean, count
from graphscan.codes import countries
from graphscan.errors import SettingsError
from graphscan.resolve import Hit, screen


@click.command("screen")
@click.argument("name", required=False)
@click.option(
    "--file",
    "file",
    type=click.File("r", encoding="utf-8-sig", errors="replace"),
    metavar="FILE",
    help="One name a line; - reads stdin.",
)
@click.option("--country", metavar="CC", help="Country of the party: it ranks, and never decides.")
@case_option
@exit_code_option
@output_options
def command(
    output: Output,
    *,
    name: str | None,
    file: IO[str] | None,
    country: str | None,
    case: Path | None,
    exit_code: bool,
) -> int:
    """Look a NAME, or each line of a file, up in the screening lists of the case.

    No match is no clearance: the case holds the lists it was given, and names have many spellings.
    """
    if (name is None) == (file is None):
        msg = "Give a NAME or --file FILE, and only one of them."
        raise click.UsageError(msg)
    code = _country(country)
    flagged = False
    with open_found(case) as opened:
        for asked in _names(name, file):
            hits = screen(opened, asked, code)
            flagged = flagged or bool(hits)
            if output.as_json:
                output.objects(_object(hit) for hit in hits)
            else:
                _print(output, asked, hits)
    return 1 if exit_code and flagged else 0


def _country(text: str | None) -> str | None:
    if text is None:
        return None
    code = countries.normalize(text)
    if code is None:
        msg = f"--country {text!r}"
        raise SettingsError(msg, cure="Give an ISO code or a country's name.")
    return code


def _names(name: str | None, file: IO[str] | None) -> Iterator[str]:
    lines = [name] if name is not None else file or ()
    for line in lines:
        if line.strip():
            yield line.strip()


def _object(hit: Hit) -> dict[str, Any]:
    return dataclasses.asdict(hit)


def _print(output: Output, asked: str, hits: Sequence[Hit]) -> None:
    output.line(f"{clean(asked)}: {count(len(hits), 'match', 'matches')}", "bold")
    if not hits:
        return
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Listed name", ratio=1, overflow="fold")
    table.add_column("List", no_wrap=True)
    table.add_column("Match", no_wrap=True)
    table.add_column("Countries", overflow="fold")
    table.add_column("Since", no_wrap=True)
    table.add_column("Entry", no_wrap=True)
    for hit in hits:
        table.add_row(
            f"{hit.score:.2f}",
            Text(clean(hit.listed_name)),
            Text(clean(hit.list)),
            Text(clean(hit.match)),
            Text(clean(" ".join(hit.countries))),
            Text(clean(hit.listed_on or "")),
            Text(clean(hit.entry_id)),
        )
    output.table(table)
    output.line()
