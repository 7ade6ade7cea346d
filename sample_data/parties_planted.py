"""The parties of the planted routes: listed ones under their real names, all others invented."""
# ruff: noqa: E501 -- tables of facts: a line is a row
# fmt: off

from __future__ import annotations

from sample_data.planted import Party

LISTED = {
    "hisilicon": Party("HiSilicon Technologies Co., Ltd (HiSilicon)", "CN", listed=True),
    "hisilicon_han": Party("海思半导体有限公司", "CN", listed=True),
    "hangzhou_huawei": Party(
        "Hangzhou Huawei Communication Technology Co., Ltd.", "CN", listed=True
    ),
    "huawei": Party("Huawei Technologies Co., Ltd. (Huawei)", "CN", listed=True),
    "huawei_sg": Party("Huawei International Pte. Ltd.", "SG", listed=True),
    "inspur": Party("Inspur Electronic Information Industry Co., Ltd.", "CN", listed=True),
    "ieit": Party("IEIT Systems Co. Ltd.", "CN", listed=True),
    "inspur_hk": Party("Inspur (HK) Electronics Co., Ltd.", "HK", listed=True),
    "inspur_bj_cut": Party("Inspur (Beijing) Electronic Informa", "CN", listed=True),
    "nettrix": Party("Nettrix Information Industry Co., Ltd.", "CN", listed=True),
    "nettrix_bj": Party("Nettrix Information Industry (Beijing) Co., Ltd.", "CN", listed=True),
    "baai": Party("Beijing Academy of Artificial Intelligence", "CN", listed=True),
    "sophgo_sg": Party("Sophgo Technologies Pte. Ltd.", "SG", listed=True),
    "mushko": Party("Mushko Logistics Pte. Ltd.", "SG", listed=True),
    "ymtc": Party("Yangtze Memory Technologies Co., Ltd.", "CN", listed=True),
    "smic_bj": Party("SMIC Beijing", "CN", listed=True),
    "cscc": Party("CSCC", "CN", listed=True),
    "sugon": Party("Sugon", "CN", listed=True),
    "sugon_han": Party("中科曙光", "CN", listed=True),
    "phytium_typo": Party("Tianjin Phytuim Infomation Technology", "CN", listed=True),
    "suma": Party("Suma-USI Electronics Co., Ltd.", "CN", listed=True),
    "salute": Party("Special Design Bureau Salute JSC", "RU", listed=True),
    "salute_cyr": Party("АО «ОКБ Салют»", "RU", listed=True),
    "vega": Party("JSC Concern Vega", "RU", listed=True),
    "gradient": Party("VNII Gradient", "RU", listed=True),
    "vizneh": Party("Vizneh Trading Company", "IR", listed=True),
    "rohtas": Party("Rohtas Enterprises", "PK", listed=True),
    "tgt": Party("TG Training 2023 FZCO", "AE", listed=True),
    "shine": Party("SHINE DRAGON GROUP LIMITED", "HK", listed=True),
    "aaspt": Party("Academy of Aerospace Solid Propulsion Technology (AASPT)", "CN", listed=True),
    "tysonic": Party("TYSONIC ENTERPRISES", "SG", listed=True),
}
"""Listed parties as the shipments write them: verbatim, by an alias, in another script, cut or mistyped."""

EXPORTERS = {
    "us_servers": Party("Hexavolt Compute Inc.", "US", "2009-03-02", "410 Alder Flats, Austin TX"),
    "us_distributor": Party("Tallowbrook Distribution LLC", "US", "1998-06-11", "9 Mill Row, AL"),
    "us_realty": Party(
        "Gulfpine Realty Holdings LLC", "US", "2023-12-04", "77 Palm Way, FL", "", "real estate"
    ),
    "us_boards": Party(
        "Northfen Accelerators Inc.", "US", "2011-09-19", "3 Quarry Loop, San Jose CA"
    ),
    "us_chips": Party("Calder Ridge Micro Corp.", "US", "2001-01-30", "12 Lathe Street, Boise ID"),
    "us_parts": Party("Orrinfield Components Inc.", "US", "1994-04-05", "88 Dockside, Tampa FL"),
    "us_nav": Party(
        "Skarhaven Inertial Systems Inc.", "US", "1988-10-21", "5 Gyro Court, Tucson AZ"
    ),
    "us_tools": Party(
        "Marlstone Process Tools Inc.", "US", "1991-02-14", "1 Implant Drive, Salem MA"
    ),
    "us_heli": Party(
        "Pinemarch Rotorcraft Supply Inc.", "US", "2004-08-08", "60 Hangar Road, Mesa AZ"
    ),
    "us_test": Party(
        "Brightquarrel Instruments Inc.", "US", "1986-05-27", "14 Bench Way, Beaverton OR"
    ),
    "us_memory": Party(
        "Fosterlane Memory Corp.", "US", "1999-11-11", "200 Wafer Park, Manassas VA"
    ),
    "us_network": Party(
        "Willowmere Switching Inc.", "US", "2006-07-17", "31 Fabric Row, Raleigh NC"
    ),
    "us_straw": Party("Duskwater Surplus LLC", "US", "2014-03-03", "Unit 6, 18 Rail Yard, TX"),
    "us_bearings": Party("Ironvale Bearings Corp.", "US", "1972-01-01", "2 Race Street, Dayton OH"),
}
"""Invented exporters of the United States."""

