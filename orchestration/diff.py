"""Says what two editions make of the same months, statements and scores."""

from decimal import Decimal

from dashboards.access import SYSTEM
from dashboards.differences import Change, changes_between, edition_at
from dashboards.editions import open_edition
from interface.money import print_amount
from interface.paths import Home

_WORDS = {"month": "服务月份 month", "payable": "应付 payable", "score": "得分 score"}


def diff(home: Home, run_a: str, run_b: str) -> list[str]:
    """A line for each figure that differs between the editions of two runs, yuan to the fen.

    Raises:
        CannotRun: nothing is published, or no published run has one of the ids.
    """
    edition = open_edition(home, SYSTEM)
    changes = changes_between(edition_at(edition, run_a), edition_at(edition, run_b))
    if not changes:
        return [f"{run_a} and {run_b} agree in every service month, payable and score."]
    return [
        f"{_WORDS[each.what]} {each.name}: {_printed(each, each.before)} → {_printed(each, each.after)} "
        f"({'+' if each.change > 0 else ''}{_printed(each, each.change)})"
        for each in changes
    ]


def _printed(change: Change, figure: Decimal | None) -> str:
    if figure is None:
        return "—"
    return f"{figure:f}" if change.what == "score" else print_amount(figure)
