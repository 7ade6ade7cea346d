"""What the strictest entry of several listed owners asks of a delivery to what they own."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from graphscan.casefile import Case
from graphscan.codes.rules import Rule
from graphscan.codes.strictness import strictness


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A targeted entry of a party, as its list words it."""

    entry_id: str
    name: str
    list_code: str
    programs: tuple[str, ...]
    license_requirement: str
    license_policy: str
    footnotes: tuple[str, ...]
    citation: str

    def order(self) -> tuple[tuple[int, int, int], str]:
        """The strictest first."""
        asked = (self.list_code, self.license_requirement, self.license_policy, self.footnotes)
        return strictness(*asked), self.entry_id


class Asks:
    """The entries of every targeted party of a case."""

    def __init__(self, case: Case) -> None:
        """Read the temporary table `targets` and its entries once."""
        self._entries: dict[int, list[_Entry]] = defaultdict(list)
        for party, programs, footnotes, *texts in case.rows(
            """
            SELECT party_id, targets.programs, e.footnotes, entry_id, e.name, e.list_code,
                   license_requirement, license_policy, citation
            FROM targets JOIN entries e USING (entry_id) ORDER BY party_id, entry_id
            """
        ):
            entry_id, name, code, requirement, policy, citation = (text or "" for text in texts)
            self._entries[party].append(
                _Entry(
                    entry_id=entry_id,
                    name=name,
                    list_code=code,
                    programs=tuple(programs),
                    license_requirement=requirement,
                    license_policy=policy,
                    footnotes=tuple(footnotes),
                    citation=citation,
                )
            )

    def strictest(self, rule: Rule, owners: Iterable[int]) -> dict[str, Any] | None:
        """What the strictest seed of a rule among some parties asks, as JSON values."""
        found = [
            entry
            for owner in owners
            for entry in self._entries.get(owner, ())
            if rule.has_seed(entry.list_code, entry.programs)
        ]
        if not found:
            return None
        entry = min(found, key=_Entry.order)
        return {
            "license_requirement": entry.license_requirement,
            "license_policy": entry.license_policy,
            "footnotes": list(entry.footnotes),
            "citation": entry.citation,
            "name": entry.name,
            "list": entry.list_code,
            "entry_id": entry.entry_id,
        }
