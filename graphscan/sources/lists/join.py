"""Lists in several files: names, addresses and dates joined to the entries they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.sources import screening_list as csl

FAMILIES = ("OFAC SDN", "OFAC consolidated", "FollowTheMoney")
"""Families of files that complete each other."""


def complete_lists(
    case: Case, families: Mapping[str, Sequence[int]], held: Mapping[str, Sequence[int]]
) -> None:
    """Join what is kept in `list_parts` to the rows of its family, and name the entries anew.

    Rows just read get what every file of the family says. Those that the case held before have
    that of earlier files, and get what the new ones say.

    Args:
        case: The case, with every file of this load in it.
        families: Family to the numbers of its files just read.
        held: The same of its other files.
    """
    for family, files in sorted(families.items()):
        others = list(held.get(family, ()))
        for rows, parts in ((list(files), [*files, *others]), (others, list(files))):
            _complete(case, family, rows, parts)


def _complete(case: Case, family: str, files: list[int], parts: list[int]) -> None:
    """Join the parts in some files of a family to the rows in others."""
    if not files or not case.value("SELECT count(*) FROM list_parts WHERE family = ?", [family]):
        return
    case.execute(_ONE_EACH)
    case.execute(_JOINED, {"family": family, "files": files, "parts": parts})
    rows = case.rows(
        "SELECT file_id, row, list_code, source, coalesce(entity_number, ''), name,"
        " countries, citation FROM joined_lists ORDER BY ALL"
    )
    data = pa.table(
        {
            "file_id": pa.array([row[0] for row in rows], pa.int32()),
            "row": pa.array([row[1] for row in rows], pa.int64()),
            "entry_id": pa.array([csl.entry_id(*row[2:]) for row in rows], pa.string()),
        }
    )
    case.temporary("joined_ids", data)
    case.execute(_UPDATE)
    case.execute("DROP TABLE joined_lists")
    case.execute("DROP TABLE joined_ids")


_ONE_EACH = """
    CREATE OR REPLACE TEMP MACRO one_each(texts) AS
      list_filter(texts, lambda text, place: list_position(texts, text) = place);
    CREATE OR REPLACE TEMP MACRO first_of(day) AS
      try_cast(day || substr('-01-01', length(day) - 3) AS DATE);
    CREATE OR REPLACE TEMP MACRO last_of(day) AS CASE length(day)
      WHEN 4 THEN try_cast(day || '-12-31' AS DATE) WHEN 7 THEN last_day(first_of(day))
      ELSE try_cast(day AS DATE) END
"""

_JOINED = """
    CREATE OR REPLACE TEMP TABLE joined_lists AS
    WITH parts AS (
      SELECT number,
        list(value ORDER BY file_id, row) FILTER (part IN ('alias', 'weak alias')) AS aliases,
        list(value ORDER BY file_id, row) FILTER (part = 'weak alias') AS weak,
        list(value ORDER BY file_id, row) FILTER (part = 'address') AS addresses,
        list(country ORDER BY file_id, row) FILTER (part = 'address' AND country <> '') AS places,
        list(value ORDER BY file_id, row) FILTER (part = 'program') AS programs,
        string_agg(value, '' ORDER BY file_id, row) FILTER (part = 'comment') AS comments,
        arg_min(value, first_of(value)) FILTER (part = 'start') AS start_text,
        CASE WHEN count(*) FILTER (part = 'open') = 0
             THEN arg_max(value, last_of(value)) FILTER (part = 'end') END AS end_text
      FROM list_parts
      WHERE family = $family AND file_id IN (SELECT unnest($parts::INTEGER[])) GROUP BY number
    )
    SELECT l.file_id, l.row, l.list_code, l.source, l.entity_number, l.name, l.citation,
      one_each(l.alt_names || coalesce(p.aliases, [])) AS alt_names,
      one_each(coalesce(l.weak_names, []) || coalesce(p.weak, [])) AS weak_names,
      one_each(l.addresses || coalesce(p.addresses, [])) AS addresses,
      one_each(l.countries || coalesce(p.places, [])) AS countries,
      one_each(l.programs || coalesce(p.programs, [])) AS programs,
      coalesce(l.remarks, '') || coalesce(p.comments, '') AS remarks,
      coalesce(l.start_first, first_of(p.start_text)) AS start_first,
      coalesce(l.start_last, last_of(p.start_text)) AS start_last,
      coalesce(l.start_text, p.start_text) AS start_text,
      coalesce(l.end_first, first_of(p.end_text)) AS end_first,
      coalesce(l.end_last, last_of(p.end_text)) AS end_last,
      coalesce(l.end_text, p.end_text) AS end_text
    FROM list_rows l
    JOIN parts p ON p.number = CASE WHEN $family = 'FollowTheMoney' THEN l.source_id
                               ELSE l.entity_number END
    WHERE l.file_id IN (SELECT unnest($files::INTEGER[]))
"""

_UPDATE = """
    UPDATE list_rows SET entry_id = i.entry_id, alt_names = j.alt_names, weak_names = j.weak_names,
      addresses = j.addresses, countries = j.countries, programs = j.programs,
      remarks = nullif(j.remarks, ''), start_first = j.start_first, start_last = j.start_last,
      start_text = j.start_text, end_first = j.end_first, end_last = j.end_last,
      end_text = j.end_text
    FROM joined_lists j JOIN joined_ids i USING (file_id, row)
    WHERE list_rows.file_id = j.file_id AND list_rows.row = j.row
"""
