"""`graphscan affiliates`: whom a listed party stands behind."""

from __future__ import annotations

from pathlib import Path

import click

from graphscan.cli.cases import open_found
from graphscan.cli.options import case_option, config_option, exit_code_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.owners import parse_day, proof_lines, verdict_text
from graphscan.cli.text import clean, count, party
from graphscan.network import open_owners
from graphscan.search.lookup import find
from graphscan.settings import read_settings


@click.command("affiliates")
@click.argument("name", metavar="LISTED_NAME")
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
    """Print every party that a listed party captures on a day, or that cannot be excluded.

    LISTED_NAME is a listed party of the case, words of its name, an entry id or a list code.
    """
    settings = read_settings(config)
    with open_found(case) as opened:
        found = find(opened, name, option="LISTED_NAME")
        answers = open_owners(opened, settings, parse_day(as_of))
        objects = [one for asked in found.parties for one in answers.affiliates(asked)]
    told = f"{clean(found.text)} ({found.meaning}): {count(len(objects), 'verdict')}"
    if output.as_json:
        output.status(told, "dim")
        output.objects(objects)
    else:
        output.line(told, "bold")
        for one in objects:
            output.line(f"{party(one)}, behind it {clean(one['listed'])}")
            since = f", since {one['from']}" if one["from"] else ""
            until = f", until {one['to']}" if one["to"] else ""
            output.line(f"  {verdict_text(one)}{since}{until}")
            for line in proof_lines(one["proof"]):
                output.line(f"      {line}", "dim")
    return 1 if exit_code and objects else 0
