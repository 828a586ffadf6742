"""The reader of editions: published tables for screens and documents, and the newest report of what was received."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dashboards.manifests import Manifest, Run, read_chain, read_refused
from dashboards.periods import in_order
from dashboards.stored import arrow_schema, damaged, read_stored, stacked
from interface.errors import CannotRun
from interface.ledger import read_entries
from interface.paths import Home
from interface.tables import PUBLISHED
from interface.tables.published import SNAPSHOTS

JUDGEMENT_TABLES = ("run", "gate_result")
INBOX_TABLES = ("quarantine", "ingest_file")


class NothingPublished(CannotRun):
    """No run was published yet, so there are no figures to show."""


class NothingReceived(CannotRun):
    """No file was received yet, so there is no report of one."""


class UnknownPeriod(CannotRun):
    """No run has the period asked for."""


@dataclass(frozen=True)
class Edition:
    """All runs up to the current one, oldest first, and the runs that the gate refused, which have no figures."""

    home: Home
    chain: tuple[Manifest, ...]
    refused: tuple[Manifest, ...]

    @property
    def current(self) -> Manifest:
        """The newest published run, the one that the pointer names."""
        return self.chain[-1]

    @property
    def periods(self) -> tuple[str, ...]:
        """Periods with a published run, in order: months, and annual runs after the months they came after."""
        return in_order(manifest.run.period for manifest in self.chain)

    def status(self, manifest: Manifest) -> str:
        """BLOCKED, FINAL, SUPERSEDED (a later published run has the same period) or PUBLISHED."""
        if manifest in self.refused:
            return "BLOCKED"
        if manifest.run.run_type == "FINAL":
            return "FINAL"
        later = self.chain[self.chain.index(manifest) + 1 :]
        return "SUPERSEDED" if any(each.run.period == manifest.run.period for each in later) else "PUBLISHED"

    def table(self, name: str, *, period: str | None = None, year: str | None = None) -> pa.Table:
        """Rows of one published table, columns and types as in the interface, ordered by the table's key.

        Of ``SNAPSHOTS``, which tell how things stand, only the newest of the runs asked for counts. ``run`` and
        ``gate_result`` also hold the runs that were refused.

        Args:
            name: A published table.
            period: Only runs of this period: a month, or ``2020`` for the annual runs alone.
            year: Only runs of the months of this year, such as ``2020``, and its annual runs.

        Raises:
            UnknownPeriod: no run has that period or year; the text names the known ones.
            CannotRun: a file is missing or damaged; the text names it.
        """
        if name in INBOX_TABLES:
            return open_inbox(self.home).table(name)
        manifests = self._runs_of(name, period=period, year=year)
        if name == "run":
            return stacked([self._run_row(manifest) for manifest in manifests], PUBLISHED[name])
        parts = [part for manifest in manifests if (part := _read_table(manifest, name)) is not None]
        return stacked(parts, PUBLISHED[name])

    def _runs_of(self, name: str, *, period: str | None, year: str | None) -> Sequence[Manifest]:
        runs = (*self.chain, *self.refused) if name in JUDGEMENT_TABLES else self.chain
        fitting = [
            each
            for each in runs
            if (period is None or each.run.period == period) and (year is None or each.run.period[:4] == year)
        ]
        if not fitting and (period or year):
            known = ", ".join(in_order(each.run.period for each in runs))
            raise UnknownPeriod(f"No run has the period {period or year}: choose one of {known}.")
        return fitting[-1:] if name in SNAPSHOTS else fitting

    def _run_row(self, manifest: Manifest) -> pa.Table:
        run: Run = manifest.run
        row = vars(run) | {"status": self.status(manifest), "manifest_hash": manifest.manifest_hash}
        return pa.Table.from_pylist([row], schema=arrow_schema(PUBLISHED["run"]))


@dataclass(frozen=True)
class Inbox:
    """The newest report of what was received: rows set aside and files, each file with its SHA-256."""

    folder: Path
    files: Mapping[str, str]

    def table(self, name: str) -> pa.Table:
        """``quarantine`` or ``ingest_file``, ordered by the table's key; CannotRun names a damaged file."""
        file_name = f"{name}.parquet"
        if file_name not in self.files:
            raise damaged(self.folder / file_name, "is not recorded in the ledger")
        part = read_stored(self.folder / file_name, PUBLISHED[name], sha256=self.files[file_name])
        return stacked([part], PUBLISHED[name])


def open_edition(home: Home) -> Edition:
    """Open what the pointer names, with every manifest of its chain checked; files are checked when they are read.

    Raises:
        NothingPublished: no run was published yet.
        CannotRun: the pointer or a manifest is damaged; the text names it.
    """
    chain = read_chain(home)
    if not chain:
        raise NothingPublished(
            f"Nothing is published in {home.root} yet: run `hengliang settle --period YYYY-MM` first."
        )
    return Edition(home, chain, read_refused(home))


def open_judgements(home: Home) -> Edition:
    """Open the edition for what the gate said: also where every run so far was refused and no figure exists.

    Raises:
        NothingPublished: no run was judged yet.
        CannotRun: the pointer or a manifest is damaged; the text names it.
    """
    edition = Edition(home, read_chain(home), read_refused(home))
    if not edition.chain and not edition.refused:
        raise NothingPublished(f"No run was judged in {home.root} yet: run `hengliang settle --period YYYY-MM` first.")
    return edition


def open_inbox(home: Home) -> Inbox:
    """Open the newest ingest report that the ledger names; it needs no edition.

    Raises:
        NothingReceived: nothing was ingested yet.
        CannotRun: the ledger is damaged.
    """
    reports = [entry for entry in read_entries(home) if entry.kind == "report"]
    if not reports:
        raise NothingReceived(f"Nothing was received in {home.root} yet: run `hengliang ingest --inputs DIR` first.")
    newest = reports[-1].content
    return Inbox(home.reports / newest["folder"], newest["files"])


def published_table(home: Home, name: str, *, period: str | None = None, year: str | None = None) -> pa.Table:
    """One published table from the least that it needs: an ingest, a judgement, or a published run.

    Raises:
        NothingPublished, NothingReceived, UnknownPeriod: there is no such thing yet.
        CannotRun: a file is damaged, or a period is asked of a report of what was received.
    """
    if name in INBOX_TABLES:
        if period or year:
            raise CannotRun(f"Table {name} reports the newest ingest and has no periods: leave {period or year} out.")
        return open_inbox(home).table(name)
    edition = open_judgements(home) if name in JUDGEMENT_TABLES else open_edition(home)
    return edition.table(name, period=period, year=year)


def select(table: pa.Table, **values: str) -> pa.Table:
    """Rows in which every named column has the value given."""
    for name, value in values.items():
        table = table.filter(pc.equal(table.column(name), value))
    return table


def _read_table(manifest: Manifest, name: str) -> pa.Table | None:
    """One run's rows; None where the run made no such table, as the runs of an earlier version may not have."""
    stored = manifest.files.get(f"{name}.parquet")
    if stored is None:
        return None
    path = manifest.folder / f"{name}.parquet"
    return read_stored(path, PUBLISHED[name], sha256=stored.sha256, rows=stored.rows)
