"""Mirror records: pairs merged, missed and merged wrongly on a generated world with amended rows.

Suppliers repeat themselves: the same goods in the same lots to the same customer every few weeks,
which is what makes wrong pairs. A third of the exports stand in the import file too: with other
filing days, rounded weights, bills for some of them, month-only dates for others. A tenth of the
records are amended. Everything is invented.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from graphscan.casefile import open_case
from graphscan.resolve import resolve
from graphscan.settings import Settings
from graphscan.sources import load_inputs
from tests.network.small import Row, write_csv

RECORDS = 20_000


def world(dice: random.Random) -> tuple[list[Row], list[Row], set[tuple[str, str]], set[str]]:
    """Export rows, import rows, the true pairs (import id, export id) and the amended exports."""
    exports: list[Row] = []
    imports: list[Row] = []
    true: set[tuple[str, str]] = set()
    amended: set[str] = set()
    number = 0
    while number < RECORDS:
        sender, receiver = (
            f"Supplier {dice.randrange(2000)} Ltd",
            f"Buyer {dice.randrange(3000)} Co",
        )
        code, lot = (
            dice.choice(("847330", "854231", "392690", "870899")),
            dice.randrange(5, 400) * 5,
        )
        day = dice.randrange(0, 200)
        for _ in range(dice.randrange(1, 6)):
            number += 1
            day += dice.randrange(10, 60)
            size = lot if dice.random() < 0.6 else dice.randrange(5, 2000)
            bill = f"BLUE{number:08d}" if dice.random() < 0.5 else ""
            row: dict[str, object] = {
                "shipment_id": f"E{number}",
                "line_no": "1",
                "consignor_name": sender,
                "consignor_country": "SG",
                "consignee_name": receiver,
                "consignee_country": "CN",
                "departure_date": _date(day),
                "arrival_date": "",
                "hs_code": code,
                "quantity": size,
                "quantity_unit": "PCS",
                "gross_weight_kg": size * 0.4,
                "bill_number": bill,
                "regime": "export",
                "status": "new",
            }
            exports.append(row)
            if dice.random() < 0.1:
                exports.append({**row, "gross_weight_kg": size * 0.41, "status": "amended"})
                amended.add(f"E{number}")
            if dice.random() < 0.33:
                shown = _date(day + dice.choice((0, 0, 0, 1, 2)))
                imports.append(
                    {
                        **row,
                        "shipment_id": f"I{number}",
                        "departure_date": shown[:7] if dice.random() < 0.2 else shown,
                        "arrival_date": _date(day + dice.randrange(5, 30)),
                        "gross_weight_kg": round(size * 0.4),
                        "bill_number": bill if dice.random() < 0.7 else "",
                        "regime": "import",
                    }
                )
                true.add((f"I{number}", f"E{number}"))
    return exports, imports, true, amended


def _date(day: int) -> str:
    return (dt.date(2023, 1, 1) + dt.timedelta(days=day)).isoformat()


@pytest.mark.benchmark
def test_mirrors(tmp_path: Path) -> None:
    exports, imports, true, amended = world(random.Random(5))
    write_csv(tmp_path / "exports.csv", exports)
    write_csv(tmp_path / "imports.csv", imports)
    with open_case() as case:
        load_inputs(case, [tmp_path])
        resolve(case, Settings())
        found = case.rows(
            "SELECT m.rule, a.shipment_id, b.shipment_id FROM mirrors m"
            " JOIN shipments a USING (file_id, row)"
            " JOIN shipments b ON b.file_id = m.of_file_id AND b.row = m.of_row"
        )
    merged = {(one, other) for rule, one, other in found if rule != "amended"}
    replaced = {one for rule, one, _ in found if rule == "amended"}
    right = len(merged & true)
    print(
        f"\n{len(exports):,} export rows, {len(imports):,} import rows, {len(true):,} true pairs:"
        f" merged {len(merged):,}, of them right {right:,}, wrong {len(merged - true):,},"
        f" missed {len(true - merged):,}; precision {right / len(merged):.4f},"
        f" recall {right / len(true):.4f}; amended {len(replaced & amended):,} of {len(amended):,},"
        f" wrongly {len(replaced - amended):,}"
    )
    assert right / len(merged) >= 0.99
    assert right / len(true) >= 0.95
    assert replaced <= amended
