"""`graphscan owners`: who stands behind a party, and what each rule makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from graphscan.cli.cases import open_found
from graphscan.cli.options import case_option, config_option, exit_code_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.text import clean, count, party, requirement_text, tie_text
from graphscan.codes import rules
from graphscan.errors import SettingsError
from graphscan.network import open_owners
from graphscan.search.lookup import find
from graphscan.settings import read_settings

SHOWN = 20
"""Most parties shown for people where a text means several."""


@click.command("owners")
@click.argument("name")
@click.option("--as-of", metavar="DATE", help="The day, YYYY-MM-DD. Default: the last of the data.")
@config_option
@case_option
@exit_code_option
@output_options
def command(
    output: Output,
    *,
    name: str,
    as_of: str | None,
    config: Path | None,
    case: Path | None,
    exit_code: bool,
) -> int:
    """Print who owns NAME and what it owns on a day, and what each ownership rule makes of it.

    NAME is a party, an identifier, or words of a name; all that it means are printed. A verdict
    names the fewest interests that prove it: file and row of each.
    """
    settings = read_settings(config)
    day = parse_day(as_of)
    with open_found(case) as opened:
        found = find(opened, name, option="NAME")
        answers = open_owners(opened, settings, day)
        objects = [answers.owners(one) for one in found.parties]
    if output.as_json:
        output.objects(objects)
    else:
        for one in objects[:SHOWN]:
            _print(output, one)
        if len(objects) > SHOWN:
            output.line(f"{len(objects) - SHOWN:,} more are called so; --json prints all.", "dim")
    flagged = any(
        verdict["verdict"] != "not-captured" for one in objects for verdict in one["verdicts"]
    )
    return 1 if exit_code and flagged else 0


def parse_day(text: str | None) -> dt.date | None:
    """A day of the command line.

    Raises:
        SettingsError: It is no date.
    """
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as err:
        raise SettingsError(f"--as-of {text!r}", cure="Give a date as YYYY-MM-DD.") from err


def verdict_text(verdict: Mapping[str, Any]) -> str:
    """A verdict in a line: what, under which rule, in which state.

    >>> verdict_text({"rule": "bis-affiliates", "verdict": "captured", "state": "suspended",
    ...               "us_affiliate": False, "certain": True})
    'BIS Affiliates Rule (suspended): captured'
    """
    rule = verdict["rule"]
    title = rules.headquarters_test().title if rule == rules.HEADQUARTERS else rules.get(rule).title
    american = ", a U.S. firm owned by listed parties" if verdict["us_affiliate"] else ""
    doubt = "" if verdict["certain"] else ", on some of the days that the dates allow"
    state, found = (verdict[key].replace("-", " ") for key in ("state", "verdict"))
    return f"{title} ({state}): {found}{american}{doubt}"


def proof_lines(proof: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The records that prove a verdict, one a line."""
    for record in proof:
        where = f"{clean(record['file'])}, row {record['row']}"
        if record["owner"]:
            share = share_text(record["share_min"], record["share_max"])
            yield f"{clean(record['owner'])} holds {share} of {clean(record['owned'])} ({where})"
        else:
            yield where


def share_text(low: float | None, high: float | None) -> str:
    """A share or a band of shares in percent.

    >>> share_text(50.0, 50.0), share_text(25.0, 50.0), share_text(None, None)
    ('50 %', '25 to 50 %', 'an unknown share')
    """
    if low is None or high is None:
        return "an unknown share"
    return f"{low:g} %" if low == high else f"{low:g} to {high:g} %"


def _print(output: Output, one: Mapping[str, Any]) -> None:
    output.line(f"{party(one)}, as of {one['as_of']}", "bold")
    for entry in one["listed"]:
        output.line(f"  listed as {clean(entry['name'])} ({clean(entry['entry_id'])})")
    for verdict in one["verdicts"]:
        output.line(f"  {verdict_text(verdict)}")
        if asked := requirement_text(verdict["requirement"]):
            output.line(f"      needs: {asked}", "dim")
        for line in proof_lines(verdict["proof"]):
            output.line(f"      {line}", "dim")
    for key, title in (("above", "Owners"), ("below", "Holdings")):
        if one[key]:
            output.line(f"  {title}:")
            _print_tree(output, one[key], key, 2)
    for tie in one["ties"]:
        output.line(f"  {tie_text(tie)}")
    if not one["above"] and not one["below"]:
        output.line(f"  {count(0, 'interest')} on that day", "dim")
    output.line()


def _print_tree(output: Output, tree: Sequence[Mapping[str, Any]], key: str, depth: int) -> None:
    for node in tree:
        whole = node["share_min"] == 0 and node["share_max"] == 100
        share = share_text(*((None, None) if whole else (node["share_min"], node["share_max"])))
        marks = [
            *(["listed"] if node["listed"] else []),
            *(["indirect"] if node["indirect"] else []),
            *(["statements contradict each other"] if node["contradictory"] else []),
            *(["shown above"] if node["repeated"] else []),
        ]
        told = f" [{', '.join(marks)}]" if marks else ""
        output.line(f"{'  ' * depth}{share}  {party(node)}{told}")
        _print_tree(output, node[key], key, depth + 1)
