"""A statement's amounts are the same in Parquet, in its workbook's cells and in the text of its PDF, to the fen."""

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from dashboards.access import SYSTEM, Principal, Role
from dashboards.documents import three_ways
from dashboards.documents.read_pdf import pdf_text
from dashboards.documents.read_workbook import first_sheet
from dashboards.documents.statement import statement_pdf
from dashboards.documents.statement_book import statement_workbook
from dashboards.documents.three_ways import compare_three_ways, compared, refuse_differing_documents
from dashboards.editions import open_settlements
from dashboards.statements import Step, read_statements, steps
from interface.errors import CannotRun
from tests.browser.made_months import months_home

OCTOBER = "JS-2020-10-0117-5c9e1"


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return open_settlements(months_home(tmp_path_factory.mktemp("months")).home, SYSTEM)


@pytest.fixture(scope="module")
def statement(edition):
    return next(each for each in read_statements(edition) if each.row["settle_no"] == OCTOBER)


@pytest.fixture(scope="module")
def pdf(edition, statement):
    return statement_pdf(edition, statement)


@pytest.fixture(scope="module")
def workbook(edition, statement):
    return statement_workbook(edition, statement)


def test_published_rows_cells_and_printed_text_agree_to_the_fen(edition, statement, workbook, pdf):
    stored = pq.read_table(statement.manifest.folder / "settlement.parquet").to_pylist()
    row = next(each for each in stored if each["settle_no"] == OCTOBER)

    found = {each.key: each for each in compared(steps([statement]), workbook=workbook, pdf=pdf)}

    assert all(each.agrees for each in found.values())
    for column, key, sign in (
        ("gross_amt", "gross_amt", 1),
        ("assess_deduct_amt", "assess_deduct_amt", -1),
        ("penalty_amt", "penalty_amt", -1),
        ("prepay_offset_amt", "prepay_offset_amt", -1),
        ("retention_amt", "retention_amt", -1),
        ("payable_amt", "payable_amt", 1),
    ):
        assert (found[key].workbook, found[key].pdf) == (sign * row[column], sign * row[column])
    assert found["payable_amt"].pdf == Decimal("1814840.42")
    assert found["penalty_amt"].workbook == Decimal("-15000.50")


def test_another_reader_of_pdfs_finds_the_same_amounts(tmp_path, pdf):
    program = shutil.which("pdftotext")
    if not program:
        pytest.skip("no pdftotext: install Debian's poppler-utils")
    (tmp_path / "a.pdf").write_bytes(pdf)
    told = subprocess.run([program, "-layout", "a.pdf", "-"], cwd=tmp_path, capture_output=True, check=True).stdout

    ours = [line for line in pdf_text(pdf).split("\n") if line.endswith(("1,814,840.42", "15,000.50"))]

    assert ours
    assert all(line.strip() in told.decode() for line in ours)


def test_a_step_that_one_document_holds_otherwise_does_not_agree(statement, workbook, pdf):
    found = steps([statement])
    changed = [Step(each.key, each.amount + Decimal("0.01"), is_total=each.is_total) for each in found[:1]]

    first = compared([*changed, *found[1:]], workbook=workbook, pdf=pdf)[0]

    assert not first.agrees
    assert first.workbook == first.pdf == Decimal("1891121.25")
    assert first.published == Decimal("1891121.26")


def test_a_step_that_a_document_lacks_is_not_found_and_not_zero(statement, workbook, pdf):
    found = [*steps([statement])[:-1], Step("above_ceiling_amt", Decimal("0.00")), steps([statement])[-1]]

    lacking = compared(found, workbook=workbook, pdf=pdf)[-2]

    assert (lacking.workbook, lacking.pdf) == (None, None)
    assert not lacking.agrees


def test_differing_documents_are_refused_with_all_three_amounts(edition, statement, monkeypatch):
    row = {**statement.row, "penalty_amt": Decimal("15000.51"), "payable_amt": Decimal("1814840.41")}
    monkeypatch.setattr(three_ways, "_KEPT", {})
    monkeypatch.setattr(
        three_ways, "statement_pdf", lambda edition, each: statement_pdf(edition, replace(each, row=row))
    )

    with pytest.raises(CannotRun, match=r"−15,000\.50 .*penalty.*−15,000\.50.*−15,000\.51.*nobody approves"):
        refuse_differing_documents(edition, statement)


def test_documents_are_made_once_for_all_who_see_the_same(edition, statement, monkeypatch):
    """Everybody who opened a statement waited for its documents to be made for them."""
    monkeypatch.setattr(three_ways, "_KEPT", {})
    made = []
    monkeypatch.setattr(three_ways, "statement_pdf", lambda *given: made.append(1) or statement_pdf(*given))
    readers = [Principal(name, Role.PURCHASER, name) for name in ("甲", "乙")]

    with ThreadPoolExecutor(2) as both:
        first, second = both.map(lambda reader: compare_three_ways(replace(edition, reader=reader), statement), readers)

    assert first == second
    assert made == [1]
    operator = Principal("丙", Role.OPERATOR, "c", contracts=frozenset({statement.contract_no}))
    compare_three_ways(replace(edition, reader=operator), statement)
    assert made == [1, 1]


def test_the_workbook_is_the_same_bytes_again_and_checks_itself(edition, statement, workbook):
    cells = first_sheet(workbook)

    assert statement_workbook(edition, statement) == workbook
    assert (cells["A10"], cells["D10"], cells["E10"], cells["F10"]) == (
        "结算总额",
        Decimal("1891121.25"),
        Decimal("1891121.25"),
        "一致",
    )
    payable = next(place[1:] for place, cell in cells.items() if cell == "本期应付")
    assert (cells[f"D{payable}"], cells[f"F{payable}"]) == (Decimal("1814840.42"), "一致")
    assert "人民币壹佰捌拾壹万肆仟捌佰肆拾元肆角贰分" in cells.values()


@pytest.mark.parametrize(("read", "content"), [(pdf_text, b"%PDF-1.7 nothing"), (first_sheet, b"PK nothing")])
def test_what_is_no_document_is_refused_in_one_sentence(read, content):
    with pytest.raises(CannotRun, match="make it again"):
        read(content)