SHELL_STREET = "Room 1204, 9 Lantern Quay, Sheung Fai"
"""An invented address: three young firms of Hong Kong share it, and one that is older than they are."""

HOLDERS = {
    "p01_sg": Party(
        "Luxentra Cloud Trading Pte. Ltd.", "SG", "2023-06-12", "7 Harbour Gate #04-11"
    ),
    "p01_my": Party("Seriwan Integrasi Sdn. Bhd.", "MY", "2023-04-03", "21 Jalan Seri Delima"),
    "p02_my": Party("Bukitrona Systems Sdn. Bhd.", "MY", "2024-10-01", "5 Jalan Teknokrat"),
    "p03_th": Party("Chaoprayong Data Co., Ltd.", "TH", "2024-11-18", "90 Klong Nava Road"),
    "p04_tw": Party("Taoyunex Integration Co., Ltd.", "TW", "2016-05-20", "14 Silk Yard"),
    "p04_my": Party("Perakona Digital Sdn. Bhd.", "MY", "2024-08-15", "3 Technopark 4"),
    "p05_sg": Party("Merivoldt Solutions Pte. Ltd.", "SG", "2024-12-02", "40 Science Park Drive"),
    "p05_my": Party("Kelanova Compute Sdn. Bhd.", "MY", "2024-03-14", "8 Jalan Awanis"),
    "p06_hk": Party("Fairmantle Technology Limited", "HK", "2025-01-20", "Flat 3, 61 Harbour Gate"),
    "p06_hold": Party("Tessellon Holdings Limited", "HK", "2022-02-22"),
    "p06_vn": Party("Saolatek Manufacturing Co., Ltd.", "VN", "2023-09-01", "11 Foundry Lane"),
    "p07_hk": Party("Kwunbright Components Limited", "HK", "2024-02-19", "Unit B, 4 Canal Quay"),
    "p08_hk": Party(
        "Hingvoll Trading Limited",
        "HK",
        "2023-09-04",
        SHELL_STREET,
        "Quennell, R.",
        "general trade",
    ),
    "p09_hk": Party(
        "Yauvest Supply Limited", "HK", "2023-09-18", SHELL_STREET, "Quennell, R.", "general trade"
    ),
    "p10_hk": Party(
        "<script>alert(1)</script> Trading", "HK", "2023-10-09", SHELL_STREET, "Quennell, R."
    ),
    "p11_am": Party("Araxion Import LLC", "AM", "2024-11-05", "6 Foundry Lane, Yerevan"),
    "p12_kg": Party("Issykor Tehnika OsOO", "KG", "2022-09-12", "18 Third Ring Street, Bishkek"),
    "p13_ch": Party(
        "Valrhonix Navigation AG", "CH", "2023-02-01", "2 Canal Quay, Zug", "Barzun, K.", "",
        "CH-7781204",
    ),
    "p14_my": Party("Klangmore Technology Sdn. Bhd.", "MY", "2024-10-10", "55 Jalan Pelabuhan"),
    "p15_hk": Party("Wanquill Electronics Limited", "HK", "2024-09-30", "8/F, 70 Lantern Quay"),
    "p16_my": Party("Johorvista Storage Sdn. Bhd.", "MY", "2021-05-05", "4 Jalan Gudang"),
    "p17_pk": Party("Margallix Traders (Private) Limited", "PK", "2020-07-07", "33 Kestrel Avenue"),
    "p18_my": Party("Penansor Materials Sdn. Bhd.", "MY", "2023-11-21", "17 Jalan Wafer"),
    "p19_ae": Party("=cmd|' /C calc'!A0 Ltd", "AE", "2025-01-15", "Office 210, 5 Dune Court"),
    "p20_kr": Party("Marlstone Process Tools Korea Co., Ltd.", "KR", "2003-03-03", "9 Implant-ro"),
    "p21_tr": Party("Bosforin Elektronik Ltd. Sti.", "TR", "2022-11-30", "12 Pera Yokusu"),
    "p21_ae": Party("Sandmere General Trading LLC", "AE", "2023-01-09", "Shop 8, 30 Dune Court"),
    "p22_pk": Party("Indravale Scientific Traders", "PK", "2023-08-01", "7 Foundry Lane, Lahore"),
    "p23_pk": Party("Ravimont Mill Stores", "PK", "2023-07-10", "61 Third Ring Street, Lahore"),
    "p24_za": Party("Umzanto Aviation Support (Pty) Ltd", "ZA", "2024-07-22", "10 Hangar Road"),
    "p25_de": Party("Rheinquist Elektronikhandel GmbH", "DE", "2019-01-17", "44 Canal Quay", "", "", "DE-4410931"),
    "p25_tr": Party("Anadolvek Dis Ticaret Ltd. Sti.", "TR", "2022-12-12", "3 Pera Yokusu"),
    "p25_kz": Party("Stepnovar Trade LLP", "KZ", "2023-01-25", "70 Third Ring Street, Almaty"),
    "p26_cn": Party("Calder Ridge Micro (Shanghai) Co., Ltd.", "CN", "2010-10-10", "6 Lathe Lu"),
    "p27_th": Party("Siamvolt Networks Co., Ltd.", "TH", "2024-01-30", "19 Klong Nava Road"),
    "p28_jp": Party("Hokuranto Shoji K.K.", "JP", "2020-04-01", "2-8 Minatora"),
    "p29_hk": Party("Taikovane Semiconductor Limited", "HK", "2022-10-26", "15/F, 2 Canal Quay"),
    "p30_sg": Party("Straitbourne Networks Pte. Ltd.", "SG", "2022-06-06", "1 Harbour Gate"),
}
"""Invented intermediaries of the routes within reach, and the invented affiliates of listed parties."""

