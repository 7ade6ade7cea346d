"""The planted routes within reach of the first version: exact and alias names, same class, captured affiliates."""
# ruff: noqa: E501 -- tables of facts: a line is a row
# fmt: off

from __future__ import annotations

from sample_data.planted import Hop, Route

RESELLER = {"ultimate_consignee_type": "R", "routed": "Y"}
RELATED = {"related_party": "Y"}
PAID_CN = {"payer_name": "Xinluquen Capital Co., Ltd.", "payer_country": "CN"}
PAID_HK = {"payer_name": "Greyharrow Finance Limited", "payer_country": "HK"}

FOUND = (
    Route(
        id="P01", typology="T6 false end-user statement in a hub", exporter="us_servers",
        hops=(
            Hop("p01_sg", "847150", 6, roles={"end_user": "p01_sg"}, columns=RESELLER),
            Hop("p01_my", "847150", 2, 9, columns={"regime": "re-export", "consignor_name": "LUXENTRA CLOUD TRADING PTE LTD"}),
            Hop("hisilicon", "847150", 5, 11),
        ),
        lots=(("2024-02-05", 16), ("2024-04-02", 24)),
        listed="HiSilicon Technologies Co., Ltd (HiSilicon)", basis="listed",
        why="The Singapore buyer is declared as end user; the servers go on to Malaysia within days, then to the listed party.",
    ),
    Route(
        id="P02", typology="T2 false-business front, first country", exporter="us_realty",
        hops=(Hop("p02_my", "847330", 7, columns=PAID_CN | RESELLER), Hop("inspur", "847330", 4, 12)),
        lots=(("2025-04-22", 200),),
        listed="Inspur Electronic Information Industry Co., Ltd.", basis="listed",
        why="A real-estate firm exports accelerator boards that it bought the week before; paid from China.",
    ),
    Route(
        id="P03", typology="T2 false-business front, second country", exporter="us_realty",
        hops=(Hop("p03_th", "847330", 7, columns=PAID_CN | RESELLER), Hop("inspur", "847330", 4, 8)),
        lots=(("2025-07-08", 200),),
        listed="Inspur Electronic Information Industry Co., Ltd.", basis="listed",
        why="The same seller and goods by another country: the transit country rotates.",
    ),
    Route(
        id="P04", typology="T4 pass-through system integrator", exporter="us_servers",
        hops=(
            Hop("p04_tw", "847150", 5), Hop("p04_my", "847150", 4, 13, columns={"consignor_country": "China (Taiwan)"}), Hop("nettrix", "847150", 6, 7),
        ),
        lots=(("2025-05-06", 64), ("2025-06-17", 96), ("2025-08-05", 80)),
        listed="Nettrix Information Industry Co., Ltd.", basis="listed",
        why="What comes in goes on, whole and within two weeks, three times.",
    ),
    Route(
        id="P05", typology="T8 subsidiary of a listed parent", exporter="us_boards",
        hops=(Hop("p05_sg", "847330", 5, columns=RESELLER), Hop("p05_my", "847330", 2, 6)),
        lots=(("2025-10-02", 120),),
        listed="Inspur Group Co., Ltd.", basis="affiliate-in-force",
        why="60 % of the Malaysian receiver is held by a listed party while the Affiliates Rule is in force.",
    ),
    Route(
        id="P06", typology="T8 aggregated and cascading shares", exporter="us_boards",
        hops=(Hop("p06_hk", "847330", 5, columns=RESELLER), Hop("p06_vn", "847330", 3, 5)),
        lots=(("2025-10-06", 90),),
        listed="Sophgo Technologies Ltd.|Nettrix Information Industry Co., Ltd.", basis="affiliate-in-force",
        why="Nettrix holds 50 % of a holding, the holding 30 % and Sophgo 20 % of the receiver: 50 % together.",
    ),
    Route(
        id="P07", typology="T7 goods sent before the listing", exporter="us_servers",
        hops=(Hop("p07_hk", "847150", 4, columns=RESELLER), Hop("nettrix_bj", "847150", 2, 5)),
        lots=(("2024-11-04", 40), ("2025-01-13", 56)),
        listed="Nettrix Information Industry Co., Ltd.", basis="listed-later", match="alias",
        why="Stocking up in the months before the listing of 25 March 2025, under an alias.",
    ),
    *(
        Route(
            id=number, typology="T13 Hong Kong shells at one address", exporter="us_chips",
            hops=(
                Hop(shell, "854239", 4, columns=PAID_HK | RESELLER | {"hs_code": "8542.39.0001"}),
                Hop("salute", "854239", 6, 4, columns={"hs_code": "85423900"}),
            ),
            lots=lots,
            listed="Special Design Bureau Salute JSC", basis="listed",
            why="One of three shells, months old, one street door, one officer, the same supplier and the same buyer.",
        )
        for number, shell, lots in (
            ("P08", "p08_hk", (("2024-01-09", 3000), ("2024-02-20", 2800))),
            ("P09", "p09_hk", (("2024-03-12", 3100), ("2024-04-16", 2500))),
            ("P10", "p10_hk", (("2024-05-07", 2900), ("2024-06-18", 3300))),
        )
    ),
    Route(
        id="P11", typology="T14 entrepot, Armenia", exporter="us_parts",
        hops=(Hop("p11_am", "853221", 8, columns=RESELLER), Hop("vega", "853221", 3, 5)),
        lots=(("2025-02-04", 1200), ("2025-03-18", 1500)),
        listed="Joint Stock Company Vega Radio Engineering Corporation", basis="listed", match="alias",
        why="A trader of three months re-exports every capacitor that it received.",
    ),
    Route(
        id="P12", typology="T14 entrepot, Kyrgyzstan", exporter="us_nav",
        hops=(Hop("p12_kg", "852691", 9, columns=RESELLER), Hop("gradient", "852691", 4, 6)),
        lots=(("2023-04-11", 150), ("2023-06-06", 180)),
        listed=(
            "Concern Radio-Electronic Technologies, Joint Stock Company All Russian Scientific Research"
            " Institute Gradient"
        ),
        basis="listed", match="alias",
        why="Receivers of a high-priority code go through a trader founded after February 2022.",
    ),
    Route(
        id="P13", typology="T16 allied-country front", exporter="us_nav",
        hops=(Hop("p13_ch", "901420", 4), Hop("vizneh", "901420", 5, 14)),
        lots=(("2023-05-09", 12), ("2023-09-05", 14)),
        listed="Vizneh Trading Company", basis="listed",
        why="A tiny Swiss firm, three months old, passes niche parts on to Iran.",
    ),
    Route(
        id="P14", typology="T1 listed end user behind a trading consignee", exporter="us_boards",
        hops=(
            Hop("baai", "847330", 5, role="end_user", roles={"consignee": "p14_my"}, columns=RESELLER | PAID_CN),
        ),
        lots=(("2025-07-15", 64),),
        listed="Beijing Academy of Artificial Intelligence", basis="listed", role="end_user", via=("p14_my",),
        why="The record itself names a listed end user behind a Malaysian trader.",
    ),
    Route(
        id="P15", typology="T1 listed ultimate consignee", exporter="us_boards",
        hops=(
            Hop(
                "inspur_hk", "847330", 4, role="ultimate_consignee",
                roles={"consignee": "p15_hk", "intermediate_consignee": "p15_hk"}, columns={"destination_country": "CN"},
            ),
        ),
        lots=(("2025-06-03", 48),),
        listed="Inspur (HK) Electronics Co., Ltd.", basis="listed", role="ultimate_consignee", via=("p15_hk",),
        why="A trader takes possession; the ultimate consignee is listed.",
    ),
    Route(
        id="P16", typology="T1 listed purchaser", exporter="us_chips",
        hops=(Hop("sophgo_sg", "854231", 4, role="purchaser", roles={"consignee": "p16_my"}),),
        lots=(("2025-03-04", 2000),),
        listed="Sophgo Technologies Pte. Ltd.", basis="listed", role="purchaser",
        why="Goods go to a store in Malaysia; a listed party bought them.",
    ),
    Route(
        id="P17", typology="T19 listed forwarder as intermediate consignee", exporter="us_bearings",
        hops=(
            Hop(
                "mushko", "848210", 12, role="intermediate_consignee",
                roles={"consignee": "p17_pk", "ultimate_consignee": "p17_pk"},
            ),
        ),
        lots=(("2024-06-04", 900),),
        listed="Mushko Logistics Pte. Ltd.", basis="listed", role="intermediate_consignee",
        why="A logistics firm that is itself listed is an end, not a hub to look through.",
    ),
    Route(
        id="P18", typology="T4 pass-through, month-only customs data", exporter="us_memory",
        hops=(Hop("p18_my", "854232", 8), Hop("ymtc", "854232", 4, 6, months=True)),
        lots=(("2024-05-03", 5000),),
        listed="Yangtze Memory Technologies Co., Ltd.", basis="listed", certainty="possible",
        why="The Malaysian record says May 2024 and no day: the link is possible, not certain.",
    ),
    Route(
        id="P19", typology="T4 pass-through to an alias", exporter="us_servers",
        hops=(Hop("p19_ae", "847150", 5, columns=RESELLER | PAID_CN), Hop("ieit", "847150", 4, 6)),
        lots=(("2025-08-12", 32), ("2025-09-16", 32)),
        listed="Inspur Electronic Information Industry Co., Ltd.", basis="listed", match="alias",
        why="The listed party under an alias of the list; the trader's name is a spreadsheet formula.",
    ),
    Route(
        id="P20", typology="T12 dual build through an own affiliate", exporter="us_tools",
        hops=(Hop("p20_kr", "848620", 14, columns=RELATED), Hop("smic_bj", "848620", 6, 10, columns={"consignor_country": "KOREA, REPUBLIC OF"})),
        lots=(("2023-03-07", 2), ("2023-05-16", 3), ("2023-08-22", 2)),
        listed="Semiconductor Manufacturing International (Beijing) Corporation", basis="listed", match="alias",
        why="Modules go to the Korean affiliate and from there, within days, to the listed fab.",
    ),
    Route(
        id="P21", typology="T17 drone-part distribution", exporter="us_parts",
        hops=(
            Hop("p21_tr", "853221", 7, columns={"value_usd": "2440"}),
            Hop("p21_ae", "853221", 5, 8, columns={"value_usd": "2470"}),
            Hop("vizneh", "853221", 3, 5, columns={"value_usd": "2490"}),
        ),
        lots=(("2023-06-01", 62), ("2023-06-20", 63), ("2023-07-11", 64)),
        listed="Vizneh Trading Company", basis="listed",
        why="Small lots just under 2,500 USD, by Turkey and Dubai.",
    ),
    Route(
        id="P22", typology="T19 procurement fan-in, instruments", exporter="us_test",
        hops=(Hop("p22_pk", "903020", 9, columns=RESELLER), Hop("rohtas", "903020", 2, 7)),
        lots=(("2024-02-13", 6), ("2024-05-21", 8)),
        listed="Rohtas Enterprises", basis="listed",
        why="A small trader buys oscilloscopes for one customer, a listed one.",
    ),
    Route(
        id="P23", typology="T19 procurement fan-in, bearings", exporter="us_bearings",
        hops=(Hop("p23_pk", "848210", 11, columns=RESELLER), Hop("rohtas", "848210", 2, 9)),
        lots=(("2024-03-05", 400),),
        listed="Rohtas Enterprises", basis="listed",
        why="Another trader, another chapter of the tariff, the same customer.",
    ),
    Route(
        id="P24", typology="T18 re-incorporation in a free zone", exporter="us_heli",
        hops=(Hop("p24_za", "880730", 8), Hop("tgt", "880730", 4, 9)),
        lots=(("2025-05-13", 60),),
        listed="TG Training 2023 FZCO", basis="listed",
        why="Rotor parts by South Africa to a free-zone firm listed in March 2025.",
    ),
    Route(
        id="P25", typology="T14 entrepot, four legs", exporter="us_parts",
        hops=(
            Hop("p25_de", "854129", 5), Hop("p25_tr", "854129", 6, 10),
            Hop("p25_kz", "854129", 7, 8), Hop("gradient", "854129", 4, 5),
        ),
        lots=(("2023-07-04", 900), ("2023-09-12", 1100)),
        listed=(
            "Concern Radio-Electronic Technologies, Joint Stock Company All Russian Scientific Research"
            " Institute Gradient"
        ),
        basis="listed", match="alias",
        why="Germany, Turkey, Kazakhstan: each seller knows its buyer only.",
    ),
    Route(
        id="P26", typology="T9 own subsidiary, then an alias", exporter="us_chips",
        hops=(Hop("p26_cn", "854231", 6, columns=RELATED), Hop("cscc", "854231", 1, 3)),
        lots=(("2023-10-03", 500), ("2024-01-16", 700)),
        listed="National University of Defense Technology (NUDT)", basis="listed", match="alias",
        why="The own Chinese subsidiary sells on to an alias of a listed university.",
    ),
    Route(
        id="P27", typology="T4 pass-through to a blocked party", exporter="us_network",
        hops=(Hop("p27_th", "851762", 7, columns=RESELLER), Hop("shine", "851762", 4, 8)),
        lots=(("2024-09-03", 70),),
        listed="SHINE DRAGON GROUP LIMITED", basis="listed-date-unknown",
        why="The Treasury's list gives no date: listed at an unknown time.",
    ),
    Route(
        id="P28", typology="T16 allied-country front to a military end user", exporter="us_test",
        hops=(Hop("p28_jp", "902750", 6, columns=RESELLER), Hop("aaspt", "902750", 3, 7)),
        lots=(("2023-10-10", 5),),
        listed="Academy of Aerospace Solid Propulsion Technology (AASPT)", basis="listed",
        why="A Japanese trader without the line of business sells on to a military end user.",
    ),
    Route(
        id="P29", typology="T13 Hong Kong trader, name in Han script", exporter="us_chips",
        hops=(Hop("p29_hk", "854231", 4, columns=RESELLER), Hop("hisilicon_han", "854231", 1, 3)),
        lots=(("2023-06-06", 1600),),
        listed="HiSilicon Technologies Co., Ltd (HiSilicon)", basis="listed", match="alias",
        why="The list holds no native-script name: aliases.csv gives it.",
    ),
    Route(
        id="P30", typology="T6 hub, name split out of an affiliated-entity row", exporter="us_network",
        hops=(Hop("p30_sg", "851762", 6, columns=RESELLER), Hop("hangzhou_huawei", "851762", 5, 9)),
        lots=(("2023-02-07", 110), ("2023-04-18", 90)),
        listed=(
            "Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Hangzhou Huawei Communication"
            " Technology Co., Ltd."
        ),
        basis="listed",
        why="The row of the list names the parent first; the party is what follows.",
    ),
)
"""Every one of these is found by the first version."""
