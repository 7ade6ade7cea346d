"""Party identity over distinct mentions: CONTRACT section 1."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import pandas as pd

from graphscan.resolve.entities import identify, normalise_identifier

Row = tuple[str, str, str]


def parties(*rows: Row) -> dict[Row, str]:
    found = identify(pd.DataFrame(rows, columns=["name", "country", "identifier"], dtype="str"))
    table = found.mentions
    keys = zip(table["name"], table["country"], table["identifier"], strict=True)
    return dict(zip(keys, table["party"], strict=True))


def apart(*rows: Row) -> dict[str, int]:
    found = identify(pd.DataFrame(rows, columns=["name", "country", "identifier"], dtype="str"))
    return dict(zip(found.apart["party"], found.apart["fits"], strict=True))


def test_an_identifier_makes_a_party_whatever_it_is_called() -> None:
    found = parties(("mirel", "AE", "77"), ("mirel trading", "AE", "77"), ("mirel", "TR", "77"))
    assert set(found.values()) == {"id:77"}


def test_equal_names_with_different_identifiers_are_different() -> None:
    found = parties(("mirel", "AE", "77"), ("mirel", "AE", "78"))
    assert sorted(found.values()) == ["id:77", "id:78"]


def test_registers_of_two_countries_use_the_same_numbers() -> None:
    found = parties(("mirel", "AE", "77"), ("oru", "KZ", "77"))
    assert sorted(found.values()) == ["id:77|AE", "id:77|KZ"]


def test_a_number_without_country_joins_the_register_that_knows_its_name() -> None:
    found = parties(("mirel", "AE", "77"), ("oru", "KZ", "77"), ("oru", "", "77"))
    assert found["oru", "", "77"] == "id:77|KZ"
    found = parties(("mirel", "AE", "77"), ("oru", "KZ", "77"), ("dalen", "", "77"))
    assert found["dalen", "", "77"] == "id:77||dalen"


def test_without_identifier_name_and_country_make_a_party() -> None:
    found = parties(("mirel", "AE", ""), ("mirel", "TR", ""))
    assert sorted(found.values()) == ["name:mirel|AE", "name:mirel|TR"]


def test_a_mention_without_identifier_joins_the_only_party_that_fits() -> None:
    assert set(parties(("mirel", "AE", "77"), ("mirel", "AE", "")).values()) == {"id:77"}
    assert set(parties(("mirel", "", "77"), ("mirel", "AE", "")).values()) == {"id:77"}
    assert len(set(parties(("mirel", "TR", "77"), ("mirel", "AE", "")).values())) == 2


def test_a_mention_without_country_joins_the_only_party_of_that_name() -> None:
    assert set(parties(("mirel", "AE", ""), ("mirel", "", "")).values()) == {"name:mirel|AE"}
    assert parties(("mirel", "", "")) == {("mirel", "", ""): "name:mirel|"}


def test_where_several_fit_a_mention_stays_apart_and_is_reported() -> None:
    two = (("mirel", "AE", "77"), ("mirel", "AE", "78"))
    assert parties(*two, ("mirel", "AE", ""))["mirel", "AE", ""] == "name:mirel|AE"
    assert apart(*two, ("mirel", "AE", "")) == {"name:mirel|AE": 2}
    places = (("mirel", "AE", ""), ("mirel", "TR", ""))
    assert parties(*places, ("mirel", "", ""))["mirel", "", ""] == "name:mirel|"
    assert apart(*places, ("mirel", "", "")) == {"name:mirel|": 2}
    assert apart(*places) == {}


def test_a_party_that_could_be_in_either_of_two_countries_is_in_neither() -> None:
    # Joining the first one met would make the result depend on the order of rows.
    rows = (("mirel", "", "77"), ("mirel", "AE", ""), ("mirel", "TR", ""))
    assert sorted(parties(*rows).values()) == ["id:77", "name:mirel|AE", "name:mirel|TR"]
    assert apart(*rows) == {"id:77": 2}


def test_names_behind_an_identifier_count_as_names_of_the_party() -> None:
    found = parties(
        ("mirel", "AE", "77"), ("mirel trading", "AE", "77"), ("mirel trading", "AE", "")
    )
    assert set(found.values()) == {"id:77"}


def test_an_unnamed_number_joins_within_its_country_only() -> None:
    found = parties(("", "CL", "77"), ("mirel", "CL", "77"), ("", "PE", "77"))
    assert found["", "CL", "77"] == found["mirel", "CL", "77"] != found["", "PE", "77"]


def test_no_mentions_no_parties() -> None:
    assert parties() == {}
    assert apart() == {}


def test_identifiers_that_stand_for_none() -> None:
    texts = ["", " ", "N/A", "null", "000-000", "XXX", "-"]
    assert [normalise_identifier(text) for text in texts] == [""] * len(texts)
    assert normalise_identifier(" 77-a/1 ") == normalise_identifier("７７A1") == "77A1"


MENTIONS = list(itertools.product(["a", "b"], ["", "AE", "TR"], ["", "7", "8"]))
WORLDS = [world for size in (1, 2, 3, 4) for world in itertools.combinations(MENTIONS, size)]


def obvious_numbers(world: Sequence[Row]) -> dict[Row, str]:
    """Parties of the mentions with an identifier."""
    found: dict[Row, str] = {}
    for number in {number for _, _, number in world if number}:
        groups: list[set[Row]] = []
        for row in [row for row in world if row[2] == number]:
            near = [g for g in groups if any(o[0] == row[0] or o[1] == row[1] != "" for o in g)]
            groups = [g for g in groups if g not in near] + [{row}.union(*near)]
        placed = [g for g in groups if any(country for _, country, _ in g)]
        loose = [g for g in groups if g not in placed]
        if len(placed) <= 1:
            placed = [set().union(*placed, *loose)]
            loose = []
        for group in placed:
            home = min((country for _, country, _ in group if country), default="")
            found |= dict.fromkeys(group, f"id:{number}" + (f"|{home}" if len(placed) > 1 else ""))
        for group in loose:
            found |= dict.fromkeys(group, f"id:{number}||{min(group)[0]}")
    return found


def obvious(world: Sequence[Row]) -> tuple[dict[Row, str], dict[str, int]]:
    """The same by the text of the contract, one mention after another; also who is reported."""
    found = obvious_numbers(world)
    known = [
        (party, {r for r in found if found[r] == party}) for party in sorted(set(found.values()))
    ]
    reported: dict[str, int] = {}
    wishes: dict[Row, list[str]] = {}
    for row in [row for row in world if row[1] and not row[2]]:
        wishes[row] = [
            party
            for party, rows in known
            if any(r[0] == row[0] for r in rows)
            and (any(r[1] == row[1] for r in rows) or not any(r[1] for r in rows))
        ]
    for row, wish in wishes.items():
        own = f"name:{row[0]}|{row[1]}"
        found[row] = own
        if len(wish) > 1:
            reported[own] = len(wish)
        elif wish:
            homes = {r[1] for party, rows in known if party == wish[0] for r in rows} - {""}
            rivals = {r[1] for r, w in wishes.items() if w == wish}
            if homes or len(rivals) == 1:
                found[row] = wish[0]
            else:
                reported[wish[0]] = len(rivals)
    settled = dict(found)
    for row in [row for row in world if not row[1] and not row[2]]:
        fits = sorted({party for r, party in settled.items() if r[0] == row[0]})
        found[row] = fits[0] if len(fits) == 1 else f"name:{row[0]}|"
        if len(fits) > 1:
            reported[found[row]] = len(fits)
    return found, reported


def test_identity_equals_the_obvious_version_on_every_world_of_four_mentions() -> None:
    # One table of disjoint worlds: names and numbers carry the number of their world.
    rows = [
        (f"{at:04}{name}", country, f"{at:04}{number}" if number else "")
        for at, world in enumerate(WORLDS)
        for name, country, number in world
    ]
    random.Random(5).shuffle(rows)
    found, reported = parties(*rows), apart(*rows)
    for at, world in enumerate(WORLDS):
        prefix = f"{at:04}"
        expected, doubtful = obvious(world)
        for (name, country, number), party in expected.items():
            got = found[f"{prefix}{name}", country, f"{prefix}{number}" if number else ""]
            assert got.replace(prefix, "") == party, world
        for party, fits in doubtful.items():
            kind, _, rest = party.partition(":")
            named = f"{kind}:{prefix}{rest}".replace("||", f"||{prefix}")
            assert reported.pop(named) == fits, world
    assert reported == {}
