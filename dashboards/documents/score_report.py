"""The score report (绩效评价得分报告) of one subject as a PDF, its workbook, and both as files to hand out."""

import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc

from dashboards.documents.score_report_page import report_html
from dashboards.documents.score_report_rows import ReportRows, read_report_rows
from dashboards.documents.workbook import workbook_bytes
from dashboards.editions import Edition, select
from interface.errors import CannotRun
from interface.files import sha256_of_text
from interface.tables import PUBLISHED

_STYLES = ("statement.css", "score_report.css")
_SHEETS = (
    *("score_summary", "score_node", "score_indicator", "score_finding", "indicator_measure"),
    *("score_comparison", "monitor_light", "score_consequence"),
)
_UNFIT = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Document:
    """A file to hand out: its name and its bytes."""

    name: str
    content: bytes


def score_report(edition: Edition, *, scheme: str | None, subject: str | None) -> Document:
    """The report of a subject as a PDF on A4, fonts embedded; the same edition gives the same bytes.

    Nothing is fetched while it is made: the styles are the only resources.

    Raises:
        CannotRun: no such subject was scored, or a file of the edition is damaged.
    """
    rows = read_report_rows(edition, scheme=scheme, subject=subject)
    return Document(_name("score_report", rows, "pdf"), _pdf(rows))


def score_workbook(edition: Edition, *, scheme: str | None, subject: str | None) -> Document:
    """Every evaluation table as one workbook, a sheet each, with the rows of a subject alone, and its run.

    Raises:
        CannotRun: no such subject was scored, a file of the edition is damaged, or a table does not fit on a sheet.
    """
    rows = read_report_rows(edition, scheme=scheme, subject=subject)
    sheets = []
    for name in _SHEETS:
        table = select(edition.table(name), scheme_no=rows.scheme_no)
        own = pc.equal(table.column("subject_code"), rows.subject_code)
        # Findings without a subject are those of the framework's documents.
        table = table.filter(pc.fill_null(own, fill_value=name == "score_finding"))
        sheets.append((PUBLISHED[name], table))
    sheets.append((PUBLISHED["run"], select(edition.table("run"), run_id=rows.manifest.run.run_id)))
    return Document(_name("scorecard", rows, "xlsx"), workbook_bytes(sheets))


def _pdf(rows: ReportRows) -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    folder = Path(__file__).parent
    styles = [CSS(string=(folder / name).read_text(encoding="utf-8"), font_config=fonts) for name in _STYLES]
    document = HTML(string=report_html(rows), url_fetcher=_fetch_nothing).render(stylesheets=styles, font_config=fonts)
    identifier = sha256_of_text(f"{rows.manifest.manifest_hash} {rows.scheme_no} {rows.subject_code}")[:32]
    return bytes(document.write_pdf(pdf_identifier=identifier.encode()))


def _name(kind: str, rows: ReportRows, ending: str) -> str:
    """Names that no file may have are made fit, and told apart by a piece of their hash."""
    parts = (rows.scheme_no, rows.subject_code)
    fit = [_UNFIT.sub("-", part) for part in parts]
    told_apart = "" if fit == list(parts) else f"_{sha256_of_text('/'.join(parts))[:8]}"
    return f"{kind}_{'_'.join(fit)}{told_apart}.{ending}"


def _fetch_nothing(url: str) -> dict[str, str]:
    raise CannotRun(f"A score report needs nothing from {url}.")
