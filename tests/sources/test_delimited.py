"""The fast way and the slow way read the same rows, with the numbers that a spreadsheet shows."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphscan.sources import delimited
from graphscan.sources.batch import Batch
from graphscan.sources.delimited import read_delimited
from graphscan.sources.header import Header
from graphscan.sources.problems import UnreadableFileError
from graphscan.sources.ragged import Layout, read_ragged

Row = tuple[int, str, str]
Damage = tuple[int, str]

LAYOUT = Layout(delimiter=",", width=3, wanted={"a": 0, "c": 2})
HEADER = Header(delimiter=",", names=("a", "b", "c"), length=0)

CELLS = st.text(alphabet=',"\n\r\x00aé', max_size=4)
RECORDS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6)
PIECES = st.lists(st.sampled_from([",", '"', "\n", "\r\n", "a", "é", "\x00"]), max_size=4)
REGULAR = st.lists(st.tuples(*[PIECES.map("".join)] * 3), min_size=1, max_size=6)
RAGGED = st.lists(st.text(alphabet=',"\n\r a', max_size=12), max_size=6).map("\n".join)


def rows(batch: Batch) -> list[Row]:
    return list(
        zip(
            batch.rows.tolist(),
            batch.columns["a"].to_pylist(),
            batch.columns["c"].to_pylist(),
            strict=True,
        )
    )


def read(text: bytes, *, piece: int = 1 << 20) -> tuple[list[Row], list[Damage]]:
    """All rows and damages of a text that arrives in pieces."""
    pieces = (text[at : at + piece] for at in range(0, len(text), piece))
    found: list[Row] = []
    damaged: list[Damage] = []
    for batch in read_delimited(pieces, HEADER, ("a", "c")):
        found += rows(batch)
        damaged += [(each.row, each.refusal.reason) for each in batch.damaged]
    return found, damaged


def slowly(text: bytes) -> tuple[list[Row], list[Damage]]:
    batch = read_ragged(text, LAYOUT, first=2, final=True).batch
    return rows(batch), [(each.row, each.refusal.reason) for each in batch.damaged]


def written(records: list[tuple[str, str, str]], ends: str = "\n") -> bytes:
    text = io.StringIO()
    # the writer leaves a lone \r without quotes where lines end in \n
    if ends == "\n":
        csv.writer(text, lineterminator=ends, quoting=csv.QUOTE_ALL).writerows(records)
    else:
        csv.writer(text, lineterminator=ends).writerows(records)
    return text.getvalue().encode()


@pytest.fixture(params=[1, 7, 1 << 23])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Texts are read in blocks of a byte, of seven, and whole."""
    monkeypatch.setattr(delimited, "BLOCK", request.param)
    size: int = request.param
    return size


@given(records=RECORDS, ends=st.sampled_from(["\n", "\r\n"]))
def test_every_text_that_a_csv_writer_writes_is_read_back(
    records: list[tuple[str, str, str]], ends: str
) -> None:
    found, damaged = read(written(records, ends))
    assert damaged == []
    assert found == [
        (number, first, last)
        for number, (first, middle, last) in enumerate(records, start=2)
        if first or middle or last
    ]


@given(records=REGULAR)
def test_the_fast_way_is_taken_and_agrees_with_the_slow_one(
    records: list[tuple[str, str, str]],
) -> None:
    assert agrees(written(records))


@given(text=st.one_of(RECORDS.map(written), RAGGED.map(str.encode), st.binary(max_size=12)))
def test_wherever_the_fast_way_is_taken_it_agrees_with_the_slow_one(text: bytes) -> None:
    agrees(text)


def agrees(text: bytes) -> bool:
    """Whether the fast way was taken; it fails where the two do not agree."""
    regular = delimited._regular(text, LAYOUT, 2) if text else None
    if regular is None:
        return False
    batch, records = regular
    slow = read_ragged(text, LAYOUT, first=2, final=True)
    assert rows(batch) == rows(slow.batch)
    assert slow.batch.damaged == ()
    assert records == slow.records
    return True


def test_the_fast_way_is_taken_for_regular_text() -> None:
    text = written([("1", 'say "x", twice', "a\nb"), ("2", "", "é")])
    assert delimited._regular(text, LAYOUT, 2) is not None
    assert delimited._regular(text[:-1], LAYOUT, 2) is not None


