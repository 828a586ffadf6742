"""Every place where data rests, from one root; nothing is created here."""

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DBT_PROJECT = PROJECT / "dbt_project"


@dataclass(frozen=True)
class Home:
    """One home: all that the product stores lies under ``root``, and two homes never share anything."""

    root: Path

    @property
    def raw(self) -> Path:
        """The bytes as received, each file named by its SHA-256."""
        return self.root / "raw"

    def raw_file(self, sha256: str) -> Path:
        """Where the bytes with that SHA-256 lie."""
        return self.raw / sha256[:2] / sha256

    @property
    def landing(self) -> Path:
        """Typed rows: ``<table>/<batch>.parquet``."""
        return self.root / "landing"

    @property
    def reports(self) -> Path:
        """What each ingest found, ``<number>/``: quarantine and files as published, and what the next builds on."""
        return self.root / "landing" / "reports"

    @property
    def published(self) -> Path:
        """Editions, ``<run_id>/``, and the pointer to the current one."""
        return self.root / "published"

    @property
    def pointer(self) -> Path:
        """The file that names the current edition; it is replaced in one step."""
        return self.published / "current.json"

    @property
    def refused(self) -> Path:
        """Judgements that refused a run, ``<run_id>-<number>/``: gate results and a report, no figures."""
        return self.root / "refused"

    @property
    def ledger(self) -> Path:
        """Runs and files, one JSON line each, chained by hashes."""
        return self.root / "ledger.jsonl"

    @property
    def lock(self) -> Path:
        """Held by whoever writes."""
        return self.root / "writer.lock"

    @property
    def sample(self) -> Path:
        """The input folders of a demonstration, ``<month>/``."""
        return self.root / "sample"

    @property
    def work(self) -> Path:
        """Throw-away folders of runs that are under way."""
        return self.root / "work"

    @property
    def access(self) -> "Home":
        """Who may log in, and who did what there: a folder with a ledger, the access log, and a lock of its own.

        A run holds the lock of the home for minutes, and nobody waits that long to log in.
        """
        return Home(self.root / "access")

    @property
    def accounts(self) -> Path:
        """Accounts, sessions and failures of the pages, in SQLite."""
        return self.access.root / "accounts.sqlite"

    @property
    def spark(self) -> Path:
        """What the project's own Spark cluster writes while it runs: its processes' ids and logs; nothing is kept."""
        return self.root / "spark"

    @property
    def dagster(self) -> Path:
        """What Dagster remembers of its own runs; no figure depends on it."""
        return self.root / "dagster"
