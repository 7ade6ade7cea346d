"""`graphscan diff`: what two runs say differently, and why."""

from __future__ import annotations

from pathlib import Path

import click
from rich import box
from rich.table import Table
from rich.text import Text

from graphscan.casefile.runs import all_runs, read_run
from graphscan.cli import tables
from graphscan.cli.cases import open_found, pick_run
from graphscan.cli.options import case_option, exit_code_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.text import clean
from graphscan.errors import NotFoundError
from graphscan.reports.diff import REASONS, Comparison, compare

CHANGES_SHOWN = 20
"""Changes printed for people, new ones first; --json and report.html have them all."""


@click.command("diff")
@click.argument("runs", nargs=-1, metavar="[RUN [RUN]]")
@exit_code_option
@case_option
@output_options
def command(output: Output, *, runs: tuple[str, ...], exit_code: bool, case: Path | None) -> int:
    """Say which findings are new, changed and gone from one run to another, and why.

    RUN is an id as `graphscan runs` prints it, or its first digits. Without any, the latest run is
    compared with the one before it; with one, the latest with that.

    Why: shipment, ownership or list where rows of changed files are among the evidence; rule,
    settings or version where these differ; identity where other rows changed who is who; cut where
    more findings exist than are kept.
    """
    if len(runs) > 2:
        msg = "Give at most two runs."
        raise click.UsageError(msg)
    with open_found(case) as opened:
        kept = all_runs(opened)
        if len(kept) < 2 and not runs:
            msg = "there is one run, and nothing to compare it with"
            raise NotFoundError(msg if kept else "no run in this case", where="diff")
        before = pick_run(kept, runs[0]) if runs else kept[1]
        after = pick_run(kept, runs[1]) if len(runs) > 1 else kept[0]
        found = compare(read_run(opened, before.run_id), read_run(opened, after.run_id))
    if output.as_json:
        output.objects(change.to_json() for change in found.changes)
    else:
        print_comparison(output, found)
    return 1 if exit_code and found.of("new") else 0


def print_comparison(output: Output, found: Comparison) -> None:
    """Print the changes, those that are new first."""
    since = f" since run {found.since}" if found.since else ""
    new, changed, gone = (len(found.of(kind)) for kind in ("new", "changed", "gone"))
    output.line(
        f"{new:,} new, {changed:,} changed, {gone:,} gone, {found.same:,} as before{since}", "bold"
    )
    for cause in found.causes:
        output.line(f"  {clean(cause)}", "dim")
    if not found.changes:
        return
    shown = found.changes[:CHANGES_SHOWN]
    told = any(change.why or change.what for change in shown)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Route", ratio=1, overflow="fold")
    if told:
        table.add_column("Why", ratio=1, overflow="fold")
    for change in shown:
        finding = change.finding
        route = tables.route_text(finding, output.arrow)
        route.append(f"\n{clean(finding['id'])}", style="dim")
        why = Text("; ".join(REASONS[reason] for reason in change.why))
        for said in change.what:
            why.append(f"\n{clean(said)}", style="dim")
        style = {"new": "bold red", "changed": "yellow"}.get(change.change, "dim")
        cells = (Text(change.change, style=style), f"{finding['score']:.1f}", route)
        table.add_row(*cells, *([why] if told else []))
        table.add_row()
    output.table(table)
    if len(shown) < len(found.changes):
        output.line(f"{len(shown)} of {len(found.changes):,} shown; --json prints all", "dim")
