"""The chains of every route counted again: its network made anew from rows, the slow search on it.

Of each lane between two parties of a route come all shipment rows of the case, not only those that
the finding names: a row that was altered, added or taken away changes a number even where no shown
journey goes along it. Legs, starts, ends and links are made of them as a run makes its own; then
`graphscan.search.reference` judges every pair of legs.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from graphscan.casefile import Case
from graphscan.casefile.narrow import OF_LEGS
from graphscan.findings.verify_rows import Lanes
from graphscan.findings.verify_world import reference_world
from graphscan.network import read_legs
from graphscan.network.build import UNITED_STATES, build_legs
from graphscan.network.control import read_control
from graphscan.network.ends import judge_ends, note_end_parties
from graphscan.network.targets import choose_targets
from graphscan.search import reference
from graphscan.search.case_question import recorded_question
from graphscan.search.question import Question
from graphscan.settings import Settings

MOST_PAIRS = 1_000_000
"""Pairs of unlike legs of one route that are judged; a route with more is told as not counted."""

MOST_PAIRS_OF_ALL = 20_000_000
"""The same of all routes together, best first: about a minute."""

_WANTED = """
CREATE OR REPLACE TEMP TABLE wanted_lines AS
WITH named AS (
  SELECT file_id, row, consignor, unnest([consignee, intermediate_consignee, ultimate_consignee,
                                          purchaser, end_user]) AS receiver
  FROM shipment_parties),
told AS (  -- by a row itself, and by what mirrors it
  SELECT file_id, row, consignor, receiver FROM named
  UNION
  SELECT of_file_id, of_row, p.consignor, n.receiver
  FROM mirrors m JOIN named n USING (file_id, row)
  JOIN shipment_parties p ON p.file_id = of_file_id AND p.row = of_row),
on_lanes AS (SELECT file_id, row, consignor FROM told SEMI JOIN lanes USING (consignor, receiver)),
origin AS (  -- such a leg begins a chain only where nothing leads to it
  SELECT consignor FROM on_lanes JOIN shipments USING (file_id, row)
  WHERE list_contains(?, origin_country)),
of_records AS (
  SELECT file_id, row FROM on_lanes
  UNION
  SELECT file_id, row FROM told WHERE receiver IN (SELECT consignor FROM origin))
