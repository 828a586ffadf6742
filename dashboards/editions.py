"""The reader of editions: published tables for screens and documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dashboards.access import SYSTEM, Forbidden, Principal
from dashboards.inbox import INBOX_TABLES, open_inbox
from dashboards.manifests import Manifest, Run, StoredFile, read_chain, read_refused
from dashboards.periods import in_order
from dashboards.queried import checked_rows, query_stored
from dashboards.scopes import own_rows
from dashboards.stored import in_shape, read_stored, stacked
from interface.errors import CannotRun
from interface.parquet import arrow_schema
from interface.paths import Home
from interface.tables import PUBLISHED
from interface.tables.published import EVALUATION_TABLES, RUN_TABLES, SNAPSHOTS

_OF_EVALUATIONS = {table.name for table in EVALUATION_TABLES}
_BY_RUN = {table.name for table in RUN_TABLES} - set(SNAPSHOTS)
"""Tables whose rows are those of every settlement run, one below the other."""
JUDGEMENT_TABLES = ("run", "gate_result")
LARGE_BYTES = 4 << 20
"""From this size on, files are not read whole for a few of their rows."""


class NothingPublished(CannotRun):
    """No run was published yet, so there are no figures to show."""


class UnknownPeriod(CannotRun):
    """No run has the period asked for."""


@dataclass(frozen=True)
class Edition:
    """All runs up to the current one, oldest first, and the runs that the gate refused, which have no figures.

    Rows are those that ``reader`` may see.
    """

    home: Home
    reader: Principal
    chain: tuple[Manifest, ...]
    refused: tuple[Manifest, ...]

    @property
    def current(self) -> Manifest:
        """The newest published run, the one that the pointer names."""
        return self.chain[-1]

    @property
    def settlements(self) -> tuple[Manifest, ...]:
        """The published runs that settle, oldest first."""
        return tuple(manifest for manifest in self.chain if not manifest.run.is_evaluation)

    @property
    def newest_settlement(self) -> Manifest:
        """The newest published run that settles; open the edition with ``open_settlements`` to be sure of one."""
        return self.settlements[-1]

    @property
    def evaluations(self) -> tuple[Manifest, ...]:
        """The published runs that evaluate, oldest first."""
        return tuple(manifest for manifest in self.chain if manifest.run.is_evaluation)

    @property
    def periods(self) -> tuple[str, ...]:
        """Periods with a published settlement, in order: months, and annual runs after the months they came after."""
        return in_order(manifest.run.period for manifest in self.settlements)

    def status(self, manifest: Manifest) -> str:
        """BLOCKED, FINAL, SUPERSEDED (a later published run has the same period) or PUBLISHED."""
        if manifest in self.refused:
            return "BLOCKED"
        if manifest.run.run_type == "FINAL":
            return "FINAL"
        peers = self.evaluations if manifest.run.is_evaluation else self.settlements
        later = peers[peers.index(manifest) + 1 :]
        return "SUPERSEDED" if any(each.run.period == manifest.run.period for each in later) else "PUBLISHED"

    def table(self, name: str, *, period: str | None = None, year: str | None = None) -> pa.Table:
        """Rows of one published table, columns and types as in the interface, ordered by the table's key.

        Of ``SNAPSHOTS``, which tell how things stand, only the newest of the runs asked for counts; of evaluations,
        for each framework, the newest that was asked for it. ``run`` and ``gate_result`` also hold refused runs.

        Args:
            name: A published table.
            period: Only runs of this period: a month, or ``2020`` for the annual runs alone.
            year: Only runs of the months of this year, such as ``2020``, and its annual runs.

        Raises:
            Forbidden: the reader may not see the table.
            UnknownPeriod: no run has that period or year; the text names the known ones.
            CannotRun: a file is missing or damaged; the text names it.
        """
        if name in INBOX_TABLES:
            return open_inbox(self.home, self.reader).table(name)
        whole = self._whole(name, period=period, year=year)
        return own_rows(self.reader, name, whole, self._whole)

    def matching(self, name: str, *, period: str | None = None, **values: str | int) -> pa.Table:
        """Rows of ``table`` in which every named column has the value given; a large table is not read for them.

        Raises:
            Forbidden, UnknownPeriod, CannotRun: as ``table`` does.
        """
        files = self._files_of(name, period=period)
        if name not in _BY_RUN or sum(path.stat().st_size for path, _ in files if path.exists()) < LARGE_BYTES:
            return select(self.table(name, period=period), **values)
        where = " and ".join(f'"{column}" = ${column}' for column in values)
        order = ", ".join(f'"{column}"' for column in PUBLISHED[name].key)
        found = query_stored(files, PUBLISHED[name], f"select * from stored where {where} order by {order}", values)
        shaped = in_shape(found, PUBLISHED[name], files[-1][0])
        return own_rows(self.reader, name, shaped, self._whole)

    def counted(self, name: str, query: str, *, period: str | None) -> pa.Table:
        """What a query makes of all rows of a period's runs, or of all runs'; its rows name their ``work_order_no``.

        ``query`` reads ``stored``: the table's columns, and ``place``, which is greater in a later run.

        Raises:
            Forbidden, UnknownPeriod, CannotRun: as ``table`` does.
        """
        found = query_stored(self._files_of(name, period=period), PUBLISHED[name], query)
        return own_rows(self.reader, name, found, self._whole)

    def rows_of(self, name: str) -> str:
        """A query of all rows of a table of settlements, in no order, for the engine of a run that stands on them.

        Raises:
            Forbidden: the reader has rows of their own, and is not the server itself.
            CannotRun: as ``table`` does.
        """
        if self.reader != SYSTEM:
            raise Forbidden(frozenset())
        return checked_rows(self._files_of(name, period=None), PUBLISHED[name])

    def _files_of(self, name: str, *, period: str | None) -> list[tuple[Path, str]]:
        """Path and SHA-256 of the runs' files of a table, oldest first."""
        runs = [] if name in INBOX_TABLES else self._runs_of(name, period=period, year=None)
        found = [file for manifest in runs if (file := _file_of(manifest, name)) is not None]
        return [(path, stored.sha256) for path, stored in found]

    def _whole(self, name: str, *, period: str | None = None, year: str | None = None) -> pa.Table:
        """Every row, whoever reads; only ``table`` may hand rows on."""
        manifests = self._runs_of(name, period=period, year=year)
        if name == "run":
            return stacked([self._run_row(manifest) for manifest in manifests], PUBLISHED[name])
        if name in _OF_EVALUATIONS:
            return stacked(_newest_by_scheme(manifests, name), PUBLISHED[name])
        parts = [part for manifest in manifests if (part := _read_table(manifest, name)) is not None]
        return stacked(parts, PUBLISHED[name])

    def _runs_of(self, name: str, *, period: str | None, year: str | None) -> Sequence[Manifest]:
        runs = self.evaluations if name in _OF_EVALUATIONS else self.settlements
        if name in JUDGEMENT_TABLES:
            runs = (*self.chain, *self.refused)
        fitting = [each for each in runs if _fits(each, period=period, year=year)]
        if not fitting and (period or year):
            # A month was settled and nothing was evaluated in it: no rows, and nothing wrong with the question.
            if name in _OF_EVALUATIONS and any(_fits(each, period=period, year=year) for each in self.settlements):
                return []
            known = ", ".join(in_order(each.run.period for each in runs)) or "none, as there is no run of its kind"
            raise UnknownPeriod(f"No run has the period {period or year}: choose one of {known}.")
        return fitting[-1:] if name in SNAPSHOTS else fitting

    def _run_row(self, manifest: Manifest) -> pa.Table:
        run: Run = manifest.run
        row = vars(run) | {"status": self.status(manifest), "manifest_hash": manifest.manifest_hash}
        return pa.Table.from_pylist([row], schema=arrow_schema(PUBLISHED["run"]))


