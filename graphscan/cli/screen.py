"""`graphscan screen`: names against the lists of a case."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import click
from rich import box
from rich.table import Table
from rich.text import Text

from graphscan.cli.cases import open_found
from graphscan.cli.options import (
    NEW_FILE,
    case_option,
    config_option,
    exit_code_option,
    output_options,
)
from graphscan.cli.output import Output
from graphscan.cli.text import clean, count, inert
from graphscan.codes import countries
from graphscan.errors import SettingsError
from graphscan.resolve import Hit
from graphscan.resolve.batch import Screener
from graphscan.settings import read_settings


@click.command("screen")
@click.argument("name", required=False)
@click.option(
    "--file",
    "file",
    type=click.File("r", encoding="utf-8-sig", errors="replace"),
    metavar="FILE",
    help="One name a line, or a CSV with a column `name` (and `country`); - reads stdin.",
)
@click.option(
    "--out",
    type=NEW_FILE,
    metavar="FILE",
    help="Write the hits there as CSV, one row a hit.",
)
@click.option("--explain", is_flag=True, help="Show how each score comes about, word by word.")
@click.option("--country", metavar="CC", help="Country of the party: it ranks, and never decides.")
@case_option
@config_option
@exit_code_option
@output_options
def command(
    output: Output,
    *,
    name: str | None,
    file: IO[str] | None,
    out: Path | None,
    explain: bool,
    country: str | None,
    case: Path | None,
    config: Path | None,
    exit_code: bool,
) -> int:
    """Look a NAME, or each line of a file, up in the screening lists of the case.

    Names that are only like a listed one are `fuzzy`: for review from 0.72, strong from 0.85
    (settings match_review, match_strong), below that weak. What
    `graphscan entities judge` decided about a name and an entry stands beside the hit, and one that
    is judged different flags nothing.

    No match is no clearance: the case holds the lists it was given, and names have many spellings.
    """
    if (name is None) == (file is None):
        msg = "Give a NAME or --file FILE, and only one of them."
        raise click.UsageError(msg)
    if name is not None and not name.strip():
        msg = "NAME is empty."
        raise click.UsageError(msg)
    code = _country(country)
    settings = read_settings(config)
    asked = _asked(name, file, code)
    with open_found(case) as opened:
        if not opened.value("SELECT count(*) FROM list_rows"):
            output.status("! the case holds no screening list", style="yellow")
        screener = Screener(opened, settings.match_review, settings.match_strong)
        found = screener.screen(asked)
        if out:
            _write(out, asked, found)
            met = sum(map(bool, found))
            output.status(
                f"{output.tick} wrote {clean(out)}: {count(sum(map(len, found)), 'hit')} for"
                f" {met:,} of {count(len(asked), 'name')}",
                style="green",
            )
        elif output.as_json:
            output.objects(_object(screener, hit, explain) for hits in found for hit in hits)
        else:
            for (one, _), hits in zip(asked, found, strict=True):
                _print(output, one, hits)
                if explain:
                    _explain(output, screener, hits)
    flagged = any(hit.decision != "different" for hits in found for hit in hits)
    return 1 if exit_code and flagged else 0


def _country(text: str | None) -> str | None:
    if text is None:
        return None
    code = countries.normalize(text)
    if code is None:
        msg = f"--country {text!r}"
        raise SettingsError(msg, cure="Give an ISO code or a country's name.")
    return code


def _asked(
    name: str | None, file: IO[str] | None, code: str | None
) -> list[tuple[str, str | None]]:
    """Names with the country of each: of its row where the file gives one."""
    lines = [name] if name is not None else list(file or ())
    header = next(csv.reader(lines[:1]), [])
    columns = [cell.strip().casefold() for cell in header]
    if file is None or "name" not in columns:
        return [(line.strip(), code) for line in lines if line.strip()]
    return [
        (row["name"].strip(), countries.normalize(row.get("country") or "") or code)
        for row in csv.DictReader(lines[1:], fieldnames=columns)
        if (row["name"] or "").strip()
    ]


def _object(screener: Screener, hit: Hit, explain: bool) -> dict[str, Any]:
    told = dataclasses.asdict(hit)
    if explain:
        told["explanation"] = dataclasses.asdict(screener.explain(hit))
    return told


def _write(
    out: Path, asked: Sequence[tuple[str, str | None]], found: Sequence[Sequence[Hit]]
) -> None:
    columns = [field.name for field in dataclasses.fields(Hit)]
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["number", "country", *columns])
        for number, ((_, country), hits) in enumerate(zip(asked, found, strict=True), start=1):
            for hit in hits:
                cells = dataclasses.asdict(hit) | {"countries": " ".join(hit.countries)}
                writer.writerow(
                    [
                        number,
                        country or "",
                        *(
                            inert("" if cells[name] is None else str(cells[name]))
                            for name in columns
                        ),
                    ]
                )


def _explain(output: Output, screener: Screener, hits: Sequence[Hit]) -> None:
    for hit in hits:
        told = screener.explain(hit)
        met = ", ".join(f"{one} ~ {other} {alike:.2f}" for one, other, alike in told.pairs)
        output.line(f"{hit.entry_id} {clean(hit.list_name)}: names alone {told.score:.2f}")
        output.line(f"  words that met: {clean(met) or 'none'}")
        for side, rest in zip(("asked", "listed"), told.left_over, strict=True):
            if rest:
                output.line(f"  left over ({side}): {clean(' '.join(rest))}")
        for reason in told.reasons:
            output.line(f"  {clean(reason)}")
    output.line()


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
    if any(hit.decision for hit in hits):
        table.add_column("Decided", overflow="fold")
    decided = len(table.columns) == 8
    for hit in hits:
        table.add_row(
            f"{hit.score:.2f}",
            Text(clean(hit.listed_name)),
            Text(clean(hit.list)),
            Text(clean(hit.match if hit.strong else f"{hit.match}, weak")),
            Text(clean(" ".join(hit.countries))),
            Text(clean(hit.listed_on or "")),
            Text(clean(hit.entry_id)),
            *([Text(clean(f"{hit.decision} {hit.decided_by}".strip()))] * decided),
        )
    output.table(table)
    output.line()
