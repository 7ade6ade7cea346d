"""The words of an investigator's query on a command line, the same for a case and for a server."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Iterable
from typing import Any

import click

from graphscan.cli.output import Output
from graphscan.cli.text import clean
from graphscan.errors import SettingsError
from graphscan.search.lookup import Found
from graphscan.search.query import PathQuery
from graphscan.settings import Settings

_DEFAULT = Settings()
_QUERY = PathQuery()
_WORDS = tuple(field.name for field in dataclasses.fields(PathQuery))
_LIMITS = ("max_legs", "min_wait", "max_wait", "through_affiliates")
"""Options that are settings: those of graphscan.toml, where they are not given."""

_OPTIONS = (
    click.option("--from", "sender", default="", metavar="NAME", help="Where paths begin."),
    click.option("--to", "receiver", default="", metavar="NAME", help="Where paths end."),
    click.option(
        "--via", multiple=True, metavar="CC|PORT|NAME", help="Must be between; may be repeated."
    ),
    click.option(
        "--avoid", multiple=True, metavar="CC|PORT|NAME", help="Must not be there; may be repeated."
    ),
    click.option(
        "--hs", default="", metavar="PREFIX", help="First digits of the HS code of every leg."
    ),
    click.option(
        "--class",
        "klass",
        default="",
        metavar="CLASS",
        help="Commodity class of every leg: a heading such as 8542, advanced-computing, unknown.",
    ),
    click.option(
        "--eccn", default="", metavar="PREFIX", help="First characters of the export's ECCN."
    ),
    click.option(
        "--after", metavar="DATE", help="First day on which a leg may depart, YYYY-MM-DD."
    ),
    click.option(
        "--before", metavar="DATE", help="Last day on which a leg may depart, YYYY-MM-DD."
    ),
    click.option(
        "--max-legs", type=int, help=f"Longest path, in legs.  [default: {_DEFAULT.max_legs}]"
    ),
    click.option(
        "--max-wait",
        type=int,
        help=f"Longest wait between two legs, in days.  [default: {_DEFAULT.max_wait}]",
    ),
    click.option(
        "--min-wait", type=int, help="Shortest wait between two legs, in days.  [default: 0]"
    ),
    click.option(
        "--min-quantity",
        type=float,
        default=0,
        help="Leave out legs that state a smaller quantity.",
    ),
    click.option(
        "--min-value",
        type=float,
        default=0,
        metavar="USD",
        help="Leave out legs of a smaller value.",
    ),
    click.option("--certain", is_flag=True, help="Only paths on which every link is certain."),
    click.option(
        "--top",
        type=int,
        default=_QUERY.top,
        show_default=True,
        help="Paths listed; 0 lists all.",
    ),
    click.option(
        "--through-affiliates",
        is_flag=True,
        default=None,
        help="Let goods pass once between two legs, without a record, within a group: owner and "
        "owned at 50 percent or more, or two of one such owner.",
    ),
)


def path_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options of a query.

    The function gets `query`, a `PathQuery`, and `limits`, settings by name.
    """

    @functools.wraps(function)
    def wrapped(*args: Any, **options: Any) -> int:
        limits = {name: options.pop(name) for name in _LIMITS}
        words = {name: options.pop(name) for name in _WORDS}
        return function(*args, query=_read(words), limits=limits, **options)

    named: Callable[..., int] = wrapped
    for option in reversed(_OPTIONS):
        named = option(named)
    return named


def tell_meanings(output: Output, meanings: Iterable[Found]) -> None:
    """How each text was taken, on stderr."""
    for found in meanings:
        output.status(f"{clean(found.text)}: {clean(found.meaning)}", style="dim")


def _read(words: dict[str, Any]) -> PathQuery:
    """The query of some options; dates and codes are read first."""
    given = {
        "hs": _hs_prefix(words["hs"]),
        "klass": words["klass"].strip(),
        "eccn": words["eccn"].strip(),
        "after": _day(words["after"], "--after"),
        "before": _day(words["before"], "--before"),
    }
    return PathQuery(**{**words, **given})


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
