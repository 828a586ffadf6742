"""The reader of the newest report of what was received: rows set aside, and files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dashboards.access import Principal
from dashboards.manifests import Run
from dashboards.scopes import own_rows
from dashboards.stored import damaged, read_stored, stacked
from interface.errors import CannotRun
from interface.ledger import read_entries
from interface.paths import Home
from interface.tables import PUBLISHED, inputs_frameworks, inputs_scores

_OF_EVALUATIONS_ALONE = [table.name for table in (*inputs_frameworks.TABLES, *inputs_scores.TABLES)]
INBOX_TABLES = ("quarantine", "ingest_file")


class NothingReceived(CannotRun):
    """No file was received yet, so there is no report of one."""


@dataclass(frozen=True)
class Inbox:
    """The newest report of what was received: rows set aside and files, each file with its SHA-256.

    Rows are those that ``reader`` may see.
    """

    reader: Principal
    folder: Path
    files: Mapping[str, str]

    def table(self, name: str) -> pa.Table:
        """``quarantine`` or ``ingest_file``, ordered by the table's key.

        Raises:
            Forbidden: the reader may not see the table.
            CannotRun: a file is damaged; the text names it.
        """
        return own_rows(self.reader, name, self._whole(name), self._whole)

    @property
    def open_count(self) -> int:
        """How many rows are set aside and open: a number that everybody may know, as figures lack these rows."""
        return int(pc.sum(pc.is_null(self._whole("quarantine").column("closed_by"))).as_py() or 0)

    def landed_since(self, run: Run) -> int:
        """How many files came too late for a run, of tables that its kind of run reads; a number that all may know."""
        files = self._whole("ingest_file")
        if not run.is_evaluation:
            files = files.filter(pc.invert(pc.is_in(files.column("table_name"), pa.array(_OF_EVALUATIONS_ALONE))))
        return int(pc.sum(pc.greater_equal(files.column("landed_at"), run.as_of)).as_py() or 0)

    def _whole(self, name: str) -> pa.Table:
        file_name = f"{name}.parquet"
        if file_name not in self.files:
            raise damaged(self.folder / file_name, "is not recorded in the ledger")
        part = read_stored(self.folder / file_name, PUBLISHED[name], sha256=self.files[file_name])
        return stacked([part], PUBLISHED[name])


def open_inbox(home: Home, reader: Principal) -> Inbox:
    """Open the newest ingest report that the ledger names; it needs no edition.

    Raises:
        NothingReceived: nothing was ingested yet.
        CannotRun: the ledger is damaged.
    """
    reports = [entry for entry in read_entries(home) if entry.kind == "report"]
    if not reports:
        raise NothingReceived(f"Nothing was received in {home.root} yet: run `hengliang ingest --inputs DIR` first.")
    newest = reports[-1].content
    return Inbox(reader, home.reports / newest["folder"], newest["files"])
