"""From the names in the records to the tables of parties.

Names are read once per distinct spelling, identity is settled over all sources together, and the result
is joined back to the rows in DuckDB.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from graphscan.casefile import Case
from graphscan.resolve.entities import identify, normalise_identifier
from graphscan.resolve.logistics import industry_kind, logistics_kind
from graphscan.resolve.mentions import read_mention
from graphscan.resolve.names import parse_name

ROLES = (
    "consignor",
    "consignee",
    "intermediate_consignee",
    "ultimate_consignee",
    "purchaser",
    "end_user",
    "notify",
)
"""The party roles of a shipment row, in the order of the contract."""

_SOURCES = (
    *(("shipments", f"{role}_name", f"{role}_country", f"{role}_id") for role in ROLES),
    ("ownership", "owner_name", "owner_country", "owner_id"),
    ("ownership", "owned_name", "owned_country", "owned_id"),
    ("given_parties", "name", "country", "identifier"),
)
_TRIPLE = ["written", "home", "number"]


def write_parties(case: Case) -> None:
    """Rewrite `parties`, `shipment_parties`, `ownership_parties`, `party_facts` and `mentions_apart`.

    Leaves two temporary tables for the steps after it: `party_names` (party_id, key, core, form), every
    name of a party, and `mention_parties` (written, home, number, party_id, same_as).
    """
    mentions = _read_mentions(case)
    found = identify(mentions.loc[mentions["kept"], ["name", "country", "identifier"]])
    mentions = mentions.merge(found.mentions, on=["name", "country", "identifier"], how="left")
    mentions["party"] = mentions["party"].where(mentions["kept"])
    parties = _describe(mentions[mentions["kept"]])
    ids = parties.set_index("key")["party_id"]
    mentions["party_id"] = mentions["party"].map(ids).astype("Int32")
    case.replace("parties", _arrow(parties))
    apart = found.apart.assign(party_id=found.apart["party"].map(ids).astype("int32"))
    case.replace("mentions_apart", _arrow(apart[["party_id", "fits"]].astype("int32")))
    _keep(case, "mention_parties", mentions[[*_TRIPLE, "party_id", "same_as"]])
    names = mentions.loc[mentions["kept"], ["party_id", "name", "core", "form"]]
    names = names.rename(columns={"name": "key"}).drop_duplicates().sort_values(["party_id", "key"])
    _keep(case, "party_names", names[names["key"] != ""])
    _join_back(case)
    _mark_logistics(case)


def _read_mentions(case: Case) -> pd.DataFrame:
    """Distinct (name, country, identifier) as written, and what each says."""
    union = " UNION ALL ".join(
        f"SELECT {name} AS written, {country} AS home, {number} AS number FROM {table}"  # noqa: S608 -- the program's own names
        for table, name, country, number in _SOURCES
    )
    mentions = case.frame(
        "SELECT coalesce(written, '') AS written, coalesce(home, '') AS home, "  # noqa: S608
        f"coalesce(number, '') AS number, count(*) AS weight FROM ({union}) "
        "WHERE coalesce(written, '') <> '' OR coalesce(number, '') <> '' GROUP BY ALL"
    ).astype({"written": "str", "home": "str", "number": "str"})
    texts = mentions["written"].unique()
    read = [read_mention(text) for text in texts]
    parsed = [parse_name(one.name) for one in read]
    names = pd.DataFrame(
        {
            "written": texts,
            "shown": [one.name.strip() for one in read],
            "same_as": [one.same_as for one in read],
            "silent": [one.silent for one in read],
            "name": [one.key for one in parsed],
            "core": [one.core for one in parsed],
            "form": [one.form for one in parsed],
        }
    ).astype({"shown": "str", "same_as": "str", "name": "str", "core": "str", "form": "str"})
    numbers = mentions["number"].unique()
    identifiers = dict(zip(numbers, map(normalise_identifier, numbers), strict=True))
    mentions = mentions.merge(names, on="written", how="left")
    mentions["identifier"] = mentions["number"].map(identifiers).astype("str")
    mentions["country"] = mentions["home"].str.strip().str.upper()
    # An identifier beside an empty name ("NULL") still tells who it is; beside "TO ORDER" it does not.
    mentions["kept"] = (mentions["name"] != "") | (mentions["silent"] & (mentions["identifier"] != ""))
    return mentions


def _describe(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per party: the spelling met most often, then the first in order; country and number too."""
    parties = pd.DataFrame({"key": sorted(mentions["party"].unique())}, dtype="str")
    parties["party_id"] = range(len(parties))
    for column, source in (("name", "shown"), ("country", "country"), ("identifier", "number")):
        parties[column] = parties["key"].map(_most_frequent(mentions, source)).astype("str")
    unnamed = "unnamed (" + parties["identifier"] + ")"
    parties["name"] = parties["name"].fillna(unnamed)
    parties["logistics"] = [logistics_kind(name) for name in parties["name"]]
    return parties.astype({"party_id": "int32", "logistics": "str"})


def _most_frequent(mentions: pd.DataFrame, column: str) -> pd.Series:
    given = mentions[mentions[column] != ""]
    counts = given.groupby(["party", column], as_index=False)["weight"].sum()
    counts = counts.sort_values(["party", "weight", column], ascending=[True, False, True])
    return counts.drop_duplicates("party").set_index("party")[column]


