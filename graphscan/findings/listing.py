"""Whose entry a finding names, and what the strictest entry behind its end asks.

A party that several listed owners hold is under the most restrictive of their requirements
(Supplement No. 8 to 15 CFR Part 744, 90 FR 47201), whoever of them a finding names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphscan.codes import lists, rules
from graphscan.findings.ends import End
from graphscan.findings.facts import Facts
from graphscan.findings.material import Material
from graphscan.search.results import Route


def has_entry(finding: Mapping[str, Any]) -> bool:
    """Whether a list's entry stands behind the end; none does where headquarters alone decide.

    >>> has_entry({"listed": {"entry_id": "EL:1"}}), has_entry({"listed": {"entry_id": ""}})
    (True, False)
    """
    listed = finding["listed"]
    return bool(listed and listed["entry_id"])


def requirement(facts: Facts, end: End | None) -> dict[str, Any] | None:
    """The object `requirement` of a finding; None where its end is not listed."""
    if end is None:
        return None
    strict = end.strict
    headquarters = not strict.entry_id
    test = rules.headquarters_test()
    return {
        "license_requirement": test.requirement if headquarters else strict.license_requirement,
        "license_policy": strict.license_policy,
        "footnotes": list(strict.footnotes),
        "citation": test.citation if headquarters else strict.citation,
        "name": strict.entry_name,
        "list": strict.list_code,
        "entry_id": strict.entry_id,
        "owner": "" if strict.owner is None else facts.names[strict.owner],
    }


def listed(material: Material, route: Route, end: End) -> dict[str, Any]:
    """The object `listed` of a finding, with every other entry of its end under `also`.

    Where no entry stands behind the end (headquarters), its texts are empty.
    """
    others = {
        (lists.rank(other.list_code), other.entry_id): (other.entry_name, other.list_code)
        for other in material.ends[route.end]
        if other.entry_id
    }
    others |= {
        (lists.rank(code), entry_id): (name, code)
        for code, entry_id, name in material.matches.get(route.end, ())
    }
    others.pop((lists.rank(end.list_code), end.entry_id), None)
    return {
        "name": end.entry_name,
        "list": end.list_code,
        "entry_id": end.entry_id,
        "source_id": material.sources.get(end.entry_id, ""),
        "citation": end.citation,
        "listed_on": end.listed_on,
        "also": [
            {"name": name, "list": code, "entry_id": entry_id}
            for (_, entry_id), (name, code) in sorted(others.items())
        ],
    }
