"""Party identity: which mentions in the records are one party.

CONTRACT section 1: the identifier where given, else normalised name and country. Equal names with
different identifiers are different parties. A mention without identifier or country joins the only
party of that name which does not contradict it; where several fit, it stays apart and is reported.

Pure: works on a table of distinct mentions, and its result does not depend on their order.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

import numpy as np
import pandas as pd

from graphscan.resolve.mentions import is_nobody

_ROW = ["name", "country", "identifier"]


class Identities(NamedTuple):
    """Who the mentions are.

    Attributes:
        mentions: The distinct mentions (`name`, `country`, `identifier`) with the `party` of each:
            the stable key `id:<identifier>` or `name:<name>|<country>`.
        apart: Parties (`party`) that would fit several others (`fits` of them) and were kept apart.
    """

    mentions: pd.DataFrame
    apart: pd.DataFrame


def normalise_identifier(text: str) -> str:
    """An identifier without the ways to write it; '' for one that stands for none.

    >>> [normalise_identifier(text) for text in ("cn-9144 0300", "N/A", "000")]
    ['CN91440300', '', '']
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    kept = "".join(char for char in folded if char.isalnum())
    return "" if not kept.strip("0") or is_nobody(kept.lower()) else kept


def identify(mentions: pd.DataFrame) -> Identities:
    """Give every mention its party.

    Args:
        mentions: Distinct rows of `name` (normalised), `country` (alpha-2, '' unknown) and
            `identifier` (normalised, '' none). A name is '' only beside an identifier.

    Two mentions of one identifier are one party unless both their names and their countries differ:
    registers of two countries use the same numbers. A party known by identifier alone that could be
    the one of several countries stays apart too, so that the result cannot depend on which is met
    first.

    >>> rows = [("mirel fze", "AE", "77"), ("mirel fze", "", ""), ("mirel fze", "TR", "")]
    >>> table = pd.DataFrame(rows, columns=["name", "country", "identifier"])
    >>> sorted(identify(table).mentions.party)  # the second fits both: kept apart
    ['id:77', 'name:mirel fze|', 'name:mirel fze|TR']
    >>> identify(table.head(2)).mentions.party.tolist()
    ['id:77', 'id:77']
    """
    mentions = mentions[_ROW].drop_duplicates().sort_values(_ROW, ignore_index=True)
    numbered = mentions[mentions["identifier"] != ""]
    numbered = numbered.assign(party=_by_identifier(numbered))
    unnumbered = mentions[mentions["identifier"] == ""]
    placed, torn = _with_country(unnumbered[unnumbered["country"] != ""], numbered)
    known = pd.concat([numbered, placed])[["name", "party"]].drop_duplicates()
    bare, unsure = _without_country(unnumbered[unnumbered["country"] == ""], known)
    found = pd.concat([numbered, placed, bare])[[*_ROW, "party"]]
    apart = pd.concat([torn, unsure]).sort_values("party", ignore_index=True)
    return Identities(found.sort_values(_ROW, ignore_index=True), apart)


def _by_identifier(numbered: pd.DataFrame) -> pd.Series:
    """The party of each mention that has an identifier."""
    label = _groups(numbered)
    known = numbered["country"] != ""
    home = numbered["country"].where(known).groupby(label).transform("min").fillna("")
    parties = label.groupby(numbered["identifier"]).transform("nunique")
    several = "|" + home.where(home != "", "|" + numbered["name"])
    return "id:" + numbered["identifier"] + several.where(parties > 1, "")


def _groups(numbered: pd.DataFrame) -> pd.Series:
    """A label per party: mentions of one identifier linked by an equal name or an equal country."""
    label = pd.Series(np.arange(len(numbered)), index=numbered.index)
    known = numbered["country"] != ""
    named = numbered["name"] != ""
    by_name = [numbered["identifier"], numbered["name"]]
    by_country = [numbered["identifier"], numbered["country"]]
    while True:
        before = label
        label = label.where(~named, label.groupby(by_name).transform("min"))
        label = label.where(~known, label.groupby(by_country).transform("min"))
        if label.equals(before):
            break
    # What is known of neither side joins the only party of that identifier.
    placed = label.where(known).groupby(label).transform("min").notna()
    settled = label.where(placed)
    count = settled.groupby(numbered["identifier"]).transform("nunique")
    only = settled.groupby(numbered["identifier"]).transform("min")
    loose = ~placed & (count == 1)
    label = label.where(~loose, only).astype("int64")
    nowhere = label.groupby(numbered["identifier"]).transform("min")
    return label.where(count > 0, nowhere)


def _with_country(
    mentions: pd.DataFrame, numbered: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Place mentions with a country and no identifier; second, the parties torn between several."""
    own = "name:" + mentions["name"] + "|" + mentions["country"]
    names = numbered[["name", "party"]].drop_duplicates()
    homes = numbered.loc[numbered["country"] != "", ["party", "country"]].drop_duplicates()
    settled = names.merge(homes, on="party")
    homeless = names[~names["party"].isin(homes["party"])]
    fits = pd.concat(
        [
            mentions[["name", "country"]].merge(settled, on=["name", "country"]),
            mentions[["name", "country"]].merge(homeless, on="name"),
        ]
    ).drop_duplicates()
    count = fits.groupby(["name", "country"])["party"].agg(["size", "min"]).reset_index()
    single = count[count["size"] == 1].rename(columns={"min": "joins"})
    # A party without a country may be claimed from several: then it joins none of them.
    claims = single[single["joins"].isin(homeless["party"])]
    claimed = claims.groupby("joins")["country"].nunique()
    contested = claimed[claimed > 1]
    single = single[~single["joins"].isin(contested.index)]
    placed = mentions.assign(party=own).merge(
        single[["name", "country", "joins"]], on=["name", "country"], how="left"
    )
    placed["party"] = placed["joins"].fillna(placed["party"])
    torn = count[count["size"] > 1]
    apart = pd.concat(
        [
            pd.DataFrame(
                {"party": "name:" + torn["name"] + "|" + torn["country"], "fits": torn["size"]}
            ),
            pd.DataFrame({"party": contested.index.astype("str"), "fits": contested.to_numpy()}),
        ]
    )
    return placed.drop(columns="joins"), apart


def _without_country(
    mentions: pd.DataFrame, known: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Place mentions that are a name only; second, those that fit several parties."""
    count = known.groupby("name")["party"].agg(["size", "min"]).reset_index()
    placed = mentions.merge(count, on="name", how="left")
    own = "name:" + placed["name"] + "|"
    placed["party"] = placed["min"].where(placed["size"] == 1, own)
    several = placed[placed["size"] > 1]
    apart = pd.DataFrame({"party": several["party"], "fits": several["size"].astype("int64")})
    return placed[[*_ROW, "party"]], apart
