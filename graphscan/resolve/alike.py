"""Listed parties whose names are like those in the records: the way from a case to the matcher."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.casefile.manifest import code_version
from graphscan.resolve.cut_columns import cut_lengths
from graphscan.resolve.distinctive import is_generic
from graphscan.resolve.fuzzy.matcher import CHUNK, Matcher
from graphscan.resolve.fuzzy.score import compare
from graphscan.resolve.names import parse_name
from graphscan.resolve.scratch import drop

NEAR_BEST = 0.03
"""Of a party's entries, those within this of the best stay: a cut name may be that of several."""
SHORTEST = 5
"""Letters of a listed name below which nothing is like it."""
MARGIN = 0.04
"""Names are kept this far below the threshold, until the country has spoken."""
BACKGROUND = 20_000
"""Names of the data at hand by which words are weighed, chosen by their hash."""

_LISTED = f"""
    SELECT entry_id, l.name, l.core FROM list_names AS l JOIN entries AS e USING (entry_id)
    WHERE l.normalised <> '' AND coalesce(e.entity_type, 'Entity') IN ('Entity', '')
      AND length(replace(l.normalised, ' ', '')) >=
        CASE WHEN l.normalised >= '\u3400' THEN 2 ELSE {SHORTEST} END
    ORDER BY ALL
"""  # noqa: S608 -- a number of this module
_BACKGROUND = f"""
    SELECT name FROM (SELECT DISTINCT name FROM parties)
    ORDER BY md5(name), name LIMIT {BACKGROUND}
"""  # noqa: S608 -- a number of this module
_UNKNOWN = """
    CREATE OR REPLACE TEMP TABLE alike_asked AS
    SELECT name, (row_number() OVER (ORDER BY name) - 1)::BIGINT AS place
    FROM (SELECT DISTINCT s.name FROM party_spellings AS s
      WHERE NOT EXISTS (FROM match_candidates AS c WHERE c.party_id = s.party_id))
"""
_BEST = f"""
    WITH met AS (
      SELECT s.party_id, n.entry_id, 'fuzzy' AS kind, f.list_name, f.score AS base, false AS whole
      FROM alike_found AS f JOIN party_spellings AS s ON s.name = f.name
      JOIN alike_names AS n ON n.name = f.list_name
      WHERE NOT EXISTS (FROM match_candidates AS c WHERE c.party_id = s.party_id)
      QUALIFY row_number() OVER (
        PARTITION BY s.party_id, n.entry_id ORDER BY f.score DESC, f.list_name) = 1)
    FROM met QUALIFY base >= max(base) OVER (PARTITION BY party_id) - {NEAR_BEST}
"""  # noqa: S608 -- a number of this module


