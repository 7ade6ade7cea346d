"""From movements to rows: canonical columns of a record, as untidy as declarations are."""

from __future__ import annotations

import datetime as dt
from random import Random

from sample_data.planted import Party
from sample_data.trade import Event
from sample_data.world import FORWARDERS, GOODS, SPELLINGS

PORTS = {
    "US": "USLAX",
    "CN": "CNSHA",
    "HK": "HKHKG",
    "SG": "SGSIN",
    "MY": "MYPKG",
    "TW": "TWKHH",
    "KR": "KRPUS",
    "JP": "JPTYO",
    "DE": "DEHAM",
    "NL": "NLRTM",
    "GB": "GBFXT",
    "FR": "FRLEH",
    "CH": "CHZRH",
    "AE": "AEJEA",
    "TR": "TRIST",
    "AM": "AMEVN",
    "KG": "KGFRU",
    "KZ": "KZALA",
    "UZ": "UZTAS",
    "GE": "GEPTI",
    "RU": "RULED",
    "IN": "INNSA",
    "VN": "VNSGN",
    "TH": "THLCH",
    "ZA": "ZADUR",
    "IR": "IRBND",
    "PK": "PKKHI",
}
CARRIERS = (
    "Northstrand Shipping Line",
    "Quillwing Air Cargo",
    "Ostmarch Container Line",
    "Ferrolane Rail Cargo",
)
TO_ORDER = (
    "TO ORDER",
    "TO THE ORDER OF SHIPPER",
    "To Order of Meridane Bank",
    "ORDER",
    "TO ORDER OF ISSUING BANK",
    "TO-ORDER",
)
NULLS = ("", "", "", "N/A", "NULL", "-", "None")
DOUBTFUL: tuple[dict[str, str], ...] = (
    {"mode": "courier"},
    {"loading_port": "PORT 7"},
    {"hs_code": "8542.AB"},
    {"eccn": "3A0"},
    {"quantity_unit": "shovels"},
)
"""Values that no code table knows: loaded all the same, with a warning."""
BUYERS_ONLY = ("Manufacturing", "Engineering", "Works", "Networks", "Energy", "Laboratories")


def spelled(dice: Random, country: str) -> str:
    """A country as a customs office may write it."""
    return dice.choice(SPELLINGS.get(country, (country,)))


def untidy(dice: Random, name: str) -> str:
    """A background name as somebody typed it: capitals, cut at 35 characters, a letter lost."""
    kind = dice.random()
    if kind < 0.10:
        return name.upper()
    if kind < 0.13:
        return name[:35]
    if kind < 0.15:
        spot = dice.randrange(2, len(name) - 6)
        return name[:spot] + name[spot + 1 :]
    return name


def _parties(event: Event) -> dict[str, str]:
    row: dict[str, str] = {}
    named = {"consignor": event.sender, event.role: event.receiver} | dict(event.roles)
    for role, party in named.items():
        row[f"{role}_name"] = party.name
        row[f"{role}_country"] = party.country
        row[f"{role}_address"] = party.address
        row[f"{role}_id"] = party.identifier
    return row


def record(event: Event, dice: Random) -> dict[str, str]:
    """One row of one movement, all canonical columns that have something to say.

    Args:
        event: The movement.
        dice: The seeded generator; planted movements draw only what no rule reads.

    Returns:
        Column to text.
    """
    description, unit, eccn, price, weight = GOODS[event.hs]
    sender, receiver = event.sender, event.receiver
    planted = bool(event.route)
    row = _parties(event) | {
        "departure_date": event.departs.isoformat(),
        "arrival_date": event.arrives.isoformat(),
        "hs_code": event.hs,
        "eccn": eccn,
        "description": description,
        "quantity": str(event.quantity),
        "quantity_unit": unit,
        "gross_weight_kg": f"{event.quantity * weight:.1f}",
        "value_usd": f"{event.quantity * price * (1.0 if planted else dice.uniform(0.7, 1.4)):.0f}",
        "mode": event.mode,
        "loading_port": PORTS[sender.country],
        "discharge_port": PORTS[receiver.country],
        "dispatch_country": sender.country,
        "origin_country": sender.country,
        "destination_country": receiver.country,
        "trading_country": receiver.country,
        "carrier": dice.choice(CARRIERS),
        "forwarder_name": dice.choice(FORWARDERS) if dice.random() < 0.3 else "",
        "related_party": "N",
        "routed": dice.choice("NNNY"),
        "status": "new",
        "bill_number": f"QX{dice.randrange(10**8, 10**9)}",
        "container_numbers": f"XQZU{dice.randrange(10**6, 10**7)}" if event.mode == "sea" else "",
        "vessel_imo": imo(dice) if event.mode == "sea" else "",
        "house_bill_number": f"QH{dice.randrange(10**7, 10**8)}" if dice.random() < 0.4 else "",
        "transshipment_ports": "",
    }
    if not planted:
        _colour(row, event, dice)
    return row | dict(event.columns)


