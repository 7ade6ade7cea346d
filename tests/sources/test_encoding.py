"""Text that is not UTF-8, read as a mapping says."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphscan.casefile import Case
from graphscan.errors import MappingError
from graphscan.sources import load_inputs
from graphscan.sources.mapping import read_mapping
from tests.sources.worlds import load

MAPPING = """
    name = "our broker"
    needs = ["nº", "exportador"]
    {}
    [columns]
    shipment_id = "nº"
    consignor_name = "exportador"
    consignee_name = "b"
    departure_date = "d"
"""
TABLE = "EXTRACTO DE AÑO 2024\nNº,Exportador,b,d\n1,Peñarol “S.A.”,Łódź S.A.,2024-05-01\n"


def mapping(encoding: str) -> str:
    return MAPPING.format(f'encoding = "{encoding}"' if encoding else "")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1250", "mac_roman"])
def test_a_mapping_names_the_encoding_of_header_and_cells(
    case: Case, tmp_path: Path, encoding: str
) -> None:
    text = TABLE if encoding == "cp1250" else TABLE.replace("Łódź", "Lodz")
    text = text if encoding != "cp1250" else text.replace("ñ", "n").replace("Ñ", "N")
    text = text.replace("“", '"').replace("”", '"') if encoding == "latin-1" else text
    text = text.replace("º", "o") if encoding == "cp1250" else text
    told = mapping(encoding).replace("nº", "no") if encoding == "cp1250" else mapping(encoding)
    data = text.replace('"', "'").encode(encoding)
    world = load(case, tmp_path, {"m.mapping.toml": told, "a.csv": data})
    assert world.counts == {"a.csv": (1, 1, 0, 0)}
    assert world.column("consignor_name")[0].startswith("Pe")
    assert "\ufffd" not in world.column("consignor_name")[0]


def test_a_file_in_utf8_is_read_as_utf8_whatever_the_mapping_says(
    case: Case, tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {"m.mapping.toml": mapping("cp1252"), "a.csv": TABLE.encode()}
    assert load(case, tmp_path, files).column("consignor_name") == ["Peñarol “S.A.”"]


def test_a_byte_order_mark_is_believed(case: Case, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "m.mapping.toml": mapping("cp1252"),
        "a.csv": TABLE.encode("utf-16"),
    }
    assert load(case, tmp_path, files).column("consignee_name") == ["Łódź S.A."]


def test_without_a_mapping_that_names_it_nothing_is_guessed(case: Case, tmp_path: Path) -> None:
    plain = TABLE.replace("Nº", "No").replace("Ñ", "N").replace("Łódź", "Lodz").encode("cp1252")
    told = mapping("").replace("nº", "no")
    world = load(case, tmp_path, {"m.mapping.toml": told, "a.csv": plain})
    assert world.counts == {"a.csv": (1, 0, 1, 0)}
    assert case.rows("SELECT reason, cure FROM quarantine") == [
        (
            "bytes that are no UTF-8",
            "Save the file as CSV in UTF-8, or name its encoding in a mapping.",
        )
    ]


@pytest.mark.parametrize("encoding", ["latin-9000", "base64", "rot13"])
def test_what_is_no_encoding_of_text_is_refused(encoding: str) -> None:
    with pytest.raises(MappingError, match="encoding: no encoding of text"):
        read_mapping(mapping(encoding), "m.toml")


def test_sunats_own_tables_are_in_latin_1(case: Case, tmp_path: Path) -> None:
    given = Path(__file__).parent / "presets" / "sunat_import.csv"
    text = given.read_text(encoding="utf-8").splitlines()
    header = text[0].split(",")
    cells = text[1].split(",")
    cells[header.index("DNOMBRE")] = "COMPAÑIA PERUANA S.A."
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join([text[0], ",".join(cells)]).encode("latin-1"))
    load_inputs(case, [path])
    assert case.value("SELECT consignee_name FROM shipments") == "COMPAÑIA PERUANA S.A."


def test_a_table_that_another_program_must_save_is_told_so(tmp_path: Path, case: Case) -> None:
    (tmp_path / "ma.dbf").write_bytes(b"\x03")
    (tmp_path / "a.csv").write_text("name,alias\nA Ltd,A\n")
    assert load_inputs(case, [tmp_path]).ignored == ("ma.dbf (not read: save it as CSV)",)
