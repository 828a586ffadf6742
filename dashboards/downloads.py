"""Files behind the pages' export buttons, made from the current edition when asked for; nothing is kept."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile, ZipInfo

import flask
import pyarrow as pa

from dashboards.access import Forbidden, Principal
from dashboards.decisions import TakenBack
from dashboards.differences import LINE_FILTERS, LINES, kept_edition, lines_between
from dashboards.documents.forms import EXCHANGE, PREFIX, export_forms
from dashboards.documents.forms_files import form_workbook
from dashboards.documents.forms_of_settlement import application_of, budget_of, is_payable, report_of
from dashboards.documents.score_report import Document, score_report, score_workbook
from dashboards.documents.settlement_book import settlement_workbook
from dashboards.documents.statement import statement_name, statement_pdf
from dashboards.documents.statement_book import statement_workbook
from dashboards.documents.tables import FORMATS
from dashboards.downloads_of_pages import claims_file, metering_file, orders_file, trace_file
from dashboards.editions import Edition, open_edition, open_settlements, published_table, select
from dashboards.received import narrowed
from dashboards.refusals import both_languages
from dashboards.statements import Statement, read_statements
from dashboards.taken_away import guarded_csv, name_after, refuse_format, written
from dashboards.trail import TRAIL, as_table, read_trail
from dashboards.visits import Desk
from interface.errors import CannotRun
from interface.paths import Home
from interface.tables import PUBLISHED

_Maker = Callable[[Edition, Statement], tuple[str, bytes]]


def downloads(home: Home, who: Callable[[], Principal], desk: Desk) -> flask.Blueprint:
    """Routes under ``/download``: tables, what pages show, workbooks, single statements, reports, forms, differences.

    They answer one sentence where there is no such thing (404) or the role may not have it (403).
    """
    routes = flask.Blueprint("downloads", __name__, url_prefix="/download")
    routes.add_url_rule("/settlement.xlsx", "workbook", lambda: _answer(lambda: _workbook(home, who())))
    for name, (path, make) in _OF_STATEMENTS.items():
        routes.add_url_rule(path, name, _of_statement(home, who, make))
    routes.add_url_rule("/progress.xlsx", "progress", lambda: _answer(lambda: _progress(home, who())))
    for path, report in (("/score_report.pdf", score_report), ("/scorecard.xlsx", score_workbook)):
        view = partial(_of_subject, home, who, report)
        routes.add_url_rule(path, report.__name__, lambda view=view: _answer(view))
    routes.add_url_rule("/budget.xlsx", "budget", lambda: _answer(lambda: _budget(home, who())))
    routes.add_url_rule("/form/exchange.zip", "exchange", lambda: _answer(lambda: _exchange(home, who())))
    routes.add_url_rule("/form/<name>.xlsx", "form", lambda name: _answer(lambda: _form(home, who(), name=name)))
    routes.add_url_rule("/audit.<format>", "audit", lambda format: _answer(lambda: _audit(home, who(), format=format)))
    routes.add_url_rule(
        "/difference.<format>",
        "difference",
        lambda format: _answer(lambda: _difference(home, who(), desk.taken_back(home), format=format)),
    )
    _add_files_of_pages(routes, home, who, desk)
    routes.add_url_rule(
        "/<name>.<format>", "table", lambda name, format: _answer(lambda: _table(home, who(), name=name, format=format))
    )
    return routes


def _add_files_of_pages(routes: flask.Blueprint, home: Home, who: Callable[[], Principal], desk: Desk) -> None:
    """Files that follow a page's filters, which the address repeats."""
    makers: dict[str, Callable[..., tuple[str, bytes]]] = {
        "orders": orders_file,
        "claims": claims_file,
        "pending": partial(metering_file, name="pending_metering"),
        "deliveries": partial(metering_file, name="delivery_fate"),
        "trace": partial(trace_file, desk=desk),
    }
    for path, make in makers.items():
        view = partial(_file_of_page, home, who, make)
        routes.add_url_rule(f"/{path}.<format>", path, view)


