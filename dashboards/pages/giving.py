"""Giving a score (评分): the form that an indicator's rule asks for, and what others decide about what was given."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dash
from dash import ALL, Input, Output, State, dcc, html

from dashboards.access import Principal, Role, refuse_act
from dashboards.editions import Edition, open_edition, select
from dashboards.labels import Label, code_label, label
from dashboards.pages.addresses import PARAMETER
from dashboards.pages.frame import both, card, notice, plain_table
from dashboards.printing import shanghai_time
from dashboards.proposals import CONFIRMED, LEVELS, WAITS, Place, Proposal, asked_for, proposals_among
from dashboards.refusals import told
from dashboards.visits import Visit, VisitOf
from interface.errors import CannotRun
from interface.ledger import read_entries
from interface.people import is_same_person
from interface.tables import INPUTS

Row = Mapping[str, Any]

_LONG = ("reason", "improvement")
_PLACE = ("scheme_no", "subject_code", "ind_code")


def giving(visit: Visit, edition: Edition, leaf: Row) -> html.Section:
    """What was given for the indicator, and a form to give more, or why nobody gives anything here."""
    place = _place(leaf)
    given = [each for each in proposals_among(read_entries(visit.home)) if each.place == place]
    why_not = _why_not(visit.reader, edition, leaf)
    parts: list[Any] = [_proposals(given, visit.reader)] if given else []
    parts.append(both(label(why_not), tag=html.P) if why_not else _form(leaf))
    parts.append(html.Div(id="score-said", role="alert"))
    store = dcc.Store(id="score-place", data=list(place))
    return card("giving.title", store, *parts, note=str(label("giving.two_people")))


def register(app: dash.Dash, visit: VisitOf, render: Callable[..., list[Any]]) -> None:
    """Add what happens when somebody gives, confirms or declines; the page is drawn anew, or says why not.

    Args:
        app: The application.
        visit: Gives the visit of the current request.
        render: Draws the page, with ``said`` above its figures.
    """

    @app.callback(
        Output("page", "children", allow_duplicate=True),
        Output("score-said", "children"),
        Input({"act": ALL, "proposal": ALL}, "n_clicks"),
        State({"score": ALL}, "value"),
        State({"score": ALL}, "id"),
        State({"decline": ALL}, "value"),
        State({"decline": ALL}, "id"),
        State("score-place", "data"),
        prevent_initial_call=True,
    )
    def act(
        clicks: Sequence[int | None],
        values: Sequence[Any],
        names: Sequence[Mapping[str, str]],
        reasons: Sequence[Any],
        declined: Sequence[Mapping[str, str]],
        place: Sequence[str],
    ) -> tuple[Any, Any]:
        if not any(clicks):  # buttons that have just been drawn
            return dash.no_update, dash.no_update
        scheme, subject, code = place
        here = visit({"scheme": scheme, "subject": subject, PARAMETER: code})
        pressed = dash.ctx.triggered_id
        because = {each["decline"]: text for each, text in zip(declined, reasons, strict=True)}
        given = {each["score"]: text for each, text in zip(names, values, strict=True)}
        try:
            said = take(
                here, (scheme, subject, code), pressed["act"], pressed["proposal"], given=given, because=because
            )
        except CannotRun as reason:
            words, why = label("giving.refused"), told(reason)
            return dash.no_update, notice("error", "✕", Label(f"{words.zh}{why.zh}", why.en))
        return render(here, said=[notice("done", "✓", said)]), []


def take(
    visit: Visit, place: Place, act: str, proposal_id: str, *, given: Mapping[str, Any], because: Mapping[str, Any]
) -> Label:
    """Do what a visitor asks for, as the person of the session; what it came to, in words.

    Args:
        visit: Who asks.
        place: The indicator that the page shows.
        act: ``give``, ``confirm`` or ``decline``.
        proposal_id: What is confirmed or declined.
        given: What stands in the form, by column.
        because: What stands beside the buttons to decline, by proposal.

    Raises:
        Forbidden: the role may not.
        CannotRun: what is given is unfit, or does not fit what is there; the text says why.
    """
    refuse_act(visit.reader, "give_score" if act == "give" else "decide_score")
    edition = open_edition(visit.home, visit.reader)
    if not select(edition.table("score_indicator"), **dict(zip(_PLACE, place, strict=True))).num_rows:
        raise CannotRun("There is no such indicator among those that you may see: open it from its scorecard.")
    by = visit.reader.person
    if act == "give":
        done = visit.desk.give_score(visit.home, place, {name: _text(text) for name, text in given.items()}, by)
    elif act == "confirm":
        done = visit.desk.confirm_score(visit.home, proposal_id, by)
    else:
        done = visit.desk.decline_score(visit.home, proposal_id, by, _text(because.get(proposal_id)))
    words = label(f"giving.done.{act}")
    return Label(f"{done.proposal_id} {words.zh}", f"{done.proposal_id} {words.en}")


def _text(value: Any) -> str:
    """What a field holds; one that was left alone is blank, and nothing but a text or a number was typed."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise CannotRun("A field holds something else than text: load the page anew and fill it in.")
    return str(value)


