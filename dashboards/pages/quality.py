"""Quality gate (质量门): what was checked for each period and what came of it; signs and words, never colour alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboards.editions import Edition, open_judgements, select
from dashboards.labels import code_label, label
from dashboards.manifests import Manifest
from dashboards.pages.frame import both, card, heading, plain_table, stamp
from dashboards.periods import in_order, period_text
from dashboards.visits import Visit

PATH = "/quality"

_SIGNS = {"pass": "✓", "warn": "!", "block": "✕", "override": "○", "absent": "–"}

Row = Mapping[str, Any]


def render(visit: Visit) -> list[Any]:
    """The grid of expectations and periods, the latest judgement of each period, and every check that failed in it.

    Raises:
        NothingPublished: no run was judged yet.
        CannotRun: a file is damaged.
    """
    edition = open_judgements(visit.home, visit.reader)
    newest = _newest_judgements(edition)
    results = {_column(manifest): _results(edition, manifest) for manifest in newest}
    head = stamp(edition, newest[-1:]) if edition.chain else html.Div()
    wanted = visit.query.get("period")
    chosen = [each for each in newest if wanted in (None, each.run.period)]
    return [
        heading("page.quality"),
        head,
        _key(),
        card("quality.grid", _grid(edition, newest, results), note=str(label("quality.grid_note"))),
        _failures(chosen, results),
    ]


def _newest_judgements(edition: Edition) -> list[Manifest]:
    """The last judgement of each period, published or refused, in the order of the periods; then of evaluations."""
    judged = sorted((*edition.chain, *edition.refused), key=lambda each: each.run.finished_at)
    newest: list[Manifest] = []
    for runs in (
        [each for each in judged if not each.run.is_evaluation],
        [each for each in judged if each.run.is_evaluation],
    ):
        by_period = {manifest.run.period: manifest for manifest in runs}
        newest += [by_period[period] for period in in_order(each.run.period for each in runs)]
    return newest


def _column(manifest: Manifest) -> tuple[str, bool]:
    """What a column of the grid stands for: a period, and whether evaluated or settled."""
    return manifest.run.period, manifest.run.is_evaluation


def _results(edition: Edition, manifest: Manifest) -> list[Row]:
    """The run's own results: a refused run and its repetition share an id, never a folder."""
    alone = Edition(edition.home, edition.reader, (manifest,), ())
    return list(select(alone.table("gate_result"), run_id=manifest.run.run_id).to_pylist())


def _outcome(row: Row | None) -> str:
    if row is None:
        return "absent"
    if row["success"]:
        return "pass"
    if row["severity"] == "WARN":
        return "warn"
    return "override" if row["overridden_by"] else "block"


def _sign(outcome: str, count: int | None = None) -> html.Span:
    words = label(f"quality.{outcome}")
    text = words.zh if count is None else f"{words.zh} {count:,}"
    return html.Span(
        [html.Span(_SIGNS[outcome], className="sign"), html.Span(text)],
        className=f"outcome {outcome}",
        title=str(words),
    )


def _key() -> html.P:
    signs = [html.Span([_sign(each), html.Span(label(f"quality.{each}").en, className="en")]) for each in _SIGNS]
    return html.P(signs, className="key")


def _grid(edition: Edition, newest: Sequence[Manifest], results: Mapping[tuple[str, bool], Sequence[Row]]) -> html.Div:
    checks = {(row["suite"], row["expectation"]): row for rows in results.values() for row in rows}
    found = {(column, row["suite"], row["expectation"]): row for column, rows in results.items() for row in rows}
    # The gate's sentences tell what is wrong; beside a check that passed they must not be read as a finding.
    heads = [html.Th(both(label("quality.when_failed")), scope="col", className="text")]
    heads += [html.Th(_period_head(edition, manifest), scope="col") for manifest in newest]
    body = []
    for (suite, expectation), row in sorted(checks.items()):
        cells = [html.Th(_check(row), scope="row", className="text")]
        for manifest in newest:
            result = found.get((_column(manifest), suite, expectation))
            failed = result["unexpected_count"] if result and not result["success"] else None
            cells.append(html.Td(_sign(_outcome(result), failed)))
        body.append(html.Tr(cells))
    return html.Div(
        html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="plain gate"), className="scroll"
    )


def _period_head(edition: Edition, manifest: Manifest) -> list[Any]:
    head: list[Any] = [html.Span(_run_text(manifest), className="zh")]
    if manifest in edition.refused:
        head.append(html.Span(f"✕ {label('quality.refused')}", className="refused"))
    return head


def _run_text(manifest: Manifest) -> str:
    text = period_text(manifest.run.period)
    return f"{text} {code_label(manifest.run.run_type)}" if manifest.run.is_evaluation else text


def _check(row: Row) -> html.Div:
    name = f"{row['suite']}.{row['expectation']} · {code_label(row['severity'])}"
    return html.Div(
        [
            html.Span(row["message_zh"], className="zh"),
            html.Span(row["message_en"], className="en"),
            html.Span(name, className="code"),
        ]
    )


def _decided(row: Row) -> str:
    return f"{row['overridden_by']}：{row['override_reason']}" if row["overridden_by"] else ""


def _failures(chosen: Sequence[Manifest], results: Mapping[tuple[str, bool], Sequence[Row]]) -> html.Section:
    failed = [
        (_run_text(each), row) for each in reversed(chosen) for row in results[_column(each)] if not row["success"]
    ]
    if not failed:
        return card("quality.failures", both(label("quality.all_passed"), tag=html.P))
    heads = [
        (label("filter.period"), "text"),
        (label("stamp.status"), "text"),
        (label("quality.expectation"), "text"),
        (label("quarantine.count"), "number"),
        (label("quality.sample"), "text raw"),
        (label("quality.decided"), "text"),
    ]
    rows = [
        [
            run_text,
            _sign(_outcome(row)),
            _check(row),
            f"{row['unexpected_count']:,}",
            row["sample"] or "",
            _decided(row),
        ]
        for run_text, row in failed
    ]
    return card("quality.failures", plain_table(heads, rows))
