"""A statement (结算单) as a workbook: steps and what they are checked against, lines, grounds, gate, sources."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboards.documents.statement_rows import Row, StatementRows, read_rows
from dashboards.documents.workbook import A4, DOUBLE_DIGITS, FONT, HEAD_ROWS, Formats, open_book, write_sheet
from dashboards.editions import Edition
from dashboards.labels import code_label, label
from dashboards.periods import period_text
from dashboards.printing import shanghai_time, signed_amount
from dashboards.statements import NOTHING, Statement, steps
from dashboards.step_bases import BASIS_KINDS
from interface.parquet import arrow_schema
from interface.tables import PUBLISHED

SUMMARY, LINES, GROUNDS, GATE, SOURCES = "结算汇总", "工单明细", "扣减依据", "质量门", "来源与校验和"
STEP_COLUMN, AMOUNT_COLUMN = "A", "D"
_WIDTHS = (20, 24, 44, 20, 20, 14)


def statement_workbook(edition: Edition, statement: Statement) -> bytes:
    """The statement as a workbook; the same statement gives the same bytes.

    Amounts are numbers as published. Beside those that follow from others stands a formula with its value, and
    whether the two agree.

    Raises:
        CannotRun: the lines do not add up to the statement's gross, or a file of the edition is damaged.
    """
    rows = read_rows(edition, statement)
    stream = BytesIO()
    book = open_book(stream, title=f"{label('statement.title').zh} {statement.row['settle_no']}")
    formats = Formats(book)
    looks = _Looks(book)
    sheets = {name: book.add_worksheet(name) for name in (SUMMARY, LINES, GROUNDS, GATE, SOURCES)}
    _write_summary(sheets[SUMMARY], statement, rows, looks)
    lines = sorted(rows.lines, key=lambda row: (row["service_period"], row["work_order_no"], row["item_code"]))
    runs = sorted({statement.run.run_id, *(row["run_id"] for row in lines)})
    gate = edition.table("gate_result")
    parts = {
        LINES: ("settlement_line", _table("settlement_line", lines)),
        GROUNDS: ("deduction", _table("deduction", rows.deductions)),
        GATE: ("gate_result", gate.filter(pc.is_in(gate.column("run_id"), pa.array(runs, pa.string())))),
    }
    for name, (table, content) in parts.items():
        write_sheet(sheets[name], PUBLISHED[table], content, formats)
    _write_sources(sheets[SOURCES], edition, statement, lines, looks)
    book.close()
    return stream.getvalue()


class _Looks:
    """The looks of cells on the sheets that are no published table."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        boxed = base | {"border": 1, "border_color": "#B8C4D0"}
        self.title = book.add_format(base | {"font_size": 16, "bold": True})
        self.name = book.add_format(base | {"font_color": "#5A6B7B"})
        self.fact = book.add_format(base)
        head = boxed | {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True}
        self.head = book.add_format(head | {"indent": 1})
        self.head_amount = book.add_format(head | {"align": "right"})
        self.text = book.add_format(boxed | {"text_wrap": True, "indent": 1})
        self.amount = book.add_format(boxed | {"num_format": "#,##0.00;−#,##0.00", "align": "right"})
        self.total = book.add_format(boxed | {"num_format": "#,##0.00;−#,##0.00", "align": "right", "bold": True})
        self.whole = book.add_format(boxed | {"num_format": "#,##0", "align": "right"})


def _table(name: str, rows: Sequence[Row]) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows], schema=arrow_schema(PUBLISHED[name]))


def _write_summary(sheet: Any, statement: Statement, rows: StatementRows, looks: _Looks) -> None:
    run = statement.run
    kind = label("statement.title_annual" if statement.is_annual else "statement.title")
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, str(kind), looks.title)
    facts = (
        ("statement.settle_no", str(statement.row["settle_no"])),
        ("statement.contract", statement.contract_no),
        ("statement.period", period_text(run.period)),
        ("statement.run_type", str(code_label(run.run_type))),
        ("statement.purchaser", str(statement.row["purchaser_name"])),
        ("statement.operator", str(statement.row["operator_name"])),
    )
    for place, (key, text) in enumerate(facts, start=1):
        sheet.write_string(place, 0, str(label(key)), looks.name)
        sheet.write_string(place, 2, text, looks.fact)
    head = len(facts) + 2
    keys = ("statement.step", "book.step_en", "statement.basis", "statement.amount", "book.recomputed", "book.agrees")
    for column, key in enumerate(keys):
        is_amount = key in ("statement.amount", "book.recomputed")
        sheet.write_string(head, column, str(label(key)), looks.head_amount if is_amount else looks.head)
    first = head + 1
    found = steps([statement])
    for place, step in enumerate(found):
        row = first + place
        words = label(f"step.{step.key}")
        sheet.write_string(row, 0, words.zh, looks.text)
        sheet.write_string(row, 1, words.en, looks.text)
        sheet.write_string(row, 2, _checked_against(step.key), looks.text)
        _write_amount(sheet, row, 3, step.amount, looks.total if step.is_total else looks.amount)
        check = _check(step.key, rows, found[0].amount, [each.amount for each in found[1:-1]], first, row)
        if check is None:
            sheet.write_blank(row, 4, None, looks.text)
            sheet.write_blank(row, 5, None, looks.text)
            continue
        formula, value = check
        agrees, differs = label("book.agree").zh, label("book.differ").zh
        sheet.write_formula(row, 4, formula, looks.amount, float(value))
        sheet.write_formula(
            row,
            5,
            f'=IF(ROUND(D{row + 1}-E{row + 1},2)=0,"{agrees}","{differs}")',
            looks.text,
            agrees if value == step.amount else differs,
        )
    words_row = first + len(found)
    sheet.write_string(words_row, 0, label("statement.in_words").zh, looks.text)
    sheet.write_string(words_row, 1, label("statement.in_words").en, looks.text)
    sheet.merge_range(words_row, 2, words_row, 5, str(statement.row["payable_amt_cn"]), looks.text)
    for place, name in enumerate(("amt_ex_tax", "tax_amt"), start=1):
        if statement.row[name] is not None:
            words = label(f"book.{name}")
            sheet.write_string(words_row + place, 0, words.zh, looks.text)
            sheet.write_string(words_row + place, 1, words.en, looks.text)
            sheet.write_blank(words_row + place, 2, None, looks.text)
            _write_amount(sheet, words_row + place, 3, statement.row[name], looks.amount)
    _lay_out(sheet, SUMMARY, head_row=head, widths=_WIDTHS)


