"""A received row is found again as its own: by its table, its file and its line."""

from ingest.tracing import find_rows
from tests.unit.ingest.conftest import Trial, a_delivery, deliveries
from tests.unit.ingest.test_rereading import a_workbook


def test_rows_at_one_place_of_two_sheets_are_told_apart(trial: Trial) -> None:
    """The row of the later sheet stood for both, so that the text of another table was shown for a figure."""
    trial.send_frame()
    workbook = a_workbook(
        party=[["party_code", "party_name"], ["P7", "七"]],
        delivery=[line.split(",") for line in deliveries(a_delivery("D5")).splitlines()],
    )
    outcome = trial.send({"五月.xlsx": workbook})["五月.xlsx"]

    found = find_rows(trial.home, [(outcome.file_sha256, 2)])

    rows = {row.table_name: row for row in found.values()}
    assert sorted(rows) == ["delivery", "party"]
    assert "P7" in rows["party"].raw
    assert (rows["party"].work_order_no, rows["delivery"].work_order_no) == (None, "W1")
