"""Recognising listed parties: by name, by a name that is like theirs, by address.

Country agreement ranks and scores a match, and never decides it: a listed Chinese firm's name at an
address in Hong Kong or Malaysia is what this program looks for. Every entry of a name is a match;
the list has "China Telecom" twice.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.resolve.alike import note_alike
from graphscan.resolve.fuzzy.matcher import REVIEW
from graphscan.resolve.fuzzy.score import OTHER_COUNTRY, SAME_COUNTRY
from graphscan.resolve.legal_forms import compatible_forms
from graphscan.resolve.listed_addresses import address_candidates
from graphscan.resolve.mentions import read_mention
from graphscan.resolve.names import parse_name
from graphscan.resolve.scratch import drop, keep

EXACT, ALIAS = 1.0, 0.95
"""Score of the whole name, legal form included: of the entry's name, of an alias."""
WITHOUT_FORM = 0.9
"""Factor where the legal form is missing on one side or is another rendering of it."""
INITIALS = 0.75
"""Factor for an alias of at most three letters: many firms share it."""
COUNTRY_UNKNOWN, COUNTRY_DIFFERS = 0.97, 0.9
"""Factors where one country is not known, and where they differ."""

MOST_FUZZY = 0.99
"""A name that is only like the listed one is never as sure as the name itself."""

_CANDIDATES = f"""
    WITH scored AS (
      SELECT *, CASE kind WHEN 'name' THEN {EXACT} ELSE {ALIAS} END AS worth FROM list_names
    )
    SELECT p.party_id, l.entry_id, l.kind, l.name AS list_name,
      CASE WHEN l.kind = 'alias' AND length(replace(l.normalised, ' ', '')) <= 3
        THEN l.worth * {INITIALS} ELSE l.worth END::DOUBLE AS base, true AS whole
    FROM party_names AS p JOIN scored AS l ON l.normalised = p.key AND l.normalised <> ''
    UNION ALL
    SELECT p.party_id, l.entry_id, l.kind, l.name, (l.worth * {WITHOUT_FORM})::DOUBLE, false
    FROM party_names AS p JOIN scored AS l ON l.core = p.core AND l.core <> ''
    WHERE l.normalised <> p.key AND (l.form = '' OR p.form = '' OR l.form = p.form
      OR EXISTS (FROM form_pairs AS f WHERE f.one = l.form AND f.other = p.form))
"""  # noqa: S608 -- numbers of this module

_SURE = f"""
    WITH found AS ({_CANDIDATES}) FROM found
    WHERE whole OR party_id NOT IN (SELECT party_id FROM found WHERE whole)
"""  # noqa: S608 -- a statement of this module
_NO_CANDIDATES = pa.schema(
    [
        *(("party_id", pa.int32()), ("entry_id", pa.string()), ("kind", pa.string())),
        *(("list_name", pa.string()), ("base", pa.float64()), ("whole", pa.bool_())),
    ]
).empty_table()

_RANKED = f"""
    SELECT c.party_id, c.entry_id, CASE c.kind WHEN 'name' THEN 'exact' ELSE c.kind END AS match,
      c.list_name,
      CASE WHEN p.country IS NOT NULL AND len(e.countries) > 0
        THEN list_contains(e.countries, p.country) END AS country_agrees,
      round(CASE WHEN c.kind = 'fuzzy' THEN least({MOST_FUZZY}, c.base + CASE WHEN country_agrees
          THEN {SAME_COUNTRY} WHEN country_agrees IS NULL THEN 0 ELSE {OTHER_COUNTRY} END)
        ELSE c.base * CASE WHEN country_agrees THEN 1 WHEN country_agrees IS NULL
          THEN {COUNTRY_UNKNOWN} ELSE {COUNTRY_DIFFERS} END END, 4)::DOUBLE AS score
    FROM match_candidates AS c JOIN parties AS p USING (party_id) JOIN entries AS e USING (entry_id)
    QUALIFY row_number() OVER (
      PARTITION BY c.party_id, c.entry_id ORDER BY c.base DESC, c.kind DESC, c.list_name) = 1
        AND (c.kind <> 'fuzzy' OR score >= least_fuzzy())
"""  # noqa: S608 -- numbers of this module

