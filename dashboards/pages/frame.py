"""What every page is made of: heading, stamp, cards, states and links; no figures and no reading of editions."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from dashboards.editions import Edition
from dashboards.labels import Label, code_label, label
from dashboards.manifests import Manifest
from dashboards.printing import shanghai_time, short_hash
from dashboards.refusals import told
from dashboards.taken_away import FORMATS_FOR_PEOPLE
from interface.errors import CannotRun
from interface.tables import PUBLISHED

# No modebar at all: plotly's own buttons include one that sends the figure's data to an outside host.
GRAPH: dict[str, Any] = {"displayModeBar": False, "showSendToCloud": False, "plotlyServerURL": "", "displaylogo": False}


def both(words: Label, *, tag: type = html.Span) -> Any:
    """A label in both languages, Chinese first, English smaller after it."""
    return tag([html.Span(words.zh, className="zh", lang="zh-CN"), html.Span(words.en, className="en", lang="en")])


def heading(key: str) -> html.Div:
    """The page's title in both languages."""
    words = label(key)
    return html.Div(
        [html.H1(words.zh, lang="zh-CN"), html.P(words.en, className="subtitle", lang="en")], className="heading"
    )


def card(key: str, *children: Any, note: str | None = None) -> html.Section:
    """A titled part of the page."""
    words = label(key)
    head = [html.H2(words.zh, lang="zh-CN"), html.Span(words.en, className="en", lang="en")]
    if note:
        head.append(html.Span(note, className="note"))
    return html.Section([html.Div(head, className="card-head"), *children], className="card")


def column_label(table: str, column: str) -> Label:
    """A published column's heading: its Chinese label and its English name."""
    return Label(PUBLISHED[table].column(column).label, column)


def stamp(edition: Edition, shown: Sequence[Manifest]) -> html.Dl:
    """Edition, when it was published, its checksum, and the runs behind what the page shows with their status."""
    current = edition.current
    runs = [f"{manifest.run.run_id}（{code_label(manifest.run.run_type)}）" for manifest in shown]
    states = sorted({str(code_label(edition.status(manifest))) for manifest in shown})
    facts = (
        ("stamp.edition", current.run.run_id),
        ("stamp.published_at", shanghai_time(current.run.finished_at)),
        ("stamp.checksum", f"SHA-256 {short_hash(current.manifest_hash)}…"),
        ("stamp.run", "、".join(runs)),
        ("stamp.status", "、".join(states)),
    )
    return html.Dl(
        [html.Div([html.Dt(both(label(key))), html.Dd(value)]) for key, value in facts if value], className="stamp"
    )


def state(
    key: str, *, kind: str, choices: Sequence[tuple[str, str]] = (), detail: str | CannotRun | None = None
) -> html.Section:
    """What a page says where it has nothing to show: why, who acts, and where to go; never an amount.

    Args:
        key: Label of the state; ``<key>.do`` says what to do.
        kind: ``empty``, ``error`` or ``unknown``: the looks.
        choices: Text and address of links that lead on.
        detail: A number or names to pass on, or the reason, which is told in both languages.
    """
    children: list[Any] = [both(label(key), tag=html.H2), both(label(f"{key}.do"), tag=html.P)]
    if choices:
        children.append(html.Ul([html.Li(dcc.Link(text, href=href)) for text, href in choices], className="choices"))
    children += particulars(detail)
    return html.Section(children, className=f"state state-{kind}", role="alert" if kind == "error" else "status")


def particulars(detail: str | CannotRun | None) -> list[html.P]:
    """A number or names to pass on, or the reason, which is told in both languages; nothing where there is none."""
    if isinstance(detail, CannotRun):
        return [refusal(detail)]
    return [html.P(detail, className="detail")] if detail else []


def refusal(reason: CannotRun) -> html.P:
    """Why something was not done or cannot be shown, in both languages."""
    return html.P(both(told(reason)), className="detail")


def notice(kind: str, sign: str, text: Label, *, href: str | None = None) -> html.P:
    """A line above the page's content that says in what way the content is not the whole truth."""
    words = both(text)
    return html.P(
        [html.Span(sign, className="sign"), dcc.Link(words, href=href) if href else words],
        className=f"notice notice-{kind}",
    )


def address(path: str, **query: str | None) -> str:
    """A page's address with the filters that are set."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def trace_link(identity: str) -> dcc.Link:
    """An id that leads to its trace."""
    return dcc.Link(identity, href=address("/trace", id=identity))


def permalink(href: str, *, words: str = "action.link") -> dcc.Link:
    """A quiet link beside a page's pickers: to what the page shows, or to where it leads on."""
    return dcc.Link(both(label(words)), href=href, className="permalink")


def grounds(title: str, *told: str | html.P) -> html.Details:
    """The drawer that says how what is shown is told: a title's label, and each sentence or its label."""
    parts = [both(label(each), tag=html.P) if isinstance(each, str) else each for each in told]
    return html.Details([html.Summary(both(label(title))), *parts], className="grounds")


def file_button(href: str, kind: str, *words: Any) -> html.A:
    """A button that takes a file away: what it holds, and of which kind it is."""
    return html.A([*words, html.Span(kind.upper(), className="kind")], href=href, className="button")


def file_buttons(file: str, /, *words: Any, **view: str | None) -> list[html.A]:
    """A button for each format that people are given, with what the page is narrowed by."""
    return [file_button(address(f"/download/{file}.{kind}", **view), kind, *words) for kind in FORMATS_FOR_PEOPLE]


def export_links(name: str, file: str, **view: str | None) -> html.Div:
    """Buttons that take a published table away as CSV and XLSX, the rows that the page shows of it.

    Args:
        name: The published table.
        file: What the address of the file calls the rows that the page shows.
        view: What the page is narrowed by.
    """
    words = Label(PUBLISHED[name].label, name)
    return html.Div([both(label("action.export")), both(words), *file_buttons(file, **view)], className="exports")


def plain_table(
    heads: Sequence[tuple[Label, str]], rows: Sequence[Sequence[Any]], *, total: Sequence[Any] = ()
) -> html.Div:
    """A small table; a head is a label and a class: ``text``, ``id`` or ``number``; sums stand in a last row."""
    classes = [each for _, each in heads]
    head = html.Tr([html.Th(both(words), className=each, scope="col") for words, each in heads])
    body = [html.Tr([html.Td(cell, className=each) for cell, each in zip(row, classes, strict=True)]) for row in rows]
    parts = [html.Thead(head), html.Tbody(body)]
    if total:
        cells = [html.Td(cell, className=each) for cell, each in zip(total, classes, strict=True)]
        parts.append(html.Tfoot(html.Tr(cells)))
    table = html.Table(parts, className="plain")
    return html.Div(table, className="scroll", tabIndex=0)  # who has no mouse scrolls it by keys
