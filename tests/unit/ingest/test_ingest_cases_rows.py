"""A row unfit for its own sake, or for its order or contract, is set aside with its case's code and its raw text."""

import pytest

from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries

FORM: dict[str, list[tuple[str, str]]] = {
    "19-short": [("short,W1\n", "Q200"), ("short\n", "Q200"), ("short,W1,K,2020-05-15,1,万条\n", "Q200")],
    "20-long": [
        (a_delivery().replace("\n", ",\n"), "Q200"),
        (a_delivery().replace("\n", ",x,y\n"), "Q200"),
        (a_delivery(quantity="1,234.50"), "Q200"),
    ],
    "25-full-width-comma": [
        (a_delivery().replace(",", "，"), "Q200"),
        (a_delivery().replace(",", "，", 1), "Q200"),
        (a_delivery().replace(",", ";"), "Q200"),
        (a_delivery().replace(",", "\t"), "Q200"),
    ],
    "21-quote-within": [('D"1' + a_delivery()[2:], "Q200"), ('"D1"x' + a_delivery()[2:], "Q200")],
    "22-line-end-in-a-cell": [
        (a_delivery('"D\n1"', deliverable_key="K"), "Q201"),
        (a_delivery(work_order_no='"W1\n"'), "Q201"),
        (a_delivery(deliverable_key='"K\n1"'), "Q201"),
    ],
    "32-totals": [
        ("合计,,,,999,,\n", "Q203"),
        ("合 计,,,,999,,\n", "Q203"),
        ("合\u3000计：,,,,999,,\n", "Q203"),
        ("本页小计,,,,999,,\n", "Q203"),
        (",,合计,,999,万条,\n", "Q203"),
        ("Total,,,,999,,\n", "Q203"),
        (a_delivery("累计"), "Q203"),
        (a_delivery("本月合计：3"), "Q203"),
    ],
}

IDS: dict[str, list[tuple[str, str]]] = {
    "11-replaced": [("D\ufffd1", "Q201"), ("\ufffd", "Q201"), ("D1\ufffd\ufffd", "Q201")],
    "80-82-formula": [
        ("=cmd|' /C calc'!A0", "Q203"),
        ("+1+1", "Q203"),
        ("@SUM(A1)", "Q203"),
        ("-2+3", "Q203"),
        ("＝1", "Q203"),
        (" =1", "Q203"),
    ],
    "83-84-markup": [("<script>alert(1)</script>", "Q203"), ("W1';--", "Q203"), ("a>b", "Q203"), ("W`1;", "Q203")],
    "85-86-hidden": [
        ("W\u200b1", "Q201"),
        ("\u202eW1", "Q201"),
        ("W1\ufeff", "Q201"),
        ("W\u00ad1", "Q201"),
        ("W\u20661\u2069", "Q201"),
    ],
    "87-loose-accent": [("Cafe\u0301", "Q203"), ("A\u030a1", "Q203"), ("한".encode().decode(), "Q204")],
    "89-endless": [("X" * 100_000, "Q202"), ("X" * 201, "Q202"), ("字" * 201, "Q202")],
    "90-scientific": [("2.02608E+15", "Q203"), ("2.02608e15", "Q203"), ("2E+15", "Q203")],
    "91-twenty-digits": [("20260800000000000001", "Q203"), ("1" * 19, "Q203"), ("１" * 20, "Q203")],
    "92-93-missing": [("NULL", "Q203"), ("NA", "Q203"), ("#N/A", "Q203"), ("nan", "Q203"), ("None", "Q203")],
    "94-lower-case": [("w1", "Q203"), ("ｗ1", "Q203")],
    "98-unknown": [("W9", "Q204"), ("W11", "Q204"), ("W", "Q204")],
    "blank": [("", "Q203"), (" ", "Q203"), ("\u3000", "Q203")],
}

