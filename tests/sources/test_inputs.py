"""Which files are read and what they are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graphscan.sources.inputs import find_inputs
from tests.sources.worlds import write


def paths(*given: Path) -> list[str]:
    return [each.path for each in find_inputs(given)[0]]


def test_a_folder_is_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b.csv": "1",
            "a/z.tsv": "2",
            "a/.hidden.csv": "3",
            ".git/c.csv": "4",
            "README.md": "#",
            "run.py": "5",
        },
    )
    inputs, ignored = find_inputs([tmp_path])
    assert [each.path for each in inputs] == ["a/z.tsv", "b.csv"]
    assert ignored == ("README.md", "run.py")


def test_names_are_relative_to_what_was_given(tmp_path: Path) -> None:
    write(tmp_path, {"data/a.csv": "1", "data/sub/b.csv": "2"})
    assert paths(tmp_path / "data") == ["a.csv", "sub/b.csv"]
    assert paths(tmp_path / "data" / "sub" / "b.csv") == ["b.csv"]


def test_equal_names_get_their_folders_in_front_until_they_differ(tmp_path: Path) -> None:
    write(tmp_path, {"2023/x/a.csv": "1", "2024/x/a.csv": "2", "2024/b.csv": "3"})
    assert paths(tmp_path / "2023" / "x", tmp_path / "2024" / "x", tmp_path / "2024" / "b.csv") == [
        "2023/x/a.csv",
        "2024/x/a.csv",
        "b.csv",
    ]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1"})
    assert paths(tmp_path, tmp_path / "a.csv", tmp_path) == ["a.csv"]


def test_a_copy_under_another_name_is_named_and_not_read(tmp_path: Path) -> None:
    # its rows would count double, and double shipments look like a pattern
    write(tmp_path, {"a.csv": "1", "copy of a.csv": "1"})
    inputs, ignored = find_inputs([tmp_path])
    assert [each.path for each in inputs] == ["a.csv"]
    assert ignored == ("copy of a.csv (the same content as a.csv)",)


def test_empty_files_are_no_copies_of_each_other(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "", "b.csv": ""})
    assert paths(tmp_path) == ["a.csv", "b.csv"]


def test_the_output_of_a_run_is_not_read_as_input(tmp_path: Path) -> None:
    run = {f"graphscan-out/{name}": "x" for name in ("run.json", "findings.json", "findings.csv")}
    write(tmp_path, {"a.csv": "1", **run})
    inputs, ignored = find_inputs([tmp_path])
    assert [each.path for each in inputs] == ["a.csv"]
    assert ignored == ()


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_to_a_folder_above_ends_the_walk(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1"})
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert paths(tmp_path) == ["a.csv"]


@pytest.mark.skipif(os.name == "nt", reason="such names cannot exist on Windows")
def test_a_hostile_file_name_cannot_steer_a_terminal(tmp_path: Path) -> None:
    write(tmp_path, {"a\x1b[2J.csv": "1"})
    (tmp_path / os.fsdecode(b"b\xff.csv")).write_text("2")
    assert paths(tmp_path) == ["a\\x1b[2J.csv", "b\\xff.csv"]
