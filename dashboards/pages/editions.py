"""Editions (版本): every run and what became of it, the difference of any two by yuan, and taking editions back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import dash
from dash import dcc, html

from dashboards.access import Role, may_read
from dashboards.decisions import TakenBack
from dashboards.editions import Edition, open_judgements
from dashboards.labels import code_label, label
from dashboards.manifests import Manifest
from dashboards.pages.alerts import alerts
from dashboards.pages.edition_differences import PATH as PATH
from dashboards.pages.edition_differences import difference_cards, register_differences
from dashboards.pages.frame import address, both, card, grounds, heading, plain_table, stamp, state
from dashboards.pages.judgements import judged
from dashboards.pages.operations import operations_card, seconds_text
from dashboards.pages.rolling_back import register_rollback, rollback_card, rollback_link
from dashboards.periods import period_text
from dashboards.printing import shanghai_time, short_hash, signed_amount
from dashboards.statements import NOTHING
from dashboards.visits import Visit, VisitOf

_PAGE_RUNS = 24
_SCOPED = (Role.OPERATOR, Role.PROVIDER)


def render(visit: Visit) -> list[Any]:
    """The editions, newest first.

    The address may give ``from`` and ``to``, two editions to compare, ``run``, one to show in full, ``back``, one to
    take later ones back to, and ``page``.

    Raises:
        NothingPublished: no run was judged yet.
        CannotRun: a file is damaged.
    """
    edition = open_judgements(visit.home, visit.reader)
    taken_back = visit.desk.taken_back(visit.home)
    head: list[Any] = [heading("page.editions")]
    if edition.chain:
        head.append(stamp(edition, (edition.current,)))
    if edition.settlements:
        head += alerts(visit.home, edition)
    known = [each.run.run_id for each in edition.chain]
    for name in ("run", "back"):
        if visit.query.get(name, known[-1] if known else None) not in (*known, None):
            choices = [(each, address(PATH, **{name: each})) for each in reversed(known[-_PAGE_RUNS:])]
            return [*head, state("state.unknown_run", kind="unknown", choices=choices)]
    compares = visit.query.get("from") and visit.query.get("to")
    parts = [difference_cards(visit, edition, taken_back), operations_card(visit, edition)]
    return [
        *head,
        *rollback_card(visit, edition),
        *_one(visit, edition),
        *(each for part in (parts if compares else reversed(parts)) for each in part),
        _chain(visit, edition),
        *_taken_back(edition, taken_back),
        *_refused(visit, edition),
        _grounds(),
    ]


def register(app: dash.Dash, visit: VisitOf) -> None:
    """Add the callbacks of the comparison and of taking back."""
    register_differences(app)
    register_rollback(app, visit, render)


def _chain(visit: Visit, edition: Edition) -> html.Section:
    runs = list(reversed(edition.chain))
    if not runs:
        return card("editions.all", both(label("editions.none"), tag=html.P))
    page = visit.query.get("page") or "1"
    pages = -(-len(runs) // _PAGE_RUNS)
    number = min(int(page), pages) if page.isascii() and page.isdigit() and int(page) else 1
    shown = runs[(number - 1) * _PAGE_RUNS : number * _PAGE_RUNS]
    amounts = _amounts(edition)
    heads = [
        (label("stamp.edition"), "id"),
        (label("filter.period"), "id"),
        (label("stamp.published_at"), "id"),
        *((label(f"editions.{name}"), "number") for name in ("rows", "statements", "gross", "payable")),
        (label("editions.hash"), "id"),
    ]
    rows = [[*_facts(visit, edition, each), *_figures(edition, each, amounts), _hashes(each)] for each in shown]
    ways = [("quarantine.before", number - 1)] if number > 1 else []
    ways += [("quarantine.after", number + 1)] if number < pages else []
    links = [dcc.Link(both(label(key)), href=address(PATH, page=str(to)), className="button") for key, to in ways]
    return card(
        "editions.all",
        plain_table(heads, rows),
        html.Div(links, className="switch pages"),
        note=f"{len(runs):,} {label('editions.count')}",
    )


def _facts(visit: Visit, edition: Edition, manifest: Manifest) -> list[Any]:
    run = manifest.run
    named: list[Any] = [dcc.Link(run.run_id, href=address(PATH, run=run.run_id))]
    if manifest == edition.current:
        named.append(html.Span(both(label("editions.current")), className="refused current"))
    return [
        html.Div([*named, html.Div(_ways(visit, edition, manifest), className="ways")]),
        _two_lines(period_text(run.period), f"{code_label(run.run_type)} · {code_label(edition.status(manifest))}"),
        _two_lines(shanghai_time(run.finished_at), f"{seconds_text(run)} · {run.prepared_by or '–'}"),
    ]


def _two_lines(above: str, below: str) -> html.Div:
    return html.Div([html.Div(above), html.Div(below, className="code")])


def _amounts(edition: Edition) -> Mapping[str, tuple[int, Decimal, Decimal | None]]:
    """Statements, gross and payable by run, of the reader's own rows; a provider knows amounts only of its work."""
    table = next((each for each in ("settlement", "provider_settlement") if may_read(edition.reader, each)), None)
    if table is None or not edition.settlements:
        return {}
    found: dict[str, tuple[int, Decimal, Decimal | None]] = {}
    for row in edition.table(table).to_pylist():
        count, gross, payable = found.get(row["run_id"], (0, NOTHING, NOTHING if table == "settlement" else None))
        gross += row["gross_amt"] if table == "settlement" else row["amount"]
        found[row["run_id"]] = (count + 1, gross, None if payable is None else payable + row["payable_amt"])
    return found


