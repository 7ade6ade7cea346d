"""`graphscan runs`: the runs that a case keeps; and one of them, as `graphscan show` prints it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.table import Table
from rich.text import Text

from graphscan.casefile.runs import RunRecord, all_runs
from graphscan.cli.cases import open_found
from graphscan.cli.options import case_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.tables import add_file_column
from graphscan.cli.text import clean, count
from graphscan.settings import Settings


@click.command("runs")
@case_option
@output_options
def command(output: Output, case: Path | None) -> int:
    """List the runs that a case keeps, the latest first.

    A run is known by a hash of its manifest: inputs, lists, settings, rules and version. The same
    run made twice is one run.
    """
    with open_found(case) as opened:
        kept = all_runs(opened)
    if output.as_json:
        output.objects(as_object(run) for run in kept)
        return 0
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for name in ("#", "Run", "As of", "Findings", "Chains", "Rows", "Version", "Reported"):
        right = name in {"#", "Findings", "Chains", "Rows"}
        table.add_column(name, justify="right" if right else "left", no_wrap=True)
    for run in kept:
        facts = as_object(run)
        table.add_row(
            str(run.seq),
            run.run_id,
            Text(clean(facts["as_of"] or "")),
            f"{run.findings:,}",
            f"{facts['chains']:,}",
            f"{facts['rows']:,}",
            Text(clean(facts["version"])),
            "yes" if run.reported else "",
        )
    output.table(table)
    if not kept:
        output.status("No run yet: `graphscan scan FOLDER` makes one.")
    return 0


def as_object(run: RunRecord) -> dict[str, Any]:
    """A run in one JSON object, without its findings."""
    manifest = run.manifest
    return {
        "id": run.run_id,
        "seq": run.seq,
        "version": manifest["version"],
        "as_of": manifest["as_of"],
        "findings": run.findings,
        "chains": manifest["counts"]["chains"],
        "rows": sum(file["rows"] for file in manifest["inputs"]),
        "reported": run.reported,
    }


def print_run(output: Output, run: RunRecord) -> None:
    """Print one run: what it was made from and what came of it."""
    manifest = run.manifest
    if output.as_json:
        output.objects([{**as_object(run), "manifest": manifest}])
        return
    counts = manifest["counts"]
    output.line(f"Run {run.run_id}, number {run.seq} of this case", "bold")
    output.line(f"As of {clean(manifest['as_of'])}, graphscan {clean(manifest['version'])}")
    output.line(
        f"{count(run.findings, 'finding')}, {count(counts['chains'], 'possible chain')}, "
        f"{counts['chains_certain']:,} certain"
    )
    usual = Settings().to_dict()
    other = {name: value for name, value in manifest["settings"].items() if value != usual[name]}
    said = ", ".join(f"{name} = {value}" for name, value in other.items())
    output.line(f"Settings: {clean(said) or 'as usual'}")
    output.line()
    output.table(_inputs(manifest))


def _inputs(manifest: Mapping[str, Any]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    add_file_column(table, [file["path"] for file in manifest["inputs"]])
    table.add_column("Kind", overflow="fold")
    for name in ("Rows", "Loaded", "Quarantined", "Excluded"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("SHA-256", no_wrap=True)
    for file in manifest["inputs"]:
        numbers = (f"{file[key]:,}" for key in ("rows", "loaded", "quarantined", "excluded"))
        table.add_row(Text(clean(file["path"])), clean(file["kind"]), *numbers, file["sha256"][:12])
    return table
