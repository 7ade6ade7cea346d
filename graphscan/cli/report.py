"""`graphscan report`: the page of the latest run, with what is new since the last one."""

from __future__ import annotations

from pathlib import Path

import click

from graphscan import schedule
from graphscan.casefile import open_case
from graphscan.casefile.runs import all_runs
from graphscan.cli.cases import find_case, pick_run
from graphscan.cli.diff import print_comparison
from graphscan.cli.options import NEW_FOLDER, case_option, exit_code_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.text import clean

LAST = "last"


@click.command("report")
@click.option(
    "--since",
    default=LAST,
    show_default=True,
    metavar="last|RUN",
    help="Compare with the run that was reported before, or with this one.",
)
@click.option(
    "--out",
    type=NEW_FOLDER,
    metavar="DIR",
    help="Folder for report.html. Default: `report` beside the case.",
)
@exit_code_option
@case_option
@output_options
def command(
    output: Output, *, since: str, out: Path | None, exit_code: bool, case: Path | None
) -> int:
    """Write report.html of the latest run, with new, changed and gone findings marked.

    Made for cron after `graphscan scan`: with --exit-code it ends with 1 where something is new.
    Run again on the same run it writes the same page and ends with 0: that was reported already. A
    report that failed half-way is not one, and is made by the next call.
    """
    found = find_case(case)
    with open_case(found) as opened:
        earlier = None if since == LAST else pick_run(all_runs(opened), since).run_id
        report = schedule.report(opened, out or found.parent / "report", earlier)
    comparison = report.comparison
    if output.as_json:
        output.objects(change.to_json() for change in comparison.changes)
    else:
        print_comparison(output, comparison)
    output.status(
        f"{output.tick} wrote {clean(report.path)}"
        + (": this run was reported already" if report.told_before else "")
    )
    return 1 if exit_code and comparison.of("new") and not report.told_before else 0
