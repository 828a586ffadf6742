"""Quality gate (质量门): what was checked for each period and what came of it; signs and words, never colour alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash
from dash import dcc, html

from dashboards.access import may_open
from dashboards.editions import open_judgements
from dashboards.labels import Label, label
from dashboards.manifests import Manifest
from dashboards.pages.frame import address, both, card, file_button, grounds, heading, notice, plain_table, stamp, state
from dashboards.pages.judgements import Judged, check, decided, judged, key, outcome, runs_by_period, samples, sign
from dashboards.pages.overriding import ask_form, overrides_card, register_overrides
from dashboards.pages.quality_grid import PATH as PATH
from dashboards.pages.quality_grid import rules_grid
from dashboards.pages.quality_rule import rule_card
from dashboards.periods import period_label, period_text
from dashboards.visits import Visit, VisitOf

_SPANS = ("12", "24")
_SET_ASIDE = ("quarantine", "set_aside")
_KINDS = ("settlement", "evaluation")


def render(visit: Visit) -> list[Any]:
    """The grid of rules and periods or one rule's history, what failed in a period, and the overrides.

    The address may give ``of`` (settlement or evaluation), ``until`` (the newest period shown), ``span`` (how many),
    ``show=all`` (suites that never failed, too), ``suite`` (which of them is open), ``period`` (whose failures are
    listed) and ``rule``.

    Raises:
        NothingPublished: no run was judged yet.
        CannotRun: a file is damaged.
    """
    edition = open_judgements(visit.home, visit.reader)
    query = visit.query
    evaluated, settled = (runs_by_period(edition, is_evaluation=each) for each in (True, False))
    of = query.get("of") or ("settlement" if settled else "evaluation")
    runs = evaluated if of == "evaluation" else settled
    periods = list(runs)
    span = query.get("span") or _SPANS[0]
    until = query.get("until") or (periods[-1] if periods else "")
    period = query.get("period") or until
    if of not in _KINDS or span not in _SPANS or not {until, period} <= set(periods):
        return _unknown(settled, evaluated)
    last = periods.index(until) + 1
    columns = periods[max(0, last - int(span)) : last]
    within = list(dict.fromkeys([*columns, period]))
    found = {each: [judged(edition, manifest) for manifest in runs[each]] for each in within}
    every = [each for name in columns for each in found[name]]
    newest = [found[name][-1] for name in columns]
    kept = {"of": query.get("of"), "span": query.get("span"), "until": query.get("until"), "show": query.get("show")}
    grid_note = f"{label('quality.grid_note')} · {columns[0]} – {columns[-1]}"
    parts: list[Any] = [
        heading("page.quality"),
        stamp(edition, [found[period][-1].manifest]) if edition.chain else html.Div(),
        _switches(kept, periods, columns, has_both=bool(settled and evaluated)),
        *_standing(newest),
        key(),
    ]
    if rule := query.get("rule"):
        others = sorted({name for each in every for name in each.rows})
        parts.append(rule_card(rule, every, overridable=visit.desk.overridable(), known=others, query=kept))
    else:
        grid = rules_grid(newest, every, shows_all=query.get("show") == "all", suite=query.get("suite"), query=kept)
        parts.append(card("quality.grid", grid, note=grid_note))
    parts += [
        _failures(visit, found[period][-1]),
        *overrides_card(visit),
        _grounds(),
    ]
    return parts


def register(app: dash.Dash, visit: VisitOf) -> None:
    """Add the callbacks of overrides."""
    register_overrides(app, visit, render)


def _unknown(*kinds: Mapping[str, Sequence[Manifest]]) -> list[Any]:
    names = [(of, period) for of, runs in zip(_KINDS, kinds, strict=True) for period in runs]
    choices = [
        (f"{period_text(period)} {label(f'quality.of.{of}')}", address(PATH, of=of, period=period))
        for of, period in names
    ]
    return [heading("page.quality"), state("state.unknown_view", kind="unknown", choices=choices)]


def _switches(
    kept: Mapping[str, str | None], periods: Sequence[str], columns: Sequence[str], *, has_both: bool
) -> html.Div:
    """Links that change the view; each is an address of its own."""

    def link(name: str, **change: str | None) -> dcc.Link:
        is_current = all((kept.get(filter) or None) == value for filter, value in change.items())
        look = "button current" if is_current else "button"
        return dcc.Link(both(label(name)), href=address(PATH, **{**kept, **change}), className=look)

    first, last = periods.index(columns[0]), periods.index(columns[-1])
    groups: list[list[Any]] = [[link("quality.show.failed", show=None), link("quality.show.all", show="all")]]
    groups.append([link("quality.span.12", span=None), link("quality.span.24", span="24")])
    ways = [("quality.older", periods[first - 1])] if first else []
    later = periods[last + 1 : last + 1 + len(columns)]
    ways += [("quality.newer", later[-1])] if later else []
    groups.append([dcc.Link(both(label(name)), href=address(PATH, **{**kept, "until": to})) for name, to in ways])
    if has_both:
        of = kept.get("of")
        groups.append([link(f"quality.of.{each}", of=each if of or each != _KINDS[0] else None) for each in _KINDS])
    export = file_button("/download/gate_result.xlsx", "xlsx", both(label("action.export")))
    return html.Div(
        [*(html.Div(group, className="switch") for group in groups if group), html.Div(export, className="exports")],
        className="filters",
    )


def _standing(newest: Sequence[Judged]) -> list[html.P]:
    """A line for each period whose newest run was refused: nothing of it is published."""
    words = label("quality.stands_refused")
    refused = [(each, period_label(each.period)) for each in newest if each.is_refused]
    return [
        notice(
            "error",
            "✕",
            Label(f"{period.zh} {words.zh}", f"{period.en} {words.en}"),
            href=address(PATH, period=each.period),
        )
        for each, period in refused
    ]


def _failures(visit: Visit, shown: Judged) -> html.Section:
    note = f"{period_text(shown.period)} · {shown.manifest.run.run_id}"
    if not shown.failed:
        return card("quality.failures", both(label("quality.all_passed"), tag=html.P), note=note)
    heads = [
        (label("stamp.status"), "text"),
        (label("quality.expectation"), "text"),
        (label("quarantine.count"), "number"),
        (label("quality.sample"), "text raw"),
        (label("quality.next"), "text"),
    ]
    rows = [
        [
            sign(outcome(row)),
            check(row),
            f"{row['unexpected_count']:,}",
            _samples(visit, row),
            [*_ways(visit, row), *ask_form(visit, shown, row), html.Span(decided(row))],
        ]
        for row in shown.failed
    ]
    return card("quality.failures", plain_table(heads, rows), note=note)


def _samples(visit: Visit, row: Mapping[str, Any]) -> html.Ul:
    """The rows that the gate names, each with a way to where it came from; rows set aside have a page of their own."""
    traces = row["suite"] not in _SET_ASIDE and may_open(visit.reader, "/trace")
    return html.Ul(
        [
            html.Li(dcc.Link(each, href=address("/trace", id=each.split(" ")[0])) if traces else each)
            for each in samples(row)
        ],
        className="samples",
    )


def _ways(visit: Visit, row: Mapping[str, Any]) -> list[Any]:
    if row["suite"] not in _SET_ASIDE or not may_open(visit.reader, "/quarantine"):
        return []
    return [dcc.Link(both(label("page.quarantine")), href=address("/quarantine", state="open"), className="more")]


def _grounds() -> html.Details:
    return grounds(
        "settlement.grounds", "quality.grounds.severity", "quality.grounds.override", "quality.grounds.sample"
    )
