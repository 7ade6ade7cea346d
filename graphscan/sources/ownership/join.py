"""Names for the numbers of registers, and what later records of a file replace.

Registers say who a party is in one record, often in another file, and what it owns in a second. So
names are put in once all files are in the case, and anew whenever the files of it change.
"""

from __future__ import annotations

from graphscan.casefile import Case

UNNAMED = "known by its number only: load the register's file of parties too"


def settle_file(case: Case, number: int) -> int:
    """Let later statements of a file replace earlier ones, and set aside owners that are not told.

    Of one record a single version speaks on any day. An earlier one that says another share is
    history: it ends where the later one begins, which is the start that the later one gives, else
    the day it was stated. An earlier one that says the same is withdrawn.

    Returns:
        How many records of the file are withdrawn.
    """
    before = count_records(case, number)
    if not before:
        return 0
    of_file = {"file": number}
    for statement in (_REPLACED, _CLOSED, _VERSIONS, _OUT):
        case.execute(statement, of_file)
    if case.value("SELECT count(*) FROM record_versions"):  # many rows after none would be lost
        case.execute(_IN)
    case.execute("DROP TABLE record_versions")
    case.execute(_LATER_PARTIES, of_file)
    case.execute(_UNDISCLOSED, {"file": number})
    for side, other in (("owner_ref", "owned_ref"), ("owned_ref", "owner_ref")):
        case.execute(_SET_ASIDE.format(side=side, other=other), {"file": number})
        case.execute(_WITHDRAW.format(side=side), {"file": number})
    case.execute("DROP TABLE undisclosed_parties")
    return before - count_records(case, number)


def count_records(case: Case, number: int) -> int:
    """How many records of a file are in the case."""
    return int(case.value(_RECORDS, [number]))


def name_parties(case: Case) -> None:
    """Give every interest of a register the names that the register's parties have."""
    case.execute(_ID)
    if not case.value("SELECT count(*) FROM ownership WHERE register IS NOT NULL"):
        return
    for statement in (_NAMES, _NAMED):
        case.execute(statement)
    case.execute("DELETE FROM ownership WHERE register IS NOT NULL")
    case.execute("INSERT INTO ownership BY NAME SELECT * FROM named_interests")
    case.execute("DROP TABLE named_interests")
    case.execute("DELETE FROM warnings WHERE reason = ?", [UNNAMED])
    case.execute(_WARN, [UNNAMED])
    case.execute("DROP TABLE register_names")


_RECORDS = """
    SELECT count(DISTINCT row) FROM (
      SELECT row FROM ownership WHERE file_id = $1 AND register IS NOT NULL
      UNION ALL SELECT row FROM given_parties WHERE file_id = $1 AND register IS NOT NULL
      UNION ALL SELECT row FROM register_facts WHERE file_id = $1 AND what <> 'replaced'
      UNION ALL SELECT row FROM list_rows WHERE file_id = $1
      UNION ALL SELECT row FROM list_parts WHERE file_id = $1)
"""

_REPLACED = """
    UPDATE ownership SET record = latest.record FROM (
      WITH RECURSIVE said AS (
        SELECT DISTINCT ref AS earlier, other AS later FROM register_facts
        WHERE file_id = $file AND what = 'replaced' AND ref <> other),
      chain AS (
        SELECT earlier, later FROM said
        UNION
        SELECT chain.earlier, said.later FROM chain JOIN said ON said.earlier = chain.later)
      SELECT earlier, max(later) AS record FROM chain
      WHERE later NOT IN (SELECT earlier FROM said) GROUP BY earlier) AS latest
    WHERE file_id = $file AND ownership.record = latest.earlier
"""

_CLOSED = """
    UPDATE ownership SET
      valid_to_first = closed.day, valid_to_last = closed.day, valid_to_text = closed.day::TEXT
    FROM (SELECT ref, min(try_cast(said_on AS DATE)) AS day FROM register_facts
          WHERE file_id = $file AND what = 'closed' GROUP BY ref) AS closed
    WHERE file_id = $file AND record = closed.ref AND valid_to_first IS NULL
      AND closed.day IS NOT NULL
"""

