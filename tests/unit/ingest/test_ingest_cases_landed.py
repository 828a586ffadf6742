"""An accepted cell lands with exactly the value worked by hand, and each change of it is recorded under its code."""

from collections import Counter
from decimal import Decimal

import pytest

from ingest.formats.csv import CsvText
from ingest.headers import match_header
from ingest.rows import BadRow, Candidate, RowJudge
from interface.tables import INPUTS
from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries

Q, T = "quantity", "delivered_at"


LANDS: dict[str, list[tuple[str, str, str, tuple[str, ...]]]] = {
    "37-full-width-digits": [
        (Q, "１２．５０", "12.500000", ("W301",)),
        (Q, "１2", "12.000000", ("W301",)),
        (Q, "＋３", "3.000000", ("W301",)),
    ],
    "38-thousands": [
        (Q, "1,234.50", "1234.500000", ("W302",)),
        (Q, "1,234,567", "1234567.000000", ("W302",)),
        (Q, "１，２３４", "1234.000000", ("W301", "W302")),
    ],
    "57-leading-zeros": [(Q, "0012.50", "12.500000", ()), (Q, "00", "0.000000", ()), (Q, "007", "7.000000", ())],
    "58-59-blanks-around": [
        (Q, "12.5\u3000", "12.500000", ("W301",)),
        (Q, "\u00a012.5", "12.500000", ("W301",)),
        (Q, " 12.5 ", "12.500000", ()),
        ("unit", "\u3000万条", "万条", ("W301",)),
        ("work_order_no", " W1", "W1", ("W301",)),
    ],
    "63-65-other-dates": [
        (T, "2020/5/3", "2020-05-02 16:00:00", ("W305",)),
        (T, "2020.05.03", "2020-05-02 16:00:00", ("W305",)),
        (T, "2020年5月3日", "2020-05-02 16:00:00", ("W305",)),
        (T, "2020-5-3 9:30", "2020-05-03 01:30:00", ("W305",)),
    ],
    "77-full-width-date": [
        (T, "２０２０-０５-１５", "2020-05-14 16:00:00", ("W301",)),
        (T, "２０２０／５／１５", "2020-05-14 16:00:00", ("W301", "W305")),
        (T, "2020－05－15", "2020-05-14 16:00:00", ("W301",)),
    ],
    "78-79-offsets": [
        (T, "2020-08-31T16:30:00Z", "2020-08-31 16:30:00", ()),
        (T, "2020-08-31T23:59:00+08:00", "2020-08-31 15:59:00", ()),
        (T, "2020-08-31T11:30-05:00", "2020-08-31 16:30:00", ()),
    ],
    "88-full-width-id": [
        ("work_order_no", "Ｗ1", "W1", ("W301",)),
        ("work_order_no", "Ｗ１", "W1", ("W301",)),
        ("work_order_no", "\u3000Ｗ1", "W1", ("W301",)),
    ],
    "96-zero": [
        (Q, "0", "0.000000", ()),
        (Q, "-0", "0.000000", ()),
        (Q, "-0.000", "0.000000", ()),
        (Q, "+0", "0.000000", ()),
    ],
    "97-unit-that-converts": [("unit", "条", "条", ()), ("unit", "万条", "万条", ())],
    "exact": [
        (Q, "0.000001", "0.000001", ()),
        (Q, "999999999999.999999", "999999999999.999999", ()),
        (Q, "1.50000000", "1.500000", ()),
    ],
    "101-102-edges-of-the-contract": [
        (T, "2020-05-01T00:00:00+08:00", "2020-04-30 16:00:00", ()),
        (T, "2020-12-31T23:59:59+08:00", "2020-12-31 15:59:59", ()),
    ],
}
ACCEPTED = [(f"{case}-{number}", *row) for case, rows in LANDS.items() for number, row in enumerate(rows)]


def _accepted_line(name: str, place: str, cell: str) -> str:
    return a_delivery(name, **{place: f'"{cell}"'})


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What landed of one file with every accepted spelling, as text, by delivery number."""
    trial = Trial(tmp_path_factory.mktemp("landed"))
    lines = [_accepted_line(name, place, cell) for name, place, cell, _, _ in ACCEPTED]
    outcome = trial.send({**FRAME, "delivery.csv": deliveries(*lines)})["delivery.csv"]
    assert (outcome.rows_read, outcome.rows_landed) == (len(ACCEPTED), len(ACCEPTED))
    counted = Counter(code for *_, codes in ACCEPTED for code in codes)
    assert outcome.warnings == " ".join(f"{code}:{count}" for code, count in sorted(counted.items()))
    rows = trial.query(
        "select delivery_no, work_order_no, deliverable_key, "
        "strftime(delivered_at at time zone 'UTC', '%Y-%m-%d %H:%M:%S'), quantity::varchar, unit, version::varchar "
        "from landing.delivery"
    )
    names = ("delivery_no", "work_order_no", "deliverable_key", "delivered_at", "quantity", "unit", "version")
    return {str(row[0]): dict(zip(names, map(str, row), strict=True)) for row in rows}


@pytest.mark.parametrize(("name", "place", "cell", "value", "codes"), ACCEPTED, ids=[case[0] for case in ACCEPTED])
def test_an_accepted_cell_lands_as_worked_by_hand(
    landed: dict[str, dict[str, str]], name: str, place: str, cell: str, value: str, codes: tuple[str, ...]
) -> None:
    plain = {
        "delivery_no": name,
        "work_order_no": "W1",
        "deliverable_key": f"K-{name}",
        "delivered_at": "2020-05-15 09:30:00",
        "quantity": "12.500000",
        "unit": "万条",
        "version": "1",
    }

    assert landed[name] == plain | {place: value}
    assert _judged(_accepted_line(name, place, cell))[1] == codes


def _judged(line: str) -> tuple[Candidate | BadRow, tuple[str, ...]]:
    text = CsvText(deliveries(line).encode())
    judge = RowJudge(INPUTS["delivery"], match_header(text.header, INPUTS["delivery"]))
    (row,) = judge.judge_rows(text.rows())
    return row, tuple(sorted(judge.warnings))


DATES = [
    ("78-utc-next-day", "2020-08-31T16:30Z", "2020-09-01", "W303"),
    ("79-shanghai", "2020-08-31T23:59+08:00", "2020-08-31", "W303"),
    ("78-west", "2020-08-31 20:00:00-05:00", "2020-09-01", "W303"),
    ("112-time-dropped", "2020-08-31 23:59:59.6", "2020-08-31", "W304"),
    ("112-midnight", "2020-08-31T00:00:00", "2020-08-31", "W304"),
    ("64-dots", "2020.8.31", "2020-08-31", "W305"),
    ("plain", "2020-08-31", "2020-08-31", None),
]


@pytest.mark.parametrize(("cell", "day", "code"), [case[1:] for case in DATES], ids=[case[0] for case in DATES])
def test_a_date_column_keeps_the_shanghai_day(trial: Trial, cell: str, day: str, code: str | None) -> None:
    content = f"contract_no,clause_no,event_no,occurred_on\nH1,1,E1,{cell}\n"

    outcome = trial.send({"breach_event.csv": content})["breach_event.csv"]

    assert trial.query("select occurred_on::varchar from landing.breach_event") == [(day,)]
    assert outcome.warnings == (f"{code}:1" if code else None)


def test_every_warning_of_an_exact_decimal_is_worked_from_text() -> None:
    row, _ = _judged(a_delivery(quantity="0.1"))

    assert isinstance(row, Candidate)
    assert row.values[4] == Decimal("0.1")
