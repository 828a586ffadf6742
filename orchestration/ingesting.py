"""A folder landed for the command line: a line per file to standard output, progress to a terminal."""

import sys
from collections.abc import Callable
from pathlib import Path

import typer

from interface.paths import Home


def ingest_aloud(home: Home, inputs: Path, *, mapping: str | None = None) -> bool:
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
