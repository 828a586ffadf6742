"""Addresses of the evaluation pages, which lead to each other, and what their links are called."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from dashboards.pages.frame import address

SCORECARD, INDICATOR, COMPARE = "/scorecard", "/indicator", "/compare"
PARAMETER = "code"
"""The filter that an indicator's code is, whether its path gives it or its query."""

Row = Mapping[str, Any]


def card_name(row: Row) -> str:
    """A row's framework and subject, as links to their card name them."""
    return f"{row['scheme_no']} · {row['subject_code']}"


def card_address(row: Row, stage: str | None = None) -> str:
    """The scorecard of a row's subject; with a stage, among the cards of that stage."""
    return address(SCORECARD, stage=stage, scheme=row["scheme_no"], subject=row["subject_code"])


def indicator_address(row: Row) -> str:
    """The page of a row's indicator, whatever signs its code is made of."""
    code = row["ind_code"]
    view = {"scheme": row["scheme_no"], "subject": row["subject_code"]}
    if set(code) == {"."}:  # browsers take such a last step of a path for another folder
        return address(INDICATOR, **view, code=code)
    return address(f"{INDICATOR}/{quote(code, safe='')}", **view)


def compare_address(row: Row) -> str:
    """The comparison that a row's framework and subject are in."""
    return address(COMPARE, scheme=row["scheme_no"], subject=row["subject_code"])
