"""The score report's text as HTML for print; its looks are in score_report.css, its bytes come from score_report.py."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from itertools import groupby
from typing import Any

from dashboards.documents.forms_cards import actual_of, levels_of, target_of
from dashboards.documents.score_report_rows import ReportRows, Row
from dashboards.documents.statement_cells import both, heading, words
from dashboards.labels import Label, code_label, label
from dashboards.printing import percent, plain_number, shanghai_time, signed_amount
from interface.tables import PUBLISHED

_MOST_LOST = 12
_SIGNS = {"GREEN": "●", "YELLOW": "▲", "RED": "■"}


def report_html(rows: ReportRows) -> str:
    """The whole report, Chinese first: cover, first level, leaves with their basis, findings, what follows, lights."""
    title = label("report.title")
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<title>{escape(f"{title.zh} {rows.scheme_no} {rows.subject_code}")}</title>
<meta name="author" content="衡量 Hengliang">
<meta name="dcterms.created" content="{rows.manifest.run.finished_at.isoformat()}">
</head><body>
{_provenance(rows)}
<section class="cover">
<h1>{title.zh}</h1><p class="subtitle">{title.en}</p>
{_total(rows.summary)}
{_facts(rows)}
{heading("report.levels")}{_levels(rows)}
{heading("scorecard.lost")}{_lost(rows.leaves)}
</section>
<section class="leaves">{heading("report.leaves")}{_leaves(rows)}</section>
<section class="findings">{heading("report.findings")}{_findings(rows.findings)}</section>
{heading("report.consequences")}{_consequences(rows.consequences)}
{_lights(rows.lights)}
</body></html>"""


def _provenance(rows: ReportRows) -> str:
    run = rows.manifest.run
    lines = (
        f"{label('report.scheme')} {rows.scheme_no} · {label('report.subject')} {rows.subject_code}",
        f"{label('stamp.run')} {run.run_id} · {label('stamp.published_at')} {shanghai_time(run.finished_at)}",
        f"{label('report.edition')} SHA-256 {rows.manifest.manifest_hash}",
    )
    return f'<div class="provenance">{"<br>".join(escape(line) for line in lines)}</div>'


def _total(summary: Row) -> str:
    score, grade = _score(summary["total_score"]), summary["grade"] or label("scorecard.no_grade").zh
    return (
        f'<div class="result"><div><span class="name">{both("scorecard.total")}</span>'
        f'<span class="figure">{score}</span> / {_score(summary["total_weight"])}</div>'
        f'<div><span class="name">{both("scorecard.rate")}</span>'
        f'<span class="figure">{_rate(summary["score_rate"])}</span></div>'
        f'<div><span class="name">{_column("score_summary", "grade")}</span>'
        f'<span class="figure">{escape(grade)}</span> {escape(summary["grade_scale"])}</div></div>'
    )


def _facts(rows: ReportRows) -> str:
    summary, run = rows.summary, rows.manifest.run
    facts = [
        (both("report.subject"), rows.subject_code),
        (both("report.scheme"), f"{rows.scheme_no} · {summary['scheme_version'] or '—'}"),
        (_column("score_summary", "stage"), _code(summary["stage"], "stage")),
        (_column("score_summary", "assessed_period"), summary["assessed_period"] or "—"),
        (both("scorecard.met"), f"{summary['met_count']:,} / {summary['unmet_count']:,}"),
        (both("scorecard.not_assessed"), f"{summary['not_assessed_count']:,}"),
        (both("stamp.edition"), run.run_id),
        (both("stamp.status"), str(code_label(rows.status))),
        (both("stamp.as_of"), shanghai_time(run.as_of)),
        (_column("score_summary", "rule_profile"), summary["rule_profile"]),
        (_column("score_summary", "assessed_weight"), _score(summary["assessed_weight"])),
        (_column("score_summary", "defect_count"), f"{summary['defect_count']:,}"),
    ]
    cells = [f"<th>{name}</th><td>{escape(str(value))}</td>" for name, value in facts]
    lines = "".join(f"<tr>{left}{right}</tr>" for left, right in zip(cells[::2], cells[1::2], strict=True))
    return f'<table class="facts">{lines}</table>'


