"""Names for the numbers of registers, and what later records of a file replace.

Registers say who a party is in one record, often in another file, and what it owns in a second. So
names are put in once all files are in the case, and anew whenever the files of it change.
"""

from __future__ import annotations

from graphscan.casefile import Case

UNNAMED = "known by its number only: load the register's file of parties too"


def settle_file(case: Case, number: int) -> int:
    """Withdraw what later records of a file replace, and set aside owners that are not told.

    A replaced interest that began before the one in its place, of the same kind, is history: it is
    kept and ends there. Any other replaced one was put right, and is withdrawn.

    Returns:
        How many records of the file are withdrawn.
    """
    before = case.value(_RECORDS, [number])
    if not before:
        return 0
    for statement in (_REPLACED, _CLOSED, _HISTORY, _LATER, _LATER_PARTIES):
        case.execute(statement, {"file": number})
    case.execute(_UNDISCLOSED, {"file": number})
    for side, other in (("owner_ref", "owned_ref"), ("owned_ref", "owner_ref")):
        case.execute(_SET_ASIDE.format(side=side, other=other), {"file": number})
        case.execute(_WITHDRAW.format(side=side), {"file": number})
    case.execute("DROP TABLE undisclosed_parties")
    return int(before - case.value(_RECORDS, [number]))


def name_parties(case: Case) -> None:
    """Give every interest of a register the names that the register's parties have."""
    if not case.value("SELECT count(*) FROM ownership WHERE register IS NOT NULL"):
        return
    case.execute(_NAMES)
    for side in ("owner", "owned"):
        kind = ", owner_kind = coalesce(named.kind, 'unknown')" if side == "owner" else ""
        case.execute(_NAME.format(side=side, kind=kind))
        case.execute(_NUMBER.format(side=side))
    case.execute("DELETE FROM warnings WHERE reason = ?", [UNNAMED])
    case.execute(_WARN, [UNNAMED])
    case.execute("DROP TABLE register_names")


_RECORDS = """
    SELECT count(DISTINCT row) FROM (
      SELECT row FROM ownership WHERE file_id = $1 AND register IS NOT NULL
      UNION ALL SELECT row FROM given_parties WHERE file_id = $1 AND register IS NOT NULL
      UNION ALL SELECT row FROM register_facts WHERE file_id = $1 AND what <> 'replaced')
"""

_REPLACED = """
    DELETE FROM ownership WHERE file_id = $file AND record IN (
      SELECT ref FROM register_facts WHERE file_id = $file AND what = 'replaced')
"""

_CLOSED = """
    UPDATE ownership SET
      valid_to_first = closed.day, valid_to_last = closed.day, valid_to_text = closed.day::TEXT
    FROM (SELECT ref, min(try_cast(said_on AS DATE)) AS day FROM register_facts
          WHERE file_id = $file AND what = 'closed' GROUP BY ref) AS closed
    WHERE file_id = $file AND record = closed.ref AND valid_to_first IS NULL
      AND closed.day IS NOT NULL
"""

_HISTORY = """
    UPDATE ownership SET valid_to_first = next.first, valid_to_last = next.last, valid_to_text = next.text
    FROM (
      SELECT row, kind, reach, record,
        lead(valid_from_first) OVER later AS first, lead(valid_from_last) OVER later AS last,
        lead(valid_from_text) OVER later AS text
      FROM ownership
      WHERE file_id = $file AND register = 'BODS' AND record IN (
        SELECT record FROM ownership WHERE file_id = $file AND register = 'BODS'
        GROUP BY record HAVING count(DISTINCT row) > 1)
      WINDOW later AS (PARTITION BY record, kind, reach ORDER BY recorded_on, row)
    ) AS next
    WHERE ownership.file_id = $file AND ownership.record = next.record AND ownership.row = next.row
      AND ownership.kind = next.kind AND ownership.reach = next.reach
      AND next.first > coalesce(ownership.valid_from_last, DATE '1900-01-01')
      AND ownership.valid_from_last IS NOT NULL
      AND (ownership.valid_to_first IS NULL OR ownership.valid_to_first > next.first)
"""

