"""`graphscan mapping`: how files that are not canonical are read."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click
from rich import box
from rich.table import Table
from rich.text import Text

from graphscan.cli.options import NEW_FILE, output_options
from graphscan.cli.output import Output
from graphscan.cli.text import clean, count
from graphscan.errors import InputError, NotFoundError
from graphscan.sources.inspect import Checked, Proposal, check, propose
from graphscan.sources.mapping.library import preset_texts, presets

FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group("mapping")
def command() -> None:
    """Say how the columns of a file become those that graphscan knows.

    A mapping is a TOML file. Those that ship are listed by `mapping list`; your own is used where
    it lies among the inputs under a name that ends in .mapping.toml, and goes before them.

    \b
    name = "our broker's export"
    needs = ["DECL NO", "EXPORTER", "BUYER | IMPORTER"]    headers that tell the file
    cannot_see = ["the end user"]                          said in every coverage report
    nulls = ["NULL", "N/A"]                                what stands for nothing
    encoding = "cp1252"                                    where it is not UTF-8
    distinct = true                                        leave exact doubles out
    masters = true                                         leave masters of house bills out
    entities = true                                        read &amp; as &
    [columns]
    shipment_id = "DECL NO"                                or { row = true }
    consignor_name = ["EXPORTER", "SENDER"]                the first that has a value
    regime = { constant = "export" }
    departure_date = { from = "DATE", dates = ["%d/%m/%Y", "%b %Y"], zone = "Asia/Kolkata" }
    consignee_address = { join = ["ADDRESS 1", "ADDRESS 2"], between = ", " }
    loading_port = { from = "PORT", at = ",", take = 1 }   the first part; -1 the last, 0 all
    hs_code = { from = "HS", replace = [["^HS ", ""]] }    pairs of a pattern and its substitute
    discharge_port = { from = "US PORT", schedule = "D" }     a code of U.S. Schedule D or K
    mode = { from = "TRANSPORT", words = { "10" = "sea" }, nulls = ["0"] }
    consignee_country = { from = "ADDRESS", address = true }   the country an address ends with
    gross_weight_kg = { from = "WT", unit = "UOM", units = { LB = 0.45359237 }, source = "NIST" }
    value_usd = { from = "FOB_INR", factor = 0.0119, thousands = ",", source = "RBI, 2 May 2024" }
    [[exclude]]
    from = "STATUS"
    values = ["Deleted"]
    reason = "deleted by the source"
    """  # noqa: D301 -- click wants the character, not a backslash


@command.command("list")
@output_options
def list_(output: Output) -> int:
    """List the mappings that ship."""
    found = presets()
    if output.as_json:
        output.objects(
            {
                "name": each.name,
                "about": each.about,
                "needs": [list(group) for group in each.needs],
                "cannot_see": list(each.cannot_see),
                "refused": each.refused,
            }
            for each in found
        )
        return 0
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("Mapping", overflow="fold")
    table.add_column("Cannot see", ratio=1, overflow="fold")
    for each in found:
        unseen = f"not read: {each.refused}" if each.refused else "; ".join(each.cannot_see)
        table.add_row(each.name, unseen)
    output.table(table)
    return 0


@command.command("show")
@click.argument("name")
@output_options
def show(output: Output, *, name: str) -> int:
    """Print a mapping that ships, to be saved and changed."""
    for each, text in zip(presets(), preset_texts().values(), strict=True):
        if each.name == name:
            if output.as_json:
                output.objects([{"name": each.name, "toml": text}])
            else:
                output.text(text)
            return 0
    raise NotFoundError(
        f"no mapping of this name ships: {name!r}", cure="`graphscan mapping list` names them."
    )


@command.command("suggest")
@FILE
@click.option("--name", default="my mapping", show_default=True, help="How reports will call it.")
@click.option(
    "--out",
    type=NEW_FILE,
    metavar="FILE",
    help="Save the proposal; let the name end in .mapping.toml.",
)
@output_options
def suggest(output: Output, *, file: Path, name: str, out: Path | None) -> int:
    """Propose a mapping for a table, column by column, with ten rows as they would load.

    Nothing is used unseen: read it, save it with --out beside the file, and scan.
    """
    proposals = propose(file)
    for proposal in proposals:
        text = proposal.suggestion.toml(name)
        if output.as_json:
            output.objects(
                {"table": proposal.path, "header_row": proposal.header_row}
                | {key: value for key, value in dataclasses.asdict(pick).items() if key != "rank"}
                for pick in proposal.suggestion.picks
            )
        else:
            _print_proposal(output, proposal)
            output.line()
            output.text(text)
            _print_rows(output, file, text, proposal)
    if out is not None:
        if len(proposals) > 1:
            raise InputError("several tables", where=str(file), cure="Save one sheet at a time.")
        out.write_text(proposals[0].suggestion.toml(name), encoding="utf-8", newline="\n")
    return 0


def _print_proposal(output: Output, proposal: Proposal) -> None:
    suggestion = proposal.suggestion
    output.line(f"{clean(proposal.path)}: header in row {proposal.header_row}", "bold")
    if proposal.fits:
        output.line(f"read already by '{proposal.fits}': no mapping of your own is needed")
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("Column", overflow="fold")
    table.add_column("Read as", overflow="fold")
    table.add_column("Sure", justify="right")
    table.add_column("Why", ratio=1, overflow="fold")
    for pick in suggestion.picks:
        sure = f"{pick.confidence:.2f}" if pick.field else ""
        table.add_row(Text(clean(pick.header)), pick.field or "-", sure, pick.reason)
    output.table(table)
    for missing in suggestion.missing:
        output.line(
            f"nobody is {missing}: name its column, or say in cannot_see that there is none"
        )
    for question in suggestion.questions:
        output.line(clean(question))


def _print_rows(output: Output, file: Path, text: str, proposal: Proposal) -> None:
    if proposal.suggestion.missing:
        return
    checked = [each for each in check(file, text=text) if each.report.path == proposal.path]
    for each in checked:
        _print_checked_rows(output, each)


@command.command("check")
@FILE
@click.option(
    "--mapping",
    "mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A mapping to read it by; else one beside it, or one that ships.",
)
@output_options
def check_(output: Output, *, file: Path, mapping: Path | None) -> int:
    """Load a file into nowhere: fill rates, what could not be read, picks that look wrong."""
    for checked in check(file, mapping):
        report = checked.report
        if output.as_json:
            output.objects(
                [
                    {
                        **dataclasses.asdict(report),
                        "fields": {field: filled for field, filled, _ in checked.fields},
                        "problems": [list(each) for each in checked.quarantine],
                        "excluded_by": dict(checked.excluded),
                        "cannot_see": list(checked.cannot_see),
                        "suspicious": list(checked.suspicious),
                    }
                ]
            )
            continue
        output.line(f"{clean(report.path)}: {report.mapping}", "bold")
        output.line(
            f"{count(report.rows, 'row', 'rows')} = {report.loaded:,} loaded"
            f" + {report.quarantined:,} quarantined + {report.excluded:,} excluded"
        )
        _print_fields(output, checked)
        for field, reason, rows in checked.quarantine:
            output.line(f"quarantined {rows:,}: {field} {clean(reason)}".replace("  ", " "))
        for reason, rows in checked.excluded:
            output.line(f"excluded {rows:,}: {reason}")
        for text in checked.cannot_see:
            output.line(f"cannot see {text}")
        for sentence in checked.suspicious:
            output.line(f"{output.mark} {sentence}", "yellow")
        _print_checked_rows(output, checked)
    return 0


def _print_fields(output: Output, checked: Checked) -> None:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("Field")
    table.add_column("Filled", justify="right")
    table.add_column("Warnings", justify="right")
    for field, filled, warned in checked.fields:
        if filled or warned:
            share = f"{filled / max(checked.report.loaded, 1):.0%}"
            table.add_row(field, share, f"{warned:,}" if warned else "")
    output.table(table)


def _print_checked_rows(output: Output, checked: Checked) -> None:
    for row in checked.rows:
        cells = (f"{name}={value}" for name, value in row.items() if value not in {None, ""})
        output.line(clean("  ".join(cells)))
