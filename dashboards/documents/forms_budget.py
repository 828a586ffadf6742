"""Fills 预算执行表: a project's budget at the year's beginning, as adjusted and as carried out, year by year."""

from collections.abc import Mapping
from typing import Any

from dashboards.documents.forms_cards import ten_thousands
from dashboards.documents.forms_grid import Form, FormCell, FormRow, Rate
from dashboards.documents.forms_layout import noted, titled
from dashboards.editions import Edition, select
from interface.errors import CannotRun

TITLE = "预算执行表"

Row = Mapping[str, Any]

_MEASURES = {"年初预算": "reply_amt", "调整后预算": "current_amt", "执行金额": "exe_amt", "预算执行率": "exe_rate"}
_BUDGETED = ("reply_amt", "current_amt", "exe_amt")


def budgeted_projects(edition: Edition) -> list[str]:
    """Projects of which a budget is known, in order.

    Raises:
        Forbidden: the reader may not see budgets.
    """
    rows = edition.table("budget_execution").to_pylist()
    return sorted({row["project_code"] for row in rows if _is_budgeted(row)})


def budget_form(edition: Edition, project: str, file_stem: str) -> Form:
    """The form of one project with a column per measure and year; amounts in 万元, what nobody gave stays blank.

    Raises:
        Forbidden: the reader may not see budgets.
        CannotRun: no budget of the project is known.
    """
    rows = select(edition.table("budget_execution"), project_code=project).to_pylist()
    years = sorted((row for row in rows if _is_budgeted(row)), key=lambda row: str(row["fiscal_year"]))
    if not years:
        known = ", ".join(budgeted_projects(edition)) or "none"
        raise CannotRun(f"No budget of project {project!r} is published: known are {known}.")
    groups: list[FormCell] = [name for measure in _MEASURES for name in (measure, *[None] * (len(years) - 1))]
    heads = [f"{row['fiscal_year']}年" for _ in _MEASURES for row in years]
    across = [(first, first + len(years) - 1) for first in range(0, len(heads), len(years))]
    cells: list[FormCell] = [_cell(row, column) for column in _MEASURES.values() for row in years]
    note = f"项目：{project}　单位：万元　执行金额为财政执行数；预算执行率 = 执行金额 ÷ 调整后预算。空白：未提供。"
    rows_of_form = (
        titled(TITLE, len(heads)),
        noted(note, len(heads)),
        FormRow(tuple(groups), "group", tuple(each for each in across if each[0] < each[1])),
        FormRow(tuple(heads), "head"),
        FormRow(tuple(cells)),
    )
    return Form(file_stem, TITLE, (18,) * len(heads), rows_of_form, head_rows=4)


def _is_budgeted(row: Row) -> bool:
    return any(row[name] is not None for name in _BUDGETED)


def _cell(row: Row, column: str) -> FormCell:
    value = row[column]
    if column == "exe_rate":
        return None if value is None else Rate(value)
    return ten_thousands(value)
