"""How much each leg carried, by unit of measure; units are never mixed."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case

Floats = npt.NDArray[np.float64]

KILOGRAMS, DOLLARS = "kg", "USD"
"""What stands in where no leg of the exporter states a quantity: gross weight, then value."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Quantities:
    """Per leg, what its record says; NaN where it says nothing.

    Attributes:
        quantity: In the unit of the leg.
        unit: Number of the unit in `units`, -1 where there is none.
        units: Names of the units, sorted.
        weight: Gross weight in kg.
        value: In USD.
    """

    quantity: Floats
    unit: npt.NDArray[np.int64]
    units: tuple[str, ...]
    weight: Floats
    value: Floats

    def take(self, which: npt.NDArray[Any]) -> Quantities:
        """The quantities of some legs, renumbered."""
        return Quantities(
            quantity=self.quantity[which],
            unit=self.unit[which],
            units=self.units,
            weight=self.weight[which],
            value=self.value[which],
        )

    def measured(self, exported: npt.NDArray[Any]) -> list[tuple[str, Floats]]:
        """(unit, amount per leg) for each unit in which the legs at `exported` are stated.

        Gross weight where none states a quantity, value where none states a weight either.
        """
        stated = exported[~np.isnan(self.quantity[exported]) & (self.unit[exported] >= 0)]
        units = np.unique(self.unit[stated]).tolist()
        if units:
            return [
                (self.units[unit], np.where(self.unit == unit, self.quantity, np.nan))
                for unit in units
            ]
        for name, amounts in ((KILOGRAMS, self.weight), (DOLLARS, self.value)):
            if not np.isnan(amounts[exported]).all():
                return [(name, amounts)]
        return []


def read_quantities(case: Case) -> Quantities:
    """The quantities of all legs of a case; zero counts as not stated."""
    found = case.columns(
        """
        SELECT CASE WHEN quantity > 0 THEN quantity ELSE 'nan'::DOUBLE END AS quantity,
               CASE WHEN gross_weight_kg > 0 THEN gross_weight_kg ELSE 'nan'::DOUBLE END AS weight,
               CASE WHEN value_usd > 0 THEN value_usd ELSE 'nan'::DOUBLE END AS value,
               coalesce(quantity_unit, '') AS name
        FROM legs ORDER BY leg_id
        """
    )
    named = found["name"] != ""
    units, unit = np.unique(found["name"][named].astype(str), return_inverse=True)
    numbers = np.full(len(named), -1, dtype=np.int64)
    numbers[named] = unit
    return Quantities(
        quantity=found["quantity"],
        unit=numbers,
        units=tuple(units.tolist()),
        weight=found["weight"],
        value=found["value"],
    )
