"""`graphscan paths`: routes between two ends that the user names."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from graphscan import pipeline
from graphscan.casefile import Case, open_case
from graphscan.cli import tables
from graphscan.cli.cases import DEFAULT_CASE, open_found
from graphscan.cli.options import case_option, config_option, exit_code_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.progress import stages
from graphscan.cli.text import clean, count, party
from graphscan.errors import SettingsError
from graphscan.findings.asked import AskedPaths
from graphscan.search.query import PathQuery
from graphscan.settings import Settings, read_settings

_DEFAULT = Settings()
_QUERY = PathQuery()


@click.command("paths")
@click.argument(
    "inputs", nargs=-1, metavar="[DIR]...", type=click.Path(exists=True, path_type=Path)
)
@click.option("--from", "sender", default="", metavar="NAME", help="Where paths begin.")
@click.option("--to", "receiver", default="", metavar="NAME", help="Where paths end.")
@click.option("--via", multiple=True, metavar="CC|NAME", help="Must be between; may be repeated.")
@click.option(
    "--avoid", multiple=True, metavar="CC|NAME", help="Must not be there; may be repeated."
)
@click.option(
    "--hs", default="", metavar="PREFIX", help="First digits of the HS code of every leg."
)
@click.option(
    "--class",
    "klass",
    default="",
    metavar="CLASS",
    help="Commodity class of every leg: a heading such as 8542, advanced-computing, unknown.",
)
@click.option("--eccn", default="", metavar="PREFIX", help="First characters of the export's ECCN.")
@click.option("--after", metavar="DATE", help="First day on which a leg may depart, YYYY-MM-DD.")
@click.option("--before", metavar="DATE", help="Last day on which a leg may depart, YYYY-MM-DD.")
@click.option(
    "--max-legs", type=int, help=f"Longest path, in legs.  [default: {_DEFAULT.max_legs}]"
)
@click.option(
    "--max-wait",
    type=int,
    help=f"Longest wait between two legs, in days.  [default: {_DEFAULT.max_wait}]",
)
@click.option("--min-wait", type=int, help="Shortest wait between two legs, in days.  [default: 0]")
@click.option(
    "--min-quantity", type=float, default=0, help="Leave out legs that state a smaller quantity."
)
@click.option(
    "--min-value", type=float, default=0, metavar="USD", help="Leave out legs of a smaller value."
)
@click.option("--certain", is_flag=True, help="Only paths on which every link is certain.")
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
@click.option("--top", type=int, help=f"Paths listed; 0 lists all.  [default: {_QUERY.top}]")
@click.option(
    "--through-affiliates",
    is_flag=True,
    default=None,
    help="Let goods pass once between two legs, without a record, within a group: owner and owned "
    "at 50 percent or more, or two of one such owner.",
)
@config_option
@case_option
@exit_code_option
@output_options
def command(
    output: Output,
    *,
    inputs: tuple[Path, ...],
    sender: str,
    receiver: str,
    via: tuple[str, ...],
    avoid: tuple[str, ...],
    hs: str,
    klass: str,
    eccn: str,
    after: str | None,
    before: str | None,
    max_legs: int | None,
    max_wait: int | None,
    min_wait: int | None,
    min_quantity: float,
    min_value: float,
    certain: bool,
    count_only: bool,
    explain: bool,
    choke: bool,
    top: int | None,
    through_affiliates: bool | None,
    config: Path | None,
    case: Path | None,
    exit_code: bool,
) -> int:
    """List the paths by which goods could have come from one party to another, listed or not.

    --from and --to take the name of a party (or words of it), an identifier, an id of a list entry,
    a list code such as EL, or a country, or several with ; between; all matches are used and named.
    Without --from
    paths begin at U.S. exporters, without --to they end at listed parties. DIR is a folder that
    `scan` wrote, or one of files, which are read first; without it the case is asked.
    """
    settings = read_settings(
        config,
        max_legs=max_legs,
        min_wait=min_wait,
        max_wait=max_wait,
        through_affiliates=through_affiliates,
    )
    query = PathQuery(
        sender=sender,
        receiver=receiver,
        via=via,
        avoid=avoid,
        hs=_hs_prefix(hs),
        klass=klass.strip(),
        eccn=eccn.strip(),
        after=_day(after, "--after"),
        before=_day(before, "--before"),
        min_quantity=min_quantity,
        min_value=min_value,
        certain=certain,
        top=_QUERY.top if top is None else top,
    )
    with _loaded(output, inputs, case, settings) as opened:
        asked = AskedPaths(opened, query, settings)
        for found in asked.meanings:
            output.status(f"{clean(found.text)}: {clean(found.meaning)}", style="dim")
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


def _hs_prefix(text: str) -> str:
    digits = text.replace(".", "").replace(" ", "")
    if digits and not (digits.isascii() and digits.isdigit()):
        msg = f"--hs {text!r}"
        raise SettingsError(msg, cure="Give the first digits of an HS code: 8542.")
    return digits


def _day(text: str | None, option: str) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as err:
        msg = f"{option} {text!r}"
        raise SettingsError(msg, cure="Give a date as YYYY-MM-DD.") from err