def _place(leaf: Row) -> Place:
    return leaf["scheme_no"], leaf["subject_code"], leaf["ind_code"]


def _is_evaluator(reader: Principal) -> bool:
    """Whoever runs commands on the server has no name here, and what nobody signs nobody gave."""
    return reader.role is Role.EVALUATOR and bool(reader.person)


def _why_not(reader: Principal, edition: Edition, leaf: Row) -> str:
    """The label of what stands in the way of giving a score here; blank where nothing does."""
    own = dict(zip(_PLACE, _place(leaf), strict=True))
    if leaf["origin"] == "SHEET":
        return "giving.of_sheet"
    if any(row["value"] is not None for row in select(edition.table("indicator_measure"), **own).to_pylist()):
        return "giving.measured"
    return "" if _is_evaluator(reader) else "giving.others"


def _form(leaf: Row) -> html.Div:
    table, names = asked_for(leaf["rule"])
    fields = [_field(table, name, leaf) for name in names]
    button = html.Button(
        both(label("giving.give")), id={"act": "give", "proposal": ""}, n_clicks=0, className="button button-main"
    )
    rule = code_label(leaf["rule"], "rule")
    hint = label(f"giving.hint.{leaf['rule']}")
    said = html.P([html.Strong(str(rule)), both(hint)], className="hint")
    return html.Div([said, html.Div(fields, className="fields"), button], className="giving")


def _field(table: str, name: str, leaf: Row) -> html.Label:
    column = INPUTS[table].column(name)
    identity = {"score": name}
    box: Any = dcc.Input(id=identity, type="text", debounce=False, autoComplete="off", maxLength=200, value="")
    if name in _LONG:
        box = dcc.Textarea(id=identity, maxLength=2000, value="", rows=2)
    if name == "actual_value" and leaf["rule"] == "LEVEL":
        box = dcc.Dropdown(list(LEVELS), id=identity, placeholder="—")
    words: list[Any] = [both(Label(column.label, name))]
    if name == "score" and leaf["framework_weight"] is not None:
        words.append(html.Span(f" ≤ {leaf['framework_weight'].normalize():f}", className="quiet"))
    if name in ("as_of_date", "signed_on"):
        words.append(html.Span(" 2020-12-31", className="quiet"))
    return html.Label([html.Span(words), box], className="field-long" if name in _LONG else "field")


def _proposals(given: Sequence[Proposal], reader: Principal) -> html.Div:
    """What was given, oldest first, and buttons where somebody has still to decide."""
    keys = ("giving.number", "giving.what", "giving.by", "giving.state")
    rows = []
    for each in given:
        decided = f" · {each.decided_by}" if each.decided_by else ""
        why = f"：{each.because}" if each.because else ""
        rows.append(
            [
                each.proposal_id,
                _what(each),
                f"{each.asked_by} · {shanghai_time(each.asked_at)}",
                html.Div(
                    [
                        both(label(f"giving.state.{each.state}")),
                        f"{decided}{why}",
                        *_buttons(each, reader),
                    ]
                ),
            ]
        )
    return plain_table([(label(key), "text") for key in keys], rows)


def _what(proposal: Proposal) -> html.Dl:
    shape = INPUTS[proposal.table]
    names = [name for name in shape.names if name in proposal.cells and name not in _PLACE]
    return html.Dl([html.Div([html.Dt(shape.column(name).label), html.Dd(proposal.cells[name])]) for name in names])


def _buttons(proposal: Proposal, reader: Principal) -> list[Any]:
    """Confirm and decline for another evaluator; whoever gave it can take it back."""
    if not _is_evaluator(reader) or proposal.state not in (WAITS, CONFIRMED):
        return []
    number = proposal.proposal_id
    confirm = html.Button(
        both(label("giving.confirm")), id={"act": "confirm", "proposal": number}, n_clicks=0, className="button"
    )
    if proposal.state == CONFIRMED:
        return [html.Div(confirm, className="deciding")]
    why = dcc.Input(id={"decline": number}, type="text", maxLength=500, placeholder=str(label("giving.reason")))
    decline = html.Button(
        both(label("giving.decline")), id={"act": "decline", "proposal": number}, n_clicks=0, className="button"
    )
    own = is_same_person(proposal.asked_by, reader.person)
    return [html.Div([why, decline] if own else [confirm, why, decline], className="deciding")]
