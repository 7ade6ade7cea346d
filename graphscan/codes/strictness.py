"""Which of several list entries asks most of a delivery: scope, then footnote, then review policy.

A party that several listed owners hold is under the most restrictive of their requirements
(Supplement No. 8 to 15 CFR Part 744, 90 FR 47201). The lists word them in dozens of ways, so the
order is graphscan's own reading of that wording, for ranking only; findings print it verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ALL_ITEMS = re.compile(
    r"\ball\s+items\s+subject\s+to\s+the\s+ear\b(?!\s+(listed|specified))", re.IGNORECASE
)
_EXCEPTIONS = re.compile(r"case[- ]by[- ]case|apart from|except", re.IGNORECASE)
_POLICY = re.compile(r"policy of denial", re.IGNORECASE)
_PRESUMPTION = re.compile(r"presumption (of|for) denial", re.IGNORECASE)
_DENIAL = re.compile(r"denial", re.IGNORECASE)

BLOCKING = ("SDN", "DPL")
"""Lists whose parties no item subject to the EAR may go to: property is blocked (31 CFR), or the
order denies every part in an export (15 CFR 764.2(k))."""


def strictness(
    list_code: str, requirement: str, policy: str, footnotes: Sequence[str]
) -> tuple[int, int, int]:
    """Sorts the strictest entry first.

    Args:
        list_code: The list it is on.
        requirement: Its licence requirement, as the list words it.
        policy: Its licence review policy, as the list words it.
        footnotes: Entity List footnotes: foreign-made direct products are covered too.

    >>> every, some = "For all items subject to the EAR (See § 744.11)", "For items on the CCL"
    >>> ranks = [
    ...     strictness("SDN", "", "", []),
    ...     strictness("EL", every, "Presumption of denial", ["4"]),
    ...     strictness("EL", every, "Policy of denial", []),
    ...     strictness("EL", every, "Presumption of denial", []),
    ...     strictness("EL", every, "Policy of denial apart from food and medicine", []),
    ...     strictness("EL", some, "Policy of denial", []),
    ... ]
    >>> ranks == sorted(ranks)
    True
    """
    every = bool(_ALL_ITEMS.search(requirement))
    scope = 0 if list_code in BLOCKING else 2 - every
    return scope, 0 if footnotes else 1, _policy(policy)


def _policy(text: str) -> int:
    if not _DENIAL.search(text):
        return 4 if not text else 3
    if _EXCEPTIONS.search(text):
        return 2
    if _POLICY.search(text):
        return 0
    return 1 if _PRESUMPTION.search(text) else 2
