"""The report of an ingest: quarantine and files as published tables, beside the landing; figures of runs stay out."""

import duckdb

from ingest.decided import REPORT, rules_version
from interface.files import make_folder, sha256_of_file, sync_file, sync_folder
from interface.ledger import Writer
from interface.paths import Home
from interface.sql import literal

_ORDERS = {
    "quarantine": "table_name, file_name, file_sha256, row_number",
    "ingest_file": "landed_at",
    "apart": "table_name, stored_at, row_number",
}


def write_report(connection: duckdb.DuckDBPyConnection, home: Home, ledger: Writer, *, inputs_hash: str) -> None:
    """Write ``landing.quarantine``, ``landing.ingest_file`` and ``landing.apart`` as Parquet, noted in the ledger.

    A report that the ledger does not name is not there. With the digest of the rows that landed it is all that a run
    needs to know of fates, see ``decided_before``.
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
    content = {"folder": number, "files": digests, "inputs_hash": inputs_hash, "rules": rules_version()}
    ledger.append(kind=REPORT, content=content, at=ledger.next_moment())
