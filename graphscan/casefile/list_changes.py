"""What changed between two states of a list."""

from __future__ import annotations

import collections
import dataclasses
import json
from collections.abc import Iterable
from typing import Any

_COMPARED = (
    *("list_code", "source", "entity_number", "entity_type", "name", "alt_names", "weak_names"),
    *("addresses", "countries", "programs", "citation", "start_text", "end_text"),
    *("license_requirement", "license_policy", "remarks"),
)
"""What makes two rows differ; `source_id` is a running number in some files."""

ListRow = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ListChange:
    """A row that two snapshots tell differently.

    Attributes:
        what: added, removed or changed.
        row: The row as it is now; of a removed one, as it was.
        fields: Field to its values before and after, of a changed one.
    """

    what: str
    row: ListRow
    fields: dict[str, tuple[Any, Any]]


def compare(before: Iterable[ListRow], after: Iterable[ListRow]) -> list[ListChange]:
    """What changed between two states of a list.

    Rows that say the same are the same. Of the others, those are one row that have equal list,
    number and name; else equal list and number; else, of the lists without numbers, equal list,
    citation and countries where only one is left on either side.

    Returns:
        Added, removed and changed rows, by list and name.
    """
    old, new = _apart(list(before), list(after))
    changes: list[ListChange] = []
    for key in (_same_name, _same_number, _same_notice):
        old, new, pairs = _paired(old, new, key)
        changes += [_change(one, other) for one, other in pairs]
    changes += [ListChange(what="removed", row=row, fields={}) for row in old]
    changes += [ListChange(what="added", row=row, fields={}) for row in new]
    return sorted(
        changes,
        key=lambda each: (each.what, each.row["list_code"], each.row["name"], _said(each.row)),
    )


def _said(row: ListRow) -> str:
    return json.dumps([row.get(name) for name in _COMPARED], sort_keys=True, default=str)


def _apart(old: list[ListRow], new: list[ListRow]) -> tuple[list[ListRow], list[ListRow]]:
    """The rows of either side that the other has not; equal rows are told off one by one."""
    left = collections.Counter(map(_said, new))
    gone = []
    for row in old:
        said = _said(row)
        if left[said]:
            left[said] -= 1
        else:
            gone.append(row)
    came = []
    for row in reversed(new):
        said = _said(row)
        if left[said]:
            left[said] -= 1
            came.append(row)
    return gone, came[::-1]


def _same_name(row: ListRow) -> tuple[Any, ...]:
    return (row["list_code"], row["entity_number"] or "", row["name"].casefold())


def _same_number(row: ListRow) -> tuple[Any, ...] | None:
    return (row["list_code"], row["entity_number"]) if row["entity_number"] else None


def _same_notice(row: ListRow) -> tuple[Any, ...] | None:
    if row["entity_number"] or not row["citation"]:
        return None
    return (row["list_code"], row["citation"], tuple(sorted(row["countries"])))


def _paired(
    old: list[ListRow], new: list[ListRow], key: Any
) -> tuple[list[ListRow], list[ListRow], list[tuple[ListRow, ListRow]]]:
    groups: dict[Any, tuple[list[ListRow], list[ListRow]]] = {}
    for side, rows in enumerate((old, new)):
        for row in rows:
            if key(row) is not None:
                groups.setdefault(key(row), ([], []))[side].append(row)
    pairs: list[tuple[ListRow, ListRow]] = []
    for left, right in groups.values():
        if key is _same_notice and (len(left), len(right)) != (1, 1):
            continue
        pairs += zip(sorted(left, key=_said), sorted(right, key=_said), strict=False)
    used = {id(row) for pair in pairs for row in pair}
    return (
        [row for row in old if id(row) not in used],
        [row for row in new if id(row) not in used],
        pairs,
    )


def _change(old: ListRow, new: ListRow) -> ListChange:
    fields = {
        name: (old.get(name), new.get(name)) for name in _COMPARED if old.get(name) != new.get(name)
    }
    return ListChange(what="changed", row=new, fields=fields)
