"""What a home holds, to be compared: landed rows without their origin, the hash of all inputs, the ledger's kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from ingest.known import open_known
from ingest.landing import ingest_folder
from interface.ledger import read_entries
from interface.paths import Home
from interface.tables import INPUTS
from tests.fuzz.dresses import Folder


@dataclass(frozen=True)
class Held:
    """The hash over all landed rows, and the rows themselves as text, sorted, by table."""

    inputs_hash: str
    rows: dict[str, list[str]]


def held(root: Path) -> Held:
    """What the home holds; every file's rows are checked to be landed, duplicate or quarantined on the way."""
    with duckdb.connect(":memory:") as connection:
        known = open_known(connection, Home(root), as_of=None, anew=True)
        rows = {}
        for table in INPUTS.values():
            found = connection.execute(f"select {', '.join(table.names)} from landing.{table.name}").fetchall()
            if found:
                rows[table.name] = sorted(map(str, found))
        return Held(known.inputs_hash, rows)


def files_known(root: Path) -> dict[str, int]:
    """Rows read of each file that the home knows, by SHA-256."""
    with duckdb.connect(":memory:") as connection:
        open_known(connection, Home(root), as_of=None)
        return dict(connection.execute("select file_sha256, rows_read from landing.ingest_file").fetchall())


def is_ledger_whole(root: Path) -> bool:
    """Whether the ledger reads as one chain, ends with a whole line and names a report last."""
    home = Home(root)
    return read_entries(home)[-1].kind == "report" and home.ledger.read_bytes().endswith(b"\n")


def written(folder: Folder, under: Path) -> Path:
    """A new folder below another with these files."""
    inputs = Path(mkdtemp(dir=under))
    for name, content in folder.items():
        path = inputs / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return inputs


def sent(folders: list[Folder], under: Path, *, ingest: Callable[[Home, Path], object] = ingest_folder) -> Path:
    """A new home to which the folders were sent, one after the other."""
    root = Path(mkdtemp(dir=under)) / "home"
    for folder in folders:
        ingest(Home(root), written(folder, under))
    return root
