"""The invented parties of the benign twins."""
# fmt: off

from __future__ import annotations

from sample_data.parties_planted import SHELL_STREET
from sample_data.planted import Party

TWINS = {
    "b01_sg": Party(
        "Straitlumen Distribution Pte. Ltd.", "SG", "2004-02-20", "5 Science Park Drive"
    ),
    "b01_my": Party("Selangrid Integrasi Sdn. Bhd.", "MY", "2006-06-06", "30 Jalan Teknokrat"),
    "b02_my": Party("Penanlith Assembly Sdn. Bhd.", "MY", "1999-09-15", "1 Jalan Wafer"),
    "b03_my": Party("Kedahvolt Systems Sdn. Bhd.", "MY", "2012-01-12", "44 Jalan Seri Delima"),
    "b04_tw": Party("Hsinquora Systems Co., Ltd.", "TW", "2005-03-03", "77 Silk Yard"),
    "b04_my": Party("Cyberlune Hosting Sdn. Bhd.", "MY", "2015-10-19", "22 Technopark 4"),
    "b05_sg": Party("Orchavane Solutions Pte. Ltd.", "SG", "2011-04-14", "9 Orchard Mill Road"),
    "b05_my": Party("Perlisonde Compute Sdn. Bhd.", "MY", "2014-08-08", "16 Jalan Awanis"),
    "b06_sg": Party("Sentosaro Systems Pte. Ltd.", "SG", "2013-03-11", "70 Orchard Mill Road"),
    "b06_my": Party("Terengavolt Compute Sdn. Bhd.", "MY", "2016-02-02", "18 Jalan Awanis"),
    "b07_hk": Party("Lantaupine Technology Limited", "HK", "2003-05-25", "12 Lantern Quay"),
    "b07_vn": Party(
        "Danavoll Manufacturing Co., Ltd.", "VN", "2009-12-01", "3 Foundry Lane, Da Nang"
    ),
    "b08_hk": Party("Kowlaine Components Limited", "HK", "1997-07-07", "3/F, 4 Canal Quay"),
    "b09_hk": Party("Harbourstead Electronics Limited", "HK", "1989-01-23", SHELL_STREET),
    "b10_kz": Party("Almavest Household LLP", "KZ", "2010-10-30", "4 Third Ring Street, Almaty"),
    "b11_ch": Party("Jurasonne Research SA", "CH", "1996-11-04", "30 Canal Quay, Neuveville"),
    "b12_my": Party("Portklinn Handling Sdn. Bhd.", "MY", "2001-12-24", "2 Jalan Pelabuhan"),
    "b12_user": Party("Kinaborel Hospital Group Sdn. Bhd.", "MY", "1983-06-16", "1 Kestrel Avenue"),
    "b13_hk": Party("Admiralquay Electronics Limited", "HK", "1995-03-29", "20/F, 61 Harbour Gate"),
    "b14_my": Party("Batupahorn Storage Sdn. Bhd.", "MY", "2008-08-18", "9 Jalan Gudang"),
    "b15_my": Party("Kulimvane Materials Sdn. Bhd.", "MY", "2007-07-27", "3 Jalan Wafer"),
    "b16_kr": Party("Suwondrel Equipment Co., Ltd.", "KR", "1992-04-22", "31 Implant-ro"),
    "b16_fab": Party("Pyeongtalor Fab Co., Ltd.", "KR", "1990-01-19", "1 Wafer-ro"),
    "b17_tr": Party("Egedorun Elektronik A.S.", "TR", "1987-05-13", "100 Pera Yokusu"),
    "b17_ae": Party("Palmquarry Components DMCC", "AE", "2002-09-02", "Office 3, 1 Dune Court"),
    "b18_pk": Party("Sindhavel University Procurement Office", "PK", "1971-03-01", "1 Campus Road"),
    "b19_za": Party("Karoovane Aviation (Pty) Ltd", "ZA", "1999-02-12", "2 Hangar Road"),
    "b19_ae": Party("Karoovane Aviation FZE", "AE", "2025-02-20", "Hangar 4, Dune Court"),
    "b20_de": Party("Mainzorn Bauelemente GmbH", "DE", "1979-07-03", "8 Canal Quay"),
    "b20_tr": Party("Marmarel Dis Ticaret A.S.", "TR", "1993-10-07", "55 Pera Yokusu"),
    "b20_kz": Party("Turanbright LLP", "KZ", "2004-11-29", "12 Third Ring Street, Almaty"),
    "b21_cn": Party("Fosterlane Memory (Suzhou) Co., Ltd.", "CN", "2006-05-30", "8 Lathe Lu"),
    "b21_cn2": Party("Pudolane Instruments Co., Ltd.", "CN", "2008-03-17", "90 Silk Yard"),
    "b27_th": Party("Lopvanda Networks Co., Ltd.", "TH", "2002-02-22", "70 Klong Nava Road"),
    "b28_jp": Party("Chugorin Keiki K.K.", "JP", "1968-12-10", "5-1 Minatora"),
    "b28_my": Party("Muarvolt Systems Sdn. Bhd.", "MY", "2015-06-19", "8 Jalan Teknokrat"),
    "b29_jp": Party("Kansorin Hospital Foundation", "JP", "1961-04-01", "9-9 Minatora"),
    "b29_hk": Party("Stanleyor Semiconductor Limited", "HK", "1994-04-04", "2/F, 9 Canal Quay"),
    "b29_cn": Party("HiSilica Technologies Co., Ltd.", "CN", "2012-12-12", "19 Silk Yard, Foshan"),
    "b31_cn": Party("Qingtavol Design Co., Ltd.", "CN", "2013-01-31", "20 Kestrel Avenue, Hefei"),
    "b32_user": Party("Tuasbrook Data Pte. Ltd.", "SG", "2010-05-28", "2 Disk Crescent"),
    "b33_hk": Party("Ngaumark Refurbishing Limited", "HK", "2005-05-05", "1/F, 4 Canal Quay"),
    "b33_cn": Party("Wuyalune Scrap Metals Co., Ltd.", "CN", "2011-11-11", "8 Foundry Lane"),
}
"""Firms with a history: every twin has the shape of a planted route and an innocent reading."""
