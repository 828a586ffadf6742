"""Lists every run that was judged and what became of it: current, booked, taken back, refused, no longer kept."""

from dashboards.decisions import TakenBack
from interface.errors import CannotRun
from interface.ledger import Entry, read_entries
from interface.paths import Home
from interface.periods import print_moment
from orchestration.history import Booking, History, Refusal, read_history


def edition_lines(home: Home) -> list[str]:
    """A line per run in the order of the ledger: its id, period and type, when it was judged, and how it stands.

    Raises:
        CannotRun: nothing was judged yet, or the ledger is damaged.
    """
    history = read_history(read_entries(home))
    judged: list[Booking | Refusal] = sorted((*history.bookings, *history.refusals), key=lambda each: each.entry.number)
    if not judged:
        raise CannotRun(f"No run was judged in {home.root} yet: run `hengliang settle --period YYYY-MM` first.")
    return [_of_booking(each, history) if isinstance(each, Booking) else _of_refusal(each) for each in judged]


def taken_back(home: Home) -> list[TakenBack]:
    """The published runs that were taken back, in the order in which they were published."""
    return [
        TakenBack(
            run_id=booking.run_id,
            period=booking.entry.content["period"],
            run_type=booking.entry.content["run_type"],
            manifest_hash=booking.link[1] if booking.removed is None else None,
            at=booking.undone.at,
            by=booking.undone.content["by"],
            because=booking.undone.content["because"],
        )
        for booking in read_history(read_entries(home)).bookings
        if booking.undone is not None
    ]


def _of_booking(booking: Booking, history: History) -> str:
    content = booking.entry.content
    state = "booked"
    if booking == history.current[-1]:
        state = "current"
    elif booking.undone is not None:
        undone = booking.undone
        state = f"rolled back at {print_moment(undone.at)} by {undone.content['by']}: {undone.content['because']}"
    head = f"{booking.run_id} {content['period']} {content['run_type']}"
    return f"{head}: published {print_moment(booking.entry.at)}, {state}{_removed(booking.removed)}"


def _of_refusal(refusal: Refusal) -> str:
    entry = refusal.entry
    return (
        f"{entry.content['run_id']}: refused {print_moment(entry.at)}, see {refusal.folder}{_removed(refusal.removed)}"
    )


def _removed(line: Entry | None) -> str:
    return f", files removed at {print_moment(line.at)}" if line else ""
