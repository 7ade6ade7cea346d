"""A party's page: what the case holds of it, and nothing of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphscan.errors import NotFoundError
from graphscan.findings.dossier import dossier
from graphscan.settings import Settings
from tests.network.small import interest, listed, network_of, shipment


def test_a_dossier_has_lists_owners_trade_and_routes(tmp_path: Path) -> None:
    rows = [
        shipment("S1", "Acme/US", "Hub/MY", "2024-01-05", arrival_date="2024-01-09", value_usd=9),
        shipment("S2", "Hub/MY", "Bolt/CN", "2024-02-07"),
        shipment("S3", "Else/DE", "Other/FR", "2024-02-07"),
    ]
    interests = [interest("Parent/HK", "Hub/MY", 30)]
    with network_of(
        tmp_path, rows, lists=[listed("Bolt", "2020-01-01")], interests=interests
    ) as case:
        hub = dossier(case, "Hub", Settings())
        assert hub["parties"] == [{"name": "Hub", "country": "MY"}]
        assert hub["listed"] == hub["owned"] == []
        assert [(row["name"], row["row"]) for row in hub["owners"]] == [("Parent", 2)]
        assert [(row["name"], row["value_usd"]) for row in hub["suppliers"]] == [("Acme", 9)]
        assert [row["name"] for row in hub["customers"]] == ["Bolt"]
        chains = {kind: routes["chains"] for kind, routes in hub["routes"].items()}
        assert chains == {"from": 1, "through": 1, "to": 1}
        (best,) = hub["routes"]["through"]["best"]
        assert best["end"]["name"] == "Bolt"
        assert [row["name"] for row in dossier(case, "Bolt", Settings())["listed"]] == ["Bolt"]
        with pytest.raises(NotFoundError):
            dossier(case, "Nobody at all", Settings())


def test_of_several_interests_in_one_row_each_is_told_once(tmp_path: Path) -> None:
    """Interests of one row were paired with each other's parties."""
    interests = [interest("Parent/HK", "Hub/MY", 30)]
    with network_of(tmp_path, [shipment("S1", "Acme/US", "Hub/MY", "2024-01-05")],
                    lists=[listed("Bolt", "2020-01-01")], interests=interests) as case:  # fmt: skip
        case.execute(
            "INSERT INTO ownership SELECT * REPLACE (1 AS interest, 'votes' AS kind) FROM ownership"
        )
        case.execute(
            "INSERT INTO ownership_parties SELECT * REPLACE (1 AS interest) FROM ownership_parties"
        )
        owners = dossier(case, "Hub", Settings())["owners"]
    assert [(row["name"], row["kind"]) for row in owners] == [
        ("Parent", "shares"),
        ("Parent", "votes"),
    ]
