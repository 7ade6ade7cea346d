# ruff: noqa: E501 -- statements as they are
from __future__ import annotations

from pathlib import Path

from graphscan.casefile import Case
from tests.sources.ownership.registers import (
    entity,
    holding,
    interests,
    lines,
    load,
    shared,
    shares,
)

AB = (entity("a", "Alder Holding"), entity("b", "Birch Trading"))
SHORT = "owner_name, kind, reach, share_min, share_max, valid_from_text, valid_to_text"


def test_two_interests_of_one_statement_are_one_hop_and_never_added_up(
    case: Case, tmp_path: Path
) -> None:
    votes = {"type": "votingRights", "directOrIndirect": "direct", "share": {"exact": 75}}
    load(
        case,
        tmp_path,
        {"r.jsonl": lines(*AB, holding("r", "a", "b", shares(75), votes, shares(20)))},
    )
    assert [row[1:5] for row in interests(case, SHORT)] == [
        ("shares", "direct", 75, 75),
        ("votes", "direct", 75, 75),
    ]
    assert case.rows("SELECT DISTINCT file_id, row FROM ownership") == [(1, 3)]
    assert case.rows("SELECT interest FROM ownership ORDER BY 1") == [(0,), (1,)]


def test_of_one_record_a_single_version_speaks_on_any_day(case: Case, tmp_path: Path) -> None:
    older = holding("r", "a", "b", shares(60, "2018-01-01"))
    same = older | {"statementDate": "2020-06-01"}
    later = holding("r", "a", "b", shares(40, "2018-01-01"), statementDate="2021-05-01")
    load(case, tmp_path, {"r.jsonl": lines(*AB, older, same, later)})
    assert interests(case, "share_min, valid_from_text, valid_to_text") == [
        (40, "2021-05-01", None),
        (60, "2018-01-01", "2021-05-01"),
    ]


def test_the_start_that_the_later_version_gives_ends_the_earlier(
    case: Case, tmp_path: Path
) -> None:
    older = holding("r", "a", "b", shares(60, "2018-01-01"))
    later = holding("r", "a", "b", shares(40, "2019-03"), statementDate="2021-05-01")
    load(case, tmp_path, {"r.jsonl": lines(later, older, *AB)})
    assert interests(case, "share_min, valid_from_text, valid_to_text") == [
        (40, "2019-03", None),
        (60, "2018-01-01", "2019-03"),
    ]


def test_what_a_statement_of_0_2_replaces_is_withdrawn(case: Case, tmp_path: Path) -> None:
    def statement(name: str, percent: int, **more: object) -> dict[str, object]:
        return {
            "statementID": name,
            "statementType": "ownershipOrControlStatement",
            "statementDate": "2019-01-01",
            "subject": {"describedByEntityStatement": "b"},
            "interestedParty": {"describedByEntityStatement": "a"},
            "interests": [
                {"type": "shareholding", "interestLevel": "direct", "share": {"exact": percent}}
            ],
        } | more

    named = [
        {
            "statementID": ref,
            "statementType": "entityStatement",
            "name": ref,
            "entityType": "registeredEntity",
        }
        for ref in ("a", "b")
    ]
    again = statement("s2", 30, replacesStatements=["s1"])
    report = load(
        case,
        tmp_path,
        {"r.json": f"[{','.join(lines(*named, statement('s1', 30), again).split(chr(10))[:-1])}]"},
    )
    assert interests(case, "share_min, row") == [(30, 4)]
    assert (report.files[0].loaded, report.files[0].excluded) == (3, 1)


def test_a_closed_record_ends_on_the_day_it_was_closed(case: Case, tmp_path: Path) -> None:
    opened = holding("r", "a", "b", shares(60, "2018-01-01"))
    closed = holding("r", "a", "b", statementDate="2022-02-02", recordStatus="closed")
    load(case, tmp_path, {"r.jsonl": lines(*AB, opened, closed)})
    assert interests(case, "share_min, valid_from_text, valid_to_text") == [
        (60, "2018-01-01", "2022-02-02")
    ]


