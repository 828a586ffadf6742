"""Claims of an edition as the page of claims and its files choose among them, and what was cut of them in all."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboards.editions import Edition
from dashboards.labels import label

Row = Mapping[str, Any]

CLAIM_FILTERS = ("period", "contract", "verdict", "reason")
ALL = "*"
"""Stands in ``claim_reduction`` for all contracts and for all months."""

_COLUMN = {"period": "period", "contract": "contract_no", "verdict": "verdict", "reason": "cut_reason"}


def read_claims(edition: Edition) -> list[Row]:
    """Each claim line once, as the newest run that reviewed it has it, in the order of claims and lines."""
    place = {each.run.run_id: number for number, each in enumerate(edition.settlements)}
    rows = sorted(edition.table("claim_review").to_pylist(), key=lambda row: place[row["run_id"]])
    newest = {(row["claim_no"], row["line_no"]): row for row in rows}
    return [newest[key] for key in sorted(newest)]


def claims_that_fit(claims: Sequence[Row], chosen: Mapping[str, str | None]) -> list[Row]:
    """The claim lines that fit every filter of ``CLAIM_FILTERS``."""
    return [row for row in claims if all(each in (None, claim_value(row, name)) for name, each in chosen.items())]


def claim_value(row: Row, name: str) -> str:
    """What a filter asks of a row; a reason that nobody gave has a name of its own."""
    return str(row[_COLUMN[name]] or label("claims.no_reason").zh)


def reductions(edition: Edition, chosen: Mapping[str, str | None]) -> tuple[list[Row], Row | None]:
    """What was cut of the claims of each contract in the month chosen or in all, and of all that was chosen together.

    None where the edition was published before rates were, where the reader sees some contracts alone and chose none,
    and where a verdict or a reason is chosen: a rate is of whole claims.
    """
    rows = [row for row in edition.table("claim_reduction").to_pylist() if row["period"] == (chosen["period"] or ALL)]
    of_contracts = [
        row for row in rows if row["contract_no"] != ALL and chosen["contract"] in (None, row["contract_no"])
    ]
    if chosen["verdict"] or chosen["reason"]:
        return of_contracts, None
    whole = [row for row in rows if row["contract_no"] == (chosen["contract"] or ALL)]
    return of_contracts, whole[0] if whole else None
