"""Factors of the entry behind an end: what it asks of a delivery; of several, the strictest."""

from __future__ import annotations

from graphscan.findings.ends import End
from graphscan.findings.factor import OfEnd, Story
from graphscan.findings.wording import listed_words, sentence


class LicensePolicy(OfEnd):
    """The strictest entry behind the end is listed with a policy or presumption of denial."""

    id = "license-policy"
    title = "Licence review policy"
    source = "Supplement No. 4 to 15 CFR Part 744, licence review policy"
    highest = 10

    def of(self, end: End) -> int:
        """Given where the policy speaks of denial."""
        return self.highest if "denial" in end.strict.license_policy.casefold() else 0

    def text(self, story: Story) -> str:
        """The policy, as the list words it."""
        policy = story.end.strict.license_policy
        return sentence(f"licence review policy of {_entry(story.end)}: {policy}")


def _entry(end: End) -> str:
    """The entry that speaks, or of several as strong the strictest (90 FR 47201), by its name."""
    return "the entry" if end.asks is None else f"the strictest entry, “{end.asks.entry_name}”"


class DirectProduct(OfEnd):
    """A footnote puts the strictest entry behind the end under a Foreign Direct Product rule."""

    id = "direct-product"
    title = "Foreign Direct Product rule"
    source = "15 CFR 734.9(e) and (g); Supplement No. 4 to Part 744, footnotes 1, 3, 4 and 5"
    highest = 10

    def of(self, end: End) -> int:
        """Given where the entry has such a footnote."""
        return self.highest if end.strict.footnotes else 0

    def text(self, story: Story) -> str:
        """The footnotes."""
        notes = list(story.end.strict.footnotes)
        plural = "" if len(notes) == 1 else "s"
        return sentence(
            f"{_entry(story.end)} has footnote{plural} {listed_words(notes)}: its licence "
            "requirement covers foreign-made direct products of U.S. technology"
        )