_LATER = """
    DELETE FROM ownership USING (
      SELECT record, max((recorded_on, row)) AS last, min(recorded_on) FROM ownership
      WHERE file_id = $file AND register = 'BODS' AND record IS NOT NULL
      GROUP BY record HAVING count(DISTINCT row) > 1) AS latest
    WHERE file_id = $file AND ownership.record = latest.record
      AND (ownership.recorded_on, ownership.row) < latest.last
      AND (ownership.valid_to_first IS NULL OR NOT EXISTS (
        SELECT 1 FROM ownership AS o WHERE o.file_id = $file AND o.record = ownership.record
          AND o.kind = ownership.kind AND o.reach = ownership.reach
          AND (o.recorded_on, o.row) > (ownership.recorded_on, ownership.row)
          AND o.valid_from_first = ownership.valid_to_first))
"""

_LATER_PARTIES = """
    DELETE FROM given_parties USING (
      SELECT ref, max(row) AS last FROM given_parties
      WHERE file_id = $file AND register = 'BODS' GROUP BY ref HAVING count(*) > 1) AS latest
    WHERE file_id = $file AND given_parties.ref = latest.ref AND row < latest.last
"""

_UNDISCLOSED = """
    CREATE OR REPLACE TEMP TABLE undisclosed_parties AS
    SELECT ref, min(detail) AS detail FROM register_facts
    WHERE file_id = $file AND what = 'undisclosed' AND other = ''
      AND ref NOT IN (SELECT ref FROM given_parties WHERE file_id = $file AND ref IS NOT NULL)
      AND register IN ('BODS')
    GROUP BY ref
"""

_SET_ASIDE = """
    INSERT INTO register_facts BY NAME
    SELECT DISTINCT file_id, row, register, 'undisclosed' AS what,
      {other} AS ref, coalesce(record, '') AS other, detail, coalesce(valid_from_text, '') AS said_on
    FROM ownership JOIN undisclosed_parties AS u ON ownership.{side} = u.ref
    WHERE file_id = $file AND {other} IS NOT NULL
"""

_WITHDRAW = """
    DELETE FROM ownership WHERE file_id = $file
      AND {side} IN (SELECT ref FROM undisclosed_parties)
"""

_NAMES = """
    CREATE OR REPLACE TEMP TABLE register_names AS
    WITH known AS (
      SELECT register, ref, name, country, identifier, kind, file_id, row, 0 AS older
      FROM given_parties WHERE ref IS NOT NULL
      UNION ALL
      SELECT f.register, f.other, p.name, p.country, p.identifier, p.kind, p.file_id, p.row, 1
      FROM register_facts f JOIN given_parties p USING (register, ref) WHERE f.what = 'referent'
    )
    SELECT register, ref, name, country, identifier, kind FROM known
    QUALIFY row_number() OVER (PARTITION BY register, ref ORDER BY older, file_id, row DESC) = 1
"""

_NAME = """
    UPDATE ownership SET {side}_name = named.name, {side}_country = named.country,
      {side}_id = coalesce(named.identifier, ownership.register || ':' || named.ref) {kind}
    FROM register_names AS named
    WHERE ownership.register = named.register AND ownership.{side}_ref = named.ref
"""

_NUMBER = """
    UPDATE ownership SET {side}_name = {side}_ref, {side}_country = NULL,
      {side}_id = CASE register WHEN 'GLEIF' THEN {side}_ref
        WHEN 'Companies House' THEN {side}_ref ELSE register || ':' || {side}_ref END
    WHERE {side}_ref IS NOT NULL AND (register, {side}_ref) NOT IN (
      SELECT (register, ref) FROM register_names)
"""

_WARN = """
    INSERT INTO warnings BY NAME
    SELECT file_id, 1 AS row, 'owner_name' AS field,
      min(ref) || ' and ' || count(DISTINCT ref) - 1 || ' more' AS value, $1 AS reason
    FROM (
      SELECT file_id, register, unnest([owner_ref, owned_ref]) AS ref FROM ownership
      WHERE register IS NOT NULL)
    WHERE ref IS NOT NULL AND (register, ref) NOT IN (SELECT (register, ref) FROM register_names)
    GROUP BY file_id
"""
