"""`graphscan verify`: derive the findings of a run again from their source rows."""

from __future__ import annotations

from pathlib import Path

import click

from graphscan.casefile import runs
from graphscan.casefile.fingerprints import changed_tables
from graphscan.cli.cases import open_found, pick_run
from graphscan.cli.options import case_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.text import clean, count
from graphscan.errors import NotFoundError, VerificationError
from graphscan.findings.verify import derive

SHOWN = 20
"""Differences that are printed."""


@click.command("verify")
@click.argument("run_id", metavar="[RUN]", default="")
@case_option
@output_options
def command(output: Output, run_id: str, case: Path | None) -> int:
    """Derive every finding of a run again from the source rows it names; fail on any difference.

    RUN is an id as `graphscan runs` prints it, or its first digits; the latest run without it. The
    chains of every route are counted again, over all rows between its parties. The tables of the
    case are compared with what they held when the run was made.
    """
    with open_found(case) as opened:
        kept = runs.all_runs(opened)
        if not kept:
            msg = "the case keeps no run"
            raise NotFoundError(msg, where="verify", cure="Run `graphscan scan` first.")
        run = pick_run(kept, run_id) if run_id else kept[0]
        document = runs.read_run(opened, run.run_id)
        derived = derive(opened, document)
        changed = changed_tables(opened, run.run_id)
    told = [{"finding": each.finding, "difference": each.what} for each in derived.differences]
    told += [
        {"finding": "", "difference": f"table {name} is not what it was when the run was made"}
        for name in changed or ()
    ]
    if output.as_json:
        output.objects(
            told
            or [
                {
                    "run": run.run_id,
                    "findings": len(document["findings"]),
                    "differences": 0,
                    "chains": derived.chains,
                    "routes_not_recounted": derived.left_out,
                }
            ]
        )
    for each in told[:SHOWN]:
        output.line(f"{clean(each['finding']) or 'case'}: {clean(each['difference'])}", "yellow")
    if derived.left_out:
        routes = count(derived.left_out, "route")
        output.line(f"{routes} not recounted: too many pairs of legs to judge one by one", "yellow")
    if told:
        msg = f"{count(len(told), 'difference')} in run {run.run_id}"
        cure = "The case was changed since: run `graphscan scan` again."
        raise VerificationError(msg, where="verify", cure=cure)
    findings = count(len(document["findings"]), "finding")
    chains = count(derived.chains, "chain")
    output.line(
        f"{output.tick} run {run.run_id}: {findings} derived again from their rows, {chains} of"
        " routes counted again",
        "green",
    )
    if changed is None:
        output.status(
            "The run keeps no fingerprints of the tables: only its findings were derived."
        )
    return 0
