"""`graphscan entities`: which parties are one, proposed by graphscan and decided by people."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.table import Table
from rich.text import Text

from graphscan.casefile import Case, open_case
from graphscan.cli.cases import find_case, named_case, open_found
from graphscan.cli.options import NEW_FILE, case_option, output_options
from graphscan.cli.output import Output
from graphscan.cli.text import clean, count, inert
from graphscan.errors import GraphscanError, NotFoundError, SettingsError
from graphscan.resolve.clusters import Link
from graphscan.resolve.judgements import VERDICTS, Judgement, add_judgements, read_judgements
from graphscan.resolve.likeness import Known
from graphscan.resolve.merging import propose
from graphscan.schedule import today
from graphscan.search.lookup import find

_ANSWERS = {"s": "same", "d": "different", "u": "unsure"}
_COLUMNS = ("one", "other", "verdict", "judged_by", "judged_on", "note")

_by_option = click.option("--by", metavar="NAME", help="Who decides.")
_on_option = click.option("--on", metavar="DATE", help="When it was decided. Default: today.")


@click.group("entities")
def command() -> None:
    """Which parties are one: what may be, what was decided, what was merged.

    A judgement always wins, is kept in the case, and counts from the next run on.
    """


@command.command("review")
@click.option(
    "--from",
    "least",
    type=click.FloatRange(0.5, 1),
    default=0.72,
    show_default=True,
    help="Score from which a pair is worth a look.",
)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Pairs shown.")
@_by_option
@_on_option
@case_option
@output_options
def review(
    output: Output, *, least: float, limit: int, by: str | None, on: str | None, case: Path | None
) -> int:
    """Go through pairs of parties that may be one and that nobody has judged, best first.

    With --by each pair is asked about: s the same, d different, u unsure, Enter skips, q ends. What
    was answered is kept at once. Without it, and with --json, the pairs are printed.
    """
    day = _day(on)
    with open_found(case) as opened:
        links, known = propose(opened, least)
    output.status(f"{count(len(links), 'pair')} from {least:.2f} that nobody has judged")
    if output.as_json:
        output.objects(_object(link, known) for link in links[:limit])
        return 0
    for number, link in enumerate(links[:limit], start=1):
        _print_pair(output, number, link, known)
        verdict = _ask() if by else None
        if verdict == "":
            break
        if by and verdict:
            with open_case(find_case(case)) as writing:
                add_judgements(writing, [_judgement((link.one, link.other), verdict, by, day)])
    return 0


@command.command("judge")
@click.argument("one")
@click.argument("other")
@click.argument("verdict", type=click.Choice(VERDICTS))
@click.option("--by", metavar="NAME", required=True, help="Who decides.")
@_on_option
@click.option("--note", default="", metavar="TEXT", help="Why.")
@case_option
@output_options
def judge(
    output: Output,
    *,
    one: str,
    other: str,
    verdict: str,
    by: str,
    on: str | None,
    note: str,
    case: Path | None,
) -> int:
    """Decide whether ONE and OTHER are the same; OTHER may be the id of a listed entry.

    Parties are named as `paths --from` takes them, by name, identifier or key; each has to mean one
    party only.
    """
    day = _day(on)
    with open_found(case) as opened:
        keys = (_key(opened, one), _key(opened, other, entries=True))
    with open_case(find_case(case)) as writing:
        new = add_judgements(writing, [_judgement(keys, verdict, by, day, note)])
    said = "kept; it counts from the next run on" if new else "held already"
    output.line(f"{clean(keys[0])}, {clean(keys[1])}: {verdict}, {said}")
    if output.as_json:
        output.objects([{"one": keys[0], "other": keys[1], "verdict": verdict, "new": bool(new)}])
    return 0


@command.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@case_option
@output_options
def load(output: Output, *, file: Path, case: Path | None) -> int:
    """Take over judgements from a CSV as `entities show --out` writes it; all of it or nothing."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    given = [_from_row(file.name, at, row) for at, row in enumerate(rows, start=2)]
    with open_case(named_case(case)) as writing:
        new = add_judgements(writing, given)
    output.line(f"{count(len(given), 'judgement')}, {new:,} of them new")
    if output.as_json:
        output.objects([{"judgements": len(given), "new": new}])
    return 0