def test_an_owner_that_is_declared_unknown_is_a_fact_and_no_person(
    case: Case, tmp_path: Path
) -> None:
    why = {
        "reason": "subjectUnableToConfirmOrIdentifyBeneficialOwner",
        "description": "Nobody says",
    }
    anonymous = entity("x") | {
        "recordType": "person",
        "recordDetails": {"personType": "unknownPerson"},
    }
    load(
        case,
        tmp_path,
        {
            "r.jsonl": lines(
                *AB, anonymous, holding("r", why, "b"), holding("q", "x", "a", shares(80))
            )
        },
    )
    assert interests(case) == []
    assert case.rows("SELECT name FROM given_parties ORDER BY 1") == [
        ("Alder Holding",),
        ("Birch Trading",),
    ]
    assert case.rows(
        "SELECT ref, detail FROM register_facts WHERE what = 'undisclosed' AND other <> '' ORDER BY 1"
    ) == [
        ("a", "unknownperson"),
        ("b", "subjectUnableToConfirmOrIdentifyBeneficialOwner Nobody says"),
    ]


def test_bounds_may_be_open_as_0_3_and_0_4_write_them(case: Case, tmp_path: Path) -> None:
    newer = shares({"exclusiveMinimum": 25, "maximum": 50})
    older = shares(
        {"minimum": 50, "maximum": 75, "exclusiveMinimum": True, "exclusiveMaximum": True}
    )
    records = (holding("r", "a", "b", newer), holding("q", "b", "a", older))
    load(case, tmp_path, {"r.jsonl": lines(*AB, *records)})
    assert interests(case, "share_min, share_max, share_min_open, share_max_open") == [
        (25, 50, True, False),
        (50, 75, True, True),
    ]


def test_a_right_to_income_is_no_share_in_the_company(case: Case, tmp_path: Path) -> None:
    income = shares(90) | {"type": "rightsToProfitOrIncome"}
    load(case, tmp_path, {"r.jsonl": lines(*AB, holding("r", "a", "b", income))})
    assert interests(case, "kind, share_min") == [("unknown", None)]
    assert "no share in the company" in case.value("SELECT reason FROM warnings")


def test_a_damaged_line_is_quarantined_and_the_next_one_read(case: Case, tmp_path: Path) -> None:
    text = (
        lines(*AB)
        + "{broken\n"
        + lines(holding("r", "a", "b", shares(150)), holding("q", "a", "b", shares(50)))
    )
    report = load(case, tmp_path, {"r.jsonl": text})
    assert (report.files[0].loaded, report.files[0].quarantined) == (3, 2)
    assert case.rows("SELECT row, reason FROM quarantine ORDER BY row") == [
        (3, "not a JSON record"),
        (4, "not a percentage from 0 to 100"),
    ]


def test_the_same_facts_in_bods_and_ftm_give_the_same_interests(case: Case, tmp_path: Path) -> None:
    bods = shared("samples/ownership/ftm/bods-ftm_sample_bods.json").read_bytes()
    load(case, tmp_path, {"one.json": bods})
    first = interests(case)
    (tmp_path / "one.json").unlink()
    ftm = shared("samples/ownership/ftm/bods-ftm_sample_ftm.jsonl").read_bytes()
    load(case, tmp_path, {"two.jsonl": ftm})
    assert interests(case) == first
    assert len(first) == 4


def test_a_published_history_never_adds_up_to_more_than_the_whole(
    case: Case, tmp_path: Path
) -> None:
    for name in ("tecido.json", "fermcat.json"):
        load(
            case, tmp_path, {"register.json": shared(f"samples/ownership/bods/{name}").read_bytes()}
        )
        for day in ("2010-01-01", "2021-10-01", "2022-12-01", "2024-01-01"):
            held = case.value(
                "SELECT sum(share_min) FROM ownership WHERE kind = 'shares' AND valid_from_first <= ?"
                " AND (valid_to_first IS NULL OR valid_to_first > ?)",
                [day, day],
            )
            assert held is None or held <= 100, (name, day)
            assert held == 100 or day in {"2010-01-01", "2024-01-01"}
