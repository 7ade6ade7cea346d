"""Generated parties in four scripts, with what records do to names: who is who is known.

The renderings are made by tables of this file, not by those of the package: BGN/PCGN and GOST 7.79
readings of Cyrillic, the usual newspaper spellings of Arabic, pinyin without tones.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple


class Said(NamedTuple):
    """One row of a record: a party as it is named there, and who it is."""

    who: int
    name: str
    country: str
    address: str
    number: str


_LATIN = (
    "vor kal den mir tas lun gor bel zan rik pol nev sam dur lek fir mon tev ral sib kon".split()  # noqa: SIM905
)
_CYRILLIC = dict(
    zip("abdefgiklmnoprstuvyzhjxcqw", "абдефгиклмнопрстувызхджццв".replace("ж", "с"), strict=True)
)
_ARABIC = dict(zip("bdfgklmnrstvzpaeiouyhjxqw", "بدفغكلمنرستفزباييوويهجشقو", strict=True)) | {
    "c": "تش"
}
_PINYIN = "hua dong ming tian hai jin long rui ke da xin hong xing tai bo kai sheng yong an fei"
_HAN = dict(
    zip(
        "华东明天海金龙瑞科达新宏星泰博凯盛永安飞",
        _PINYIN.split(),
        strict=True,
    )
)
_TRADES = [
    ("Electronics", "Электроника", "الالكترونيات", "电子"),
    ("Technology", "Технологии", "تكنولوجيا", "科技"),
    ("Trading", "Торговля", "للتجارة", "贸易"),
    ("Semiconductor", "Полупроводник", "اشباه الموصلات", "半导体"),
    ("Machinery", "Машиностроение", "الات", "机械"),
    ("Energy", "Энергия", "الطاقة", "能源"),
    ("Control Systems", "Системы управления", "انظمة التحكم", "控制系统"),
    ("Instruments", "Приборы", "ادوات", "仪器"),
]
_FORMS = {
    "RU": ("LLC", "ООО"),
    "KZ": ("LLP", "ТОО"),
    "AE": ("LLC", "ذ م م"),
    "CN": ("Co., Ltd.", "有限公司"),
    "HK": ("Limited", "有限公司"),
    "TR": ("A.S.", ""),
    "MY": ("Sdn Bhd", ""),
    "DE": ("GmbH", ""),
}
_CITIES = {
    "RU": ("Moscow", "Москва"),
    "KZ": ("Almaty", "Алматы"),
    "AE": ("Dubai", "دبي"),
    "CN": ("Shenzhen", "深圳"),
    "HK": ("Hong Kong", "香港"),
    "TR": ("Istanbul", "Istanbul"),
    "MY": ("Penang", "Penang"),
    "DE": ("Hamburg", "Hamburg"),
}
_STREETS = ["Nanhai Avenue", "Lenina Street", "Al Maktoum Road", "Harbour Road", "Jalan Merdeka"]


def world(parties: int, seed: int) -> list[Said]:
    """Mentions of so many parties, with sisters, namesakes abroad and near names among them."""
    dice = random.Random(seed)
    made: list[tuple[str, str, int, str, str, str]] = []  # brand, Han brand, trade, country, ...
    taken: set[tuple[str, int, str]] = set()
    while len(made) < parties:
        made.extend(_family(dice, taken))
    found: list[Said] = []
    for who, (brand, han, trade, country, address, number) in enumerate(made[:parties]):
        for at in range(dice.choice([1, 2, 3, 3, 4, 5])):
            make = _plain if not at else dice.choice(_NOISE)
            name = make(dice, brand, han, trade, country)
            found.append(
                Said(
                    who,
                    name,
                    country if dice.random() < 0.85 else "",
                    _noisy_address(dice, address) if dice.random() < 0.7 else "",
                    number if dice.random() < 0.3 else "",
                )
            )
    return found


def _family(
    dice: random.Random, taken: set[tuple[str, int, str]]
) -> list[tuple[str, str, int, str, str, str]]:
    """A party; now and then its sister of another trade, a namesake abroad, a near name."""
    country = dice.choice(sorted(_FORMS))
    han = "".join(dice.sample(sorted(_HAN), 3))
    brand = "".join(_HAN[char] for char in han)
    if country not in {"CN", "HK"}:
        han, brand = "", "".join(dice.sample(_LATIN, 3))
    trade = dice.randrange(len(_TRADES))
    kin = [(brand, trade, country)]
    if dice.random() < 0.15:
        kin.append((brand, (trade + 1 + dice.randrange(len(_TRADES) - 1)) % len(_TRADES), country))
    if dice.random() < 0.1:
        kin.append((brand, trade, dice.choice(sorted(set(_FORMS) - {country}))))
    if dice.random() < 0.1 and not han:
        kin.append(("".join(dice.sample(_LATIN, 2)) + brand[-3:], trade, country))
    made = []
    for name, what, home in kin:
        if (name, what, home) not in taken:
            taken.add((name, what, home))
            number = str(dice.randrange(10**9, 10**10))
            street = f"{dice.randrange(1, 400)} {dice.choice(_STREETS)}"
            address = f"Room {dice.randrange(100, 2500)}, {street}, {_CITIES[home][0]}"
            made.append((name, han if home in {"CN", "HK"} else "", what, home, address, number))
    return made


def _plain(dice: random.Random, brand: str, han: str, trade: int, country: str) -> str:
    return f"{brand.capitalize()} {_TRADES[trade][0]} {_FORMS[country][0]}"


def _capitals(dice: random.Random, brand: str, han: str, trade: int, country: str) -> str:
    return _plain(dice, brand, han, trade, country).upper().replace(".", "").replace(",", "")


def _typo(dice: random.Random, brand: str, han: str, trade: int, country: str) -> str:
    at = dice.randrange(1, len(brand) - 1)
    wrong = dice.choice(
        [
            brand[:at] + brand[at + 1 :],
            brand[:at] + brand[at] + brand[at:],
            brand[: at - 1] + brand[at] + brand[at - 1] + brand[at + 1 :],
        ]
    )
    return _plain(dice, wrong, han, trade, country)


def _without_form(dice: random.Random, brand: str, han: str, trade: int, country: str) -> str:
    return f"{brand} {_TRADES[trade][0]}".title()


def _place_behind(dice: random.Random, brand: str, han: str, trade: int, country: str) -> str:
    city = _CITIES[country][0]
    return f"{brand.upper()} {_TRADES[trade][0].upper()} {_FORMS[country][0]} {city.upper()}"


def _other_script(dice: random.Random, brand: str, han: str, trade: int, country: str) -> str:
    """As its own country writes it; or, of the others, as Russian customs does."""
    _, russian, arabic, chinese = _TRADES[trade]
    if han:
        return f"{_CITIES[country][1]}{han}{chinese}{_FORMS[country][1]}"
    if country == "AE":
        return f"{''.join(_ARABIC[char] for char in brand)} {arabic} {_FORMS['AE'][1]}"
    name = "".join(_CYRILLIC[char] for char in brand).capitalize()
    form = _FORMS[country][1] or "ООО"
    return f"{form} «{name} {russian}»" if country in {"RU", "KZ"} else f"{name} {russian}"


_NOISE: list[Callable[[random.Random, str, str, int, str], str]] = [
    _plain,
    _capitals,
    _capitals,
    _typo,
    _without_form,
    _place_behind,
    _other_script,
    _other_script,
]


def _noisy_address(dice: random.Random, address: str) -> str:
    if dice.random() < 0.3:
        return address.upper().replace("ROOM", "RM")
    if dice.random() < 0.3:
        room, street, city = address.split(", ")
        return f"{street}, {room}, {city}"
    return address