def _file_of_page(
    home: Home, who: Callable[[], Principal], make: Callable[..., tuple[str, bytes]], *, format: str
) -> flask.Response:
    return _answer(lambda: make(home, who(), flask.request.args, format=format))


def _answer(make: Callable[[], tuple[str, bytes]]) -> flask.Response:
    try:
        name, content = make()
    except Forbidden as reason:
        flask.g.setdefault("denied", []).append(flask.request.path)
        return flask.Response(both_languages(reason), status=403, content_type="text/plain; charset=utf-8")
    except CannotRun as reason:
        return flask.Response(both_languages(reason), status=404, content_type="text/plain; charset=utf-8")
    return flask.send_file(BytesIO(content), as_attachment=True, download_name=name)


def _table(home: Home, reader: Principal, *, name: str, format: str) -> tuple[str, bytes]:
    if name not in PUBLISHED or format not in FORMATS:
        raise CannotRun(f"There is no download {name}.{format}: choose a published table as {', '.join(FORMATS)}.")
    period, contract = flask.request.args.get("period"), flask.request.args.get("contract")
    table = published_table(home, reader, name, period=period)
    if name == "quarantine":
        return f"{name}.{format}", written(narrowed(table, flask.request.args), PUBLISHED[name], format=format)
    for asked, column in (("scheme", "scheme_no"), ("subject", "subject_code")):
        if wanted := flask.request.args.get(asked):
            table = _only(table, name, column, wanted)
    if contract and "contract_no" not in table.column_names:
        raise CannotRun(f"Table {name} is not kept by contract: leave the contract out to download all of it.")
    if contract:
        table = select(table, contract_no=_known(home, reader, contract=contract, period=period))
    named = "_".join([name, *([period] if period else []), *([contract] if contract else [])])
    return f"{named}.{format}", written(table, PUBLISHED[name], format=format)


def _difference(home: Home, reader: Principal, taken_back: Sequence[TakenBack], *, format: str) -> tuple[str, bytes]:
    refuse_format("difference", format)
    edition = open_edition(home, reader)
    named = {side: flask.request.args.get(side) or "" for side in ("from", "to")}
    before, after = (kept_edition(edition, run_id, taken_back) for run_id in named.values())
    chosen = {column: flask.request.args.get(name) for name, column in LINE_FILTERS.items()}
    lines = select(lines_between(before, after), **{name: value for name, value in chosen.items() if value})
    return f"difference_{named['from']}_{named['to']}.{format}", written(lines, LINES, format=format)


def _only(table: pa.Table, name: str, column: str, wanted: str) -> pa.Table:
    """Rows of one framework or subject: a file without rows would look like one in which nothing was scored."""
    if column not in table.column_names:
        raise CannotRun(f"Table {name} has no column {column}: leave {wanted} out to download all of it.")
    found = select(table, **{column: wanted})
    if not found.num_rows:
        raise CannotRun(f"Table {name} has no row of {wanted}: open the scorecards and choose one.")
    return found


def _of_subject(home: Home, who: Callable[[], Principal], make: Callable[..., Document]) -> tuple[str, bytes]:
    made = make(open_edition(home, who()), **_asked_subject())
    return made.name, made.content


def _exchange(home: Home, reader: Principal) -> tuple[str, bytes]:
    """The exchange tables of one subject as CSV, packed; the same tables are the same bytes."""
    asked = _asked_subject()
    stream = BytesIO()
    with TemporaryDirectory() as folder, ZipFile(stream, "w") as packed:
        edition = open_edition(home, reader)
        what = f"{PREFIX}{EXCHANGE}"
        for path in export_forms(edition, what=what, period=None, year=None, format="csv", to=Path(folder), **asked):
            packed.writestr(ZipInfo(path.name), guarded_csv(path.read_bytes()))
    return f"{name_after('form_exchange', **asked)}.zip", stream.getvalue()