@pytest.mark.parametrize(
    "text",
    [
        b"1,2\n",
        b"1,2,3,4\n",
        b'1,5" pipe,3\n',
        b'1,"2,3\n',
        b'1,"2"x,3\n',
        b"1,2,\xff\n",
        b"1,2,3\r4,5,6",
    ],
)
def test_the_fast_way_declines_what_is_not_regular(text: bytes) -> None:
    assert delimited._regular(text, LAYOUT, 2) is None


@given(text=st.one_of(RECORDS.map(written), RAGGED.map(str.encode)))
def test_where_blocks_end_makes_no_difference(text: bytes) -> None:
    whole = slowly(text)
    for size in (1, 5, 64):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(delimited, "BLOCK", size)
            assert read(text, piece=size) == whole


def test_quoted_line_ends_blank_lines_and_mixed_line_ends_keep_the_numbers(block: int) -> None:
    text = b'1,"two\nlines",x\r\n\r\n4,,y\n,,\r6,,"z\r\nz"\n'
    found, damaged = read(text, piece=block)
    assert [(number, last) for number, _, last in found] == [(2, "x"), (4, "y"), (6, "z\r\nz")]
    assert damaged == []


def test_a_value_in_an_unknown_column_makes_a_row() -> None:
    # else a line of totals would vanish without a trace
    assert read(b"1,,2\n,total,\n")[0] == [(2, "1", "2"), (3, "", "")]


def test_a_quote_left_open_costs_its_own_line_only(block: int) -> None:
    found, damaged = read(b'1,"open,x\n2,b,y\n3,c,z\n', piece=block)
    assert [number for number, _, _ in found] == [3, 4]
    assert [number for number, _ in damaged] == [2]


def test_a_quote_left_open_does_not_swallow_rows_up_to_the_next_quote() -> None:
    found, damaged = read(b'1,"open,x\n2,b,y\n3,"quoted",z\n')
    assert [number for number, _, _ in found] == [3, 4]
    assert [number for number, _ in damaged] == [2]


def test_an_inch_mark_in_a_cell_is_text() -> None:
    assert read(b'1,5" pipe,x"y\n')[0] == [(2, "1", 'x"y')]


def test_ragged_rows_are_told_by_their_number_of_cells(block: int) -> None:
    found, damaged = read(b"1,2\n1,2,3\n1,2,3,4\n", piece=block)
    assert found == [(3, "1", "3")]
    assert damaged == [(2, "2 cells where the header has 3"), (4, "4 cells where the header has 3")]


def test_bytes_that_are_no_utf8_cost_their_row_only_where_the_column_is_read(block: int) -> None:
    found, damaged = read(b"1,\xff,x\n2,b,\xff\n3,c,z\n", piece=block)
    assert [number for number, _, _ in found] == [2, 4]
    assert damaged == [(3, "bytes that are no UTF-8")]


def test_the_end_mark_of_dos_files_is_no_row() -> None:
    assert read(b"1,2,3\r\n\x1a\r\n") == ([(2, "1", "3")], [])


def test_an_open_quote_in_a_large_file_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BLOCK", 64)
    monkeypatch.setattr(delimited, "RECORD_LIMIT", 256)
    lines = b"".join(b"%d,b,c\n" % number for number in range(3, 200))
    found, damaged = read(b'2,"open,c\n' + lines, piece=64)
    assert [number for number, _, _ in found] == list(range(3, 200))
    assert [number for number, _ in damaged] == [2]


def test_a_line_without_end_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BLOCK", 64)
    monkeypatch.setattr(delimited, "RECORD_LIMIT", 256)
    with pytest.raises(UnreadableFileError, match="record 3 is longer than 256 bytes"):
        read(b"1,2,3\n" + b"x" * 1000 + b"\n", piece=64)


@pytest.mark.slow
def test_row_numbers_are_exact_in_a_large_file() -> None:
    rows_in = [
        (str(number), "line\nend" if number % 7 == 0 else "", "x" * 40)
        for number in range(2, 400_002)
    ]
    found, damaged = read(written(rows_in))
    assert damaged == []
    assert [(str(number)) for number, _, _ in found] == [first for first, _, _ in rows_in]
