"""Findings and journeys as pandas tables."""

from __future__ import annotations

from graphscan.findings.frames import (
    FINDING_COLUMNS,
    JOURNEY_COLUMNS,
    findings_frame,
    journeys_frame,
)
from tests.findings.world import search, shell_and_distributor


def test_one_row_a_finding_best_first() -> None:
    frame = findings_frame(search(shell_and_distributor()).document)
    assert list(frame.columns) == list(FINDING_COLUMNS)
    assert frame["score"].is_monotonic_decreasing
    assert (
        frame.loc[0, "intermediaries"]
        == "Kelvara Trading Pte Ltd (SG) | Lantern Bay Consignee Ltd (HK)"
    )
    assert frame.loc[0, "waypoints"] == "SGSIN | CNSHA"
    assert "young-holder +4.0" in str(frame.loc[0, "factors"])
    assert frame.loc[0, "listed_on"] == "2022-03-01"


def test_kinds_licences_and_weaker_evidence_have_columns_of_their_own() -> None:
    document = search(shell_and_distributor()).document
    first = document["findings"][0]
    party, other = {"name": "Bolt Ltd", "country": "HK"}, {"name": "Cog", "country": ""}
    first["requirement"] = {"license_requirement": "All items", "license_policy": "Denial"}
    first["listed_on_route"] = [party]
    first["ties"] = [{**party, "kind": "phone", "value": "+852 1", "with": other}]
    row = findings_frame(document).iloc[0]
    assert row["kind"] == "route"
    assert (row["license_requirement"], row["license_policy"]) == ("All items", "Denial")
    assert row["listed_on_route"] == "Bolt Ltd (HK)"
    assert row["ties"] == "Bolt Ltd (HK): phone +852 1, as Cog"


def test_one_row_a_leg_of_a_shown_journey() -> None:
    frame = journeys_frame(search(shell_and_distributor()).document)
    assert list(frame.columns) == list(JOURNEY_COLUMNS)
    first = frame.iloc[0]
    assert (first["journey"], first["leg"], first["shipment_id"]) == (1, 1, "S1")
    assert first["consignor"] == "Brenholt Instruments Co"
    assert first["receiver"] == "Kelvara Trading Pte Ltd"
    assert first["rows"] == "shipments.csv:3"
    assert len(frame) == 4


def test_tables_without_findings_keep_their_columns_and_types() -> None:
    empty: dict[str, list[object]] = {"findings": []}
    assert dict(findings_frame(empty).dtypes.astype(str)) == FINDING_COLUMNS
    assert dict(journeys_frame(empty).dtypes.astype(str)) == JOURNEY_COLUMNS


def test_more_chains_than_64_bits_hold_stay_exact() -> None:
    document = search(shell_and_distributor()).document
    document["findings"][0]["chains"] = 10**30
    assert findings_frame(document).loc[0, "chains"] == 10**30
