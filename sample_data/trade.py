"""The background: stable relations of sellers and buyers, from which no route to a list comes.

Makers buy nothing, so that a maker's goods have no earlier leg. Hubs with inflow from the United
States sell to listed parties only what they do not import, or before anything came in.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from random import Random

from sample_data.parties_planted import HOLDERS, LISTED
from sample_data.parties_twins import TWINS
from sample_data.planted import Party
from sample_data.world import CARTONS, FORWARDERS, GOODS, Company

FIRST = dt.date(2023, 1, 2)
LAST = dt.date(2025, 12, 31)
TRANSIT = {"sea": (9, 38), "air": (1, 5), "road": (2, 11), "rail": (8, 21)}
BROAD = ("b09_hk", "b17_tr", "b17_ae", "b01_sg", "b08_hk", "b13_hk")
"""Twins that have many customers."""
BUSY = ("p01_sg", "p04_tw", "p20_kr", "p25_de", "p07_hk")
"""Holders of planted routes that have a few honest customers as well."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One movement, before it becomes a row of a file.

    Attributes:
        route: Id of the planted route or twin; "" in the background.
        number: Which movement of its route, in order.
        role: The role that names the receiver.
        roles: Further roles and their parties.
        columns: Columns given outright.
    """

    sender: Party
    receiver: Party
    hs: str
    departs: dt.date
    arrives: dt.date
    mode: str
    quantity: int
    route: str = ""
    number: int = 0
    months: bool = False
    role: str = "consignee"
    roles: Mapping[str, Party] = dataclasses.field(default_factory=dict)
    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)


def as_party(company: Company) -> Party:
    """A background company as a party of a shipment."""
    return Party(
        company.name,
        company.country,
        company.incorporated,
        company.address,
        company.officers,
        "",
        company.identifier,
    )


def _mode(dice: Random, sender: str, receiver: str) -> str:
    continents = (
        {"DE", "NL", "FR", "CH", "TR"},
        {"AM", "GE", "TR", "RU", "KZ", "KG", "UZ"},
        {"HK", "CN"},
    )
    if any(sender in one and receiver in one for one in continents):
        return dice.choice(("road", "road", "rail"))
    return dice.choice(("sea", "sea", "air"))


def _event(dice: Random, seller: Party, buyer: Party, hs: str, day: dt.date) -> Event:
    mode = _mode(dice, seller.country, buyer.country)
    price = GOODS[hs][3]
    most = max(2, int(90000 / price))
    return Event(
        sender=seller,
        receiver=buyer,
        hs=hs,
        departs=day,
        arrives=day + dt.timedelta(days=dice.randint(*TRANSIT[mode])),
        mode=mode,
        quantity=dice.randint(1, most),
    )


def _days(dice: Random, count: int, first: dt.date = FIRST) -> list[dt.date]:
    span = (LAST - first).days - 40
    return sorted(first + dt.timedelta(days=dice.randrange(span)) for _ in range(count))


def relations(dice: Random, people: list[Company]) -> Iterator[Event]:
    """Endless background events, relation after relation; the caller takes as many as it needs.

    Args:
        dice: The seeded generator.
        people: The companies of the background.
    """
    sellers: dict[str, list[Company]] = {}
    for company in people:
        if company.kind != "buyer":
            for hs in company.goods:
                sellers.setdefault(hs, []).append(company)
    for offered in sellers.values():
        dice.shuffle(offered)  # a few sellers of each good are the large ones
    buyers = [company for company in people if company.kind != "maker"]
    rank = {company.name: dice.random() ** 3 for company in buyers}
    while True:
        buyer = dice.choices(buyers, weights=[0.03 + rank[each.name] for each in buyers])[0]
        hs = (
            dice.choice(buyer.goods)
            if buyer.kind == "trader"
            else dice.choice(tuple(sorted(sellers)))
        )
        american = dice.random() < 0.085
        offers = [
            each
            for each in sellers.get(hs, [])
            if each.name != buyer.name and (each.country == "US") == american
        ]
        if not offers:
            continue
        seller = offers[min(int(dice.expovariate(0.45)), len(offers) - 1)]
        users = [each for each in people if each.kind == "buyer" and each.country == buyer.country]
        roles = _more_roles(dice, buyer, users)
        for day in _days(dice, dice.choice((1, 2, 3, 5, 8, 13))):
            event = _event(dice, as_party(seller), as_party(buyer), hs, day)
            yield dataclasses.replace(event, roles=roles)


def _more_roles(dice: Random, buyer: Company, users: list[Company]) -> dict[str, Party]:
    """Who else the records name: the user behind a trader, the purchaser, a forwarder between."""
    draw = dice.random()
    if draw < 0.06 and buyer.kind == "trader" and users:
        return {"end_user": as_party(dice.choice(users))}
    if draw < 0.10:
        return {"ultimate_consignee": as_party(buyer)}
    if draw < 0.13 and users:
        return {"purchaser": as_party(dice.choice(users))}
    if draw < 0.18:
        return {"intermediate_consignee": Party(dice.choice(FORWARDERS), buyer.country)}
    return {}


def honest(dice: Random, people: list[Company]) -> Iterator[Event]:
    """Trade of planted and listed parties that is no part of any route from the U.S."""
    makers = [each for each in people if each.kind == "maker" and each.country != "US"]
    buyers = [each for each in people if each.kind == "buyer" and each.country != "US"]
    for keys, customers in ((BROAD, 26), (BUSY, 4)):
        for key in keys:
            party = HOLDERS.get(key) or TWINS[key]
            codes = ("854239", "853221", "854129") if key in BROAD else ("850440", "854442")
            for day in _days(dice, customers):
                yield _event(dice, party, as_party(dice.choice(buyers)), dice.choice(codes), day)
            for day in _days(dice, customers // 3 + 1):
                yield _event(dice, as_party(dice.choice(makers)), party, dice.choice(codes), day)
    american = [each for each in people if each.kind == "maker" and each.country == "US"]
    chinese = [each for each in makers if each.country == "CN"]
    for key in ("hisilicon", "inspur", "nettrix", "ymtc", "hangzhou_huawei", "ieit"):
        for day in _days(dice, 2):
            hs = dice.choice(("392690", "732690", "850440", "854442"))
            yield _event(dice, as_party(dice.choice(chinese)), LISTED[key], hs, day)
    hubs = [
        each
        for each in people
        if each.kind == "trader" and each.country in {"HK", "SG", "AE", "TR"}
    ]
    for key in ("hisilicon", "salute", "gradient", "ymtc", "vizneh", "inspur"):
        for day in _days(dice, 2):
            yield _event(dice, as_party(dice.choice(hubs)), LISTED[key], CARTONS, day)
    boards = [each for each in hubs if set(each.goods) & {"854232", "854239", "851762"}]
    for key, hub in (("nettrix", boards[0]), ("ymtc", boards[-1])):
        # Broad-line hubs that sold to a listed party once, months after they bought: routes that
        # are neither planted nor twins, as every real case has them.
        for maker in dice.sample(american, 2):
            yield _event(dice, as_party(maker), as_party(hub), "854239", dt.date(2024, 4, 2))
        yield _event(dice, as_party(hub), LISTED[key], "854239", dt.date(2024, 9, 16))
    for key in ("hisilicon", "ymtc"):  # before anything from the United States can have arrived
        yield _event(dice, as_party(dice.choice(hubs)), LISTED[key], "854239", FIRST)