class ListedNames:
    """The names of a case's lists, ready to be asked; persons and vessels are left out.

    Attributes:
        matcher: Asks them.
        names: The listed names, by their place in the matcher.
        entries: The entries of each.
        hash: Of the names and of the code that looks for candidates among them.
    """

    def __init__(self, case: Case) -> None:
        """Read them.

        Args:
            case: A case with lists that were resolved.
        """
        by_name: dict[str, list[str]] = defaultdict(list)
        for entry, name, core in case.rows(_LISTED):
            if core or not all(map(is_generic, parse_name(name).core.split())):
                by_name[name].append(entry)
        self.names = list(by_name)
        self.entries = list(by_name.values())
        background = [name for (name,) in case.rows(_BACKGROUND)]
        self.matcher = Matcher(self.names, background, cut_lengths(case))
        told = "\n".join([code_version(), *self.names])
        self.hash = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]
        self._places = {name: at for at, name in enumerate(self.names)}

    def ask(self, names: Sequence[str], least: float) -> Iterator[tuple[int, int, float]]:
        """Place of the name, of the listed name, score: of all pairs of at least a score."""
        for start in range(0, len(names), CHUNK):
            chunk = names[start : start + CHUNK]
            for at, listed in self.matcher.near(chunk):
                score = self._score(chunk[at], listed)
                if score >= least:
                    yield start + at, listed, score

    def ask_once(
        self, case: Case, names: list[str], least: float
    ) -> Iterator[tuple[str, int, float]]:
        """The same by name, with the candidates of names that the case remembers.

        Names that it does not remember are looked up and noted there.
        """
        asked = pa.table({"name": pa.array(names, pa.string())})
        case.temporary("alike_chunk", asked)
        known = case.rows(
            "SELECT name, list_name FROM names_near JOIN alike_chunk USING (name) "
            "WHERE index_hash = ?",
            [self.hash],
        )
        new = case.rows(
            "SELECT name FROM alike_chunk WHERE name NOT IN "
            "(SELECT name FROM names_asked WHERE index_hash = ?) ORDER BY name",
            [self.hash],
        )
        fresh = [name for (name,) in new]
        near = (
            [(fresh[at], self.names[listed]) for at, listed in self.matcher.near(fresh)]
            if fresh
            else []
        )
        self._note(case, "names_asked", {"name": fresh})
        self._note(
            case,
            "names_near",
            {"name": [name for name, _ in near], "list_name": [listed for _, listed in near]},
        )
        for name, list_name in sorted({*known, *near}):
            listed = self._places[list_name]
            score = self._score(name, listed)
            if score >= least:
                yield name, listed, score

    def _score(self, name: str, listed: int) -> float:
        return compare(name, self.names[listed], self.matcher.weights).score

    def _note(self, case: Case, table: str, columns: dict[str, list[str]]) -> None:
        data = {name: pa.array(values, pa.string()) for name, values in columns.items()}
        hashes = pa.array([self.hash] * len(data["name"]), pa.string())
        case.append(table, pa.table({"index_hash": hashes, **data}))


def note_alike(case: Case, least: float) -> None:
    """Add to `match_candidates` the entries that parties without any other match are like.

    Names are read in chunks, never all at once; what an earlier run looked up in equal lists is not
    looked up again. Reads `party_spellings`.
    """
    case.execute(_UNKNOWN)
    count = case.value("SELECT count(*) FROM alike_asked")
    if count:
        listed = ListedNames(case)
        case.execute("DELETE FROM names_asked WHERE index_hash <> ?", [listed.hash])
        case.execute("DELETE FROM names_near WHERE index_hash <> ?", [listed.hash])
        _note_names(case, listed)
        case.execute(
            "CREATE OR REPLACE TEMP TABLE alike_found (name TEXT, list_name TEXT, score DOUBLE)"
        )
        for start in range(0, count, CHUNK):
            rows = case.rows(
                "SELECT name FROM alike_asked WHERE place >= ? AND place < ? ORDER BY place",
                [start, start + CHUNK],
            )
            names = [name for (name,) in rows]
            _note_found(case, listed, listed.ask_once(case, names, least - MARGIN))
        case.append("match_candidates", case.arrow(_BEST))
        drop(case, "alike_found", "alike_names", "alike_chunk")
    _forget(case)
    drop(case, "alike_asked")


def _forget(case: Case) -> None:
    """Forget the candidates of names that the case holds no longer."""
    for table in ("names_asked", "names_near"):
        case.execute(f"DELETE FROM {table} WHERE name NOT IN (SELECT name FROM alike_asked)")  # noqa: S608 -- our own names


def _note_names(case: Case, listed: ListedNames) -> None:
    rows = [
        (name, entry)
        for name, entries in zip(listed.names, listed.entries, strict=True)
        for entry in entries
    ]
    case.temporary(
        "alike_names",
        pa.table(
            {
                "name": pa.array([name for name, _ in rows], pa.string()),
                "entry_id": pa.array([entry for _, entry in rows], pa.string()),
            }
        ),
    )


def _note_found(case: Case, listed: ListedNames, found: Iterator[tuple[str, int, float]]) -> None:
    rows = list(found)
    case.append(
        "alike_found",
        pa.table(
            {
                "name": pa.array([name for name, _, _ in rows], pa.string()),
                "list_name": pa.array([listed.names[at] for _, at, _ in rows], pa.string()),
                "score": pa.array([score for _, _, score in rows], pa.float64()),
            }
        ),
    )
