"""From the names in the records to the tables of parties.

Names are read once per distinct spelling, identity is settled over all sources together, and the
result is joined back to the rows in DuckDB.
"""

from __future__ import annotations

import pandas as pd

from graphscan.casefile import Case
from graphscan.resolve.entities import identify, normalise_identifier
from graphscan.resolve.logistics import logistics_kind
from graphscan.resolve.mentions import read_mention
from graphscan.resolve.names import parse_name
from graphscan.resolve.scratch import arrow, keep
from graphscan.resolve.transport import mark_logistics

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
_READ = {
    "written": "str",
    "shown": "str",
    "same_as": "str",
    "silent": "bool",
    "name": "str",
    "core": "str",
    "form": "str",
}
_TRIPLE = ["written", "home", "number"]


def write_parties(case: Case) -> None:
    """Rewrite the tables of parties and of the parties of each row.

    They are `parties`, `shipment_parties`, `ownership_parties`, `party_facts`, `mentions_apart`.
    Leaves three temporary tables for the steps after it: `party_names` (party_id, key, core, form),
    every name of a party, `party_spellings` (party_id, name), the same as written, and
    `mention_parties` (written, home, number, party_id, same_as).
    """
    mentions = _read_mentions(case)
    found = identify(mentions.loc[mentions["kept"], ["name", "country", "identifier"]])
    mentions = mentions.merge(found.mentions, on=["name", "country", "identifier"], how="left")
    mentions["party"] = mentions["party"].where(mentions["kept"])
    parties = _describe(mentions[mentions["kept"]])
    ids = parties.set_index("key")["party_id"]
    mentions["party_id"] = mentions["party"].map(ids).astype("Int32")
    case.replace("parties", arrow(parties))
    apart = found.apart.assign(party_id=found.apart["party"].map(ids).astype("int32"))
    case.replace("mentions_apart", arrow(apart[["party_id", "fits"]].astype("int32")))
    keep(case, "mention_parties", mentions[[*_TRIPLE, "party_id", "same_as"]])
    names = mentions.loc[mentions["kept"], ["party_id", "name", "core", "form"]]
    names = pd.concat([names, _other_names(mentions[mentions["kept"]])])
    names = names.rename(columns={"name": "key"}).drop_duplicates().sort_values(["party_id", "key"])
    keep(case, "party_names", names[names["key"] != ""])
    spellings = mentions.loc[mentions["kept"] & (mentions["shown"] != ""), ["party_id", "shown"]]
    spellings = spellings.drop_duplicates().sort_values(["party_id", "shown"])
    keep(case, "party_spellings", spellings.rename(columns={"shown": "name"}))
    _join_back(case)
    mark_logistics(case)


def _read_mentions(case: Case) -> pd.DataFrame:
    """Distinct (name, country, identifier) as written, and what each says."""
    union = " UNION ALL ".join(
        f"SELECT {name} AS written, {country} AS home, {number} AS number FROM {table}"  # noqa: S608
        for table, name, country, number in _SOURCES
    )
    mentions = case.frame(
        "SELECT coalesce(written, '') AS written, coalesce(home, '') AS home, "  # noqa: S608
        f"coalesce(number, '') AS number, count(*) AS weight FROM ({union}) "
        "WHERE coalesce(written, '') <> '' OR coalesce(number, '') <> '' GROUP BY ALL"
    ).astype({"written": "str", "home": "str", "number": "str"})
    read = pd.DataFrame(map(_read, mentions["written"].unique()), columns=list(_READ)).astype(_READ)
    numbers = mentions["number"].unique()
    identifiers = dict(zip(numbers, map(normalise_identifier, numbers), strict=True))
    mentions = mentions.merge(read, on="written", how="left")
    mentions["identifier"] = mentions["number"].map(identifiers).astype("str")
    mentions["country"] = mentions["home"].str.strip().str.upper()
    # Beside an empty name ("NULL") an identifier still tells who it is; beside "TO ORDER" not.
    mentions["kept"] = (mentions["name"] != "") | (
        mentions["silent"] & (mentions["identifier"] != "")
    )
    return mentions


def _read(written: str) -> tuple[str, str, str, bool, str, str, str]:
    mention = read_mention(written)
    name = mention.name
    return written, name.strip(), mention.same_as, mention.silent, *parse_name(name)


def _other_names(mentions: pd.DataFrame) -> pd.DataFrame:
    """Names that a field says its party bears as well ("DBA", "formerly"): `party_names` rows."""
    telling = mentions[mentions["written"] != mentions["shown"]]
    rows = [
        (party, *parse_name(name))
        for party, written in telling[["party_id", "written"]].itertuples(index=False)
        for name in read_mention(written).also
    ]
    columns = ["party_id", "name", "core", "form"]
    kinds = {"party_id": mentions["party_id"].dtype, "name": "str", "core": "str", "form": "str"}
    return pd.DataFrame(rows, columns=columns).astype(kinds)


def _describe(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per party; of each value the spelling met most often, then the first in order."""
    parties = pd.DataFrame({"key": sorted(mentions["party"].unique())}, dtype="str")
    parties["party_id"] = range(len(parties))
    for column, source in (("name", "shown"), ("country", "country"), ("identifier", "number")):
        parties[column] = parties["key"].map(_most_frequent(mentions, source)).astype("str")
    unnamed = "unnamed (" + parties["identifier"] + ")"
    parties["name"] = parties["name"].fillna(unnamed)
    kinds = {name: logistics_kind(name) for name in parties["name"].unique()}
    parties["logistics"] = parties["name"].map(kinds)
    return parties.astype({"party_id": "int32", "logistics": "str"})


def _most_frequent(mentions: pd.DataFrame, column: str) -> pd.Series:
    given = mentions[mentions[column] != ""]
    counts = given.groupby(["party", column])["weight"].sum().reset_index()
    counts = counts.sort_values(["party", "weight", column], ascending=[True, False, True])
    first: pd.Series = counts.drop_duplicates("party").set_index("party")[column]
    return first


def _join_back(case: Case) -> None:
    """Parties of the rows of each source, with SAME AS followed one step."""
    joins = " ".join(
        _join(role, f"s.{role}_name", f"s.{role}_country", f"s.{role}_id") for role in ROLES
    )
    columns = ", ".join(f"{_follow(role)} AS {role}" for role in ROLES)
    case.execute("DELETE FROM shipment_parties")
    case.execute(
        f"INSERT INTO shipment_parties BY NAME SELECT s.file_id, s.row, {columns} "  # noqa: S608
        f"FROM shipments AS s {joins} ORDER BY s.file_id, s.row"
    )
    owner = _join("owner", "s.owner_name", "s.owner_country", "s.owner_id")
    owned = _join("owned", "s.owned_name", "s.owned_country", "s.owned_id")
    case.execute("DELETE FROM ownership_parties")
    case.execute(
        "INSERT INTO ownership_parties BY NAME SELECT s.file_id, s.row, s.interest, "  # noqa: S608
        f"owner.party_id AS owner, owned.party_id AS owned FROM ownership AS s {owner} {owned} "
        "WHERE owner.party_id IS NOT NULL AND owned.party_id IS NOT NULL "
        "ORDER BY s.file_id, s.row, s.interest"
    )
    party = _join("party", "s.name", "s.country", "s.identifier")
    case.execute("DELETE FROM party_facts")
    case.execute(
        "INSERT INTO party_facts BY NAME SELECT party.party_id, s.file_id, s.row, s.address, "  # noqa: S608
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
