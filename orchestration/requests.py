"""What a run is asked for, held against what is booked: its type and its moment of knowledge."""

from dataclasses import dataclass
from datetime import datetime

from dashboards.editions import Edition, NothingPublished, open_edition
from interface.errors import CannotRun
from interface.ledger import next_moment
from interface.paths import Home
from interface.periods import Month, print_moment


@dataclass(frozen=True)
class Request:
    """A run's period, type and exclusive moment of knowledge, and the edition it stands on (None: the first)."""

    period: Month
    run_type: str
    as_of: datetime
    edition: Edition | None


def resolve(home: Home, period: Month, *, run_type: str | None, as_of: datetime | None) -> Request:
    """Complete a request: type INITIAL, or REVISION where the month is booked; everything known now.

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


def _run_type(given: str | None, period: Month, edition: Edition | None) -> str:
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
