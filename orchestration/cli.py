"""The command line: one function per command, which reads its options, calls one function and prints."""

import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from interface.errors import CannotRun, Stopped
from interface.settings import read_settings
from orchestration.cli_dagster import dagster_app
from orchestration.cli_gate import gate_app
from orchestration.cli_keeping import keeping_app
from orchestration.cli_looking import looking_app
from orchestration.cli_options import HomeOption, place_of
from orchestration.cli_quarantine import quarantine_app
from orchestration.cli_score import score_app
from orchestration.cli_spark import spark_app
from orchestration.cli_statement import statement_app
from orchestration.cli_trying import trying_app
from orchestration.cli_users import users_app
from orchestration.ingesting import ingest_aloud

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="衡量 Hengliang: meters, prices, evaluates and settles public-data operation services.",
)
app.add_typer(looking_app)
app.add_typer(trying_app)
app.add_typer(keeping_app)
app.add_typer(dagster_app)
app.add_typer(gate_app, name="gate")
app.add_typer(quarantine_app, name="quarantine")
app.add_typer(score_app, name="score")
app.add_typer(spark_app, name="spark")
app.add_typer(statement_app, name="statement")
app.add_typer(users_app, name="users")

_INTERRUPTED = "Interrupted: what was published before stays; run the command again to go on."
_INTERRUPTED_CODE = 130  # what Typer returns where it meets Ctrl+C itself


class RunType(StrEnum):
    """Kinds of settlement run."""

    INDICATIVE = "INDICATIVE"
    INITIAL = "INITIAL"
    REVISION = "REVISION"
    FINAL = "FINAL"


class Engine(StrEnum):
    """What computes a settlement."""

    duckdb = "duckdb"
    spark = "spark"


class Format(StrEnum):
    """Formats of an export."""

    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"
    pdf = "pdf"


InputsOption = Annotated[Path, typer.Option("--inputs", help="Folder with input tables.", show_default=False)]


def main() -> None:
    """Run the command line; exit with 0, 1 (could not run) or 2 (stopped by a judgement)."""
    if len(sys.argv) == 1:
        sys.argv.append("--help")
    try:
        code = app(standalone_mode=False)
    except CannotRun as reason:
        _fail(str(reason), 1)
    except Stopped as reason:
        _fail(str(reason), 2)
    except TyperException as reason:
        _fail(f"{_sentence(reason)} See `hengliang --help`.", 1)
    except (KeyboardInterrupt, typer.Abort):
        _fail(_INTERRUPTED, 1)
    except OSError as reason:
        _fail(f"{reason.filename or 'A file'} cannot be used: {reason.strerror or reason}.", 1)
    except Exception as reason:
        if read_settings().shows_traceback:
            raise
        said = " ".join(str(reason).split())
        _fail(
            f"This should not happen: {type(reason).__name__}: {said}. Nothing was published; with "
            "HENGLIANG_TRACEBACK=yes the same command shows where.",
            1,
        )
    if code == _INTERRUPTED_CODE:
        _fail(_INTERRUPTED, 1)
    sys.exit(code if isinstance(code, int) else 0)


