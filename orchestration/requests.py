"""What a run is asked for, held against what is booked: its type and its moment of knowledge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dashboards.access import SYSTEM
from dashboards.editions import Edition, NothingPublished, open_edition
from interface.errors import CannotRun
from interface.ledger import Entry, next_moment, read_entries
from interface.paths import Home
from interface.periods import SHANGHAI, Month, Period, Year, print_moment
from interface.tables.published import EVALUATION

ROLLED_BACK = "rolled_back"


@dataclass(frozen=True)
class Request:
    """A run's period, type and exclusive moment of knowledge, and the edition it stands on (None: the first).

    ``scheme_no`` is the one framework that an evaluation scores; None for every framework, and for a settlement.
    ``prepared_by`` is who starts the run.
    ``rollback`` is the hash of the ledger's newest line that took editions back; blank where none was.
    """

    period: Period
    run_type: str
    as_of: datetime
    edition: Edition | None
    scheme_no: str | None = None
    prepared_by: str = ""
    rollback: str = ""

    @property
    def is_annual(self) -> bool:
        """Whether the run settles contract years instead of a month."""
        return isinstance(self.period, Year)

    @property
    def is_repeated(self) -> bool:
        """Whether the period was booked before, so that the run books only what changed since."""
        settlements = self.edition.settlements if self.edition else ()
        return any(manifest.run.period == str(self.period) for manifest in settlements)


def resolve(
    home: Home, period: Period, *, run_type: str | None, as_of: datetime | None, prepared_by: str = ""
) -> Request:
    """Complete a request: type INITIAL, REVISION where the month is booked, ANNUAL for a year; everything known now.

    Raises:
        CannotRun: the type does not fit what is booked, or the moment lies before it.
    """
    edition = _edition(home)
    return Request(
        period,
        _run_type(run_type, period, edition),
        _as_of(home, as_of, edition),
        edition,
        prepared_by=prepared_by,
        rollback=newest_rollback(read_entries(home)),
    )


def resolve_evaluation(home: Home, *, scheme_no: str | None, as_of: datetime | None, prepared_by: str = "") -> Request:
    """Complete a request to evaluate; its period is the month up to which facts are known.

    Raises:
        CannotRun: the moment lies in the future or before what is booked.
    """
    edition = _edition(home)
    moment = _as_of(home, as_of, edition)
    known_on = last_known_day(moment)
    month = Month(known_on.year, known_on.month)
    rollback = newest_rollback(read_entries(home))
    return Request(month, EVALUATION, moment, edition, scheme_no, prepared_by, rollback)


def newest_rollback(entries: Sequence[Entry]) -> str:
    """The hash of the newest line that took editions back; blank where none was."""
    return next((entry.hash for entry in reversed(entries) if entry.kind == ROLLED_BACK), "")


def last_known_day(as_of: datetime) -> date:
    """The last day in Shanghai of which anything may be known before an exclusive moment."""
    return (as_of - timedelta(microseconds=1)).astimezone(SHANGHAI).date()


def _edition(home: Home) -> Edition | None:
    try:
        return open_edition(home, SYSTEM)
    except NothingPublished:
        return None


def _as_of(home: Home, given: datetime | None, edition: Edition | None) -> datetime:
    now = next_moment(home)
    if given is None:
        return now
    if given > now:
        raise CannotRun(f"--as-of {print_moment(given)} lies in the future: what will be known then is not known yet.")
    newest = max((manifest.run.as_of for manifest in edition.chain), default=None) if edition else None
    if newest is not None and given < newest:
        raise CannotRun(
            f"--as-of {print_moment(given)} lies before what is already booked ({print_moment(newest)}): "
            "a booked run cannot be made to know less; give a later time or leave --as-of out."
        )
    return given


def _run_type(given: str | None, period: Period, edition: Edition | None) -> str:
    if isinstance(period, Year):
        if given not in (None, "INDICATIVE"):
            raise CannotRun(f"The annual run of {period} takes no --type {given}: leave it out, or give INDICATIVE.")
        return given or "ANNUAL"
    runs = [manifest.run for manifest in edition.settlements if manifest.run.period == str(period)] if edition else []
    final = [run.run_id for run in runs if run.run_type == "FINAL"]
    if final and given != "INDICATIVE":
        raise CannotRun(
            f"{period} is final since run {final[0]}: settle a later month, which books what was learned since "
            "as an adjustment."
        )
    if given is None:
        return "REVISION" if runs else "INITIAL"
    if given == "INITIAL" and runs:
        raise CannotRun(f"{period} is booked since run {runs[0].run_id}: leave --type out, or give --type REVISION.")
    if given == "REVISION" and not runs:
        raise CannotRun(f"{period} was never settled, so there is nothing to revise: leave --type out.")
    return given