LATER = {
    "x01_wh": Party("Duskwater Consolidation LLC", "US", "2024-10-02", "Bay 2, 18 Rail Yard, TX"),
    "x01_hk": Party("Sandkyor Adapters Limited", "HK", "2024-09-12", "4/F, 70 Lantern Quay"),
    "x02_my": Party("Ipohdane Components Sdn. Bhd.", "MY", "2023-02-02", "2 Jalan Timah"),
    "x03_sg": Party("Tampinora Systems Pte. Ltd.", "SG", "2024-06-21", "33 Science Park Drive"),
    "x04_tw": Party("Hsinvolta Trading Co., Ltd.", "TW", "2021-08-30", "5 Silk Yard"),
    "x05_ge": Party("Kartvelon Trade LLC", "GE", "2023-05-05", "8 Third Ring Street, Tbilisi"),
    "x06_my": Party("Malakor Electronics Sdn. Bhd.", "MY", "2022-12-01", "60 Jalan Seri Delima"),
    "x06_cn": Party(
        "Ondpparix Trading Co., Ltd.",
        "CN",
        "2023-03-20",
        "Room 1104, North Tower Yueziu City Plaza, No. 445 Dong Feng Zhong Rd., Guangzhou",
    ),
    "x07_tw": Party(
        "Zhubeilane Foundry Co., Ltd.",
        "TW",
        "1997-01-06",
        "1 Wafer Road",
        "",
        "foundry",
        "",
        "Zhubeilane Foundry America Inc.",
        "US",
    ),
    "x07_cn": Party("Lingqueton Design Co., Ltd.", "CN", "2022-05-09", "4 Kestrel Avenue, Xiamen"),
    "x08_sg": Party(
        "Platterfall Storage (Singapore) Pte. Ltd.",
        "SG",
        "1995-09-09",
        "9 Disk Crescent",
        "",
        "",
        "",
        "Platterfall Storage Inc.",
        "US",
    ),
    "x09_my": Party("Bornequil Compute Sdn. Bhd.", "MY", "2023-10-02", "12 Jalan Awanis"),
    "x09_my2": Party("Borneflux Services Sdn. Bhd.", "MY", "2023-10-02", "14 Jalan Awanis"),
    "x09_sg": Party("Bornelux Group Pte. Ltd.", "SG", "2023-08-28", "80 Harbour Gate"),
    "x10_sg": Party("Keppelorn Trading Pte. Ltd.", "SG", "2024-04-04", "18 Harbour Gate"),
    "x10_vn": Party("Haidanor Electronics JSC", "VN", "2022-01-11", "7 Silk Yard, Hai Phong"),
    "x11_hk": Party("Cheungspar Parts Limited", "HK", "2020-02-14", "9/F, 61 Harbour Gate"),
    "x12_sg": Party("Jurongway Freight Forwarding Pte. Ltd.", "SG", "2010-06-01", "3 Cargo Lane"),
    "x13_vn": Party("Mekorvane Technology Co., Ltd.", "VN", "2023-12-12", "40 Silk Yard"),
    "x14_my": Party(
        "Cyberjoran Data Centres Sdn. Bhd.",
        "MY",
        "2023-06-30",
        "1 Technopark 4",
        "",
        "data centre",
        "",
        "Xinghelor Interactive Co., Ltd.",
        "CN",
    ),
}
"""Invented parties of the routes that wait for a later capability."""
