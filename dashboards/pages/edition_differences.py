"""The difference of any two editions by yuan: months, payables and scores, by reason, down to the line."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import dash
import pyarrow as pa
from dash import dcc, html

from dashboards.access import may_open, may_read
from dashboards.decisions import TakenBack
from dashboards.differences import LINE_FILTERS, LINES, Change, by_reason, changes_between, kept_edition, lines_between
from dashboards.editions import Edition, select
from dashboards.labels import Label, code_label, label
from dashboards.pages.filters import pickers, register_pickers
from dashboards.pages.frame import address, both, card, file_buttons, plain_table, state
from dashboards.printing import plain_number, signed_amount
from dashboards.statements import NOTHING
from dashboards.visits import Visit

PATH = "/editions"

_MOST_LINES = 100
_MOST_CHANGES = 100


def difference_cards(visit: Visit, edition: Edition, taken_back: Sequence[TakenBack]) -> list[html.Section]:
    """The pickers and, where the address names two editions, what differs between them of the reader's own rows.

    Raises:
        CannotRun: a file is damaged.
    """
    if not edition.chain:
        return []
    known = [each.run.run_id for each in edition.chain]
    known += [each.run_id for each in taken_back if each.manifest_hash is not None and each.run_id not in known]
    chosen = {side: visit.query.get(side) for side in ("from", "to")}
    pickers = _pickers(known, chosen)
    if not all(chosen.values()):
        return [card("editions.compare", pickers, both(label("editions.compare.how"), tag=html.P))]
    if not set(chosen.values()) <= set(known):
        return [card("editions.compare", pickers), _unknown([(each, address(PATH, to=each)) for each in known[-24:]])]
    before, after = (kept_edition(edition, str(run_id), taken_back) for run_id in chosen.values())
    changes = changes_between(before, after)
    cards = [card("editions.compare", pickers, _changes(visit, changes), note=_sums(changes))]
    if not may_read(visit.reader, "settlement_line"):
        return cards
    lines = lines_between(before, after)
    kept = {**chosen, **{name: visit.query.get(name) for name in LINE_FILTERS}}
    wanted = {LINE_FILTERS[name]: value for name in LINE_FILTERS if (value := kept[name])}
    for name, value in wanted.items():
        if value not in lines.column(name).to_pylist():
            return [*cards, _unknown([(str(label("filter.all")), address(PATH, **chosen))])]
    return [*cards, *_lines(visit, select(lines, **wanted), kept)]


def register_differences(app: dash.Dash) -> None:
    """Add what writes the two editions that are picked into the address."""
    register_pickers(app, "editions", PATH, ("from", "to"))


def _unknown(choices: Sequence[tuple[str, str]]) -> html.Section:
    return state("state.unknown_view", kind="unknown", choices=choices)


def _pickers(known: Sequence[str], chosen: Mapping[str, str | None]) -> html.Div:
    options = list(reversed(known))
    picks = [
        html.Label(
            [
                both(label(f"editions.compare.{side}")),
                dcc.Dropdown(options, run_id, id=f"editions-{side}", className="pick pick-run", placeholder="–"),
            ]
        )
        for side, run_id in chosen.items()
    ]
    return pickers("editions", chosen, *picks)


def _sums(changes: Sequence[Change]) -> str:
    """What the months and the payables change by altogether; points of scores are not added up."""
    texts = []
    for what in ("month", "payable"):
        of_kind = [each.change for each in changes if each.what == what]
        if of_kind:
            texts.append(f"{label(f'editions.what.{what}')} {_signed(sum(of_kind, NOTHING))}")
    return " · ".join(texts)


def _changes(visit: Visit, changes: Sequence[Change]) -> Any:
    if not changes:
        return both(label("editions.compare.same"), tag=html.P)
    heads = [
        (label("editions.what"), "text"),
        (label("editions.name"), "text"),
        *((label(f"editions.{name}"), "number") for name in ("before", "after", "change")),
    ]
    rows = [
        [
            both(label(f"editions.what.{each.what}")),
            each.name,
            *(_figure(each, figure) for figure in (each.before, each.after)),
            _figure(each, each.change, signed=True),
        ]
        for each in changes[:_MOST_CHANGES]
    ]
    parts = [plain_table(heads, rows)]
    if len(changes) > _MOST_CHANGES:
        parts.append(_cut(len(changes), _MOST_CHANGES))
    if not may_read(visit.reader, "settlement") or not may_read(visit.reader, "score_summary"):
        parts.append(both(label("editions.compare.own"), tag=html.P))
    return html.Div(parts)


def _figure(change: Change, figure: Decimal | None, *, signed: bool = False) -> str:
    if figure is None:
        return "–"
    if change.what == "score":
        return plain_number(figure)
    return _signed(figure) if signed else signed_amount(figure)


def _signed(amount: Decimal) -> str:
    return f"+{signed_amount(amount)}" if amount > 0 else signed_amount(amount)


def _lines(visit: Visit, lines: pa.Table, kept: Mapping[str, str | None]) -> list[html.Section]:
    if lines.num_rows == 0:
        return []
    reasons = by_reason(lines)
    heads = [
        (label("editions.reason"), "text"),
        (label("quarantine.count"), "number"),
        (label("editions.change"), "number"),
    ]
    rows = [
        [
            dcc.Link(str(code_label(each.reason, "reason")), href=address(PATH, **{**kept, "reason": each.reason})),
            f"{each.count:,}",
            _signed(each.change),
        ]
        for each in reasons
    ]
    total = [
        str(label("statement.total")),
        f"{lines.num_rows:,}",
        _signed(sum((each.change for each in reasons), NOTHING)),
    ]
    shown = lines.slice(0, _MOST_LINES).to_pylist()
    parts: list[Any] = [plain_table(_line_heads(), [_line(visit, each, kept) for each in shown])]
    if lines.num_rows > _MOST_LINES:
        parts.append(_cut(lines.num_rows, _MOST_LINES))
    exports = file_buttons("difference", both(label("action.export")), **kept)[::-1]  # the workbook first
    clear = [dcc.Link(both(label("filter.all")), href=address(PATH, **{**kept, **dict.fromkeys(LINE_FILTERS)}))]
    return [
        html.Div(card("editions.by_reason", plain_table(heads, rows, total=total)), className="narrow"),
        card(
            "editions.lines",
            html.Div([*exports, *(clear if any(kept[name] for name in LINE_FILTERS) else [])], className="exports"),
            *parts,
            note=f"{lines.num_rows:,} {label('settlement.rows')}",
        ),
    ]


def _line_heads() -> list[tuple[Label, str]]:
    names = [name for name in LINES.names if name != "item_name"]
    return [(Label(LINES.column(name).label, name), "number" if name == "change" else "id") for name in names]


def _line(visit: Visit, row: Mapping[str, Any], kept: Mapping[str, str | None]) -> list[Any]:
    traced = may_open(visit.reader, "/trace")
    line_id = row["line_id"]
    return [
        dcc.Link(row["contract_no"], href=address(PATH, **{**kept, "contract": row["contract_no"]})),
        row["service_period"],
        row["work_order_no"],
        f"{row['item_code']} {row['item_name']}",
        str(code_label(row["reason"], "reason")),
        _signed(row["change"]),
        row["run_id"],
        dcc.Link(line_id, href=address("/trace", id=line_id)) if traced else line_id,
    ]


def _cut(count: int, most: int) -> html.P:
    words = label("editions.cut")
    return html.P(both(Label(f"{words.zh} {most:,} / {count:,}", f"{words.en} {most:,} / {count:,}")), className="cut")
