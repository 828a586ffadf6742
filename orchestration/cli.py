"""The command line: one function per command, which reads its options, calls one function and prints."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from interface.errors import CannotRun, Stopped
from interface.paths import Home
from interface.settings import Settings, read_settings
from orchestration.cli_quarantine import quarantine_app

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="衡量 Hengliang: meters, prices and settles public-data operation services.",
)
app.add_typer(quarantine_app, name="quarantine")

_INTERRUPTED = "Interrupted: what was published before stays; run the command again to go on."
_INTERRUPTED_CODE = 130  # what Typer returns where it meets Ctrl+C itself


class RunType(StrEnum):
    """Kinds of settlement run."""

    INDICATIVE = "INDICATIVE"
    INITIAL = "INITIAL"
    REVISION = "REVISION"
    FINAL = "FINAL"


class Format(StrEnum):
    """Formats of an export."""

    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"
    pdf = "pdf"


HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", help="Where everything is stored (or HENGLIANG_HOME; default ./warehouse).", show_default=False
    ),
]
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
    place, _ = _place(home)
    if _ingest(place, inputs, mapping=mapping):
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
    home: HomeOption = None,
) -> None:
    """Settle a month: book it, and for earlier booked months what changed since. Or settle contract years."""
    from orchestration.settling import periods_asked, settle_months

    place, settings = _place(home)
    settle_months(
        place,
        settings,
        periods=periods_asked(period=period, through=through, year=year),
        as_of=as_of,
        run_type=run_type.value if run_type else None,
        ingest_first=(lambda: _ingest(place, inputs)) if inputs else None,
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

    _, settings = _place(home)
    quoted = price(inputs, quantities, out, settings=settings, version=version, on=on)
    typer.echo(f"{out}: {quoted.row_count:,} rows priced by {', '.join(quoted.versions)}")


@app.command()
def export(
    what: Annotated[str, typer.Option("--what", help="A published table, or all.", show_default=False)],
    to: Annotated[Path, typer.Option("--to", help="Folder to write to.", show_default=False)],
    format: Annotated[Format, typer.Option("--format", help="csv, parquet, xlsx, or pdf for statements.")] = Format.csv,
    period: Annotated[
        str | None, typer.Option("--period", help="Only this settlement period: a month, or 2020 for the annual run.")
    ] = None,
    year: Annotated[str | None, typer.Option("--year", help="Months of this year and its annual run.")] = None,
    home: HomeOption = None,
) -> None:
    """Write published tables or statements to a folder."""
    from dashboards.documents.exports import export as write

    place, _ = _place(home)
    for path in write(place, what=what, period=period, year=year, format=format.value, to=to):
        typer.echo(path)


@app.command()
def explain(
    id: Annotated[str, typer.Argument(help="A line_id, settle_no, run_id, delivery_no, or SHA-256:row of a raw row.")],
    home: HomeOption = None,
) -> None:
    """Follow a figure down to its raw rows and up to the payable, or a raw row to its fate."""
    from orchestration.explain import explain as tell

    place, _ = _place(home)
    for line in tell(place, id):
        typer.echo(line)


@app.command()
def verify(home: HomeOption = None) -> None:
    """Re-read everything published and landed against its recorded hashes."""
    from orchestration.verify import verify as check

    place, _ = _place(home)
    checked, wrong = check(place)
    if wrong:
        for sentence in wrong:
            typer.echo(sentence)
        raise Stopped(f"{len(wrong)} of {checked} files and records do not agree with their recorded hashes.")
    typer.echo(f"{checked} files and records agree with their recorded hashes.")


@app.command()
def where(home: HomeOption = None) -> None:
    """Say where this home is and which edition is current."""
    from orchestration.where import where as tell

    place, settings = _place(home)
    for line in tell(place, settings):
        typer.echo(line)


@app.command()
def demo(
    home: HomeOption = None,
    seed: Annotated[int, typer.Option("--seed", help="Another seed gives another year.")] = 2020,
) -> None:
    """Build a demonstration home: a contract year, settled month by month."""
    from orchestration.demo import build_demo

    place, settings = _place(home)
    build_demo(place, settings, seed=seed, say=typer.echo)


@app.command()
def templates(
    to: Annotated[Path, typer.Option("--to", help="Folder to write to.", show_default=False)],
) -> None:
    """Write empty input templates: a CSV per table, and one workbook with notes and lists."""
    from orchestration.templates import write_templates

    for path in write_templates(to):
        typer.echo(path)


@app.command()
def serve(home: HomeOption = None) -> None:
    """Serve the dashboards on this machine."""
    from dashboards.app import serve as run

    place, settings = _place(home)
    typer.echo(f"http://{settings.host}:{settings.port}/  (home {place.root}; Ctrl+C ends it)")
    run(place, host=settings.host, port=settings.port)


@app.command()
def dev(
    home: HomeOption = None, port: Annotated[int, typer.Option("--port", help="Port of the Dagster UI.")] = 3000
) -> None:
    """Open the Dagster UI with this home's assets, schedules and checks."""
    from orchestration.dagster_ui import open_ui

    place, _ = _place(home)
    open_ui(place, port=port)


def _place(home: Path | None) -> tuple[Home, Settings]:
    settings = read_settings()
    return Home((home or settings.home).absolute()), settings


def _ingest(home: Home, inputs: Path, *, mapping: str | None = None) -> bool:
    """Land a folder and print its lines; True where a file was refused."""
    from ingest.landing import ingest_folder
    from ingest.mappings.loading import load_mapping
    from orchestration.printing import ingest_line

    described = load_mapping(mapping) if mapping is not None else None
    outcomes = ingest_folder(home, inputs, mapping=described, report=_progress())
    for outcome in outcomes:
        typer.echo(ingest_line(outcome))
    return any(outcome.refusal for outcome in outcomes)


def _progress() -> Callable[[str], None]:
    """Progress goes to a terminal only, so that a log stays quiet."""
    if not sys.stderr.isatty():
        return lambda text: None
    return lambda text: typer.echo(text, err=True)


def _sentence(reason: TyperException) -> str:
    """What a usage error says, without the usage text around it."""
    said = getattr(reason, "format_message", lambda: str(reason))()
    return said if said.endswith(".") else f"{said}."


def _fail(sentence: str, code: int) -> None:
    typer.echo(sentence, err=True)
    sys.exit(code)
