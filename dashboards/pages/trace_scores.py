"""Traces of scores and findings, as the page draws them."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboards.labels import Label, label
from dashboards.pages.frame import both, card, column_label, plain_table, trace_link
from dashboards.pages.trace_parts import MOST_ROWS, Row, facts, origins_table, rows_table
from dashboards.printing import plain_number
from dashboards.traces import FindingTrace, LeafTrace, SubjectTrace

LEAF_COLUMNS = ("scheme_no", "subject_code", "ind_code", "score", "weight", "status", "basis")
_SUMMARY = (
    *("scheme_no", "subject_code", "stage", "total_score", "total_weight", "grade", "grade_scale", "score_rate"),
    *("contract_no", "assessed_period", "defect_count", "run_id"),
)
_NODES = ("path", "score", "weight", "score_rate")
_FINDINGS = ("finding_no", "kind", "node", "stated", "computed", "message", "message_en")
_LEAF = (
    *("scheme_no", "subject_code", "ind_code", "level1", "level2", "level3", "level4", "score", "weight"),
    *("framework_weight", "score_rate", "status", "rule", "basis", "target_value", "target_text", "target_source"),
    *("actual_value", "unit", "as_of_date", "deviation_reason", "improvement", "evidence_no", "run_id"),
)


def draw_scores(summaries: Sequence[Row]) -> list[Any]:
    """Totals of the subjects that a run scored, each leading to its tree."""
    if not summaries:
        return []
    heads: list[tuple[Label, str]] = [
        (column_label("score_summary", "subject_code"), "text"),
        (column_label("score_summary", "total_score"), "number"),
        (column_label("score_summary", "total_weight"), "number"),
        (column_label("score_summary", "grade"), "text"),
    ]
    rows = [
        [
            trace_link(f"{row['scheme_no']}:{row['subject_code']}"),
            _number(row["total_score"]),
            _number(row["total_weight"]),
            row["grade"] or "—",
        ]
        for row in summaries
    ]
    return [card("trace.score", plain_table(heads, rows))]


def draw_subject(trace: SubjectTrace) -> list[Any]:
    """A subject's total, nodes, leaves with their formulas, and findings."""
    parts = [
        card(
            "trace.score",
            facts("score_summary", trace.summary, _SUMMARY),
            rows_table("score_node", trace.nodes, _NODES),
        ),
        card("trace.scores", _leaves(trace.leaves), note=f"{len(trace.leaves):,} {label('settlement.rows')}"),
    ]
    if trace.findings:
        parts.append(card("trace.findings", rows_table("score_finding", trace.findings, _FINDINGS)))
    return parts


def draw_leaf(trace: LeafTrace) -> list[Any]:
    """One indicator: its formula with the numbers in it, what was measured, and the row that it comes from."""
    parts = [card("trace.score", facts("score_indicator", trace.leaf, _LEAF))]
    if trace.measures:
        columns = ("measure", "value", "unit", "part", "whole", "trace")
        parts.append(card("trace.measured", rows_table("indicator_measure", trace.measures, columns)))
    if trace.origin:
        parts.append(card("trace.origins", origins_table([trace.origin])))
    return parts


def draw_finding(trace: FindingTrace) -> list[Any]:
    """What is stated, what is computed, and what is wrong."""
    columns = ("scheme_no", "subject_code", *_FINDINGS, "severity", "run_id")
    return [card("trace.findings", facts("score_finding", trace.finding, columns))]


def _leaves(leaves: Sequence[Row]) -> html.Div:
    heads = [
        (column_label("score_indicator", "ind_code"), "id"),
        (column_label("score_indicator", "score"), "number"),
        (column_label("score_indicator", "weight"), "number"),
        (label("trace.basis"), "text"),
    ]
    rows = [
        [
            trace_link(f"{leaf['scheme_no']}:{leaf['subject_code']}:{leaf['ind_code']}"),
            _number(leaf["score"]),
            _number(leaf["weight"]),
            leaf["basis"],
        ]
        for leaf in leaves[:MOST_ROWS]
    ]
    cut = [both(label("trace.cut"), tag=html.P)] if len(leaves) > MOST_ROWS else []
    return html.Div([plain_table(heads, rows), *cut])


def _number(number: Any) -> str:
    return "—" if number is None else plain_number(number)
