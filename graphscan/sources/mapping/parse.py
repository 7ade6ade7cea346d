"""Mappings as TOML: read, checked, and refused with the key that is wrong.

    name = "our broker's export"            # how reports call it
    about = "weekly file of the broker"
    needs = ["decl no", "exporter", "buyer | importer"]  # headers that tell it; | for one of them
    cannot_see = ["the end user"]           # what it never tells
    nulls = ["NULL", "N/A"]                 # any letters
    encoding = "cp1252"                     # where the file is not in UTF-8
    [columns]
    shipment_id = "DECL NO"                 # a header, in any spelling of case, blanks and `_`
    consignor_name = ["EXPORTER", "SENDER"] # the first that has a value
    regime = { constant = "export" }
    departure_date = { from = "DATE", dates = ["%d/%m/%Y", "%b %Y"] }
    consignee_address = { join = ["ADDR 1", "ADDR 2"], between = ", " }
    gross_weight_kg = { from = "WT", unit = "UOM", units = { LB = 0.4536, KG = 1 }, source = "..." }
    [[exclude]]
    from = "STATUS"
    values = ["Deleted"]
    reason = "deleted by the source"

`Rule` and `Mapping` say what every key means.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import tomllib
from collections.abc import Mapping as Map
from typing import Any

from graphscan.codes.ports import SCHEDULES
from graphscan.errors import MappingError
from graphscan.records import TABLES, Column, Kind, Table
from graphscan.sources.mapping.model import NULLS, Exclusion, Mapping, Rule, key

_TOP = {
    "name": str,
    "about": str,
    "table": str,
    "needs": list,
    "columns": dict,
    "exclude": list,
    "nulls": list,
    "encoding": str,
    "entities": bool,
    "distinct": bool,
    "masters": bool,
    "cannot_see": list,
    "refused": str,
}
_RULE: dict[str, type | tuple[type, ...]] = {
    "from": (str, list),
    "join": list,
    "constant": str,
    "row": bool,
    "between": str,
    "nulls": list,
    "replace": list,
    "at": str,
    "take": int,
    "words": dict,
    "dates": list,
    "zone": str,
    "schedule": str,
    "address": bool,
    "thousands": str,
    "decimal": str,
    "unit": str,
    "units": dict,
    "factor": (int, float),
    "source": str,
}
_EXCLUSION: dict[str, type | tuple[type, ...]] = {"from": str, "values": list, "reason": str}
_DATE_PARTS = frozenset("YymbBdHMSgfjpI%T")
_ZONE = re.compile(r"[A-Za-z_]+(/[A-Za-z_+\-0-9]+)*")


def read_mapping(text: str, where: str, *, shipped: bool = False) -> Mapping:
    r"""A mapping from its TOML.

    Args:
        text: The file.
        where: How an error names it.
        shipped: Whether it comes with graphscan.

    Raises:
        MappingError: It is no TOML, or a key or value is wrong; the error names it.

    >>> read_mapping('name = "x"\nneeds = ["a"]\n[columns]\nshipper = "A"', "x.toml")
    Traceback (most recent call last):
    graphscan.errors.MappingError: x.toml: columns.shipper: shipments have no such column. ...
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise MappingError(f"no TOML: {err}", where=where, cure="Mend the line.") from err
    check = _Check(where)
    check.keys(given, _TOP, "")
    for needed in ("name", "needs"):
        if not given.get(needed):
            raise check.error(needed, "missing")
    table = _table(given.get("table", "shipments"), check)
    columns = {column.name: column for column in table.columns}
    rules: dict[str, Rule] = {}
    for name, rule in given.get("columns", {}).items():
        if name not in columns:
            raise check.error(f"columns.{name}", f"{table.kind} have no such column")
        rules[name] = _rule(rule, columns[name], check)
    refused = given.get("refused", "")
    missing = table.missing(frozenset(rules))
    partly = {"consignor_name", "consignee_name"}  # a source that names one side only says so
    if given.get("cannot_see"):
        missing = tuple(each for each in missing if each not in partly)
    if missing and not refused:
        raise check.error("columns", f"{table.kind} need {', '.join(missing)}")
    return Mapping(
        name=given["name"],
        about=given.get("about", ""),
        table=table,
        needs=tuple(_group(each, check) for each in given["needs"]),
        rules=rules,
        exclusions=tuple(_exclusion(each, check) for each in given.get("exclude", [])),
        nulls=check.texts(given.get("nulls", list(NULLS)), "nulls"),
        encoding=_encoding(given.get("encoding", ""), check),
        entities=given.get("entities", False),
        distinct=given.get("distinct", False),
        masters=given.get("masters", False),
        cannot_see=check.texts(given.get("cannot_see", []), "cannot_see"),
        refused=refused,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        shipped=shipped,
    )


