"""The report of an ingest: quarantine and files as published tables, beside the landing; figures of runs stay out."""

import duckdb

from ingest.affected import LANDED, ORDERS
from ingest.decided import APART, REPORT, rules_version
from ingest.hashes import HASHES, HASHES_MET_AGAIN, MET_AGAIN, VERSION
from ingest.known import Known
from interface.files import make_folder, sha256_of_file, sync_file, sync_folder
from interface.ledger import Writer
from interface.paths import Home
from interface.sql import literal

_PARTS = {
    "quarantine.parquet": "landing.quarantine order by table_name, file_name, file_sha256, row_number",
    "ingest_file.parquet": "landing.ingest_file order by landed_at",
    APART: "landing.apart order by table_name, stored_at, row_number",
}
_PARTS_OF_MANY = {
    LANDED: "ingest_landed order by table_name, file_sha256",
    ORDERS: "ingest_orders order by work_order_no",
    MET_AGAIN: "ingest_deliverables_met_again_new order by stored_at, row_number",
    HASHES: "ingest_hashes_new",
    HASHES_MET_AGAIN: "ingest_hashes_met_again_new order by of_what, hash",
}
"""What the next ingest need not find out again; of few deliveries it is found out sooner than read."""


def write_report(connection: duckdb.DuckDBPyConnection, home: Home, ledger: Writer, known: Known) -> None:
    """Write what an ingest decided as Parquet, noted in the ledger.

    A report that the ledger does not name is not there. With the digest of the rows that landed it is all that a run
    needs to know of fates, see ``decided_before``.

    Args:
        connection: Where everything was opened.
        home: Where to write.
        ledger: Where to note it.
        known: What was opened.
    """
    number = f"{ledger.count:06d}"
    folder = home.reports / number
    make_folder(folder)
    digests = {}
    for name, rows in (_PARTS | (_PARTS_OF_MANY if known.hashes else {})).items():
        path = folder / name
        aside = folder / f".{path.stem}.part"
        connection.execute(f"copy (from {rows}) to {literal(str(aside))} (format parquet, compression zstd)")
        sync_file(aside)
        aside.replace(path)
        digests[path.name] = sha256_of_file(path)
    sync_folder(folder)
    content = {"folder": number, "files": digests, "inputs_hash": known.inputs_hash, "rules": rules_version()}
    if known.hashes:
        content["hashes"] = {"version": VERSION, "continues": known.hashes.newest}
    ledger.append(kind=REPORT, content=content, at=ledger.next_moment())
