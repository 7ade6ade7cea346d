"""`scan --assume-listed`: names as a list of their own, read like any other file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from graphscan.codes import lists
from graphscan.errors import SettingsError

FILE_NAME = "assumed_listed.csv"
"""Beside the findings, so that their evidence can be opened."""

COLUMNS = (
    *("_id", "source", "entity_number", "type", "programs", "name", "title", "addresses"),
    *("federal_register_notice", "start_date", "end_date", "standard_order"),
    *("license_requirement", "license_policy", "call_sign", "vessel_type", "gross_tonnage"),
    *("gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url"),
    *("alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth"),
    *("source_information_url", "ids"),
)
"""Those of the Consolidated Screening List."""


def assumed_names(given: Iterable[str]) -> list[str]:
    """The names of `--assume-listed`: each is a name, or a file with one name a line.

    Raises:
        SettingsError: A file holds no text, or there is no name.

    >>> assumed_names([" Kelanova  Compute ", "Kelanova Compute"])
    ['Kelanova Compute']
    """
    found: dict[str, None] = {}
    for text in given:
        for name in _lines(text):
            plain = " ".join(name.split())
            if plain:
                found[plain] = None
    if not found:
        raise SettingsError("--assume-listed names nobody", cure="Give a name, or a file of names.")
    return list(found)


def _lines(text: str) -> Sequence[str]:
    path = Path(text)
    try:
        if not path.is_file():
            return [text]
        return path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as err:
        raise SettingsError(
            f"--assume-listed {text}", cure="Give a text file in UTF-8, one name a line."
        ) from err
    except (OSError, ValueError):  # a name may be no path at all
        return [text]


def write_assumed(names: Iterable[str], path: Path) -> Path:
    """The names as a screening list without dates: as if they had always been listed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for number, name in enumerate(names, start=1):
            source = lists.get(lists.ASSUMED).source
            writer.writerow({"_id": f"assumed-{number}", "source": source, "name": name})
    return path