class _Check:
    """Types of keys, with errors that name the key."""

    def __init__(self, where: str) -> None:
        self._where = where

    def error(self, place: str, what: str) -> MappingError:
        """What is wrong with a key."""
        return MappingError(
            f"{place}: {what}",
            where=self._where,
            cure="`graphscan mapping --help` says what a mapping may hold.",
        )

    def keys(self, given: object, known: Map[str, Any], place: str) -> None:
        """Only known keys, each of its type."""
        if not isinstance(given, dict):
            raise self.error(place, "not a table")
        for name, value in given.items():
            at = f"{place}.{name}" if place else name
            if name not in known:
                raise self.error(at, f"unknown; known are {', '.join(known)}")
            kinds = known[name]
            is_flag = isinstance(value, bool)
            if not isinstance(value, kinds) or (is_flag and kinds is not bool):
                raise self.error(at, "of the wrong type")

    def texts(self, given: list[Any], place: str) -> tuple[str, ...]:
        """A list of texts."""
        if not all(isinstance(each, str) for each in given):
            raise self.error(place, "holds something that is no text")
        return tuple(given)


def _table(kind: str, check: _Check) -> Table:
    found = next((table for table in TABLES if table.kind == kind and kind != "list"), None)
    if found is None:
        raise check.error("table", f"unknown: {kind}")
    return found


def _group(text: object, check: _Check) -> tuple[str, ...]:
    if not isinstance(text, str) or not key(text):
        raise check.error("needs", "holds something that is no header")
    return tuple(key(each) for each in text.split("|"))


def _exclusion(given: object, check: _Check) -> Exclusion:
    check.keys(given, _EXCLUSION, "exclude")
    assert isinstance(given, dict)  # noqa: S101 -- checked
    for needed in _EXCLUSION:
        if not given.get(needed):
            raise check.error(f"exclude.{needed}", "missing")
    values = check.texts(given["values"], "exclude.values")
    return Exclusion(column=key(given["from"]), values=values, reason=given["reason"])


def _rule(given: object, column: Column, check: _Check) -> Rule:
    place = f"columns.{column.name}"
    if isinstance(given, str | list):
        given = {"from": given}
    check.keys(given, _RULE, place)
    assert isinstance(given, dict)  # noqa: S101 -- checked
    origins = [name for name in ("from", "join", "constant", "row") if name in given]
    if len(origins) != 1:
        raise check.error(place, "give one of from, join, constant and row")
    named: str | list[Any] = given.get("from") or given.get("join") or []
    named = [named] if isinstance(named, str) else named
    columns = tuple(key(each) for each in check.texts(named, place))
    if origins[0] in {"from", "join"} and not all(columns):
        raise check.error(place, "names no column")
    dates = check.texts(given.get("dates", []), f"{place}.dates")
    _check_dates(dates, given, column, check)
    units = {name.lower(): float(factor) for name, factor in given.get("units", {}).items()}
    factor = float(given.get("factor", 1.0))
    if (units or factor != 1.0) and not given.get("source"):
        raise check.error(f"{place}.source", "missing: say whence the factor is")
    if bool(units) != ("unit" in given):
        raise check.error(place, "unit and units go together")
    return Rule(
        columns=columns,
        constant=given.get("constant"),
        row=given.get("row", False),
        between=given.get("between", " ") if "join" in given else None,
        nulls=check.texts(given.get("nulls", []), f"{place}.nulls"),
        replace=tuple(_pair(each, place, check) for each in given.get("replace", [])),
        at=given.get("at", ""),
        take=given.get("take", 0),
        words={
            name.lower(): word
            for name, word in zip(
                given.get("words", {}),
                check.texts(list(given.get("words", {}).values()), place),
                strict=True,
            )
        },
        dates=dates,
        zone=given.get("zone", ""),
        schedule=_schedule(given.get("schedule", ""), column, check),
        address=given.get("address", False),
        thousands=given.get("thousands", ""),
        decimal=given.get("decimal", "."),
        unit=key(given.get("unit", "")),
        units=units,
        factor=factor,
        source=given.get("source", ""),
    )


def _check_dates(
    dates: tuple[str, ...], given: dict[str, Any], column: Column, check: _Check
) -> None:
    place = f"columns.{column.name}"
    if dates and column.kind is not Kind.DATE:
        raise check.error(f"{place}.dates", "for dates only")
    for each in dates:
        parts = set(re.findall(r"%(-?.)", each))
        if not parts & {"Y", "y"} or not parts <= _DATE_PARTS:
            raise check.error(f"{place}.dates", f"no format of dates with a year: {each}")
    zone = given.get("zone", "")
    if zone and not _ZONE.fullmatch(zone):
        raise check.error(f"{place}.zone", f"no zone: {zone}")


def _encoding(name: str, check: _Check) -> str:
    try:
        b"text".decode(name or "utf-8", "replace")  # which no other codec can do
    except LookupError as err:
        raise check.error("encoding", f"no encoding of text: {name}") from err
    found = codecs.lookup(name or "utf-8").name
    return "" if found == "utf-8" else found


def _schedule(letter: str, column: Column, check: _Check) -> str:
    if letter and (letter not in SCHEDULES or column.kind is not Kind.PORTS):
        raise check.error(f"columns.{column.name}.schedule", "D or K, for ports only")
    return letter


def _pair(given: object, place: str, check: _Check) -> tuple[str, str]:
    if not (isinstance(given, list) and len(given) == 2):
        raise check.error(f"{place}.replace", "pairs of a pattern and what stands for it")
    pattern, new = check.texts(given, f"{place}.replace")
    try:
        re.compile(pattern)
    except re.error as err:
        raise check.error(f"{place}.replace", f"no regular expression: {err}") from err
    return pattern, new
