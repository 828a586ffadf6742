"""What the forms are filled from: of each framework and subject its published scores, monitoring and budget."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboards.editions import Edition

Row = Mapping[str, Any]

_EXECUTION = "预算执行率"
_LEVELS = ("level1", "level2", "level3", "level4")
_DIGITS = re.compile(r"([0-9]+)")
_SIGNS = {">=": "≥", "＞=": "≥", "<=": "≤", "＜=": "≤", "＝": "=", "0值": "=", "≥": "≥", "≤": "≤", "=": "="}


@dataclass(frozen=True)
class Card:
    """One subject of one framework: its summary, leaves in the order of the framework, budget rows and nodes."""

    summary: Row
    leaves: tuple[Row, ...]
    budgets: tuple[Row, ...]
    nodes: tuple[Row, ...] = ()

    @property
    def scheme_no(self) -> str:
        """The framework."""
        return str(self.summary["scheme_no"])

    @property
    def subject_code(self) -> str:
        """What is evaluated."""
        return str(self.summary["subject_code"])

    @property
    def budget(self) -> Row | None:
        """The project's budget of the assessed year; None where no year is named and there are several."""
        year = (self.summary["assessed_period"] or "")[:4]
        fitting = [row for row in self.budgets if not year or row["fiscal_year"] == year]
        return fitting[0] if len(fitting) == 1 else None

    @property
    def execution(self) -> Row | None:
        """The leaf that scores how far the budget was carried out; None where the framework has none."""
        return next((leaf for leaf in self.leaves if leaf["level1"] == _EXECUTION and not leaf["level2"]), None)


def read_cards(edition: Edition, *, period: str | None, year: str | None) -> list[Card]:
    """Every framework and subject that the newest evaluations scored, in their order."""
    leaves, nodes = (_by_card(edition, name, period, year) for name in ("score_indicator", "score_node"))
    budgets: dict[str, list[Row]] = {}
    for row in edition.table("budget_execution").to_pylist():
        budgets.setdefault(row["project_code"], []).append(row)
    return [
        Card(
            summary,
            tuple(sorted(leaves.get((summary["scheme_no"], summary["subject_code"]), ()), key=_order)),
            tuple(budgets.get(summary["subject_code"], ())),
            tuple(nodes.get((summary["scheme_no"], summary["subject_code"]), ())),
        )
        for summary in edition.table("score_summary", period=period, year=year).to_pylist()
    ]


def _by_card(edition: Edition, name: str, period: str | None, year: str | None) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in edition.table(name, period=period, year=year).to_pylist():
        found.setdefault((row["scheme_no"], row["subject_code"]), []).append(row)
    return found


def levels_of(leaf: Row) -> tuple[str | None, ...]:
    """Names of its four levels, blank ones too."""
    return tuple(leaf[name] for name in _LEVELS)


def sign_of(leaf: Row) -> str:
    """The sign before a target: ≥, ≤ or =; blank where it has none."""
    return _SIGNS.get((leaf["direction"] or "").strip(), "")


def figure_of(leaf: Row) -> str | None:
    """The target's number with its sign and unit, such as ≥800家; None where it is no number."""
    return f"{sign_of(leaf)}{leaf['target_value']}{leaf['unit'] or ''}" if leaf["target_value"] else None


def target_of(leaf: Row) -> str | None:
    """The target as forms print it, such as ≥800家; its text where it is no number, both where both are given."""
    figure, text = figure_of(leaf), leaf["target_text"]
    if figure and text:
        return f"{figure}（{text}）"
    return figure or text


def actual_of(leaf: Row) -> str | None:
    """The actual value with its unit where it is a number."""
    actual = leaf["actual_value"]
    if not actual:
        return None
    is_number = re.fullmatch(r"-?\d+(\.\d+)?", actual)
    return f"{actual}{leaf['unit'] or ''}" if is_number else str(actual)


def deviation_of(leaf: Row) -> str | None:
    """Why it was not scored or fell short, and what is done about it."""
    told = {"NOT_APPLICABLE": "不适用", "NOT_ASSESSED": "未评"}.get(leaf["status"])
    parts = (told, leaf["deviation_reason"], leaf["improvement"])
    return "；".join(part for part in parts if part) or None


def ten_thousands(amount: Decimal | None) -> Decimal | None:
    """Yuan as 万元, to the last digit."""
    return None if amount is None else amount.scaleb(-4)


def three_levels(leaf: Row) -> tuple[str | None, ...]:
    """Names for a form with three levels: a fourth is named with its third."""
    first, second, third, fourth = levels_of(leaf)
    return first, second, f"{third} / {fourth}" if fourth else third


def in_natural_order(code: str) -> tuple[object, ...]:
    """A key to sort codes by, in which A2 comes before A10."""
    return tuple((int(part), "") if part.isascii() and part.isdigit() else (0, part) for part in _DIGITS.split(code))


def _order(leaf: Row) -> tuple[object, ...]:
    """A printed sheet in its own order; a tree by its codes."""
    if leaf["origin"] == "SHEET":
        return (leaf["file_sha256"], leaf["row_number"])
    return in_natural_order(leaf["sort_key"])