def _join_back(case: Case) -> None:
    """Parties of the rows of each source, with SAME AS followed one step."""
    joins = " ".join(_join(role, f"s.{role}_name", f"s.{role}_country", f"s.{role}_id") for role in ROLES)
    columns = ", ".join(f"{_follow(role)} AS {role}" for role in ROLES)
    case.execute("DELETE FROM shipment_parties")
    case.execute(
        f"INSERT INTO shipment_parties BY NAME SELECT s.file_id, s.row, {columns} "  # noqa: S608 -- the program's own names
        f"FROM shipments AS s {joins} ORDER BY s.file_id, s.row"
    )
    owner = _join("owner", "s.owner_name", "s.owner_country", "s.owner_id")
    owned = _join("owned", "s.owned_name", "s.owned_country", "s.owned_id")
    case.execute("DELETE FROM ownership_parties")
    case.execute(
        "INSERT INTO ownership_parties BY NAME SELECT s.file_id, s.row, owner.party_id AS owner, "  # noqa: S608
        f"owned.party_id AS owned FROM ownership AS s {owner} {owned} "
        "WHERE owner.party_id IS NOT NULL AND owned.party_id IS NOT NULL ORDER BY s.file_id, s.row"
    )
    party = _join("party", "s.name", "s.country", "s.identifier")
    case.execute("DELETE FROM party_facts")
    case.execute(
        "INSERT INTO party_facts BY NAME SELECT party.party_id, s.file_id, s.row, s.address, "  # noqa: S608
        "s.incorporated_first, s.incorporated_last, s.incorporated_text, s.industry, s.parent_name, "
        f"s.headquarters_country FROM given_parties AS s {party} "
        "WHERE party.party_id IS NOT NULL ORDER BY party.party_id, s.file_id, s.row"
    )


def _join(alias: str, name: str, country: str, number: str) -> str:
    return (
        f"LEFT JOIN mention_parties AS {alias} ON {alias}.written = coalesce({name}, '') "
        f"AND {alias}.home = coalesce({country}, '') AND {alias}.number = coalesce({number}, '')"
    )


def _follow(role: str) -> str:
    """The party of a role; of "SAME AS X", the party of X. Above the consignee stands only the sender."""
    cases = " ".join(
        f"WHEN '{other}' THEN {other}.party_id" for other in ROLES if other != role
    )
    above = "consignee.party_id" if role not in {"consignor", "consignee"} else "NULL"
    return f"CASE {role}.same_as WHEN '' THEN {role}.party_id WHEN 'above' THEN {above} {cases} END"


def _mark_logistics(case: Case) -> None:
    """Parties that the records or the parties table show to be logistics firms, beside those by name."""
    facts = case.rows(
        "SELECT DISTINCT party_id, industry FROM party_facts WHERE industry IS NOT NULL ORDER BY ALL"
    )
    kinds = {party: kind for party, industry in facts if (kind := industry_kind(industry))}
    kinds.update(_seen_as(case))
    known = pa.table(
        {
            "party_id": pa.array(list(kinds), pa.int32()),
            "kind": pa.array(list(kinds.values()), pa.string()),
        }
    )
    _keep_arrow(case, "logistics_seen", known)
    case.execute(
        "UPDATE parties SET logistics = seen.kind FROM logistics_seen AS seen "
        "WHERE seen.party_id = parties.party_id AND parties.logistics IS NULL"
    )
    case.execute("DROP TABLE logistics_seen")


def _seen_as(case: Case) -> dict[int, str]:
    """Parties named as forwarder or carrier of others' goods on more rows than they send goods themselves.

    A row on which the party is the sender or the last receiver is its own shipment and does not count; so a
    trader who once arranged the transport of a customer stays a trader.
    """
    texts = case.frame(
        "SELECT DISTINCT unnest([forwarder_name, carrier]) AS written FROM shipments"
    )["written"].dropna()
    keys = pa.table(
        {
            "written": pa.array(texts, pa.string()),
            "key": pa.array([parse_name(read_mention(text).name).key for text in texts], pa.string()),
        }
    )
    _keep_arrow(case, "transport_names", keys)
    rows = case.rows(
        """
        WITH seen AS (
          SELECT n.party_id, kind, count(*) AS times FROM (
            SELECT file_id, row, 'carrier' AS kind, carrier AS written FROM shipments
            UNION ALL SELECT file_id, row, 'forwarder', forwarder_name FROM shipments
          ) AS t
          JOIN transport_names AS k ON k.written = t.written AND k.key <> ''
          JOIN party_names AS n ON n.key = k.key
          JOIN shipment_parties AS s ON s.file_id = t.file_id AND s.row = t.row
          WHERE n.party_id IS DISTINCT FROM s.consignor
            AND n.party_id IS DISTINCT FROM coalesce(s.end_user, s.ultimate_consignee, s.purchaser, s.consignee)
          GROUP BY ALL
        ), sent AS (SELECT consignor AS party_id, count(*) AS times FROM shipment_parties GROUP BY ALL)
        SELECT seen.party_id, seen.kind FROM seen LEFT JOIN sent ON sent.party_id = seen.party_id
        WHERE seen.times > coalesce(sent.times, 0)
        ORDER BY seen.party_id, seen.times, seen.kind
        """
    )
    case.execute("DROP TABLE transport_names")
    return {int(party): str(kind) for party, kind in rows}


def _arrow(frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame, preserve_index=False)


def _keep(case: Case, table: str, frame: pd.DataFrame) -> None:
    _keep_arrow(case, table, _arrow(frame))


def _keep_arrow(case: Case, table: str, data: pa.Table) -> None:
    """Keep a table for as long as the connection lives."""
    kinds = {"string": "TEXT", "large_string": "TEXT", "int32": "INTEGER", "double": "DOUBLE"}
    columns = ", ".join(f'"{field.name}" {kinds[str(field.type)]}' for field in data.schema)
    case.execute(f'CREATE OR REPLACE TEMP TABLE "{table}" ({columns})')
    case.append(table, data)
