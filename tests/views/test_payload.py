from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from graphscan.casefile import Case
from graphscan.errors import NotFoundError
from graphscan.views.payload import LEG_COLUMNS, PAYLOAD_SCHEMA, build_payload
from graphscan.views.trace import trace
from tests.views.world import build_world

Built = tuple[Case, dict[str, Any]]


@pytest.fixture
def built() -> Iterator[Built]:
    case, document = build_world()
    with case:
        yield case, document


def party(payload: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in payload["parties"] if one["name"] == name)
    return found


def leg(payload: dict[str, Any], number: int) -> dict[str, Any]:
    return dict(zip(payload["leg_columns"], payload["legs"][number], strict=True))


def test_equal_runs_give_equal_bytes(built: Built) -> None:
    again_case, again_document = build_world()
    with again_case:
        again = json.dumps(build_payload(again_case, again_document))
    assert json.dumps(build_payload(*built)) == again


def test_every_finding_keeps_its_order_route_and_journeys(built: Built) -> None:
    payload = build_payload(*built)
    assert payload["schema"] == PAYLOAD_SCHEMA
    assert tuple(payload["leg_columns"]) == LEG_COLUMNS
    names = {one["id"]: one["name"] for one in payload["parties"]}
    for shown, finding in zip(payload["findings"], built[1]["findings"], strict=True):
        assert shown["id"] == finding["id"]
        assert names[shown["route"][0]] == finding["exporter"]["name"]
        assert names[shown["route"][-1]] == finding["end"]["name"]
        for journey, given in zip(shown["journeys"], finding["journeys"], strict=True):
            legs = [leg(payload, number) for number in journey["legs"]]
            assert [one["shipment_id"] for one in legs] == given["shipment_ids"]
            assert [one["departs"] for one in legs] == given["departs"]
            assert [one["from"] for one in legs] == shown["route"][:-1]
            assert all(one["on_route"] and one["rows"] for one in legs)


def test_roles_and_columns(built: Built) -> None:
    payload = build_payload(*built)
    stages = [band["title"] for band in payload["meta"]["bands"]]
    assert stages == [
        "Exporters",
        "First intermediaries",
        "Second intermediaries",
        "Listed parties",
    ]
    for name, role, stage in [
        ("Tolvane Devices Inc", "exporter", 0),
        ("Kelvara Trading Pte Ltd", "intermediary", 1),
        ("Wing Marlow Technology Ltd", "intermediary", 2),
        ("Inspur Group Co Ltd", "listed", 3),
        ("Qiaorun Compute (Suzhou) Co Ltd", "affiliate", 3),
        ("Cheng Tarrow (person)", "owner", None),
        ("Plainsworth Retail Ltd", "partner", 0),
    ]:
        one = party(payload, name)
        assert (one["role"], one["stage"]) == (role, stage), name
    assert party(payload, "Kelvara Trading Pte Ltd")["score"] == 88.5
    assert party(payload, "Tolvane Devices Inc")["score"] is None
    assert party(payload, "Inspur Group Co Ltd")["entries"][0]["listed_on"] == "2023-03-06"


def test_a_party_named_between_stands_on_the_way_of_the_goods(built: Built) -> None:
    payload = build_payload(*built)
    between = party(payload, "Lantern Bay Freight Consignee Ltd")
    assert between["role"] == "intermediary"
    links = {(link["from"], link["to"]) for link in payload["links"]}
    into = [start for start, end in links if end == between["id"]]
    onward = [end for start, end in links if start == between["id"]]
    assert len(into) == len(onward) == 1


def test_priority_goods_are_never_merged_with_others(built: Built) -> None:
    payload = build_payload(*built)
    both = 0
    for link in payload["links"]:
        kinds = {leg(payload, number)["priority"] for number in link["legs"]}
        assert kinds == {1 if link["kind"] == "priority" else 0}
        other = f"{link['from']}-{link['to']}o"
        both += link["kind"] == "priority" and any(one["id"] == other for one in payload["links"])
    assert both


def test_what_does_not_fit_is_cut_from_the_end_and_said(built: Built) -> None:
    payload = build_payload(*built, limit=14)
    kept = len(payload["findings"])
    assert 0 < kept < 25
    assert [one["id"] for one in payload["findings"]] == [
        one["id"] for one in built[1]["findings"][:kept]
    ]
    assert len(payload["parties"]) <= 14
    assert any(f"{kept} of 25 findings" in text for text in payload["meta"]["cuts"])
    assert any("trade partners" in text for text in payload["meta"]["cuts"])
    assert payload["meta"]["route_parties_total"] == 24
    assert build_payload(*built)["meta"]["cuts"] == []


def test_owners_and_legs_that_are_left_out_are_counted(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphscan.views.payload.LEG_LIMIT", 10)
    monkeypatch.setattr("graphscan.views.selection.ROUTE_SHARE", 1.0)
    payload = build_payload(*built, limit=24)
    on_route = sum(leg(payload, number)["on_route"] for number in range(len(payload["legs"])))
    assert len(payload["legs"]) == on_route > 10
    assert any("owners are left out" in text for text in payload["meta"]["cuts"])
    assert any("on no route are left out" in text for text in payload["meta"]["cuts"])


def test_a_run_without_findings_gives_an_empty_picture(built: Built) -> None:
    case, document = built
    payload = build_payload(case, {**document, "findings": []})
    assert payload["parties"] == payload["legs"] == payload["links"] == payload["findings"] == []
    assert [band["title"] for band in payload["meta"]["bands"]] == ["Exporters", "Listed parties"]


def test_shares_are_written_as_people_write_them(built: Built) -> None:
    shares = {one["share"] for one in build_payload(*built)["interests"]}
    assert shares == {"51 to 100 %", "100 %", "more than 25 to 50 %", "share not known", "60 %"}


def test_a_document_of_another_case_is_refused(built: Built) -> None:
    case, document = built
    document["findings"][0]["journeys"][0]["shipment_ids"][1] = "BL-99999"
    with pytest.raises(NotFoundError, match="no chain of legs"):
        build_payload(case, document)


def test_two_shipments_of_one_number_in_two_files_are_told_apart(built: Built) -> None:
    # Numbers like 1, 2, 3 recur in every export; the evidence rows say which file is meant.
    case, document = built
    before = trace(case, document["findings"])
    stray = case.value("SELECT leg_id FROM legs WHERE shipment_id = 'BL-24270'")
    case.execute("UPDATE legs SET shipment_id = 'BL-24001' WHERE leg_id = ?", [stray])
    assert case.value("SELECT count(*) FROM legs WHERE shipment_id = 'BL-24001'") == 2
    assert trace(case, document["findings"]) == before


def test_a_shipment_of_two_classes_gives_the_leg_of_the_routes_class(built: Built) -> None:
    case, document = built
    before = trace(case, document["findings"])
    case.execute(
        "INSERT INTO legs SELECT * REPLACE (-1 AS leg_id, '6109' AS class) FROM legs"
        " WHERE shipment_id = 'BL-24001'"
    )
    case.execute("INSERT INTO leg_rows SELECT -1, file_id, row FROM leg_rows WHERE leg_id = 1")
    assert trace(case, document["findings"]) == before
