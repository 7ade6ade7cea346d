"""Parties of the rows, through the tables of a case."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest

from graphscan.casefile import Case, open_case
from tests.resolve.worlds import consignees, insert, interest, resolved, shipments

SPELLINGS = ("Mirel Trading Co., Ltd.", "MIREL TRADING COMPANY LIMITED", "Mirel Trading Co Ltd")


def test_spellings_are_one_party_shown_as_it_is_written_most_often() -> None:
    with open_case() as case:
        shipments(case, *({"consignee_name": name} for name in (*SPELLINGS, SPELLINGS[1])))
        assert set(consignees(resolved(case))) == {("name:mirel trading co ltd|", SPELLINGS[1])}


def test_equally_frequent_spellings_show_the_first_in_order() -> None:
    with open_case() as case:
        shipments(case, {"consignee_name": "mirel"}, {"consignee_name": "Mirel"})
        assert consignees(resolved(case)) == [("name:mirel|", "Mirel")] * 2


def test_order_bills_and_null_tokens_make_no_party() -> None:
    with open_case() as case:
        texts = [
            "TO ORDER",
            "TO THE ORDER OF FIRST HARBOUR BANK",
            "NULL",
            "N/A",
            "--",
            "\u202e",
            None,
        ]
        shipments(case, *({"consignee_name": text, "consignee_id": None} for text in texts))
        assert consignees(resolved(case)) == [(None, None)] * len(texts)
        assert case.rows("SELECT name FROM parties") == [("Sender Inc",)]


def test_the_party_whose_order_it_is_receives() -> None:
    with open_case() as case:
        shipments(
            case, {"consignee_name": "TO THE ORDER OF MIREL FZE"}, {"consignee_name": "Mirel FZE"}
        )
        assert [key for key, _ in consignees(resolved(case))] == ["name:mirel fze|"] * 2


def test_same_as_consignee_is_the_consignee_and_never_a_party() -> None:
    with open_case() as case:
        shipments(
            case,
            {"consignee_name": "Mirel FZE", "notify_name": "SAME AS CONSIGNEE"},
            {"consignee_name": "Mirel FZE", "ultimate_consignee_name": "same as above"},
            {"consignee_name": "SAME AS NOTIFY PARTY", "notify_name": "Oru LLP"},
            {"consignee_name": "SAME AS CONSIGNEE", "notify_name": "SAME AS CONSIGNEE"},
            {"consignee_name": "TO ORDER", "notify_name": "SAME AS CONSIGNEE"},
        )
        rows = resolved(case).rows(
            "SELECT c.name, u.name, n.name FROM shipment_parties AS s "
            "LEFT JOIN parties AS c ON c.party_id = s.consignee "
            "LEFT JOIN parties AS u ON u.party_id = s.ultimate_consignee "
            "LEFT JOIN parties AS n ON n.party_id = s.notify ORDER BY s.row"
        )
        assert rows == [
            ("Mirel FZE", None, "Mirel FZE"),
            ("Mirel FZE", "Mirel FZE", None),
            ("Oru LLP", None, "Oru LLP"),
            (None, None, None),
            (None, None, None),
        ]
        assert case.value("SELECT count(*) FROM parties") == 3


def test_one_identity_spans_shipments_ownership_and_parties() -> None:
    with open_case() as case:
        shipments(
            case, {"consignee_name": "Mirel FZE", "consignee_country": "AE", "consignee_id": "77"}
        )
        interest(case, 2, "Oru LLP", "MIREL F.Z.E.")
        facts = {"file_id": 3, "row": 2, "name": "Mirel FZE", "country": "AE", "industry": "Retail"}
        insert(
            case, "given_parties", [facts, facts | {"row": 3, "name": "Dalen AS", "country": "NO"}]
        )
        rows = resolved(case).rows("SELECT key, country, identifier FROM parties ORDER BY party_id")
        assert rows == [
            ("id:77", "AE", "77"),
            ("name:dalen as|NO", "NO", None),
            ("name:oru llp|", None, None),
            ("name:sender inc|US", "US", None),
        ]
        assert case.rows("SELECT owner, owned FROM ownership_parties") == [(2, 0)]
        assert case.rows("SELECT party_id, row, industry FROM party_facts") == [
            (0, 2, "Retail"),
            (1, 3, "Retail"),
        ]


def test_an_identifier_beside_an_empty_name_still_tells_who_it_is() -> None:
    with open_case() as case:
        shipments(
            case,
            {"consignee_name": "NULL", "consignee_country": "CL", "consignee_id": "76.1-K"},
            {"consignee_name": "TO ORDER", "consignee_country": "CL", "consignee_id": "76.1-K"},
        )
        assert consignees(resolved(case)) == [("id:761K", "unnamed (76.1-K)"), (None, None)]


def test_a_mention_that_fits_several_parties_is_reported() -> None:
    with open_case() as case:
        shipments(
            case,
            {"consignee_name": "Mirel", "consignee_country": "AE"},
            {"consignee_name": "Mirel", "consignee_country": "TR"},
            {"consignee_name": "Mirel"},
        )
        rows = resolved(case).rows(
            "SELECT p.key, fits FROM mentions_apart JOIN parties AS p USING (party_id)"
        )
        assert rows == [("name:mirel|", 2)]


ROWS = """
    SELECT s.shipment_id, p.* EXCLUDE (file_id, row) FROM shipment_parties AS p
    JOIN shipments AS s USING (file_id, row) ORDER BY s.shipment_id
