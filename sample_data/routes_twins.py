"""The benign twins: the shape of a planted route, and the reason why it is none."""
# ruff: noqa: E501 -- tables of facts: a line is a row
# fmt: off

from __future__ import annotations

from sample_data.planted import Hop, Route

LICENSED = {"license_number": "D1260417", "related_party": "N"}

TWINS = (
    Route(
        id="B01", copies="P01", typology="hub distributor, end user seen downstream", exporter="us_servers",
        hops=(Hop("b01_sg", "847150"), Hop("b01_my", "847150", 3, 10), Hop("hisilicon", "847150", 5, -70)),
        lots=(("2024-03-05", 8),),
        why="The servers left Malaysia for the listed party two months before the others arrived there.",
    ),
    Route(
        id="B02", copies="P02", typology="assembly and test abroad", exporter="us_chips",
        hops=(Hop("b02_my", "854231"), Hop("us_chips", "854239", 6, 30)),
        lots=(("2025-04-15", 4000), ("2025-06-10", 5200)),
        why="Dies go out to be packaged and come back to their owner.",
    ),
    Route(
        id="B03", copies="P03", typology="in transit when the listing came", exporter="us_boards",
        hops=(Hop("b03_my", "847330", 7), Hop("inspur", "847330", 10, 40)),
        lots=(("2025-02-03", 16),),
        basis="in-transit-at-listing", listed="Inspur Electronic Information Industry Co., Ltd.",
        why="On board before the effective date, arrived within the notice's grace: the savings clause.",
    ),
    Route(
        id="B04", copies="P04", typology="integrator delivering to its own data centre", exporter="us_servers",
        hops=(Hop("b04_tw", "847150", 5), Hop("b04_my", "847150", 4, 13), Hop("nettrix", "850440", 6, 7)),
        lots=(("2025-05-20", 48),),
        why="The servers stay; what the hosting firm sells to the listed party is old power supplies.",
    ),
    Route(
        id="B05", copies="P05", typology="affiliate with 49.99 percent", exporter="us_boards",
        hops=(Hop("b05_sg", "847330", 5), Hop("b05_my", "847330", 2, 6)),
        lots=(("2025-10-03", 60),),
        why="The listed owner holds 49.99 percent, and the rest is known to be others'.",
    ),
    Route(
        id="B06", copies="P05", typology="affiliate while the rule is suspended", exporter="us_boards",
        hops=(Hop("b06_sg", "847330", 5), Hop("b06_my", "847330", 2, 60)),
        lots=(("2025-10-01", 60),),
        basis="affiliate-suspended", listed="Inspur Group Co., Ltd.",
        why="60 percent, but the leg departs in December 2025: the rule is suspended. A flag of less weight.",
    ),
    Route(
        id="B07", copies="P06", typology="listed owner divested before", exporter="us_boards",
        hops=(Hop("b07_hk", "847330", 5), Hop("b07_vn", "847330", 3, 5)),
        lots=(("2025-10-07", 70),),
        why="The listed owner sold its 80 percent on 30 June 2025.",
    ),
    Route(
        id="B08", copies="P07", typology="sale after the denial order expired", exporter="us_chips",
        hops=(Hop("b08_hk", "854239", 4), Hop("tysonic", "854239", 4, 90)),
        lots=(("2024-01-22", 300),),
        basis="delisted", listed="TYSONIC ENTERPRISES",
        why="The denial order ended on 29 July 2023; the goods were sent in 2024.",
    ),
    Route(
        id="B09", copies="P08", typology="old firm at the shells' address, licensed", exporter="us_chips",
        hops=(
            Hop("b09_hk", "854239", 5, columns=LICENSED), Hop("salute", "854239", 6, 165, columns=LICENSED, ratio=0.02),
        ),
        lots=(("2024-02-06", 5000),),
        basis="listed", listed="Special Design Bureau Salute JSC",
        why="Thirty-five years at the door that the shells share, many customers, a licence on the record.",
    ),
    Route(
        id="B10", copies="P11", typology="local demand growth", exporter="us_parts",
        hops=(Hop("b10_kz", "853221", 9), Hop("vega", "940360", 5, 20)),
        lots=(("2025-02-11", 800),),
        why="The capacitors stay in Kazakhstan; what goes on is furniture.",
    ),
    Route(
        id="B11", copies="P13", typology="Swiss research buyer", exporter="us_nav",
        hops=(Hop("b11_ch", "901420", 4), Hop("vizneh", "901420", 5, -120)),
        lots=(("2023-08-15", 4),),
        why="A laboratory keeps the instruments; the one unit that it sold had been there for years.",
    ),
    Route(
        id="B12", copies="P14", typology="third-party logistics with a named end user", exporter="us_boards",
        hops=(Hop("b12_user", "847330", 5, role="end_user", roles={"consignee": "b12_my"}),),
        lots=(("2025-07-22", 12),),
        why="The end user behind the handling firm is a hospital.",
    ),
    Route(
        id="B13", copies="P15", typology="licensed delivery", exporter="us_test",
        hops=(
            Hop(
                "inspur_hk", "903020", 4, role="ultimate_consignee",
                roles={"consignee": "b13_hk", "intermediate_consignee": "b13_hk"}, columns=LICENSED,
            ),
        ),
        lots=(("2025-09-09", 2),),
        basis="listed", listed="Inspur (HK) Electronics Co., Ltd.",
        why="An oscilloscope under a licence whose number stands on the record.",
    ),
    Route(
        id="B14", copies="P16", typology="purchase long before the listing", exporter="us_memory",
        hops=(Hop("sophgo_sg", "854232", 4, role="purchaser", roles={"consignee": "b14_my"}),),
        lots=(("2023-03-14", 1500),),
        basis="listed-later", listed="Sophgo Technologies Pte. Ltd.",
        why="Bought twenty-two months before the listing of 16 January 2025.",
    ),
    Route(
        id="B15", copies="P18", typology="month-only data in the wrong order", exporter="us_memory",
        hops=(Hop("b15_my", "854232", 8), Hop("ymtc", "854232", 4, -70, months=True)),
        lots=(("2024-05-06", 3000),),
        why="The record of March cannot hold goods that left in May, whatever the day.",
    ),
    Route(
        id="B16", copies="P20", typology="final assembly for a Korean fab", exporter="us_tools",
        hops=(Hop("b16_kr", "848620", 14), Hop("b16_fab", "848620", 2, 21), Hop("smic_bj", "732690", 6, 12)),
        lots=(("2023-03-21", 2), ("2023-06-13", 2)),
        why="The modules end in a fab in Korea; what goes on is steel brackets.",
    ),
    Route(
        id="B17", copies="P21", typology="broad-line distributor", exporter="us_parts",
        hops=(
            Hop("b17_tr", "853221", 12), Hop("b17_ae", "853221", 9, 150, ratio=0.05),
            Hop("vizneh", "853221", 8, 160, columns=LICENSED, ratio=0.05),
        ),
        lots=(("2023-02-14", 8000),),
        basis="listed", listed="Vizneh Trading Company",
        why="Two houses with decades of history and many customers, ten months on the way, a licence.",
    ),
    Route(
        id="B18", copies="P22", typology="university procurement office", exporter="us_test",
        hops=(Hop("b18_pk", "903020", 9, columns={"ultimate_consignee_type": "G"}),),
        lots=(("2024-02-20", 10), ("2024-06-04", 12)),
        why="The university teaches with them.",
    ),
    Route(
        id="B19", copies="P24", typology="group expansion", exporter="us_heli",
        hops=(Hop("b19_za", "880730", 8), Hop("b19_ae", "880730", 4, 9, columns={"related_party": "Y"})),
        lots=(("2025-05-20", 40),),
        why="The new free-zone firm is the group's own.",
    ),
    Route(
        id="B20", copies="P25", typology="four legs, another commodity at the end", exporter="us_parts",
        hops=(
            Hop("b20_de", "854129", 5), Hop("b20_tr", "854129", 6, 10), Hop("b20_kz", "854129", 7, 8),
            Hop("gradient", "620342", 4, 5),
        ),
        lots=(("2023-07-18", 600),),
        why="Transistors stay in Almaty; the wholesaler sends trousers.",
    ),
    Route(
        id="B21", copies="P26", typology="contract novated in a merger", exporter="us_memory",
        hops=(Hop("b21_cn", "854232", 6, columns={"related_party": "Y"}), Hop("b21_cn2", "854232", 1, 3)),
        lots=(("2023-10-10", 800), ("2024-01-23", 900)),
        why="The subsidiary's customer is no listed party.",
    ),
    Route(
        id="B22", copies="P27", typology="distributor with other goods for the blocked party", exporter="us_network",
        hops=(Hop("b27_th", "851762", 7), Hop("shine", "392690", 4, 8)),
        lots=(("2024-09-10", 40),),
        why="Switches stay in Thailand; what goes on is plastic housings.",
    ),
    Route(
        id="B23", copies="P28", typology="instrument house, earlier sale", exporter="us_test",
        hops=(Hop("b28_jp", "902750", 6), Hop("aaspt", "902750", 3, -200)),
        lots=(("2023-11-14", 3),),
        why="The sale to the military end user was half a year before these instruments came.",
    ),
    Route(
        id="B24", copies="P29", typology="a name like a listed one", exporter="us_chips",
        hops=(Hop("b29_hk", "854231", 4), Hop("b29_cn", "854231", 1, 3)),
        lots=(("2023-06-13", 1200),),
        why="HiSilica is a maker of glass, not HiSilicon.",
    ),
    Route(
        id="B25", copies="X01", typology="refurbisher", exporter="us_straw",
        hops=(
            Hop("b33_hk", "847330", 5, columns={"gross_weight_kg": "640"}),
            Hop("b33_cn", "850440", 2, 45, columns={"gross_weight_kg": "212"}),
        ),
        lots=(("2024-11-19", 220),),
        why="Boards are stripped; a third of the weight goes on as scrap power supplies, to a scrap dealer.",
    ),
    Route(
        id="B26", copies="X07", typology="ordinary fabless customer", exporter="x07_tw",
        hops=(Hop("b31_cn", "854231", 4),),
        lots=(("2023-12-12", 20000), ("2024-03-19", 22000)),
        why="Wafers for a designer that sells to nobody listed.",
    ),
    Route(
        id="B27", copies="X08", typology="the same drives for an unlisted customer", exporter="x08_sg",
        hops=(Hop("b32_user", "847170", 3),),
        lots=(("2023-02-21", 4000), ("2023-04-18", 4400)),
        why="A data centre in Singapore.",
    ),
    Route(
        id="B28", copies="P02", typology="declaration withdrawn", exporter="us_boards",
        hops=(Hop("b28_my", "847330", 7), Hop("inspur", "847330", 4, 12, columns={"status": "deleted"})),
        lots=(("2025-04-29", 30),),
        why="The second declaration was withdrawn: the goods never went. It is excluded, and counted.",
    ),
    Route(
        id="B29", copies="P28", typology="repair and return", exporter="us_test",
        hops=(Hop("b29_jp", "902750", 6), Hop("us_test", "902750", 5, 40, columns={"value_usd": "900"})),
        lots=(("2023-10-24", 1),),
        why="The analyser goes back to its maker for repair.",
    ),
)
"""Those with a basis yield a finding that ranks below the route they copy; the others yield none."""
