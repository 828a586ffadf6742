"""A file lands only as its cover sheet says it was sent, row by row and to the last digit; else nothing of it does."""

import pytest

from ingest.landing import FileOutcome
from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries

THREE = deliveries(
    a_delivery("D1", quantity="0.1"), a_delivery("D2", quantity="0.2"), a_delivery("D3", quantity="1,200")
).replace("1,200", '"1,200"')
"""Three rows; the quantities sum to 1200.3."""


def counts(outcome: FileOutcome) -> tuple[int, int, str | None]:
    return outcome.rows_read, outcome.rows_landed, outcome.refusal


def refusal_of(trial: Trial, control: str, *, content: str | bytes = THREE, name: str = "delivery.csv") -> str:
    trial.send_frame()
    outcome = trial.send({name: content, "delivery.control.csv": control})[name]
    assert (outcome.rows_read, outcome.rows_landed) == (0, 0)
    assert list((trial.home.landing / "delivery").glob("*")) == []
    return outcome.refusal or ""


@pytest.mark.parametrize(
    "control",
    [
        "file,rows\ndelivery.csv,3\n",
        "file,rows,column,sum\ndelivery.csv,3,quantity,1200.30\n",
        "文件,行数,列,合计\ndelivery.csv,3,数量,1200.3\n",
        'file,rows,column,sum\ndelivery.csv,3,quantity,"1,200.3"\ndelivery.csv,3,version,3\n',
    ],
    ids=["rows", "sum", "chinese", "two-columns"],
)
def test_a_file_that_is_as_its_cover_sheet_says_lands(trial: Trial, control: str) -> None:
    trial.send_frame()

    outcomes = trial.send({"delivery.csv": THREE, "delivery.control.csv": control})

    assert {name: counts(outcome) for name, outcome in outcomes.items()} == {"delivery.csv": (3, 3, None)}


def test_other_rows_or_another_sum_refuse_the_file_and_say_both_numbers(trial: Trial) -> None:
    rows = refusal_of(trial, "file,rows\ndelivery.csv,4\n")
    total = refusal_of(trial, "file,rows,column,sum\ndelivery.csv,3,quantity,1200.300001\n")

    assert rows.startswith("E113 The cover sheet says 4 rows and the file has 3:")
    assert total.startswith(
        "E113 The cover sheet says column quantity sums to 1200.300001 and the file's rows sum to 1200.3:"
    )


def test_rows_that_will_be_set_aside_were_sent_and_count(trial: Trial) -> None:
    trial.send_frame()
    lines = (a_delivery("D1", quantity="2"), a_delivery("", quantity="0.0000003"), "D3,W1\n")

    outcome = trial.send(
        {
            "delivery.csv": deliveries(*lines),
            "delivery.control.csv": "file,rows,column,sum\ndelivery.csv,3,quantity,2.0000003\n",
        }
    )["delivery.csv"]

    assert (outcome.rows_read, outcome.rows_landed, outcome.rows_quarantined, outcome.refusal) == (3, 1, 2, None)


def test_cells_that_are_no_number_are_named_where_the_sum_differs(trial: Trial) -> None:
    content = deliveries(a_delivery("D1", quantity="2"), a_delivery("D2", quantity="约3"))

    refusal = refusal_of(trial, "file,rows,column,sum\ndelivery.csv,2,quantity,5\n", content=content)

    assert "the file's rows sum to 2, 1 cells being no number:" in refusal


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("delivery.csv,3,quantty,1", "'quantty' is no column of delivery"),
        ("delivery.csv,3,unit,1", "'unit' is no column of numbers"),
        ("delivery.csv,3,quantity,about 1", "the sum 'about 1' is not a plain number"),
        ("delivery.csv,3,quantity,", "a column and its sum belong together"),
        ("delivery.csv,3,,1", "a column and its sum belong together"),
        ("delivery.csv,three,quantity,1200.3", "column rows (行数): 'three' is not a plain number"),
    ],
    ids=["unknown-column", "text-column", "no-number", "no-sum", "no-column", "no-count"],
)
def test_a_line_that_cannot_be_checked_refuses_the_file_that_it_names(trial: Trial, line: str, sentence: str) -> None:
    refusal = refusal_of(trial, f"file,rows,column,sum\n{line}\n")

    assert refusal.startswith("E113 Line 2 of its cover sheet cannot be checked: ")
    assert sentence in refusal


def test_a_column_that_the_file_lacks_cannot_be_summed(trial: Trial) -> None:
    content = THREE.replace(",version\n", "\n").replace(",1\n", "\n")

    refusal = refusal_of(trial, "file,rows,column,sum\ndelivery.csv,3,version,3\n", content=content)

    assert "column version, which the file lacks" in refusal


def test_a_cover_sheet_that_cannot_be_read_is_refused_with_the_files_of_its_table(trial: Trial) -> None:
    files = {"delivery.csv": THREE, "party.csv": FRAME["party.csv"], "delivery.control.csv": "a,b\n1,2\n"}

    outcomes = trial.send(files)

    assert {name: (outcome.refusal or "")[:4] for name, outcome in outcomes.items()} == {
        "delivery.control.csv": "E111",
        "delivery.csv": "E113",
        "party.csv": "",
    }
    assert trial.home.raw_file(outcomes["delivery.control.csv"].file_sha256).read_bytes() == b"a,b\n1,2\n"


