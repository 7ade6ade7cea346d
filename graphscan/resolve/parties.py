"""From the names in the records to the tables of parties.

Names are read once per distinct spelling, identity is settled over all sources together, and the
result is joined back to the rows in DuckDB.
"""

from __future__ import annotations

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.resolve.clusters import Link, groups, pair
from graphscan.resolve.entities import identify
from graphscan.resolve.merging import NEVER, find_merges
from graphscan.resolve.readings import note_readings
from graphscan.resolve.roles import ROLES
from graphscan.resolve.scratch import arrow, drop
from graphscan.resolve.transport import mark_logistics

_SOURCES = (
    *(("shipments", f"{role}_name", f"{role}_country", f"{role}_id") for role in ROLES),
    ("ownership", "owner_name", "owner_country", "owner_id"),
    ("ownership", "owned_name", "owned_country", "owned_id"),
    ("given_parties", "name", "country", "identifier"),
)
_GIVEN = " UNION ALL ".join(
    f"SELECT {name} AS written, {country} AS home, {number} AS number FROM {table}"  # noqa: S608 -- our own names
    for table, name, country, number in _SOURCES
)
_MENTIONS_GIVEN = f"""
    CREATE OR REPLACE TEMP TABLE mentions_given AS
    SELECT coalesce(written, '') AS written, coalesce(home, '') AS home,
      coalesce(number, '') AS number, count(*) AS weight
    FROM ({_GIVEN}) WHERE coalesce(written, '') <> '' OR coalesce(number, '') <> '' GROUP BY ALL
"""  # noqa: S608 -- columns of this program
# Beside an empty name ("NULL") an identifier still tells who it is; beside "TO ORDER" not.
_MENTIONS = """
    CREATE OR REPLACE TEMP TABLE mentions AS
    SELECT g.*, upper(trim(g.home)) AS country, n.identifier, r.* EXCLUDE (written),
      r.name <> '' OR (r.silent AND n.identifier <> '') AS kept
    FROM mentions_given AS g JOIN readings AS r USING (written)
    JOIN numbers_read AS n USING (number)
"""
# Most mentions share neither name nor number with another: they are parties of their own.
_TRIPLES = """
    CREATE OR REPLACE TEMP TABLE triples AS
    SELECT *, (name = '' OR count(*) OVER (PARTITION BY name) = 1)
      AND (identifier = '' OR count(*) OVER (PARTITION BY identifier) = 1) AS lone
    FROM (SELECT DISTINCT name, country, identifier FROM mentions WHERE kept)
"""
_IDENTITIES = """
    CREATE OR REPLACE TEMP TABLE identities AS
    SELECT name, country, identifier, CASE identifier WHEN '' THEN 'name:' || name || '|' || country
      ELSE 'id:' || identifier END AS party
    FROM triples WHERE lone
    UNION ALL SELECT name, country, identifier, party FROM identities_told
"""
_PLACED = """
    CREATE OR REPLACE TEMP TABLE placed AS
    SELECT m.*, i.party FROM mentions AS m JOIN (
      SELECT t.name, t.country, t.identifier, coalesce(g.party, t.party) AS party
      FROM identities AS t LEFT JOIN merged AS g ON g.member = t.party
    ) AS i USING (name, country, identifier) WHERE m.kept
    UNION ALL SELECT m.*, NULL FROM mentions AS m WHERE NOT m.kept
"""
_MOST_FREQUENT = """
    SELECT party, {column} AS {title} FROM placed WHERE party IS NOT NULL AND {column} <> ''
    GROUP BY party, {column}
    QUALIFY row_number() OVER (PARTITION BY party ORDER BY sum(weight) DESC, {column}) = 1
"""
_PARTIES = f"""
    INSERT INTO parties BY NAME
    WITH keys AS (SELECT DISTINCT party FROM placed WHERE party IS NOT NULL),
      named AS ({_MOST_FREQUENT.format(column="shown", title="name")}),
      homes AS ({_MOST_FREQUENT.format(column="country", title="country")}),
      numbers AS ({_MOST_FREQUENT.format(column="number", title="identifier")}),
      kinds AS (SELECT shown, min(logistics) AS logistics FROM readings GROUP BY shown)
    SELECT (row_number() OVER (ORDER BY k.party) - 1)::INTEGER AS party_id, k.party AS key,
      coalesce(n.name, 'unnamed (' || i.identifier || ')') AS name, h.country, i.identifier,
      s.logistics
    FROM keys AS k LEFT JOIN named AS n USING (party) LEFT JOIN homes AS h USING (party)
    LEFT JOIN numbers AS i USING (party) LEFT JOIN kinds AS s ON s.shown = n.name
    ORDER BY k.party
"""  # noqa: S608 -- columns of this program
_FOR_LATER = """
    CREATE OR REPLACE TEMP TABLE mention_parties AS
    SELECT m.written, m.home, m.number, p.party_id, m.same_as
    FROM placed AS m LEFT JOIN parties AS p ON p.key = m.party;
    CREATE OR REPLACE TEMP TABLE party_names AS
    SELECT DISTINCT * FROM (
      SELECT p.party_id, m.name AS key, m.core, m.form
      FROM placed AS m JOIN parties AS p ON p.key = m.party
      UNION ALL SELECT p.party_id, a.name, a.core, a.form
      FROM placed AS m JOIN parties AS p ON p.key = m.party JOIN also_named AS a USING (written))
    WHERE key <> '';
    CREATE OR REPLACE TEMP TABLE party_spellings AS
    SELECT DISTINCT p.party_id, m.shown AS name
    FROM placed AS m JOIN parties AS p ON p.key = m.party WHERE m.shown <> '';
    CREATE OR REPLACE TEMP TABLE party_keys AS
    SELECT DISTINCT p.party_id, unnest([i.party, 'name:' || i.name || '|' || i.country]) AS key
    FROM identities AS i LEFT JOIN merged AS g ON g.member = i.party
    JOIN parties AS p ON p.key = coalesce(g.party, i.party);
"""


