"""Write the sample: `python sample_data/make_sample.py [FOLDER]`. Equal byte for byte."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import gzip
import io
import itertools
import sys
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).resolve().parents[1]))

from sample_data import listed, readme
from sample_data.bad_rows import BAD, RAGGED_LONG, RAGGED_SHORT, Bad
from sample_data.parties_planted import EXPORTERS, HOLDERS, LATER, LISTED
from sample_data.parties_twins import TWINS as TWIN_PARTIES
from sample_data.planted import Party, Route, moves
from sample_data.routes_found import FOUND
from sample_data.routes_later import LATER as WAITING
from sample_data.routes_later import MIRRORED
from sample_data.routes_twins import TWINS
from sample_data.tables import HOSTILE, Table, others, shipments, spoil
from sample_data.trade import Event, as_party, honest, relations
from sample_data.world import companies

SEED = 20250325
ROWS = 6000
PARTIES: dict[str, Party] = EXPORTERS | HOLDERS | LATER | TWIN_PARTIES | LISTED
ROUTES: tuple[Route, ...] = (*FOUND, *WAITING, MIRRORED, *TWINS)
SUPPLY = (
    ("us_distributor", "us_realty", "847330", "2025-04-09", 400),
    ("us_boards", "us_straw", "847330", "2024-10-22", 300),
    ("us_straw", "x01_wh", "847330", "2024-11-05", 300),
)
"""Domestic legs before an export: the context of P02, P03 and X01."""
NEAR = frozenset({"HK", "CN", "AM", "KG", "KZ", "RU"})


@dataclasses.dataclass(frozen=True, slots=True)
class Sample:
    """Everything that is written.

    Attributes:
        files: File name to bytes.
        shipment_ids: Route id to its shipment numbers, lot by lot, in order.
        bad: (file, record number, bad row), the header being record 1.
        rows: File name to the number of its rows.
    """

    files: dict[str, bytes]
    shipment_ids: dict[str, list[str]]
    bad: list[tuple[str, int, Bad]]
    rows: dict[str, int]


def planted_events() -> list[Event]:
    """The movements of all routes and twins."""
    return [
        Event(
            sender=PARTIES[move.sender],
            receiver=PARTIES[move.hop.to],
            hs=move.hop.hs,
            departs=move.departs,
            arrives=move.arrives,
            mode="road"
            if {PARTIES[move.sender].country, PARTIES[move.hop.to].country} <= NEAR
            else "air",
            quantity=move.quantity,
            route=route.id,
            number=number,
            months=move.hop.months,
            role=move.hop.role,
            roles={role: PARTIES[key] for role, key in move.hop.roles.items()},
            columns=move.hop.columns,
        )
        for route in ROUTES
        for number, move in enumerate(moves(route))
    ]


def _supply() -> list[Event]:
    days = [dt.date.fromisoformat(day) for *_, day, _ in SUPPLY]
    return [
        Event(
            sender=PARTIES[sender],
            receiver=PARTIES[receiver],
            hs=hs,
            departs=day,
            arrives=day + dt.timedelta(days=3),
            mode="road",
            quantity=quantity,
            route="context",
        )
        for day, (sender, receiver, hs, _, quantity) in zip(days, SUPPLY, strict=True)
    ]


def _hostile(dice: Random, buyers: list[Party]) -> list[Event]:
    """A few honest movements of the two traders whose names are markup and a formula."""
    names = {HOLDERS[key].name: HOLDERS[key] for key in ("p10_hk", "p19_ae")}
    found: list[Event] = []
    for name in HOSTILE:
        for _ in range(3):
            day = dt.date(2025, 2, 3) + dt.timedelta(days=dice.randrange(200))
            arrives = day + dt.timedelta(days=4)
            buyer = dice.choice(buyers)
            found.append(
                Event(
                    sender=names[name],
                    receiver=buyer,
                    hs="392690",
                    departs=day,
                    arrives=arrives,
                    mode="air",
                    quantity=9,
                )
            )
    return found


def build() -> Sample:
    """The whole sample in memory.

    >>> build().rows["ownership.csv"]
    203
    """
    dice = Random(SEED)
    people = companies(dice)
    buyers = [as_party(each) for each in people if each.kind == "buyer" and each.country != "US"]
    fixed = [*planted_events(), *_supply(), *honest(dice, people), *_hostile(dice, buyers)]
    stream = relations(dice, people)
    background = list(itertools.islice(stream, ROWS))
    count = ROWS
    while True:  # lines and mirrors come on top: take the number of events that gives ROWS rows
        tables, numbers = shipments([*fixed, *background[:count]], Random(SEED + 1), MIRRORED.id)
        spare = ROWS - sum(len(table.rows) for table in tables.values()) - _spoiled(tables)
        if spare >= 0:
            break
        count += int(spare / 1.2) - 1
    tables |= others(people, Random(SEED + 2))
    spoil(tables)
    files = {name: _encode(name, table) for name, table in tables.items()}
    files["screening_list.csv"] = listed.write_list()
    bad = [
        (name, place + 2, table.bad[place])
        for name, table in tables.items()
        for place in sorted(table.bad)
    ]
    rows = {name: len(table.rows) for name, table in tables.items()}
    rows["screening_list.csv"] = len(listed.read_rows())
    sample = Sample(files, numbers, bad, rows)
    files["README.md"] = readme.text(sample.shipment_ids, bad, rows, ROUTES, PARTIES).encode()
    return sample


def _spoiled(tables: dict[str, Table]) -> int:
    return sum(bad.file in tables for bad in BAD)


def _encode(name: str, table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t" if name.endswith(".tsv") else ",", lineterminator="\n")
    writer.writerow(table.columns)
    for place, row in enumerate(table.rows):
        cells = [row.get(column, "") for column in table.columns]
        bad = table.bad.get(place)
        if bad and bad.ragged == RAGGED_SHORT:
            cells = cells[:-4]
        elif bad and bad.ragged == RAGGED_LONG:
            cells += ["surplus", "surplus"]
        writer.writerow(cells)
    data = text.getvalue().encode("utf-8")
    return gzip.compress(data, 9, mtime=0) if name.endswith(".gz") else data


def main(folder: Path) -> None:
    """Write every file of the sample into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in sorted(build().files.items()):
        (folder / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
