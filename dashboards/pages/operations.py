"""What an engineer knows at a glance: the last run of each period, what is under way or was killed, what waits."""

from typing import Any

import pyarrow.compute as pc
from dash import dcc, html

from dashboards.access import may_read
from dashboards.editions import Edition
from dashboards.inbox import NothingReceived, open_inbox
from dashboards.labels import Label, code_label, label
from dashboards.manifests import Manifest, Run
from dashboards.pages.frame import address, both, card, plain_table
from dashboards.pages.judgements import runs_by_period
from dashboards.periods import period_text
from dashboards.printing import shanghai_time
from dashboards.visits import Visit
from interface.ledger import is_being_written

_MOST_PERIODS = 12


def seconds_text(run: Run) -> str:
    """How long a run took, in seconds; in minutes from two on."""
    seconds = (run.finished_at - run.started_at).total_seconds()
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


def operations_card(visit: Visit, edition: Edition) -> list[html.Div]:
    """The state of the work on the home, for those who keep it; nothing for others."""
    if not may_read(visit.reader, "ingest_file"):
        return []
    return [html.Div([_state(visit), _last_runs(edition)], className="row row-halves")]


def _state(visit: Visit) -> html.Section:
    lines = [
        _writing(visit),
        *_work(visit),
        *_received(visit),
        *_waiting(visit),
    ]
    told = html.Ul([html.Li(each) for each in lines], className="watch")
    return card("operations.state", told, both(label("operations.verify"), tag=html.P))


def _writing(visit: Visit) -> list[Any]:
    sign, key = ("…", "operations.writing") if is_being_written(visit.home) else ("✓", "operations.idle")
    return [html.Span(sign, className="sign"), both(label(key))]


def _work(visit: Visit) -> list[list[Any]]:
    """Folders of runs; one without a living owner is what a killed run left, and the next run removes it."""
    return [
        [
            html.Span("…" if each.is_under_way else "!", className="sign"),
            both(label("operations.under_way" if each.is_under_way else "operations.killed")),
            html.Code(each.name),
        ]
        for each in visit.desk.work(visit.home)
    ]


def _received(visit: Visit) -> list[list[Any]]:
    try:
        inbox = open_inbox(visit.home, visit.reader)
    except NothingReceived:
        return []
    files = inbox.table("ingest_file")
    refused = int(pc.sum(pc.is_valid(files.column("refusal"))).as_py() or 0)
    counts = (("operations.refused_files", refused), ("operations.open_rows", inbox.open_count))
    return [_counted(count, key, "/quarantine") for key, count in counts]


def _waiting(visit: Visit) -> list[list[Any]]:
    overrides = sum(not each.agreed_by for each in visit.desk.overrides(visit.home))
    waivers = sum(not each.decided_by for each in visit.desk.waivers(visit.home))
    return [
        _counted(overrides, "operations.overrides", "/quality"),
        _counted(waivers, "operations.waivers", "/quarantine"),
    ]


def _counted(count: int, key: str, href: str) -> list[Any]:
    words = label(key)
    told = both(Label(f"{count:,} {words.zh}", f"{count:,} {words.en}"))
    return [html.Span("!" if count else "✓", className="sign"), dcc.Link(told, href=href) if count else told]


def _last_runs(edition: Edition) -> html.Section:
    """The newest judged run of each period, those settled first."""
    heads = [
        (label("filter.period"), "id"),
        (label("stamp.run"), "text"),
        (label("stamp.status"), "text"),
        (label("editions.judged_at"), "id"),
        (label("editions.seconds"), "number"),
    ]
    rows = []
    for is_evaluation in (False, True):
        newest = [runs[-1] for runs in runs_by_period(edition, is_evaluation=is_evaluation).values()]
        rows += [_last(edition, each) for each in reversed(newest[-_MOST_PERIODS:])]
    return card("operations.last_runs", plain_table(heads, rows), note=str(label("operations.newest_12")))


def _last(edition: Edition, manifest: Manifest) -> list[Any]:
    status = edition.status(manifest)
    look, sign = ("block", "✕") if status == "BLOCKED" else ("pass", "✓")
    told = [html.Span(sign, className="sign"), both(code_label(status))]
    return [
        dcc.Link(period_text(manifest.run.period), href=address("/quality", period=manifest.run.period)),
        str(code_label(manifest.run.run_type)),
        html.Span(told, className=f"outcome {look}"),
        shanghai_time(manifest.run.finished_at),
        seconds_text(manifest.run),
    ]