QUANTITIES: dict[str, list[tuple[str, str]]] = {
    "39-unit-within": [("12.5万", "Q206"), ("12条", "Q206"), ("3k", "Q206"), ("1.2亿", "Q206")],
    "40-negative": [("-12.5", "Q207"), ("-0.000001", "Q207"), ("－３", "Q207"), ("-1,234.5", "Q207")],
    "41-43-no-number": [
        ("NaN", "Q206"),
        ("nan", "Q206"),
        ("inf", "Q206"),
        ("-Infinity", "Q206"),
        ("1e400", "Q206"),
        ("∞", "Q206"),
    ],
    "44-brackets": [("(12.5)", "Q206"), ("（12.5）", "Q206"), ("[3]", "Q206")],
    "45-percent": [("98%", "Q206"), ("98％", "Q206"), ("0.5‰", "Q206")],
    "46-currency": [("￥12.50", "Q206"), ("¥12.50", "Q206"), ("12.50元", "Q206"), ("$3", "Q206")],
    "47-comma-as-point": [
        ("12,50", "Q206"),
        ("1.234,50", "Q206"),
        ("1,23,456", "Q206"),
        (",5", "Q206"),
        ("1,234,5", "Q206"),
    ],
    "48-in-words": [("十二点五", "Q206"), ("壹拾贰", "Q206"), ("〇", "Q206"), ("twelve", "Q206")],
    "49-about": [("约12", "Q206"), ("12左右", "Q206"), (">12", "Q206"), ("12~13", "Q206")],
    "50-float-noise": [
        ("0.1000000000000000055511151231257", "Q206"),
        ("12.300000000000001", "Q206"),
        ("2.9999999999999996", "Q206"),
    ],
    "51-52-blank": [("", "Q206"), ("-", "Q206"), ("—", "Q206"), ("/", "Q206"), (" ", "Q206"), ("无", "Q206")],
    "53-twenty-digits": [("12345678901234567890", "Q206"), ("1000000000000", "Q206"), ("9" * 61, "Q206")],
    "54-55-no-decimal": [("0x1F", "Q206"), ("TRUE", "Q206"), ("0b1", "Q206"), ("1_000", "Q206"), ("017o", "Q206")],
    "56-scientific": [("1.25E+01", "Q206"), ("1e3", "Q206"), ("1E0", "Q206")],
    "60-another-minus": [("\u22125", "Q206"), ("–5", "Q206"), ("5-", "Q206")],
    "61-below-floats": [("1e-400", "Q206"), ("0." + "0" * 50 + "1", "Q206"), ("1E-7", "Q206")],
    "95-seven-places": [("1.0000001", "Q206"), ("0.1234567", "Q206"), ("999999999999.0000001", "Q206")],
}

MOMENTS: dict[str, list[tuple[str, str]]] = {
    "62-serial": [("46237", "Q209"), ("46237.5", "Q209"), ("43966", "Q209")],
    "66-republican-year": [("115年8月3日", "Q209"), ("民国109年5月15日", "Q209"), ("109/05/15", "Q209")],
    "67-day-first": [("03/08/2020", "Q209"), ("15.05.2020", "Q209"), ("5/15/2020", "Q209"), ("15-May-2020", "Q209")],
    "68-no-leap-day": [("2026-02-29", "Q209"), ("2021/2/29", "Q209"), ("2020-02-30", "Q209"), ("2020-06-31", "Q209")],
    "70-74-no-date": [
        ("2020-13-01", "Q209"),
        ("0000-00-00", "Q209"),
        ("20-05-15", "Q209"),
        ("20200515", "Q209"),
        ("2020-05-15 24:00:00", "Q209"),
        ("2020-05-15 12:60:00", "Q209"),
        ("2020-05-15 12", "Q209"),
        ("2020-5", "Q209"),
    ],
    "76-1900": [("1900-02-29", "Q209"), ("1900/2/29", "Q209"), ("2100-02-29", "Q209")],
    "blank": [("", "Q209"), ("-", "Q209"), ("待定", "Q209")],
    "101-before-contract": [("2020-04-30", "Q210"), ("2019-12-31T23:59:59+08:00", "Q210"), ("1900-01-01", "Q210")],
    "102-after-contract": [
        ("2021-01-01T00:00:00+08:00", "Q210"),
        ("2020-12-31T16:00:00Z", "Q210"),
        ("2024-02-29", "Q210"),
    ],
    "C12-ahead": [("9999-12-31", "Q210"), ("2199-01-01", "Q210"), ("9999-12-31T23:59:59-14:00", "Q209")],
}

