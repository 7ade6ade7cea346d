"""`graphscan scan`: from files to a folder of findings."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path

import click

from graphscan import pipeline
from graphscan.cli import summary
from graphscan.cli.assumed import FILE_NAME, assumed_names, write_assumed
from graphscan.cli.options import (
    NEW_FOLDER,
    config_option,
    exit_code_option,
    output_options,
    touching_option,
)
from graphscan.cli.output import Output
from graphscan.cli.progress import stages
from graphscan.cli.unread import print_aside
from graphscan.codes import lists
from graphscan.settings import Settings, read_settings

_DEFAULT = Settings()


@click.command("scan")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    type=NEW_FOLDER,
    default=Path("graphscan-out"),
    show_default=True,
    metavar="DIR",
    help="Folder for what is found.",
)
@click.option(
    "--case",
    "case",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Case file to load into. Default: OUT/case.duckdb.",
)
@click.option(
    "--as-of", metavar="DATE", help="Last day of the data, YYYY-MM-DD. Default: its latest."
)
@click.option(
    "--lists-as-of",
    metavar="DATE",
    help="Use the lists as they were on DATE (`graphscan lists add`) instead of those given.",
)
@click.option(
    "--max-legs", type=int, help=f"Longest chain, in legs.  [default: {_DEFAULT.max_legs}]"
)
@click.option(
    "--max-wait",
    type=int,
    help=f"Longest wait between two legs, in days.  [default: {_DEFAULT.max_wait}]",
)
@click.option(
    "--top", type=int, help=f"Findings kept, best first; 0 keeps all.  [default: {_DEFAULT.top}]"
)
@click.option(
    "--journeys",
    type=int,
    help=f"Journeys shown per finding, best first; 0 shows all.  [default: {_DEFAULT.journeys}]",
)
@click.option(
    "--assume-listed",
    "assume_listed",
    multiple=True,
    metavar="NAME|FILE",
    help="What if NAME, or each line of FILE, were listed? May be repeated.",
)
@click.option(
    "--through-affiliates",
    is_flag=True,
    default=None,
    help="Let goods pass once between two legs, without a record, within a group: owner and owned "
    "at 50 percent or more, or two of one such owner.",
)
@touching_option
@config_option
@exit_code_option
@output_options
def command(
    output: Output,
    *,
    inputs: tuple[Path, ...],
    out: Path,
    case: Path | None,
    as_of: str | None,
    lists_as_of: str | None,
    max_legs: int | None,
    max_wait: int | None,
    top: int | None,
    journeys: int | None,
    assume_listed: tuple[str, ...],
    through_affiliates: bool | None,
    touching_case: bool | None,
    config: Path | None,
    exit_code: bool,
) -> int:
    """Read shipment and ownership records and screening lists; write flagged routes.

    INPUTS are files and folders. A folder is the truth: a file that has left it leaves the case.

    What is found are indicators for review, not conclusions.
    """
    settings = read_settings(
        config,
        as_of=as_of,
        lists_as_of=lists_as_of,
        max_legs=max_legs,
        max_wait=max_wait,
        top=top,
        journeys=journeys,
        through_affiliates=through_affiliates,
        touching_case=touching_case,
    )
    names = assumed_names(assume_listed) if assume_listed else []
    with tempfile.TemporaryDirectory() as folder, stages(output) as on_stage:
        if names:
            settings = dataclasses.replace(
                settings, target_lists=(*settings.target_lists, lists.ASSUMED)
            )
            inputs = (*inputs, write_assumed(names, Path(folder) / FILE_NAME))
        run = pipeline.scan(
            inputs, case=case or out / "case.duckdb", settings=settings, on_stage=on_stage
        )
    with run:
        if run.load:
            print_aside(output, run.load)
        written = run.write(out)
        if names:
            written.append(write_assumed(names, out / FILE_NAME))
        findings = run.document["findings"]
        if output.as_json:
            output.objects(findings)
        else:
            summary.print_findings(output, findings)
            if names:
                summary.print_assumed(output, findings)
            summary.print_counts(output, run.document["run"], run.case)
            summary.print_written(output, out, written, findings)
    return 1 if exit_code and findings else 0