def _levels(rows: ReportRows) -> str:
    names = ("node", "weight", "score", "score_rate")
    body = [
        (escape(row["node"]), _score(row["weight"]), _score(row["score"]), _rate(row["score_rate"]))
        for row in rows.nodes
    ]
    whole = rows.summary
    last = (
        both("report.whole"),
        _score(whole["total_weight"]),
        _score(whole["total_score"]),
        _rate(whole["score_rate"]),
    )
    classes = ("id", "number", "number", "number")
    return _table([_column("score_node", name) for name in names], classes, body, last=last)


def _lost(leaves: Sequence[Row]) -> str:
    """The leaves that lost most, with why; the whole list follows."""
    lost = [row for row in leaves if row["score"] is not None and row["score"] < row["weight"]]
    if not lost:
        return words("scorecard.nothing_lost")
    lost.sort(key=lambda row: (row["score"] - row["weight"], row["sort_key"]))
    body = [
        (
            escape(leaf["ind_code"]),
            escape(_names(leaf)[-1]),
            *(_score(leaf[name]) for name in ("weight", "score")),
            _rate(leaf["score_rate"]),
            escape(leaf["deviation_reason"] or "—"),
        )
        for leaf in lost[:_MOST_LOST]
    ]
    heads = [_column("score_indicator", "ind_code"), both("report.leaf")]
    heads += [_column("score_indicator", name) for name in ("weight", "score", "score_rate", "deviation_reason")]
    more = f'<p class="nothing">{len(lost):,} {both("scorecard.indicators")}</p>' if len(lost) > _MOST_LOST else ""
    return _table(heads, ("code", "id", "number", "number", "number", "id"), body) + more


def _leaves(rows: ReportRows) -> str:
    """One row per leaf below its first level; under its basis what was given with it."""
    heads = [_column("score_indicator", "ind_code"), both("report.leaf")]
    heads += [_column("score_indicator", name) for name in ("weight", "score", "score_rate", "basis")]
    classes = ("code", "id", "number", "number", "number", "basis")
    lines = []
    for level1, leaves in groupby(rows.leaves, key=lambda leaf: leaf["level1"]):
        lines.append(f'<tr class="group"><td colspan="{len(heads)}">{escape(level1)}</td></tr>')
        for leaf in leaves:
            names = _names(leaf)
            cells = (
                escape(leaf["ind_code"]),
                " › ".join(escape(each) for each in names[1:] or names),
                _score(leaf["weight"]),
                _score(leaf["score"]) if leaf["score"] is not None else code_label(leaf["status"]).zh,
                _rate(leaf["score_rate"]),
                _basis(leaf),
            )
            lines.append(_row(cells, classes))
    return _framed(heads, classes, lines)


def _names(leaf: Row) -> list[str]:
    return [name for name in levels_of(leaf) if name]


def _basis(leaf: Row) -> str:
    target, actual = target_of(leaf), actual_of(leaf)
    people = " · ".join(each for each in (leaf["judge"], leaf["reviewer"]) if each)
    evidence = " ".join(each for each in (leaf["evidence_no"], leaf["evidence_title"]) if each)
    reason = "；".join(each for each in (leaf["deviation_reason"], leaf["improvement"]) if each)
    told = (
        ("report.actual", f"{target or '—'} · {actual or '—'}" if target or actual else ""),
        ("report.evidence", evidence),
        ("report.reason", reason),
        ("report.people", people),
    )
    notes = "".join(f'<br><span class="mark">{both(key)} {escape(text)}</span>' for key, text in told if text)
    return f"{escape(leaf['basis'])}{notes}"


