"""What pages are told of a home's keeping: overrides, waivers, editions taken back, work under way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Override(Protocol):
    """One rule that is to hold back one refused run no more; ``agreed_by`` is blank while it waits."""

    @property
    def override_id(self) -> str:
        """Its number."""

    @property
    def run_id(self) -> str:
        """The refused run."""

    @property
    def expectation(self) -> str:
        """The rule."""

    @property
    def unexpected_count(self) -> int:
        """How many rows the rule found."""

    @property
    def sample(self) -> str:
        """What it found, up to three rows."""

    @property
    def because(self) -> str:
        """Why, in the words of whoever asked."""

    @property
    def asked_by(self) -> str:
        """Who asked."""

    @property
    def asked_at(self) -> datetime | None:
        """When."""

    @property
    def agreed_by(self) -> str:
        """Who agreed."""

    @property
    def agreed_at(self) -> datetime | None:
        """When; None while it waits."""


class Waiver(Protocol):
    """What is asked about one row set aside; ``decided_by`` is blank while it waits."""

    @property
    def waiver_id(self) -> str:
        """Its number."""

    @property
    def act(self) -> str:
        """``accept``, ``withdraw`` or ``revoke``."""

    @property
    def table_name(self) -> str:
        """The table of the row."""

    @property
    def file_sha256(self) -> str:
        """The file of the row."""

    @property
    def row_number(self) -> int:
        """The line of the file."""

    @property
    def because(self) -> str:
        """Why, in the words of whoever asked."""

    @property
    def asked_by(self) -> str:
        """Who asked."""

    @property
    def decided_by(self) -> str:
        """Who approved."""

    @property
    def decided_at(self) -> datetime | None:
        """When; None while it waits."""

    @property
    def revokes(self) -> str:
        """The waiver that a revocation ends; blank for any other."""


@dataclass(frozen=True)
class TakenBack:
    """A published run that books nothing any more.

    ``manifest_hash`` is None where its files are no longer kept.
    """

    run_id: str
    period: str
    run_type: str
    manifest_hash: str | None
    at: datetime
    by: str
    because: str


@dataclass(frozen=True)
class Work:
    """The throw-away folder of a run: under way, or left by a process that died and swept by the next run."""

    name: str
    is_under_way: bool
