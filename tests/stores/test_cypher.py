"""The Cypher files: each has a header that says what it asks, takes and gives."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from graphscan.errors import SettingsError
from graphscan.stores import Query, list_queries
from graphscan.stores.cypher import find_query, read_query

QUERIES = list_queries()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_the_header_names_exactly_the_parameters_of_the_statement(query: Query) -> None:
    statement = "\n".join(line for line in query.text.splitlines() if not line.startswith("//"))
    assert set(re.findall(r"\$(\w+)", statement)) == set(query.parameters)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_query_asks_a_question_and_explains_its_words(query: Query) -> None:
    assert query.question.endswith("?")
    assert query.columns
    assert all(text for text in query.columns.values())
    days = [query.parameters[name] for name in ("min_wait", "max_wait") if name in query.parameters]
    assert all("in days" in parameter.description for parameter in days)


def test_there_are_queries_enough_for_an_investigation() -> None:
    assert len(QUERIES) >= 12


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_one_statement_a_file(query: Query) -> None:
    assert ";" not in re.sub(r"//.*|'[^']*'", "", query.text)


def shape_of(step: str) -> str:
    """A step without its number and what may differ: where goods go no further, or need records."""
    same = re.sub(r"\(s\.final AND head\(way\d\.parties\) IN targets\)", "s.final", step)
    same = same.replace("link.linked_first IS NULL AND s.arr", "s.arr")
    same = re.sub(r"\d|\w+ leg (from|up)", "", same.replace(", targets", ""))
    return " ".join(same.split())


@pytest.mark.parametrize(
    ("carried", "files"), [("way", 4), ("ways", 3), ("back", 2), ("so_far", 1)]
)
def test_steps_that_are_the_same_in_several_files_stay_the_same(carried: str, files: int) -> None:
    """A mended step must be mended everywhere."""
    pattern = rf"CALL \(c, min_wait[^)]*\b{carried}\d\) {{  //.*?\n}}\n"
    steps = [found for query in QUERIES if (found := re.findall(pattern, query.text, re.DOTALL))]
    assert [len(found) for found in steps] == [5] * files
    assert len({shape_of(step) for found in steps for step in found}) == 1


def test_what_hides_a_journey_that_begins_abroad_is_the_same_in_every_file() -> None:
    """Parties, who was handed the goods, and the class of the first leg."""
    found = [
        " ".join(told.replace("head(way.legs)", "first").split())
        for query in QUERIES
        for told in re.findall(r"none\(walk IN walks .*?\.class\)", query.text, re.DOTALL)
    ]
    assert len(found) == sum("AS walks" in query.text for query in QUERIES) == 4
    assert len(set(found)) == 1


def test_text_from_a_command_line_becomes_numbers() -> None:
    values = find_query("exporter_to_listed").read_parameters({"max_wait": "30", "exporter": "12"})
    assert values["max_wait"] == 30
    assert values["exporter"] == "12"
    assert values["max_legs"] is None
    assert find_query("exporter_to_listed").read_parameters({"max_wait": None})["max_wait"] is None


def test_text_from_a_command_line_becomes_lists_and_numbers_and_truth() -> None:
    query = find_query("asked_paths")
    given = {"case": "c", "from": "[1, 2]", "min_value": "1e3", "certain": "true"}
    values = query.read_parameters(given)
    assert (values["from"], values["min_value"], values["certain"]) == ([1, 2], 1000, True)
    assert (values["to"], values["via"], values["through_affiliates"]) == (None, [], False)
    told = {"from": "1", "via": '{"parties": []}', "min_value": "true", "certain": "yes"}
    for name, text in told.items():
        with pytest.raises(SettingsError, match=f"query asked_paths: {name}: "):
            query.read_parameters({"case": "c", name: text})
    for text in ("NaN", "-Infinity", "1e999", "9" * 5000, "[" * 200_000):
        with pytest.raises(SettingsError, match="Give a number"):
            query.read_parameters({"case": "c", "min_value": text})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"from": "A"}, "parameter 'to' is missing"),
        ({"from": "A", "to": "B", "max_wait": "soon"}, "Give a whole number from 0 to 3650"),
        ({"from": "A", "to": "B", "max_legs": 7}, "Give a whole number from 1 to 6"),
        ({"from": "A", "to": "B", "via": "MY"}, "It takes from, to, case, max_legs"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(given: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(told)):
        find_query("between_parties").read_parameters(given)


@pytest.mark.parametrize(
    "text",
    ["MATCH (n) RETURN n", "// Question: Who?\n// Parameters:\n//   $to TEXT: of no such kind"],
)
def test_a_header_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"q\.cypher: "):
        read_query("q", text)


def test_the_package_loads_no_driver() -> None:
    code = "import sys, graphscan.stores; sys.exit('neo4j' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
