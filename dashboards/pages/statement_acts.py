"""The approval of a statement on its page: where it stands, who did what, and what the reader can do about it now."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import dash
from dash import ALL, Input, Output, State, ctx, dcc, html

from dashboards.access import Forbidden, may_do, refuse_act
from dashboards.approvals import ACTS, Step, StepRefused, acts_from, needs_a_reason, state_of, steps_of
from dashboards.documents.three_ways import compare_three_ways
from dashboards.editions import Edition, open_settlements
from dashboards.labels import Label, label
from dashboards.pages.frame import both, card, notice, plain_table, refusal
from dashboards.printing import shanghai_time, short_hash, yuan
from dashboards.statements import Statement, read_statements
from dashboards.visits import Visit, VisitOf
from interface.errors import CannotRun
from interface.ledger import read_entries

_LOG = logging.getLogger(__name__)
_CANCEL = "cancel"
_LONGEST_REASON = 2_000

Question = Mapping[str, Any]


def standing(visit: Visit, statement: Statement, *, answer: Any = None, question: Any = None) -> html.Section:
    """Where the statement stands, its steps so far, and a button for each that follows and that the role may take.

    Args:
        visit: Whose page it is.
        statement: The statement, read as that reader.
        answer: What the last act came to.
        question: What the reader is being asked.
    """
    taken = steps_of(read_entries(visit.home), str(statement.row["settle_no"]))
    now = state_of(taken)
    head = html.P([both(label("approval.stands")), html.Strong(both(label(f"approval.{now}")), className="stands")])
    parts = [answer, head, _history(taken), _buttons(visit, now)]
    asked = html.Div(question, id="statement-asked", **{"aria-live": "polite"})
    return card("approval.title", *[part for part in parts if part is not None], asked)


def find(visit: Visit, settle_no: str) -> tuple[Edition, Statement]:
    """The statement as the reader may see it, and its edition.

    Raises:
        CannotRun: the reader has no such statement.
    """
    edition = open_settlements(visit.home, visit.reader)
    for statement in read_statements(edition):
        if statement.row["settle_no"] == settle_no:
            return edition, statement
    raise CannotRun(f"There is no statement {settle_no!r} of yours in this edition: choose one in the overview.")


def register(app: dash.Dash, visit: VisitOf) -> None:
    """A button asks what will be done; only its confirmation does it, and answers with the new state."""

    @app.callback(
        Output("statement-asked", "children"),
        Input({"type": "statement-act", "act": ALL}, "n_clicks"),
        State("statement-shown", "data"),
        prevent_initial_call=True,
    )
    def ask(clicks: Sequence[int | None], settle_no: str) -> Any:
        if not any(clicks) or ctx.triggered_id is None:
            return dash.no_update
        act = str(ctx.triggered_id["act"])
        if act == _CANCEL:
            return []
        return asked(visit({"settle_no": settle_no}), settle_no, act)

    @app.callback(
        Output("statement-standing", "children"),
        Input("statement-confirm", "n_clicks"),
        State("statement-question", "data"),
        State("statement-because", "value"),
        running=[(Output("statement-confirm", "disabled"), True, False)],
        prevent_initial_call=True,
    )
    def confirm(clicks: int | None, question: Question, because: str | None) -> Any:
        # The second of a double click too: the browser drops the first one's answer, and only one step is entered.
        if not clicks:
            return dash.no_update
        return done(visit({}), question, because or "")


def asked(visit: Visit, settle_no: str, act: str) -> Any:
    """What will be done, before it is done: the step, the amount, what it is bound to, and room for the reason."""
    try:
        _refuse_unknown(act)
        refuse_act(visit.reader, act)
        edition, statement = find(visit, settle_no)
        if act == "approve" and not all(each.agrees for each in compare_three_ways(edition, statement)):
            return notice("error", "✕", label("three.differ"))
        seen = len(steps_of(read_entries(visit.home), settle_no))
    except CannotRun as reason:
        return _refusal(reason)
    return _question(visit, statement, {"settle_no": settle_no, "act": act, "seen": seen}, because="")


def done(visit: Visit, question: Question, because: str) -> Any:
    """Take the step that was asked about, and show where the statement stands after it.

    The question comes back from the browser: role, row scope, order of steps, and that nothing happened since are
    checked here as if it had come from anybody.
    """
    try:
        settle_no, act, seen = str(question["settle_no"]), str(question["act"]), int(question["seen"])
        _refuse_unknown(act)
        refuse_act(visit.reader, act)
        _, statement = find(visit, settle_no)
    except CannotRun as reason:
        return _refusal(reason)
    except (KeyError, TypeError, ValueError):
        return _refusal(CannotRun("The page sent no question that it had asked: open it again."))
    told = because.strip()[:_LONGEST_REASON]
    try:
        step = visit.desk.take_step(visit.home, settle_no, act, visit.reader.person, told, seen)
    except StepRefused as refused:
        if _is_entered(visit, statement, act, seen):
            return standing(visit, statement, answer=notice("done", "✓", label("approval.once")))
        again = _question(visit, statement, question, because=because) if refused.why == "no_reason" else None
        return standing(visit, statement, answer=_refusal(refused), question=again)
    except CannotRun as refused:
        return standing(visit, statement, answer=_refusal(refused))
    except Exception:
        number = uuid4().hex[:12]
        _LOG.exception("Error %s on %s of statement %s", number, act, settle_no)
        return standing(visit, statement, answer=_refusal(CannotRun(f"{label('state.error.number')} {number}")))
    words, now = label(f"approval.act.{step.act}"), label(f"approval.{step.state}")
    said = Label(f"已登记：{words.zh}，现为{now.zh}。", f"Entered: {words.en}; the statement is {now.en} now.")
    return standing(visit, statement, answer=notice("done", "✓", said))


def _is_entered(visit: Visit, statement: Statement, act: str, seen: int) -> bool:
    """Whether the very step that is asked for is the one that stands there already, as after a double click."""
    taken = steps_of(read_entries(visit.home), str(statement.row["settle_no"]))
    return len(taken) == seen + 1 and (taken[-1].act, taken[-1].by) == (act, visit.reader.person)


def _refuse_unknown(act: str) -> None:
    if act not in ACTS:
        raise Forbidden(frozenset())


def _history(taken: Sequence[Step]) -> Any:
    if not taken:
        return both(label("approval.no_step"), tag=html.P)
    keys = ("approval.at", "approval.act", "approval.state", "approval.by", "approval.because", "approval.bound_to")
    rows = [
        [
            shanghai_time(step.at),
            both(label(f"approval.act.{step.act}")),
            both(label(f"approval.{step.state}")),
            step.by,
            step.because,
            html.Span(f"{short_hash(step.outputs_hash)}…", className="hash", title=step.outputs_hash),
        ]
        for step in taken
    ]
    return plain_table([(label(key), "text") for key in keys], rows)


def _buttons(visit: Visit, now: str) -> Any:
    possible = acts_from(now)
    if not possible:
        return both(label("approval.nothing_more"), tag=html.P)
    if not visit.reader.person:
        return both(label("approval.nobody"), tag=html.P)
    allowed = [act for act in possible if may_do(visit.reader, act)]
    if not allowed:
        return both(label("approval.not_yours"), tag=html.P)
    return html.Div([_button(act) for act in allowed], className="acts")


def _button(act: str, *, key: str = "") -> html.Button:
    looks = "button button-back" if needs_a_reason(act) or act == _CANCEL else "button"
    name = {"type": "statement-act", "act": act}
    return html.Button(both(label(key or f"approval.act.{act}")), id=name, n_clicks=0, className=looks)


def _question(visit: Visit, statement: Statement, question: Question, *, because: str) -> html.Div:
    act = str(question["act"])
    taken = steps_of(read_entries(visit.home), str(statement.row["settle_no"]))
    now, then = state_of(taken), acts_from(state_of(taken)).get(act)
    leads = f"{label(f'approval.{now}')} → {label(f'approval.{then}')}" if then else str(label(f"approval.{now}"))
    facts = (
        ("approval.act", both(label(f"approval.act.{act}"))),
        ("approval.leads", leads),
        ("statement.settle_no", str(statement.row["settle_no"])),
        ("settlement.payable", f"{yuan(statement.row['payable_amt'])}　{statement.row['payable_amt_cn']}"),
        ("statement.outputs_hash", html.Span(statement.run.outputs_hash, className="hash")),
        ("approval.by", visit.reader.person),
    )
    why = label("approval.why_needed" if needs_a_reason(act) else "approval.why")
    return html.Div(
        [
            html.H3(both(label("approval.about_to"))),
            html.Dl([html.Div([html.Dt(both(label(key))), html.Dd(value)]) for key, value in facts], className="facts"),
            html.Label([both(why), dcc.Textarea(id="statement-because", value=because, maxLength=_LONGEST_REASON)]),
            dcc.Store(id="statement-question", data=dict(question)),
            html.Div(
                [
                    html.Button(both(label("approval.confirm")), id="statement-confirm", className="button button-go"),
                    _button(_CANCEL, key="approval.cancel"),
                ],
                className="acts",
            ),
        ],
        className="question",
    )


def _refusal(reason: CannotRun) -> html.Div:
    """Why nothing was entered, in both languages."""
    key = f"approval.refused.{reason.why}" if isinstance(reason, StepRefused) else "approval.refused"
    if isinstance(reason, Forbidden):
        key = "approval.refused.forbidden"
    return html.Div([notice("error", "✕", label(key)), refusal(reason)], role="alert")
