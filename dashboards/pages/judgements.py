"""Judgements of the gate as pages show them: signs with words, a check's sentences, the runs of a period; no layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboards.editions import Edition, select
from dashboards.labels import code_label, label
from dashboards.manifests import Manifest
from dashboards.pages.frame import both
from dashboards.periods import in_order, period_text

SIGNS = {"pass": "✓", "warn": "!", "block": "✕", "override": "○", "absent": "–"}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    """One run and what the gate said of it, by rule."""

    manifest: Manifest
    rows: Mapping[str, Row]
    is_refused: bool

    @property
    def period(self) -> str:
        """The run's period."""
        return self.manifest.run.period

    @property
    def failed(self) -> list[Row]:
        """Every check that failed, what blocks first."""
        failed = [row for row in self.rows.values() if not row["success"]]
        return sorted(failed, key=lambda row: (outcome(row) != "block", row["suite"], row["expectation"]))


def runs_by_period(edition: Edition, *, is_evaluation: bool) -> dict[str, list[Manifest]]:
    """Every judged run that settles or evaluates, by period in the order of reading, each oldest first."""
    judged = sorted((*edition.chain, *edition.refused), key=lambda each: each.run.finished_at)
    judged = [each for each in judged if each.run.is_evaluation == is_evaluation]
    periods = in_order(each.run.period for each in judged)
    return {period: [each for each in judged if each.run.period == period] for period in periods}


def judged(edition: Edition, manifest: Manifest) -> Judged:
    """The run's own results: a refused run and its repetition share an id, never a folder.

    Raises:
        Forbidden: the reader may not see them.
        CannotRun: a file is damaged.
    """
    alone = Edition(edition.home, edition.reader, (manifest,), ())
    rows = select(alone.table("gate_result"), run_id=manifest.run.run_id).to_pylist()
    return Judged(manifest, {row["expectation"]: row for row in rows}, manifest in edition.refused)


def outcome(row: Row | None) -> str:
    """Which of ``SIGNS`` a result gets."""
    if row is None:
        return "absent"
    if row["success"]:
        return "pass"
    if row["severity"] == "WARN":
        return "warn"
    return "override" if row["overridden_by"] else "block"


def sign(found: str, count: int | None = None) -> html.Span:
    """An outcome as sign and word, with how many rows were found where it failed."""
    words = label(f"quality.{found}")
    text = words.zh if count is None else f"{words.zh} {count:,}"
    return html.Span(
        [html.Span(SIGNS[found], className="sign"), html.Span(text)], className=f"outcome {found}", title=str(words)
    )


def cell(found: str, count: int | None = None) -> html.Td:
    """The same where there is no room for words, which are for whoever hears the page or rests on the sign.

    One component of plain text: a grid has thousands, and the browser's work grows with each.
    """
    words = str(label(f"quality.{found}"))
    text = SIGNS[found] if count is None else f"{SIGNS[found]} {count:,}"
    return html.Td(text, className=f"cell {found}", title=words, **{"aria-label": f"{words} {count or ''}"})


def key() -> html.P:
    """What the signs mean."""
    signs = [html.Span([sign(each), html.Span(label(f"quality.{each}").en, className="en")]) for each in SIGNS]
    return html.P(signs, className="key")


def check(row: Row) -> html.Div:
    """A check's sentences, which tell what is wrong when it fails, and its name."""
    name = f"{row['suite']}.{row['expectation']} · {code_label(row['severity'])}"
    return html.Div(
        [
            html.Span(row["message_zh"], className="zh", lang="zh-CN"),
            html.Span(row["message_en"], className="en", lang="en"),
            html.Span(name, className="code"),
        ]
    )


def run_text(manifest: Manifest) -> str:
    """The run's period; of an evaluation with its kind."""
    text = period_text(manifest.run.period)
    return f"{text} {code_label(manifest.run.run_type)}" if manifest.run.is_evaluation else text


def samples(row: Row) -> Sequence[str]:
    """Up to three offending rows of a check, as the gate printed them."""
    return [each for each in (row["sample"] or "").split(" · ") if each]


def decided(row: Row) -> str:
    """Who let the run pass in spite of the check, and why."""
    return f"{row['overridden_by']}：{row['override_reason']}" if row["overridden_by"] else ""


def refused_head(words: str) -> html.Span:
    """That a run was not published, with its sign."""
    return html.Span(f"✕ {words}", className="refused")


def when_failed() -> html.Th:
    """Beside a check that passed, its sentences must not be read as a finding."""
    return html.Th(both(label("quality.when_failed")), scope="col", className="text")
