"""`graphscan show`: one finding whole, or one run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.table import Table
from rich.text import Text

from graphscan.casefile.runs import SHORTEST_ID, RunRecord, all_runs, find_findings
from graphscan.cli import tables
from graphscan.cli.cases import find_case, open_found, pick_run, read_document
from graphscan.cli.options import case_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.runs import print_run
from graphscan.cli.text import clean, count, party, requirement_text, span
from graphscan.codes import commodity, lists
from graphscan.errors import NotFoundError
from graphscan.findings.listing import has_entry
from graphscan.findings.steps import steps


@click.command("show")
@click.argument("finding_id", metavar="FINDING|RUN")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Look in the folder of a run instead of in the case.",
)
@case_option
@output_options
def command(output: Output, finding_id: str, out: Path | None, case: Path | None) -> int:
    """Print one finding whole: score by factor, journeys as dated legs, source rows; or one run.

    FINDING is an id as `scan` prints it, or its first digits where one finding only begins so. It
    is looked up in the runs that the case keeps, the latest first. An id of `graphscan runs` shows
    that run: what it was made from and what came of it.
    """
    if out:
        finding: dict[str, Any] | RunRecord = find(read_document(out)["findings"], finding_id)
    else:
        finding = _find_in_case(output, finding_id, case)
    if isinstance(finding, RunRecord):
        print_run(output, finding)
        return 0
    if output.as_json:
        output.objects([finding])
        return 0
    _print_head(output, finding)
    _print_factors(output, finding)
    _print_journeys(output, finding)
    _print_evidence(output, finding)
    return 0


def _find_in_case(output: Output, text: str, case: Path | None) -> dict[str, Any] | RunRecord:
    wanted = text.strip().lower()
    with open_found(case) as opened:
        kept = all_runs(opened)
        known = find_findings(opened, wanted) if len(wanted) >= SHORTEST_ID else []
    if not kept:  # scanned by the first release, which left its findings in the folder
        return find(read_document(find_case(case).parent)["findings"], text)
    newest = [finding for run_id, _, finding in known if run_id == kept[0].run_id]
    if newest:
        return find(newest, text)
    if not known and any(run.run_id.startswith(wanted) for run in kept):
        return pick_run(kept, text)
    finding = find([finding for _, _, finding in known], text)
    run_id = next(run_id for run_id, number, _ in known if number == finding["id"])
    output.status(f"Not of the latest run: as run {run_id} had it.", style="yellow")
    return finding


def find(findings: list[dict[str, Any]], finding_id: str) -> dict[str, Any]:
    """The finding of an id, or of the first digits of one; else of one that it had before a merge.

    Raises:
        NotFoundError: None begins so, several do, or the text is too short to mean one.
    """
    wanted = finding_id.strip().lower()
    if len(wanted) < SHORTEST_ID:
        cure = f"Give at least {SHORTEST_ID} digits of its id."
        msg = f"no finding {finding_id!r}"
        raise NotFoundError(msg, where="show", cure=cure)
    fitting = [finding for finding in findings if finding["id"].startswith(wanted)]
    fitting = fitting or [
        finding
        for finding in findings
        if any(former.startswith(wanted) for former in finding.get("former_ids", ()))
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        ids = ", ".join(finding["id"] for finding in fitting)
        msg = f"{count(len(fitting), 'finding')} begin with {wanted}"
        raise NotFoundError(msg, where="show", cure=ids)
    cure = "`graphscan scan` prints the ids; findings.json has them all."
    msg = f"no finding {finding_id!r}"
    raise NotFoundError(msg, where="show", cure=cure)


def _print_head(output: Output, finding: Mapping[str, Any]) -> None:
    output.line(f"Finding {clean(finding['id'])}, an indicator for review", "bold")
    output.table(tables.route_text(finding, output.arrow))
    output.line()
    listed = finding["listed"]
    if has_entry(finding):
        output.line(
            f"Listed:     {clean(listed['name'])} ({lists.describe(clean(listed['list']))})"
        )
        since = (
            f"since {clean(listed['listed_on'])}" if listed["listed_on"] else "since an unknown day"
        )
        citation = f", {clean(listed['citation'])}" if listed["citation"] else ""
        output.line(f"            {clean(listed['entry_id'])}, {since}{citation}", "dim")
        for other in listed["also"]:
            output.line(f"      also  {clean(other['name'])} ({clean(other['entry_id'])})", "dim")
    if listed:
        output.line(
            f"Basis:      {clean(finding['basis'])}: {tables.basis_words(finding['basis'])}"
        )
        if finding["match"]:
            output.line(f"Match:      {clean(finding['match'])}")
        asked = requirement_text(finding.get("requirement"))  # older runs have none
        if asked:
            output.line(f"Licence:    {asked}", "dim")
    goods = clean(finding["commodity"]["class"])
    codes = ", ".join(clean(code) for code in finding["commodity"]["hs6"])
    output.line(f"Goods:      {commodity.describe(goods)}" + (f" (HS {codes})" if codes else ""))
    output.line(f"Departures: {span(finding['first_departure'], finding['last_departure'])}")
    sure = f"{finding['chains_certain']:,} certain"
    output.line(f"Chains:     {finding['chains']:,} on this route, {sure}")
    places = [
        " ".join(filter(None, (clean(p["code"]), clean(p["name"])))) for p in finding["waypoints"]
    ]
    if places:
        output.line(f"Waypoints:  {', '.join(places)}")
    suppliers = [
        party(one) if isinstance(one, Mapping) else clean(one)
        for one in finding["domestic_suppliers"]
    ]
    if suppliers:
        output.line(f"Suppliers:  {', '.join(suppliers)}")
    output.line()


def _print_factors(output: Output, finding: Mapping[str, Any]) -> None:
    table = _table(f"Score {finding['score']:.1f}")
    table.add_column("Points", justify="right", no_wrap=True)
    table.add_column("Factor", no_wrap=True)
    table.add_column("Why", ratio=1, overflow="fold")
    for factor in finding["factors"]:
        points = f"{factor['points']:+.1f}"
        table.add_row(points, Text(clean(factor["id"])), Text(clean(factor["text"])))
    output.table(table)
    output.line()


def _print_journeys(output: Output, finding: Mapping[str, Any]) -> None:
    shown, chains = len(finding["journeys"]), finding["chains"]
    table = _table(f"{count(shown, 'journey')}; {count(chains, 'possible chain')}")
    table.add_column("Departs", no_wrap=True)
    table.add_column("Shipment", no_wrap=True)
    table.add_column("From", ratio=1, overflow="fold")
    table.add_column("To", ratio=1, overflow="fold")
    for number, journey in enumerate(finding["journeys"], start=1):
        facts = f"{journey['score']:.1f}, {journey['certainty']}, {journey['basis']}"
        table.add_row(Text(f"Journey {number}", style="bold"), "", Text(clean(facts), style="dim"))
        legs = zip(journey["departs"], journey["shipment_ids"], strict=True)
        for (sender, receiver), (departs, shipment) in zip(
            steps(finding, journey), legs, strict=True
        ):
            texts = (departs, shipment, sender["name"], receiver["name"])
            table.add_row(*(Text(clean(text)) for text in texts))
    output.table(table)
    if finding["truncated"]:
        output.line("More journeys may score as well: the search stopped at its ceiling.", "yellow")
    output.line()


def _print_evidence(output: Output, finding: Mapping[str, Any]) -> None:
    table = _table(f"Source rows ({len(finding['evidence']):,})")
    table.add_column("Kind", no_wrap=True)
    table.add_column("File", overflow="fold")
    table.add_column("Row", justify="right", no_wrap=True)
    table.add_column("Shipment", no_wrap=True)
    for row in finding["evidence"]:
        table.add_row(
            clean(row["kind"]),
            Text(clean(row["file"])),
            str(row["row"]),
            Text(clean(row.get("shipment_id") or "")),
        )
    output.table(table)


def _table(title: str) -> Table:
    return Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
