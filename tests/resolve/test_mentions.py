"""What stands in a party field: phrases of a real vendor's file among them."""

from __future__ import annotations

import pytest

from graphscan.resolve.mentions import read_mention
from tests.resolve.worlds import SHARED

VENDOR = SHARED / "samples" / "shipments" / "vendor_customs" / "output_excel.xlsx"


@pytest.mark.parametrize(
    "text", ["NULL", "n/a", "N.A.", "-", "", "  ", "None", "UNKNOWN", "XXX", "НЕТ", "不详"]
)
def test_null_tokens_are_silent(text: str) -> None:
    assert read_mention(text) == ("", "", True, ())


@pytest.mark.parametrize(
    "text",
    [
        "TO ORDER",
        "To the Order of",
        "TO THE ORDER OMAN",
        "TO THE ORDER TRINIDAD AND TOBAGO",
        "TO THE ORDER SAVANNAH",
        "TO ORDER OF SHIPPER",
        "TO THE ORDER OF THE HOLDER",
        "TO THE ORDER OF FIRST HARBOUR BANK PLC",
        "to order: BANQUE DU PORT",
        "CONSIGNED TO THE ORDER OF ANY BANK",
        "UNTO ORDER",
        "ORDER OF SHIPPER",
        "A LA ORDEN",
        "À L'ORDRE DE BANQUE DU PORT",
        "ПО ПРИКАЗУ",
        "凭指示",
    ],
)
def test_an_order_bill_that_names_nobody_is_no_party(text: str) -> None:
    assert read_mention(text) == ("", "", False, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TO THE ORDER OF MIREL TRADING FZE", "MIREL TRADING FZE"),
        ("TO THE ORDER MIREL TRADING PRIVATE LIMITED", "MIREL TRADING PRIVATE LIMITED"),
        ("to order of: HiSilicon", "HiSilicon"),
        ("A LA ORDEN DE MIREL SA", "MIREL SA"),
    ],
)
def test_an_order_bill_may_name_the_party_whose_order_it_is(text: str, name: str) -> None:
    assert read_mention(text).name == name


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("SAME AS CONSIGNEE", "consignee"),
        ("Same as the consignee.", "consignee"),
        ("SAME AS CNEE", "consignee"),
        ("same as above", "above"),
        ("SAME", "above"),
        ("SAME AS SHIPPER", "consignor"),
        ("SAME AS NOTIFY PARTY", "notify"),
        ("AS CONSIGNEE", "consignee"),
        ("CONSIGNEE", "consignee"),
    ],
)
def test_pointers_name_a_role(text: str, role: str) -> None:
    assert read_mention(text) == ("", role, False, ())


@pytest.mark.parametrize(
    "text",
    [
        "Order of Malta",
        "Same Sky Ltd",
        "As Metals Ltd",
        "Total Order Ltd",
        "To Orderly Ltd",
        "Null Island Ltd",
    ],
)
def test_names_that_only_look_so_are_parties(text: str) -> None:
    assert read_mention(text).name == text


def test_the_order_consignees_of_a_real_file_make_hardly_a_party() -> None:
    if not VENDOR.exists():
        pytest.skip("the vendor's sample is not beside the repository")
    openpyxl = pytest.importorskip("openpyxl", reason="reads the vendor's sample")
    book = openpyxl.load_workbook(VENDOR, read_only=True)
    rows = [
        [str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    book.close()
    buyers = [row[rows[0].index("BUYER_NAME")] for row in rows[1:]]
    order = [buyer for buyer in buyers if buyer.startswith(("TO ORDER", "TO THE ORDER"))]
    assert len(order) > 700
    named = {read_mention(buyer).name for buyer in order} - {""}
    assert len(named) < 5  # those with the legal form of a company
