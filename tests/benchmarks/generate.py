"""A generated trade world of any size: stable relations, hubs, specialities, real dates.

    python -m tests.benchmarks.generate FOLDER --shipments 1000000 [--format parquet] [--seed 7]

Companies trade in one to three headings; every supplier has a few customers of the same heading,
the big ones many. Shipments repeat these relations with a heavy tail, so hubs and parallel legs
occur as in real data. About 8 percent of companies are in the U.S., 1 percent are listed. A fifth
of the records know a month only, a tenth no arrival. Everything is invented; equal arguments give
equal files.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from graphscan.records.tables import SCREENING_LIST

Array = npt.NDArray[Any]
CHUNK = 500_000
COUNTRIES = (
    "US",
    "CN",
    "HK",
    "SG",
    "MY",
    "TW",
    "JP",
    "KR",
    "DE",
    "NL",
    "TR",
    "AE",
    "VN",
    "TH",
    "IN",
)
WEIGHTS = (8, 22, 10, 7, 7, 6, 6, 5, 7, 4, 5, 5, 3, 3, 2)
SYLLABLES = (
    *("ba", "cor", "den", "fal", "gor", "hul", "jin", "kar", "lom", "mer"),
    *("nor", "pel", "quin", "ras", "sol", "tan", "vor", "wex", "yun", "zel"),
)
FORMS = ("Ltd", "Co., Ltd.", "Inc.", "GmbH", "Pte. Ltd.", "Sdn. Bhd.", "LLC", "FZE")
HEADINGS = 300


def companies(count: int, rng: np.random.Generator) -> dict[str, Array]:
    """Names, countries, activity and list membership."""
    parts = rng.integers(len(SYLLABLES), size=(4, count))
    syllables = np.array(SYLLABLES)
    words = [syllables[part].astype(object) for part in parts]
    number = np.arange(count).astype(str).astype(object)
    names = words[0] + words[1] + " " + words[2] + words[3] + " " + number
    forms = np.array(FORMS, dtype=object)[rng.integers(len(FORMS), size=count)]
    weights = np.array(WEIGHTS) / sum(WEIGHTS)
    country = rng.choice(len(COUNTRIES), size=count, p=weights)
    country[: len(COUNTRIES)] = np.arange(len(COUNTRIES))
    listed = (rng.random(count) < 0.01) & (country != 0)
    listed[1] = True
    return {
        "name": names + " " + forms,
        "country": country,
        "activity": rng.pareto(1.2, count) + 1,
        "listed": listed,
    }


def relations(world: dict[str, Array], rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """(supplier, customer, heading) of every standing relation."""
    count = len(world["activity"])
    popularity = 1 / np.arange(1, HEADINGS + 1) ** 0.7
    per_company = rng.integers(1, 4, count)
    member = np.repeat(np.arange(count), per_company)
    heading = rng.choice(HEADINGS, size=len(member), p=popularity / popularity.sum())
    order = np.lexsort((member, heading))
    member, heading = member[order], heading[order]
    weight = np.cumsum(world["activity"][member])
    first = np.searchsorted(heading, np.arange(HEADINGS))
    last = np.searchsorted(heading, np.arange(HEADINGS), side="right")
    base = np.concatenate([[0.0], weight])
    customers = 1 + rng.poisson(np.minimum(world["activity"][member], 200) ** 0.7)
    supplier = np.repeat(member, customers)
    of = np.repeat(heading, customers)
    drawn = base[first[of]] + rng.random(len(of)) * (base[last[of]] - base[first[of]])
    customer = member[np.minimum(np.searchsorted(weight, drawn), len(member) - 1)]
    apart = supplier != customer
    return supplier[apart], customer[apart], of[apart]


def tables(shipments: int, seed: int) -> tuple[list[dict[str, str]], Iterator[pa.Table]]:
    """Rows of a screening list, and the shipments in chunks."""
    rng = np.random.default_rng(seed)
    world = companies(max(500, shipments // 10), rng)
    supplier, customer, heading = relations(world, rng)
    weight = np.cumsum(rng.pareto(1.1, len(supplier)) + 0.2)
    listed = [
        {
            "_id": f"g{number}",
            "source": "Entity List (EL) - Bureau of Industry and Security",
            "name": str(world["name"][number]),
            "addresses": COUNTRIES[world["country"][number]],
            "federal_register_notice": f"{84 + number % 7} FR {10000 + number}",
            "start_date": f"20{19 + number % 7}-0{1 + number % 9}-15" if number % 3 else "",
        }
        for number in np.flatnonzero(world["listed"]).tolist()
    ]

    def chunks() -> Iterator[pa.Table]:
        for start in range(0, shipments, CHUNK):
            size = min(CHUNK, shipments - start)
            drawn = np.searchsorted(weight, rng.random(size) * weight[-1])
            yield _chunk(world, supplier[drawn], customer[drawn], heading[drawn], start, rng)

    return listed, chunks()


def _chunk(
    world: dict[str, Array],
    supplier: Array,
    customer: Array,
    heading: Array,
    start: int,
    rng: np.random.Generator,
) -> pa.Table:
    size = len(supplier)
    departs = np.datetime64("2022-01-01") + rng.integers(0, 1096, size)
    arrives = departs + rng.integers(1, 40, size)
    month_only = rng.random(size) < 0.2
    no_arrival = rng.random(size) < 0.1
    day, arrival = departs.astype(str).astype(object), arrives.astype(str).astype(object)
    month = departs.astype("datetime64[M]").astype(str).astype(object)
    arrival_month = arrives.astype("datetime64[M]").astype(str).astype(object)
    codes = np.array(COUNTRIES, dtype=object)
    advanced = np.array(["847330", "854231", "847150", "854232"], dtype=object)
    digits = (730000 + heading * 211 % 200000).astype(str).astype(object)
    quantity = rng.integers(1, 500, size)
    value = quantity * rng.integers(5, 900, size)
    modes = np.array(["sea", "air", ""], dtype=object)
    return pa.table(
        {
            "shipment_id": pa.array([f"G{number}" for number in range(start, start + size)]),
            "departure_date": pa.array(np.where(month_only, month, day)),
            "arrival_date": pa.array(
                np.where(no_arrival, "", np.where(month_only, arrival_month, arrival))
            ),
            "consignor_name": pa.array(world["name"][supplier]),
            "consignor_country": pa.array(codes[world["country"][supplier]]),
            "consignee_name": pa.array(world["name"][customer]),
            "consignee_country": pa.array(codes[world["country"][customer]]),
            "hs_code": pa.array(np.where(heading % 16 == 0, advanced[heading % 4], digits)),
            "quantity": pa.array(quantity.astype(str).astype(object)),
            "quantity_unit": pa.array(["PCS"] * size),
            "gross_weight_kg": pa.array((quantity * 3 // 2).astype(str).astype(object)),
            "value_usd": pa.array(value.astype(str).astype(object)),
            "mode": pa.array(modes[rng.integers(3, size=size)]),
        }
    )


def write(folder: Path, shipments: int, *, kind: str = "csv", seed: int = 7) -> list[Path]:
    """Write `shipments.csv` or `.parquet` and `list.csv`; memory is that of one chunk."""
    folder.mkdir(parents=True, exist_ok=True)
    listed, chunks = tables(shipments, seed)
    path = folder / f"shipments.{kind}"
    first = next(chunks)
    with (
        pq.ParquetWriter(path, first.schema)
        if kind == "parquet"
        else pa_csv.CSVWriter(path, first.schema) as writer
    ):
        writer.write_table(first)
        for chunk in chunks:
            writer.write_table(chunk)
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        names = [column.name for column in SCREENING_LIST.columns]
        rows = csv.DictWriter(file, names, restval="")
        rows.writeheader()
        rows.writerows(listed)
    return [path, folder / "list.csv"]


def main() -> None:
    """Write a world from the command line."""
    parser = argparse.ArgumentParser(description="Write a generated trade world.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shipments", type=int, default=100_000)
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    write(given.folder, given.shipments, kind=given.format, seed=given.seed)


if __name__ == "__main__":
    main()
