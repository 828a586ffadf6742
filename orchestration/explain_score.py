"""Words scores, their leaves, formulas and raw rows, and findings, for the terminal."""

from decimal import Decimal

from dashboards.printing import bare_number
from dashboards.traces import LeafTrace, Origin, Row, SubjectTrace


def tell_origin(origin: Origin) -> str:
    """Where a received row stands, and its text."""
    name = origin.file_name or "(row not found: run `hengliang verify`)"
    text = "" if origin.raw is None else f" · {origin.raw}"
    return f"{name} · {origin.place}{text}"


def tell_score_head(summary: Row) -> str:
    """A subject's total and grade in one line."""
    return (
        f"评价 score {summary['scheme_no']}:{summary['subject_code']}: {_number(summary['total_score'])} of "
        f"{_number(summary['total_weight'])}, {summary['grade'] or '无等级 no grade'} ({summary['grade_scale']})"
    )


def tell_subject(trace: SubjectTrace) -> list[str]:
    """A subject's nodes, leaves and findings, a line each, the tree by its indents."""
    text = [f"{tell_score_head(trace.summary)}, scored by {trace.summary['run_id']}"]
    text += [
        f"{'  ' * node['level']}{node['node']}: {_number(node['score'])} of {_number(node['weight'])}, "
        f"{_per_cent(node['score_rate'])}"
        for node in trace.nodes
    ]
    text.append("指标 leaves (explain FRAMEWORK:SUBJECT:INDICATOR for their rows):")
    text += [f"  {tell_leaf_head(leaf)} · {leaf['basis']}" for leaf in trace.leaves]
    return [*text, *(line for row in trace.findings for line in tell_finding(row))]


def tell_leaf(trace: LeafTrace) -> list[str]:
    """A leaf with its formula, what people gave for it, what was measured, and the row that it comes from."""
    leaf = trace.leaf
    names = [leaf[f"level{level}"] for level in (1, 2, 3, 4) if leaf[f"level{level}"]]
    text = [tell_leaf_head(leaf), f"  {' › '.join(names)}", f"  {leaf['rule']}: {leaf['basis']}"]
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
    text += [f"  实测 measured {measure['measure']}: {measure['trace']}" for measure in trace.measures]
    return [*text, f"  {tell_origin(trace.origin)}"] if trace.origin else text


def tell_leaf_head(leaf: Row) -> str:
    """A leaf's id, score and weight."""
    score = leaf["status"] if leaf["score"] is None else _number(leaf["score"])
    return f"{leaf['scheme_no']}:{leaf['subject_code']}:{leaf['ind_code']}: {score} of {_number(leaf['weight'])}"


def tell_finding(row: Row) -> list[str]:
    """A finding: what is stated, what is computed, and what is wrong in both languages."""
    node = f" {row['node']}" if row["node"] else ""
    stated = f"所载 stated {row['stated'] or '—'}, 应为 computed {row['computed'] or '—'}"
    return [f"! {row['finding_no']} {row['kind']}{node}: {stated}", f"    {row['message']}", f"    {row['message_en']}"]


def _number(number: Decimal | None) -> str:
    return "—" if number is None else bare_number(number)


def _per_cent(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{_number(rate.scaleb(2))} %"
