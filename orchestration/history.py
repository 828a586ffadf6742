"""What became of every edition and refusal, as the ledger tells it: current, taken back, removed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interface.errors import CannotRun
from interface.ledger import Entry
from orchestration.requests import ROLLED_BACK

PUBLISHED, REFUSED, REMOVED = "published", "refused", "removed"


@dataclass(frozen=True)
class Booking:
    """One published run: its line in the ledger, the runs it stands on, oldest first, and what became of it.

    ``before`` gives each earlier run with the hash of its manifest. ``undone`` is the line that took the run back,
    ``removed`` the one since which its files are no longer kept; None where there is none.
    """

    entry: Entry
    before: tuple[tuple[str, str], ...]
    undone: Entry | None = None
    removed: Entry | None = None

    @property
    def link(self) -> tuple[str, str]:
        """The run and the hash of its manifest."""
        return self.entry.content["run_id"], self.entry.content["manifest_hash"]

    @property
    def run_id(self) -> str:
        """The run."""
        return self.link[0]


@dataclass(frozen=True)
class Refusal:
    """One refused run: its line in the ledger, and the line since which its files are no longer kept, or None."""

    entry: Entry
    removed: Entry | None = None

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return str(self.entry.content["folder"])


@dataclass(frozen=True)
class History:
    """Every booking and refusal of a home in the order in which they were made."""

    bookings: tuple[Booking, ...]
    refusals: tuple[Refusal, ...]

    @property
    def current(self) -> tuple[Booking, ...]:
        """The runs of the current edition, oldest first; empty where nothing is published."""
        return tuple(booking for booking in self.bookings if booking.undone is None)

    def booking(self, run_id: str) -> Booking:
        """The booking of a run; CannotRun where no run of that id was ever published."""
        for booking in self.bookings:
            if booking.run_id == run_id:
                return booking
        raise CannotRun(f"No run {run_id!r} was published here: `hengliang editions` names them.")


def read_history(entries: Sequence[Entry]) -> History:
    """Follow the ledger's lines from the first to the last."""
    bookings: dict[str, Booking] = {}
    refusals: dict[str, Refusal] = {}
    chain: list[tuple[str, str]] = []
    for entry in entries:
        content = entry.content
        if entry.kind == PUBLISHED:
            booking = Booking(entry, tuple(chain))
            bookings[booking.run_id] = booking
            chain.append(booking.link)
        elif entry.kind == ROLLED_BACK:
            while chain and chain[-1][0] != content["run_id"]:
                run_id, _ = chain.pop()
                bookings[run_id] = replace(bookings[run_id], undone=entry)
        elif entry.kind == REFUSED:
            refusals[content["folder"]] = Refusal(entry)
        elif entry.kind == REMOVED and content["name"] in bookings:
            bookings[content["name"]] = replace(bookings[content["name"]], removed=entry)
        elif entry.kind == REMOVED and content["name"] in refusals:
            refusals[content["name"]] = replace(refusals[content["name"]], removed=entry)
    return History(tuple(bookings.values()), tuple(refusals.values()))
