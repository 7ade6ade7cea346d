"""What two runs of a case say differently, finding by finding, and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
Finding = Mapping[str, Any]

REASONS = {
    "shipment": "rows of shipment records changed",
    "ownership": "rows of ownership records changed",
    "list": "a list changed",
    "rule": "the rules changed",
    "identity": "other rows changed who is who, or what is usual",
    "settings": "settings changed",
    "version": "another version of graphscan",
    "cut": "more findings than are kept: those of lower scores drop out",
}
"""Why a finding is new, gone or changed, as far as two runs can tell: the causes that touch it."""

_BY_KIND = {"shipment": "shipment", "interest": "ownership", "list": "list"}
_FIELDS = ("basis", "certainty", "match", "chains", "chains_certain", "last_departure")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A finding of which two runs say different things.

    Attributes:
        change: `new`, `gone` or `changed`.
        finding: As the later run has it; of one that is gone, as the earlier had it.
        why: Keys of `REASONS`.
        what: What is different, in words; empty for new and gone ones.
        score_before: None of a new one.
        score_after: None of one that is gone.
    """

    change: str
    finding: Finding
    why: tuple[str, ...]
    what: tuple[str, ...]
    score_before: float | None
    score_after: float | None

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {
            "change": self.change,
            "id": self.finding["id"],
            "why": list(self.why),
            "what": list(self.what),
            "score_before": self.score_before,
            "score_after": self.score_after,
            "finding": dict(self.finding),
        }


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A run against an earlier one.

    Attributes:
        since: Id of the earlier run, "" where there is none and every finding is new.
        run: Id of the later run.
        causes: What the runs were made from differently, in words.
        changes: New findings, changed ones, then gone ones, each best first.
        same: Findings of which both say the same.
    """

    since: str
    run: str
    causes: tuple[str, ...]
    changes: tuple[Change, ...]
    same: int

    def of(self, change: str) -> list[Change]:
        """The changes of one kind: `new`, `changed` or `gone`."""
        return [each for each in self.changes if each.change == change]

    @property
    def marks(self) -> dict[str, str]:
        """Finding id to `new` or `changed`."""
        return {each.finding["id"]: each.change for each in self.changes if each.change != "gone"}


def compare(before: Document | None, after: Document) -> Comparison:
    """Compare two runs.

    Args:
        before: The object of findings.json of the earlier run; None where there is none.
        after: That of the later one.
    """
    earlier = {finding["id"]: finding for finding in before["findings"]} if before else {}
    later = {_known_as(finding, earlier): finding for finding in after["findings"]}
    merged = {former for finding in after["findings"] for former in finding.get("former_ids", ())}
    causes = _Causes(before["run"], after["run"]) if before else None
    new = [_new(each, causes) for key, each in later.items() if key not in earlier]
    changed = [
        _changed(earlier[key], each, causes)
        for key, each in later.items()
        if key in earlier and _said(earlier[key]) != _said(each) and causes
    ]
    gone = [
        _gone(each, causes)
        for key, each in earlier.items()
        if key not in later and key not in merged and causes
    ]
    return Comparison(
        since=before["run"]["id"] if before else "",
        run=after["run"]["id"],
        causes=causes.told if causes else (),
        changes=(*new, *changed, *gone),
        same=len(later) - len(new) - len(changed),
    )


def _known_as(finding: Finding, earlier: Mapping[str, Finding]) -> str:
    """The id by which the earlier run knew a finding; parties may have been merged since."""
    ids = (finding["id"], *finding.get("former_ids", ()))
    return str(next((known for known in ids if known in earlier), finding["id"]))


class _Causes:
    """What two runs were made from differently."""

    def __init__(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        old = {each["path"]: each for each in before["inputs"]}
        new = {each["path"]: each for each in after["inputs"]}
        self.files = {
            path: (new.get(path) or old[path])["kind"]
            for path in sorted(old.keys() | new.keys())
            if old.get(path, {}).get("sha256") != new.get(path, {}).get("sha256")
        }
        settings = _differing(before["settings"], after["settings"])
        self.whole = tuple(
            cause
            for cause, is_so in (
                ("identity", before.get("judgements") != after.get("judgements")),
                ("rule", bool(_differing(before["rules"], after["rules"]))),
                ("settings", bool(settings)),
                ("version", before["version"] != after["version"]),
            )
            if is_so
        )
        told = [f"{path}: {_became(path, old, new)}" for path in self.files]
        told += [f"setting {name}: {was} → {now}" for name, was, now in settings]
        told += [
            f"rule {name}: {was} → {now}"
            for name, was, now in _differing(before["rules"], after["rules"])
        ]
        if before.get("judgements") != after.get("judgements"):
            told.append("judgements of who is who")
        if before["version"] != after["version"]:
            told.append(f"graphscan {before['version']} → {after['version']}")
        self.told = tuple(told)

    def of(self, *findings: Finding) -> tuple[str, ...]:
        """The causes that touch findings, in the order of `REASONS`."""
        touched = {
            _BY_KIND[row["kind"]]
            for finding in findings
            for row in finding["evidence"]
            if row["file"] in self.files and row["kind"] in _BY_KIND
        } | set(self.whole)
        if not touched and self.files:
            kinds = set(self.files.values())
            touched = {"list"} if kinds == {"list"} else {"identity"}
        return tuple(reason for reason in REASONS if reason in touched)


def _new(finding: Finding, causes: _Causes | None) -> Change:
    return Change(
        change="new",
        finding=finding,
        why=(causes.of(finding) or ("cut",)) if causes else (),
        what=(),
        score_before=None,
        score_after=finding["score"],
    )


def _gone(finding: Finding, causes: _Causes | None) -> Change:
    return Change(
        change="gone",
        finding=finding,
        why=(causes.of(finding) or ("cut",)) if causes else (),
        what=(),
        score_before=finding["score"],
        score_after=None,
    )


def _changed(before: Finding, after: Finding, causes: _Causes | None) -> Change:
    return Change(
        change="changed",
        finding=after,
        why=causes.of(before, after) if causes else (),
        what=tuple(_what(before, after)),
        score_before=before["score"],
        score_after=after["score"],
    )


def _what(before: Finding, after: Finding) -> list[str]:
    said = []
    if before["score"] != after["score"]:
        said.append(f"score {before['score']:.1f} → {after['score']:.1f}")
    said += [
        f"{name.replace('_', ' ')} {before[name]} → {after[name]}"
        for name in _FIELDS
        if before[name] != after[name]
    ]
    said += _gained(
        "factor",
        [part["id"] for part in before["factors"]],
        [part["id"] for part in after["factors"]],
    )
    said += _gained("named between", _names(before), _names(after))
    said += _gained("shipment", _shipments(before), _shipments(after))
    if _rows(before) != _rows(after) and not said:
        said.append("other source rows")
    return said or ["details"]


def _gained(what: str, before: Sequence[str], after: Sequence[str]) -> list[str]:
    more = [name for name in dict.fromkeys(after) if name not in before]
    less = [name for name in dict.fromkeys(before) if name not in after]
    return [f"{what} + {name}" for name in more[:5]] + [f"{what} - {name}" for name in less[:5]]


def _names(finding: Finding) -> list[str]:
    return [party["name"] for party in finding["intermediaries"]]


def _shipments(finding: Finding) -> list[str]:
    return [number for journey in finding["journeys"] for number in journey["shipment_ids"]]


def _rows(finding: Finding) -> list[tuple[str, str, str]]:
    """The source rows without their numbers, which move as a file grows."""
    return sorted(
        (row["kind"], row["file"], row.get("shipment_id") or "") for row in finding["evidence"]
    )


def _said(finding: Finding) -> dict[str, Any]:
    """What a finding says, whatever the numbers of its rows."""
    journeys = [
        {
            **journey,
            "legs": [{**leg, "rows": len(leg.get("rows", ()))} for leg in journey.get("legs", ())],
        }
        for journey in finding["journeys"]
    ]
    return {**finding, "journeys": journeys, "evidence": _rows(finding)}


def _differing(before: Any, after: Any, above: str = "") -> list[tuple[str, str, str]]:
    """Name, value before and value after of each leaf that differs."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return [
            leaf
            for name in sorted(before.keys() | after.keys())
            for leaf in _differing(before.get(name), after.get(name), f"{above}.{name}".strip("."))
        ]
    return [] if before == after else [(above, str(before), str(after))]


def _became(path: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    if path not in before:
        return f"new, {after[path]['rows']:,} rows"
    if path not in after:
        return "gone"
    return f"changed, {before[path]['rows']:,} → {after[path]['rows']:,} rows"
