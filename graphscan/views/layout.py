"""Where the cards stand: columns by role from left to right, owners in a lane below.

Positions come from here and physics stays off: the first view takes a second instead of a
minute, and equal findings always look the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict

import numpy as np

CARD_WIDTH = 212
CARD_HEIGHT = 42
COLUMN_GAP = 130
SUB_COLUMN = CARD_WIDTH + 24
ROW = 50
ROOMY_ROW = 86
ROWS_PER_COLUMN = range(14, 61)
WINDOW = (1100, 660)
"""Width and height that the picture gets of an ordinary window: the shape to aim for."""
LANE_GAP = 84
MARGIN = 22
SWEEPS = 24


class Band(TypedDict):
    """A titled rectangle behind a column, or behind the owners."""

    title: str
    x: float
    y: float
    width: float
    height: float


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """Centres of cards in pixels at scale 1, and the bands behind them.

    Attributes:
        xy: Centre of each card, by party id, one decimal.
        bands: Columns from left to right.
        lane: The owners' lane; None where there are no owners.
    """

    xy: Mapping[int, tuple[float, float]]
    bands: tuple[Band, ...]
    lane: Band | None


Link = tuple[int, int, float]


def lay_out(
    stages: Mapping[int, int],
    links: Sequence[Link],
    owners: Sequence[int],
    titles: Sequence[str],
) -> Layout:
    """Place parties in their columns so that few links cross.

    Args:
        stages: Column number of each party, from 0, without gaps.
        links: (from, to, weight) between parties of columns, owners included.
        owners: Parties for the lane below.
        titles: Title of each column.

    Notes:
        Barycentre sweeps forwards and back (Sugiyama, Tagawa, Toda 1981), keeping the order with
        the least weighted crossings. Long columns are dealt out to columns side by side, as many
        as let the whole picture be shown largest.

    >>> links = [(1, 4, 1.0), (2, 3, 1.0)]
    >>> plan = lay_out({1: 0, 2: 0, 3: 1, 4: 1}, links, [], ["Exporters", "Listed"])
    >>> plan.xy[1][1] == plan.xy[4][1], plan.xy[1][0] < plan.xy[4][0]
    (True, True)
    """
    columns: list[list[int]] = [[] for _ in titles]
    for party, stage in sorted(stages.items()):
        columns[stage].append(party)
    columns = _fewest_crossings(columns, [link for link in links if _apart(link, stages)])
    most = _rows_per_column([len(column) for column in columns], len(owners))
    height = max((_rows(len(column), most) for column in columns), default=1) * ROW
    xy: dict[int, tuple[float, float]] = {}
    bands: list[Band] = []
    left = 0.0
    for title, column in zip(titles, columns, strict=True):
        subs, rows = _subs(len(column), most), _rows(len(column), most)
        step = min(max(ROW, height / rows), ROOMY_ROW)
        top = (height - step * (rows - 1)) / 2
        for index, party in enumerate(column):
            # Dealt row by row: neighbours in the order stay neighbours in height.
            across, down = index % subs, index // subs
            # Half a row lower beside its neighbour: links to it pass between the cards before it.
            lower = step / 2 if across % 2 else 0.0
            xy[party] = (round(left + across * SUB_COLUMN, 1), round(top + down * step + lower, 1))
        width = CARD_WIDTH + (subs - 1) * SUB_COLUMN
        bands.append(
            {
                "title": title,
                "x": round(left - CARD_WIDTH / 2 - MARGIN, 1),
                "y": -58.0,
                "width": float(width + 2 * MARGIN),
                "height": float(round(height + 58 + MARGIN, 1)),
            }
        )
        left += width + COLUMN_GAP
    total = left - COLUMN_GAP
    lane = _lane(xy, owners, links, height, total)
    return Layout(xy=dict(sorted(xy.items())), bands=tuple(bands), lane=lane)


def _apart(link: Link, stages: Mapping[int, int]) -> bool:
    return link[0] in stages and link[1] in stages and stages[link[0]] != stages[link[1]]


def _subs(cards: int, most: int) -> int:
    return max(1, -(-cards // most))


def _rows(cards: int, most: int) -> int:
    return max(1, -(-cards // _subs(cards, most)))


def _rows_per_column(sizes: Sequence[int], owners: int) -> int:
    """Most cards of one column such that the whole picture fits the window at the largest scale.

    >>> _rows_per_column([5, 7, 5], 0) >= 7
    True
    >>> _rows_per_column([14, 60, 60], 0)  # three columns of 20 show larger than two of 30
    29
    """
    best, largest = ROWS_PER_COLUMN[-1], 0.0
    for most in reversed(ROWS_PER_COLUMN):
        width = sum(CARD_WIDTH + (_subs(n, most) - 1) * SUB_COLUMN for n in sizes)
        width += COLUMN_GAP * (len(sizes) - 1) + 2 * MARGIN
        rows = max((_rows(n, most) for n in sizes), default=1)
        lane = -(-owners // max(1, int((width + 18) // SUB_COLUMN)))
        height = rows * ROW + 80 + (lane * ROW + LANE_GAP + 42 if owners else 0)
        scale = min(WINDOW[0] / width, WINDOW[1] / height)
        if scale > largest + 1e-9:
            best, largest = most, scale
    return best


def _fewest_crossings(columns: list[list[int]], links: Sequence[Link]) -> list[list[int]]:
    neighbours: dict[int, list[tuple[int, float]]] = {}
    for start, end, weight in links:
        neighbours.setdefault(start, []).append((end, weight))
        neighbours.setdefault(end, []).append((start, weight))
    best, fewest = columns, _crossings(columns, links)
    order = [list(column) for column in columns]
    for sweep in range(SWEEPS):
        turn = range(len(order)) if sweep % 2 == 0 else range(len(order) - 1, -1, -1)
        for number in turn:
            place = _places(order)
            here = set(order[number])
            wanted = {}
            for party in order[number]:
                near = [(place[n], w) for n, w in neighbours.get(party, ()) if n not in here]
                total = sum(w for _, w in near)
                wanted[party] = sum(p * w for p, w in near) / total if total else place[party]
            order[number] = sorted(order[number], key=_by(wanted))
        crossings = _crossings(order, links)
        if crossings < fewest:
            best, fewest = [list(column) for column in order], crossings
        if not fewest:
            break
    return best


def _by(wanted: Mapping[int, float]) -> Callable[[int], tuple[float, int]]:
    return lambda party: (wanted[party], party)


def _places(columns: Sequence[Sequence[int]]) -> dict[int, float]:
    return {
        party: (index + 0.5) / len(column)
        for column in columns
        for index, party in enumerate(column)
    }


def _crossings(columns: Sequence[Sequence[int]], links: Sequence[Link]) -> float:
    """Weighted crossings of links that run between the same two columns."""
    where = {party: number for number, column in enumerate(columns) for party in column}
    place = _places(columns)
    between: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    for start, end, weight in links:
        a, b = (start, end) if where[start] < where[end] else (end, start)
        between.setdefault((where[a], where[b]), []).append((place[a], place[b], weight))
    total = 0.0
    for rows in between.values():
        left, right, weight_ = np.array(rows, dtype=np.float64).T
        crossed = (left[:, None] - left) * (right[:, None] - right) < 0
        total += float((crossed * np.minimum(weight_[:, None], weight_)).sum()) / 2
    return total


def _lane(
    xy: dict[int, tuple[float, float]],
    owners: Sequence[int],
    links: Sequence[Link],
    height: float,
    width: float,
) -> Band | None:
    """Owners in rows below, each near what it is linked to; writes their places into `xy`."""
    if not owners:
        return None
    near: dict[int, list[float]] = {owner: [] for owner in owners}
    for start, end, _ in links:
        for owner, other in ((start, end), (end, start)):
            if owner in near and other in xy:
                near[owner].append(xy[other][0])
    middle = width / 2
    order = sorted(owners, key=lambda o: (sum(near[o]) / len(near[o]) if near[o] else middle, o))
    per_row = max(1, int((width + 18) // SUB_COLUMN))
    rows = -(-len(order) // per_row)
    per_row = -(-len(order) // rows)
    pitch = min((width - CARD_WIDTH) / max(1, per_row - 1), COLUMN_GAP + CARD_WIDTH)
    top = height + LANE_GAP
    for index, owner in enumerate(order):
        # Dealt column by column, so that the order from left to right holds in every row.
        across, down = index // rows, index % rows
        xy[owner] = (round(across * pitch, 1), round(top + 30 + down * ROW, 1))
    return {
        "title": "Ownership and control",
        "x": round(-CARD_WIDTH / 2 - MARGIN, 1),
        "y": round(top - 22, 1),
        "width": float(round(width + 2 * MARGIN, 1)),
        "height": float(round(rows * ROW + 42, 1)),
    }
