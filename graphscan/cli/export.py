"""`graphscan export`: what the case holds, as canonical CSV that graphscan reads again."""

from __future__ import annotations

from pathlib import Path

import click

from graphscan.casefile import open_case
from graphscan.casefile.export import export_entries, export_interests
from graphscan.cli.cases import find_case
from graphscan.cli.options import NEW_FILE, case_option, output_options
from graphscan.cli.output import Output

_EXPORTS = {"interests": export_interests, "entries": export_entries}


@click.command("export")
@click.argument("what", type=click.Choice(list(_EXPORTS)))
@click.option(
    "--out",
    type=NEW_FILE,
    metavar="FILE",
    help="Write to a file. Default: stdout.",
)
@case_option
@output_options
def command(output: Output, *, what: str, out: Path | None, case: Path | None) -> int:
    """Print the ownership interests or the list entries of the case as CSV.

    Loaded again, they give the same interests and entries. With --json, one object a row.
    """
    with open_case(find_case(case), read_only=True) as opened:
        table = _EXPORTS[what](opened)
    if out is not None:
        out.write_text(table.to_csv(), encoding="utf-8", newline="")
        output.status(f"{len(table.rows):,} {what}: {out}")
    elif output.as_json:
        output.objects(dict(zip(table.columns, row, strict=True)) for row in table.rows)
    else:
        output.text(table.to_csv())
    return 0
