"""The planted routes that wait for a later capability; each names the issue that brings it."""
# ruff: noqa: E501 -- tables of facts: a line is a row
# fmt: off

from __future__ import annotations

from sample_data.planted import Hop, Route
from sample_data.routes_found import PAID_CN, RESELLER

LATER = (
    Route(
        id="X01", typology="T3 straw purchase and relabelling", exporter="x01_wh",
        hops=(
            Hop("x01_hk", "847330", 5, columns=PAID_CN | {"gross_weight_kg": "870"}),
            Hop(
                "huawei", "850440", 2, 6,
                columns={
                    "gross_weight_kg": "868", "description": "Adapter modules", "brand": "SANDKYOR",
                    "origin_country": "TW", "value_usd": "41000",
                },
            ),
        ),
        lots=(("2024-11-12", 300),), issue=8,
        listed="Huawei Technologies Co., Ltd. (Huawei)", basis="listed",
        why="Accelerator boards leave Hong Kong as adapter modules of Taiwan; the weight stays.",
    ),
    Route(
        id="X02", typology="T9 mistyped name", exporter="us_chips",
        hops=(Hop("x02_my", "854231", 6, columns=RESELLER), Hop("phytium_typo", "854231", 4, 8)),
        lots=(("2023-11-07", 900),), issue=9, match="fuzzy",
        listed="Tianjin Phytium Information Technology", basis="listed",
        why="Two letters changed places and one fell out.",
    ),
    Route(
        id="X03", typology="T8 truncated name", exporter="us_servers",
        hops=(Hop("x03_sg", "847150", 5, columns=RESELLER), Hop("inspur_bj_cut", "847150", 4, 9)),
        lots=(("2025-06-10", 24),), issue=9, match="fuzzy",
        listed="Inspur (Beijing) Electronic Information Industry Co., Ltd.", basis="listed",
        why="The column holds 35 characters.",
    ),
    Route(
        id="X04", typology="T4 name in Han script", exporter="us_boards",
        hops=(Hop("x04_tw", "847330", 5), Hop("sugon_han", "847330", 3, 8)),
        lots=(("2023-08-08", 150),), issue=9, match="alias|fuzzy",
        listed="Sugon", basis="listed",
        why="中科曙光 reads Zhongke Shuguang, which the list has as an alias.",
    ),
    Route(
        id="X05", typology="T14 name in Cyrillic script", exporter="us_parts",
        hops=(Hop("x05_ge", "853224", 8, columns=RESELLER), Hop("salute_cyr", "853224", 3, 6)),
        lots=(("2023-10-17", 4000),), issue=9, match="alias|fuzzy",
        listed="Special Design Bureau Salute JSC", basis="listed",
        why="АО «ОКБ Салют» reads OKB Salyut JSC, an alias of the list.",
    ),
    Route(
        id="X06", typology="T13 a listed party's address", exporter="us_memory",
        hops=(Hop("x06_my", "854232", 6), Hop("x06_cn", "854232", 4, 7)),
        lots=(("2024-03-19", 2200),), issue=9, match="address",
        listed="A.C. International", basis="listed",
        why="Another name at the address that an Entity List row gives.",
    ),
    Route(
        id="X07", typology="T10 design proxy and foundry", exporter="x07_tw",
        hops=(Hop("x07_cn", "854231", 4), Hop("huawei", "854231", 2, 12)),
        lots=(("2023-12-05", 60000), ("2024-03-12", 80000)), issue=8,
        listed="Huawei Technologies Co., Ltd. (Huawei)", basis="listed",
        why="No leg leaves the United States: a foreign direct product of a foundry with a parent there.",
    ),
    Route(
        id="X08", typology="T11 sole-source supply from an affiliate abroad", exporter="x08_sg",
        hops=(Hop("huawei_sg", "847170", 3),),
        lots=(("2023-02-14", 9000), ("2023-04-11", 12000)), issue=8,
        listed="Huawei International Pte. Ltd.", basis="listed",
        why="One foreign leg, straight to a footnote 1 party, by a firm with a parent in the United States.",
    ),
    Route(
        id="X09", typology="T5 neocloud, goods pass between sisters", exporter="us_servers",
        hops=(Hop("x09_my", "847150", 6), Hop("hisilicon", "847150", 5, 20, sender="x09_my2")),
        lots=(("2024-07-09", 128),), issue=7,
        listed="HiSilicon Technologies Co., Ltd (HiSilicon)", basis="listed",
        why="The sister firm ships on: one owner holds all of both, no record lies between them.",
    ),
    Route(
        id="X10", typology="T8 a share that is only a band", exporter="us_network",
        hops=(Hop("x10_sg", "851762", 5, columns=RESELLER), Hop("x10_vn", "851762", 3, 7)),
        lots=(("2025-10-07", 60),), issue=7,
        listed="Inspur Group Co., Ltd.", basis="cannot-exclude",
        why="Two listed owners, one above 25 up to 50 percent, one above 10 up to 25: the sum may reach 50.",
    ),
    Route(
        id="X11", typology="T17 supplier of a listed party", exporter="x11_hk",
        hops=(Hop("suma", "847330", 2),),
        lots=(("2025-09-02", 40), ("2025-10-14", 60)), issue=7, kind="supplier-of-listed",
        listed="Suma-USI Electronics Co., Ltd.", basis="listed",
        why="Two firms were listed in 2025 for exactly that; no leg from the United States is needed.",
    ),
    Route(
        id="X12", typology="T1 forwarder as consignee", exporter="us_boards",
        hops=(
            Hop("x12_sg", "847330", 6, columns={"house_bill_number": "HJW2404417", "container_numbers": "JWYU4404417"}),
            Hop("hisilicon", "847330", 5, 4, columns={"house_bill_number": "HJW2404417", "container_numbers": "JWYU4404417"}),
        ),
        lots=(("2024-05-14", 180),), issue=8, certainty="possible",
        listed="HiSilicon Technologies Co., Ltd (HiSilicon)", basis="listed",
        why="Nobody is named behind the forwarder; the house bill and the container tie the two legs.",
    ),
    Route(
        id="X14", typology="T5 headquarters of the parent", exporter="us_servers",
        hops=(Hop("x14_my", "847150", 7),),
        lots=(("2024-10-08", 256),), issue=7,
        listed="", basis="headquarters", match="",
        why="4A090 servers for a data centre whose parent sits in China: the headquarters test, no list.",
    ),
)
"""Strict expected failures until their issue is done."""

MIRRORED = Route(
    id="X13", typology="T4 the same movement seen by two customs", exporter="us_servers",
    hops=(Hop("x13_vn", "847150", 6), Hop("sugon", "847150", 5, 9)),
    lots=(("2024-06-11", 20),), issue=5,
    listed="Sugon", basis="listed",
    why="The last leg stands in the export and in the import file; it is one leg and one chain.",
)
"""One chain: its last leg has a source in either file."""
