"""Recognising listed parties by name: normalised and exact in this version.

Country agreement ranks and scores a match, and never decides it: a listed Chinese firm's name at an address
in Hong Kong or Malaysia is what this program looks for. Every entry of a name is a match; the list has
"China Telecom" twice.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd
import pyarrow as pa

from graphscan.casefile import Case
from graphscan.resolve.legal_forms import compatible_forms
from graphscan.resolve.list_names import (
    ListName,
    core_matches_alone,
    never_alone,
    split_names,
)
from graphscan.resolve.mentions import read_mention
from graphscan.resolve.names import parse_name

EXACT, ALIAS = 1.0, 0.95
"""Score of the whole name, legal form included: of the entry's name, of an alias."""
WITHOUT_FORM = 0.9
"""Factor where the legal form is missing on one side or is another rendering of it."""
INITIALS = 0.75
"""Factor for an alias of at most three letters: many firms share it."""
COUNTRY_UNKNOWN, COUNTRY_DIFFERS = 0.97, 0.9
"""Factors where one country is not known, and where they differ."""

_CANDIDATES = f"""
    SELECT p.party_id, l.entry_id, l.kind, l.name AS list_name,
      CASE l.kind WHEN 'name' THEN {EXACT} ELSE {ALIAS} END
      * CASE WHEN l.kind = 'alias' AND length(replace(l.normalised, ' ', '')) <= 3 THEN {INITIALS} ELSE 1 END AS base
    FROM party_names AS p JOIN list_names AS l ON l.normalised = p.key AND l.normalised <> ''
    UNION ALL
    SELECT p.party_id, l.entry_id, l.kind, l.name,
      CASE l.kind WHEN 'name' THEN {EXACT} ELSE {ALIAS} END * {WITHOUT_FORM}
    FROM party_names AS p JOIN list_names AS l ON l.core = p.core AND l.core <> ''
    WHERE l.normalised <> p.key AND (l.form = '' OR p.form = '' OR l.form = p.form
      OR EXISTS (FROM compatible_forms AS c WHERE c.one = l.form AND c.other = p.form))
"""  # noqa: S608 -- numbers and the program's own names


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that a name was recognised as.

    Attributes:
        name: The name that was asked for.
        list_name: The name or alias of the entry that matched.
        entry_id: CONTRACT section 2.
        list: List code (EL, SDN, ...).
        listed_name: The entry's name, verbatim.
        match: `exact` or `alias`.
        score: 0 to 1.
        countries: Of the entry, alpha-2.
        country_agrees: None where one of the two is not known.
        listed_on: YYYY-MM-DD, YYYY-MM, YYYY or None.
        citation: The Federal Register notice as given, '' where absent.
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


def write_list_names(case: Case) -> None:
    """Rewrite `list_names`: every name of every entry, with the user's own aliases."""
    rows = case.rows(
        "SELECT DISTINCT entry_id, entity_type, name, alt_names, address_only FROM list_rows ORDER BY ALL"
    )
    named = [
        (entry, one, kind, address)
        for entry, kind, name, aliases, address in rows
        for one in _names_of(name, aliases, kind)
    ]
    case.replace("list_names", _list_names(named))
    _add_given_aliases(case)


def write_matches(case: Case) -> None:
    """Rewrite `party_matches` from the names of parties (`party_names`) and entries (`list_names`)."""
    _candidates(case)
    case.execute("DELETE FROM party_matches")
    case.execute(
        "INSERT INTO party_matches BY NAME "  # noqa: S608
        f"{_ranked('match_candidates', 'parties')} ORDER BY party_id, entry_id"
    )
    case.execute("DROP TABLE match_candidates")


def screen(case: Case, name: str, country: str | None = None) -> list[Hit]:
    """Every listed entry that a name is recognised as, best first.

    Args:
        case: A case with lists that were resolved.
        name: As it stands in a record; "TO ORDER" names nobody.
        country: Alpha-2, where known; it ranks and scores, and never decides.
    """
    asked = parse_name(read_mention(name).name)
    if not asked.key:
        return []
    forms = sorted(form for other, form in compatible_forms() if other == asked.form)
    rows = case.rows(
        "WITH party_names AS (SELECT 0 AS party_id, $key AS key, $core AS core, $form AS form), "  # noqa: S608
        "asked AS (SELECT 0 AS party_id, $country AS country), "
        "compatible_forms AS (SELECT unnest($forms::TEXT[]) AS one, $form AS other), "
        f"match_candidates AS ({_CANDIDATES}), ranked AS ({_ranked('match_candidates', 'asked')}) "
        "SELECT r.list_name, r.entry_id, e.list_code, e.name, r.match, r.score, e.countries, r.country_agrees, "
        "e.start_first, e.start_last, e.citation FROM ranked AS r JOIN entries AS e USING (entry_id) "
        "ORDER BY r.score DESC, r.entry_id",
        {
            "key": asked.key,
            "core": asked.core,
            "form": asked.form,
            "country": country.strip().upper() if country else None,
            "forms": forms,
        },
    )
    return [_hit(name, row) for row in rows]


