"""Rows of the Consolidated Screening List for the case.

A list is official and its rows name the parties to look for: what is odd in one is warned of, and
only a row without a name or without a known list is quarantined. Null tokens are not looked for,
since "NA" may be the name of somebody.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphscan.dates import DayInterval
from graphscan.records import SCREENING_LIST
from graphscan.sources import screening_list as csl
from graphscan.sources.batch import Batch
from graphscan.sources.canonical import Loaded
from graphscan.sources.problems import Doubt, Refusal
from graphscan.sources.rows import Rows

_NO_NAME = Refusal(reason="missing", cure="A listed party has a name.")
_NO_LIST = Refusal(
    reason="no list in it",
    cure="Write the source as the official file does: `Entity List (EL) - ...`.",
)
_NO_DATE = Doubt(reason="not a date: read as unknown")
_CONTROL = Doubt(reason="a control character: now a space")

_TEXTS = pa.list_(pa.string())


def read_screening_list(batch: Batch) -> Loaded:
    """The rows of a batch of the official CSV.

    >>> batch = Batch(
    ...     rows=np.array([2]),
    ...     columns={
    ...         "source": pa.array(["Entity List (EL) - Bureau of Industry and Security"]),
    ...         "name": pa.array([" HiSilicon Technologies Co., Ltd (HiSilicon)"]),
    ...         "federal_register_notice": pa.array(["84 FR 22961"]),
    ...     },
    ... )
    >>> row = read_screening_list(batch).data.to_pylist()[0]
    >>> row["name"], row["start_text"], row["alt_names"]
    ('HiSilicon Technologies Co., Ltd (HiSilicon)', '2019', [])
    """
    rows = Rows(batch)
    texts = {name: _clean(rows, batch, name) for name in SCREENING_LIST.names}
    codes = [csl.list_code(source) if source else None for source in texts["source"]]
    for name, absent, refusal in (
        ("source", [code is None for code in codes], _NO_LIST),
        ("name", [not text for text in texts["name"]], _NO_NAME),
    ):
        rows.refuse(np.array(absent, dtype=np.bool_), name, _given(batch, name), refusal)
    starts = _dates(rows, batch, texts, "start_date")
    starts = [
        start or csl.listing_year(notice)
        for start, notice in zip(starts, texts["federal_register_notice"], strict=True)
    ]
    ends = _dates(rows, batch, texts, "end_date")
    keep = pa.array(rows.kept)
    data = pa.table(
        {
            "row": rows.numbers(),
            **_identity(texts, codes),
            "entry_id": _ids(batch, texts, codes),
            **_days(starts, "start"),
            **_days(ends, "end"),
        }
    )
    return Loaded(
        data=data.filter(keep),
        filled={
            name: sum(bool(text) for text, kept in zip(cells, rows.kept, strict=True) if kept)
            for name, cells in texts.items()
        },
        quarantine=rows.quarantine(),
        warnings=rows.warnings(),
        excluded=rows.excluded,
    )


def _ids(batch: Batch, texts: dict[str, list[str]], codes: list[str | None]) -> pa.Array:
    """The id of each entry, over its name as the file has it: a tab in it counts."""
    verbatim = pc.fill_null(pc.utf8_trim_whitespace(_given(batch, "name")), "").to_pylist()
    countries = [csl.countries_of(csl.split(text)) for text in texts["addresses"]]
    identifying = zip(
        [code or "" for code in codes],
        texts["source"],
        texts["entity_number"],
        verbatim,
        countries,
        texts["federal_register_notice"],
        strict=True,
    )
    return pa.array([csl.entry_id(*each) for each in identifying], pa.string())


def _identity(texts: dict[str, list[str]], codes: list[str | None]) -> dict[str, pa.Array]:
    addresses = [csl.split(text) for text in texts["addresses"]]
    known = [code or "" for code in codes]
    return {
        "list_code": pa.array(known, pa.string()),
        "source": pa.array(texts["source"], pa.string()),
        "source_id": pa.array(texts["_id"], pa.string()),
        "entity_number": _optional(texts["entity_number"]),
        "entity_type": _optional(texts["type"]),
        "name": pa.array(texts["name"], pa.string()),
        "alt_names": _split(texts["alt_names"]),
        "addresses": pa.array(addresses, _TEXTS),
        "countries": pa.array([csl.countries_of(each) for each in addresses], _TEXTS),
        "programs": _split(texts["programs"]),
        "citation": pa.array(texts["federal_register_notice"], pa.string()),
        "license_requirement": _optional(texts["license_requirement"]),
        "license_policy": _optional(texts["license_policy"]),
        "remarks": _optional(texts["remarks"]),
        "footnotes": pa.array(
            [csl.footnotes(text) for text in texts["license_requirement"]], _TEXTS
        ),
        "address_only": pa.array(
            [csl.is_address(code, name) for code, name in zip(known, texts["name"], strict=True)],
            pa.bool_(),
        ),
        "extends_to_subsidiaries": pa.array(
            [csl.extends_to_subsidiaries(name) for name in texts["name"]], pa.bool_()
        ),
    }


def _clean(rows: Rows, batch: Batch, name: str) -> list[str]:
    """Trimmed text, '' where absent. C1 characters stay: they are part of one listed name."""
    given = _given(batch, name)
    control = pc.match_substring_regex(given, r"[\x00-\x1f\x7f]").fill_null(fill_value=False)
    if pc.any(control).as_py():
        rows.doubt(control.to_numpy(zero_copy_only=False), name, given, _CONTROL)
        given = pc.replace_substring_regex(given, r"[\x00-\x1f\x7f]+", " ")
    texts: list[str] = pc.fill_null(pc.utf8_trim_whitespace(given), "").to_pylist()
    return texts


def _dates(
    rows: Rows, batch: Batch, texts: dict[str, list[str]], name: str
) -> list[DayInterval | None]:
    dates = [csl.listing_date(text) for text in texts[name]]
    odd = [bool(text) and date is None for text, date in zip(texts[name], dates, strict=True)]
    rows.doubt(np.array(odd, dtype=np.bool_), name, _given(batch, name), _NO_DATE)
    return dates


def _days(dates: list[DayInterval | None], stem: str) -> dict[str, pa.Array]:
    return {
        f"{stem}_first": pa.array([date and date.first for date in dates], pa.date32()),
        f"{stem}_last": pa.array([date and date.last for date in dates], pa.date32()),
        f"{stem}_text": pa.array([date and str(date) for date in dates], pa.string()),
    }


def _split(texts: list[str]) -> pa.Array:
    return pa.array([csl.split(text) for text in texts], _TEXTS)


def _optional(texts: list[str]) -> pa.Array:
    return pa.array([text or None for text in texts], pa.string())


def _given(batch: Batch, name: str) -> pa.Array:
    return batch.columns.get(name, pa.nulls(len(batch.rows), pa.string()))
