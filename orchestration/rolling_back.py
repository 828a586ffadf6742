"""Takes editions back: an earlier run becomes current again, and what came after it books nothing any more."""

from collections.abc import Sequence

import duckdb

from dashboards.access import SYSTEM
from dashboards.approvals import state_of, steps_of
from dashboards.editions import Edition, open_edition
from dashboards.manifests import Manifest
from expectations.publishing import restore_pointer
from ingest.known import open_engine, open_known
from interface.errors import CannotRun
from interface.ledger import Entry, read_entries, writing
from interface.paths import Home
from orchestration.requests import ROLLED_BACK

_OUT_OF_THE_HOUSE = ("ISSUED", "DELIVERED", "ACCEPTED", "OBJECTED")


def plan_rollback(home: Home, run_id: str) -> tuple[str, ...]:
    """The runs that ``rollback`` would take back, oldest first; nothing is done.

    Raises:
        CannotRun: as there, names and reasons apart.
    """
    edition = open_edition(home, SYSTEM)
    return tuple(manifest.run.run_id for manifest in _takes_back(home, edition, run_id))


def rollback(home: Home, run_id: str, *, by: str, because: str, seen: str | None = None) -> tuple[str, ...]:
    """Make an earlier run of the current edition current again, as the home's writer; readers see the old or the new.

    One line of the ledger says who did it and why; then the pointer moves. The runs that came after are kept as they
    are and book nothing. The same facts settled again give runs of other ids (decision 0015).

    Args:
        home: Where the editions lie.
        run_id: The run to make current.
        by: Who takes back what came after it.
        because: Why.
        seen: The run that was current when somebody decided; another one now means another decision. None: any.

    Returns:
        The runs that were taken back, oldest first.

    Raises:
        CannotRun: there is no such earlier run, a name or reason is missing, or a run after it is final, has a
            statement that left the house, or one that was paid, or the edition is not the one that was seen.
    """
    by, because = " ".join(by.split()), " ".join(because.split())
    if not by:
        raise CannotRun("Say who takes the edition back: --by NAME.")
    if not because:
        raise CannotRun("Taking an edition back needs a reason, which is kept for good: --reason TEXT.")
    if not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home.")
    with writing(home) as ledger:
        restore_pointer(home)
        edition = open_edition(home, SYSTEM)
        if seen not in (None, edition.current.run.run_id):
            raise CannotRun(
                f"Run {edition.current.run.run_id} is current by now, and {seen} was when this was decided: look at "
                "the editions again."
            )
        undone = _takes_back(home, edition, run_id)
        kept = edition.chain[-len(undone) - 1]
        content = {
            "run_id": kept.run.run_id,
            "manifest_hash": kept.manifest_hash,
            "from_run_id": edition.current.run.run_id,
            "from_manifest_hash": edition.current.manifest_hash,
            "by": by,
            "because": because,
        }
        ledger.append(kind=ROLLED_BACK, content=content, at=ledger.next_moment())
        restore_pointer(home)
        return tuple(manifest.run.run_id for manifest in undone)


def _takes_back(home: Home, edition: Edition, run_id: str) -> tuple[Manifest, ...]:
    undone = _runs_after(edition, run_id)
    _refuse_final(undone)
    statements = _statements_of(edition, undone)
    _refuse_issued(read_entries(home), statements)
    _refuse_paid(home, statements)
    return undone


def _runs_after(edition: Edition, run_id: str) -> tuple[Manifest, ...]:
    runs = [manifest.run.run_id for manifest in edition.chain]
    if run_id not in runs:
        raise CannotRun(f"Run {run_id!r} is not of the current edition: `hengliang editions` names those that are.")
    if run_id == runs[-1]:
        raise CannotRun(f"Run {run_id} is current already: there is nothing to take back.")
    return edition.chain[runs.index(run_id) + 1 :]


def _refuse_final(undone: Sequence[Manifest]) -> None:
    for manifest in undone:
        if manifest.run.run_type == "FINAL":
            raise CannotRun(
                f"Run {manifest.run.run_id} made {manifest.run.period} final and cannot be taken back: settle a later "
                "month, which books the difference as an adjustment."
            )


def _statements_of(edition: Edition, undone: Sequence[Manifest]) -> list[str]:
    runs = {manifest.run.run_id for manifest in undone}
    return [row["settle_no"] for row in edition.table("settlement").to_pylist() if row["run_id"] in runs]


def _refuse_issued(entries: Sequence[Entry], statements: Sequence[str]) -> None:
    for settle_no in statements:
        steps = steps_of(entries, settle_no)
        if state_of(steps) in _OUT_OF_THE_HOUSE:
            raise CannotRun(
                f"Statement {settle_no} was issued and is {state_of(steps)}: what left the house is not taken back; "
                "settle again, which books the difference."
            )


def _refuse_paid(home: Home, statements: Sequence[str]) -> None:
    """A home that keeps no approvals may still know that a statement left the house: somebody paid it."""
    if not statements:
        return
    with open_engine(home) as connection:
        open_known(connection, home, as_of=None)
        paid = _first_payment(connection, statements)
    if paid is not None:
        raise CannotRun(
            f"Payment {paid[0]} names statement {paid[1]}: what was paid is not taken back; settle again, which books "
            "the difference."
        )


def _first_payment(connection: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> tuple[str, str] | None:
    return connection.execute(
        "select voucher_no, settle_no from landing.payment where list_contains(?, settle_no) order by all limit 1",
        [list(statements)],
    ).fetchone()