def test_a_file_that_is_named_and_not_there_is_refused_and_stops_no_other(trial: Trial) -> None:
    trial.send_frame()

    outcomes = trial.send(
        {
            "delivery/a.csv": THREE,
            "party.csv": FRAME["party.csv"],
            "delivery.control.csv": "file,rows\ndelivery/a.csv,3\ndelivery/b.csv,2\nparty.csv,1\n",
        }
    )
    refused = {name: outcome.refusal for name, outcome in outcomes.items() if outcome.refusal}

    assert outcomes["delivery/a.csv"].rows_landed == 3
    assert refused["delivery/b.csv"] is not None
    assert refused["delivery/b.csv"].startswith("E113 The cover sheet of delivery names this file, and the folder has")


def test_a_file_sent_again_with_its_cover_sheet_mended_lands(trial: Trial) -> None:
    refusal_of(trial, "file,rows\ndelivery.csv,4\n")

    outcome = trial.send({"delivery.csv": THREE, "delivery.control.csv": "file,rows\ndelivery.csv,3\n"})["delivery.csv"]

    assert counts(outcome) == (3, 3, None)


def test_known_bytes_under_another_count_are_refused_and_their_rows_stay(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": THREE})

    wrong = trial.send({"delivery.csv": THREE, "delivery.control.csv": "file,rows\ndelivery.csv,4\n"})["delivery.csv"]
    right = trial.send({"delivery.csv": THREE, "delivery.control.csv": "file,rows\ndelivery.csv,3\n"})["delivery.csv"]

    assert (wrong.refusal or "")[:4] == "E113"
    assert (right.rows_read, right.rows_duplicate, right.refusal) == (3, 3, None)
    assert trial.query("select count(*) from landing.delivery") == [(3,)]


def test_other_formats_are_checked_too(trial: Trial) -> None:
    line = '{"party_code": "P1", "party_name": "甲服务商"}'

    outcome = trial.send({"party.jsonl": line, "party.control.csv": "file,rows\nparty.jsonl,2\n"})["party.jsonl"]

    assert (outcome.refusal or "")[:4] == "E113"


CATALOGUE = {
    "catalogue_version.csv": (
        "catalogue_code,version_no,effective_from,effective_to\nC,1,2020-01-01,2020-06-30\nC,2,2020-07-01,\n"
    ),
    "service_item.csv": (
        "catalogue_code,version_no,item_code,item_name,unit_code,unit_price\n"
        "C,1,I1,数据采集,万条,120\nC,1,I2,接口开发,个,500\nC,2,I2,接口开发,个,500\n"
    ),
}
"""Item I1 is withdrawn with the end of June 2020 in Shanghai; I2 stays."""


def withdrawn(trial: Trial, *lines: str, **changes: str) -> list[tuple[object, ...]]:
    changed = {f"{name}.csv": content for name, content in changes.items()}
    trial.send({**FRAME, **CATALOGUE, **changed, "delivery.csv": deliveries(*lines)})
    return trial.reasons()


def test_a_delivery_of_an_item_withdrawn_on_its_day_is_set_aside(trial: Trial) -> None:
    lines = (
        a_delivery("D1", delivered_at="2020-06-30T23:59:59+08:00"),
        a_delivery("D2", delivered_at="2020-06-30T16:00:00Z"),
        a_delivery("D3", work_order_no="W2", unit="个", delivered_at="2020-07-01T10:00:00+08:00"),
    )

    assert withdrawn(trial, *lines) == [("delivery", 3, "Q204")]
    ((message,),) = trial.query("select message from landing.quarantine")
    assert "item 'I1' of 'W1' is not in catalogue version '2', the one in force on 2020-07-01" in str(message)


def test_a_correction_of_what_was_delivered_before_the_withdrawal_stands(trial: Trial) -> None:
    lines = (
        a_delivery("D1", deliverable_key="K", delivered_at="2020-06-30T10:00:00+08:00"),
        a_delivery("D2", deliverable_key="K", delivered_at="2020-07-02T10:00:00+08:00", quantity="9"),
    )

    assert withdrawn(trial, *lines) == []


@pytest.mark.parametrize(
    ("table", "content"),
    [
        ("contract", FRAME["contract.csv"].replace("_code\n", "_code,catalogue_version\n").replace(",C\n", ",C,1\n")),
        ("catalogue_version", CATALOGUE["catalogue_version.csv"].replace("2020-06-30", "2020-07-31")),
        ("catalogue_version", CATALOGUE["catalogue_version.csv"].replace("2020-07-01", "2020-08-01")),
    ],
    ids=["frozen-version", "overlap", "gap"],
)
def test_a_frozen_version_and_gaps_and_overlaps_are_not_judged_here(trial: Trial, table: str, content: str) -> None:
    assert withdrawn(trial, a_delivery("D1", delivered_at="2020-07-01T10:00:00+08:00"), **{table: content}) == []
