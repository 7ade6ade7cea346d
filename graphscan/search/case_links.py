"""Links of a case that no rule of classes gives: relabelled goods, single consignments, control.

All are few and pairwise, found by joins on what the records say. Only legs that could stand on a
chain whatever their class are joined, so the tables stay small.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphscan.casefile import Case
from graphscan.network import Legs
from graphscan.network.linked import parties_of
from graphscan.search.links import RELABELLED, class_allows, link_kinds
from graphscan.search.pruning import prune_in_steps
from graphscan.search.question import Pairs, Question
from graphscan.search.ranges import follows

Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

CONSERVED = 0.03
"""Weight and units of relabelled goods go on within this share of the larger."""

# A bucket is a little wider than the largest ratio of weights, so that no pair is two apart.
_RELABELLED = """
WITH loaded AS (
  SELECT leg_id, consignor, receiver, class, gross_weight_kg AS weight, quantity, quantity_unit,
         floor(ln(gross_weight_kg) / (-1.001 * ln(1 - $share)))::BIGINT AS bucket
  FROM legs
  WHERE gross_weight_kg > 0 AND quantity > 0 AND quantity_unit IS NOT NULL AND NOT consignment),
near AS (
  SELECT *, unnest([bucket - 1, bucket, bucket + 1]) AS beside FROM loaded {before})
SELECT a.leg_id AS before, b.leg_id AS after
FROM near a JOIN (SELECT * FROM loaded SEMI JOIN on_chain USING (leg_id)) b
  ON b.consignor = a.receiver AND b.bucket = a.beside AND b.class <> a.class
  AND b.quantity_unit = a.quantity_unit
WHERE abs(a.weight - b.weight) <= $share * greatest(a.weight, b.weight)
  AND abs(a.quantity - b.quantity) <= $share * greatest(a.quantity, b.quantity)
ORDER BY before, after
"""

MARKS = """
WITH chosen AS (
  SELECT leg_id, consignor, receiver, consignment, quantity, quantity_unit FROM legs
  WHERE consignment OR consignor IN (SELECT receiver FROM legs WHERE consignment)),
papers AS (
  SELECT leg_id, consignor, receiver, consignment, s.bill_number, s.house_bill_number,
         s.container_numbers
  FROM chosen JOIN leg_rows r USING (leg_id)
  JOIN shipments s ON s.file_id = r.file_id AND s.row = r.row),
marks AS (
  SELECT DISTINCT leg_id, consignor, receiver, consignment, kind, trim(mark) AS mark FROM (
    SELECT leg_id, consignor, receiver, consignment, 'bill' AS kind, bill_number AS mark FROM papers
    UNION ALL
    SELECT leg_id, consignor, receiver, consignment, 'house bill', house_bill_number FROM papers
    UNION ALL
    SELECT leg_id, consignor, receiver, consignment, 'container',
           unnest(string_split(container_numbers, ';')) FROM papers)
  WHERE trim(mark) <> '')
"""
"""The table `marks`, by what a consignment is known (leg_id, kind, mark): of legs that a logistics
party receives with nobody named behind it, and of what such parties send."""

_CONSIGNMENTS = """
SELECT a.leg_id AS before, b.leg_id AS after
FROM marks a JOIN marks b ON b.consignor = a.receiver AND b.kind = a.kind AND b.mark = a.mark
WHERE a.consignment
UNION
SELECT a.leg_id, b.leg_id
FROM chosen a JOIN chosen b
  ON b.consignor = a.receiver AND b.quantity = a.quantity AND b.quantity_unit = a.quantity_unit
WHERE a.consignment AND NOT EXISTS (
  SELECT 1 FROM marks m JOIN marks n USING (kind) WHERE m.leg_id = a.leg_id AND n.leg_id = b.leg_id)
ORDER BY before, after
"""
"""Goods that a logistics party sends on under a bill or in a container that it received them in,
else, where the two records share no kind of number, the same quantity."""


_CONTROL = """
SELECT a.leg_id AS before, b.leg_id AS after
FROM linked_parties p JOIN legs a ON a.receiver = p.holder JOIN legs b ON b.consignor = p.sender
SEMI JOIN on_chain x ON x.leg_id = a.leg_id
SEMI JOIN on_chain y ON y.leg_id = b.leg_id
WHERE NOT a.consignment AND b.departs_last >= a.arrives_first + $min_wait
  AND b.departs_first <= a.arrives_last + $max_wait
