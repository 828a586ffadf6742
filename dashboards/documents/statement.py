"""The statement (结算单) as a PDF to be signed: from gross to payable, its grounds and its lines."""

import re
from pathlib import Path

from dashboards.documents.statement_page import statement_html
from dashboards.documents.statement_rows import read_rows
from dashboards.editions import Edition
from dashboards.statements import Statement, read_statements
from interface.files import sha256_of_text, write_whole

_STYLE = Path(__file__).with_name("statement.css")
_UNSAFE = re.compile(r"[^\w.-]+")


def write_statements(edition: Edition, *, period: str | None, year: str | None, to: Path) -> list[Path]:
    """Write one PDF per statement of the period or year into the folder ``to``; the paths written.

    Raises:
        CannotRun: no run has the period, or a file of the edition is damaged.
    """
    wanted = set(edition.table("settlement", period=period, year=year).column("settle_no").to_pylist())
    statements = [each for each in read_statements(edition) if each.row["settle_no"] in wanted]
    return [_write_statement(edition, statement, to) for statement in statements]


def statement_name(statement: Statement, *, ending: str = "pdf") -> str:
    """The file's name: period, contract and statement number, other characters replaced."""
    parts = (statement.run.period, statement.contract_no, str(statement.row["settle_no"]))
    return "_".join(["settlement", *(_UNSAFE.sub("-", part) for part in parts)]) + f".{ending}"


def statement_pdf(edition: Edition, statement: Statement) -> bytes:
    """The statement as a PDF on A4, fonts embedded; the same statement gives the same bytes.

    Nothing is fetched while it is made: the style is the only resource.

    Raises:
        CannotRun: the lines do not add up to the statement's gross, or a file of the edition is damaged.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    text = statement_html(statement, read_rows(edition, statement))
    fonts = FontConfiguration()
    document = HTML(string=text, url_fetcher=_fetch_nothing).render(
        stylesheets=[CSS(string=_STYLE.read_text(encoding="utf-8"), font_config=fonts)], font_config=fonts
    )
    identifier = sha256_of_text(f"{statement.manifest.manifest_hash} {statement.row['settle_no']}")[:32]
    return bytes(document.write_pdf(pdf_identifier=identifier.encode()))


def _write_statement(edition: Edition, statement: Statement, to: Path) -> Path:
    path = to / statement_name(statement)
    write_whole(path, statement_pdf(edition, statement))
    return path


def _fetch_nothing(url: str) -> dict[str, str]:
    raise ValueError(f"a statement needs nothing from {url}")
