"""Engines within the limits of the settings, and within what an ingest may need, spilling to the home's work folder."""

import duckdb

from interface.paths import Home
from interface.settings import Settings, read_settings


def open_bounded(home: Home, *, most_memory_mb: int, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection of its own, so that what it holds is given back once it is closed."""
    settings = read_settings()
    return duckdb.connect(
        ":memory:",
        config={
            "threads": threads or settings.threads,
            "memory_limit": f"{min(_allowed_mb(settings), most_memory_mb)}MB",
            "temp_directory": str(home.work),
        },
    )


def finds_any(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    """Whether a query gives any row."""
    return connection.execute(f"select count(*) > 0 from ({query})").fetchall() == [(True,)]


def _allowed_mb(settings: Settings) -> int:
    return int(settings.memory[:-2]) * (1000 if settings.memory.endswith("GB") else 1)