_VERSIONS = """
    CREATE OR REPLACE TEMP TABLE record_versions AS
    WITH versions AS (
      SELECT * FROM ownership WHERE file_id = $file AND register = 'BODS' AND record IN (
        SELECT record FROM ownership WHERE file_id = $file AND register = 'BODS'
        GROUP BY record HAVING count(DISTINCT row) > 1)),
    statements AS (
      SELECT record, row,
        lead(recorded_on) OVER (PARTITION BY record ORDER BY recorded_on, row) AS followed
      FROM (SELECT DISTINCT record, row, recorded_on FROM versions)),
    told AS (
      SELECT * FROM versions
      WINDOW later AS (
        PARTITION BY record, kind, reach ORDER BY recorded_on, row, valid_from_first)
      QUALIFY lead(row) OVER later IS NULL OR lead(share_min) OVER later IS DISTINCT FROM share_min
        OR lead(share_max) OVER later IS DISTINCT FROM share_max
        OR lead(valid_from_first) OVER later IS DISTINCT FROM valid_from_first),
    beside AS (
      SELECT told.*, followed, lead(row) OVER later AS next_row,
        lead(recorded_on) OVER later AS next_on, lead(valid_from_first) OVER later AS next_first,
        lead(valid_from_last) OVER later AS next_last,
        lead(valid_from_text) OVER later AS next_text,
        lag(row) OVER later AS before_row, lag(valid_from_last) OVER later AS before_last
      FROM told JOIN statements USING (record, row)
      WINDOW later AS (
        PARTITION BY record, kind, reach ORDER BY recorded_on, row, valid_from_first)),
    placed AS (
      SELECT *,
        before_row IS NOT NULL AND before_row <> row AND recorded_on IS NOT NULL
          AND NOT coalesce(valid_from_first > before_last, false) AS from_statement,
        next_row IS NOT NULL AND coalesce(next_first > valid_from_last, false) AS to_next,
        CASE WHEN next_row IS NULL THEN followed WHEN next_row <> row THEN next_on END AS stated_to
      FROM beside),
    ended AS (
      SELECT *,
        CASE WHEN from_statement THEN recorded_on ELSE valid_from_first END AS new_first,
        CASE WHEN from_statement THEN recorded_on ELSE valid_from_last END AS new_last,
        CASE WHEN from_statement THEN recorded_on::TEXT ELSE valid_from_text END AS new_text,
        CASE WHEN to_next THEN next_first ELSE stated_to END AS to_first,
        CASE WHEN to_next THEN next_last ELSE stated_to END AS to_last,
        CASE WHEN to_next THEN next_text ELSE stated_to::TEXT END AS to_text
      FROM placed
      WHERE next_row IS NULL OR next_row = row OR to_next OR stated_to IS NOT NULL),
    settled AS (
      SELECT * EXCLUDE (followed, next_row, next_on, next_first, next_last, next_text, before_row,
          before_last, from_statement, to_next, stated_to, new_first, new_last, new_text, to_first,
          to_last, to_text)
        REPLACE (new_first AS valid_from_first, new_last AS valid_from_last,
          new_text AS valid_from_text,
          least(valid_to_first, to_first) AS valid_to_first,
          CASE WHEN to_first < valid_to_first OR valid_to_first IS NULL THEN to_last
               ELSE valid_to_last END AS valid_to_last,
          CASE WHEN to_first < valid_to_first OR valid_to_first IS NULL THEN to_text
               ELSE valid_to_text END AS valid_to_text)
      FROM ended)
    SELECT * FROM settled
    WHERE valid_to_first IS NULL OR valid_from_first IS NULL OR valid_to_first > valid_from_first
"""

_OUT = """
    DELETE FROM ownership WHERE file_id = $file AND register = 'BODS' AND record IN (
      SELECT record FROM ownership WHERE file_id = $file AND register = 'BODS'
      GROUP BY record HAVING count(DISTINCT row) > 1)
"""

_IN = "INSERT INTO ownership BY NAME SELECT * FROM record_versions ORDER BY row, kind, reach"

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
      {other} AS ref, coalesce(record, '') AS other, detail,
      coalesce(valid_from_text, '') AS said_on
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
      SELECT register, ref AS known_as, ref, name, country, identifier, kind, file_id, row,
        0 AS older
      FROM given_parties WHERE ref IS NOT NULL
      UNION ALL
      SELECT f.register, f.other, p.ref, p.name, p.country, p.identifier, p.kind, p.file_id,
        p.row, 1
      FROM register_facts f JOIN given_parties p USING (register, ref) WHERE f.what = 'referent'
    )
    SELECT register, known_as, ref, name, country, identifier, kind FROM known
    QUALIFY row_number() OVER (
      PARTITION BY register, known_as ORDER BY older, file_id, row DESC) = 1
"""

_NAMED = """
    CREATE OR REPLACE TEMP TABLE named_interests AS
    SELECT o.* REPLACE (
      CASE WHEN owner_ref IS NULL THEN owner_name
        ELSE coalesce(a.name, owner_ref) END AS owner_name,
      CASE WHEN owner_ref IS NULL THEN owner_country ELSE a.country END AS owner_country,
      CASE WHEN owner_ref IS NULL THEN owner_id ELSE coalesce(a.identifier,
        register_id(o.register, coalesce(a.ref, owner_ref))) END AS owner_id,
      CASE WHEN a.ref IS NULL THEN owner_kind ELSE coalesce(a.kind, 'unknown') END AS owner_kind,
      CASE WHEN owned_ref IS NULL THEN owned_name
        ELSE coalesce(b.name, owned_ref) END AS owned_name,
      CASE WHEN owned_ref IS NULL THEN owned_country ELSE b.country END AS owned_country,
      CASE WHEN owned_ref IS NULL THEN owned_id ELSE coalesce(b.identifier,
        register_id(o.register, coalesce(b.ref, owned_ref))) END AS owned_id)
    FROM ownership o
    LEFT JOIN register_names a ON a.register = o.register AND a.known_as = owner_ref
    LEFT JOIN register_names b ON b.register = o.register AND b.known_as = owned_ref
    WHERE o.register IS NOT NULL
"""

_ID = """
    CREATE OR REPLACE TEMP MACRO register_id(register, ref) AS
      CASE WHEN register IN ('GLEIF', 'Companies House') THEN ref ELSE register || ':' || ref END
"""

_WARN = """
    INSERT INTO warnings BY NAME
    SELECT file_id, 1 AS row, 'owner_name' AS field,
      min(ref) || ' and ' || count(DISTINCT ref) - 1 || ' more' AS value, $1 AS reason
    FROM (
      SELECT file_id, register, unnest([owner_ref, owned_ref]) AS ref FROM ownership
      WHERE register IS NOT NULL)
    WHERE ref IS NOT NULL AND (register, ref) NOT IN (
      SELECT (register, known_as) FROM register_names)
    GROUP BY file_id
"""
