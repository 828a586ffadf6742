"""What a user may take away: published tables by name, statements, forms, score reports; writes into a folder given."""

from pathlib import Path

from dashboards.access import Principal
from dashboards.documents.forms import NAMES, PREFIX, export_forms
from dashboards.documents.tables import FORMATS, write_table
from dashboards.editions import open_edition, published_table
from interface.errors import CannotRun
from interface.files import write_whole
from interface.paths import Home
from interface.tables import PUBLISHED

REPORT = "score_report"


def export(
    home: Home,
    reader: Principal,
    *,
    what: str,
    period: str | None,
    year: str | None,
    format: str,
    to: Path,
    scheme: str | None = None,
    subject: str | None = None,
) -> list[Path]:
    """Write published tables, or with ``pdf`` the statements, official forms or score reports into the folder ``to``.

    ``quarantine`` and ``ingest_file`` report the newest ingest: they need no published run and know no period.

    Args:
        home: Where the edition lies.
        reader: Whose rows.
        what: A published table's name, ``all``, a form such as ``form:scores``, or ``score_report``.
        period: Only this period, for example ``2020-05``.
        year: Only periods of this year; not together with ``period``.
        format: ``csv``, ``parquet``, ``xlsx``, or ``pdf`` where ``what`` is ``settlement`` or ``score_report``.
        to: Made where it does not exist.
        scheme: Only forms and reports of this framework.
        subject: Only forms and reports of this subject.

    Raises:
        CannotRun: an unknown name, format or period, nothing published, or a damaged file.
    """
    if period and year:
        raise CannotRun("Give --period or --year, not both.")
    if what.startswith(PREFIX):
        asked = {"period": period, "year": year, "scheme": scheme, "subject": subject}
        return export_forms(open_edition(home, reader), what=what, format=format, to=to, **asked)
    if what == REPORT:
        return _export_reports(
            home, reader, period=period or year, scheme=scheme, subject=subject, format=format, to=to
        )
    if what != "all" and what not in PUBLISHED:
        known = ", ".join((*PUBLISHED, *NAMES, REPORT))
        raise CannotRun(f"There is no table {what!r} to export: choose all, {known}.")
    if format not in (*FORMATS, "pdf"):
        raise CannotRun(f"Format {format!r} is not known: choose {', '.join(FORMATS)} or pdf.")
    if scheme or subject:
        raise CannotRun(f"--scheme and --subject choose among forms and score reports: leave them out for {what}.")
    if format == "pdf":
        return _export_statements(home, reader, what=what, period=period, year=year, to=to)
    if what == "all":
        edition = open_edition(home, reader)
        tables = {name: edition.table(name, period=period, year=year) for name in PUBLISHED}
    else:
        tables = {what: published_table(home, reader, what, period=period, year=year)}
    return [write_table(table, PUBLISHED[name], format=format, to=to) for name, table in tables.items()]


def _export_reports(
    home: Home, reader: Principal, *, period: str | None, scheme: str | None, subject: str | None, format: str, to: Path
) -> list[Path]:
    """A report for every subject that the newest evaluations scored, or for those asked for: a PDF, or a workbook."""
    from dashboards.documents.score_report import score_report, score_workbook

    makers = {"pdf": score_report, "xlsx": score_workbook}
    if format not in makers:
        raise CannotRun(f"A score report is made as pdf or xlsx, not as {format}.")
    if period:
        raise CannotRun(f"A score report is of the newest evaluation and of no period: leave {period} out.")
    edition = open_edition(home, reader)
    cards = [
        row
        for row in edition.table("score_summary").to_pylist()
        if scheme in (None, row["scheme_no"]) and subject in (None, row["subject_code"])
    ]
    if not cards:
        raise CannotRun("No published evaluation scored what is asked for: `hengliang evaluate` names what was scored.")
    paths = []
    for row in cards:
        made = makers[format](edition, scheme=row["scheme_no"], subject=row["subject_code"])
        write_whole(to / made.name, made.content)
        paths.append(to / made.name)
    return paths


def _export_statements(
    home: Home, reader: Principal, *, what: str, period: str | None, year: str | None, to: Path
) -> list[Path]:
    if what != "settlement":
        raise CannotRun(f"A PDF is made of settlement and score_report, not of {what}: use csv, parquet or xlsx.")
    from dashboards.documents.statement import write_statements

    return write_statements(open_edition(home, reader), period=period, year=year, to=to)
