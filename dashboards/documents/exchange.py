"""The exchange tables of the integrated budget system (一体化): their exact columns, and what of them is published.

A column that no published table carries stays blank, and the note beside the tables names it; nothing is presumed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dashboards.documents.forms_cards import (
    Card,
    Row,
    actual_of,
    figure_of,
    levels_of,
    read_cards,
    sign_of,
    three_levels,
)
from dashboards.documents.forms_grid import FormCell, Rate
from dashboards.documents.forms_monitoring import CAUSES, MonitorCard, read_monitor_cards
from dashboards.editions import Edition
from dashboards.printing import bare_number

SELF_EVAL, GOAL = "PM_PERF_SELF_EVAL", "PM_PERF_SELF_EVAL_GOAL"
INDICATOR, BUDGET = "PM_PERF_SELF_EVAL_INDICATOR", "PM_PERF_SELF_EVAL_BGT"
MONITOR, FRAMEWORK = "PAY_PERF_MONITOR_INFO", "PM_PERF_INDICATOR"

COLUMNS: dict[str, tuple[str, ...]] = {
    SELF_EVAL: (
        *("eval_id", "fiscal_year", "mof_div_code", "mof_div_name", "dept_code", "dept_name"),
        *("agency_code", "agency_name", "pro_code", "pro_name", "devi_analy", "application_advise"),
        *("total_eval_value", "dept_score", "dept_suggest", "dep_aud_opinion", "mof_aud_opinion"),
        *("is_last_inst", "update_time", "is_deleted", "create_time"),
    ),
    GOAL: ("kpi_target", "goal_comp"),
    INDICATOR: (
        *("kpi_id", "lv1_perf_ind_code", "lv1_perf_ind_name", "lv2_perf_ind_code", "lv2_perf_ind_name"),
        *("lv3_perf_ind_code", "lv3_perf_ind_name", "kpi_val", "ind_comp", "kpi_evalstd", "ind_weight"),
        *("eval_score", "devi_analy"),
    ),
    BUDGET: (
        *("found_type_code", "found_type_name", "reply_amt", "year_adj_amt", "cur_amt", "year_exe_amt"),
        *("exe_amt_rate", "exe_score"),
    ),
    MONITOR: (
        *("pro_bgt_comp", "est_pro_bgt_annual", "perf_comp", "est_perf_annual", "ana_dev_reasons"),
        *("complete_rate", "is_perf_rectify", "rectify_advise", "rectify_epilog"),
    ),
    FRAMEWORK: (
        *("kpi_lv1", "kpi_lv2", "kpi_lv3", "kpi_content", "kpi_evalstd", "kpi_val", "kpi_remark"),
        *("computesign", "meterunit", "weight", "version"),
    ),
}
"""Every table's columns in their order."""

SOURCES: dict[str, dict[str, str]] = {
    SELF_EVAL: {
        "eval_id": "指标体系编号:评价对象",
        "fiscal_year": "考核期的年度；未给考核期时为唯一的预算年度",
        "pro_code": "评价对象（有预算的项目）",
        "total_eval_value": "score_summary.total_score",
    },
    GOAL: {},
    INDICATOR: {
        "kpi_id": "score_indicator.ind_code",
        "lv1_perf_ind_name": "score_indicator.level1",
        "lv2_perf_ind_name": "score_indicator.level2",
        "lv3_perf_ind_name": "score_indicator.level3（四级名称并列其后）",
        "kpi_val": "目标值（含符号和单位），没有数值的为目标说明",
        "ind_comp": "score_indicator.actual_value（含单位）",
        "ind_weight": "score_indicator.weight",
        "eval_score": "score_indicator.score",
        "devi_analy": "score_indicator.deviation_reason",
    },
    BUDGET: {
        "reply_amt": "budget_execution.reply_amt（元）",
        "year_adj_amt": "budget_execution.adj_amt（元）",
        "cur_amt": "budget_execution.current_amt（元）",
        "year_exe_amt": "budget_execution.exe_amt（元）",
        "exe_amt_rate": "budget_execution.exe_rate（%）",
        "exe_score": "预算执行率指标的得分",
    },
    MONITOR: {
        "perf_comp": "monitor_light.value（最近监控月份，逐指标）",
        "est_perf_annual": "monitor_light.forecast（逐指标）",
        "ana_dev_reasons": "monitor_light.cause_*、explanation",
    },
    FRAMEWORK: {
        "kpi_lv1": "score_indicator.level1",
        "kpi_lv2": "score_indicator.level2",
        "kpi_lv3": "score_indicator.level3（四级名称并列其后）",
        "kpi_content": "score_indicator.explain",
        "kpi_val": "score_indicator.target_value，没有数值的为目标说明",
        "kpi_remark": "目标说明、目标值来源",
        "computesign": "score_indicator.direction",
        "meterunit": "score_indicator.unit",
        "weight": "score_indicator.weight",
        "version": "score_summary.scheme_version",
    },
}
"""Where each column that can be filled comes from; every other column stays blank."""


