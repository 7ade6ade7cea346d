"""What a case's records say of each party: spellings, countries, numbers, premises."""

from __future__ import annotations

from collections import defaultdict

from graphscan.casefile import Case
from graphscan.resolve.addresses import Premises, premises
from graphscan.resolve.entities import normalise_identifier
from graphscan.resolve.identifiers import numbers_beside
from graphscan.resolve.likeness import Known
from graphscan.resolve.mentions import read_mention
from graphscan.resolve.roles import ROLES

_FIELDS = " UNION ALL ".join(
    (
        *(
            f"SELECT p.{role} AS party_id, s.{role}_name AS name, s.{role}_country AS country, "  # noqa: S608 -- our own names
            f"s.{role}_id AS number, s.{role}_address AS address FROM shipments AS s "
            "JOIN shipment_parties AS p USING (file_id, row)"
            for role in ROLES
        ),
        *(
            f"SELECT p.{end}, s.{end}_name, s.{end}_country, s.{end}_id, NULL FROM ownership AS s "  # noqa: S608 -- our own names
            "JOIN ownership_parties AS p USING (file_id, row, interest)"
            for end in ("owner", "owned")
        ),
        (
            "SELECT f.party_id, g.name, g.country, g.identifier, g.address "
            "FROM given_parties AS g JOIN party_facts AS f USING (file_id, row)"
        ),
    )
)
_SAID = f"""
    SELECT DISTINCT k.key, coalesce(f.name, '') AS name, coalesce(upper(trim(f.country)), ''),
      coalesce(f.number, ''), coalesce(f.address, '')
    FROM ({_FIELDS}) AS f JOIN parties AS k USING (party_id)
    WHERE k.logistics IS NULL OR NOT $traders
    ORDER BY ALL
"""  # noqa: S608 -- roles of this program
_REGISTERED = """
    SELECT DISTINCT k.key, r.other FROM register_facts AS r
    JOIN given_parties AS g ON g.register = r.register AND g.ref = r.ref
    JOIN party_facts AS f ON f.file_id = g.file_id AND f.row = g.row
    JOIN parties AS k ON k.party_id = f.party_id
    WHERE r.what = 'identifier' ORDER BY ALL
"""


def read_known(case: Case, *, traders: bool = True) -> dict[str, Known]:
    """By the key of each party what the records say of it.

    Args:
        case: A resolved case.
        traders: Without banks and firms that move goods: hundreds share a name or an address.
    """
    names: dict[str, set[str]] = defaultdict(set)
    countries: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, set[str]] = defaultdict(set)
    places: dict[str, dict[Premises, None]] = defaultdict(dict)
    for key, written, country, number, address in case.rows(_SAID, {"traders": traders}):
        mention = read_mention(written) if written else None
        if mention and not mention.name:
            if mention.silent and number:
                numbers[key].add(normalise_identifier(number))
            continue  # "SAME AS CONSIGNEE": country and address are of another field
        if mention:
            names[key].add(mention.name.strip())
            numbers[key].update(map(normalise_identifier, numbers_beside(written)))
        countries[key].add(country)
        numbers[key].add(normalise_identifier(number))
        found = premises(address) if address else None
        if found:
            places[key][found] = None
    for key, number in case.rows(_REGISTERED):
        if key in names:
            numbers[key].add(normalise_identifier(number))
    return {
        key: Known(
            names=tuple(sorted(spellings)),
            countries=frozenset(countries[key] - {""}),
            numbers=frozenset(numbers[key] - {""}),
            premises=tuple(places[key]),
        )
        for key, spellings in names.items()
    }
