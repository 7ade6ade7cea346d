"""The invented companies of the sample: names built from syllables, facts drawn with a seed.

No name is taken from a register. A name is two invented stems, a word of the trade and the legal
form of the country, so that it reads like a firm without being one; tests compare all of them
with the real list.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from random import Random

FORMS: dict[str, tuple[str, ...]] = {
    "US": ("Inc.", "LLC", "Corp."),
    "CN": ("Co., Ltd.", "Company Limited"),
    "HK": ("Limited", "Co., Limited"),
    "SG": ("Pte. Ltd.", "Pte Ltd"),
    "MY": ("Sdn. Bhd.", "Sdn Bhd"),
    "TW": ("Co., Ltd.",),
    "KR": ("Co., Ltd.",),
    "JP": ("K.K.", "Co., Ltd."),
    "DE": ("GmbH", "GmbH & Co. KG", "AG"),
    "NL": ("B.V.",),
    "GB": ("Limited", "PLC"),
    "FR": ("SARL", "S.A."),
    "CH": ("AG", "SA"),
    "AE": ("FZE", "LLC", "DMCC"),
    "TR": ("Ltd. Sti.", "A.S."),
    "AM": ("LLC", "CJSC"),
    "KG": ("LLC", "OsOO"),
    "KZ": ("LLP", "TOO"),
    "UZ": ("LLC",),
    "GE": ("LLC",),
    "RU": ("OOO", "AO"),
    "IN": ("Private Limited", "Pvt. Ltd."),
    "VN": ("Co., Ltd.", "JSC"),
    "TH": ("Co., Ltd.",),
    "ZA": ("(Pty) Ltd",),
}
"""The 25 countries of the world and the legal forms of their companies."""

COUNTS: dict[str, int] = {
    "US": 50,
    "CN": 58,
    "HK": 42,
    "SG": 28,
    "MY": 28,
    "TW": 26,
    "KR": 22,
    "JP": 22,
    "DE": 24,
    "NL": 14,
    "GB": 20,
    "FR": 14,
    "CH": 10,
    "AE": 26,
    "TR": 26,
    "AM": 8,
    "KG": 7,
    "KZ": 10,
    "UZ": 6,
    "GE": 6,
    "RU": 14,
    "IN": 24,
    "VN": 20,
    "TH": 16,
    "ZA": 6,
}
"""Companies of the background by country; the planted ones come on top."""

SPELLINGS: dict[str, tuple[str, ...]] = {
    "CN": ("China", "CHINA", "CHN", "China (Mainland)"),
    "HK": ("Hong Kong", "HKG"),
    "US": ("United States", "USA", "UNITED STATES OF AMERICA"),
    "TW": ("Taiwan", "China (Taiwan)"),
    "KR": ("South Korea", "KOREA, REPUBLIC OF"),
    "TR": ("Turkey", "TÜRKİYE"),
    "AE": ("United Arab Emirates", "ARE"),
    "VN": ("Vietnam", "Viet Nam"),
    "RU": ("Russian Federation", "RUS"),
    "DE": ("Germany", "Deutschland"),
    "MY": ("Malaysia", "MYS"),
    "SG": ("Singapore", "SGP"),
}
"""Country spellings as declarations hold them, beside the two-letter code."""

FORWARDERS = (
    "Bluequay Freight Forwarding Ltd",
    "Orlanda Freight Services Pte. Ltd.",
    "Trivane Spedition GmbH",
    "Keelmark Forwarding LLC",
    "Sablehorn Cargo Services Limited",
)
"""Invented freight forwarders; their business stands in their names."""
HEADS = (
    "Zel",
    "Qua",
    "Vor",
    "Tris",
    "Mav",
    "Ond",
    "Kerr",
    "Yst",
    "Bry",
    "Plu",
    "Dra",
    "Wex",
    "Jun",
    "Hal",
    "Oxi",
    "Fen",
    "Gri",
    "Lum",
    "Sca",
    "Ter",
    "Ubi",
    "Rhe",
    "Nim",
    "Cyl",
    "Ebb",
)
MIDDLES = (
    "va",
    "ntri",
    "dole",
    "ki",
    "mbra",
    "sso",
    "ppa",
    "ru",
    "gne",
    "lthe",
    "xo",
    "tzi",
    "ble",
    "ffu",
)
TAILS = (
    "nta",
    "lor",
    "quist",
    "mex",
    "dane",
    "rix",
    "vond",
    "bry",
    "thal",
    "zio",
    "kest",
    "para",
    "lune",
)
WORDS: dict[str, tuple[str, ...]] = {
    "maker": ("Components", "Devices", "Systems", "Instruments", "Precision", "Industries"),
    "trader": ("Trading", "Distribution", "Supply", "Sourcing", "International", "Technology"),
    "buyer": ("Manufacturing", "Engineering", "Works", "Networks", "Energy", "Laboratories"),
}

STREETS = (
    "Orchard Mill Road",
    "Harbour Gate",
    "Kestrel Avenue",
    "Third Ring Street",
    "Foundry Lane",
    "Jalan Seri Delima",
    "Silk Yard",
    "Technopark 4",
    "Canal Quay",
    "Science Park Drive",
)
SURNAMES = (
    "Ostrava",
    "Lindqvar",
    "Teoh-Ranz",
    "Quennell",
    "Barzun",
    "Mirovec",
    "Haldane-Oku",
    "Yilmazer",
)

GOODS: dict[str, tuple[str, str, str, float, float]] = {
    # hs6: description, unit, ECCN or EAR99, USD a unit, kg a unit
    "847150": ("GPU server, 8 accelerators", "NO", "4A090.a", 210000.0, 118.0),
    "847330": ("Accelerator board for servers", "NO", "4A090.a", 21000.0, 2.9),
    "854231": ("Processor, packaged", "NO", "3A090.b", 640.0, 0.06),
    "854232": ("Memory stacks, tray", "NO", "3A090.c", 310.0, 0.04),
    "854239": ("Integrated circuits, transceivers", "NO", "3A001.z", 46.0, 0.01),
    "851762": ("Network switch, 400G", "NO", "5A992.z", 9800.0, 11.0),
    "848620": ("Ion implanter module", "NO", "3B991", 890000.0, 3100.0),
    "847170": ("Solid state drives", "NO", "EAR99", 240.0, 0.2),
    "853221": ("Tantalum capacitors, reel", "NO", "EAR99", 38.0, 0.3),
    "853224": ("Ceramic capacitors, reel", "NO", "EAR99", 22.0, 0.3),
    "853669": ("Connectors, board to board", "NO", "EAR99", 12.0, 0.1),
    "854129": ("Power transistors", "NO", "3A991", 31.0, 0.05),
    "850440": ("Power supplies for racks", "NO", "EAR99", 420.0, 6.0),
    "852691": ("GNSS receiver module", "NO", "7A994", 380.0, 0.2),
    "901420": ("Inertial navigation unit", "NO", "7A103", 17500.0, 4.0),
    "880730": ("Helicopter rotor parts", "KG", "9A991.d", 1450.0, 1.0),
    "902750": ("Optical spectrum analyser", "NO", "3A999", 15200.0, 14.0),
    "903020": ("Oscilloscope, 4 channels", "NO", "3A292", 12800.0, 9.0),
    "848210": ("Ball bearings, high precision", "NO", "2A991", 64.0, 0.9),
    "845710": ("Machining centre, 5 axes", "NO", "2B001", 265000.0, 7200.0),
    "392690": ("Plastic housings", "KG", "EAR99", 14.0, 1.0),
    "732690": ("Steel brackets", "KG", "EAR99", 6.0, 1.0),
    "940360": ("Wooden furniture", "NO", "EAR99", 130.0, 24.0),
    "620342": ("Cotton trousers", "NO", "EAR99", 9.0, 0.5),
    "870899": ("Vehicle parts", "KG", "EAR99", 17.0, 1.0),
    "300490": ("Medicaments, packed", "KG", "EAR99", 88.0, 1.0),
    "841330": ("Fuel pumps", "NO", "EAR99", 75.0, 3.0),
    "481910": ("Cartons of corrugated board", "KG", "EAR99", 1.0, 1.0),
    "854442": ("Cable assemblies", "KG", "EAR99", 26.0, 1.0),
}

CARTONS = "481910"
"""Made and sold by hubs alone: goods in a class that no exporter of the world deals in."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One invented company.

    Attributes:
        incorporated: Day of incorporation, or "" where the register is silent.
        goods: HS6 codes that it makes or deals in.
        identifier: Registry number, invented; "" for most.
    """

    name: str
    country: str
    kind: str
    incorporated: str
    address: str
    goods: tuple[str, ...]
    identifier: str
    officers: str


def _stem(dice: Random) -> str:
    return dice.choice(HEADS) + dice.choice(MIDDLES) + dice.choice(TAILS)


def _goods(dice: Random, country: str) -> tuple[str, ...]:
    # Two thirds of the world trades things no control list mentions: a case is mostly such rows.
    deals = {code: facts for code, facts in GOODS.items() if code != CARTONS}
    plain = [code for code, facts in deals.items() if facts[2] == "EAR99"]
    keen = [code for code in deals if code not in plain]
    pool = keen if dice.random() < (0.55 if country in {"US", "TW", "KR", "JP"} else 0.3) else plain
    return tuple(sorted(dice.sample(pool, k=dice.choice((1, 2, 3)))))


def companies(dice: Random) -> list[Company]:
    """The companies of the background, ordered by country and name.

    Args:
        dice: The seeded generator.

    Returns:
        As many as COUNTS says; no two share a stem.
    """
    seen: set[str] = set()
    found: list[Company] = []
    for country, count in COUNTS.items():
        for number in range(count):
            stem = _stem(dice)
            while stem.casefold() in seen:
                stem = _stem(dice)
            seen.add(stem.casefold())
            kind = ("maker", "trader", "buyer")[number % 3]
            born = dt.date(1978, 1, 1) + dt.timedelta(days=dice.randrange(365 * 44))
            known = dice.random() < 0.8
            found.append(
                Company(
                    name=f"{stem} {dice.choice(WORDS[kind])} {dice.choice(FORMS[country])}",
                    country=country,
                    kind=kind,
                    incorporated=born.isoformat() if known else "",
                    address=f"{dice.randrange(1, 240)} {dice.choice(STREETS)}",
                    goods=_goods(dice, country),
                    identifier=f"{country}-{dice.randrange(10**6, 10**7)}"
                    if dice.random() < 0.25
                    else "",
                    officers=f"{dice.choice(SURNAMES)}, {dice.choice('ABCDEFGHJKLMN')}.",
                )
            )
    return sorted(found, key=lambda company: (company.country, company.name))
