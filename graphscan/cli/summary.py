"""The end of a scan on the terminal: what was found, left out and written, and what is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graphscan.casefile import Case
from graphscan.cli import tables
from graphscan.cli.output import Output
from graphscan.cli.text import clean, count
from graphscan.codes import lists
from graphscan.findings.outside import share_outside
from graphscan.findings.typologies import supplier_of_listed

FINDINGS_SHOWN = 10
"""Findings printed after a scan; the files have them all."""

INTERMEDIARIES_SHOWN = 5
"""Intermediaries printed after a scan."""

PAGES = ("graph.html", "report.html", "findings.csv", "findings.json")
"""Files named after a scan; the others are counted."""

REASONS_SHOWN = 5
"""Reasons for quarantine printed after a scan, the most frequent first."""

NOT_LEGS = {
    "self_leg": "sender and receiver the same",
    "no_receiver": "no receiver",
    "no_consignor": "no sender",
    "after_as_of": "a day after --as-of",
}
"""Why rows of shipments give no leg, in words."""


def print_findings(output: Output, findings: Sequence[Mapping[str, Any]]) -> None:
    """Print the best findings and the intermediaries in most of them."""
    output.line()
    if not findings:
        output.line("No route to a listed party.", style="bold")
        return
    shown = findings[:FINDINGS_SHOWN]
    output.line(
        f"{_top(len(shown), len(findings), 'finding')}, each an indicator for review", "bold"
    )
    direct = sum(finding["kind"] == supplier_of_listed.KIND for finding in findings)
    if direct:
        routes = count(len(findings) - direct, "route")
        output.line(f"{routes}; and {direct:,} times who supplies a listed party directly", "dim")
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


def print_assumed(output: Output, findings: Sequence[Mapping[str, Any]]) -> None:
    """Print what would be flagged for the sake of the names that --assume-listed gave."""
    resting = [each for each in findings if (each["listed"] or {}).get("list") == lists.ASSUMED]
    best = f": graphscan show {clean(resting[0]['id'])}" if resting else ""
    output.line(f"{count(len(resting), 'finding')} because of the assumed listing{best}", "bold")


def print_counts(output: Output, run: Mapping[str, Any], case: Case) -> None:
    """Print that nothing is lost (read = loaded + quarantined + excluded), and what came of it."""
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
    counts = run["counts"]
    aside = {NOT_LEGS[name]: number for name, number in counts["not_legs"].items() if number}
    if aside:
        output.line(f"No legs: {_listing(aside)}", "dim")
    matched = _listing(counts["parties_matched_by"])
    output.line(
        f"{count(counts['parties'], 'party', 'parties')}, {counts['parties_matched']:,} on a list"
        + (f" ({matched})" if matched else "")
    )
    output.line(
        f"{count(counts['chains'], 'possible chain')} to listed parties, "
        f"{counts['chains_certain']:,} certain{_without_time(counts)}"
    )
    outside = share_outside(counts)
    if outside is not None:
        output.line(
            f"{outside:.1%} of the stated value lies outside any possible chain (coverage.csv)",
            "dim",
        )
    if counts["truncated"]:
        output.line(
            "The search stopped at its ceiling: a route that is not listed may score up to "
            f"{counts['best_score_left']:.1f}.",
            "yellow",
        )
    if not run["lists"]:
        output.line("! no screening list was read: nothing could be flagged", "yellow")
    entries = _listing({entry["name"]: entry["entries"] for entry in run["lists"]})
    output.line(f"As of {clean(run['as_of'])}; list entries: {entries or 'none'}", "dim")


def print_written(
    output: Output, out: Path, written: Sequence[Path], findings: Sequence[Mapping[str, Any]]
) -> None:
    """Print what was written and what to do next."""
    files = {path.name: path for path in written}
    named = [f"{name} ({_size(files[name])})" for name in PAGES if name in files]
    rest = count(len(files) - len(named), "other file")
    output.status(f"{output.tick} wrote {clean(out)}: {', '.join([*named, rest])}", style="green")
    if findings:
        output.status(f"Next: graphscan show {clean(findings[0]['id'])}", style="dim")


def _without_time(counts: Mapping[str, Any]) -> str:
    """How many a graph without dates would report: the over-report ratio."""
    chains, whatever = counts["chains"], counts.get("chains_without_time", 0)
    if not chains or whatever <= chains:
        return ""
    return f"; without the order of time {whatever:,}, {whatever / chains:,.1f} times as many"


def _listing(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{clean(name)} {number:,}" for name, number in numbers.items())


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
