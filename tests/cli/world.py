"""A folder of inputs small enough to know every route in it, with hostile names."""

import csv
from pathlib import Path

HOSTILE = "Kestrol <script>alert(1)</script> Dis Ticaret"
MARKUP = "[bold red]Yarrow[/bold red] \u202eImpex"
EXPORTER = "Brindlemoor Computing Inc"
HOLDER = "Zelmark Electronics Ltd"

SHIPMENTS = [
    ("S1", "2024-01-05", "2024-01-12", EXPORTER, "US", HOLDER, "HK", "847150"),
    ("S2", "2024-02", "2024-02", HOLDER, "HK", "HiSilicon Technologies Co., Ltd", "CN", "847150"),
    ("S3", "2025-05-05", "2025-05-12", EXPORTER, "US", HOSTILE, "TÜRKİYE", "854231"),
    ("S4", "2025-06-01", "2025-06-09", HOSTILE, "TR", "Inspur Taiwan", "TW", "854231"),
    ("S5", "2025-05-05", "2025-05-12", EXPORTER, "US", MARKUP, "KG", "848210"),
    ("S6", "2025-06-01", "2025-06-09", MARKUP, "KG", "Inspur Taiwan", "TW", "848210"),
    ("BAD", "2024-13-01", "", EXPORTER, "US", HOLDER, "HK", "847150"),
]

LIST_COLUMNS = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
]

LISTED = [
    {
        "_id": "1",
        "source": "Entity List (EL) - Bureau of Industry and Security",
        "name": "HiSilicon Technologies Co., Ltd (HiSilicon)",
        "addresses": "CN",
        "federal_register_notice": "84 FR 22961",
    },
    {
        "_id": "2",
        "source": "Entity List (EL) - Bureau of Industry and Security",
        "name": "Inspur Taiwan",
        "addresses": "TW",
        "federal_register_notice": "90 FR 14046",
        "start_date": "2025-03-25",
    },
]


def write_inputs(folder: Path) -> Path:
    """Two tables: seven shipments, one of them with a bad date, and a list of two entries."""
    folder.mkdir(parents=True, exist_ok=True)
    header = [
        "shipment_id",
        "departure_date",
        "arrival_date",
        "consignor_name",
        "consignor_country",
        "consignee_name",
        "consignee_country",
        "hs_code",
    ]
    with (folder / "shipments.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([header, *SHIPMENTS])
    with (folder / "screening_list.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, LIST_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(LISTED)
    return folder