def _colour(row: dict[str, str], event: Event, dice: Random) -> None:
    """What happens to ordinary records; nothing here touches a planted one."""
    row["consignor_name"] = untidy(dice, row["consignor_name"])
    if not event.receiver.listed:
        row[f"{event.role}_name"] = untidy(dice, row[f"{event.role}_name"])
    if event.mode == "sea" and dice.random() < 0.25:
        row["transshipment_ports"] = dice.choice(
            ("SGSIN", "SGSIN;MYPKG", "HKHKG", "AEJEA", "NLRTM;DEHAM")
        )
    if dice.random() < 0.2:
        row["origin_country"] = dice.choice(("CN", "TW", "US", "DE", "JP"))
    row["related_party"] = dice.choice("NNNNNNNNY")
    row["ultimate_consignee_type"] = dice.choice(("D", "R", "O", ""))
    row["notify_name"] = dice.choice(("SAME AS CONSIGNEE", "", "N/A", row["consignee_name"]))
    row["brand"] = dice.choice(("", "", "KORVANE", "ZELPARA"))
    row["status"] = dice.choices(("new", "amended", "deleted"), weights=(96, 3, 1))[0]
    if dice.random() < 0.02:
        row["license_number"] = f"D{dice.randrange(10**6, 10**7)}"
    if dice.random() < 0.01:
        row |= {"ftz_id": "FTZ04918A", "in_bond_code": "70"}
    if event.sender.country in {"US", "JP", "DE"} and dice.random() < 0.6:
        # national codes are longer: Schedule B, the Japanese and the Combined Nomenclature
        row["hs_code"] = dice.choice((f"{event.hs}0000", f"{event.hs[:4]}.{event.hs[4:]}.00"))
    if any(word in event.receiver.name for word in BUYERS_ONLY) and not event.receiver.listed:
        _blot(row, event, dice)
    for column in (
        "eccn",
        "description",
        "quantity",
        "gross_weight_kg",
        "value_usd",
        "consignee_address",
    ):
        if dice.random() < 0.03:
            row[column] = dice.choice(NULLS)


def _blot(row: dict[str, str], event: Event, dice: Random) -> None:
    """Rows that say less, or nonsense."""
    # Only with parties that never sell: an unknown class would link to every class.
    if dice.random() < 0.03:
        row["hs_code"] = dice.choice(("", "8542", event.hs[:4]))
    elif dice.random() < 0.08:
        row |= {
            "consignee_name": dice.choice(TO_ORDER),
            "consignee_country": "",
            "consignee_address": "",
        }
        row |= {
            "consignee_id": "",
            "notify_name": event.receiver.name,
            "notify_country": event.receiver.country,
        }
    elif dice.random() < 0.05:
        row |= {"ultimate_consignee_name": "SAME AS CONSIGNEE"}
    elif dice.random() < 0.03:
        row |= dice.choice(DOUBTFUL)


def imo(dice: Random) -> str:
    """A ship number that no ship has (they start at 5000000), with a right check digit.

    >>> imo(Random(1))[:2]
    '00'
    """
    digits = f"00{dice.randrange(10**4):04d}"
    return digits + str(sum(int(digit) * (7 - place) for place, digit in enumerate(digits)) % 10)


def months(row: dict[str, str]) -> dict[str, str]:
    """The row with months for days, as some customs offices publish it."""
    return row | {name: row[name][:7] for name in ("departure_date", "arrival_date")}


def mirror(row: dict[str, str], arrives: dt.date, dice: Random) -> dict[str, str]:
    """The same movement as the importer's customs saw it: another value, fewer names."""
    value = float(row["value_usd"]) if row["value_usd"].replace(".", "").isdigit() else 0.0
    return row | {
        "regime": "import",
        "arrival_date": arrives.isoformat(),
        "value_usd": f"{value * dice.uniform(1.01, 1.06):.0f}" if value else "",
        "status": "new",
    }


def party_row(party: Party) -> dict[str, str]:
    """A row of the parties table."""
    return {
        "name": party.name,
        "country": party.country,
        "address": party.address,
        "identifier": party.identifier,
        "incorporated_on": party.born,
        "industry": party.industry,
        "parent_name": party.parent,
        "headquarters_country": party.headquarters or (party.country if party.parent else ""),
        "officers": party.officers,
    }
