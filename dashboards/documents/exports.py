"""What a user may take away: published tables by name, statements of a period, forms; writes into a folder given."""

from pathlib import Path

from dashboards.access import Principal
from dashboards.documents.forms import NAMES, PREFIX, export_forms
from dashboards.documents.forms_of_settlement import NAMES as MONEY_FORMS
from dashboards.documents.forms_of_settlement import export_settlement_forms
from dashboards.documents.tables import FORMATS, write_table
from dashboards.editions import open_edition, open_settlements, published_table
from interface.errors import CannotRun
from interface.paths import Home
from interface.tables import PUBLISHED


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
    """Write published tables, or with ``pdf`` the statements, or official forms, into the folder ``to``.

    ``quarantine`` and ``ingest_file`` report the newest ingest: they need no published run and know no period.

    Args:
        home: Where the edition lies.
        reader: Whose rows.
        what: A published table's name, ``all``, or a form such as ``form:scores`` or ``form:payment_application``.
        period: Only this period, for example ``2020-05``.
        year: Only periods of this year; not together with ``period``.
        format: ``csv``, ``parquet``, ``xlsx``, or ``pdf`` where ``what`` is ``settlement``.
        to: Made where it does not exist.
        scheme: Only forms of this framework.
        subject: Only forms of this subject.

    Raises:
        CannotRun: an unknown name, format or period, nothing published, or a damaged file.
    """
    if period and year:
        raise CannotRun("Give --period or --year, not both.")
    if what in MONEY_FORMS:
        if scheme or subject:
            raise CannotRun(f"--scheme and --subject choose among evaluations: leave them out for {what}.")
        edition = open_settlements(home, reader)
        return export_settlement_forms(edition, what=what, period=period, year=year, format=format, to=to)
    if what.startswith(PREFIX):
        asked = {"period": period, "year": year, "scheme": scheme, "subject": subject}
        return export_forms(open_edition(home, reader), what=what, format=format, to=to, **asked)
    if what != "all" and what not in PUBLISHED:
        raise CannotRun(
            f"There is no table {what!r} to export: choose all, {', '.join((*PUBLISHED, *NAMES, *MONEY_FORMS))}."
        )
    if format not in (*FORMATS, "pdf"):
        raise CannotRun(f"Format {format!r} is not known: choose {', '.join(FORMATS)} or pdf.")
    if scheme or subject:
        raise CannotRun(f"--scheme and --subject choose among forms: leave them out for {what}.")
    if format == "pdf":
        return _export_statements(home, reader, what=what, period=period, year=year, to=to)
    if what == "all":
        edition = open_edition(home, reader)
        tables = {name: edition.table(name, period=period, year=year) for name in PUBLISHED}
    else:
        tables = {what: published_table(home, reader, what, period=period, year=year)}
    return [write_table(table, PUBLISHED[name], format=format, to=to) for name, table in tables.items()]


def _export_statements(
    home: Home, reader: Principal, *, what: str, period: str | None, year: str | None, to: Path
) -> list[Path]:
    if what != "settlement":
        raise CannotRun(f"A PDF is made of settlement alone, not of {what}: use csv, parquet or xlsx.")
    from dashboards.documents.statement import write_statements

    return write_statements(open_edition(home, reader), period=period, year=year, to=to)
