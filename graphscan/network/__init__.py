"""From records to a network: legs, control, and the legs that end at a listed party."""

from __future__ import annotations

from graphscan.casefile import Case
from graphscan.network.build import build_legs
from graphscan.network.control import read_control
from graphscan.network.ends import judge_ends, note_end_parties
from graphscan.network.legs import Legs, read_legs
from graphscan.network.owners import Owners, open_owners
from graphscan.network.targets import choose_targets, latest_day
from graphscan.network.ties import note_ties
from graphscan.settings import Settings

__all__ = ["Legs", "Owners", "build_network", "latest_day", "open_owners", "read_legs"]


def build_network(case: Case, settings: Settings) -> None:
    """Write `legs` with their rows, parties between and places, `leg_ends` and `party_ties`.

    Reads what `graphscan.sources` and `graphscan.resolve` wrote.
    """
    choose_targets(case, settings)
    control = read_control(case, settings)
    note_end_parties(case, control)
    build_legs(case, settings)
    judge_ends(case, settings, control)
    note_ties(case)
