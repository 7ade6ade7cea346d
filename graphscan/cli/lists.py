"""`graphscan lists`: snapshots of screening lists, and what changed between two of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.table import Table
from rich.text import Text

from graphscan.casefile import open_case
from graphscan.casefile.list_changes import ListChange, compare
from graphscan.casefile.snapshots import (
    add_snapshot,
    find_snapshot,
    snapshot_rows,
    snapshots,
)
from graphscan.cli.cases import find_case, named_case
from graphscan.cli.options import case_option, exit_code_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.tables import add_file_column
from graphscan.cli.text import clean
from graphscan.errors import SettingsError
from graphscan.sources.list_snapshot import read_list

_SHOWN = ("name", "list_code", "countries", "citation", "start_text")


@click.group("lists")
def command() -> None:
    """Keep lists as they were, compare them, and run the past again (`scan --lists-as-of`)."""


@command.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--date", metavar="DATE", help="The day the list is of. Default: told by its name.")
@click.option(
    "--force", is_flag=True, help="Keep it although a list lost more than 5 % of its rows."
)
@case_option
@output_options
def add(
    output: Output, *, files: tuple[Path, ...], date: str | None, force: bool, case: Path | None
) -> int:
    """Keep a list of today. FILES that belong together (OFAC's four) are one snapshot.

    One that lost more than 5 % of a list's rows is refused: official feeds lose rows for a day.
    """
    day = None if date is None else _day(date)
    read = read_list(files, day)
    given = read.snapshot
    with open_case(named_case(case)) as opened:
        is_new = add_snapshot(opened, given, read.rows, force=force)
    if read.quarantined:
        output.status(f"{read.quarantined:,} rows could not be read", "yellow")
    if output.as_json:
        output.objects([{**dataclasses.asdict(given), "new": is_new}])
    else:
        said = "kept" if is_new else "held already"
        output.line(
            f"{given.snapshot_id}  {given.dated}  {given.rows:,} rows, {given.entries:,} entries:"
            f" {said}"
        )
    return 0


@command.command("show")
@case_option
@output_options
def show(output: Output, *, case: Path | None) -> int:
    """Print the snapshots of the case."""
    with open_case(find_case(case), read_only=True) as opened:
        every = snapshots(opened)
    if output.as_json:
        output.objects(dataclasses.asdict(each) for each in every)
        return 0
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for title in ("Snapshot", "Date"):
        table.add_column(title, no_wrap=True)
    table.add_column("List", overflow="fold")
    add_file_column(table, [each.name for each in every])
    table.add_column("Rows", justify="right")
    table.add_column("Entries", justify="right")
    for each in every:
        table.add_row(
            each.snapshot_id,
            each.dated.isoformat(),
            Text(clean(each.feed)),
            Text(clean(each.name)),
            f"{each.rows:,}",
            f"{each.entries:,}",
        )
    output.table(table)
    return 0


@command.command("diff")
@click.argument("before")
@click.argument("after")
@case_option
@exit_code_option
@output_options
def diff(output: Output, *, before: str, after: str, case: Path | None, exit_code: bool) -> int:
    """Print what came, went and changed between two snapshots, given by id or date."""
    with open_case(find_case(case), read_only=True) as opened:
        rows = [
            snapshot_rows(opened, find_snapshot(opened, each).snapshot_id)
            for each in (before, after)
        ]
    changes = compare(*rows)
    if output.as_json:
        output.objects(_object(each) for each in changes)
    else:
        for each in changes:
            output.line(_line(each))
        counts = {
            what: sum(each.what == what for each in changes)
            for what in ("added", "removed", "changed")
        }
        output.line(", ".join(f"{count:,} {what}" for what, count in counts.items()), "bold")
    return 1 if exit_code and changes else 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as err:
        msg = f"--date {text!r}"
        raise SettingsError(msg, cure="Write YYYY-MM-DD.") from err


def _object(change: ListChange) -> dict[str, Any]:
    row = {name: change.row.get(name) for name in _SHOWN}
    return {
        "change": change.what,
        "entry_id": change.row["entry_id"],
        "row": change.row["row"],
        **row,
        "fields": {name: list(values) for name, values in change.fields.items()},
    }


def _line(change: ListChange) -> str:
    row = change.row
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.what]
    places = ",".join(row["countries"])
    cells = (row["list_code"], row["name"], places, row["citation"])
    told = f"{sign} {'  '.join(map(clean, cells))}"
    for name, (old, new) in change.fields.items():
        told += f"\n    {name}: {clean(_text(old))} -> {clean(_text(new))}"
    return told


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