# What people decided wins: a match that is none goes, one that no name shows comes.
_JUDGED = """
    CREATE OR REPLACE TEMP TABLE judged AS
    SELECT k.party_id, j.other AS entry_id, j.verdict FROM judgements AS j
    JOIN party_keys AS k ON k.key = j.one WHERE j.other IN (SELECT entry_id FROM entries)
    QUALIFY row_number() OVER (PARTITION BY k.party_id, j.other ORDER BY j.seq DESC) = 1;
    DELETE FROM party_matches AS m USING judged AS j
    WHERE j.party_id = m.party_id AND j.entry_id = m.entry_id AND j.verdict = 'different';
    INSERT INTO party_matches BY NAME
    SELECT j.party_id, j.entry_id, 'alias' AS match, e.name AS list_name,
      CASE WHEN p.country IS NOT NULL AND len(e.countries) > 0
        THEN list_contains(e.countries, p.country) END AS country_agrees, 1.0 AS score
    FROM judged AS j JOIN parties AS p USING (party_id) JOIN entries AS e USING (entry_id)
    WHERE j.verdict = 'same' AND NOT EXISTS (FROM party_matches AS m
      WHERE m.party_id = j.party_id AND m.entry_id = j.entry_id)
    ORDER BY j.party_id, j.entry_id;
    DROP TABLE judged;
"""
_SCREEN = f"""
    WITH party_names AS (SELECT party_id, key, core, form FROM names_screened),
      parties AS (SELECT party_id, country FROM names_screened),
      form_pairs AS (SELECT unnest($ones::TEXT[]) AS one, unnest($others::TEXT[]) AS other),
      match_candidates AS ({_CANDIDATES}), ranked AS ({_RANKED.replace("least_fuzzy()", "0")})
    SELECT r.party_id, r.list_name, r.entry_id, e.list_code, e.name, r.match, r.score, e.countries,
      r.country_agrees, e.start_first, e.start_last, e.citation
    FROM ranked AS r JOIN entries AS e USING (entry_id)
    ORDER BY r.party_id, r.score DESC, r.entry_id
"""  # noqa: S608 -- statements of this module


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that a name was recognised as.

    Attributes:
        name: The name that was asked for.
        list_name: The name or alias of the entry that matched.
        entry_id: CONTRACT section 2.
        list: List code (EL, SDN, ...).
        listed_name: The entry's name, verbatim.
        match: `exact`, `alias` or `fuzzy`.
        score: 0 to 1.
        countries: Of the entry, alpha-2.
        country_agrees: None where one of the two is not known.
        listed_on: YYYY-MM-DD, YYYY-MM, YYYY or None.
        citation: The Federal Register notice as given, '' where absent.
        strong: Not merely like the listed name; or so like it that a setting calls it strong.
        decision: What somebody decided about this name and entry: same, different, unsure, or ''.
        decided_by: Who, and when.
    """

    name: str
    list_name: str
    entry_id: str
    list: str
    listed_name: str
    match: str
    score: float
    countries: tuple[str, ...]
    country_agrees: bool | None
    listed_on: str | None
    citation: str
    strong: bool = True
    decision: str = ""
    decided_by: str = ""


def write_matches(case: Case, least: float = REVIEW) -> None:
    """Rewrite `party_matches` from `list_names` and the names of parties.

    Args:
        case: A case with `party_names` and `party_spellings`, as `write_parties` leaves them.
        least: Score from which a name that is only like a listed one is a match.
    """
    pairs = sorted(compatible_forms())
    named = {"one": [one for one, _ in pairs], "other": [other for _, other in pairs]}
    keep(case, "form_pairs", pa.table(named))
    _find_candidates(case, least)
    case.execute("DELETE FROM party_matches")
    ranked = _RANKED.replace("least_fuzzy()", str(float(least)))
    case.execute(f"INSERT INTO party_matches BY NAME {ranked} ORDER BY c.party_id, c.entry_id")
    case.execute(_JUDGED)
    drop(case, "form_pairs", "match_candidates")


def screen(case: Case, name: str, country: str | None = None) -> list[Hit]:
    """Every listed entry that a name is recognised as, best first.

    Args:
        case: A case with lists that were resolved; it may be open for reading only.
        name: As it stands in a record; "TO ORDER" names nobody.
        country: Alpha-2, where known; it ranks and scores, and never decides.
    """
    return screen_names(case, [(name, country)])[0]


def screen_names(case: Case, asked: Sequence[tuple[str, str | None]]) -> list[list[Hit]]:
    """The same for many names, each with its country where known, at once."""
    names = [parse_name(read_mention(name).name) for name, _ in asked]
    homes = [home.strip().upper() if home and home.strip() else None for _, home in asked]
    told = {
        "party_id": pa.array(range(len(asked)), pa.int32()),
        "key": pa.array([name.key for name in names], pa.string()),
        "core": pa.array([name.core for name in names], pa.string()),
        "form": pa.array([name.form for name in names], pa.string()),
        "country": pa.array(homes, pa.string()),
    }
    case.temporary("names_screened", pa.table(told))
    pairs = sorted(compatible_forms())
    rows = case.rows(
        _SCREEN, {"ones": [one for one, _ in pairs], "others": [other for _, other in pairs]}
    )
    drop(case, "names_screened")
    found: list[list[Hit]] = [[] for _ in asked]
    for place, *row in rows:
        found[place].append(_hit(asked[place][0], tuple(row)))
    return found


def _find_candidates(case: Case, least: float) -> None:
    """Fill `match_candidates`: party, entry, kind and text of the name that matched, base score.

    The seam for other ways of matching: they add rows here, and ranking keeps the best of each pair
    of party and entry. Each way is asked only about parties that a surer one does not know:
    "Sophgo Technologies Pte. Ltd." is itself, and not "Sophgo Technologies Ltd." as well.
    """
    # Made first and filled only with what there is: see `Case.append` of adding no rows.
    case.temporary("match_candidates", _NO_CANDIDATES)
    case.append("match_candidates", case.arrow(_SURE))
    note_alike(case, least)
    case.append("match_candidates", address_candidates(case))


def _hit(name: str, row: tuple[Any, ...]) -> Hit:
    list_name, entry, code, listed, match, score, countries, agrees, first, last, citation = row
    return Hit(
        name=name,
        list_name=list_name,
        entry_id=entry,
        list=code,
        listed_name=listed,
        match=match,
        score=score,
        countries=tuple(countries),
        country_agrees=agrees,
        listed_on=listed_on(first, last),
        citation=citation,
    )


def listed_on(first: dt.date | None, last: dt.date | None) -> str | None:
    """A day between two as text at its own precision; None where it is not known."""
    if first is None or last is None:
        return None
    if first == last:
        return first.isoformat()
    one_month = (first.year, first.month) == (last.year, last.month)
    return f"{first:%Y-%m}" if one_month else f"{first:%Y}"
