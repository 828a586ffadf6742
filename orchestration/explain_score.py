"""Follows a score to its leaves, their formulas and raw rows, or a finding to its node; tells, and computes nothing."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dashboards.editions import Edition, select
from ingest.tracing import RawRow, find_rows
from interface.paths import Home

Row = Mapping[str, Any]


def explain_score(home: Home, edition: Edition, identity: str) -> list[str]:
    """Lines of text about a framework, ``FRAMEWORK:SUBJECT``, ``FRAMEWORK:SUBJECT:INDICATOR`` or a finding_no.

    Empty where nothing published has that id.
    """
    findings = edition.table("score_finding")
    if found := select(findings, finding_no=identity).to_pylist():
        return [text for row in found for text in _finding(row)]
    summaries = edition.table("score_summary").to_pylist()
    text: list[str] = []
    for summary in summaries:
        scheme_no, subject_code = summary["scheme_no"], summary["subject_code"]
        whole = f"{scheme_no}:{subject_code}"
        if identity in (scheme_no, whole):
            text += _subject(edition, summary)
        elif identity.startswith(f"{whole}:"):
            leaves = select(edition.table("score_indicator"), scheme_no=scheme_no, subject_code=subject_code)
            for leaf in select(leaves, ind_code=identity[len(whole) + 1 :]).to_pylist():
                text += _leaf(home, edition, leaf)
    return text


def leaves_of_row(edition: Edition, row: RawRow) -> list[str]:
    """A line for each published leaf whose score comes from a received row."""
    leaves = select(edition.table("score_indicator"), file_sha256=row.file_sha256).to_pylist()
    return [f"  得分 scores {_leaf_head(leaf)}" for leaf in leaves if leaf["row_number"] == row.row_number]


def score_head(summary: Row) -> str:
    """A subject's total and grade in one line."""
    return (
        f"评价 score {summary['scheme_no']}:{summary['subject_code']}: {_number(summary['total_score'])} of "
        f"{_number(summary['total_weight'])}, {summary['grade'] or '无等级 no grade'} ({summary['grade_scale']})"
    )


def _subject(edition: Edition, summary: Row) -> list[str]:
    own = {"scheme_no": summary["scheme_no"], "subject_code": summary["subject_code"]}
    text = [f"{score_head(summary)}, scored by {summary['run_id']}"]
    nodes = select(edition.table("score_node"), **own).to_pylist()
    text += [
        f"{'  ' * node['level']}{node['node']}: {_number(node['score'])} of {_number(node['weight'])}, "
        f"{_per_cent(node['score_rate'])}"
        for node in sorted(nodes, key=lambda row: (row["sort_key"], row["level"]))
    ]
    leaves = sorted(select(edition.table("score_indicator"), **own).to_pylist(), key=lambda row: row["sort_key"])
    text.append("指标 leaves (explain FRAMEWORK:SUBJECT:INDICATOR for their rows):")
    text += [f"  {_leaf_head(leaf)} · {leaf['basis']}" for leaf in leaves]
    for row in select(edition.table("score_finding"), **own).to_pylist():
        text += _finding(row)
    return text


def _leaf(home: Home, edition: Edition, leaf: Row) -> list[str]:
    names = [leaf[f"level{level}"] for level in (1, 2, 3, 4) if leaf[f"level{level}"]]
    text = [_leaf_head(leaf), f"  {' › '.join(names)}", f"  {leaf['rule']}: {leaf['basis']}"]
    if leaf["framework_weight"] != leaf["weight"]:
        was, counts = _number(leaf["framework_weight"]), _number(leaf["weight"])
        text.append(f"  原权重 weight of the framework {was}, 计 counts as {counts}")
    for label, name in (
        ("目标 target", "target_value"),
        ("实际 actual", "actual_value"),
        ("截至 as of", "as_of_date"),
        ("原因 reason", "deviation_reason"),
        ("改进 improvement", "improvement"),
        ("佐证 evidence", "evidence_no"),
    ):
        if leaf[name] is not None:
            text.append(f"  {label}: {leaf[name]}")
    own = {name: leaf[name] for name in ("scheme_no", "subject_code", "ind_code")}
    measures = select(edition.table("indicator_measure"), **own).to_pylist()
    text += [f"  实测 measured {measure['measure']}: {measure['trace']}" for measure in measures]
    if leaf["file_sha256"]:
        place = leaf["file_sha256"], leaf["row_number"]
        found = find_rows(home, [place]).get(place)
        name = found.file_name if found else "(row not found: run `hengliang verify`)"
        text.append(f"  {name} · {place[0]}:{place[1]}{f' · {found.raw}' if found else ''}")
    return text


def _leaf_head(leaf: Row) -> str:
    score = leaf["status"] if leaf["score"] is None else _number(leaf["score"])
    return f"{leaf['scheme_no']}:{leaf['subject_code']}:{leaf['ind_code']}: {score} of {_number(leaf['weight'])}"


def _finding(row: Row) -> list[str]:
    node = f" {row['node']}" if row["node"] else ""
    stated = f"所载 stated {row['stated'] or '—'}, 应为 computed {row['computed'] or '—'}"
    return [f"! {row['finding_no']} {row['kind']}{node}: {stated}", f"    {row['message']}", f"    {row['message_en']}"]


def _number(number: Decimal | None) -> str:
    if number is None:
        return "—"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _per_cent(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{_number(rate.scaleb(2))} %"
