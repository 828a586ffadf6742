"""Workbench (工作台): what waits for the reader, the current edition, alerts, and the way to every page."""

from typing import Any

from dash import dcc, html

from dashboards.access import may_read
from dashboards.editions import Edition, NothingPublished, open_edition
from dashboards.inbox import Inbox, NothingReceived, open_inbox
from dashboards.labels import Label, code_label, label
from dashboards.pages.alerts import alerts
from dashboards.pages.frame import address, both, card, grounds, heading, plain_table, stamp, state
from dashboards.periods import period_text
from dashboards.printing import shanghai_time, yuan
from dashboards.statements import counted, payable_in_words, read_statements, total
from dashboards.visits import Visit
from dashboards.workbench import Matter, matters
from interface.ledger import read_entries

PATH = "/"


def render(visit: Visit) -> list[Any]:
    """The page as far as the reader's role goes; it needs no edition.

    Raises:
        CannotRun: the ledger or a file is damaged.
    """
    edition, inbox = _edition(visit), _inbox(visit)
    settled = edition if edition and edition.settlements else None
    found = matters(visit.reader, settled, inbox, read_entries(visit.home), visit.desk.decisions(visit.home))
    head: list[Any] = [heading("page.workbench")]
    if edition:
        head.append(stamp(edition, [edition.current]))
    else:
        head.append(state("state.not_published", kind="empty"))
    told = alerts(visit.home, settled) if settled else []
    quiet = [] if told else [both(label("desk.quiet"), tag=html.P)]
    parts = [_waiting(found), card("desk.alerts", *told, *quiet)]
    return [
        *head,
        html.Div([html.Div(parts), *([_newest(settled)] if settled else [])], className="row row-desk"),
        grounds("desk.grounds", "desk.grounds.own"),
    ]


def _edition(visit: Visit) -> Edition | None:
    try:
        return open_edition(visit.home, visit.reader)
    except NothingPublished:
        return None


def _inbox(visit: Visit) -> Inbox | None:
    try:
        return open_inbox(visit.home, visit.reader)
    except NothingReceived:
        return None


def _waiting(found: list[Matter]) -> html.Section:
    if not found:
        return card("desk.waits", both(label("desk.nothing"), tag=html.P))
    heads = [(label("desk.matter"), "text"), (label("desk.count"), "number"), (label("desk.oldest"), "id")]
    rows = [
        [
            dcc.Link(both(_words(each)), href=address(each.path, **dict(each.query))),
            f"{each.count:,}",
            str(each.oldest or "—"),
        ]
        for each in found
    ]
    return card("desk.waits", plain_table(heads, rows))


def _words(matter: Matter) -> Label:
    """A step that work orders wait for is named as work orders."""
    prefix = "code.waiting_for."
    if not matter.key.startswith(prefix):
        return label(matter.key)
    orders, step = label("page.orders"), code_label(matter.key.removeprefix(prefix), "waiting_for")
    return Label(f"{step.zh}的{orders.zh}", f"{orders.en} that wait for {step.en}")


def _newest(edition: Edition) -> html.Section:
    """The newest period's payable, for who may see it; without a right to the amount, only which period it is."""
    newest = edition.newest_settlement
    told: list[tuple[Label, Any]] = [
        (label("desk.newest"), period_text(newest.run.period)),
        (label("stamp.published_at"), shanghai_time(newest.run.finished_at)),
    ]
    if may_read(edition.reader, "settlement"):
        shown = counted([each for each in read_statements(edition) if each.run.period == newest.run.period])
        if shown:
            told.append((label("desk.statements"), f"{len(shown):,}"))
            link = dcc.Link(yuan(total(shown, "payable_amt")), href=address("/settlement", period=newest.run.period))
            told += [(label("desk.payable"), link), (label("statement.in_words"), payable_in_words(shown))]
    if may_read(edition.reader, "score_summary") and edition.evaluations:
        told.append((label("desk.evaluated"), dcc.Link(edition.evaluations[-1].run.run_id, href="/scorecard")))
    cells = [html.Div([html.Dt(both(words)), html.Dd(value)]) for words, value in told]
    return card("desk.edition", html.Dl(cells, className="facts"))
