"""What a run is asked for, held against what is booked: its type and its moment of knowledge."""

from dataclasses import dataclass
from datetime import datetime

from dashboards.editions import Edition, NothingPublished, open_edition
from interface.errors import CannotRun
from interface.ledger import next_moment
from interface.paths import Home
from interface.periods import Period, Year, print_moment


@dataclass(frozen=True)
class Request:
    """A run's period, type and exclusive moment of knowledge, and the edition it stands on (None: the first)."""

    period: Period
    run_type: str
    as_of: datetime
    edition: Edition | None

    @property
    def is_annual(self) -> bool:
        """Whether the run settles contract years instead of a month."""
        return isinstance(self.period, Year)

    @property
    def is_repeated(self) -> bool:
        """Whether the period was booked before, so that the run books only what changed since."""
        chain = self.edition.chain if self.edition else ()
        return any(manifest.run.period == str(self.period) for manifest in chain)


def resolve(home: Home, period: Period, *, run_type: str | None, as_of: datetime | None) -> Request:
    """Complete a request: type INITIAL, REVISION where the month is booked, ANNUAL for a year; everything known now.

    Raises:
        CannotRun: the type does not fit what is booked, or the moment lies before it.
    """
    try:
        edition = open_edition(home)
    except NothingPublished:
        edition = None
    return Request(period, _run_type(run_type, period, edition), _as_of(home, as_of, edition), edition)


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
    runs = [manifest.run for manifest in edition.chain if manifest.run.period == str(period)] if edition else []
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