def open_edition(home: Home, reader: Principal) -> Edition:
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
    return Edition(home, reader, chain, read_refused(home))


def open_settlements(home: Home, reader: Principal) -> Edition:
    """Open what the pointer names for what was settled.

    Raises:
        NothingPublished: no settlement was published yet, evaluations aside.
        CannotRun: the pointer or a manifest is damaged; the text names it.
    """
    edition = open_edition(home, reader)
    if not edition.settlements:
        raise NothingPublished(f"Nothing is settled in {home.root} yet: run `hengliang settle --period YYYY-MM` first.")
    return edition


def open_judgements(home: Home, reader: Principal) -> Edition:
    """Open the edition for what the gate said: also where every run so far was refused and no figure exists.

    Raises:
        NothingPublished: no run was judged yet.
        CannotRun: the pointer or a manifest is damaged; the text names it.
    """
    edition = Edition(home, reader, read_chain(home), read_refused(home))
    if not edition.chain and not edition.refused:
        raise NothingPublished(f"No run was judged in {home.root} yet: run `hengliang settle --period YYYY-MM` first.")
    return edition


def published_table(
    home: Home, reader: Principal, name: str, *, period: str | None = None, year: str | None = None
) -> pa.Table:
    """One published table from the least that it needs: an ingest, a judgement, or a published run.

    Raises:
        Forbidden: the reader may not see the table.
        NothingPublished, NothingReceived, UnknownPeriod: there is no such thing yet.
        CannotRun: a file is damaged, or a period is asked of a report of what was received.
    """
    if name in INBOX_TABLES:
        if period or year:
            raise CannotRun(f"Table {name} reports the newest ingest and has no periods: leave {period or year} out.")
        return open_inbox(home, reader).table(name)
    edition = open_judgements(home, reader) if name in JUDGEMENT_TABLES else open_edition(home, reader)
    return edition.table(name, period=period, year=year)


def select(table: pa.Table, **values: str | int) -> pa.Table:
    """Rows in which every named column has the value given."""
    for name, value in values.items():
        table = table.filter(pc.equal(table.column(name), value))
    return table


def _fits(manifest: Manifest, *, period: str | None, year: str | None) -> bool:
    return (period is None or manifest.run.period == period) and (year is None or manifest.run.period[:4] == year)


def _newest_by_scheme(manifests: Sequence[Manifest], name: str) -> list[pa.Table]:
    """Rows of the runs, newest first, down to one for all frameworks; each without those that a newer was asked for."""
    parts: list[pa.Table] = []
    asked: list[str] = []
    for manifest in reversed(manifests):
        part = _read_table(manifest, name)
        if part is not None:
            parts.append(part.filter(pc.invert(pc.is_in(part.column("scheme_no"), pa.array(asked, pa.string())))))
        if manifest.run.scheme_no is None:
            break
        asked.append(manifest.run.scheme_no)
    return parts


def _file_of(manifest: Manifest, name: str) -> tuple[Path, StoredFile] | None:
    """Where a run's file of a table lies, and its record; None where the run made no such table."""
    stored = manifest.files.get(f"{name}.parquet")
    return None if stored is None else (manifest.folder / f"{name}.parquet", stored)


def _read_table(manifest: Manifest, name: str) -> pa.Table | None:
    """One run's rows; None where the run made no such table, as the runs of an earlier version may not have."""
    file = _file_of(manifest, name)
    if file is None:
        return None
    path, stored = file
    return read_stored(path, PUBLISHED[name], sha256=stored.sha256, rows=stored.rows)