def write_parties(case: Case, merge_from: float = NEVER) -> None:
    """Rewrite the tables of parties and of the parties of each row.

    They are `parties`, `shipment_parties`, `ownership_parties`, `party_facts`, `mentions_apart`,
    `party_merges`. Leaves temporary tables for the steps after it: `party_names` (party_id, key,
    core, form), every name of a party, `party_spellings` (party_id, name), the same as written,
    `party_keys` (party_id, key), what judgements may call it, and `mention_parties` (written, home,
    number, party_id, same_as).

    Args:
        case: A case with its sources loaded.
        merge_from: Score from which two parties are one without a judgement.
    """
    case.execute(_MENTIONS_GIVEN)
    note_readings(case)
    case.execute(_MENTIONS)
    apart = _identify(case)
    _note_merged(case, [])
    _write(case, apart)
    links = known_links(case, find_merges(case, merge_from))
    if links:
        _note_merged(case, links)
        _write(case, apart)
    _note_links(case, links)
    drop(case, "mentions_given", "readings", "also_named", "numbers_read", "mentions", "triples")
    drop(case, "identities", "merged", "placed")


def _identify(case: Case) -> pa.Table:
    """Fill `identities`: the party of each distinct mention; returns who was kept apart."""
    case.execute(_TRIPLES)
    found = identify(
        case.frame("SELECT name, country, identifier FROM triples WHERE NOT lone").astype("str")
    )
    case.temporary("identities_told", arrow(found.mentions.astype("str")))
    # In one statement: `Case.append` says why none are made first and many added after.
    case.execute(_IDENTITIES)
    drop(case, "identities_told")
    return arrow(found.apart.astype({"party": "str", "fits": "int32"}))


def known_links(case: Case, links: list[Link]) -> list[Link]:
    """Links between parties that the case still has, by the keys that they bear now.

    A judgement names a party as it was: a name without a country may have joined a party since.
    """
    wanted = sorted({key for link in links for key in (link.one, link.other)})
    case.temporary("keys_asked", pa.table({"key": pa.array(wanted, pa.string())}))
    rows = case.rows(
        """
        SELECT a.key, coalesce(any_value(i.party) FILTER (i.party = a.key),
          CASE WHEN count(DISTINCT i.party) = 1 THEN any_value(i.party) END) AS party
        FROM keys_asked AS a JOIN identities AS i ON i.party = a.key
          OR (i.identifier = '' AND a.key = 'name:' || i.name || '|' || i.country)
          OR (i.identifier <> '' AND a.key = 'id:' || i.identifier)
        GROUP BY a.key
        """
    )
    drop(case, "keys_asked")
    now = {key: party for key, party in rows if party}
    found = {}
    for link in links:
        one, other = now.get(link.one), now.get(link.other)
        if one and other and one != other:
            two = pair(one, other)
            found[two] = Link(*two, link.score, link.reason)
    return list(found.values())


