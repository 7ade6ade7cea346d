"""`graphscan dossier`: all that a case holds of one party, on a page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from graphscan.cli import tables
from graphscan.cli.cases import open_found
from graphscan.cli.options import case_option, config_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.text import clean, count, party, shortened, span, tie_text
from graphscan.codes import commodity, lists
from graphscan.findings.dossier import dossier
from graphscan.settings import read_settings

TITLES = {"from": "Routes that begin there", "through": "Routes through it", "to": "Routes to it"}


@click.command("dossier")
@click.argument("name", metavar="PARTY")
@click.option("--top", type=int, default=5, show_default=True, help="Routes of each kind.")
@config_option
@case_option
@output_options
def command(output: Output, name: str, top: int, config: Path | None, case: Path | None) -> int:
    """Print what a case holds of a party: lists, owners, counterparties, routes.

    PARTY is a name (or words of it), an identifier, or the id of a list entry.
    """
    with open_found(case) as opened:
        found = dossier(opened, name, read_settings(config), top)
    if output.as_json:
        output.objects([found])
        return 0
    output.line(f"{clean(found['party'])}: {clean(found['meaning'])}", "bold")
    for one in found["parties"]:
        output.line(f"  {party(one)}")
    _print_lines(output, "On a list", [_entry(row) for row in found["listed"]])
    _print_lines(output, "Owners", [_interest(row) for row in found["owners"]])
    _print_lines(output, "Owns", [_interest(row) for row in found["owned"]])
    _print_lines(output, "Shared with listed parties", [tie_text(row) for row in found["ties"]])
    _print_lines(output, "Received from", [_trade(row) for row in found["suppliers"]])
    _print_lines(output, "Sent to", [_trade(row) for row in found["customers"]])
    for kind, title in TITLES.items():
        routes = found["routes"][kind]
        chains = count(routes["chains"], "possible chain")
        output.line(f"\n{title}: {chains}, {routes['chains_certain']:,} certain", "bold")
        if routes["best"]:
            output.table(tables.findings_table(routes["best"], output.arrow))
    return 0


def _print_lines(output: Output, title: str, lines: list[str]) -> None:
    output.line(f"\n{title}" + ("" if lines else ": nothing"), "bold")
    for line in lines:
        output.line(f"  {line}")


def _entry(row: Mapping[str, Any]) -> str:
    since = clean(row["listed_on"]) if row["listed_on"] else "an unknown day"
    where = lists.describe(clean(row["list"]))
    return f"{clean(row['name'])} ({where}, {clean(row['match'])}), since {since}"


def _interest(row: Mapping[str, Any]) -> str:
    least, most = row["share_min"], row["share_max"]
    if least is None and most is None:
        share = "an unknown share"
    elif least == most:
        share = f"{float(least):g} %"
    else:
        share = f"{float(least or 0):g} to {float(100 if most is None else most):g} %"
    days = " to ".join(clean(row[day]) for day in ("valid_from", "valid_to") if row[day])
    told = f"{party(row)}: {share}, {clean(row['kind'])}, {clean(row['reach'])}"
    return f"{told}{f', {days}' if days else ''} ({clean(row['file'])}, row {row['row']})"


def _trade(row: Mapping[str, Any]) -> str:
    goods = shortened(commodity.describe(clean(row["class"])))
    value = f", {row['value_usd']:,.0f} USD" if row["value_usd"] else ""
    days = span(row["first_day"], row["last_day"])
    return f"{party(row)}: {count(row['legs'], 'leg')} of {goods}{value}, {days}"
