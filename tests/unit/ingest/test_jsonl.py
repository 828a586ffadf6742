"""JSON Lines become the rows that the same facts give as CSV; a broken line spoils no other, and no digit is lost."""

import json

import pytest

from ingest.formats.jsonl import JsonLinesText
from ingest.verdicts import Refusal
from interface.tables import INPUTS
from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries

GOOD = (
    '{"delivery_no": "D1", "work_order_no": "W1", "deliverable_key": "K-D1", '
    '"delivered_at": "2020-05-15T17:30:00+08:00", "quantity": 12.50, "unit": "万条", "version": 1}'
)


def a_line(**changes: object) -> str:
    return json.dumps(json.loads(GOOD) | changes, ensure_ascii=False)


def read(*lines: str) -> JsonLinesText:
    return JsonLinesText("\n".join(lines).encode(), INPUTS["delivery"])


def fault_of(line: str) -> str:
    (row,) = [row for row in read(GOOD, line).rows() if row.number == 2]
    return row.fault


def refusal_of(content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        list(JsonLinesText(content, INPUTS["delivery"]).rows())
    return str(caught.value)[:4]


def test_the_same_facts_land_the_same_as_json_lines_and_as_csv(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(a_delivery("D1", quantity="12.5"))})
    before = trial.inputs_hash()

    outcome = trial.send({"delivery.jsonl": GOOD})["delivery.jsonl"]

    assert (outcome.rows_read, outcome.rows_duplicate, outcome.refusal) == (1, 1, None)
    assert trial.inputs_hash() == before


def test_numbers_keep_every_digit_of_their_source() -> None:
    line = GOOD.replace("12.50", "0.10000000000000000000000000000001").replace('"D1"', "20260800000000000001")

    (row,) = read(line).rows()

    assert row.cells[:1] + row.cells[4:5] == ["20260800000000000001", "0.10000000000000000000000000000001"]
    assert row.raw == line


def test_keys_may_be_chinese_in_any_order_and_what_no_line_gives_is_no_column() -> None:
    text = read('{"数量": 3, "交付编号": "D1", "版本": null}', '{"交付编号": "D2"}')

    assert text.header == ["delivery_no", "quantity", "version"]
    assert [row.cells for row in text.rows()] == [["D1", "3", ""], ["D2", "", ""]]


def test_the_mark_and_blank_lines_are_passed_over_and_lines_counted() -> None:
    text = JsonLinesText(f"\ufeff{GOOD}\r\n\r\n  \r\n{GOOD}\r\n".encode(), INPUTS["delivery"])

    assert [(row.number, row.raw, row.fault) for row in text.rows()] == [(1, GOOD, ""), (4, GOOD, "")]
    assert text.blank_lines == 2


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (GOOD[:60], "the line is no JSON at character"),
        (f"[{GOOD}]", "the line is no JSON object"),
        (GOOD + GOOD, "(Extra data)"),
        (GOOD.replace('"version"', '"quantity"'), "gives a key twice"),
        (GOOD.replace('"version"', '"数量"'), "name the same column"),
        (a_line(remark="x"), "key 'remark' is no column of the table"),
        (GOOD.replace('"unit"', '"\\ud800"'), "do not show"),
        (a_line(quantity=[1]), "quantity holds a list or an object"),
        (a_line(unit={"a": 1}), "unit holds a list or an object"),
        ("[" * 100_000, "nested too deep"),
        ('{"quantity":' * 50_000, "nested too deep"),
        (GOOD.replace('"W1"', "NaN"), "work_order_no holds NaN"),
    ],
    ids=[
        "cut",
        "array",
        "two-objects",
        "key-twice",
        "two-names-of-one-column",
        "extra-key",
        "hidden-key",
        "list",
        "nested",
        "deep-arrays",
        "deep-objects",
        "nan-as-id",
    ],
)
def test_a_line_of_another_form_has_a_fault_and_stops_no_other(line: str, fault: str) -> None:
    assert fault in fault_of(line)


def test_a_key_that_the_first_object_has_too_is_a_column_not_known() -> None:
    assert read(a_line(remark="x"), GOOD, a_line(remark="y")).header[-1] == "remark"
    assert [row.fault for row in read(a_line(remark="x"), GOOD, a_line(remark="y")).rows()] == ["", "", ""]


def test_each_bad_value_is_set_aside_with_its_code(trial: Trial) -> None:
    trial.send_frame()
    lines = (
        GOOD,
        GOOD.replace("12.50", "NaN"),
        GOOD.replace("12.50", "-Infinity"),
        GOOD.replace("12.50", "1e400"),
        GOOD.replace("12.50", "true"),
        GOOD.replace("12.50", "1.0000001"),
        GOOD.replace("12.50", "-1"),
        GOOD.replace('"D1"', '"GD-\\ud800"'),
        GOOD.replace('"D1"', '"GD-\\u0000"'),
        GOOD.replace('"D1"', "null"),
        a_line(remark="x"),
        GOOD[:-9],
    )

    outcome = trial.send({"delivery.jsonl": "\n".join(lines)})["delivery.jsonl"]

    assert (outcome.rows_read, outcome.rows_landed, outcome.rows_quarantined) == (12, 1, 11)
    assert [reason for _, _, reason in trial.reasons()] == [
        *("Q206", "Q206", "Q206", "Q206", "Q206", "Q207", "Q201", "Q201", "Q203", "Q200", "Q200")
    ]


def test_a_file_in_which_no_line_is_sound_is_set_aside_row_by_row() -> None:
    rows = list(read("{", "[]").rows())

    assert [(row.number, row.fault != "") for row in rows] == [(1, True), (2, True)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E104"),
        (b"\xef\xbb\xbf\n \n", "E104"),
        (GOOD.encode("gb18030"), "E101"),
        (GOOD.encode("utf-16"), "E101"),
        (GOOD.encode() + b"\n\x00", "E102"),
        (GOOD.encode() + b'\n{"a": "' + b"x" * 1_000_001, "E103"),
    ],
    ids=["empty", "blank", "gb18030", "utf-16", "nul", "endless-line"],
)
def test_a_file_that_is_no_text_in_lines_is_refused(content: bytes, code: str) -> None:
    assert refusal_of(content) == code


def test_a_line_of_a_million_characters_is_the_longest() -> None:
    edge = '{"delivery_no": "' + "x" * (1_000_000 - 19) + '"}'

    assert len(edge) == 1_000_000
    assert [row.fault for row in read(edge).rows()] == [""]
