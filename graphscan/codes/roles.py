"""Roles of a party in a shipment record.

Sources: 15 CFR 748.5 (c) to (f) for purchaser, intermediate consignee, ultimate consignee and end
user; 15 CFR 30.1 and 30.6 for the fields of an export filing; UN/EDIFACT data element 3035 for the
codes of messages, which lacks some of these roles and so is a mapping, not the vocabulary.
"""

from __future__ import annotations

import enum


class PartyRole(enum.StrEnum):
    """What a party is to a shipment; the value is the prefix of its canonical columns."""

    CONSIGNOR = "consignor"
    """Sends the goods under a contract with a carrier; bills of lading say "shipper"."""
    CONSIGNEE = "consignee"
    """The goods are consigned to it; "TO ORDER" or a bank on an order bill is no consignee."""
    INTERMEDIATE_CONSIGNEE = "intermediate_consignee"
    """Takes possession as an agent for delivery to the ultimate consignee (15 CFR 748.5(d))."""
    ULTIMATE_CONSIGNEE = "ultimate_consignee"
    """The principal that receives the goods as declared, never a forwarder (15 CFR 748.5(e))."""
    PURCHASER = "purchaser"
    """Has the contract with the seller; the goods may go elsewhere (15 CFR 748.5(c))."""
    END_USER = "end_user"
    """Uses the goods abroad, as somebody said; never a forwarder (15 CFR 748.5(f))."""
    NOTIFY = "notify"
    """Is told of the arrival; weak evidence, never receipt."""
    PAYER = "payer"
    """Pays; a payer in another country than the consignee is a red flag, not a receiver."""
    FORWARDER = "forwarder"
    """Arranges carriage; holds no title, so goods are never passed on by it."""
    CARRIER = "carrier"
    """Carries the goods; holds no title."""


RECEIVING = (
    PartyRole.CONSIGNEE,
    PartyRole.INTERMEDIATE_CONSIGNEE,
    PartyRole.ULTIMATE_CONSIGNEE,
    PartyRole.PURCHASER,
    PartyRole.END_USER,
)
"""Roles that receive a leg: with a listed party in one of (c) to (f), 15 CFR 744.16(a) applies."""

EDIFACT_3035 = {
    "BY": PartyRole.PURCHASER,
    "CA": PartyRole.CARRIER,
    "CN": PartyRole.CONSIGNEE,
    "CZ": PartyRole.CONSIGNOR,
    "FW": PartyRole.FORWARDER,
    "IC": PartyRole.INTERMEDIATE_CONSIGNEE,
    "NI": PartyRole.NOTIFY,
    "PR": PartyRole.PAYER,
    "UC": PartyRole.ULTIMATE_CONSIGNEE,
}
"""Party function codes of messages; an end user has none (EN is a tenderer)."""


_VALUES = frozenset(role.value for role in PartyRole)


def is_valid(role: str) -> bool:
    """Whether `role` is a role's value.

    >>> is_valid("end_user"), is_valid("shipper")
    (True, False)
    """
    return role in _VALUES


def normalize(text: str | None) -> PartyRole | None:
    """A role from its value or a two-letter code of messages, None for anything else.

    Two letters are read as UN/EDIFACT, in which CN is the consignee, not China.

    >>> normalize("CN"), normalize("Ultimate Consignee"), normalize("EN")
    (<PartyRole.CONSIGNEE: 'consignee'>, <PartyRole.ULTIMATE_CONSIGNEE: 'ultimate_consignee'>, None)
    """
    value = (text or "").strip()
    if value.upper() in EDIFACT_3035:
        return EDIFACT_3035[value.upper()]
    name = value.lower().replace(" ", "_").replace("-", "_")
    return PartyRole(name) if is_valid(name) else None


def describe(role: str) -> str:
    """A role in words.

    >>> describe("intermediate_consignee")
    'intermediate consignee'
    """
    return "notify party" if role == PartyRole.NOTIFY else role.replace("_", " ")