def _checked_against(key: str) -> str:
    known = ("gross_amt", "assess_deduct_amt", "penalty_amt", "payable_amt")
    return str(label(f"book.check.{key}")) if key in known else ""


def _check(
    key: str, rows: StatementRows, gross: Decimal, changes: Sequence[Decimal], first: int, row: int
) -> tuple[str, Decimal] | None:
    """A formula over the workbook's other cells and its value; None for a step that nothing here adds up to."""
    if key == "gross_amt":
        amounts = _cells("settlement_line", "amount", len(rows.lines))
        return f"=SUM('{LINES}'!{amounts})", sum((line["amount"] for line in rows.lines), NOTHING)
    if key in BASIS_KINDS:
        kind = BASIS_KINDS[key]
        bases = _cells("deduction", "basis", len(rows.deductions))
        applied = _cells("deduction", "applied_amt", len(rows.deductions))
        taken = sum((row["applied_amt"] for row in rows.deductions if row["basis"].startswith(kind)), NOTHING)
        return f"=0-SUMIF('{GROUNDS}'!{bases},\"{kind}*\",'{GROUNDS}'!{applied})", NOTHING - taken
    if key == "payable_amt":
        return f"=SUM({AMOUNT_COLUMN}{first + 1}:{AMOUNT_COLUMN}{row})", sum(changes, gross)
    return None


def _cells(table: str, column: str, count: int) -> str:
    """The cells of a column on the table's sheet, such as ``S3:S14``; at least one, where it has no row."""
    letter = chr(ord("A") + PUBLISHED[table].names.index(column))
    return f"{letter}{HEAD_ROWS + 1}:{letter}{HEAD_ROWS + max(count, 1)}"


def _write_amount(sheet: Any, row: int, column: int, amount: Decimal, look: Any) -> None:
    if len(amount.as_tuple().digits) > DOUBLE_DIGITS:
        sheet.write_string(row, column, signed_amount(amount), look)
    else:
        sheet.write_number(row, column, amount, look)


def _write_sources(sheet: Any, edition: Edition, statement: Statement, lines: Sequence[Row], looks: _Looks) -> None:
    run = statement.run
    facts = (
        ("stamp.run", run.run_id),
        ("stamp.as_of", shanghai_time(run.as_of)),
        ("stamp.published_at", shanghai_time(run.finished_at)),
        ("statement.prepared_by", run.prepared_by or str(label("statement.no_amount"))),
        ("book.code_version", run.code_version),
        ("book.inputs_hash", run.inputs_hash),
        ("statement.outputs_hash", run.outputs_hash or str(label("statement.no_amount"))),
        ("book.manifest_hash", statement.manifest.manifest_hash),
    )
    for row, (key, text) in enumerate(facts):
        sheet.write_string(row, 0, str(label(key)), looks.name)
        sheet.write_string(row, 2, text, looks.fact)
    head = len(facts) + 1
    for column, key in enumerate(("book.file", "book.rows", "book.sha256")):
        sheet.write_string(head, column, str(label(key)), looks.head)
    files = [
        (f"{run.run_id}/{name}", file.rows, file.sha256) for name, file in sorted(statement.manifest.files.items())
    ]
    for row, (name, count, sha256) in enumerate([*files, *_received(edition, lines)], start=head + 1):
        sheet.write_string(row, 0, name, looks.text)
        sheet.write_number(row, 1, count, looks.whole)
        sheet.write_string(row, 2, sha256, looks.text)
    _lay_out(sheet, SOURCES, head_row=head, widths=(66, 18, 72))


def _received(edition: Edition, lines: Sequence[Row]) -> list[tuple[str, int, str]]:
    """Received files that decided the lines: table, how many rows of it, SHA-256."""
    ids = pa.array(sorted({line["line_id"] for line in lines}), pa.string())
    sources = edition.table("line_source")
    counts: dict[tuple[str, str], int] = {}
    for row in sources.filter(pc.is_in(sources.column("line_id"), ids)).to_pylist():
        key = (row["table_name"], row["file_sha256"])
        counts[key] = counts.get(key, 0) + 1
    return [(f"{label('book.received')} {table}", count, sha256) for (table, sha256), count in sorted(counts.items())]


def _lay_out(sheet: Any, name: str, *, head_row: int, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(head_row + 1, 0)
    sheet.repeat_rows(head_row)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer(f"&L&8{name}&R&8第 &P 页，共 &N 页 · Page &P of &N")
