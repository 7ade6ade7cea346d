"""Marks of links that do not rest on an unchanged class: they are told, and give no points.

What such a link lacks already costs points: goods of another code do not earn `same-goods`, and a
single consignment is never certain. So the marks only say on what the link rests.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from graphscan.codes import commodity
from graphscan.findings.factor import Ints, LinkFactor, Links, Story
from graphscan.findings.wording import listed_words, sentence
from graphscan.search import links as kinds


class _Mark(LinkFactor):
    """A sentence about links of some kinds."""

    noted = True
    of: ClassVar[tuple[int, ...]]
    says: ClassVar[str]

    def points(self, links: Links) -> Ints:
        """None."""
        return np.zeros(len(links), dtype=np.int32)

    def tells(self, story: Story) -> bool:
        """Whether a link of the journey is of these kinds."""
        return bool(np.isin(_kinds(story.links), self.of).any())

    def text(self, story: Story) -> str:
        """From which class to which, at whom."""
        legs, told = story.facts.legs, []
        for at in np.flatnonzero(np.isin(_kinds(story.links), self.of)).tolist():
            before, after = (
                commodity.describe(legs.classes[legs.klass[leg]])
                for leg in (story.links.before[at], story.links.after[at])
            )
            goods = before if before == after else f"{before} in, {after} out"
            told.append(f"{story.name(int(legs.receiver[story.links.before[at]]))} ({goods})")
        return sentence(f"{self.says} {listed_words(told)}")


class Relabelled(_Mark):
    """Goods of another class go on with the same weight and number of pieces, within 3 percent."""

    id = "relabelled"
    title = "Class changed, weight and pieces the same"
    source = "Relabelling case (plea of 10 October 2025): accelerators declared as adapter modules"
    of = (kinds.RELABELLED,)
    says = "another class of goods, with the same weight and number of pieces, leaves"


class ClassChanged(_Mark):
    """The class changes by a known step of manufacture, or a code says too little to compare."""

    id = "class-changed"
    title = "Class of goods changed or not known"
    source = "Headings of the Harmonized System: chips (8542), boards (8473), computers (8471)"
    of = (kinds.TRANSFORM, kinds.UNKNOWN_CLASS, kinds.SHORT_CODE)
    says = "the goods in and out of one class only by a step of manufacture or a missing code, at"


class SingleConsignment(_Mark):
    """A logistics party with nobody named behind it sent on one consignment."""

    id = "single-consignment"
    title = "Held by a logistics party"
    source = "15 CFR 748.5(e), 772.1: forwarders hold no title; one consignment is followed"
    of = (kinds.CONSIGNMENT,)
    says = "the same bill, container or quantity ties the two legs at"


class ControlLink(_Mark):
    """Goods pass once, without a record, to an owner, to what it owns, or between two such.

    On such a link the wait, the goods and their amounts earn nothing, nor do the shares of goods
    that holders pass on earn anything on such a route: so it scores lower than one on record.
    """

    id = "control-link"
    title = "Handed on without a record"
    source = "31 CFR 587.406 for half of the shares; that goods pass within a group is an inference"
    of = (kinds.CONTROL,)

    def text(self, story: Story) -> str:
        """From whom to whom, and what links them."""
        legs, told = story.facts.legs, []
        for before, after in zip(story.links.before, story.links.after, strict=True):
            holder, sender = int(legs.receiver[before]), int(legs.consignor[after])
            if holder != sender:
                said = f"from {story.name(holder)} to {story.name(sender)}"
                told.append(f"{said} ({listed_words(_owned(story, int(before), int(after)))})")
        return sentence(f"no record shows the goods going {listed_words(told)}")


def _owned(story: Story, before: int, after: int) -> list[str]:
    return [
        f"{story.name(stake.owner)} holds at least half of {story.name(stake.owned)}"
        for stake in story.facts.linking(before, after)
    ]


MARKS = (Relabelled(), ClassChanged(), SingleConsignment(), ControlLink())


def _kinds(links: Links) -> Ints:
    return kinds.link_kinds(links.facts.legs, links.before, links.after).astype(np.int32)