"""


def everything(case: Case) -> list[list[tuple[object, ...]]]:
    parties, apart = (
        "SELECT * FROM parties ORDER BY ALL",
        "SELECT * FROM mentions_apart ORDER BY ALL",
    )
    return [case.rows(query) for query in (parties, ROWS, apart)]


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    dice = random.Random(7)
    rows = [
        {
            "shipment_id": f"X{at:02}",
            "consignee_name": dice.choice([*SPELLINGS, "Oru LLP", "TO ORDER", "SAME AS ABOVE"]),
            "consignee_country": dice.choice(["AE", "TR", None]),
            "consignee_id": dice.choice(["77", "78", None, None]),
            "notify_name": dice.choice([None, "SAME AS CONSIGNEE", "Oru LLP"]),
        }
        for at in range(30)
    ]
    shuffled = random.Random(seed).sample(rows, len(rows))
    with open_case() as one, open_case() as other:
        shipments(one, *rows)
        shipments(other, *shuffled)
        assert everything(resolved(one)) == everything(resolved(other))


def test_resolving_twice_leaves_the_same_tables() -> None:
    with open_case() as case:
        shipments(case, *({"consignee_name": name} for name in SPELLINGS))
        once = everything(resolved(case))
        assert everything(resolved(case)) == once
        assert case.value("SELECT count(*) FROM duckdb_tables() WHERE temporary") == 0


def test_an_empty_case_resolves_to_nothing() -> None:
    with open_case() as case:
        assert everything(resolved(case)) == [[], [], []]


def test_party_numbers_follow_the_keys() -> None:
    with open_case() as case:
        shipments(
            case, *({"consignee_name": name} for name in ("zeta", "Ärger", "alpha", "Яма", "华为"))
        )
        rows = resolved(case).rows("SELECT party_id, key FROM parties ORDER BY party_id")
        assert [number for number, _ in rows] == list(range(6))
        assert [key for _, key in rows] == sorted(key for _, key in rows)


HOSTILE = [
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE parties; --",
    "a\x00b",
    "x" * 100_000,
]


def test_hostile_names_are_inert() -> None:
    with open_case() as case:
        shipments(case, *({"consignee_name": name, "consignee_id": name} for name in HOSTILE))
        assert [name for _, name in consignees(resolved(case))] == HOSTILE


@pytest.mark.benchmark
def test_hundreds_of_thousands_of_parties_are_all_there() -> None:
    # 400,000 identities were lost: within a transaction, added to a table that was made of none.
    with open_case() as case:
        count = 200_000
        names = [f"Vora{at:x} Trading Ltd" for at in range(count)]
        given = {
            "file_id": pa.array([1] * count, pa.int32()),
            "row": pa.array(range(2, count + 2), pa.int64()),
            "shipment_id": [f"S{at}" for at in range(count)],
            "consignor_name": names,
            "consignor_country": ["HK"] * count,
            "consignee_name": names[::-1],
            "consignee_country": ["AE"] * count,
        }
        case.append("shipments", pa.table(given))
        assert resolved(case).value("SELECT count(*) FROM parties") == 2 * count
