"""`graphscan query`: the Cypher files of queries/ on a Neo4j server."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Callable, Sequence
from typing import Any

import click
import pandas as pd
from rich.table import Table
from rich.text import Text

from graphscan import stores
from graphscan.cli.options import exit_code_option, output_options, server_options, server_password
from graphscan.cli.output import Output
from graphscan.cli.text import clean, count
from graphscan.errors import SettingsError
from graphscan.reports.tables import inert
from graphscan.stores.cypher import find_query


def answer_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add `--csv` and `--timeout`, of whatever asks a server."""
    limit = click.option(
        "--timeout",
        type=click.FloatRange(min=1),
        default=stores.TIME_LIMIT,
        show_default=True,
        metavar="SECONDS",
        callback=_finite,
        help="When the server gives up.",
    )
    return click.option("--csv", "as_csv", is_flag=True, help="CSV on stdout.")(limit(function))


def _finite(_context: click.Context, _parameter: click.Parameter, value: float) -> float:
    """Refuse nan and inf, which a range without an end holds."""
    if not math.isfinite(value):
        msg = f"{value} is no number of seconds"
        raise click.BadParameter(msg)
    return value


@click.command("query")
@click.argument("name", required=False)
@click.option(
    "--param", "params", multiple=True, metavar="KEY=VALUE", help="A parameter; may be repeated."
)
@click.option("--list", "list_them", is_flag=True, help="List the queries and their parameters.")
@answer_options
@server_options
@exit_code_option
@output_options
def command(
    output: Output,
    *,
    name: str | None,
    params: tuple[str, ...],
    list_them: bool,
    as_csv: bool,
    timeout: float,
    exit_code: bool,
    **server: Any,
) -> int:
    """Run the query NAME on a server to which a case was pushed; `--list` says which there are."""
    if list_them == (name is not None):
        msg = "Give the NAME of a query, or --list."
        raise click.UsageError(msg)
    refuse_both(output, as_csv=as_csv)
    if name is None:
        _list(output)
        return 0
    parameters = dict(_pair(text) for text in params)
    query = find_query(name)
    query.read_parameters(parameters)  # before a password is asked for
    password = server_password(server["user"], os.environ.get("NEO4J_PASSWORD"), server["uri"])
    answer = stores.run_query(name, parameters, **server, password=password, timeout=timeout)
    print_answer(output, answer, [query.question, count(len(answer), "row")], as_csv=as_csv)
    return 1 if exit_code and len(answer) else 0


def refuse_both(output: Output, *, as_csv: bool) -> None:
    """Refuse two forms at once."""
    if as_csv and output.as_json:
        msg = "Give --json or --csv, not both."
        raise click.UsageError(msg)


def print_answer(
    output: Output, answer: pd.DataFrame, told: Sequence[str], *, as_csv: bool
) -> None:
    """What a server answered: objects, CSV, or lines that say what it is and a block a row."""
    columns, rows = [str(column) for column in answer.columns], answer.to_dict("records")
    if output.as_json:
        output.objects({str(key): value for key, value in row.items()} for row in rows)
        return
    if as_csv:
        output.text(_csv(columns, [[row[column] for column in columns] for row in rows]))
        return
    output.line(told[0], "bold")
    for line in told[1:]:
        output.line(line)
    for number, row in enumerate(rows, start=1):
        output.line(f"{number}", "bold")
        output.table(_record([(column, row[column]) for column in columns]))


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals):
        msg = f"--param {text!r}"
        raise SettingsError(msg, cure="Give it as KEY=VALUE.")
    return key, value


def _list(output: Output) -> None:
    for query in stores.list_queries():
        if output.as_json:
            parameters = {
                name: {
                    "description": parameter.description,
                    "kind": parameter.kind,
                    "required": parameter.required,
                    "default": parameter.default,
                }
                for name, parameter in query.parameters.items()
            }
            output.objects(
                [{"name": query.name, "question": query.question, "parameters": parameters}]
            )
            continue
        output.line(query.name, "bold")
        output.line(f"  {query.question}")
        for name, parameter in query.parameters.items():
            unset = (
                "optional" if parameter.default in (None, "") else f"default {parameter.default}"
            )
            told = "required" if parameter.required else unset
            output.line(f"  --param {name}=...  {parameter.description} ({told})", "dim")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(_cell(one) for one in value)
    return str(value)


def _csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([inert(_cell(value)) for value in row] for row in rows)
    return text.getvalue()


def _record(facts: Sequence[tuple[str, Any]]) -> Table:
    """One row, a column a line: a journey has too many columns for a terminal."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts:
        table.add_row(Text(clean(name)), Text(clean(_cell(value))))
    return table
