"""A workbook is unfit as a whole or not at all, and each of its sheets is accounted for however often it is sent."""

import pytest

from ingest.landing import FileOutcome, ingest_folder
from interface import ledger
from tests.unit.ingest.conftest import Trial
from tests.unit.ingest.made_workbook import PARTIES, a_row, a_sheet, packed, the_parts

CONVERSIONS = a_row(1, "from_unit", "to_unit", "factor")
SOUND = {
    "party": a_sheet(PARTIES, a_row(2, "P1", "甲"), a_row(3, "P2", "乙")),
    "unit_conversion": a_sheet(CONVERSIONS, a_row(2, "箱", "个", "12")),
}


def sent(trial: Trial, workbook: bytes, name: str = "五月.xlsx") -> list[tuple[str, str, int, int]]:
    """What became of a workbook: table, code of the refusal, rows landed, rows that repeat."""
    outcomes = ingest_folder(trial.home, trial.folder({name: workbook}))
    return sorted(map(told, outcomes))


def told(each: FileOutcome) -> tuple[str, str, int, int]:
    return each.table_name, (each.refusal or "")[:4], each.rows_landed, each.rows_duplicate


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (a_sheet(CONVERSIONS, a_row(2, "箱", "个", "12").replace("C2", "XFD2")), "E127"),
        (
            a_sheet(CONVERSIONS, a_row(2, "箱", "个", "12"), after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'),
            "E128",
        ),
        (a_sheet(CONVERSIONS, a_row(2, "箱", "个", "12", attributes='hidden="1"')), "E129"),
        (a_sheet(CONVERSIONS, a_row(2, "箱", "个", "12"))[:-30], "E120"),
    ],
    ids=["far-cell", "merged", "hidden-row", "broken-off"],
)
def test_what_shows_only_while_rows_are_read_refuses_every_sheet(trial: Trial, second: str, code: str) -> None:
    """The parties of such a workbook once landed although it was refused for the sheet beside them."""
    assert sent(trial, packed(the_parts(SOUND | {"unit_conversion": second}))) == [("", code, 0, 0)]

    assert trial.query("select count(*) from landing.party") == [(0,)]
    assert list(trial.home.landing.glob("*/*.parquet")) == []


def test_a_sheet_that_is_no_such_table_spares_the_others_and_is_refused_again(trial: Trial) -> None:
    """Sent again, the sheet that was refused was once passed over without a word."""
    workbook = packed(the_parts(SOUND | {"unit_conversion": a_sheet(a_row(1, "x"), a_row(2, "y"))}))

    first, again = sent(trial, workbook), sent(trial, workbook)

    assert first == [("", "E111", 0, 0), ("party", "", 2, 0)]
    assert again == [("", "E111", 0, 0), ("party", "", 0, 2)]


def test_a_sheet_that_a_crash_left_out_lands_with_the_next_ingest(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two entries of one workbook a crash once lost the second sheet for ever: its bytes were known."""
    record, recorded = ledger.Writer.append, []

    def append_once(self: ledger.Writer, **entry: object) -> ledger.Entry:
        if recorded:
            raise KeyboardInterrupt
        recorded.append(entry)
        return record(self, **entry)

    workbook = packed(the_parts(SOUND))
    with monkeypatch.context() as patch:
        patch.setattr(ledger.Writer, "append", append_once)
        with pytest.raises(KeyboardInterrupt):
            sent(trial, workbook)
    again = sent(trial, workbook)

    assert again == [("party", "", 0, 2), ("unit_conversion", "", 1, 0)]
    assert sent(trial, workbook) == [("party", "", 0, 2), ("unit_conversion", "", 0, 1)]


def test_every_sheet_of_a_workbook_named_as_a_table_is_told_again(trial: Trial) -> None:
    workbook = packed(the_parts(SOUND))

    first, again = sent(trial, workbook, "party.xlsx"), sent(trial, workbook, "party.xlsx")

    assert first == [("party", "", 2, 0), ("unit_conversion", "", 1, 0)]
    assert again == [("party", "", 0, 2), ("unit_conversion", "", 0, 1)]
