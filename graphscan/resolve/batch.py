"""Screening of many names, or of one with its reasons: what is equal, and what is only like it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from graphscan.casefile import Case
from graphscan.resolve.alike import MARGIN, ListedNames
from graphscan.resolve.fuzzy.matcher import REVIEW, STRONG
from graphscan.resolve.fuzzy.score import Comparison, compare, with_country
from graphscan.resolve.judgements import Judgement, is_party, read_judgements
from graphscan.resolve.mentions import read_mention
from graphscan.resolve.names import parse_name
from graphscan.resolve.screening import MOST_FUZZY, Hit, listed_on, screen_names

Decisions = dict[tuple[str, str], Judgement]


class Screener:
    """The lists of a case, ready for many names. Indexing the whole list takes some seconds.

    Attributes:
        least: Score from which a name that is like a listed one is a hit.
        strong: Score from which such a hit is called strong.
    """

    def __init__(self, case: Case, least: float = REVIEW, strong: float = STRONG) -> None:
        """Read the lists.

        Args:
            case: A case with lists that were resolved; it may be open for reading only.
            least: Score from which a name that is like a listed one is a hit.
            strong: Score from which such a hit is called strong.
        """
        self.least = least
        self.strong = strong
        self._case = case
        self._listed = ListedNames(case)

    def screen(self, asked: Sequence[tuple[str, str | None]]) -> list[list[Hit]]:
        """The hits of each (name as written, country): equal names first, then like ones by score.

        An entry is told once per name. No hit is no clearance.
        """
        names = [read_mention(name).name for name, _ in asked]
        found = screen_names(self._case, asked)
        known = [{hit.entry_id for hit in hits} for hits in found]
        near = self._best(names)
        entries = self._entries({entry for _, entry in near})
        for (at, entry), (score, list_name) in near.items():
            if entry not in known[at] and entry in entries:
                hit = self._hit(asked[at], entries[entry], list_name, score)
                if hit.score >= self.least:
                    found[at].append(hit)
        decided = self._decisions() if any(found) else {}
        return [
            sorted(
                (_decided(decided, name, country, hit) for hit in hits),
                key=lambda hit: (-hit.score, hit.entry_id),
            )
            for (name, country), hits in zip(asked, found, strict=True)
        ]

    def explain(self, hit: Hit) -> Comparison:
        """How the name of a hit comes to its score, word by word."""
        return compare(read_mention(hit.name).name, hit.list_name, self._listed.matcher.weights)

    def _decisions(self) -> Decisions:
        """Judgements about a party and an entry, by both."""
        entries = (j for j in read_judgements(self._case) if not is_party(j.other))
        return {(judgement.one, judgement.other): judgement for judgement in entries}

    def _best(self, names: Sequence[str]) -> dict[tuple[int, str], tuple[float, str]]:
        """Score and listed name of each place of a name and entry: the best."""
        best: dict[tuple[int, str], tuple[float, str]] = {}
        for at, listed, score in self._listed.ask(names, self.least - MARGIN):
            for entry in self._listed.entries[listed]:
                known = best.get((at, entry))
                if known is None or score > known[0]:
                    best[at, entry] = (score, self._listed.names[listed])
        return best

    def _entries(self, wanted: set[str]) -> dict[str, Hit]:
        rows = self._case.rows(
            "SELECT entry_id, list_code, name, countries, start_first, start_last, citation "
            "FROM entries WHERE list_contains(?::TEXT[], entry_id)",
            [sorted(wanted)],
        )
        return {
            entry: Hit(
                name="",
                list_name="",
                entry_id=entry,
                list=code,
                listed_name=name,
                match="fuzzy",
                score=0.0,
                countries=tuple(countries),
                country_agrees=None,
                listed_on=listed_on(first, last),
                citation=citation,
            )
            for entry, code, name, countries, first, last, citation in rows
        }

    def _hit(self, asked: tuple[str, str | None], entry: Hit, list_name: str, score: float) -> Hit:
        name, country = asked
        agrees = country.strip().upper() in entry.countries if country and entry.countries else None
        return dataclasses.replace(
            entry,
            name=name,
            list_name=list_name,
            country_agrees=agrees,
            score=(final := min(MOST_FUZZY, with_country(score, agrees=agrees))),
            strong=final >= self.strong,
        )


def _decided(decided: Decisions, name: str, country: str | None, hit: Hit) -> Hit:
    """A hit with what somebody decided about this name: in its country, else in none."""
    key = f"name:{parse_name(read_mention(name).name).key}|"
    home = (country or "").strip().upper()
    judgement = decided.get((key + home, hit.entry_id)) or decided.get((key, hit.entry_id))
    if judgement is None:
        return hit
    by = f"{judgement.judged_by}, {judgement.judged_on}"
    return dataclasses.replace(hit, decision=judgement.verdict, decided_by=by)
