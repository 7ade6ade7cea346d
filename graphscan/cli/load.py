"""`graphscan load`: files into a case."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click
from rich import box
from rich.table import Table
from rich.text import Text

from graphscan import pipeline
from graphscan.cli.cases import named_case
from graphscan.cli.options import case_option, config_option, output_options, touching_option
from graphscan.cli.output import Output
from graphscan.cli.progress import stages
from graphscan.cli.tables import add_file_column
from graphscan.cli.text import clean
from graphscan.cli.unread import print_aside
from graphscan.settings import read_settings
from graphscan.sources import LoadReport


@click.command("load")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@touching_option
@config_option
@case_option
@output_options
def command(
    output: Output,
    *,
    inputs: tuple[Path, ...],
    touching_case: bool | None,
    config: Path | None,
    case: Path | None,
) -> int:
    """Add files and folders to a case, made where it does not exist; print what each file gave.

    A file takes the place of what the case holds of its path; the same content again changes
    nothing. All are loaded or, where something fails, none. `scan FOLDER` makes the case hold that
    folder and nothing else.

    Each file is told by its header or first bytes: canonical columns, a customs or vendor layout
    (`mapping list` names them), a register, a list. Rows read = loaded + quarantined + excluded.
    A table that none fits stops the load: `mapping suggest FILE` proposes how to read it, `mapping
    check FILE` loads it into nowhere and says what became of its rows.
    """
    settings = read_settings(config, touching_case=touching_case)
    with stages(output) as on_stage:
        report = pipeline.load(inputs, named_case(case), settings, on_stage)
    if output.as_json:
        output.objects(
            {
                **dataclasses.asdict(file),
                "unchanged": file.path in report.unchanged,
                "unread": list(dict(report.unread).get(file.path, ())),
            }
            for file in report.files
        )
        return 0
    _print(output, report)
    return 0


def _print(output: Output, report: LoadReport) -> None:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    add_file_column(table, [file.path for file in report.files])
    table.add_column("Read as", overflow="fold")
    for name in ("Rows", "Loaded", "Quarantined", "Excluded"):
        table.add_column(name, justify="right", no_wrap=True)
    for file in report.files:
        note = ", unchanged" if file.path in report.unchanged else ""
        counts = (file.rows, file.loaded, file.quarantined, file.excluded)
        table.add_row(
            Text(clean(file.path)),
            Text(clean(file.mapping) + note),
            *(f"{number:,}" for number in counts),
        )
    output.table(table)
    print_aside(output, report)
