"""The tables of the sample: which movement goes into which file, and which rows are spoiled."""

from __future__ import annotations

import dataclasses
from random import Random

from sample_data import ownership, records
from sample_data.bad_rows import BAD, Bad
from sample_data.layouts import FILES
from sample_data.parties_planted import EXPORTERS, HOLDERS, LATER
from sample_data.parties_twins import TWINS
from sample_data.trade import Event, as_party
from sample_data.world import Company

PARTY_COLUMNS = (
    "name",
    "country",
    "address",
    "identifier",
    "incorporated_on",
    "dissolved_on",
    "industry",
    "parent_name",
    "headquarters_country",
    "officers",
    "phone",
)
HOSTILE = ("<script>alert(1)</script> Trading", "=cmd|' /C calc'!A0 Ltd")
EURASIAN = frozenset({"AM", "KG", "KZ", "UZ", "GE", "RU", "TR", "AE", "IR", "PK"})
ASIAN = frozenset({"SG", "MY", "TW", "KR", "JP", "IN", "VN", "TH"})


@dataclasses.dataclass(slots=True)
class Table:
    """One file of the sample, as rows of text.

    Attributes:
        columns: The header.
        rows: Column to text; what is missing is "".
        bad: Position in rows of each bad row.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, str]] = dataclasses.field(default_factory=list)
    bad: dict[int, Bad] = dataclasses.field(default_factory=dict)


def _file(event: Event, dice: Random) -> str:
    country, draw = event.sender.country, dice.random()
    if country == "US":
        return "us_exports_2023.csv" if event.departs.year == 2023 else "us_exports_2024_2025.csv"
    if event.months or (not event.route and country in {"SG", "MY", "VN", "TH"} and draw < 0.5):
        return "sea_customs_months.csv"
    if country == "HK":
        return "hk_reexports.csv.gz"
    if country in ASIAN or country == "CN":
        return "asia_shipments.csv"
    return "eurasia_declarations.tsv" if country in EURASIAN else "europe_declarations.csv"


def shipments(
    events: list[Event], dice: Random, mirrored: str
) -> tuple[dict[str, Table], dict[str, list[str]]]:
    """The shipment files, and the shipment numbers of each planted route in order of its movements.

    Args:
        events: All movements.
        dice: The seeded generator.
        mirrored: Id of the planted route whose last leg stands in the import file too.
    """
    tables = {name: Table(columns) for name, (_, columns) in FILES.items()}
    numbers: dict[str, list[tuple[int, str]]] = {}
    counters = dict.fromkeys(FILES, 0)
    ordered = sorted(
        events, key=lambda each: (each.departs, each.sender.name, each.receiver.name, each.number)
    )
    for event in ordered:
        name = _file(event, dice)
        row = records.record(event, dice)
        home = row.get("regime") or ("re-export" if name.startswith("hk") else "export")
        row["regime"] = home
        if name == "sea_customs_months.csv":
            row = records.months(row)
        elif name in {"asia_shipments.csv", "eurasia_declarations.tsv"} and not event.route:
            row["consignor_country"] = records.spelled(dice, row["consignor_country"])
            if row["consignee_country"]:
                row["consignee_country"] = records.spelled(dice, row["consignee_country"])
        if name.startswith("us_") and not event.route and dice.random() < 0.25:
            row["arrival_date"] = ""
        row["route"] = event.route  # not a column: bad rows are never copies of planted ones
        counters[name] += 1
        row["shipment_id"] = f"{FILES[name][0]}-{counters[name]:05d}"
        row["line_no"] = "1"
        tables[name].rows.append(row)
        if event.route:
            numbers.setdefault(event.route, []).append((event.number, row["shipment_id"]))
        elif dice.random() < 0.06 and name != "sea_customs_months.csv":
            tables[name].rows.append(
                row | {"line_no": "2", "quantity": "1", "description": "Spare parts"}
            )
        twin = _mirror(tables["cn_imports_mirror.csv"], event, row, mirrored, dice)
        if twin and event.route:
            numbers[event.route].append((event.number, twin))
    return tables, {
        route: [number for _, number in sorted(found)] for route, found in sorted(numbers.items())
    }


def _mirror(table: Table, event: Event, row: dict[str, str], mirrored: str, dice: Random) -> str:
    """The same movement as China's customs saw it, for some: its number there, or ""."""
    wanted = event.route == mirrored if event.route else dice.random() < 0.2
    if not wanted or event.receiver.country != "CN" or event.sender.country in {"US", "CN"}:
        return ""
    if event.receiver.listed and not event.route:
        return ""
    twin = records.mirror(row, event.arrives, dice)
    twin["shipment_id"] = f"CM-{len(table.rows) + 1:05d}"
    twin["departure_date"] = event.departs.isoformat()
    table.rows.append(twin)
    return twin["shipment_id"]


def others(people: list[Company], dice: Random) -> dict[str, Table]:
    """The tables of ownership, parties and aliases."""
    shares = ownership.planted()
    held = Table(ownership.COLUMNS, shares + ownership.background(dice, people, 200 - len(shares)))
    invented = EXPORTERS | HOLDERS | LATER | TWINS
    known = [as_party(each) for each in people if each.incorporated] + list(invented.values())
    register = Table(PARTY_COLUMNS, [records.party_row(each) for each in known])
    for row in register.rows:
        if dice.random() < 0.1:
            row["phone"] = f"+000 {dice.randrange(10**6, 10**7)}"
    aliases = Table(("name", "entry_id", "alias", "language"))
    aliases.rows = [
        {"name": name, "alias": alias, "language": language} for name, alias, language in ALIASES
    ]
    return {"ownership.csv": held, "parties.csv": register, "aliases.csv": aliases}


ALIASES = (
    ("Huawei Technologies Co., Ltd. (Huawei)", "华为技术有限公司", "zh"),
    ("HiSilicon Technologies Co., Ltd (HiSilicon)", "海思半导体有限公司", "zh"),
    ("Inspur Electronic Information Industry Co., Ltd.", "浪潮电子信息产业股份有限公司", "zh"),
    ("Inspur Group Co., Ltd.", "浪潮集团有限公司", "zh"),
    (
        "Semiconductor Manufacturing International Corporation (SMIC)",
        "中芯国际集成电路制造有限公司",
        "zh",
    ),
    ("Beijing Academy of Artificial Intelligence", "北京智源人工智能研究院", "zh"),
    ("Yangtze Memory Technologies Co., Ltd.", "长江存储科技有限责任公司", "zh"),
    ("National University of Defense Technology (NUDT)", "国防科技大学", "zh"),
    ("Joint Stock Company Vega Radio Engineering Corporation", "Концерн «Вега»", "ru"),
)
"""Native-script names of listed parties, public knowledge: the list of 2026 holds none."""


def spoil(tables: dict[str, Table]) -> None:
    """Put the bad rows in, at fixed places: copies of good rows with one defect each."""
    for name, table in tables.items():
        wanted = [bad for bad in BAD if bad.file == name]
        clean = [row for row in table.rows if not row.get("route")]
        for number, bad in enumerate(wanted, start=1):
            spot = len(clean) * number // (len(wanted) + 1)
            row = dict(clean[spot]) | dict(bad.changes)
            if "shipment_id" in row:
                row["shipment_id"] += "X"
            if bad.field:
                row[bad.field] = bad.value
            row["status"] = "new" if "status" in row else ""
            place = table.rows.index(clean[spot])
            table.rows.insert(place, row)
            table.bad[place] = bad
