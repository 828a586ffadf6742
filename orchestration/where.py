"""Says where a home is and what is current in it; reads two small files and imports nothing heavy."""

import json
from datetime import datetime

from interface.errors import CannotRun
from interface.paths import Home
from interface.periods import print_moment
from interface.settings import Settings


def where(home: Home, settings: Settings) -> list[str]:
    """Lines of text: the home, its current edition, and the address of the pages.

    Raises:
        CannotRun: the pointer cannot be read.
    """
    lines = [f"home      {home.root}"]
    if home.root.exists() and not home.root.is_dir():
        raise CannotRun(f"{home.root} is a file: a home is a folder; check --home.")
    if not home.root.exists():
        return [*lines, "          not there yet: `hengliang demo` or `hengliang ingest --inputs DIR` creates it"]
    if not home.pointer.exists():
        lines.append("edition   nothing is published yet: run `hengliang settle --period YYYY-MM`")
    else:
        lines.append(f"edition   {_current(home)}")
    return [*lines, f"pages     http://{settings.host}:{settings.port}/  after `hengliang serve`"]


def _current(home: Home) -> str:
    try:
        pointer = json.loads(home.pointer.read_bytes())
        manifest = home.published / pointer["run_id"] / "manifest.json"
        run = json.loads(manifest.read_bytes())["run"]
        published = print_moment(datetime.fromisoformat(run["finished_at"]).replace(microsecond=0))
        return f"{run['run_id']} (period {run['period']}, {run['run_type']}, published {published})"
    except (ValueError, KeyError, TypeError, OSError):
        raise CannotRun(f"{home.pointer} or the manifest it names cannot be read: run `hengliang verify`.") from None