ORDER BY before, after
"""


def read_pairs(case: Case, question: Question) -> Pairs:
    """Relabelled links and the links of single consignments, where time allows them.

    Args:
        case: The case.
        question: All that may begin a chain stands in its `starts`, all that may end one in `ends`.
    """
    before, after = _consignments(case, question.legs)
    relabelled = _relabelled(case, question)
    before = np.concatenate([before, relabelled[0]])
    after = np.concatenate([after, relabelled[1]])
    allowed = follows(question, before, after)
    return Pairs(before=before[allowed], after=after[allowed])


def _consignments(case: Case, legs: Legs) -> tuple[Positions, Positions]:
    if not legs.consignment.any():
        none = np.array([], dtype=np.int64)
        return none, none
    found = case.columns(MARKS + _CONSIGNMENTS)
    before, after = found["before"].astype(np.int64), found["after"].astype(np.int64)
    allowed = class_allows(legs, before, after)
    return before[allowed], after[allowed]


def relabelled_before(case: Case, question: Question, origin: Flags) -> Pairs:
    """Relabelled links by which any leg leads to one of some, on a chain or not.

    Args:
        case: The case.
        question: The limits of a wait.
        origin: The legs led to.
    """
    if not origin.any():
        return Pairs()
    before, after = _changed(case, question.legs, np.flatnonzero(origin), "")
    return Pairs(before=before, after=after).where(follows(question, before, after))


def _relabelled(case: Case, question: Question) -> tuple[Positions, Positions]:
    kept = _whatever_class(question)
    return _changed(case, question.legs, kept, "SEMI JOIN on_chain USING (leg_id)")


def _changed(case: Case, legs: Legs, after: Positions, which: str) -> tuple[Positions, Positions]:
    case.temporary("on_chain", pa.table({"leg_id": pa.array(after, pa.int32())}))
    found = case.columns(_RELABELLED.format(before=which), {"share": CONSERVED})
    before, after = found["before"].astype(np.int64), found["after"].astype(np.int64)
    changed = link_kinds(legs, before, after) == RELABELLED
    return before[changed], after[changed]


def control_pairs(case: Case, question: Question) -> Pairs:
    """Legs that linked parties receive and send, where classes, wait and days of the link allow.

    Args:
        case: The case.
        question: Its `linked` is given.
    """
    legs, linked = question.legs, question.linked
    if linked is None or not len(linked):
        return Pairs()
    kept = _whatever_class(question)
    receivers, senders = (np.unique(side[kept]) for side in (legs.receiver, legs.consignor))
    holder, sender = linked.pairs(receivers, senders)
    case.temporary("on_chain", pa.table({"leg_id": pa.array(kept, pa.int32())}))
    case.temporary("linked_parties", pa.table({"holder": holder, "sender": sender}))
    waits = {"min_wait": question.min_wait, "max_wait": question.max_wait}
    found = case.columns(_CONTROL, waits)
    before, after = found["before"].astype(np.int64), found["after"].astype(np.int64)
    pairs = Pairs(before=before, after=after).where(class_allows(legs, before, after))
    return pairs.where(follows(question, pairs.before, pairs.after))


def _whatever_class(question: Question) -> Positions:
    """Legs on a chain, if goods could be taken for any other: a relaxation that loses nothing.

    Parties that may be linked are taken for one.
    """
    legs = question.legs
    if question.linked is not None and len(legs):
        group = question.linked.groups(int(parties_of(legs)[-1]) + 1).astype(legs.receiver.dtype)
        legs = dataclasses.replace(
            legs, consignor=group[legs.consignor], receiver=group[legs.receiver]
        )
    alike = dataclasses.replace(
        legs,
        klass=np.zeros_like(legs.klass),
        classes=("any",),
        short_code=np.zeros(len(legs), dtype=np.bool_),
        consignment=np.zeros(len(legs), dtype=np.bool_),
    )
    limited = question.limited_starts
    asked = dataclasses.replace(
        question,
        legs=alike,
        starts=question.starts if limited is None else question.starts | limited,
        limited_starts=None,
        limited_ends=None,
        pairs=Pairs(),
        linked=None,
    )
    return prune_in_steps(asked).kept
