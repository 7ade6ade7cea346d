"""An investigator's query as both sides answer it, and cases in which every word of one matters."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping, Sequence

from graphscan.casefile import Case
from graphscan.network import read_legs
from graphscan.search.engine import Limits, Prepared
from graphscan.search.lookup import Found
from graphscan.search.paths import ask
from graphscan.search.points import NoPoints
from graphscan.search.query import PathQuery
from graphscan.search.reference import Leg
from graphscan.settings import Settings
from graphscan.stores import ask_paths
from tests.search.worlds import Interest
from tests.stores.servers import RunningServer
from tests.stores.worlds import fill

Told = tuple[Mapping[tuple[int, ...], str], tuple[Found, ...]]
"""Certainty by the legs of a journey; how each text was taken."""

COUNTRIES = ("US", "MY", "SG", "HK", "CN")
EVERY_JOURNEY = Limits(top=0, journeys=0, max_expansions=10**9)


def here(case: Case, query: PathQuery, settings: Settings) -> Told:
    """All journeys, by graphscan's own engine.

    Of a route that is found from both kinds of start it tells the better journeys; here are all.
    """
    legs = read_legs(case)
    asked = ask(case, legs, query, settings)
    ready = Prepared(asked.question)
    through = [one.take(ready.kept) for one in asked.through]
    found = {
        tuple(ready.kept[list(journey.legs)].tolist()): journey.certainty
        for route in ready.search(NoPoints(len(legs)), EVERY_JOURNEY, through)
        for journey in route.journeys
    }
    return found, asked.meanings


def there(server: RunningServer, name: str, query: PathQuery, settings: Settings) -> Told:
    """All journeys, by the Cypher file."""
    answer = ask_paths(dataclasses.replace(query, top=0), settings, case=name, **server.login)
    rows = zip(map(tuple, answer.journeys["leg_ids"]), answer.journeys["certainty"], strict=True)
    found = dict(rows)
    assert len(found) == len(answer.journeys), "a journey came twice"
    return found, answer.meanings


def fill_richly(
    case: Case, legs: Sequence[Leg], dice: random.Random, interests: Sequence[Interest] = ()
) -> None:
    """A world whose legs state what a query may ask for, and links that no class gives.

    Weights and amounts that nearly agree, bills, codes, ECCNs, ports, goods of U.S. origin abroad
    and firms of U.S. headquarters, each on some legs.
    """
    some = [dataclasses.replace(leg, consignment=dice.random() < 0.15) for leg in legs]
    fill(case, some, interests=interests)
    case.execute("UPDATE list_rows SET footnotes = ['4'] WHERE list_code = 'SDN'")
    for (party,) in case.rows("SELECT party_id FROM parties ORDER BY party_id"):
        country = dice.choice(COUNTRIES)
        case.execute("UPDATE parties SET country = ? WHERE party_id = ?", [country, party])
        if dice.random() < 0.3:
            case.execute(
                "INSERT INTO party_facts (party_id, file_id, row, headquarters_country) "
                "VALUES (?, 0, ?, 'US')", [party, party],
            )  # fmt: skip
    for number, leg in enumerate(some):
        abroad = dice.random() < 0.6
        case.execute(
            "UPDATE legs SET quantity = $quantity, quantity_unit = $unit, gross_weight_kg = $kg, "
            "value_usd = $value, eccn = $eccn, origin_country = $origin, from_country = $from "
            "WHERE leg_id = $leg",
            {
                "quantity": dice.choice((None, 100, 100, 102, 104)),
                "unit": dice.choice(("PCS", "PCS", "PCS", None)),
                "kg": dice.choice((None, 50, 50.5, 51, 52.4)),
                "value": dice.choice((None, 10, 500, 9000)),
                "eccn": dice.choice((None, "EAR99", "3A090.a", "4A090")),
                "origin": dice.choice((None, "US", "US", "TW")),
                "from": "US" if leg.start and not abroad else "MY",
                "leg": number,
            },
        )
        case.execute(
            "INSERT INTO shipment_layout (file_id, row, shipment_id, hs_code, bill_number) "
            "VALUES (0, $row, '', $code, $bill)",
            {
                "row": number,
                "code": dice.choice((None, "8542", "85423100", "847150")),
                "bill": dice.choice((None, None, "B1", "B2")),
            },
        )
        case.execute("INSERT INTO leg_rows VALUES (?, 0, ?)", [number, number])
        if dice.random() < 0.3:
            place = dice.choice((("SGSIN", "SG"), ("HKHKG", "HK"), ("MYPKG", "MY")))
            kind = dice.choice(("loading", "transshipment", "discharge"))
            case.execute(
                "INSERT INTO leg_places (leg_id, seq, code, name, country, kind) "
                "VALUES (?, 0, ?, ?, ?, ?)", [number, place[0], place[0], place[1], kind],
            )  # fmt: skip