def _figures(edition: Edition, manifest: Manifest, amounts: Mapping[str, Any]) -> list[str]:
    count, gross, payable = amounts.get(manifest.run.run_id, (None, None, None))
    lines = manifest.files.get("settlement_line.parquet")
    # How many lines a run has is as much as everybody's work together: not for whoever sees a part of it.
    rows = "–" if lines is None or edition.reader.role in _SCOPED else f"{lines.rows:,}"
    return [
        rows,
        "–" if count is None else f"{count:,}",
        *("–" if each is None else signed_amount(each) for each in (gross, payable)),
    ]


def _ways(visit: Visit, edition: Edition, manifest: Manifest) -> list[Any]:
    position = edition.chain.index(manifest)
    ways: list[Any] = []
    if position:
        to = {"from": edition.chain[position - 1].run.run_id, "to": manifest.run.run_id}
        ways.append(dcc.Link(both(label("editions.against_prior")), href=address(PATH, **to)))
    return [*ways, *rollback_link(visit, edition, manifest)]


def _hashes(manifest: Manifest) -> html.Div:
    prior = manifest.run.prior_manifest_hash
    return _two_lines(short_hash(manifest.manifest_hash), f"← {short_hash(prior) if prior else '–'}")


def _one(visit: Visit, edition: Edition) -> list[html.Section]:
    """One edition in full: every hash, and the rows of each table where the reader sees them all."""
    wanted = visit.query.get("run")
    manifest = next((each for each in edition.chain if each.run.run_id == wanted), None)
    if manifest is None:
        return []
    run = manifest.run
    facts = (
        ("stamp.as_of", shanghai_time(run.as_of)),
        ("editions.code_version", run.code_version),
        ("editions.inputs_hash", run.inputs_hash),
        ("editions.outputs_hash", run.outputs_hash or "–"),
        ("editions.manifest_hash", manifest.manifest_hash),
        ("editions.prior_manifest_hash", run.prior_manifest_hash or "–"),
        ("editions.prepared_by", run.prepared_by or "–"),
    )
    told = html.Dl([html.Div([html.Dt(both(label(key))), html.Dd(value)]) for key, value in facts], className="facts")
    parts: list[Any] = [told]
    if visit.reader.role not in _SCOPED:
        heads = [
            (label("quarantine.filter.table"), "id"),
            (label("editions.rows"), "number"),
            (label("stamp.checksum"), "id"),
        ]
        files = [[name, f"{each.rows:,}", html.Code(each.sha256)] for name, each in sorted(manifest.files.items())]
        parts.append(html.Details([html.Summary(both(label("editions.files"))), plain_table(heads, files)]))
    parts.append(dcc.Link(both(label("quarantine.back")), href=PATH, className="more"))
    return [card("editions.one", *parts, note=run.run_id)]


def _taken_back(edition: Edition, taken_back: Sequence[TakenBack]) -> list[html.Section]:
    if not taken_back:
        return []
    heads = [
        (label("stamp.run"), "id"),
        (label("filter.period"), "id"),
        (label("editions.taken_back.at"), "id"),
        (label("editions.taken_back.by"), "text"),
        (label("editions.taken_back.why"), "text"),
        (label("editions.ways"), "text"),
    ]
    rows = [
        [
            each.run_id,
            f"{period_text(each.period)} · {code_label(each.run_type)}",
            shanghai_time(each.at),
            each.by,
            each.because,
            _compared(edition, each),
        ]
        for each in reversed(taken_back)
    ]
    return [card("editions.taken_back", plain_table(heads, rows), note=f"{len(rows):,}")]


def _compared(edition: Edition, undone: TakenBack) -> Any:
    if undone.manifest_hash is None or not edition.chain:
        return both(label("editions.not_kept"))
    to = {"from": undone.run_id, "to": edition.current.run.run_id}
    return dcc.Link(both(label("editions.against_current")), href=address(PATH, **to))


def _refused(visit: Visit, edition: Edition) -> list[html.Section]:
    """The newest refused runs with the rules that held them back, where the reader may know those."""
    refused = list(reversed(edition.refused))[:_PAGE_RUNS]
    if not refused:
        return []
    heads = [
        (label("stamp.run"), "id"),
        (label("filter.period"), "id"),
        (label("editions.judged_at"), "id"),
        (label("editions.why_refused"), "text"),
    ]
    rows = [
        [each.run.run_id, period_text(each.run.period), shanghai_time(each.run.finished_at), _why(visit, edition, each)]
        for each in refused
    ]
    return [card("editions.refused", plain_table(heads, rows), note=f"{len(edition.refused):,}")]


def _why(visit: Visit, edition: Edition, manifest: Manifest) -> Any:
    if not may_read(visit.reader, "gate_result"):
        return both(label("editions.refused_by_gate"))
    blocking = [row for row in judged(edition, manifest).failed if row["severity"] == "BLOCK"]
    return html.Ul(
        [
            html.Li(
                [
                    html.Span("✕ ", className="sign"),
                    html.Span(row["message_zh"]),
                    dcc.Link(
                        f" {row['expectation']} ({row['unexpected_count']:,})",
                        href=address("/quality", period=manifest.run.period, rule=row["expectation"]),
                    ),
                ]
            )
            for row in blocking
        ],
        className="samples",
    )


def _grounds() -> html.Details:
    return grounds(
        "settlement.grounds", "editions.grounds.chain", "editions.grounds.difference", "editions.grounds.rollback"
    )
