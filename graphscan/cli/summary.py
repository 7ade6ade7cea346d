"""The end of a scan on the terminal: what was found, left out and written, and what is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graphscan.casefile import Case
from graphscan.cli import tables
from graphscan.cli.output import Output
from graphscan.cli.text import clean, count

FINDINGS_SHOWN = 10
"""Findings printed after a scan; the files have them all."""

INTERMEDIARIES_SHOWN = 5
"""Intermediaries printed after a scan."""

REASONS_SHOWN = 5
"""Reasons for quarantine printed after a scan, the most frequent first."""


def print_findings(output: Output, findings: Sequence[Mapping[str, Any]]) -> None:
    """Print the best findings and the intermediaries in most of them."""
    if not findings:
        output.line("No route to a listed party.", style="bold")
        return
    shown = findings[:FINDINGS_SHOWN]
    output.line(
        f"{_top(len(shown), len(findings), 'finding')}, each an indicator for review", "bold"
    )
    output.table(tables.findings_table(shown, output.arrow))
    flagged = tables.flagged_intermediaries(findings)
    if flagged:
        best = flagged[:INTERMEDIARIES_SHOWN]
        output.line(
            _top(len(best), len(flagged), "flagged intermediary", "flagged intermediaries"), "bold"
        )
        output.table(tables.intermediaries_table(best))
        if any(tables.is_marked(one) for one in best):
            output.line("* transshipment point of FIN-2022-RUSSIABIS", "dim")
        output.line()


def print_counts(output: Output, run: Mapping[str, Any], case: Case) -> None:
    """Print that nothing is lost: rows read are rows loaded, quarantined or excluded."""
    rows, loaded, quarantined, excluded = (
        sum(file[key] for file in run["inputs"])
        for key in ("rows", "loaded", "quarantined", "excluded")
    )
    files = count(len(run["inputs"]), "file")
    output.line(
        f"{count(rows, 'row')} read from {files} = {loaded:,} loaded + {quarantined:,} quarantined"
        f" + {excluded:,} excluded"
    )
    if quarantined:
        output.line(f"{output.mark} quarantined: {_reasons(case)}", "yellow")
    for entry in run["lists"]:
        output.line(
            f"List {clean(entry['name'])}: {count(entry['entries'], 'entry', 'entries')}", "dim"
        )
    output.line(f"As of {clean(run['as_of'])}", "dim")


def print_written(
    output: Output, out: Path, written: Sequence[Path], findings: Sequence[Mapping[str, Any]]
) -> None:
    """Print what was written and what to do next."""
    sizes = ", ".join(f"{path.name} ({_size(path)})" for path in sorted(written) if path.is_file())
    output.line(f"{output.tick} wrote {out}: {sizes}", "green")
    page = next((path for path in written if path.name == "graph.html"), None)
    if page:
        output.line(f"Open {page}")
    if findings:
        output.line(f"Next: graphscan show {clean(findings[0]['id'])}", "dim")


def _top(shown: int, total: int, one: str, many: str = "") -> str:
    if shown == total:
        return count(total, one, many).capitalize()
    return f"Top {shown} of {count(total, one, many)}"


def _reasons(case: Case) -> str:
    found = case.rows(
        "SELECT reason, count(*) AS rows FROM quarantine GROUP BY reason ORDER BY rows DESC, reason"
    )
    parts = [f"{clean(reason)} {number:,}" for reason, number in found[:REASONS_SHOWN]]
    rest = sum(number for _, number in found[REASONS_SHOWN:])
    return ", ".join(parts) + (f", other reasons {rest:,}" if rest else "") + " (quarantine.csv)"


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size:,} B" if size < 1000 else f"{size / 1000:,.0f} kB"
