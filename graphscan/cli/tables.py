"""Tables of findings for people, from the objects of findings.json."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from graphscan.cli.text import clean, party
from graphscan.codes import bases, countries

Finding = Mapping[str, Any]

FILE_WIDTH = 28
"""Characters of a file name that stay on one line in a terminal of 80 columns."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """An intermediary and what goes through it.

    Attributes:
        name: Its name.
        country: Its country, "" where it is not known.
        score: Best score of its findings.
        routes: Number of its findings.
        ends: Names of the listed parties behind it, in order.
    """

    name: str
    country: str
    score: float
    routes: int
    ends: tuple[str, ...]


def add_file_column(table: Table, names: Sequence[str]) -> None:
    """Add a column of file names, each on one line where none of them is very long."""
    longest = max((len(clean(name)) for name in names), default=0)
    table.add_column("File", overflow="fold", no_wrap=longest <= FILE_WIDTH)


def findings_table(findings: Sequence[Finding], arrow: str) -> Table:
    """The findings, one party a line, so that a route reads downwards.

    Args:
        findings: Objects of findings.json, in their order.
        arrow: What stands between two parties.
    """
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, show_lines=False)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Route", ratio=1, overflow="fold")
    table.add_column("Listed as", min_width=16, overflow="fold")
    table.add_column("Legs", justify="right", no_wrap=True)
    table.add_column("Chains", justify="right", no_wrap=True)
    table.add_column("Departures", no_wrap=True)
    for finding in findings:
        table.add_row(
            score_text(finding["score"]),
            route_text(finding, arrow),
            _listed_text(finding),
            str(finding["legs"]),
            f"{finding['chains']:,}",
            _departures(finding),
        )
        table.add_row()
    return table


def route_text(finding: Finding, arrow: str) -> Text:
    """Exporter, intermediaries and end, one a line; the kind of goods below.

    Third-country intermediaries stand out: they are what the search is for.
    """
    text = Text(party(finding["exporter"]))
    for middle in finding["intermediaries"]:
        style = "" if middle["country"] in {"US", finding["end"]["country"]} else "bold yellow"
        text.append(f"\n{arrow} ")
        text.append(party(middle), style=style)
        if middle["role"] != "holder":
            text.append(f", {clean(middle['role']).replace('_', ' ')}", style="dim")
    text.append(f"\n{arrow} ")
    text.append(party(finding["end"]), style="bold")
    text.append(f"\n{clean(finding['commodity']['class'])}", style="dim")
    return text


def score_text(score: float) -> Text:
    """A score, louder where it is higher.

    >>> score_text(81.25).plain
    '81.2'
    """
    style = "bold red" if score >= 70 else "yellow" if score >= 40 else ""
    return Text(f"{score:.1f}", style=style)


def flagged_intermediaries(findings: Sequence[Finding]) -> list[Flagged]:
    """Everybody between exporter and end, the best score first, then most routes, then by name."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        for middle in finding["intermediaries"]:
            on_routes = found.setdefault((middle["name"], middle["country"]), [])
            if not on_routes or on_routes[-1] is not finding:
                on_routes.append(finding)
    flagged = [
        Flagged(
            name=name,
            country=country,
            score=max(finding["score"] for finding in through),
            routes=len(through),
            ends=tuple(sorted({finding["end"]["name"] for finding in through})),
        )
        for (name, country), through in found.items()
    ]
    return sorted(flagged, key=lambda one: (-one.score, -one.routes, one.name, one.country))


def intermediaries_table(flagged: Sequence[Flagged]) -> Table:
    """Intermediaries with what goes through them."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("Intermediary", ratio=2, overflow="fold")
    table.add_column("CC", no_wrap=True)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Routes", justify="right", no_wrap=True)
    table.add_column("To", ratio=3, overflow="fold")
    for one in flagged:
        mark = " *" if is_marked(one) else ""
        ends = ", ".join(clean(end) for end in one.ends[:3])
        more = f" and {len(one.ends) - 3} more" if len(one.ends) > 3 else ""
        table.add_row(
            Text(clean(one.name)),
            Text(clean(one.country) + mark),
            score_text(one.score),
            f"{one.routes:,}",
            Text(ends + more),
        )
    return table


def is_marked(one: Flagged) -> bool:
    """Whether the intermediary is in a transshipment point of FIN-2022-RUSSIABIS."""
    return countries.is_transshipment_point(one.country)


def _listed_text(finding: Finding) -> Text:
    listed = finding["listed"]
    if listed is None:
        return Text("not listed", style="dim")
    text = Text(f"{clean(listed['list'])} {clean(finding['basis'])}".strip())
    text.append(f"\n{clean(finding['match'])}, {clean(finding['certainty'])}")
    text.append(f"\n{clean(finding['id'])}", style="dim")
    return text


def _departures(finding: Finding) -> Text:
    first, last = finding["first_departure"] or "", finding["last_departure"] or ""
    return Text(clean(first) if first == last else f"{clean(first)}\n{clean(last)}")


def basis_words(basis: str) -> str:
    """A basis in words, as it is where it is none of ours.

    >>> basis_words("delisted"), basis_words("")
    ('no longer listed when the last leg departed', '')
    """
    return bases.describe(basis) if basis in bases.BASES else clean(basis)