@command.command("show")
@click.option(
    "--out",
    type=NEW_FILE,
    metavar="FILE",
    help="Write the judgements there as CSV, which loads again.",
)
@case_option
@output_options
def show(output: Output, *, out: Path | None, case: Path | None) -> int:
    """Print every judgement, and the parties that were merged with score and reason."""
    with open_found(case) as opened:
        judgements = read_judgements(opened)
        merges = opened.rows("SELECT one, other, score, reason FROM party_merges ORDER BY ALL")
    if out:
        _write(out, judgements)
    if output.as_json:
        output.objects({"kind": "judgement", **dataclasses.asdict(each)} for each in judgements)
        output.objects(
            {"kind": "merge", "one": one, "other": other, "score": score, "reason": reason}
            for one, other, score, reason in merges
        )
        return 0
    for title, columns, cells in (
        ("Judgements", _COLUMNS, [dataclasses.astuple(each) for each in judgements]),
        ("Merged", ("one", "other", "score", "reason"), merges),
    ):
        table = Table(title=f"{title} ({len(cells):,})", title_justify="left", box=box.SIMPLE_HEAD)
        for column in columns:
            table.add_column(column.replace("_", " ").capitalize(), overflow="fold")
        for row in cells:
            table.add_row(*(Text(clean(cell)) for cell in row))
        output.table(table)
    return 0


def _ask() -> str | None:
    """A verdict; None skips the pair, '' ends."""
    answer: str = click.prompt(
        "same / different / unsure (s/d/u), Enter skips, q ends",
        default="",
        show_default=False,
        type=click.Choice([*_ANSWERS, "q", ""]),
        show_choices=False,
        err=True,
    )
    return "" if answer == "q" else _ANSWERS.get(answer)


def _day(text: str | None) -> dt.date:
    if text is None:
        return today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as err:
        raise SettingsError(f"--on {text!r}", cure="Give a date as YYYY-MM-DD.") from err


def _judgement(
    keys: tuple[str, str], verdict: str, by: str, day: dt.date, note: str = ""
) -> Judgement:
    return Judgement(
        one=keys[0], other=keys[1], verdict=verdict, judged_by=by, judged_on=day, note=note
    )


def _key(case: Case, text: str, *, entries: bool = False) -> str:
    """The key of the only party that a text means, or the id of an entry."""
    if case.value("SELECT count(*) FROM parties WHERE key = ?", [text]):
        return text
    if entries and case.value("SELECT count(*) FROM entries WHERE entry_id = ?", [text]):
        return text
    found = find(case, text, option="entities")
    keys = [
        key
        for (key,) in case.rows(
            "SELECT key FROM parties WHERE list_contains(?::INTEGER[], party_id) ORDER BY key",
            [list(found.parties)],
        )
    ]
    if len(keys) != 1:
        raise NotFoundError(
            f"{text!r} means {count(len(keys), 'party', 'parties')}",
            where="entities",
            cure="Give one of the keys: " + ", ".join(keys[:10]),
        )
    return str(keys[0])


def _from_row(name: str, row: int, cells: Mapping[str, str | None]) -> Judgement:
    given = {column: (cells.get(column) or "").strip() for column in _COLUMNS}
    try:
        day = dt.date.fromisoformat(given.pop("judged_on"))
    except ValueError as err:
        raise GraphscanError(
            "judged_on is no date", where=f"{name}, row {row}", cure="Give YYYY-MM-DD."
        ) from err
    for column in ("one", "other"):
        given[column] = given[column].removeprefix("'")  # what keeps a cell from being a formula
        if not given[column]:
            raise GraphscanError(f"{column} is empty", where=f"{name}, row {row}")
    return Judgement(judged_on=day, **given)


def _write(out: Path, judgements: list[Judgement]) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for each in judgements:
            writer.writerow([inert(str(cell)) for cell in dataclasses.astuple(each)])


def _object(link: Link, known: Mapping[str, Known]) -> dict[str, Any]:
    return {
        **link._asdict(),
        "one_names": list(known[link.one].names),
        "other_names": list(known[link.other].names),
    }


def _print_pair(output: Output, number: int, link: Link, known: Mapping[str, Known]) -> None:
    output.line(f"{number}. {link.score:.2f}: {clean(link.reason)}", "bold")
    for key in (link.one, link.other):
        said = known[key]
        output.line(f"  {clean(key)}")
        for title, values in (
            ("names", said.names),
            ("countries", sorted(said.countries)),
            ("numbers", sorted(said.numbers)),
            ("premises", [" ".join((*p.numbers, *sorted(p.names))) for p in said.premises]),
        ):
            if values:
                output.line(f"    {title}: {clean('; '.join(values))}", "dim")