@app.command()
def ingest(
    inputs: InputsOption,
    mapping: Annotated[
        str | None,
        typer.Option("--mapping", help="How a foreign export in the folder is read: a shipped name or a YAML file."),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Land a folder of input tables; one line per file: rows read, landed, duplicate, quarantined."""
    place, _ = place_of(home)
    if ingest_aloud(place, inputs, mapping=mapping):
        raise Stopped("At least one file was refused (see above); the others landed.")


@app.command()
def settle(
    period: Annotated[
        str | None, typer.Option("--period", help="Service month, such as 2020-05.", show_default=False)
    ] = None,
    year: Annotated[
        str | None,
        typer.Option("--year", help="The annual run of each contract year that starts in it.", show_default=False),
    ] = None,
    through: Annotated[
        str | None, typer.Option("--through", help="Settle every month from --period to this one, in order.")
    ] = None,
    inputs: Annotated[Path | None, typer.Option("--inputs", help="Ingest this folder first.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Take only what was known before this time (exclusive).")
    ] = None,
    run_type: Annotated[
        RunType | None, typer.Option("--type", help="Default INITIAL, or REVISION where the month is booked.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who starts the run and so does not approve it; default: the login name.")
    ] = None,
    engine: Annotated[
        Engine | None, typer.Option("--engine", help="What computes (or HENGLIANG_ENGINE; default duckdb).")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Settle a month: book it, and for earlier booked months what changed since. Or settle contract years."""
    from orchestration.settling import periods_asked, settle_months

    place, settings = place_of(home, person=by)
    settle_months(
        place,
        replace(settings, engine=engine.value) if engine else settings,
        periods=periods_asked(period=period, through=through, year=year),
        as_of=as_of,
        run_type=run_type.value if run_type else None,
        ingest_first=(lambda: ingest_aloud(place, inputs)) if inputs else None,
        say=typer.echo,
    )


@app.command()
def evaluate(
    scheme: Annotated[
        str | None, typer.Option("--scheme", help="Only this framework; default: every one.", show_default=False)
    ] = None,
    inputs: Annotated[Path | None, typer.Option("--inputs", help="Ingest this folder first.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Take only what was known before this time (exclusive).")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who starts the run and so does not approve it; default: the login name.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Score every subject of every framework received, and list what is wrong in sheets and reports."""
    from orchestration.evaluating import evaluate_schemes

    place, settings = place_of(home, person=by)
    evaluate_schemes(
        place,
        settings,
        scheme_no=scheme,
        as_of=as_of,
        ingest_first=(lambda: ingest_aloud(place, inputs)) if inputs else None,
        say=typer.echo,
    )


@app.command()
def quote(
    inputs: Annotated[Path, typer.Option("--inputs", help="Folder with the catalogue.", show_default=False)],
    quantities: Annotated[
        Path, typer.Option("--quantities", help="CSV with item_code, quantity[, unit].", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", help="CSV to write: adds amount_exact and amount.", show_default=False)],
    version: Annotated[str | None, typer.Option("--version", help="Catalogue version that prices.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="Price by the version in force on this day (default today).")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Price quantities against a catalogue; books nothing, and no home is read or written."""
    from orchestration.quote import quote as price

    _, settings = place_of(home)
    quoted = price(inputs, quantities, out, settings=settings, version=version, on=on)
    typer.echo(f"{out}: {quoted.row_count:,} rows priced by {', '.join(quoted.versions)}")


@app.command()
def export(
    what: Annotated[
        str,
        typer.Option(
            "--what",
            help="A published table, all, score_report, or form:scores, :goals, :self_evaluation, :monitoring, "
            ":payment_application, :progress_report.",
            show_default=False,
        ),
    ],
    to: Annotated[Path, typer.Option("--to", help="Folder to write to.", show_default=False)],
    format: Annotated[
        Format, typer.Option("--format", help="csv, parquet, xlsx, or pdf for statements and score reports.")
    ] = Format.csv,
    period: Annotated[
        str | None, typer.Option("--period", help="Only this settlement period: a month, or 2020 for the annual run.")
    ] = None,
    year: Annotated[str | None, typer.Option("--year", help="Months of this year and its annual run.")] = None,
    scheme: Annotated[str | None, typer.Option("--scheme", help="Only forms and reports of this framework.")] = None,
    subject: Annotated[str | None, typer.Option("--subject", help="Only forms and reports of this subject.")] = None,
    home: HomeOption = None,
) -> None:
    """Write published tables, statements or official forms to a folder."""
    from dashboards.access import SYSTEM
    from dashboards.documents.exports import export as write

    place, _ = place_of(home)
    for path in write(
        place, SYSTEM, what=what, period=period, year=year, format=format.value, to=to, scheme=scheme, subject=subject
    ):
        typer.echo(path)


@app.command()
def serve(home: HomeOption = None) -> None:
    """Serve the dashboards on this machine."""
    from dashboards.serving import serve as run
    from orchestration.desk import open_desk

    place, settings = place_of(home)
    typer.echo(f"http://{settings.host}:{settings.port}/  (home {place.root}; Ctrl+C ends it)")
    run(place, open_desk(), settings)


def _sentence(reason: TyperException) -> str:
    """What a usage error says, without the usage text around it."""
    said = getattr(reason, "format_message", lambda: str(reason))()
    return said if said.endswith(".") else f"{said}."


def _fail(sentence: str, code: int) -> None:
    typer.echo(sentence, err=True)
    sys.exit(code)