FROM of_records
UNION
SELECT m.file_id, m.row FROM mirrors m
JOIN of_records o ON o.file_id = m.of_file_id AND o.row = m.of_row
"""

_SHADOWS = ("legs", *OF_LEGS, "exclusions")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """What came of counting again.

    Attributes:
        differences: (finding id, in words).
        chains: Possible chains counted.
        left_out: Routes with too many pairs of legs to judge.
    """

    differences: tuple[tuple[str, str], ...]
    chains: int
    left_out: int


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """Chains of one route."""

    possible: int
    certain: int
    by_basis: Mapping[str, int]


def recount(
    case: Case, settings: Settings, routes: Sequence[tuple[Mapping[str, Any], Lanes]]
) -> Recount:
    """Count the chains of routes again, and compare.

    Args:
        case: The case; nothing of it is changed.
        settings: Those of the run.
        routes: Findings, each with the lanes that its rows give.
    """
    if not routes:
        return Recount(differences=(), chains=0, left_out=0)
    with _made_anew(case, settings, sorted({lane for _, lanes in routes for lane in lanes})):
        asked = recorded_question(case, read_legs(case), settings)
        world = reference_world(case, asked, settings, [lanes for _, lanes in routes])
    by_lane: dict[tuple[int, int], list[int]] = {}
    for position, leg in enumerate(world.legs):
        by_lane.setdefault((leg.consignor, leg.receiver), []).append(position)
    paired = {leg for pair in world.pairs for leg in pair}
    found: list[tuple[str, str]] = []
    chains = left_out = judged = 0
    for finding, lanes in routes:
        layers = _layers(world, asked, finding, [by_lane.get(lane, []) for lane in lanes])
        groups = [alike(world, layer, paired) for layer in layers]
        pairs = sum(pairs_to_judge(world, one, other) for one, other in itertools.pairwise(groups))
        if pairs > MOST_PAIRS or judged + pairs > MOST_PAIRS_OF_ALL:
            left_out += 1
            continue
        judged += pairs
        counted = count(world, groups)
        chains += counted.possible
        found += [(finding["id"], what) for what in _told(finding, counted)]
    return Recount(differences=tuple(found), chains=chains, left_out=left_out)


def pairs_to_judge(world: reference.World, one: Mapping[int, int], other: Mapping[int, int]) -> int:
    """Pairs of legs to judge between two steps.

    Where linked parties hand goods on, the slow search looks at pairs of days and at the days in
    between: each counts as ten.
    """
    before, after = [world.legs[leg] for leg in one], [world.legs[leg] for leg in other]
    if not before or not after or before[0].receiver == after[0].consignor:
        return len(before) * len(after)
    came = sum(last - first + 1 for first, last in (leg.arrives for leg in before))
    went = sum(last - first + 1 for first, last in (leg.departs for leg in after))
    return 10 * came * went


def alike(world: reference.World, legs: Sequence[int], paired: Container[int]) -> dict[int, int]:
    """One leg for all that are equal in all that the search looks at, and how many they are.

    Args:
        world: All legs.
        legs: Positions of those of one step.
        paired: Positions of legs that are linked one by one: each stays by itself.
    """
    first: dict[reference.Leg | int, int] = {}
    found: Counter[int] = Counter()
    for leg in legs:
        found[first.setdefault(leg if leg in paired else world.legs[leg], leg)] += 1
    return dict(found)


def count(world: reference.World, layers: Sequence[Mapping[int, int]]) -> Counted:
    """Chains that have a leg of each layer, by every pair of legs that follow each other.

    Args:
        world: The legs and the limits.
        layers: Of each step of a route, positions of legs and how many there are of each.

    >>> leg = reference.Leg(consignor=0, receiver=1, klass=0, departs=(1, 1), arrives=(2, 2))
    >>> on = dataclasses.replace(leg, consignor=1, receiver=2, departs=(2, 2), basis="listed")
    >>> world = reference.World(legs=[leg, leg, on])
    >>> count(world, [alike(world, [0, 1], ()), {2: 1}])  # parallel legs count apart
    Counted(possible=2, certain=2, by_basis={'listed': 2})
    """
    ways, sure = (dict(layers[0]) for _ in range(2))
    for layer in layers[1:]:
        leading = {after: [leg for leg in ways if world.follows(leg, after)] for after in layer}
        sure = {
            after: number
            * sum(
                sure[leg]
                for leg in leading[after]
                if sure[leg] and world.surely_follows(leg, after)
            )
            for after, number in layer.items()
        }
        ways = {
            after: number * sum(ways[leg] for leg in leading[after])
            for after, number in layer.items()
        }
    by_basis: Counter[str] = Counter()
    for leg, number in ways.items():
        by_basis[world.legs[leg].basis] += number
    certain = sum(number for leg, number in sure.items() if world.legs[leg].end_certain)
    return Counted(by_basis.total(), certain, {name: n for name, n in by_basis.items() if n})


def _told(finding: Mapping[str, Any], counted: Counted) -> Iterator[str]:
    for name, number in (("chains", counted.possible), ("chains_certain", counted.certain)):
        if finding[name] != number:
            yield f"{name} counted again: {number}, not {finding[name]}"
    if finding["by_basis"] != counted.by_basis:
        told = ", ".join(f"{number} {basis}" for basis, number in sorted(counted.by_basis.items()))
        yield f"chains by basis counted again: {told or 'none'}"


def _layers(
    world: reference.World,
    asked: Question,
    finding: Mapping[str, Any],
    lanes: Sequence[Sequence[int]],
) -> list[list[int]]:
    """The legs of each lane that may stand at its place on the route."""
    limited = finding["start"] == "fdp"
    nobody = np.zeros(len(asked.legs), dtype=np.bool_)
    starts = asked.limited_starts if limited else asked.starts
    ends = asked.limited_ends if limited else asked.ends
    starts, ends = (nobody if flags is None else flags for flags in (starts, ends))
    classes = asked.legs.classes
    first, *_ = lanes
    kept = [
        [leg for leg in first if starts[leg] and classes[world.legs[leg].klass] == _class(finding)],
        *(list(lane) for lane in lanes[1:]),
    ]
    *between, last = kept
    return [
        *([leg for leg in lane if not world.legs[leg].final] for lane in between),
        [leg for leg in last if ends[leg]],
    ]


def _class(finding: Mapping[str, Any]) -> str:
    return str(finding["commodity"]["class"])


@contextlib.contextmanager
def _made_anew(case: Case, settings: Settings, lanes: Lanes) -> Iterator[None]:
    """Within the block, legs and their ends are those of the rows of some lanes, made just now.

    Tables of the same names, for this connection only, stand before those of the file.
    """
    wanted = {"consignor": [lane[0] for lane in lanes], "receiver": [lane[1] for lane in lanes]}
    case.temporary("lanes", pa.table(wanted, pa.schema([(n, pa.int32()) for n in wanted])))
    case.execute(_WANTED, [list(UNITED_STATES)])
    rows = "SELECT s.* FROM shipments s SEMI JOIN wanted_lines USING (file_id, row)"
    made: list[str] = []
    try:
        for name in _SHADOWS:
            case.execute(f'CREATE TEMP TABLE "{name}" AS FROM "{name}" LIMIT 0')
            made.append(name)
        case.execute(f"CREATE TEMP TABLE shipments AS {rows}")
        made.append("shipments")
        choose_targets(case, settings)
        control = read_control(case, settings)
        note_end_parties(case, control)
        build_legs(case, settings)
        judge_ends(case, settings, control)
        yield
    finally:
        for name in reversed(made):
            case.execute(f'DROP TABLE temp."{name}"')
