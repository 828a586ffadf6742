"""What the ledger says about files received: which were read, which repeat known bytes, which tables they give."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from interface.ledger import Entry, Writer, read_entries
from interface.paths import Home

RECEIVED = "received"
"""The kind of the ledger's line about a file."""


@dataclass(frozen=True)
class Received:
    """One file as it was received for one table; its rows' fate is no part of it, as it may change.

    Attributes:
        at: Moment of receipt, in UTC; each file has its own.
        file_sha256: Blank where the bytes could not be read.
        candidates: Rows with sound cells, in the file that ``rows_sha256`` seals; None where there is no such row.
        bad_rows: Rows set aside for their own sake, in the file that ``quarantine_sha256`` seals.
        blank_lines: Lines passed over, no rows.
        refusal: Code and sentence; None where the file was read.
        warnings: Recorded changes in candidates, such as ``W302:3 W305:1``; None where there is none.
        unknown_columns: Header cells that no column of the table has.
        repeat: The same bytes were read for the same table before; they have no batch of their own.
        mapping: Name and SHA-256 of the mapping by which a foreign export was read; None for our own form.
        together: How many tables of the file were to be noted, this one among them; a crash may leave some out.
    """

    at: datetime
    file_name: str
    table_name: str
    file_sha256: str = ""
    rows_read: int = 0
    candidates: int = 0
    bad_rows: int = 0
    blank_lines: int = 0
    rows_sha256: str | None = None
    quarantine_sha256: str | None = None
    refusal: str | None = None
    warnings: str | None = None
    unknown_columns: tuple[str, ...] = ()
    repeat: bool = False
    mapping: str | None = None
    together: int = 1

    @property
    def identity(self) -> tuple[str, str]:
        """What makes two receipts the same: the bytes and the table."""
        return self.file_sha256, self.table_name

    @property
    def mapping_sha256(self) -> str:
        """The SHA-256 of the mapping's text; blank where the file is in our own form."""
        return (self.mapping or "").rpartition(" ")[2]

    @property
    def is_batch(self) -> bool:
        """Whether the file was read and has a batch of its own."""
        return self.refusal is None and not self.repeat

    @property
    def gives_table(self) -> bool:
        """Whether the file shows that its table is kept at all; an empty template left in the folder does not."""
        return self.refusal is None and self.rows_read > 0


def received_files(home: Home, *, as_of: datetime | None = None) -> list[Received]:
    """Every file received before a moment (exclusive; None: all) in the order of receipt, refused ones too."""
    return received_among(read_entries(home), as_of=as_of)


def received_among(entries: list[Entry], *, as_of: datetime | None = None) -> list[Received]:
    """The same among entries of a ledger that were read already."""
    found = [entry for entry in entries if entry.kind == RECEIVED]
    return [Received(at=entry.at, **entry.content) for entry in found if as_of is None or entry.at < as_of]


def record_received(ledger: Writer, received: Received) -> None:
    """Note a file in the ledger, from where on its batch counts."""
    content = {name: value for name, value in asdict(received).items() if name != "at"}
    ledger.append(kind=RECEIVED, content=content, at=received.at)


def candidates_of(received: Iterable[Received], table_name: str) -> int:
    """Rows with sound cells of a table's batches."""
    return sum(each.candidates for each in received if each.is_batch and each.table_name == table_name)


def tables_given(received: Iterable[Received]) -> frozenset[str]:
    """Tables of which a file with rows was received."""
    return frozenset(each.table_name for each in received if each.gives_table)