def _note_merged(case: Case, links: list[Link]) -> None:
    """Fill `merged`: the key that each party bears that is one with others, the first of all."""
    rows = [
        (key, members[0])
        for members in groups((link.one, link.other) for link in links)
        for key in members
    ]
    case.temporary(
        "merged",
        pa.table(
            {
                "member": pa.array([member for member, _ in rows], pa.string()),
                "party": pa.array([party for _, party in rows], pa.string()),
            }
        ),
    )


def _write(case: Case, apart: pa.Table) -> None:
    case.execute(_PLACED)
    case.execute("DELETE FROM parties")
    case.execute(_PARTIES)
    case.execute(_FOR_LATER)
    case.temporary("kept_apart", apart)
    case.execute("DELETE FROM mentions_apart")
    case.execute(
        "INSERT INTO mentions_apart BY NAME SELECT p.party_id, a.fits FROM kept_apart AS a "
        "JOIN parties AS p ON p.key = a.party WHERE a.party NOT IN (SELECT member FROM merged) "
        "ORDER BY p.party_id"
    )
    drop(case, "kept_apart")
    _join_back(case)
    mark_logistics(case)


def _note_links(case: Case, links: list[Link]) -> None:
    """Rewrite `party_merges`."""
    case.temporary(
        "links_made",
        pa.table(
            {
                name: pa.array([getattr(link, name) for link in links], kind)
                for name, kind in (
                    ("one", pa.string()),
                    ("other", pa.string()),
                    ("score", pa.float64()),
                    ("reason", pa.string()),
                )
            }
        ),
    )
    case.execute("DELETE FROM party_merges")
    case.execute(
        "INSERT INTO party_merges BY NAME SELECT p.party_id, l.* FROM links_made AS l "
        "JOIN merged AS m ON m.member = l.one JOIN parties AS p ON p.key = m.party "
        "ORDER BY l.one, l.other"
    )
    drop(case, "links_made")


def _join_back(case: Case) -> None:
    """Parties of the rows of each source, with SAME AS followed one step."""
    joins = " ".join(
        _join(role, f"s.{role}_name", f"s.{role}_country", f"s.{role}_id") for role in ROLES
    )
    columns = ", ".join(f"{_follow(role)} AS {role}" for role in ROLES)
    case.execute("DELETE FROM shipment_parties")
    case.execute(
        f"INSERT INTO shipment_parties BY NAME SELECT s.file_id, s.row, {columns} "  # noqa: S608 -- our own names
        f"FROM shipments AS s {joins} ORDER BY s.file_id, s.row"
    )
    owner = _join("owner", "s.owner_name", "s.owner_country", "s.owner_id")
    owned = _join("owned", "s.owned_name", "s.owned_country", "s.owned_id")
    case.execute("DELETE FROM ownership_parties")
    case.execute(
        "INSERT INTO ownership_parties BY NAME SELECT s.file_id, s.row, s.interest, "  # noqa: S608 -- our own names
        f"owner.party_id AS owner, owned.party_id AS owned FROM ownership AS s {owner} {owned} "
        "WHERE owner.party_id IS NOT NULL AND owned.party_id IS NOT NULL "
        "ORDER BY s.file_id, s.row, s.interest"
    )
    party = _join("party", "s.name", "s.country", "s.identifier")
    case.execute("DELETE FROM party_facts")
    case.execute(
        "INSERT INTO party_facts BY NAME SELECT party.party_id, s.file_id, s.row, s.address, "  # noqa: S608 -- our own names
        "s.incorporated_first, s.incorporated_last, s.incorporated_text, s.industry, "
        f"s.parent_name, s.headquarters_country FROM given_parties AS s {party} "
        "WHERE party.party_id IS NOT NULL ORDER BY party.party_id, s.file_id, s.row"
    )


def _join(alias: str, name: str, country: str, number: str) -> str:
    return (
        f"LEFT JOIN mention_parties AS {alias} ON {alias}.written = coalesce({name}, '') "
        f"AND {alias}.home = coalesce({country}, '') AND {alias}.number = coalesce({number}, '')"
    )


def _follow(role: str) -> str:
    """The party of a role; of "SAME AS X", the party of X. Above a consignee: the sender only."""
    cases = " ".join(f"WHEN '{other}' THEN {other}.party_id" for other in ROLES if other != role)
    above = "consignee.party_id" if role not in {"consignor", "consignee"} else "NULL"
    return f"CASE {role}.same_as WHEN '' THEN {role}.party_id WHEN 'above' THEN {above} {cases} END"