@dataclass(frozen=True)
class ExchangeTable:
    """One exchange table: its name, and its rows in the order of its columns."""

    name: str
    rows: tuple[tuple[FormCell, ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns, as the exchange names them."""
        return COLUMNS[self.name]


@dataclass(frozen=True)
class Exchanged:
    """A subject of a framework with the exchange tables that are for it, of which there is at least one."""

    scheme_no: str
    subject_code: str
    tables: tuple[ExchangeTable, ...]


def read_exchanged(edition: Edition, *, period: str | None, year: str | None) -> list[Exchanged]:
    """Every framework and subject that was scored or monitored and fills a table."""
    asked = {"period": period, "year": year}
    cards = {(each.scheme_no, each.subject_code): each for each in read_cards(edition, **asked)}
    monitored = {(each.scheme_no, each.subject_code): each for each in read_monitor_cards(edition, **asked)}
    found = [
        Exchanged(*key, exchange_tables(cards.get(key), monitored.get(key))) for key in sorted({*cards, *monitored})
    ]
    return [each for each in found if each.tables]


def exchange_tables(card: Card | None, monitored: MonitorCard | None) -> tuple[ExchangeTable, ...]:
    """The tables that are for a subject of a framework; none where nothing of it is published that they hold.

    Args:
        card: Its scores; None where it was only monitored. A self-evaluation fills four tables.
        monitored: How it stood in the newest month monitored; None where it was not.
    """
    found: list[ExchangeTable] = []
    if card and card.summary["stage"] == "SELF":
        leaves = [leaf for leaf in card.leaves if leaf is not card.execution]
        found += [
            _table(SELF_EVAL, [_self_evaluation(card)]),
            _table(GOAL, []),
            _table(INDICATOR, [_evaluated(leaf) for leaf in leaves]),
            _table(BUDGET, [_budget(card)] if card.budget else []),
        ]
    if monitored:
        found.append(_table(MONITOR, [_monitored(monitored)]))
    if card and any(leaf["origin"] == "INDICATOR" for leaf in card.leaves):
        version = card.summary["scheme_version"]
        found.append(_table(FRAMEWORK, [_indicator(leaf) | {"version": version} for leaf in card.leaves]))
    return tuple(found)


def _table(name: str, rows: list[dict[str, FormCell]]) -> ExchangeTable:
    return ExchangeTable(name, tuple(tuple(row.get(column) for column in COLUMNS[name]) for row in rows))


def _self_evaluation(card: Card) -> dict[str, FormCell]:
    period, budget = card.summary["assessed_period"], card.budget or {}
    return {
        "eval_id": f"{card.scheme_no}:{card.subject_code}",
        "fiscal_year": period[:4] if period else budget.get("fiscal_year"),
        "pro_code": card.subject_code if card.budgets else None,
        "total_eval_value": card.summary["total_score"],
    }


def _evaluated(leaf: Row) -> dict[str, FormCell]:
    first, second, third = three_levels(leaf)
    return {
        "kpi_id": leaf["ind_code"],
        "lv1_perf_ind_name": first,
        "lv2_perf_ind_name": second,
        "lv3_perf_ind_name": third,
        "kpi_val": figure_of(leaf) or leaf["target_text"],
        "ind_comp": actual_of(leaf),
        "ind_weight": leaf["weight"],
        "eval_score": leaf["score"],
        "devi_analy": leaf["deviation_reason"],
    }


def _budget(card: Card) -> dict[str, FormCell]:
    budget = card.budget or {}
    rate = budget["exe_rate"]
    return {
        "reply_amt": budget["reply_amt"],
        "year_adj_amt": budget["adj_amt"],
        "cur_amt": budget["current_amt"],
        "year_exe_amt": budget["exe_amt"],
        "exe_amt_rate": None if rate is None else Decimal(str(Rate(rate)).removesuffix("%")),
        "exe_score": card.execution["score"] if card.execution else None,
    }


def _monitored(card: MonitorCard) -> dict[str, FormCell]:
    told = [(row, " / ".join(filter(None, levels_of(row))) or row["ind_code"]) for row in card.rows]

    def figures(name: str) -> str | None:
        return _joined(
            f"{who} {bare_number(row[name])}{row['unit'] or ''}" for row, who in told if row[name] is not None
        )

    reasons = _joined(
        f"{who}：{words} {row[cause]}" for row, who in told for cause, words in CAUSES.items() if row[cause]
    )
    return {"perf_comp": figures("value"), "est_perf_annual": figures("forecast"), "ana_dev_reasons": reasons}


def _indicator(leaf: Row) -> dict[str, FormCell]:
    first, second, third = three_levels(leaf)
    return {
        "kpi_lv1": first,
        "kpi_lv2": second,
        "kpi_lv3": third,
        "kpi_content": leaf["explain"],
        "kpi_val": leaf["target_value"] or leaf["target_text"],
        "kpi_remark": _joined([leaf["target_text"] if leaf["target_value"] else None, leaf["target_source"]]),
        "computesign": sign_of(leaf) or leaf["direction"],
        "meterunit": leaf["unit"],
        "weight": leaf["weight"],
    }


def _joined(texts: Iterable[str | None]) -> str | None:
    return "；".join(text for text in texts if text) or None
