"""Editions without a settlement behind them: published by the product from a database that holds empty tables."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from expectations.edition_files import is_written_down, write_down
from expectations.gate import Finding, Passed, Refused
from expectations.publishing import RunFacts, publish, record_refusal, restore_pointer
from ingest.landing import ingest_folder
from interface.files import sha256_of_file, sha256_of_text
from interface.ledger import read_entries, writing
from interface.paths import Home
from interface.tables.published import RUN_TABLES
from orchestration import retaining
from orchestration.history import read_history
from orchestration.rolling_back import rollback
from tests.integration.conftest import a_contract, a_delivery, write_tables


def an_empty_run(folder: Path) -> Path:
    """A run's database in which every published table is there and holds no row."""
    database = folder / "run.duckdb"
    with duckdb.connect(str(database)) as connection:
        for schema in ("this_run", "intermediate", "marts"):
            connection.execute(f"create schema {schema}")
        for table in RUN_TABLES:
            columns = ", ".join(f'"{column.name}" {column.kind.sql_type}' for column in table.columns)
            schema = "intermediate" if is_written_down(table) else "marts"
            connection.execute(f"create table {schema}.{table.name} ({columns})")
            if is_written_down(table):
                connection.execute(f"create view marts.{table.name} as from intermediate.{table.name}")
        connection.execute(
            "create table intermediate.int_fates_by_file "
            "(file_sha256 varchar, first_row_number bigint, last_row_number bigint, delivery_count bigint)"
        )
    write_down(database, threads=1, memory="1GB")
    return database


def a_finding(severity: str = "WARN", count: int = 0) -> Finding:
    return Finding("suite", "rule", severity, count, "", "规则", "Rule.")


def facts_of(home: Home, run_id: str, *, period: str = "2020-03", run_type: str = "INITIAL") -> RunFacts:
    now = datetime.now(UTC)
    chain = tuple(booking.link for booking in read_history(read_entries(home)).current)
    return RunFacts(run_id, run_type, period, now, "0.1.0", sha256_of_text(run_id), now, chain)


def publish_empty(home: Home, database: Path, run_id: str, **given: str) -> None:
    """Publish a run without rows as the home's writer."""
    with writing(home):
        restore_pointer(home)
        passed = Passed(database, sha256_of_file(database), (a_finding(),))
        publish(passed, home=home, facts=facts_of(home, run_id, **given))


def refuse_empty(home: Home, database: Path, run_id: str) -> Path:
    """Keep the refusal of a run without rows as the home's writer."""
    with writing(home):
        return record_refusal(
            Refused(database, sha256_of_file(database), (a_finding("BLOCK", 1),)),
            home=home,
            facts=facts_of(home, run_id),
        )


def a_home(folder: Path) -> Home:
    """A home with two files received, runs RA, RB and RC published, RC rolled back, RD published and RX refused."""
    home = Home(folder / "home")
    ingest_folder(home, write_tables(folder / "in-1", **a_contract(), delivery=[a_delivery("D1"), a_delivery("")]))
    database = an_empty_run(folder)
    for run_id in ("RA", "RB", "RC"):
        publish_empty(home, database, run_id)
    rollback(home, "RB", by="张三", because="RC took a wrong price")
    publish_empty(home, database, "RD", period="2020-04")
    refuse_empty(home, database, "RX")
    return home


def write_without_pause(root: Path, folder: Path, rounds: int) -> None:
    """Ingest, publish, refuse, roll back and remove in turn: what other processes do while a home is looked at."""
    retaining.LEAST_DAYS = 0
    home, database = Home(root), an_empty_run(folder)
    for number in range(rounds):
        inputs = write_tables(folder / f"busy-{number}", delivery=[a_delivery(f"B{number}", work_order_no="W1")])
        ingest_folder(home, inputs)
        publish_empty(home, database, f"RP{number}")
        refuse_empty(home, database, f"RQ{number}")
        publish_empty(home, database, f"RR{number}")
        rollback(home, f"RP{number}", by="李四", because="busy")
        retaining.retain(home, days=0, by="李四")


def run_ids(bookings: Sequence) -> list[str]:
    return [booking.run_id for booking in bookings]