UNITS: dict[str, list[tuple[str, str]]] = {
    "97-does-not-convert": [("个", "Q205"), ("吨", "Q205"), ("万", "Q205"), ("万条/月", "Q205"), ("W", "Q205")],
}


def _lines() -> list[tuple[str, str, str]]:
    """Name, line of the file and code of every row that must be set aside; each has a key of its own."""
    listed = [
        (f"{case}-{number}", line, code) for case, rows in FORM.items() for number, (line, code) in enumerate(rows)
    ]
    places = {"work_order_no": IDS, "quantity": QUANTITIES, "delivered_at": MOMENTS, "unit": UNITS}
    for place, cases in places.items():
        for case, cells in cases.items():
            for number, (cell, code) in enumerate(cells):
                name = f"{case}-{number}"
                quoted = '"' + cell.replace('"', '""') + '"'
                listed.append((name, a_delivery(f"{place}-{name}", **{place: quoted}), code))
    return listed


SET_ASIDE = _lines()


@pytest.fixture(scope="module")
def trial_of_all(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """A home that was sent one file with every unfit row and a sound one at its end."""
    trial = Trial(tmp_path_factory.mktemp("set_aside"))
    trial.send({**FRAME, "delivery.csv": deliveries(*(line for _, line, _ in SET_ASIDE), a_delivery("SOUND"))})
    return trial


@pytest.fixture(scope="module")
def set_aside(trial_of_all: Trial) -> dict[int, tuple[str, str]]:
    """Reason and raw text of every row that was set aside, by its line."""
    rows = trial_of_all.query("select row_number, reason, raw from landing.quarantine")
    return {number: (reason, raw) for number, reason, raw in rows}


def test_unfit_rows_stop_no_other_and_are_counted(trial_of_all: Trial) -> None:
    assert trial_of_all.query("select delivery_no from landing.delivery") == [("SOUND",)]
    assert trial_of_all.query(
        "select rows_read, rows_landed, rows_quarantined from landing.ingest_file where table_name = 'delivery'"
    ) == [(len(SET_ASIDE) + 1, 1, len(SET_ASIDE))]


def _first_line(index: int) -> int:
    return 2 + sum(line.count("\n") for _, line, _ in SET_ASIDE[:index])


@pytest.mark.parametrize("index", range(len(SET_ASIDE)), ids=[name for name, _, _ in SET_ASIDE])
def test_an_unfit_row_is_set_aside_with_its_raw_text(set_aside: dict[int, tuple[str, str]], index: int) -> None:
    _, line, code = SET_ASIDE[index]

    assert set_aside[_first_line(index)] == (code, line.removesuffix("\n"))


@pytest.mark.parametrize(
    ("cell", "code"),
    [("PASS\u200b", "Q201"), ("PA\ufffdS", "Q201"), ("\u202ePASS", "Q201"), ("pass", "Q203"), ("合格", "Q203")],
)
def test_85_a_code_is_exact_and_may_not_hide_anything(trial: Trial, cell: str, code: str) -> None:
    trial.send({"acceptance.csv": f"accept_no,level,ref_no,result,accepted_at\nA1,WORK_ORDER,W1,{cell},2020-06-01\n"})

    assert trial.reasons() == [("acceptance", 2, code)]


def test_22_rows_that_an_open_quote_swallowed_are_in_the_raw_text(trial: Trial) -> None:
    """Two rows that read as one sound row of seven cells: nothing tells them from a line end in a name."""
    first = a_delivery("D1", deliverable_key='"K1')
    second = a_delivery("D2", deliverable_key='K2"')

    trial.send({"delivery.csv": deliveries(first, second, a_delivery("D3"))})

    assert trial.query("select row_number, reason, raw from landing.quarantine") == [
        (2, "Q201", (first + second).rstrip())
    ]