def _names_of(name: str, aliases: list[str], entity_type: str | None) -> list[ListName]:
    individual = entity_type == "Individual" if entity_type else None
    found = split_names(name, "name", individual=individual)
    for alias in aliases:
        found += split_names(alias, "alias", individual=individual)
    return found


def _list_names(named: list[tuple[str, ListName, str | None, bool]]) -> pa.Table:
    """Names as a table: once per entry, `name` before `alias`, '' for what never matches alone."""
    records = []
    for entry, one, entity_type, address in named:
        parsed = parse_name(one.name)
        given = one.verbatim and one.kind == "name"
        silent = address or (not given and never_alone(one.name))
        # Persons and vessels have no legal form to leave out: one is called FOREST.
        firm = entity_type in {None, "", "Entity"}
        alone = firm and not silent and core_matches_alone(parsed.core)
        records.append(
            (
                entry,
                one.name,
                "" if silent else parsed.key,
                one.kind,
                parsed.core if alone else "",
                parsed.form,
            )
        )
    columns = ["entry_id", "name", "normalised", "kind", "core", "form"]
    table = pd.DataFrame(records, columns=columns).astype("str")
    table["rank"] = (table["kind"] != "name").astype("int8")
    table = table.sort_values(["entry_id", "rank", "name"]).drop_duplicates(["entry_id", "name"])
    return pa.Table.from_pandas(table[columns], preserve_index=False)


def _add_given_aliases(case: Case) -> None:
    """The user's aliases, by entry or by a name of the entry as listed."""
    given = case.rows("SELECT DISTINCT name, entry_id, alias FROM given_aliases ORDER BY ALL")
    keys = pa.table(
        {
            "key": pa.array([parse_name(name).key if name else "" for name, _, _ in given], pa.string()),
            "entry_id": pa.array([entry for _, entry, _ in given], pa.string()),
            "alias": pa.array([alias for _, _, alias in given], pa.string()),
        }
    )
    case.execute("CREATE OR REPLACE TEMP TABLE alias_keys (key TEXT, entry_id TEXT, alias TEXT)")
    case.append("alias_keys", keys)
    named = case.rows(
        """
        SELECT DISTINCT e.entry_id, a.alias, e.entity_type FROM alias_keys AS a JOIN entries AS e
        ON CASE WHEN coalesce(a.entry_id, '') <> '' THEN e.entry_id = a.entry_id ELSE a.key <> '' AND e.entry_id IN
          (SELECT l.entry_id FROM list_names AS l WHERE l.normalised = a.key) END
        ORDER BY ALL
        """
    )
    case.execute("DROP TABLE alias_keys")
    aliases = [(entry, ListName(alias, "alias"), kind, False) for entry, alias, kind in named]
    case.append("list_names", _list_names(aliases))


def _candidates(case: Case) -> None:
    """Fill `match_candidates`: party, entry, name that matched and base score.

    The seam for other ways of matching: they add rows here, and ranking takes the best of each pair.
    """
    case.execute("CREATE OR REPLACE TEMP TABLE compatible_forms (one TEXT, other TEXT)")
    pairs = sorted(compatible_forms())
    case.append(
        "compatible_forms",
        pa.table({"one": [one for one, _ in pairs], "other": [other for _, other in pairs]}),
    )
    case.execute(f"CREATE OR REPLACE TEMP TABLE match_candidates AS {_CANDIDATES}")
    case.execute("DROP TABLE compatible_forms")


def _ranked(candidates: str, parties: str) -> str:
    """The best row of each pair of party and entry, scored with the country."""
    return f"""
        SELECT c.party_id, c.entry_id, CASE c.kind WHEN 'name' THEN 'exact' ELSE 'alias' END AS match, c.list_name,
          CASE WHEN p.country IS NULL OR len(e.countries) = 0 THEN NULL
            ELSE list_contains(e.countries, p.country) END AS country_agrees,
          round(c.base * CASE WHEN country_agrees THEN 1 WHEN country_agrees IS NULL THEN {COUNTRY_UNKNOWN}
            ELSE {COUNTRY_DIFFERS} END, 4)::DOUBLE AS score
        FROM {candidates} AS c JOIN {parties} AS p USING (party_id) JOIN entries AS e USING (entry_id)
        QUALIFY row_number() OVER (
          PARTITION BY c.party_id, c.entry_id ORDER BY c.base DESC, c.kind DESC, c.list_name) = 1
    """  # noqa: S608 -- numbers and the program's own names


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
        listed_on=_listed_on(first, last),
        citation=citation,
    )


def _listed_on(first: Any, last: Any) -> str | None:
    if first is None:
        return None
    if first == last:
        return str(first.isoformat())
    return f"{first:%Y-%m}" if (first.year, first.month) == (last.year, last.month) else f"{first:%Y}"
