"""Small cases for the network tests: a few canonical rows, loaded like any user's."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from graphscan.casefile import Case, open_case
from graphscan.network import build_network
from graphscan.records.tables import SCREENING_LIST
from graphscan.resolve import resolve
from graphscan.settings import Settings
from graphscan.sources import load_inputs

Row = Mapping[str, object]

ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
SDN_LIST = "Specially Designated Nationals (SDN) - Treasury Department"
LIST_COLUMNS = [column.name for column in SCREENING_LIST.columns]


def shipment(number: str, sender: str, receiver: str, departs: str, **more: object) -> Row:
    """A shipment row; `sender` and `receiver` are "Name/CC"."""
    consignor, _, consignor_country = sender.partition("/")
    consignee, _, consignee_country = receiver.partition("/")
    return {
        "shipment_id": number,
        "consignor_name": consignor,
        "consignor_country": consignor_country,
        "consignee_name": consignee,
        "consignee_country": consignee_country,
        "departure_date": departs,
        "hs_code": "847330",
        **more,
    }


def interest(owner: str, owned: str, share: object, **more: object) -> Row:
    """An ownership row of one exact share; `owner` and `owned` are "Name/CC"."""
    owner_name, _, owner_country = owner.partition("/")
    owned_name, _, owned_country = owned.partition("/")
    return {
        "owner_name": owner_name,
        "owner_country": owner_country,
        "owned_name": owned_name,
        "owned_country": owned_country,
        "share_min": share,
        "share_max": share,
        "kind": "shares",
        "reach": "direct",
        **more,
    }


def listed(name: str, start: str = "", *, source: str = ENTITY_LIST, **more: object) -> Row:
    """A row of the screening list."""
    return {"source": source, "name": name, "start_date": start, "addresses": "CN", **more}


def write_csv(path: Path, rows: Sequence[Row], columns: Sequence[str] = ()) -> Path:
    """Rows as CSV; the columns are those given, else all that occur, in order."""
    names = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def network_of(
    folder: Path,
    shipments: Sequence[Row],
    *,
    lists: Sequence[Row] = (),
    interests: Sequence[Row] = (),
    settings: Settings | None = None,
) -> Case:
    """An open case in memory whose network is built."""
    inputs = [write_csv(folder / "shipments.csv", shipments)]
    if lists:
        inputs.append(write_csv(folder / "list.csv", lists, LIST_COLUMNS))
    if interests:
        inputs.append(write_csv(folder / "ownership.csv", interests))
    case = open_case()
    load_inputs(case, inputs)
    chosen = settings or Settings()
    resolve(case, chosen)
    build_network(case, chosen)
    return case


LEG_VIEW = """
SELECT c.name AS consignor, r.name AS receiver, role, class, departs_text, arrives_text,
       departs_first, departs_last, arrives_first, arrives_last, departs_assumed, arrives_assumed,
       leaves_us, quantity, value_usd
FROM legs JOIN parties c ON c.party_id = consignor JOIN parties r ON r.party_id = receiver
ORDER BY leg_id
"""
