"""Ownership rules on a calendar: which rule captured whom on which day.

Source: `rules.toml`, which cites guidance and notices. Whether the Affiliates Rule came back on
10 November 2026 is unverified, so from that day on its state is a setting and reports print both
readings.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import tomllib
from collections.abc import Collection, Sequence
from importlib import resources
from typing import Any

from graphscan.codes import lists

BEFORE_RULE = "before-rule"
BY_SETTING = "by-setting"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time in which a rule had one state.

    Attributes:
        first: First day.
        last: Last day, inclusive; None where there is no end.
        state: in-force, suspended, or by-setting.
    """

    first: dt.date
    last: dt.date | None
    state: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule by which ownership by listed parties captures a party.

    Attributes:
        id: Short name in settings and manifests.
        title: Name in running text.
        citation: The notice, guidance or regulation.
        seeds: Codes of the lists whose parties capture.
        seed_programs: Where not empty, SDN entries capture only under one of these programs, SSI
            entries only under this directive (`DIRECTIVE`), or possibly where none is stated.
        threshold_percent: Aggregate direct equity that captures, in percent.
        foreign_only: Whether U.S. firms stay outside.
        periods: States in order of time, without gaps.
    """

    id: str
    title: str
    citation: str
    seeds: tuple[str, ...]
    seed_programs: tuple[str, ...]
    threshold_percent: int
    foreign_only: bool
    periods: tuple[Period, ...]

    @property
    def capturing(self) -> tuple[str, ...]:
        """The seeds, and what a run assumes to be listed where the rule is one of the Entity List.

        >>> get("bis-affiliates").capturing
        ('EL', 'MEU', 'SDN', 'ASSUMED')
        """
        return (*self.seeds, lists.ASSUMED) if "EL" in self.seeds else self.seeds

    def has_seed(self, list_code: str, programs: Sequence[str]) -> bool:
        """Whether a party on a list, under these programs, captures by this rule.

        >>> [rule.has_seed("SDN", ["CUBA"]) for rule in all_rules()]
        [True, False]
        """
        if list_code not in self.capturing:
            return False
        if list_code == "SSI" and not has_directive(programs):
            return True
        restricted = list_code in {"SDN", "SSI"} and bool(self.seed_programs)
        return not restricted or not set(programs).isdisjoint(self.seed_programs)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class HeadquartersTest:
    """Whose headquarters decide, whatever owns them and wherever they sit.

    Attributes:
        title: Name in running text.
        citation: The regulation and guidance.
        requirement: What needs a licence.
        first: First day; it was never suspended.
        eccns: ECCNs with their paragraph, lower case; an ECCN without paragraph stands for all.
    """

    title: str
    citation: str
    requirement: str
    first: dt.date
    eccns: tuple[str, ...]

    def covers(self, eccn: str | None) -> bool:
        """Whether an item of an ECCN is covered: the paragraph itself and what is below it.

        >>> test = headquarters_test()
        >>> [test.covers(eccn) for eccn in ("4A090.a", "3A090", "3A090.b.1", "3A090.c", "3A991.p")]
        [True, True, True, False, False]
        """
        asked = (eccn or "").strip().lower()
        return any(
            asked == known or ("." in known and asked.startswith(f"{known}."))
            for known in self.eccns
        )


DIRECTIVE = "DIRECTIVE "
"""With its number, the name of a directive among the programs of an SSI entry."""


def has_directive(programs: Sequence[str]) -> bool:
    """Whether an SSI entry says under which directive it is; most sources do not.

    >>> has_directive(["UKRAINE-EO13662"]), has_directive(["UKRAINE-EO13662", "DIRECTIVE 4"])
    (False, True)
    """
    return any(program.startswith(DIRECTIVE) for program in programs)


OFAC_50 = "ofac-50"
OFAC_SSI = "ofac-ssi"
BIS_AFFILIATES = "bis-affiliates"
HEADQUARTERS = "headquarters"


def state_on(rule: Rule, day: dt.date, affiliates_setting: str) -> str:
    """The state of a rule on a day.

    Args:
        rule: The rule.
        day: The day that a leg departed.
        affiliates_setting: `Settings.affiliates_rule`: the state where no source settles it.

    Returns:
        in-force, suspended, before-rule, reimposed-unverified or repealed.

    >>> bis = get("bis-affiliates")
    >>> days = (dt.date(2025, 9, 28), dt.date(2025, 9, 29), dt.date(2025, 11, 10))
    >>> [state_on(bis, day, "repealed") for day in days]
    ['before-rule', 'in-force', 'suspended']
    >>> state_on(bis, dt.date(2026, 11, 10), "reimposed-unverified")
    'reimposed-unverified'
    """
    for period in reversed(rule.periods):
        if day >= period.first:
            return affiliates_setting if period.state == BY_SETTING else period.state
    return BEFORE_RULE


def get(rule_id: str) -> Rule:
    """The rule of an id.

    Raises:
        KeyError: There is no such rule.

    >>> get("ofac-50").seeds, get("bis-affiliates").seeds
    (('SDN',), ('EL', 'MEU', 'SDN'))
    """
    return _rules()[rule_id]


def headquarters_test() -> HeadquartersTest:
    """The headquarters test.

    >>> headquarters_test().first
    datetime.date(2023, 11, 17)
    """
    facts = _table()[HEADQUARTERS]
    return HeadquartersTest(
        title=facts["title"],
        citation=facts["citation"],
        requirement=facts["requirement"],
        first=facts["first"],
        eccns=tuple(code.lower() for code in (*facts["eccns"], *facts["z_eccns"])),
    )


def all_rules(target_lists: Collection[str] = ()) -> tuple[Rule, ...]:
    """The ownership rules, in the order of the file; the SSI list's only where it is a target.

    >>> [rule.id for rule in all_rules()]
    ['ofac-50', 'bis-affiliates']
    >>> len(all_rules(["EL", "SSI"]))
    6
    """
    return tuple(
        rule
        for rule in _rules().values()
        if rule.seeds != ("SSI",) or not set(target_lists).isdisjoint(rule.seeds)
    )


def to_dict(target_lists: Collection[str] = ()) -> dict[str, Any]:
    """The calendar as JSON values, for a run's manifest.

    >>> to_dict()["bis-affiliates"]["periods"][0]
    {'first': '2025-09-29', 'last': '2025-11-09', 'state': 'in-force'}
    """
    return {
        rule.id: {
            "title": rule.title,
            "citation": rule.citation,
            "seeds": list(rule.seeds),
            "seed_programs": list(rule.seed_programs),
            "threshold_percent": rule.threshold_percent,
            "foreign_only": rule.foreign_only,
            "periods": [
                {
                    "first": period.first.isoformat(),
                    "last": period.last.isoformat() if period.last else None,
                    "state": period.state,
                }
                for period in rule.periods
            ],
        }
        for rule in all_rules(target_lists)
    } | {HEADQUARTERS: _headquarters_dict()}


def _headquarters_dict() -> dict[str, Any]:
    test = headquarters_test()
    return {
        "title": test.title,
        "citation": test.citation,
        "first": test.first.isoformat(),
        "eccns": list(test.eccns),
    }


@functools.cache
def _rules() -> dict[str, Rule]:
    found = {}
    for rule_id, facts in _table().items():
        for directive in facts.get("directives", ()):
            each = {"title": facts["title"].format(directive=directive)}
            programs = {"seed_programs": [f"{DIRECTIVE}{directive}"]}
            found[f"{rule_id}-{directive}"] = _rule(
                f"{rule_id}-{directive}", facts | each | programs
            )
        if rule_id not in {HEADQUARTERS, OFAC_SSI}:
            found[rule_id] = _rule(rule_id, facts)
    return found


@functools.cache
def _table() -> dict[str, Any]:
    text = resources.files("graphscan.codes").joinpath("rules.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _rule(rule_id: str, facts: dict[str, Any]) -> Rule:
    periods = tuple(
        Period(first=period["first"], last=period.get("last"), state=period["state"])
        for period in facts["periods"]
    )
    return Rule(
        id=rule_id,
        title=facts["title"],
        citation=facts["citation"],
        seeds=tuple(facts["seeds"]),
        seed_programs=tuple(facts["seed_programs"]),
        threshold_percent=facts["threshold_percent"],
        foreign_only=facts["foreign_only"],
        periods=periods,
    )
