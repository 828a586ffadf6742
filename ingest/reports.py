"""The report of an ingest: quarantine and files as published tables, beside the landing; figures of runs stay out."""

import duckdb

from interface.files import make_folder, sha256_of_file, sync_file, sync_folder
from interface.ledger import Writer
from interface.paths import Home
from interface.sql import literal

REPORT = "report"

_ORDERS = {"quarantine": "table_name, file_name, file_sha256, row_number", "ingest_file": "landed_at"}


def write_report(connection: duckdb.DuckDBPyConnection, home: Home, ledger: Writer) -> None:
    """Write the connection's ``landing.quarantine`` and ``landing.ingest_file`` as Parquet, noted in the ledger.

    A report that the ledger does not name is not there.
    """
    number = f"{ledger.count:06d}"
    folder = home.reports / number
    make_folder(folder)
    digests = {}
    for name, order in _ORDERS.items():
        path = folder / f"{name}.parquet"
        aside = folder / f".{name}.part"
        rows = f"select * from landing.{name} order by {order}"
        connection.execute(f"copy ({rows}) to {literal(str(aside))} (format parquet, compression zstd)")
        sync_file(aside)
        aside.replace(path)
        digests[path.name] = sha256_of_file(path)
    sync_folder(folder)
    ledger.append(kind=REPORT, content={"folder": number, "files": digests}, at=ledger.next_moment())
