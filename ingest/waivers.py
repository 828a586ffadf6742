"""Waivers: decisions of two people on one quarantined row, kept in the ledger; fates are reckoned with them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import duckdb

from interface.errors import CannotRun
from interface.files import canonical_json, sha256_of_text
from interface.ledger import Entry, Writer
from interface.people import is_same_person

ACCEPT, WITHDRAW, REVOKE = "accept", "withdraw", "revoke"

WAIVER = "waiver"
"""The kind of the ledger's line about a waiver."""
_WAIVED = {
    "waiver_id": "varchar",
    "act": "varchar",
    "table_name": "varchar",
    "file_sha256": "varchar",
    "row_number": "bigint",
    "rule": "varchar",
    "reason": "varchar",
    "because": "varchar",
    "row_key": "varchar",
    "row_hash": "varchar",
    "decided_at": "timestamptz",
}


@dataclass(frozen=True)
class Waiver:
    """What is asked about one row, and who decided; the row's text and the reason stand in full.

    Attributes:
        act: ``accept``: the rule that set the row aside does not hold against it. ``withdraw``: the row counts for
            nothing and contradicts nobody, nor do equal rows that were known when it was decided. ``revoke``: another
            waiver of the row holds no more.
        rule: The rule that is waived; blank for a withdrawal.
        row_key: The row's key; None where its cells cannot be read.
        row_hash: The digest of the row's content; None where its cells cannot be read.
        because: Why, in the words of whoever asks.
        decided_at: When the second person approved, in UTC; None while it waits.
        revokes: The waiver that a revocation ends; blank for any other.
    """

    waiver_id: str
    act: str
    table_name: str
    file_name: str
    file_sha256: str
    row_number: int
    reason: str
    rule: str
    message: str
    raw: str
    row_key: str | None
    row_hash: str | None
    because: str
    asked_by: str
    asked_at: str
    decided_by: str = ""
    decided_at: datetime | None = None
    revokes: str = ""


def waivers_among(entries: Sequence[Entry], *, as_of: datetime | None = None) -> list[Waiver]:
    """Every waiver as it stood before a moment (exclusive; None: now), in the order in which they were asked."""
    found: dict[str, Waiver] = {}
    for entry in entries:
        if entry.kind == WAIVER and (as_of is None or entry.at < as_of):
            waiver = Waiver(**entry.content)
            found[waiver.waiver_id] = replace(waiver, decided_at=entry.at) if waiver.decided_by else waiver
    return list(found.values())


def ask_waiver(ledger: Writer, waiver: Waiver) -> Waiver:
    """Note in the ledger what somebody asks; it changes nothing until another person approves it."""
    at = ledger.next_moment()
    waiver = replace(waiver, waiver_id="", asked_at=at.isoformat())
    digest = sha256_of_text(canonical_json(_content(waiver)))
    waiver = replace(waiver, waiver_id=f"WV{digest[:12]}")
    ledger.append(kind=WAIVER, content=_content(waiver), at=at)
    return waiver


def approve_waiver(ledger: Writer, waiver: Waiver, *, by: str) -> Waiver:
    """Note in the ledger that a second person approves; from here on the waiver holds.

    Raises:
        CannotRun: the same person asked, or it is approved already.
    """
    if waiver.decided_by:
        raise CannotRun(f"Waiver {waiver.waiver_id} is approved already, by {waiver.decided_by}.")
    if is_same_person(waiver.asked_by, by):
        raise CannotRun(f"{by.strip()} asked for waiver {waiver.waiver_id}: another person must approve it.")
    at = ledger.next_moment()
    waiver = replace(waiver, decided_by=by)
    ledger.append(kind=WAIVER, content=_content(waiver), at=at)
    return replace(waiver, decided_at=at)


def revoked_by(waivers: Sequence[Waiver]) -> dict[str, str]:
    """The revocation that ended each waiver that was revoked; one that waits for approval ends nothing."""
    return {each.revokes: each.waiver_id for each in waivers if each.revokes and each.decided_by}


def open_waivers(connection: duckdb.DuckDBPyConnection, waivers: Sequence[Waiver]) -> frozenset[str]:
    """Create ``ingest_waived`` with the waivers that hold, where there are any; the tables that they concern."""
    revoked = revoked_by(waivers)
    holding = [each for each in waivers if each.decided_at and each.act != REVOKE and each.waiver_id not in revoked]
    if holding:
        columns = ", ".join(f"{name} {kind}" for name, kind in _WAIVED.items())
        connection.execute(f"create or replace temp table ingest_waived ({columns})")
        connection.executemany(
            f"insert into ingest_waived values ({', '.join('?' for _ in _WAIVED)})",
            [[getattr(each, name) for name in _WAIVED] for each in holding],
        )
    return frozenset(each.table_name for each in holding)


def _content(waiver: Waiver) -> dict[str, object]:
    return {name: value for name, value in asdict(waiver).items() if name != "decided_at"}
