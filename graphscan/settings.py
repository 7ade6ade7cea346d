"""The settings of a run: one frozen object, read from `graphscan.toml` and the command line.

A bad value stops the run with an error that names it; nothing falls back silently.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graphscan.errors import SettingsError

TRANSIT_DAYS: Mapping[str, tuple[int, int]] = {
    "sea": (0, 60),
    "air": (0, 10),
    "road": (0, 30),
    "rail": (0, 45),
    "post": (0, 45),
    "fixed": (0, 10),
    "inland": (0, 30),
    "": (0, 60),
}
"""Shortest and longest transit in days by mode, used where a record lacks one of its two dates.

graphscan's own bounds, wide on purpose: a bound that is too narrow would hide a route."""

AFFILIATES_RULE_STATES = ("reimposed-unverified", "in-force", "suspended", "repealed")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run may be told.

    Attributes:
        max_legs: Longest chain, in legs (1 to 12).
        min_wait: Shortest wait at a holder in days, from arrival to next departure.
        max_wait: Longest wait at a holder in days.
        top: Number of findings kept, best first; 0 keeps all.
        journeys: Number of journeys shown per finding, best first; 0 shows all.
        as_of: Last day of the data; None means the last day of the latest shipment or listing
        start.
        lists_as_of: Day whose list snapshots take the place of the lists that are loaded.
        target_lists: List codes whose parties count as ends of routes.
        affiliates_rule: State of the BIS Affiliates Rule from 2026-11-10 on, which no source
        settles
            (90 FR 47201 was suspended to 2026-11-09 by FR Doc 2025-19846).
        match_review: Score from which a name that is like a listed one is a match, for review.
        match_strong: Score from which such a match is called strong.
        merge_from: Score from which two parties are one without a judgement; 1 merges none. What is
            merged has its score and reason in the case.
        captured_at: Percent of captured ownership that captures (31 CFR 587.406: 50).
        headquarters_test: Whether advanced computing items to a party with its headquarters, or its
            ultimate parent's, in Macau or Country Group D:5 are ends too (15 CFR 742.6(a)(6)).
        merge_mirrors: Whether records that tell of one movement become one leg.
        transit_days: Shortest and longest transit by mode, for records with one date.
        foreign_direct_product: Whether a foreign leg may begin a route to a party of footnotes 1,
            3, 4 or 5 where its sender or the sender's parent is headquartered in the U.S., or the
            goods are 3A090 or 4A090 (15 CFR 734.9).
        through_affiliates: Whether goods may pass once between two legs, without a record, between
            an owner and what it holds at least half of, or between two parties of one such owner.
        touching_case: Whether registers are loaded only as far as they touch parties of the case.
            Part of the manifest where it is so.
        max_expansions: Ceiling on partial routes that the search opens before it stops and says so.
        memory_gb: Gigabytes (10^9 bytes) that the database may hold before it puts work on the disk
            beside the case; while the search holds arrays, what is left beside them. No part of the
            manifest: it changes no result.
    """

    max_legs: int = 4
    min_wait: int = 0
    max_wait: int = 180
    top: int = 1000
    journeys: int = 5
    as_of: dt.date | None = None
    lists_as_of: dt.date | None = None
    target_lists: tuple[str, ...] = ("EL", "MEU", "DPL", "SDN")
    affiliates_rule: str = "reimposed-unverified"
    match_review: float = 0.72
    match_strong: float = 0.85
    merge_from: float = 1.0
    captured_at: float = 50.0
    headquarters_test: bool = True
    merge_mirrors: bool = True
    transit_days: Mapping[str, Sequence[int]] = dataclasses.field(
        default_factory=lambda: dict(TRANSIT_DAYS)
    )
    foreign_direct_product: bool = True
    through_affiliates: bool = False
    touching_case: bool = False
    max_expansions: int = 2_000_000
    memory_gb: float = 4.0

    def __post_init__(self) -> None:
        """Refuse values that no run could use."""
        _between("max_legs", self.max_legs, 1, 12)
        _between("min_wait", self.min_wait, 0, 3650)
        _between("max_wait", self.max_wait, self.min_wait, 3650)
        _between("top", self.top, 0, None)
        _between("journeys", self.journeys, 0, None)
        _between("match_review", self.match_review, 0.5, 1)
        _between("match_strong", self.match_strong, self.match_review, 1)
        _between("merge_from", self.merge_from, 0.72, 1)
        _between("captured_at", self.captured_at, 1, 100)
        _between("max_expansions", self.max_expansions, 1, None)
        _between("memory_gb", self.memory_gb, 0.5, None)
        if self.affiliates_rule not in AFFILIATES_RULE_STATES:
            raise SettingsError(
                f"affiliates_rule={self.affiliates_rule!r}",
                cure=f"Give one of {', '.join(AFFILIATES_RULE_STATES)}.",
            )
        for mode, days in self.transit_days.items():
            if len(days) != 2 or not 0 <= days[0] <= days[1]:
                raise SettingsError(
                    f"transit_days.{mode or 'unknown'}={list(days)}",
                    cure="Give [shortest, longest] in days, 0 or more.",
                )

    def to_dict(self) -> dict[str, Any]:
        """The settings as JSON values, in a fixed order, for the manifest.

        >>> Settings(max_legs=3).to_dict()["max_legs"]
        3
        """
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        del values["memory_gb"]
        for name in ("as_of", "lists_as_of"):
            day = getattr(self, name)
            values[name] = day.isoformat() if day else None
        if not self.touching_case:
            del values["touching_case"]
        values["target_lists"] = list(self.target_lists)
        values["transit_days"] = {
            mode or "unknown": list(days) for mode, days in sorted(self.transit_days.items())
        }
        return values


def read_settings(path: Path | None = None, **overrides: Any) -> Settings:
    """Settings from a TOML file (default `graphscan.toml` where it exists), then `overrides`.

    Args:
        path: The file; None reads `graphscan.toml` of the working directory if there is one.
        overrides: Values from the command line; None means "not given".

    Raises:
        SettingsError: The file is missing or not TOML, or a key or value is unknown.

    >>> read_settings(max_legs=2, top=None).max_legs
    2
    >>> read_settings(maxlegs=2)
    Traceback (most recent call last):
    graphscan.errors.SettingsError: unknown setting 'maxlegs'. Known: max_legs, min_wait, max_wait,
    ...
    """
    values: dict[str, Any] = {}
    file = path or Path("graphscan.toml")
    if path is not None or file.exists():
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError as err:
            raise SettingsError("no such settings file", where=str(file)) from err
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
            raise SettingsError(str(err), where=str(file), cure="Mend the TOML.") from err
    values |= {name: value for name, value in overrides.items() if value is not None}
    return settings_from(values)


def settings_from(values: Mapping[str, Any]) -> Settings:
    """Settings from TOML or JSON values, such as `Settings.to_dict` gives.

    Raises:
        SettingsError: A key or value is unknown.

    >>> settings_from(Settings(max_legs=3).to_dict()) == Settings(max_legs=3)
    True
    """
    values = {name: value for name, value in values.items() if value is not None}
    known = {field.name: field for field in dataclasses.fields(Settings)}
    for name in values:
        if name not in known:
            raise SettingsError(f"unknown setting {name!r}", cure=f"Known: {', '.join(known)}.")
    return Settings(**{name: _typed(name, value) for name, value in values.items()})


def _typed(name: str, value: Any) -> Any:
    whole = {"max_legs", "min_wait", "max_wait", "top", "journeys", "max_expansions"}
    if name in whole and (isinstance(value, bool) or not isinstance(value, int)):
        raise SettingsError(f"{name}={value!r}", cure="Give a whole number.")
    switches = {
        *("foreign_direct_product", "headquarters_test", "merge_mirrors", "through_affiliates"),
        "touching_case",
    }
    if name in switches and not isinstance(value, bool):
        raise SettingsError(f"{name}={value!r}", cure="Give true or false.")
    if name in {"match_review", "match_strong", "merge_from"} and (
        isinstance(value, bool) or not isinstance(value, int | float)
    ):
        raise SettingsError(f"{name}={value!r}", cure="Give a number from 0.5 to 1.")
    if name == "captured_at" and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise SettingsError(f"{name}={value!r}", cure="Give a number of percent.")
    if name == "memory_gb" and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise SettingsError(f"{name}={value!r}", cure="Give a number of gigabytes.")
    if name in {"as_of", "lists_as_of"} and not isinstance(value, dt.date):
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError as err:
            raise SettingsError(f"{name}={value!r}", cure="Give a date as YYYY-MM-DD.") from err
    if name == "target_lists":
        if isinstance(value, str) or not all(isinstance(code, str) for code in value):
            raise SettingsError(f"target_lists={value!r}", cure='Give codes: ["EL", "MEU"].')
        return tuple(value)
    if name == "transit_days":
        if not isinstance(value, Mapping):
            raise SettingsError(f"transit_days={value!r}", cure="Give a table: sea = [0, 60].")
        given = {("" if mode == "unknown" else mode): days for mode, days in value.items()}
        unknown = set(given) - set(TRANSIT_DAYS)
        if unknown:
            raise SettingsError(
                f"transit_days: unknown mode {', '.join(sorted(unknown))}",
                cure=f"Known: {', '.join(mode or 'unknown' for mode in TRANSIT_DAYS)}.",
            )
        return {**TRANSIT_DAYS, **{mode: tuple(days) for mode, days in given.items()}}
    return value


def _between(name: str, value: float, low: float, high: float | None) -> None:
    if value < low or (high is not None and value > high):
        bound = f"from {low} to {high}" if high is not None else f"of {low} or more"
        raise SettingsError(f"{name}={value}", cure=f"Give a value {bound}.")
