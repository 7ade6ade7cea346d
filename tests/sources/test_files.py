"""Files that are odd, broken or hostile, and folders that change."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from graphscan.casefile import Case, open_case
from graphscan.errors import InputError, UnknownTableError
from graphscan.sources import load_inputs, text
from tests.sources.worlds import HEADER, SHIPMENT, load, shipments, table, write

GOOD = shipments({})


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv.gz", gzip.compress(b"", mtime=0), "the file is empty"),
        ("a.parquet", b"", "the file is empty"),
        ("a.csv", b"\n\n\n", "the header is blank"),
        ("a.csv", b",,\n1,2,3\n", "the header is blank"),
        ("a.csv", b"name,al\x00ias\nx,y\n", "the header has control characters"),
        ("a.csv", b"n\xe4me,alias\nx,y\n", "the header has bytes that are no UTF-8"),
        ("a.csv", b"name,Name ,alias\nx,y,z\n", "the header names name more than once"),
        ("a.csv", b'name,"alias\nx,y\n', "the header has an unclosed quote"),
        ("a.csv", GOOD.encode("utf-16-le"), "the header has control characters"),
        ("a.csv", b"x" * 2_000_000, "the first line is longer than 1048576 bytes"),
        ("a.csv", b"\x7fELF\x02\x01\x01\x00\x00", "the header has control characters"),
        ("a.csv.gz", b"no gzip at all", "the gzip file is damaged or cut short"),
        ("a.csv.gz", gzip.compress(b"a", mtime=0)[:-9], "the gzip file is damaged or cut short"),
        ("a.parquet", b"PAR1 and no more", "no Parquet file, or a damaged one"),
        ("a.xlsx", b"PK\x03\x04", "no XLSX workbook, or a damaged one"),
        ("a.json.gz", gzip.compress(b"[]", mtime=0), "JSON in a layout that is not known"),
        ("a.zip", b"PK\x03\x04", "the zip archive is damaged or cut short"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_one_row_of_quarantine_and_the_scan_goes_on(
    case: Case, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    world = load(case, tmp_path, {name: content, "z.csv": GOOD})
    assert world.counts == {name: (1, 0, 1, 0), "z.csv": (1, 1, 0, 0)}
    assert [(row, field, why) for row, field, _, why in world.quarantine] == [(0, "", reason)]
    assert [each.kind for each in world.report.files] == ["unreadable", "shipments"]
    assert all(cure for (cure,) in case.rows("SELECT cure FROM quarantine"))


def test_of_a_file_that_breaks_off_halfway_nothing_stays(case: Case, tmp_path: Path) -> None:
    rows = "".join(
        f"S{n},2024,,A,US,B,HK,,,,{hashlib.sha256(b'%d' % n).hexdigest()}\n" for n in range(150_000)
    )
    packed = gzip.compress(f"{HEADER}\n{rows}".encode(), 1)
    world = load(case, tmp_path, {"a.csv.gz": packed[: len(packed) // 2]})
    assert world.counts == {"a.csv.gz": (1, 0, 1, 0)}
    assert case.value("SELECT count(*) FROM shipments") == 0
    assert case.value("SELECT count(*) FROM fill_rates") == 0


def test_a_file_that_grows_without_bound_is_refused(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "RATIO_FREE", 1 << 20)
    bomb = gzip.compress(f"{HEADER}\n".encode() + b"\n" * (1 << 24))
    world = load(case, tmp_path, {"a.csv.gz": bomb})
    assert [why for *_, why in world.quarantine] == [
        "the gzip file grows to more than 250 times its size"
    ]


def test_a_header_alone_is_a_table_without_rows(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.csv": HEADER})
    assert world.counts == {"a.csv": (0, 0, 0, 0)}
    assert world.quarantine == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(case: Case, tmp_path: Path, encoding: str) -> None:
    content = shipments({"consignee_name": "华为"}).encode(encoding)
    world = load(case, tmp_path, {"a.csv": content})
    assert world.column("consignee_name") == ["华为"]


def test_damaged_utf16_is_one_row_of_quarantine(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.csv": GOOD.encode("utf-16")[:-1]})
    assert [why for *_, why in world.quarantine] == ["the file announces utf-16-le and is not"]


def test_latin_1_costs_the_rows_that_it_spoils(case: Case, tmp_path: Path) -> None:
    content = shipments({}, {"consignee_name": "Müller GmbH"}, {}).encode("latin-1")
    world = load(case, tmp_path, {"a.csv": content})
    assert world.counts == {"a.csv": (3, 2, 1, 0)}
    assert world.quarantine == [(3, "consignee_name", "M\\xfcller GmbH", "bytes that are no UTF-8")]


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ";"), ("a.tsv", "\t"), ("a.txt", "|")])
def test_the_delimiter_is_told_from_the_header(
    case: Case, tmp_path: Path, name: str, delimiter: str
) -> None:
    row = SHIPMENT | {"consignee_name": "Harbour, Light; Trading"}
    world = load(case, tmp_path, {name: table([row], delimiter=delimiter, ends="\n")})
    assert world.column("consignee_name") == ["Harbour, Light; Trading"]


def test_headers_are_trimmed_and_their_case_does_not_matter(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.csv": GOOD.replace(HEADER, f" {HEADER.upper()} ")})
    assert world.counts == {"a.csv": (1, 1, 0, 0)}


def test_ten_thousand_columns_are_a_table(case: Case, tmp_path: Path) -> None:
    extra = ",".join(f"x{n}" for n in range(10_000))
    content = f"{HEADER},{extra}\nS1,2024,,A,US,B,HK,,,,{',' * 10_000}\n"
    world = load(case, tmp_path, {"a.csv": content})
    assert world.counts == {"a.csv": (1, 1, 0, 0)}
    assert world.warnings[0][3] == "10000 columns not of the mapping: not read"
    assert len(world.warnings[0][2]) == 200


def test_a_huge_cell_is_quarantined_and_its_neighbours_are_not(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({}, {"consignee_name": "x" * 3_000_000}, {})})
    assert world.counts == {"a.csv": (3, 2, 1, 0)}
    assert world.quarantine == [(3, "consignee_name", "x" * 200, "longer than 32767 characters")]


def test_a_table_that_nothing_fits_stops_the_load_before_anything_is_written(
    case: Case, tmp_path: Path
) -> None:
    load(case, tmp_path, {"a.csv": GOOD})
    prose = "These files come from our broker, see the note.\n"
    with pytest.raises(UnknownTableError) as raised:
        load(case, tmp_path, {"a.csv": shipments({}, {}), "sub/about.txt": prose})
    assert raised.value.path == "sub/about.txt"
    assert case.rows("SELECT path, rows FROM files") == [("a.csv", 1)]


def test_the_nearest_mapping_is_named_with_what_it_misses(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UnknownTableError) as raised:
        load(case, tmp_path, {"a.csv": GOOD.replace("consignor_name", "shipper")})
    assert raised.value.nearest == "canonical shipments"
    assert raised.value.missing == ("consignor_name",)


def test_the_folder_is_the_truth(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"b.csv": shipments({"shipment_id": "B"}, {"quantity": "?"})})
    first = load(case, tmp_path, {"a.csv": shipments({"shipment_id": "A"})})
    assert first.report.unchanged == ("b.csv",)
    assert first.column("shipment_id") == ["A", "B"]
    (tmp_path / "b.csv").unlink()
    second = load(case, tmp_path, {"c.csv": shipments({"shipment_id": "C"})})
    assert second.report.removed == ("b.csv",)
    assert second.column("shipment_id") == ["A", "C"]
    assert second.quarantine == []
    third = load(case, tmp_path, {"a.csv": shipments({"shipment_id": "A2"})})
    assert third.report.unchanged == ("c.csv",)
    assert third.report.removed == ()
    assert third.column("shipment_id") == ["A2", "C"]


def test_a_case_grown_file_by_file_equals_one_loaded_at_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        name: shipments({"shipment_id": name}, {"quantity": "?"}, {"mode": "camel"})
        for name in ("m.csv", "a.csv", "z/b.csv", "k.csv")
    }
    tables = ("files", "shipments", "quarantine", "warnings", "fill_rates")
    with open_case() as grown, open_case() as whole:
        for name, content in files.items():
            load(grown, tmp_path, {name: content})
        load(whole, tmp_path)
        for each in tables:
            sql = f"SELECT * FROM {each} ORDER BY ALL"  # noqa: S608 -- our own names
            assert grown.rows(sql) == whole.rows(sql)


def test_an_unchanged_file_is_not_read_again(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"a.csv": GOOD})
    told: list[str] = []
    load_inputs(case, [tmp_path], lambda path, _done, _total: told.append(path))
    assert told == []


def test_another_version_of_graphscan_reads_every_file_anew(case: Case, tmp_path: Path) -> None:
    # it may read a cell another way, and equal manifests promise equal outputs
    load(case, tmp_path, {"a.csv": GOOD})
    assert load(case, tmp_path).report.unchanged == ("a.csv",)
    case.execute("UPDATE read_by SET version = '0.0.1'")
    assert load(case, tmp_path).report.unchanged == ()
    assert case.value("SELECT count(*) FROM shipments") == 1
    assert load(case, tmp_path).report.unchanged == ("a.csv",)


def test_progress_ends_with_every_byte(case: Case, tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": GOOD, "b.csv.gz": shipments({}, {})})
    told: list[tuple[str, int, int]] = []
    load_inputs(case, [tmp_path], lambda *news: told.append(news))
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert {path for path, _, _ in told} == {"a.csv", "b.csv.gz"}
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1:] == (size, size)


def test_an_error_halfway_leaves_the_case_as_it_was(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"a.csv": GOOD})
    write(tmp_path, {"b.csv": shipments({}, {})})

    def interrupt(path: str, done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_inputs(case, [tmp_path], interrupt)
    assert case.rows("SELECT path, rows FROM files") == [("a.csv", 1)]
    assert case.value("SELECT count(*) FROM shipments") == 1


def test_nothing_to_read_is_an_error(case: Case, tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "# nothing"})
    with pytest.raises(InputError, match="nothing to read"):
        load_inputs(case, [tmp_path])
    with pytest.raises(InputError, match="no such file or folder"):
        load_inputs(case, [tmp_path / "gone"])


def test_a_stray_carriage_return_in_the_first_line_stops_nothing(
    case: Case, tmp_path: Path
) -> None:
    world = load(case, tmp_path, {"a.csv": f"1,x\ry\n{HEADER}\n"})
    assert world.counts == {"a.csv": (0, 0, 0, 0)}


@pytest.mark.parametrize(
    "content",
    [
        b'[{"shipper": "Alder", "consignee_name": "B"}, {"shipper": "Elm", "consignee_name": "C"}]',
        b'{"shipper": "Alder", "consignee_name": "B"}\n{"shipper": "Elm", "consignee_name": "C"}\n',
    ],
)
def test_a_table_in_json_that_nothing_fits_stops_the_scan(
    case: Case, tmp_path: Path, content: bytes
) -> None:
    write(tmp_path, {"a.json": content, "z.csv": GOOD})
    with pytest.raises(UnknownTableError, match=r"a\.json.*nearest.*misses") as told:
        load_inputs(case, [tmp_path])
    assert told.value.missing
    assert case.value("SELECT count(*) FROM files") == 0


def test_json_with_canonical_columns_is_read(case: Case, tmp_path: Path) -> None:
    content = b'[{"owner_name": "Alder", "owned_name": "Elm", "share_min": 51}]'
    world = load(case, tmp_path, {"a.json": content})
    assert world.counts == {"a.json": (1, 1, 0, 0)}
    assert case.rows("SELECT owner_name, share_min, share_max FROM ownership") == [
        ("Alder", 51, 100)
    ]
