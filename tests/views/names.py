"""Invented companies and files, around a few real list entries."""

EVIL = '<img src=x onerror="window.__pwn=1">"\'</script><script>window.__pwn=2</script>'
FORMULA = "=cmd|' /C calc'!A0"

EXPORTERS = [
    ("Tolvane Devices Inc", "US"),
    ("Marrick Semiconductor LLC", "US"),
    ("Ostrel Systems Corp", "US"),
    ("Quillby Photonics Inc", "US"),
    ("Brenholt Instruments Co", "US"),
]
FIRST = [
    ("Kelvara Trading Pte Ltd", "SG"),
    ("Sorventa Electronics Sdn Bhd", "MY"),
    ("Ambrin Dis Ticaret AS", "TR"),
    ("Farlook General Trading FZE", "AE"),
    ("Novarre Components Ltd", "HK"),
    ("Hastrel Logistics Parts BV", "NL"),
    ("Pellgrove Distribution Co", "TW"),
]
SECOND = [
    ("Wing Marlow Technology Ltd", "HK"),
    ("Sun Tarrow International Ltd", "HK"),
    ("Ardzun Import LLC", "AM"),
    ("Kezbek Torg OsOO", "KG"),
    ("Altyn Corvel TOO", "KZ"),
    ("Macrellis Comercial Lda", "MO"),
]
ENDS = [
    (
        "HiSilicon Technologies Co., Ltd",
        "CN",
        "EL",
        "HiSilicon Technologies Co., Ltd (HiSilicon)",
        "2019-05-21",
    ),
    ("Inspur Group Co Ltd", "CN", "EL", "Inspur Group Co., Ltd.", "2023-03-06"),
    ("Velmarsk Radio NPO", "RU", "SDN", "VELMARSK RADIO NPO", "2022"),
    ("Dornyev Optics JSC", "RU", "MEU", "Dornyev Optics", None),
]
AFFILIATE = ("Qiaorun Compute (Suzhou) Co Ltd", "CN")
VIA = ("Lantern Bay Freight Consignee Ltd", "HK")
OWNERS = [
    ("Orvantis Holdings Ltd", "VG"),
    ("Cheng Tarrow (person)", "HK"),
    ("Beltrano Nominees Ltd", "CY"),
]
PARTNERS = [
    ("Middlefen Toys GmbH", "DE"),
    ("Carrow Furniture Oy", "FI"),
    ("Plainsworth Retail Ltd", "GB"),
    ("Sendai Motor Parts KK", "JP"),
    ("Rookvale Schools Supply", "KR"),
]
CLASSES = [("advanced-computing", "854231"), ("8471", "847150"), ("8421", "842139")]

FILES = {
    1: ("us_exports.csv", "shipments"),
    2: ("asia/customs_months.csv.gz", "shipments"),
    3: ("ownership.csv", "ownership"),
    4: ("screening_list.csv", "list"),
}