def _asked_subject() -> dict[str, str | None]:
    return {each: flask.request.args.get(each) or None for each in ("scheme", "subject")}


def _form(home: Home, reader: Principal, *, name: str) -> tuple[str, bytes]:
    asked = _asked_subject()
    edition: Edition = open_edition(home, reader)
    with TemporaryDirectory() as folder:
        made = export_forms(
            edition, what=f"{PREFIX}{name}", period=None, year=None, format="xlsx", to=Path(folder), **asked
        )
        if len(made) != 1:
            raise CannotRun(f"Form {name} is made for {len(made)} subjects: name one by its framework and subject.")
        return made[0].name, made[0].read_bytes()


def _audit(home: Home, reader: Principal, *, format: str) -> tuple[str, bytes]:
    trail = read_trail(home, reader)
    refuse_format("audit", format)
    args = flask.request.args
    rows = trail.chosen(person=args.get("person"), deed=args.get("deed"), since=args.get("from"), until=args.get("to"))
    return f"audit.{format}", written(as_table(rows), TRAIL, format=format)


def _workbook(home: Home, reader: Principal) -> tuple[str, bytes]:
    period, contract = flask.request.args.get("period"), flask.request.args.get("contract")
    edition = open_settlements(home, reader)
    chosen = period or edition.newest_settlement.run.period
    if contract:
        _known(home, reader, contract=contract, period=chosen)
    name = "_".join(["settlement", chosen, *([contract] if contract else [])]) + ".xlsx"
    return name, settlement_workbook(edition, period=chosen, contract=contract)


def _known(home: Home, reader: Principal, *, contract: str, period: str | None) -> str:
    """The contract, if it has a statement: a file without rows would look like one that owes nothing."""
    known = published_table(home, reader, "settlement", period=period).column("contract_no").unique().to_pylist()
    if contract not in known:
        raise CannotRun(f"Contract {contract} has no statement in {period or 'any period'}: choose {', '.join(known)}.")
    return contract


def _of_statement(home: Home, who: Callable[[], Principal], make: _Maker) -> Callable[[], flask.Response]:
    def answer() -> tuple[str, bytes]:
        edition = open_settlements(home, who())
        wanted = flask.request.args.get("settle_no")
        for statement in read_statements(edition):
            if statement.row["settle_no"] == wanted:
                return make(edition, statement)
        raise CannotRun(f"There is no statement {wanted!r} in this edition: open the settlement overview, choose one.")

    return lambda: _answer(answer)


def _pdf(edition: Edition, statement: Statement) -> tuple[str, bytes]:
    return statement_name(statement), statement_pdf(edition, statement)


def _book(edition: Edition, statement: Statement) -> tuple[str, bytes]:
    return statement_name(statement, ending="xlsx"), statement_workbook(edition, statement)


def _application(edition: Edition, statement: Statement) -> tuple[str, bytes]:
    if not is_payable(statement):
        raise CannotRun(f"Statement {statement.row['settle_no']} has nothing to pay: no payment is applied for.")
    form = application_of(edition, statement)
    return f"{form.file_stem}.xlsx", form_workbook(form)


_OF_STATEMENTS: Mapping[str, tuple[str, _Maker]] = {
    "statement": ("/statement.pdf", _pdf),
    "statement_book": ("/statement.xlsx", _book),
    "application": ("/application.xlsx", _application),
}


def _budget(home: Home, reader: Principal) -> tuple[str, bytes]:
    form = budget_of(open_settlements(home, reader), flask.request.args.get("project") or "")
    return f"{form.file_stem}.xlsx", form_workbook(form)


def _progress(home: Home, reader: Principal) -> tuple[str, bytes]:
    form = report_of(open_settlements(home, reader), flask.request.args.get("contract") or "")
    return f"{form.file_stem}.xlsx", form_workbook(form)