def _findings(findings: Sequence[Row]) -> str:
    if not findings:
        return words("report.no_findings")
    heads = [_column("score_finding", name) for name in ("kind", "node", "stated", "computed")]
    heads.append(both("scorecard.message"))
    body = [
        (
            _kind(row),
            *(escape(row[name] or "—") for name in ("node", "stated", "computed")),
            f'{escape(row["message"])}<br><span class="mark">{escape(row["message_en"])}</span>',
        )
        for row in findings
    ]
    return _table(heads, ("kind", "id", "id", "id", "message"), body)


def _kind(row: Row) -> str:
    kind, severity = code_label(row["kind"]), code_label(row["severity"])
    return f'{severity.zh} · {kind.zh}<br><span class="mark">{severity.en} · {kind.en}</span>'


def _consequences(consequences: Sequence[Row]) -> str:
    if not consequences:
        return words("report.no_consequences")
    names = ("consequence", "conclusion", "grade", "due_on", "ratio_from", "ratio_to", "budget_amt", "state", "basis")
    body = [
        (
            escape(_code(row["consequence"], "consequence")),
            escape(_code(row["conclusion"], "conclusion")),
            escape(row["grade"] or "—"),
            row["due_on"].isoformat() if row["due_on"] else "—",
            *(_rate(row[name]) for name in ("ratio_from", "ratio_to")),
            "—" if row["budget_amt"] is None else signed_amount(row["budget_amt"]),
            escape(_code(row["state"], "state")),
            escape(row["basis"]),
        )
        for row in consequences
    ]
    classes = ("id", "id", "code", "code", "number", "number", "number", "code", "id")
    return _table([_column("score_consequence", name) for name in names], classes, body)


def _lights(lights: Sequence[Row]) -> str:
    """The lights of the newest month, each a sign and a word, as colour alone says nothing on paper; none, no part."""
    if not lights:
        return ""
    names = ("month", "ind_code", "value", "due_value", "progress_rate", "light", "basis")
    body = [
        (
            row["month"],
            both("compare.whole") if row["ind_code"] == "*" else escape(row["ind_code"]),
            *(_score(row[name]) for name in ("value", "due_value")),
            _rate(row["progress_rate"]),
            f"{_SIGNS[row['light']]} {escape(_code(row['light'], 'light'))}" if row["light"] else "—",
            escape(row["basis"]),
        )
        for row in lights
    ]
    classes = ("code", "code", "number", "number", "number", "code", "id")
    return heading("report.lights") + _table([_column("monitor_light", name) for name in names], classes, body)


def _table(
    heads: Sequence[str], classes: Sequence[str], body: Iterable[Sequence[str]], *, last: Sequence[str] = ()
) -> str:
    """A table of cells that are HTML already; ``last`` is its row of totals."""
    lines = [_row(cells, classes) for cells in body]
    if last:
        lines.append(_row(last, classes, look=' class="total"'))
    return _framed(heads, classes, lines)


def _framed(heads: Sequence[str], classes: Sequence[str], lines: Sequence[str]) -> str:
    head = "".join(f'<th class="{each}">{text}</th>' for text, each in zip(heads, classes, strict=True))
    return f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def _row(cells: Sequence[str], classes: Sequence[str], *, look: str = "") -> str:
    return (
        f"<tr{look}>"
        + "".join(f'<td class="{c}">{cell}</td>' for cell, c in zip(cells, classes, strict=True))
        + "</tr>"
    )


def _column(table: str, name: str) -> str:
    return f'{escape(PUBLISHED[table].column(name).label)}<span class="en">{name}</span>'


def _code(code: Any, column: str) -> str:
    if not code:
        return "—"
    found: Label = code_label(code, column)
    return found.zh if found.zh == found.en else str(found)


def _score(number: Decimal | None) -> str:
    return "—" if number is None else plain_number(number)


def _rate(rate: Decimal | None) -> str:
    return "—" if rate is None else percent(rate)
