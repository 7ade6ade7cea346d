"""How the end of a route is listed (`basis`), and how its name was recognised (`match`).

Both are orders, the strongest first. Sources: 15 CFR 744.11 and 744.16 (Entity List); 31 CFR
587.406 and OFAC's guidance of 13 August 2014 (50 Percent Rule); 90 FR 47201 (Affiliates Rule). The
order is graphscan's.
"""

from __future__ import annotations

_BASES = {
    "listed": "named on the list on the day the last leg departed",
    "listed-date-unknown": "named on the list; the list does not say since when",
    "listed-address": "at an address that the list names",
    "affiliate-in-force": "at least 50 percent owned by listed parties, the rule in force",
    "affiliate-suspended": "at least 50 percent owned by listed parties, the rule suspended",
    "affiliate-before-rule": "at least 50 percent owned by listed parties, before the rule",
    "us-affiliate": "a U.S. firm owned by listed parties, which the BIS rule does not cover",
    "headquarters": "headquartered, or with a parent headquartered, in Macau or Country Group D:5",
    "cannot-exclude": "what is known of its owners does not exclude 50 percent by listed parties",
    "in-transit-at-listing": "listed while the goods were on their way, within the savings clause",
    "listed-later": "listed after the last leg departed",
    "delisted": "no longer listed when the last leg departed",
}
BASES = tuple(_BASES)
"""Every basis of the end of a route, the strongest first."""

FINAL = ("listed", "listed-date-unknown", "listed-address", "affiliate-in-force")
"""Bases on which a route ends for good: nothing is searched beyond such a party."""

_MATCHES = {
    "exact": "the listed name",
    "alias": "a listed alias",
    "id": "a listed identifier",
    "address": "a listed address",
    "fuzzy": "a name like the listed one",
}
MATCHES = tuple(_MATCHES)
"""Every way that a party is recognised as listed, the surest first."""


def basis_rank(basis: str) -> int:
    """Position of a basis, 0 the strongest.

    Raises:
        KeyError: There is no such basis.

    >>> basis_rank("listed"), basis_rank("delisted")
    (0, 11)
    """
    return _BASIS_RANKS[basis]


def describe(basis_or_match: str) -> str:
    """A basis or a match in words.

    Raises:
        KeyError: It is neither.

    >>> describe("listed-later"), describe("alias")
    ('listed after the last leg departed', 'a listed alias')
    """
    return (_BASES | _MATCHES)[basis_or_match]


def match_rank(match: str) -> int:
    """Position of a match, 0 the surest; "", no match at all, comes last.

    Raises:
        KeyError: There is no such match.

    >>> match_rank("exact") < match_rank("fuzzy")
    True
    """
    return _MATCH_RANKS[match]


_BASIS_RANKS = {basis: rank for rank, basis in enumerate(BASES)}
_MATCH_RANKS = {match: rank for rank, match in enumerate((*MATCHES, ""))}
