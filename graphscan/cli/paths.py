"""`graphscan paths`: routes between two ends that the user names."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from graphscan import pipeline
from graphscan.casefile import Case, open_case
from graphscan.cli import tables
from graphscan.cli.cases import DEFAULT_CASE, open_found
from graphscan.cli.options import case_option, config_option, exit_code_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.path_query import path_options, tell_meanings
from graphscan.cli.progress import stages
from graphscan.cli.text import count, party
from graphscan.findings.asked import AskedPaths
from graphscan.search.query import PathQuery
from graphscan.settings import Settings, read_settings


@click.command("paths")
@click.argument(
    "inputs", nargs=-1, metavar="[DIR]...", type=click.Path(exists=True, path_type=Path)
)
@path_options
@click.option(
    "--count",
    "count_only",
    is_flag=True,
    help="Count the chains, as walks in time: where goods may come back on one day or by months, a "
    "record may count twice. List nothing.",
)
@click.option("--explain", is_flag=True, help="Say how many legs each step of pruning left.")
@click.option(
    "--choke-points", "choke", is_flag=True, help="Name the fewest parties that cut every chain."
)
@config_option
@case_option
@exit_code_option
@output_options
def command(
    output: Output,
    *,
    query: PathQuery,
    limits: Mapping[str, Any],
    inputs: tuple[Path, ...],
    count_only: bool,
    explain: bool,
    choke: bool,
    config: Path | None,
    case: Path | None,
    exit_code: bool,
) -> int:
    """List the paths by which goods could have come from one party to another, listed or not.

    --from and --to take the name of a party (or words of it), an identifier, an id of a list entry,
    a list code such as EL, or a country, or several with ; between; all matches are used and named.
    Without --from paths begin at U.S. exporters, without --to they end at listed parties. DIR is a
    folder that `scan` wrote, or one of files, which are read first; without it the case is asked.
    """
    if count_only and choke:
        msg = "Give --count or --choke-points, not both."
        raise click.UsageError(msg)
    settings = read_settings(config, **limits)
    with _loaded(output, inputs, case, settings) as opened:
        asked = AskedPaths(opened, query, settings)
        tell_meanings(output, asked.meanings)
        if explain:
            _explain(output, asked)
        if count_only:
            return _print_count(output, asked, exit_code=exit_code)
        if choke:
            return _print_choke_points(output, asked, exit_code=exit_code)
        return _print(output, asked, exit_code=exit_code)


@contextlib.contextmanager
def _loaded(
    output: Output, inputs: Sequence[Path], case: Path | None, settings: Settings
) -> Iterator[Case]:
    """The case that is asked: of the files given, in memory, or the one found."""
    if not inputs:
        with open_found(case) as opened:
            yield opened
        return
    if case:
        msg = "Give DIR or --case, not both."
        raise click.UsageError(msg)
    written = inputs[0] / DEFAULT_CASE.name
    if len(inputs) == 1 and written.is_file():
        with open_found(written) as opened:
            yield opened
        return
    with open_case() as opened:
        with stages(output) as on_stage:
            pipeline.load_case(opened, inputs, settings, on_stage)
        yield opened


def _print(output: Output, asked: AskedPaths, *, exit_code: bool) -> int:
    """The paths; under `--json` each as soon as it is found."""
    found = []
    for finding in asked.findings():
        found.append(finding)
        output.objects([finding] if output.as_json else [])
    sure = asked.certain_only
    chains = sum(certain if sure else possible for _, possible, certain in asked.chains())
    kind = "certain chain" if sure else "possible chain"
    output.line(f"{count(len(found), 'path')}, {count(chains, kind)}", "bold")
    if found:
        output.table(tables.findings_table(found, output.arrow))
    if asked.truncated:
        output.line("The search stopped at its ceiling: there are more paths.", "yellow")
    return 1 if exit_code and found else 0


def _explain(output: Output, asked: AskedPaths) -> None:
    """How many legs each step left, on stderr: what is not there was excluded by one of them."""
    total = max(asked.steps[0][1], 1)
    for name, left in asked.steps:
        output.status(f"{left:>12,} legs ({left / total:7.2%})  {name}")


def _print_count(output: Output, asked: AskedPaths, *, exit_code: bool) -> int:
    by_length = asked.chains()
    possible = sum(row[1] for row in by_length)
    certain = sum(row[2] for row in by_length)
    if output.as_json:
        output.objects(
            [
                {
                    "chains": possible,
                    "chains_certain": certain,
                    "chains_by_length": [list(row) for row in by_length],
                }
            ]
        )
    output.line(f"{count(possible, 'possible chain')}, {certain:,} certain", "bold")
    for length, all_, sure in by_length:
        output.line(f"  of {count(length, 'leg')}: {all_:,} possible, {sure:,} certain")
    return 1 if exit_code and possible else 0


def _print_choke_points(output: Output, asked: AskedPaths, *, exit_code: bool) -> int:
    cut, parties = asked.choke_points()
    if output.as_json:
        output.objects(
            [
                {
                    "choke_points": parties,
                    "at_least": cut.at_least,
                    "exact": cut.exact,
                    "chains_direct": cut.direct,
                    "chains_left": cut.left,
                }
            ]
        )
    bound = "no fewer do" if cut.exact else f"at least {cut.at_least:,} are needed"
    chosen = count(len(parties), "intermediary", "intermediaries")
    output.line(f"Without {chosen} no chain through an intermediary is left; {bound}.", "bold")
    for each in parties:
        output.line(f"  {party(each)}")
    output.line(f"{count(cut.direct, 'chain')} without an intermediary; {cut.left:,} left", "dim")
    return 1 if exit_code and parties else 0
