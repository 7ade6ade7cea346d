"""findings.json: every key of the contract, stable ids, rows behind every claim, inert names."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import open_case
from graphscan.findings import scoring
from graphscan.findings.document import build_document
from graphscan.findings.finding import finding_id
from graphscan.network import read_legs
from graphscan.pipeline import scan
from graphscan.search.chains import Question
from graphscan.search.engine import Limits, run_search
from graphscan.search.results import SearchResult
from graphscan.settings import Settings
from tests.findings.world import MANIFEST, World, search, shell_and_distributor
from tests.network.small import LIST_COLUMNS, listed, shipment, write_csv

GOLDEN = Path(__file__).with_name("golden.json")
HOSTILE = "<script>alert(1)</script>\x00=cmd|' /C calc'!A0\"' \u202eLtd"


def as_text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def chain(world: World, *names: tuple[str, str | None], start: str = "2024-03-01") -> list[int]:
    """Parties and one leg a week between neighbours."""
    parties = [world.party(name, country) for name, country in names]
    month = start[:7]
    return [
        world.leg(sender, receiver, f"{month}-{1 + 7 * number:02d}")
        for number, (sender, receiver) in enumerate(itertools.pairwise(parties))
    ]


def only(world: World, settings: Settings | None = None) -> dict[str, Any]:
    (finding,) = search(world, settings).findings
    return finding


def test_document_equals_the_golden_file() -> None:
    assert as_text(search(shell_and_distributor()).document) == GOLDEN.read_text(encoding="utf-8")


def test_an_ultimate_consignee_between_has_a_role_of_the_contract(tmp_path: Path) -> None:
    more = {"ultimate_consignee_name": "Dyne", "ultimate_consignee_country": "SG"}
    record = shipment("S1", "Acme/US", "Hub/MY", "2024-05-01", **more,
                      end_user_name="Bolt", end_user_country="CN")  # fmt: skip
    write_csv(tmp_path / "shipments.csv", [record])
    write_csv(tmp_path / "list.csv", [listed("Bolt", "2020-01-01")], LIST_COLUMNS)
    with scan(tmp_path) as run:
        (route,) = (each for each in run.document["findings"] if each["kind"] == "route")
    assert [(each["name"], each["role"]) for each in route["intermediaries"]] == [
        ("Hub", "consignee"),
        ("Dyne", "consignee"),
    ]


def test_a_supplier_of_foreign_direct_products_has_no_leg_from_the_united_states(
    tmp_path: Path,
) -> None:
    record = shipment("S1", "Hub/SG", "Bolt/CN", "2024-05-01", eccn="3A090")
    footnote = {"license_requirement": "See §§ 734.9(e)(2) and 744.11 of the EAR)4"}
    write_csv(tmp_path / "shipments.csv", [record])
    write_csv(tmp_path / "list.csv", [listed("Bolt", "2020-01-01", **footnote)], LIST_COLUMNS)
    with scan(tmp_path) as run:
        told = {each["kind"]: each for each in run.document["findings"]}
    assert {kind: each["start"] for kind, each in told.items()} == {
        "route": "fdp",
        "supplier-of-listed": "fdp",
    }
    assert told["supplier-of-listed"]["us_leg"] is False


def test_same_rows_in_another_order_give_the_same_bytes() -> None:
    plain, turned = shell_and_distributor(), shell_and_distributor()
    for rows in turned.rows.values():
        rows.reverse()
    assert as_text(search(plain).document) == as_text(search(turned).document)


def test_ids_stay_when_other_parties_join_and_when_more_journeys_are_shown() -> None:
    before = [finding["id"] for finding in search(shell_and_distributor()).findings]
    world = World()
    world.party("A party that comes first", "AT")
    first = len(world.rows["parties"])
    other = shell_and_distributor()
    for table, rows in other.rows.items():
        for row in rows:
            shifted = {
                name: value + first
                if name in {"party_id", "consignor", "receiver"} and value is not None
                else value
                for name, value in row.items()
            }
            world.rows[table].append(shifted)
    after = [finding["id"] for finding in search(world, Settings(journeys=1)).findings]
    assert after == before


def test_id_tells_apart_what_a_separator_in_a_name_could_run_together() -> None:
    assert finding_id(("a|b", "c"), "EL:1", "8542") != finding_id(("a", "b|c"), "EL:1", "8542")
    assert finding_id(("a", "b", "c"), "EL:1", "8542") != finding_id(
        ("b", "a", "c"), "EL:1", "8542"
    )


def test_listed_is_the_strongest_basis_then_the_order_of_lists() -> None:
    world = World()
    (leg,) = chain(world, ("Exporter", "US"), ("End", "CN"))
    later = world.entry("Later but on the Entity List", "EL")
    meu = world.entry("Military end user", "MEU")
    sdn = world.entry("Designated", "SDN")
    world.end(leg, later, "listed-later")
    world.end(leg, meu)
    world.end(leg, sdn)
    finding = only(world)
    assert finding["basis"] == "listed"
    assert finding["listed"]["name"] == "Designated"
    assert [entry["entry_id"] for entry in finding["listed"]["also"]] == [later, meu]


def test_of_two_entries_of_one_basis_and_list_the_first_id_speaks() -> None:
    world = World()
    (leg,) = chain(world, ("Exporter", "US"), ("Sibling Pte. Ltd.", "SG"))
    entries = world.entry("Sibling Ltd."), world.entry("Sibling Pte. Ltd.")
    for entry in entries:
        world.end(leg, entry)
    listed = only(world)["listed"]
    first, second = sorted(entries)
    assert listed["entry_id"] == first
    assert [other["entry_id"] for other in listed["also"]] == [second]


def test_also_names_entries_of_lists_that_are_no_targets() -> None:
    world = World()
    (leg,) = chain(world, ("Exporter", "US"), ("End", "CN"))
    listed, unverified = world.entry("End"), world.entry("End", "UVL")
    world.end(leg, listed)
    world.match(1, listed)
    world.match(1, unverified)
    assert only(world)["listed"]["also"] == [{"name": "End", "list": "UVL", "entry_id": unverified}]


def test_listed_on_is_a_day_or_a_year() -> None:
    found = []
    for start in ("2022-03-01", "2022", "2022-03", None):
        world = World()
        (leg,) = chain(world, ("Exporter", "US"), ("End", "CN"))
        world.end(leg, world.entry("End", start=start))
        found.append(only(world)["listed"]["listed_on"])
    assert found == ["2022-03-01", "2022", "2022", None]


def test_basis_is_the_strongest_of_all_chains_and_bases_are_counted() -> None:
    world = World()
    exporter, end = world.party("Exporter", "US"), world.party("End", "CN")
    listed = world.entry("End")
    for day, basis in (
        ("2024-01-01", "listed-later"),
        ("2024-02-01", "listed"),
        ("2024-03-01", "listed"),
    ):
        world.end(world.leg(exporter, end, day), listed, basis)
    finding = only(world, Settings(journeys=1))
    assert finding["basis"] == "listed"
    assert list(finding["by_basis"].items()) == [("listed", 2), ("listed-later", 1)]
    assert finding["chains"] == 3
    assert len(finding["journeys"]) == 1


def test_imprecise_dates_are_written_as_they_are_known() -> None:
    world = World()
    exporter, holder = world.party("Exporter", "US"), world.party("Holder", "SG")
    end = world.party("End", "CN")
    world.leg(exporter, holder, "2024-03")
    leg = world.leg(holder, end, ("2024-04-01", "2024-04-20"), "2024-04-20")
    world.end(leg, world.entry("End"))
    finding = only(world)
    assert finding["journeys"][0]["departs"] == ["2024-03", None]
    assert finding["certainty"] == finding["journeys"][0]["certainty"] == "possible"
    assert (finding["first_departure"], finding["last_departure"]) == ("2024-03-01", "2024-04-20")


def test_domestic_supplier_must_deliver_before_the_export() -> None:
    world = World()
    (leg,) = chain(world, ("Exporter", "US"), ("End", "CN"), start="2024-03-01")
    world.end(leg, world.entry("End"))
    for name, day, more in (
        ("In time", "2024-02-10", {}),
        ("Too late", "2024-03-02", {}),
        ("Long ago", "2023-01-01", {}),
        ("Other goods", "2024-02-10", {"klass": "9503"}),
    ):
        world.leg(world.party(name, "US"), 0, day, leaves_us=False, **more)
    world.leg(world.party("From abroad", "JP"), 0, "2024-02-10")
    assert only(world)["domestic_suppliers"] == ["In time"]


def test_parties_between_stand_in_the_order_of_travel_each_once() -> None:
    world = World()
    legs = chain(world, ("Exporter", "US"), ("Holder", "SG"), ("End", "CN"))
    world.end(legs[1], world.entry("End"))
    agent, buyer = world.party("Agent", "MY"), world.party("Buyer", None)
    world.add("leg_via", leg_id=legs[0], seq=0, party_id=agent, role="purchaser")
    world.add("leg_via", leg_id=legs[1], seq=0, party_id=buyer, role="purchaser")
    world.add("leg_via", leg_id=legs[1], seq=1, party_id=agent, role="consignee")
    world.add("leg_via", leg_id=legs[1], seq=2, party_id=1, role="consignee")
    world.add("leg_via", leg_id=legs[1], seq=3, party_id=2, role="consignee")
    assert only(world)["intermediaries"] == [
        {"name": "Agent", "country": "MY", "role": "purchaser"},
        {"name": "Holder", "country": "SG", "role": "holder"},
        {"name": "Buyer", "country": "", "role": "purchaser"},
    ]


def test_evidence_holds_every_row_of_every_shown_journey_and_the_proof() -> None:
    world = World()
    (leg,) = chain(world, ("Exporter", "US"), ("Affiliate", "MY"))
    owner = world.party("Owner", "CN")
    listed = world.entry("Owner")
    world.add("leg_rows", leg_id=leg, file_id=1, row=99)
    world.end(
        leg,
        listed,
        "affiliate-in-force",
        owner=owner,
        proof='[{"file_id": 3, "row": 7}]',
        final=True,
    )
    finding = only(world)
    assert [(row["kind"], row["file"], row["row"]) for row in finding["evidence"]] == [
        ("shipment", "shipments.csv", 2),
        ("shipment", "shipments.csv", 99),
        ("interest", "ownership.csv", 7),
        ("list", "list.csv", 2),
    ]
    assert [row["shipment_id"] for row in finding["evidence"]] == ["S0", "S0", "", ""]
    assert finding["listed"]["name"] == "Owner"


def test_one_entry_on_two_rows_has_both_as_evidence() -> None:
    world = World()
    (leg,) = chain(world, ("Exporter", "US"), ("End", "CN"))
    listed = world.entry("End")
    world.rows["list_rows"].append(world.rows["list_rows"][0] | {"row": 8})
    world.end(leg, listed)
    assert [row["row"] for row in only(world)["evidence"] if row["kind"] == "list"] == [2, 8]


def test_hostile_names_stay_as_they_are_and_the_document_stays_json() -> None:
    world = World()
    (leg,) = chain(world, (HOSTILE, "US"), (HOSTILE + "2", "CN"))
    world.end(leg, world.entry(HOSTILE, license_policy=HOSTILE + "denial"))
    document = search(world).document
    assert json.loads(as_text(document)) == document
    assert document["findings"][0]["exporter"]["name"] == HOSTILE
    assert "\x00" not in as_text(document)


def test_words_that_judge_never_appear() -> None:
    text = as_text(search(shell_and_distributor()).document).casefold()
    assert not [word for word in ("violation", "illegal", "guilty") if word in text]


def test_only_so_many_findings_as_asked_and_ties_by_id() -> None:
    world = World()
    end = world.party("End", "CN")
    listed = world.entry("End")
    for number in range(4):
        exporter = world.party(f"Exporter {number}", "US")
        world.end(world.leg(exporter, end, "2024-03-01"), listed)
    ids = [finding["id"] for finding in search(world, Settings(top=0)).findings]
    assert len(ids) == 4
    assert ids == sorted(ids)
    assert [f["id"] for f in search(world, Settings(top=2)).findings] == ids[:2]


def test_nothing_found_is_a_document_too() -> None:
    empty = SearchResult(
        routes=(), chains_by_length=(), chains_by_basis={}, steps=(), truncated=False,
        best_points_left=None,
    )  # fmt: skip
    with open_case() as case:
        document = build_document(case, read_legs(case), empty, Settings(), MANIFEST)
    assert document == {"schema": 1, "run": MANIFEST, "findings": []}


@pytest.mark.parametrize("listed_too", [False, True])
def test_a_path_to_a_party_that_is_not_listed_has_no_entry(listed_too: bool) -> None:
    world = World()
    legs = chain(world, ("Exporter", "US"), ("Holder", "SG"), ("Customer", "DE"))
    if listed_too:
        world.end(legs[1], world.entry("Customer"))
    case = world.case()
    columns = read_legs(case)
    chosen = Settings()
    last = columns.receiver == 2
    question = Question(
        legs=columns,
        starts=columns.leaves_us,
        ends=last,
        final=last,
        max_legs=3,
        min_wait=0,
        max_wait=9,
    )
    scores = scoring.points(case, columns, chosen)
    result = run_search(question, scores, Limits(top=0, journeys=0, max_expansions=99))
    (finding,) = build_document(case, columns, result, chosen, MANIFEST, scores)["findings"]
    if listed_too:
        assert (finding["basis"], finding["listed"]["name"]) == ("listed", "Customer")
    else:
        assert (finding["basis"], finding["match"], finding["listed"]) == ("", "", None)
        assert [row["kind"] for row in finding["evidence"]] == ["shipment", "shipment"]
    assert finding["intermediaries"][0]["name"] == "Holder"


def test_of_several_listed_owners_the_strictest_says_what_needs_a_licence() -> None:
    """Supplement No. 8 to 15 CFR Part 744: the most restrictive requirement of all owners."""
    world = World()
    (leg,) = chain(world, ("Exporter", "US"), ("Affiliate", "MY"))
    owners = [world.party(name, "CN") for name in ("Lenient Holding", "Strict Holding")]
    lenient = world.entry(
        "Lenient Holding", license_requirement="For items on the CCL", license_policy="Case-by-case"
    )
    strict = world.entry(
        "Strict Holding", footnotes=["4"], citation="90 FR 14046",
        license_requirement="For all items subject to the EAR (See § 744.11)4",
        license_policy="Presumption of denial",
    )  # fmt: skip
    for owner, entry in zip(owners, (lenient, strict), strict=True):
        world.end(leg, entry, "affiliate-in-force", owner=owner)
    finding = only(world)
    assert finding["listed"]["entry_id"] == lenient
    assert finding["requirement"] == {
        "license_requirement": "For all items subject to the EAR (See § 744.11)4",
        "license_policy": "Presumption of denial",
        "footnotes": ["4"],
        "citation": "90 FR 14046",
        "name": "Strict Holding",
        "list": "EL",
        "entry_id": strict,
        "owner": "Strict Holding",
    }
    texts = {factor["id"]: factor["text"] for factor in finding["factors"]}
    assert texts["license-policy"].startswith("Licence review policy of the strictest entry, “Stri")
    assert texts["direct-product"].startswith("The strictest entry, “Strict Holding” has footnote")


def test_where_headquarters_alone_decide_the_listed_party_is_an_empty_text() -> None:
    """CONTRACT section 2: `listed` of a route is an object; absent text is ''."""
    world = World()
    (leg,) = chain(world, ("Exporter", "US"), ("Data Centre", "MY"))
    world.end(leg, "", "headquarters", match="", list_name="", country_agrees=None)
    finding = only(world)
    assert finding["basis"] == "headquarters"
    assert finding["listed"] == {
        "name": "", "list": "", "entry_id": "", "source_id": "", "citation": "",
        "listed_on": None, "also": [],
    }  # fmt: skip
    assert finding["requirement"]["citation"].startswith("15 CFR 742.6(a)(6)(iii)(A)")
    assert finding["requirement"]["license_requirement"].startswith("For items of ECCN 3A090")
